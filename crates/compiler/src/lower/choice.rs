//! Lowering of Choice states and their rules.

mod test;

use stepwright_asl::{self as asl, jsonata_code};
use stepwright_json::Value;

use super::data_flow::Fields;
use super::language::Language;
use super::state::Lowered;
use super::{Lowering, Names, Place};
use crate::Selection;
use crate::program::{Choice, ChoiceRule, Condition, Output, Paths, StateKind, Transition};

impl Lowering {
    pub(super) fn choice(
        &mut self,
        place: &Place<'_>,
        choice: &asl::Choice,
        names: &Names<'_>,
    ) -> Option<Lowered> {
        self.unknown_fields(place, &choice.extra);
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: choice.input_path.as_ref(),
                output: choice.output.as_ref(),
                output_path: choice.output_path.as_ref(),
                assign: choice.assign.as_ref(),
                ..Fields::default()
            },
        );
        // The state's counts whichever rule matches.
        let output_path = match &data_flow.output {
            Output::Paths(paths) => paths.output_path.clone(),
            Output::AsItIs | Output::Template(_) => None,
        };
        let at = place.key("Choices");
        let rules = match choice.choices.as_deref() {
            None => self.required(place, "Choices"),
            Some([]) => self.schema(&at, "Value cannot be empty".to_owned()),
            Some(rules) => {
                let rules = rules.iter().enumerate();
                let lowered: Vec<Option<ChoiceRule>> = rules
                    .map(|(index, it)| {
                        self.choice_rule(&at.index(index), it, (&output_path, names))
                    })
                    .collect();
                lowered.into_iter().collect()
            }
        };
        let default = match &choice.default {
            Some(name) => Some(self.target(&place.key("Default"), name, names)?),
            None => None,
        };
        let choice = Choice { rules: rules?, default };
        Some((StateKind::Choice(choice), data_flow, Transition::End))
    }

    fn choice_rule(
        &mut self,
        place: &Place<'_>,
        rule: &asl::ChoiceRule,
        (output_path, names): (&Option<Selection>, &Names<'_>),
    ) -> Option<ChoiceRule> {
        let asl::ChoiceRule {
            comment: _,
            condition,
            test,
            assign,
            output,
            next,
            extra,
            source_order: _,
        } = rule;
        let fields =
            Fields { output: output.as_ref(), assign: assign.as_ref(), ..Fields::default() };
        let mut data_flow = self.data_flow(place, fields);
        if let Some(it) = output_path {
            let paths = Paths { output_path: Some(it.clone()), ..Paths::default() };
            data_flow.output = Output::Paths(Box::new(paths));
        }
        self.only_jsonata(place, "Output", output.is_some());
        let condition = match self.language {
            Language::JsonPath => {
                self.only_jsonata(place, "Condition", condition.is_some());
                self.unknown_test_fields(place, extra);
                self.test(place, rule).map(Condition::Test)
            }
            Language::Jsonata => {
                self.unknown_fields(place, extra);
                self.only_json_path(place, "Variable", test.is_some());
                match condition {
                    Some(it) => self.condition(&place.key("Condition"), it),
                    None => self.required(place, "Condition"),
                }
            }
        };
        let next = match next {
            Some(next) => self.target(&place.key("Next"), next, names),
            None => self.required(place, "Next"),
        };
        Some(ChoiceRule { condition: condition?, next: next?, data_flow })
    }

    fn condition(&mut self, place: &Place<'_>, condition: &Value) -> Option<Condition> {
        let code = match condition {
            Value::Bool(it) => return Some(Condition::Known(*it)),
            Value::String(text) => jsonata_code(text),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        };
        match code {
            Some(code) => self.expression(place, code).map(Condition::Computed),
            None => self.schema(place, "Expected value of type [BOOLEAN, JSONATA]".to_owned()),
        }
    }
}
