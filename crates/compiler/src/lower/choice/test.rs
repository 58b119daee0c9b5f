//! Lowering of what a JSONPath rule tests: exactly one of `Variable` with its operator, `And`, `Or` and
//! `Not`.

use std::sync::Arc;

use jiff::Timestamp;
use stepwright_asl::{self as asl, Operator};
use stepwright_json::Value;

use crate::lower::{Lowering, Place};
use crate::program::{Comparison, Operand, Order, Test, TextPattern, ValueType, parse_timestamp};

/// The fields of which a rule has exactly one.
const SELECTORS: [&str; 5] = ["And", "Or", "Not", "Variable", "Condition"];

impl Lowering {
    /// What a rule tests; nothing where that cannot be said, which has been noted then.
    pub(super) fn test(&mut self, place: &Place<'_>, rule: &asl::ChoiceRule) -> Option<Test> {
        let others = SELECTORS.iter().filter(|it| rule.extra.contains_key(it)).count();
        let Some(test) = rule.test.as_ref().filter(|_| others == 0) else {
            return self.no_test(place, rule, others);
        };
        match test {
            asl::Test::And(rules) => self.tests(&place.key("And"), rules).map(Test::And),
            asl::Test::Or(rules) => self.tests(&place.key("Or"), rules).map(Test::Or),
            asl::Test::Not(rule) => {
                self.nested_test(&place.key("Not"), rule).map(|it| Test::Not(Box::new(it)))
            }
            asl::Test::Comparison(it) => self.comparison(place, it),
        }
    }

    fn no_test(
        &mut self,
        place: &Place<'_>,
        rule: &asl::ChoiceRule,
        others: usize,
    ) -> Option<Test> {
        if rule.test.is_none() && others == 1 && rule.extra.contains_key("Variable") {
            let message = "This object should have only one of the comparison operators";
            return self.schema(place, message.to_owned());
        }
        let fields = SELECTORS.join(", ");
        let message = format!("The object must have only one of the following fields, [{fields}]");
        self.schema(place, message)
    }

    fn tests(&mut self, place: &Place<'_>, rules: &[asl::ChoiceRule]) -> Option<Vec<Test>> {
        if rules.is_empty() {
            return self.schema(place, "Value cannot be empty".to_owned());
        }
        let rules = rules.iter().enumerate();
        let tests: Vec<Option<Test>> =
            rules.map(|(index, it)| self.nested_test(&place.index(index), it)).collect();
        tests.into_iter().collect()
    }

    /// A rule within another, which leads nowhere and sets nothing by itself.
    fn nested_test(&mut self, place: &Place<'_>, rule: &asl::ChoiceRule) -> Option<Test> {
        let asl::ChoiceRule {
            comment: _,
            condition,
            test: _,
            assign,
            output,
            next,
            extra,
            source_order: _,
        } = rule;
        self.unknown_test_fields(place, extra);
        let not_here = [
            ("Condition", condition.is_some()),
            ("Assign", assign.is_some()),
            ("Output", output.is_some()),
            ("Next", next.is_some()),
        ];
        for (field, is_there) in not_here {
            if is_there {
                self.schema::<()>(place, format!("Field '{field}' is not supported"));
            }
        }
        self.test(place, rule)
    }

    /// Notes the fields of a rule that do not belong, but for those that make it ambiguous: of these
    /// more is said elsewhere.
    pub(super) fn unknown_test_fields(
        &mut self,
        place: &Place<'_>,
        extra: &stepwright_json::Object,
    ) {
        let unknown = extra.iter().filter(|(key, _)| !SELECTORS.contains(key));
        let unknown = unknown.map(|(key, value)| (key, value.clone())).collect();
        self.unknown_fields(place, &unknown);
    }

