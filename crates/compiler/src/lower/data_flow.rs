//! Lowering of data flow: what a state makes of its input and its result.

use std::sync::Arc;

use stepwright_json::{Object, Value};
use stepwright_jsonpath::{Path, ReferencePath, Root};

use super::language::Language;
use super::{Lowering, Place};
use crate::program::{Assign, DataFlow, Output, Paths};
use crate::{FieldPath, Payload, ResultPath, Selection, Template};

/// The fields that a state, a rule or a catcher has of data flow. Those of the other language have
/// been noted before, and are not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields<'a> {
    pub(super) input_path: Option<&'a Option<String>>,
    pub(super) arguments: Option<&'a Value>,
    pub(super) parameters: Option<&'a Value>,
    pub(super) result: Option<&'a Value>,
    pub(super) output: Option<&'a Value>,
    pub(super) result_selector: Option<&'a Value>,
    pub(super) result_path: Option<&'a Option<String>>,
    pub(super) output_path: Option<&'a Option<String>>,
    pub(super) assign: Option<&'a Object>,
}

impl Lowering {
    /// The data flow of a state, a rule or a catcher.
    pub(super) fn data_flow(&mut self, place: &Place<'_>, fields: Fields<'_>) -> DataFlow {
        let assign = fields.assign.map(|it| self.assign(&place.key("Assign"), it));
        match self.language {
            Language::Jsonata => {
                let output = self.field_template(place, "Output", fields.output);
                DataFlow {
                    input_path: None,
                    arguments: self.field_template(place, "Arguments", fields.arguments),
                    output: output.map_or(Output::AsItIs, Output::Template),
                    assign,
                }
            }
            Language::JsonPath => {
                let parameters = self.field_template(place, "Parameters", fields.parameters);
                // "Static": nothing in it is evaluated. It takes precedence over `Parameters`.
                let result = fields.result.map(|it| Template::Constant(it.clone()));
                DataFlow {
                    input_path: self.selection(place, "InputPath", fields.input_path),
                    arguments: result.or(parameters),
                    output: self.paths(place, &fields),
                    assign,
                }
            }
        }
    }

    fn paths(&mut self, place: &Place<'_>, fields: &Fields<'_>) -> Output {
        let result_selector = self.field_template(place, "ResultSelector", fields.result_selector);
        let result_path = match fields.result_path {
            None => Some(ResultPath::Whole),
            Some(None) => Some(ResultPath::Discard),
            Some(Some(text)) => self.result_path(&place.key("ResultPath"), text),
        };
        let output_path = self.selection(place, "OutputPath", fields.output_path);
        match (result_selector, result_path.unwrap_or_default(), output_path) {
            (None, ResultPath::Whole, None) => Output::AsItIs,
            (result_selector, result_path, output_path) => {
                Output::Paths(Box::new(Paths { result_selector, result_path, output_path }))
            }
        }
    }

    /// `InputPath` or `OutputPath`; nothing where it lets all through.
    fn selection(
        &mut self,
        place: &Place<'_>,
        field: &str,
        path: Option<&Option<String>>,
    ) -> Option<Selection> {
        match path? {
            None => Some(Selection::Nothing),
            Some(text) if text == "$" => None,
            Some(text) => match Path::parse(text) {
                Ok(path) => Some(Selection::Path(path)),
                Err(_) => {
                    self.schema(&place.key(field), "Value must be a valid JSONPath.".to_owned())
                }
            },
        }
    }

    fn result_path(&mut self, place: &Place<'_>, text: &str) -> Option<ResultPath> {
        let path = self.reference_path(place, text)?;
        match path.root() {
            Root::Data if path.is_root() => Some(ResultPath::Whole),
            Root::Data => Some(ResultPath::At(path)),
            Root::Context | Root::Variable(_) => {
                self.schema(place, "Value is not a Reference Path".to_owned())
            }
        }
    }

    fn assign(&mut self, place: &Place<'_>, assign: &Object) -> Assign {
        let variables = assign.iter().filter_map(|(key, value)| {
            let name = match self.language {
                Language::JsonPath => key.strip_suffix(".$").unwrap_or(key),
                Language::Jsonata => key,
            };
            let place_of = place.key(name);
            if name == "states" {
                let message = "Cannot assign to reserved variable '$states'.".to_owned();
                self.error("RESERVED_VARIABLE_NAME", &place_of, message);
            }
            let template = match value.as_str().filter(|_| name.len() < key.len()) {
                Some(text) => self.path_or_call(place, key, text),
                // Whatever else has such a key is no path, and AWS says so.
                None if name.len() < key.len() => self.payload(place, &single(key, value)),
                None => self.template(&place_of, value),
            };
            Some((Arc::from(name), template?))
        });
        Assign(variables.collect())
    }

    /// In JSONPath: a value with paths and calls in it.
    pub(super) fn payload(&mut self, place: &Place<'_>, value: &Value) -> Option<Template> {
        match Payload::compile(value) {
            Ok(it) => Some(match it.as_constant() {
                Some(constant) => Template::Constant(constant.clone()),
                None => Template::Payload(it),
            }),
            Err(error) => self.schema(place, error.message),
        }
    }

    /// In JSONPath: a path or a call that is all of a field's value. `place` is what it stands in.
    pub(super) fn path_or_call(
        &mut self,
        place: &Place<'_>,
        field: &str,
        text: &str,
    ) -> Option<Template> {
        match Payload::expression(field, text) {
            Ok(it) => Some(Template::Payload(it)),
            Err(error) => self.schema(place, error.message),
        }
    }

    /// A field whose name ends in `Path` and that points at a value.
    pub(super) fn field_path(
        &mut self,
        place: &Place<'_>,
        field: &'static str,
        text: Option<&String>,
    ) -> Option<FieldPath> {
        self.reference_path(&place.key(field), text?).map(|path| FieldPath::new(field, path))
    }

    /// A path that points at one place.
    pub(super) fn reference_path(
        &mut self,
        place: &Place<'_>,
        text: &str,
    ) -> Option<ReferencePath> {
        match ReferencePath::parse(text) {
            Ok(it) => Some(it),
            Err(error) => self.schema(place, error.message),
        }
    }
}

fn single(key: &str, value: &Value) -> Value {
    Object::from_iter([(key, value.clone())]).into()
}
