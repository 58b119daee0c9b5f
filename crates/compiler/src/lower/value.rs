//! Lowering of values: templates, expressions, numbers.

use std::sync::Arc;

use stepwright_asl::{NumberOr, jsonata_code};
use stepwright_json::Value;
use stepwright_jsonpath::Root;

use super::language::Language;
use super::{Lowering, Place, references};
use crate::program::Number;
use crate::{Expression, FieldPath, Template};

impl Lowering {
    /// A field that holds a template.
    pub(super) fn field_template(
        &mut self,
        place: &Place<'_>,
        field: &str,
        value: Option<&Value>,
    ) -> Option<Template> {
        self.template(&place.key(field), value?)
    }

    /// A text that may be an expression.
    pub(super) fn text(
        &mut self,
        place: &Place<'_>,
        field: &str,
        text: Option<&String>,
    ) -> Option<Template> {
        self.field_template(place, field, Some(&Value::from(text?.as_str())))
    }

    /// A value with something to evaluate in it. Parts without stay the value they are.
    pub(super) fn template(&mut self, place: &Place<'_>, value: &Value) -> Option<Template> {
        match self.language {
            Language::Jsonata => self.jsonata_template(place, value),
            Language::JsonPath => self.payload(place, value),
        }
    }

    fn jsonata_template(&mut self, place: &Place<'_>, value: &Value) -> Option<Template> {
        let constant = || Some(Template::Constant(value.clone()));
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => constant(),
            Value::String(text) => match jsonata_code(text) {
                Some(code) => self.expression(place, code).map(Template::Expression),
                None if text.starts_with("{%") || text.ends_with("%}") => self
                    .schema(place, "JSONata string must start with {% and end with %}".to_owned()),
                None => constant(),
            },
            Value::Array(items) => {
                let lower = |(index, it)| self.jsonata_template(&place.index(index), it);
                let items: Vec<Template> = items.iter().enumerate().filter_map(lower).collect();
                let is_constant = items.iter().all(|it| it.as_constant().is_some());
                if is_constant { constant() } else { Some(Template::Array(items)) }
            }
            Value::Object(fields) => {
                let lower = |(key, it): (&str, &Value)| {
                    Some((Arc::from(key), self.jsonata_template(&place.key(key), it)?))
                };
                let fields: Vec<(Arc<str>, Template)> = fields.iter().filter_map(lower).collect();
                let is_constant = fields.iter().all(|(_, it)| it.as_constant().is_some());
                if is_constant { constant() } else { Some(Template::Object(fields)) }
            }
        }
    }

    /// The text between `{%` and `%}`.
    pub(super) fn expression(&mut self, place: &Place<'_>, code: &str) -> Option<Expression> {
        match Expression::parse(code, place.field()) {
            Ok(it) => {
                references::check(self, place, &it);
                Some(it)
            }
            Err(error) => {
                self.error("INVALID_JSONATA_EXPRESSION", place, error.to_string());
                None
            }
        }
    }

    /// A whole number that is not negative, or an expression that will give one.
    pub(super) fn number(&mut self, place: &Place<'_>, number: &NumberOr) -> Option<Number> {
        match (number.as_text().map(jsonata_code), self.language) {
            (None, _) => self.known_number(place, number).map(Number::Known),
            (Some(Some(code)), Language::Jsonata) => {
                self.expression(place, code).map(Number::Computed)
            }
            (Some(None), Language::Jsonata) => {
                self.schema(place, "Expected value of type [INTEGER, JSONATA]".to_owned())
            }
            (Some(_), Language::JsonPath) => {
                self.schema(place, "Expected value of type [INTEGER]".to_owned())
            }
        }
    }

    /// A field that may hold such a number, and the one beside it that says where it stands.
    pub(super) fn field_number(
        &mut self,
        place: &Place<'_>,
        (field, number): (&str, Option<&NumberOr>),
        (path_field, path): (&'static str, Option<&String>),
    ) -> Option<Number> {
        match (number, path.filter(|_| self.language == Language::JsonPath)) {
            (Some(_), Some(_)) => self.one_of(place, &[field, path_field]),
            (Some(number), None) => self.number(&place.key(field), number),
            (None, path) => self.number_path(place, path_field, path).map(Number::Path),
        }
    }

    /// A field that points at a number. Measured: those of a Map state must not point into the
    /// context object.
    pub(super) fn number_path(
        &mut self,
        place: &Place<'_>,
        field: &'static str,
        path: Option<&String>,
    ) -> Option<FieldPath> {
        let at = place.key(field);
        let path = self.reference_path(&at, path?)?;
        let is_of_task = matches!(field, "TimeoutSecondsPath" | "HeartbeatSecondsPath");
        if *path.root() == Root::Context && !is_of_task {
            return self.schema(&at, "Value is not a Reference Path".to_owned());
        }
        Some(FieldPath::new(field, path))
    }

    /// Notes fields of which only one may be there.
    pub(super) fn one_of<T>(&mut self, place: &Place<'_>, fields: &[&str]) -> Option<T> {
        let fields = fields.join(", ");
        self.schema(place, format!("There should only be one of the following fields: [{fields}]"))
    }

    /// A whole number that is not negative, written as such.
    pub(super) fn known_number(&mut self, place: &Place<'_>, number: &NumberOr) -> Option<u64> {
        let Some(number) = number.as_number() else {
            return self.schema(place, "Expected value of type [INTEGER]".to_owned());
        };
        match number.as_u64() {
            Some(it) => Some(it),
            None if number.as_f64() < 0.0 => self.schema(place, "Minimum value is 0".to_owned()),
            None => self.schema(place, "Expected value of type [INTEGER]".to_owned()),
        }
    }
}