    fn comparison(&mut self, place: &Place<'_>, comparison: &asl::Comparison) -> Option<Test> {
        let asl::Comparison { variable, operator, operand } = comparison;
        let variable = self.reference_path(&place.key("Variable"), variable);
        let given = Given {
            place: place.key(operator.as_str()),
            value: operand,
            is_path: operator.operand() == asl::Operand::Path,
        };
        let comparison = match kind(*operator) {
            Kind::Present => {
                let expected = self.boolean(&given.place, operand);
                return Some(Test::Present { variable: variable?, expected: expected? });
            }
            Kind::Is(it) => self.boolean(&given.place, operand).map(|is| Comparison::Is(it, is)),
            Kind::Matches => {
                let pattern = self.string(&given.place, operand);
                pattern.map(|it| Comparison::Matches(TextPattern::new(&it)))
            }
            Kind::String(order) => {
                self.operand(&given, Self::string).map(|it| Comparison::String(order, it))
            }
            Kind::Numeric(order) => {
                self.operand(&given, Self::numeric).map(|it| Comparison::Numeric(order, it))
            }
            Kind::Boolean => self.operand(&given, Self::boolean).map(Comparison::Boolean),
            Kind::Timestamp(order) => {
                self.operand(&given, Self::time).map(|it| Comparison::Timestamp(order, it))
            }
        };
        Some(Test::Value { variable: variable?, comparison: comparison? })
    }

    fn operand<T>(
        &mut self,
        given: &Given<'_>,
        literal: fn(&mut Self, &Place<'_>, &Value) -> Option<T>,
    ) -> Option<Operand<T>> {
        let Given { place, value, is_path } = given;
        if *is_path {
            let path = self.string(place, value)?;
            return self.reference_path(place, &path).map(Operand::Path);
        }
        literal(self, place, value).map(Operand::Literal)
    }

    fn string(&mut self, place: &Place<'_>, value: &Value) -> Option<Arc<str>> {
        match value.as_str().map(Arc::from) {
            Some(it) => Some(it),
            None => self.schema(place, "Expected value of type [STRING]".to_owned()),
        }
    }

    fn numeric(&mut self, place: &Place<'_>, value: &Value) -> Option<f64> {
        match value.as_f64() {
            Some(it) => Some(it),
            None => self.schema(place, "Expected value of type [NUMBER]".to_owned()),
        }
    }

    fn boolean(&mut self, place: &Place<'_>, value: &Value) -> Option<bool> {
        match value.as_bool() {
            Some(it) => Some(it),
            None => self.schema(place, "Expected value of type [BOOLEAN]".to_owned()),
        }
    }

    fn time(&mut self, place: &Place<'_>, value: &Value) -> Option<Timestamp> {
        let text = self.string(place, value)?;
        match parse_timestamp(&text) {
            Some(it) => Some(it),
            None => self.schema(place, "String does not match RFC3339 timestamp".to_owned()),
        }
    }
}

/// The value of an operator's field.
struct Given<'a> {
    place: Place<'a>,
    value: &'a Value,
    is_path: bool,
}

/// What an operator does, whether its other side is a literal or a path.
enum Kind {
    String(Order),
    Matches,
    Numeric(Order),
    Boolean,
    Timestamp(Order),
    Is(ValueType),
    Present,
}

