//! Whether a JSONPath rule's test holds.
//!
//! A value of another type than the operator's never matches and is no error; a path that leads
//! nowhere is one, but in `IsPresent`. Nothing is allocated but for an error.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::{Comparison, Operand, Order, Test, ValueType, parse_timestamp};
use stepwright_json::Value;
use stepwright_jsonpath::{ReferencePath, Scope};

/// A path of a test leads nowhere. In the service's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid path '{0}': The choice state's condition path references an invalid value.")]
pub(super) struct InvalidPath(String);

/// Whether a test holds. `And` and `Or` look no further than they must, so that
/// `{"And": [{"Variable": "$.a", "IsPresent": true}, …]}` guards what follows.
///
/// The depth of rules within rules is bounded when a definition is read, and so is this recursion.
pub(super) fn holds(test: &Test, scope: &Scope<'_>) -> Result<bool, InvalidPath> {
    match test {
        Test::And(tests) => {
            for test in tests {
                if !holds(test, scope)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Test::Or(tests) => {
            for test in tests {
                if holds(test, scope)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Test::Not(test) => Ok(!holds(test, scope)?),
        Test::Present { variable, expected } => Ok(variable.read(scope).is_ok() == *expected),
        Test::Value { variable, comparison } => compare(&read(variable, scope)?, comparison, scope),
    }
}

fn read(path: &ReferencePath, scope: &Scope<'_>) -> Result<Value, InvalidPath> {
    path.read(scope).map_err(|_| InvalidPath(path.as_str().to_owned()))
}

fn compare(value: &Value, comparison: &Comparison, scope: &Scope<'_>) -> Result<bool, InvalidPath> {
    Ok(match comparison {
        Comparison::Is(value_type, expected) => is(value, *value_type) == *expected,
        Comparison::Matches(pattern) => value.as_str().is_some_and(|it| pattern.matches(it)),
        Comparison::Boolean(operand) => {
            let other = other(operand, scope, Value::as_bool)?;
            stand(Order::Equals, (value.as_bool(), other), bool::partial_cmp)
        }
        Comparison::String(order, operand) => {
            let other = other(operand, scope, string)?;
            stand(*order, (string(value), other), |one, other| Some(by_utf16(one, other)))
        }
        Comparison::Numeric(order, operand) => {
            let other = other(operand, scope, Value::as_f64)?;
            stand(*order, (value.as_f64(), other), f64::partial_cmp)
        }
        Comparison::Timestamp(order, operand) => {
            let other = other(operand, scope, timestamp)?;
            stand(*order, (timestamp(value), other), Timestamp::partial_cmp)
        }
    })
}

/// The other side of a comparison, where it is of the operator's type.
// UNVERIFIED: no recording has a path that leads to a value of another type; as with the variable
// itself, it is taken not to match.
fn other<T: Clone>(
    operand: &Operand<T>,
    scope: &Scope<'_>,
    typed: impl FnOnce(&Value) -> Option<T>,
) -> Result<Option<T>, InvalidPath> {
    match operand {
        Operand::Literal(it) => Ok(Some(it.clone())),
        Operand::Path(path) => Ok(typed(&read(path, scope)?)),
    }
}

/// Whether both sides are of the operator's type, and stand as it says.
fn stand<T>(
    order: Order,
    sides: (Option<T>, Option<T>),
    compare: impl FnOnce(&T, &T) -> Option<Ordering>,
) -> bool {
    let (Some(one), Some(other)) = sides else { return false };
    compare(&one, &other).is_some_and(|it| order.allows(it))
}

fn is(value: &Value, value_type: ValueType) -> bool {
    match value_type {
        ValueType::Null => value.is_null(),
        ValueType::Numeric => value.as_f64().is_some(),
        ValueType::String => value.as_str().is_some(),
        ValueType::Boolean => value.as_bool().is_some(),
        ValueType::Timestamp => timestamp(value).is_some(),
    }
}

fn string(value: &Value) -> Option<Arc<str>> {
    if let Value::String(it) = value { Some(Arc::clone(it)) } else { None }
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    parse_timestamp(value.as_str()?)
}

/// As Java compares strings. UTF-8 differs from it where one side has a character beyond U+FFFF.
fn by_utf16(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}

#[cfg(test)]
mod tests {
    use stepwright_compiler::TextPattern;

    use super::*;

    fn path(text: &str) -> ReferencePath {
        ReferencePath::parse(text).unwrap()
    }

    fn test(comparison: Comparison) -> Test {
        Test::Value { variable: path("$.v"), comparison }
    }

    fn present(variable: &str) -> Test {
        Test::Present { variable: path(variable), expected: true }
    }

    /// Which of these inputs a test holds for; `!` and why, where it cannot be said.
    #[track_caller]
    fn check(test: &Test, inputs: &[(&str, &str)]) {
        for (input, expected) in inputs {
            let data = Value::parse(input).unwrap();
            let told = match holds(test, &Scope::of(&data)) {
                Ok(it) => it.to_string(),
                Err(error) => format!("! {error}"),
            };
            assert_eq!(told, *expected, "{input} in {test:?}");
        }
    }

    #[test]
    fn strings_compare_by_utf16_as_java_compares_them() {
        let less =
            |other: &str| test(Comparison::String(Order::LessThan, Operand::Literal(other.into())));
        check(
            &less("ABC"),
            &[(r#"{"v": "AB"}"#, "true"), (r#"{"v": "ABC"}"#, "false"), (r#"{"v": 1}"#, "false")],
        );
        // U+1F600 is D83D DE00 in UTF-16, which is before U+FF21.
        check(&less("\u{ff21}"), &[(r#"{"v": "😀"}"#, "true"), (r#"{"v": "Ｂ"}"#, "false")]);
    }

    #[test]
    fn a_value_of_another_type_does_not_match_and_is_no_error() {
        let zero = test(Comparison::Numeric(Order::Equals, Operand::Literal(0.0)));
        check(
            &zero,
            &[(r#"{"v": 0}"#, "true"), (r#"{"v": "0"}"#, "false"), (r#"{"v": null}"#, "false")],
        );
        let no = test(Comparison::Boolean(Operand::Literal(false)));
        check(&no, &[(r#"{"v": false}"#, "true"), (r#"{"v": null}"#, "false")]);
        let pattern = test(Comparison::Matches(TextPattern::new("a*")));
        check(&pattern, &[(r#"{"v": "ab"}"#, "true"), (r#"{"v": ["ab"]}"#, "false")]);
    }

    #[test]
    fn timestamps_compare_by_instant() {
        let at = parse_timestamp("2012-10-09T19:00:55Z").unwrap();
        let same = test(Comparison::Timestamp(Order::Equals, Operand::Literal(at)));
        check(
            &same,
            &[
                (r#"{"v": "2012-10-09T20:00:55+01:00"}"#, "true"),
                (r#"{"v": "2012-10-09T19:00:55.001Z"}"#, "false"),
                (r#"{"v": "2012-10-09T19:00:55"}"#, "false"),
            ],
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_is_an_error_but_in_is_present() {
        let invalid =
            "! Invalid path '$.v': The choice state's condition path references an invalid value.";
        check(&test(Comparison::Is(ValueType::Null, true)), &[("{}", invalid)]);
        check(&present("$.v"), &[("{}", "false"), (r#"{"v": null}"#, "true")]);
        let absent = Test::Present { variable: path("$.v"), expected: false };
        check(&absent, &[("{}", "true"), (r#"{"v": null}"#, "false")]);
        let other = test(Comparison::Numeric(Order::LessThan, Operand::Path(path("$.other"))));
        let invalid = "! Invalid path '$.other': The choice state's condition path references an invalid value.";
        check(&other, &[(r#"{"v": 1, "other": 2}"#, "true"), (r#"{"v": 1}"#, invalid)]);
    }

    #[test]
    fn what_comes_first_guards_what_comes_after() {
        let number = || test(Comparison::Is(ValueType::Numeric, true));
        check(
            &Test::And(vec![present("$.v"), number()]),
            &[("{}", "false"), (r#"{"v": 1}"#, "true"), (r#"{"v": ""}"#, "false")],
        );
        let absent = Test::Not(Box::new(present("$.v")));
        check(
            &Test::Or(vec![absent, number()]),
            &[("{}", "true"), (r#"{"v": 1}"#, "true"), (r#"{"v": ""}"#, "false")],
        );
    }
}
