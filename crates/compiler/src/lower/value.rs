//! Lowering of values: templates, expressions, numbers, booleans.

use std::sync::Arc;

use stepwright_asl::{NumberOr, jsonata_code};
use stepwright_json::{Object, Value};
use stepwright_jsonpath::ReferencePath;

use super::{Lowering, Place};
use crate::program::{Assign, DataFlow, Number};
use crate::{Expression, Template};

impl Lowering {
    /// `Arguments`, `Output` and `Assign`, as far as there are any.
    pub(super) fn data_flow(
        &mut self,
        place: &Place,
        arguments: Option<&Value>,
        output: Option<&Value>,
        assign: Option<&Object>,
    ) -> DataFlow {
        DataFlow {
            arguments: self.field_template(place, "Arguments", arguments),
            output: self.field_template(place, "Output", output),
            assign: assign.map(|it| self.assign(&place.key("Assign"), it)),
        }
    }

    fn assign(&mut self, place: &Place, assign: &Object) -> Assign {
        let variables = assign.iter().filter_map(|(name, value)| {
            let place = place.key(name);
            if name == "states" {
                let message = "Cannot assign to reserved variable '$states'.".to_owned();
                self.error("RESERVED_VARIABLE_NAME", &place, message);
            }
            Some((Arc::from(name), self.template(&place, value)?))
        });
        Assign(variables.collect())
    }

    /// A field that holds a template.
    pub(super) fn field_template(
        &mut self,
        place: &Place,
        field: &str,
        value: Option<&Value>,
    ) -> Option<Template> {
        self.template(&place.key(field), value?)
    }

    /// A text that may be an expression.
    pub(super) fn text(
        &mut self,
        place: &Place,
        field: &str,
        text: Option<&String>,
    ) -> Option<Template> {
        self.field_template(place, field, Some(&Value::from(text?.as_str())))
    }

    /// A value with expressions in it. Parts without any stay the value they are.
    pub(super) fn template(&mut self, place: &Place, value: &Value) -> Option<Template> {
        let constant = || Some(Template::Constant(value.clone()));
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => constant(),
            Value::String(text) => match jsonata_code(text) {
                Some(code) => self.expression(place, code).map(Template::Expression),
                None => constant(),
            },
            Value::Array(items) => {
                let lower = |(index, it)| self.template(&place.index(index), it);
                let items: Vec<Template> = items.iter().enumerate().filter_map(lower).collect();
                let is_constant = items.iter().all(|it| it.as_constant().is_some());
                if is_constant { constant() } else { Some(Template::Array(items)) }
            }
            Value::Object(fields) => {
                let lower = |(key, it): (&str, &Value)| {
                    Some((Arc::from(key), self.template(&place.key(key), it)?))
                };
                let fields: Vec<(Arc<str>, Template)> = fields.iter().filter_map(lower).collect();
                let is_constant = fields.iter().all(|(_, it)| it.as_constant().is_some());
                if is_constant { constant() } else { Some(Template::Object(fields)) }
            }
        }
    }

    /// The text between `{%` and `%}`.
    pub(super) fn expression(&mut self, place: &Place, code: &str) -> Option<Expression> {
        match Expression::parse(code, place.field()) {
            Ok(it) => Some(it),
            Err(error) => {
                self.error("INVALID_JSONATA_EXPRESSION", place, error.to_string());
                None
            }
        }
    }

    /// A whole number that is not negative, or an expression that will give one.
    pub(super) fn number(&mut self, place: &Place, number: &NumberOr) -> Option<Number> {
        match number.as_text().map(jsonata_code) {
            Some(Some(code)) => self.expression(place, code).map(Number::Computed),
            Some(None) => {
                self.schema(place, "Expected value of type [INTEGER, JSONATA]".to_owned())
            }
            None => self.known_number(place, number).map(Number::Known),
        }
    }

    /// A field that may hold such a number.
    pub(super) fn field_number(
        &mut self,
        place: &Place,
        field: &str,
        number: Option<&NumberOr>,
    ) -> Option<Number> {
        self.number(&place.key(field), number?)
    }

    /// A whole number that is not negative, written as such.
    pub(super) fn known_number(&mut self, place: &Place, number: &NumberOr) -> Option<u64> {
        let Some(number) = number.as_number() else {
            return self.schema(place, "Expected value of type [INTEGER]".to_owned());
        };
        match number.as_u64() {
            Some(it) => Some(it),
            None if number.as_f64() < 0.0 => self.schema(place, "Minimum value is 0".to_owned()),
            None => self.schema(place, "Expected value of type [INTEGER]".to_owned()),
        }
    }

    /// A path that points at one place.
    pub(super) fn reference_path(&mut self, place: &Place, text: &str) -> Option<ReferencePath> {
        match ReferencePath::parse(text) {
            Ok(it) => Some(it),
            Err(error) => self.schema(place, error.message),
        }
    }
}
