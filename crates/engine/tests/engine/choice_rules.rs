//! Rules of Choice states in JSONPath: which tests hold for which values.

use expect_test::{Expect, expect};
use stepwright_json::Value;
use stepwright_testkit::{Answer, World};

use crate::common::program;

/// Says which way a Choice state with this one rule goes, for each of several inputs.
#[track_caller]
fn check(rule: &str, inputs: &[&str], expect: Expect) {
    let rule = Value::parse(rule).unwrap();
    let mut top = rule.as_object().unwrap().clone();
    top.insert("Next", "Matches");
    let machine = format!(
        r#"{{"QueryLanguage": "JSONPath", "StartAt": "Choose", "States": {{
            "Choose": {{"Type": "Choice", "Choices": [{}], "Default": "Does not match"}},
            "Matches": {{"Type": "Succeed"}},
            "Does not match": {{"Type": "Succeed"}}
        }}}}"#,
        Value::Object(top)
    );
    let program = program(&machine);
    let ways: Vec<String> = inputs
        .iter()
        .map(|input| {
            let mut world = World::new(|request| Answer::success(request.input.clone()));
            let execution = world.run(&program, Value::parse(input).unwrap());
            match execution.failure() {
                Some(failure) => {
                    let cause = failure.cause.clone().unwrap_or_default();
                    let (_, cause) = cause.split_once("). ").unwrap();
                    format!("{input}: {}: {cause}", failure.error.clone().unwrap_or_default())
                }
                None => {
                    let last = execution.history().iter().rev().nth(1).unwrap();
                    format!("{input}: {}", last.state_name.clone().unwrap())
                }
            }
        })
        .collect();
    expect.assert_eq(&ways.join("\n"));
}

