//! The condition of a Choice rule, as short text.

use stepwright_asl::{ChoiceRule, Comparison, Test, Value, jsonata_code};

/// How deep rules are written out.
const DEPTH_MAX: usize = 4;

/// The condition, on one line.
pub(super) fn text(rule: &ChoiceRule) -> String {
    let text = match &rule.condition {
        Some(Value::String(condition)) => jsonata_code(condition).unwrap_or(condition).to_owned(),
        Some(other) => other.to_string(),
        None => test(rule, DEPTH_MAX),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn test(rule: &ChoiceRule, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return "…".to_owned() };
    match &rule.test {
        Some(Test::Comparison(it)) => comparison(it),
        Some(Test::And(rules)) => joined(rules, " and ", depth),
        Some(Test::Or(rules)) => joined(rules, " or ", depth),
        Some(Test::Not(rule)) if matches!(rule.test, Some(Test::Comparison(_))) => {
            format!("not {}", test(rule, depth))
        }
        Some(Test::Not(rule)) => format!("not ({})", test(rule, depth)),
        None => String::new(),
    }
}

fn joined(rules: &[ChoiceRule], word: &str, depth: usize) -> String {
    let texts = rules.iter().map(|rule| {
        let text = test(rule, depth);
        let nested = matches!(rule.test, Some(Test::And(_) | Test::Or(_)));
        if nested { format!("({text})") } else { text }
    });
    texts.collect::<Vec<_>>().join(word)
}

/// `"Variable": "$.rows", "NumericGreaterThanPath": "$.n"` becomes `$.rows > $.n`.
fn comparison(comparison: &Comparison) -> String {
    let Comparison { variable, operator, operand } = comparison;
    let name = operator.as_str();
    if let Some(kind) = name.strip_prefix("Is") {
        let not = if operand.as_bool() == Some(false) { "not " } else { "" };
        return format!("{variable} is {not}{}", kind.to_lowercase());
    }
    let name = name.strip_suffix("Path").unwrap_or(name);
    let operand = if name.len() < operator.as_str().len() {
        operand.as_str().map_or_else(|| operand.to_string(), str::to_owned)
    } else {
        operand.to_string()
    };
    let sign = [
        ("GreaterThanEquals", "≥"),
        ("LessThanEquals", "≤"),
        ("GreaterThan", ">"),
        ("LessThan", "<"),
        ("Equals", "="),
        ("Matches", "matches"),
    ];
    let sign = sign.iter().find(|(end, _)| name.ends_with(end)).map_or(name, |(_, sign)| *sign);
    format!("{variable} {sign} {operand}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: &str, expect: &str) {
        let rule = Value::parse(rule).unwrap();
        assert_eq!(text(&ChoiceRule::from_object(rule.as_object().unwrap())), expect);
    }

    #[test]
    fn jsonata_is_written_without_its_braces_on_one_line() {
        check(r#"{"Condition": "{% $looks\n   >= 10 %}"}"#, "$looks >= 10");
        check(r#"{"Condition": true}"#, "true");
    }

    #[test]
    fn comparisons_have_signs() {
        check(r#"{"Variable": "$.n", "NumericGreaterThan": 0}"#, "$.n > 0");
        check(r#"{"Variable": "$.n", "NumericLessThanEqualsPath": "$.m"}"#, "$.n ≤ $.m");
        check(r#"{"Variable": "$.s", "StringEquals": "a"}"#, r#"$.s = "a""#);
        check(r#"{"Variable": "$.s", "StringMatches": "a*"}"#, r#"$.s matches "a*""#);
    }

    #[test]
    fn questions_of_type_are_asked_in_words() {
        check(r#"{"Variable": "$.n", "IsPresent": true}"#, "$.n is present");
        check(r#"{"Variable": "$.n", "IsNull": false}"#, "$.n is not null");
    }

    #[test]
    fn rules_within_rules_have_brackets() {
        check(
            r#"{"And": [{"Variable": "$.a", "BooleanEquals": true},
                {"Or": [{"Not": {"Variable": "$.b", "NumericEquals": 1}}, {"Variable": "$.c", "IsNull": true}]}]}"#,
            "$.a = true and (not $.b = 1 or $.c is null)",
        );
    }

    #[test]
    fn a_rule_that_says_nothing_is_silent() {
        check("{}", "");
    }
}