fn kind(operator: Operator) -> Kind {
    use Operator as O;
    use Order::{Equals, GreaterThan, GreaterThanEquals, LessThan, LessThanEquals};
    match operator {
        O::StringEquals | O::StringEqualsPath => Kind::String(Equals),
        O::StringLessThan | O::StringLessThanPath => Kind::String(LessThan),
        O::StringGreaterThan | O::StringGreaterThanPath => Kind::String(GreaterThan),
        O::StringLessThanEquals | O::StringLessThanEqualsPath => Kind::String(LessThanEquals),
        O::StringGreaterThanEquals | O::StringGreaterThanEqualsPath => {
            Kind::String(GreaterThanEquals)
        }
        O::StringMatches => Kind::Matches,
        O::NumericEquals | O::NumericEqualsPath => Kind::Numeric(Equals),
        O::NumericLessThan | O::NumericLessThanPath => Kind::Numeric(LessThan),
        O::NumericGreaterThan | O::NumericGreaterThanPath => Kind::Numeric(GreaterThan),
        O::NumericLessThanEquals | O::NumericLessThanEqualsPath => Kind::Numeric(LessThanEquals),
        O::NumericGreaterThanEquals | O::NumericGreaterThanEqualsPath => {
            Kind::Numeric(GreaterThanEquals)
        }
        O::BooleanEquals | O::BooleanEqualsPath => Kind::Boolean,
        O::TimestampEquals | O::TimestampEqualsPath => Kind::Timestamp(Equals),
        O::TimestampLessThan | O::TimestampLessThanPath => Kind::Timestamp(LessThan),
        O::TimestampGreaterThan | O::TimestampGreaterThanPath => Kind::Timestamp(GreaterThan),
        O::TimestampLessThanEquals | O::TimestampLessThanEqualsPath => {
            Kind::Timestamp(LessThanEquals)
        }
        O::TimestampGreaterThanEquals | O::TimestampGreaterThanEqualsPath => {
            Kind::Timestamp(GreaterThanEquals)
        }
        O::IsNull => Kind::Is(ValueType::Null),
        O::IsPresent => Kind::Present,
        O::IsNumeric => Kind::Is(ValueType::Numeric),
        O::IsString => Kind::Is(ValueType::String),
        O::IsBoolean => Kind::Is(ValueType::Boolean),
        O::IsTimestamp => Kind::Is(ValueType::Timestamp),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use stepwright_asl::{State, StateMachine};

    use super::*;

    /// Lowers a rule; what is noted about it comes in lines.
    fn lower(rule: &str) -> (Option<Test>, String) {
        let definition = format!(
            r#"{{"StartAt": "C", "States": {{"C": {{"Type": "Choice", "Choices": [{rule}]}}}}}}"#
        );
        let machine: StateMachine = definition.parse().unwrap();
        let State::Choice(choice) = &machine.states["C"] else { panic!("no Choice state") };
        let mut lowering = Lowering::new(&machine);
        let test = lowering.test(&Place::root(), &choice.choices.as_ref().unwrap()[0]);
        let told: Vec<String> = lowering.diagnostics.iter().map(ToString::to_string).collect();
        (test, told.join("\n"))
    }

    #[track_caller]
    fn check_refused(rule: &str, expect: Expect) {
        expect.assert_eq(&lower(rule).1);
    }

    #[test]
    fn a_comparison_is_typed_once() {
        let less = lower(r#"{"Variable": "$.v", "NumericLessThan": 5}"#).0;
        let Some(Test::Value { comparison: Comparison::Numeric(order, operand), .. }) = less else {
            panic!("{less:?}")
        };
        assert!(order == Order::LessThan && matches!(operand, Operand::Literal(5.0)));
        let path = lower(r#"{"Variable": "$.v", "StringEqualsPath": "$.w"}"#).0;
        let Some(Test::Value { variable, comparison: Comparison::String(_, operand) }) = path
        else {
            panic!("{path:?}")
        };
        assert_eq!(variable.as_str(), "$.v");
        assert!(matches!(operand, Operand::Path(it) if it.as_str() == "$.w"));
        let not = lower(r#"{"Not": {"Variable": "$.v", "IsPresent": false}}"#).0;
        let Some(Test::Not(inner)) = not else { panic!("{not:?}") };
        assert!(matches!(*inner, Test::Present { expected: false, .. }));
    }

    #[test]
    fn what_cannot_be_tested_is_told_with_its_place() {
        check_refused(
            r#"{"Variable": "$.v", "NumericEquals": "5"}"#,
            expect![
                "error[SCHEMA_VALIDATION_FAILED] at /NumericEquals: Expected value of type [NUMBER]"
            ],
        );
        check_refused(
            r#"{"Variable": "$.v", "TimestampEquals": "today"}"#,
            expect![
                "error[SCHEMA_VALIDATION_FAILED] at /TimestampEquals: String does not match RFC3339 timestamp"
            ],
        );
        check_refused(
            r#"{"Variable": "$.v[*]", "IsNull": true}"#,
            expect!["error[SCHEMA_VALIDATION_FAILED] at /Variable: Value is not a Reference Path"],
        );
        check_refused(
            r#"{"Variable": "$.v"}"#,
            expect![
                "error[SCHEMA_VALIDATION_FAILED] at : This object should have only one of the comparison operators"
            ],
        );
        check_refused(
            r#"{"And": []}"#,
            expect!["error[SCHEMA_VALIDATION_FAILED] at /And: Value cannot be empty"],
        );
        check_refused(
            r#"{"Or": [{"Variable": "$.v", "IsNull": true, "Next": "C"}]}"#,
            expect!["error[SCHEMA_VALIDATION_FAILED] at /Or/0: Field 'Next' is not supported"],
        );
        check_refused(
            "{}",
            expect![
                "error[SCHEMA_VALIDATION_FAILED] at : The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"
            ],
        );
    }
}