#[test]
fn strings_compare_as_java_compares_them() {
    let inputs = [r#"{"v": "AB"}"#, r#"{"v": "ABC"}"#, r#"{"v": "B"}"#, r#"{"v": 1}"#];
    check(
        r#"{"Variable": "$.v", "StringEquals": "ABC"}"#,
        &inputs,
        expect![[r#"
        {"v": "AB"}: Does not match
        {"v": "ABC"}: Matches
        {"v": "B"}: Does not match
        {"v": 1}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "StringLessThan": "ABC"}"#,
        &inputs,
        expect![[r#"
        {"v": "AB"}: Matches
        {"v": "ABC"}: Does not match
        {"v": "B"}: Does not match
        {"v": 1}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "StringGreaterThanEquals": "ABC"}"#,
        &inputs,
        expect![[r#"
        {"v": "AB"}: Does not match
        {"v": "ABC"}: Matches
        {"v": "B"}: Matches
        {"v": 1}: Does not match"#]],
    );
    // U+1F600 is D83D DE00 in UTF-16, which is before U+FF21.
    check(
        r#"{"Variable": "$.v", "StringLessThan": "Ａ"}"#,
        &[r#"{"v": "😀"}"#, r#"{"v": "Ｂ"}"#],
        expect![[r#"
            {"v": "😀"}: Matches
            {"v": "Ｂ"}: Does not match"#]],
    );
}

#[test]
fn numbers_compare_by_value() {
    let inputs =
        [r#"{"v": 0}"#, r#"{"v": -0.0}"#, r#"{"v": 1e0}"#, r#"{"v": "0"}"#, r#"{"v": null}"#];
    check(
        r#"{"Variable": "$.v", "NumericEquals": 0.0}"#,
        &inputs,
        expect![[r#"
        {"v": 0}: Matches
        {"v": -0.0}: Matches
        {"v": 1e0}: Does not match
        {"v": "0"}: Does not match
        {"v": null}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "NumericLessThanEquals": 0}"#,
        &inputs,
        expect![[r#"
        {"v": 0}: Matches
        {"v": -0.0}: Matches
        {"v": 1e0}: Does not match
        {"v": "0"}: Does not match
        {"v": null}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "NumericGreaterThan": 0}"#,
        &inputs,
        expect![[r#"
        {"v": 0}: Does not match
        {"v": -0.0}: Does not match
        {"v": 1e0}: Matches
        {"v": "0"}: Does not match
        {"v": null}: Does not match"#]],
    );
}

#[test]
fn timestamps_compare_by_instant() {
    let inputs = [
        r#"{"v": "2012-10-09T19:00:55Z"}"#,
        r#"{"v": "2012-10-09T20:00:55+01:00"}"#,
        r#"{"v": "2012-10-09T19:00:55.001Z"}"#,
        r#"{"v": "2012-10-09T19:00:55"}"#,
        r#"{"v": "2023-02-24 12:15:56.832957"}"#,
    ];
    check(
        r#"{"Variable": "$.v", "TimestampEquals": "2012-10-09T19:00:55Z"}"#,
        &inputs,
        expect![[r#"
        {"v": "2012-10-09T19:00:55Z"}: Matches
        {"v": "2012-10-09T20:00:55+01:00"}: Matches
        {"v": "2012-10-09T19:00:55.001Z"}: Does not match
        {"v": "2012-10-09T19:00:55"}: Does not match
        {"v": "2023-02-24 12:15:56.832957"}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "TimestampGreaterThan": "2012-10-09T19:00:55Z"}"#,
        &inputs,
        expect![[r#"
            {"v": "2012-10-09T19:00:55Z"}: Does not match
            {"v": "2012-10-09T20:00:55+01:00"}: Does not match
            {"v": "2012-10-09T19:00:55.001Z"}: Matches
            {"v": "2012-10-09T19:00:55"}: Does not match
            {"v": "2023-02-24 12:15:56.832957"}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "IsTimestamp": true}"#,
        &inputs,
        expect![[r#"
        {"v": "2012-10-09T19:00:55Z"}: Matches
        {"v": "2012-10-09T20:00:55+01:00"}: Matches
        {"v": "2012-10-09T19:00:55.001Z"}: Matches
        {"v": "2012-10-09T19:00:55"}: Does not match
        {"v": "2023-02-24 12:15:56.832957"}: Does not match"#]],
    );
}

#[test]
fn the_other_side_may_be_a_path() {
    check(
        r#"{"Variable": "$.v", "NumericLessThanPath": "$.limits[1]"}"#,
        &[
            r#"{"v": 1, "limits": [0, 2]}"#,
            r#"{"v": 2, "limits": [0, 2]}"#,
            r#"{"v": 2, "limits": [0, "3"]}"#,
            r#"{"v": 2, "limits": [0]}"#,
            r#"{"v": 2}"#,
        ],
        expect![[r#"
            {"v": 1, "limits": [0, 2]}: Matches
            {"v": 2, "limits": [0, 2]}: Does not match
            {"v": 2, "limits": [0, "3"]}: Does not match
            {"v": 2, "limits": [0]}: States.Runtime: Invalid path '$.limits[1]': The choice state's condition path references an invalid value.
            {"v": 2}: States.Runtime: Invalid path '$.limits[1]': The choice state's condition path references an invalid value."#]],
    );
    check(
        r#"{"Variable": "$.v", "BooleanEqualsPath": "$.other"}"#,
        &[r#"{"v": false, "other": false}"#, r#"{"v": null, "other": false}"#],
        expect![[r#"
            {"v": false, "other": false}: Matches
            {"v": null, "other": false}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "TimestampEqualsPath": "$.other"}"#,
        &[r#"{"v": "2012-10-09T19:00:55Z", "other": "2012-10-09T20:00:55+01:00"}"#],
        expect![[
            r#"{"v": "2012-10-09T19:00:55Z", "other": "2012-10-09T20:00:55+01:00"}: Matches"#
        ]],
    );
}

#[test]
fn a_star_in_a_pattern_is_any_text() {
    check(
        r#"{"Variable": "$.v", "StringMatches": "log-*\\*.txt"}"#,
        &[r#"{"v": "log-2026*.txt"}"#, r#"{"v": "log-2026.txt"}"#, r#"{"v": 5}"#],
        expect![[r#"
            {"v": "log-2026*.txt"}: Matches
            {"v": "log-2026.txt"}: Does not match
            {"v": 5}: Does not match"#]],
    );
}

#[test]
fn types_are_told_apart() {
    let inputs =
        [r#"{"v": null}"#, r#"{"v": 1.1}"#, r#"{"v": ""}"#, r#"{"v": false}"#, r#"{"v": []}"#];
    check(
        r#"{"Variable": "$.v", "IsNull": true}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Matches
        {"v": 1.1}: Does not match
        {"v": ""}: Does not match
        {"v": false}: Does not match
        {"v": []}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "IsNumeric": true}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Does not match
        {"v": 1.1}: Matches
        {"v": ""}: Does not match
        {"v": false}: Does not match
        {"v": []}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "IsString": true}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Does not match
        {"v": 1.1}: Does not match
        {"v": ""}: Matches
        {"v": false}: Does not match
        {"v": []}: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "IsBoolean": false}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Matches
        {"v": 1.1}: Matches
        {"v": ""}: Matches
        {"v": false}: Does not match
        {"v": []}: Matches"#]],
    );
}

#[test]
fn only_is_present_bears_a_path_that_leads_nowhere() {
    let inputs = [r#"{"v": null}"#, r#"{}"#, r#"5"#];
    check(
        r#"{"Variable": "$.v", "IsPresent": true}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Matches
        {}: Does not match
        5: Does not match"#]],
    );
    check(
        r#"{"Variable": "$.v", "IsPresent": false}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Does not match
        {}: Matches
        5: Matches"#]],
    );
    check(
        r#"{"Variable": "$.v", "IsNull": true}"#,
        &inputs,
        expect![[r#"
        {"v": null}: Matches
        {}: States.Runtime: Invalid path '$.v': The choice state's condition path references an invalid value.
        5: States.Runtime: Invalid path '$.v': The choice state's condition path references an invalid value."#]],
    );
    check(
        r#"{"Variable": "$.a['b c'][2]", "StringEquals": "x"}"#,
        &[r#"{"a": {}}"#],
        expect![[
            r#"{"a": {}}: States.Runtime: Invalid path '$.a['b c'][2]': The choice state's condition path references an invalid value."#
        ]],
    );
}

#[test]
fn rules_within_rules_look_no_further_than_they_must() {
    check(
        r#"{"And": [
            {"Variable": "$.v", "IsPresent": true},
            {"Or": [{"Variable": "$.v", "NumericLessThan": 0}, {"Variable": "$.v", "NumericGreaterThan": 10}]},
            {"Not": {"Variable": "$.v", "NumericEquals": 11}}
        ]}"#,
        &[r#"{}"#, r#"{"v": -1}"#, r#"{"v": 5}"#, r#"{"v": 11}"#, r#"{"v": 12}"#],
        expect![[r#"
            {}: Does not match
            {"v": -1}: Matches
            {"v": 5}: Does not match
            {"v": 11}: Does not match
            {"v": 12}: Matches"#]],
    );
    check(
        r#"{"Or": [{"Variable": "$.known", "BooleanEquals": true}, {"Variable": "$.unknown", "IsNull": true}]}"#,
        &[r#"{"known": true}"#, r#"{"known": false}"#],
        expect![[r#"
            {"known": true}: Matches
            {"known": false}: States.Runtime: Invalid path '$.unknown': The choice state's condition path references an invalid value."#]],
    );
    check(
        r#"{"Not": {"Variable": "$.v", "IsString": true}}"#,
        &[r#"{}"#],
        expect![
            "{}: States.Runtime: Invalid path '$.v': The choice state's condition path references an invalid value."
        ],
    );
}

#[test]
fn a_variable_may_be_the_input_itself_the_context_or_a_variable() {
    check(
        r#"{"Variable": "$", "NumericEquals": 5}"#,
        &["5", "6"],
        expect![[r#"
        5: Matches
        6: Does not match"#]],
    );
    check(
        r#"{"Variable": "$$.State.Name", "StringEquals": "Choose"}"#,
        &["{}"],
        expect!["{}: Matches"],
    );
    check(
        r#"{"Variable": "$$.Execution.RedriveCount", "NumericEquals": 0}"#,
        &["{}"],
        expect!["{}: Matches"],
    );
    check(
        r#"{"Variable": "$unassigned", "IsPresent": true}"#,
        &["{}"],
        expect!["{}: Does not match"],
    );
    check(
        r#"{"Variable": "$unassigned", "IsNull": true}"#,
        &["{}"],
        expect![
            "{}: States.Runtime: Invalid path '$unassigned': The choice state's condition path references an invalid value."
        ],
    );
}
