//! Distributed Maps: readers, batches, tolerance and writers in JSONPath.

use expect_test::{Expect, expect};
use stepwright_json::Value;
use stepwright_testkit::World;

use super::{check_story, echo, end, machine};
use crate::common::program;

/// What a Distributed Map with these fields ends with, for each of several inputs. `data/rows` holds
/// `["a", "b", "c"]`.
#[track_caller]
fn check(fields: &str, inputs: &[&str], expect: Expect) {
    let states = format!(
        r#"{{"S": {{
            "Type": "Map", "Label": "each", "End": true,
            "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
                "StartAt": "I", "States": {{"I": {{"Type": "Pass", "End": true}}}}
            }}, {fields}
        }}}}"#
    );
    let program = program(&machine(&states));
    let ends: Vec<String> = inputs
        .iter()
        .map(|input| {
            let mut world = World::new(echo).with_object("data", "rows", r#"["a", "b", "c"]"#);
            end(&world.run(&program, Value::parse(input).unwrap()))
        })
        .collect();
    expect.assert_eq(&ends.join("\n"));
}

#[test]
fn items_are_read_from_where_the_input_says() {
    check(
        r#""ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$.n"},
            "Parameters": {"Bucket": "data", "Key.$": "$.key"}
        }, "ItemSelector": {"v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "key.$": "$.key"}"#,
        &[
            r#"{"key": "rows", "n": 2}"#,
            r#"{"key": "rows", "n": "1"}"#,
            r#"{"key": "rows", "n": -1}"#,
            r#"{"key": "rows", "n": 1.5}"#,
            r#"{"key": "rows"}"#,
            r#"{"n": 1}"#,
        ],
        expect![[r#"
            [{"v":"a","i":0,"key":"rows"},{"v":"b","i":1,"key":"rows"}]
            [{"v":"a","i":0,"key":"rows"}]
            States.ItemReaderFailed: field MaxItems must be positive
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The MaxItemsPath field refers to value "1.5" which is not a valid integer: $.n
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.n' : No results for path: $['n']
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$.key' specified for the field 'Key.$' could not be found in the input '{"n":1}'"#]],
    );
}

#[test]
fn an_object_is_run_over_key_by_key() {
    check(
        r#""ItemsPath": "$.all", "ItemSelector": {"k.$": "$$.Map.Item.Key", "v.$": "$$.Map.Item.Value"}"#,
        &[r#"{"all": {"x": 1, "y": 2}}"#, r#"{"all": [3]}"#, r#"{"all": 3}"#],
        expect![[r#"
            [{"k":"x","v":1},{"k":"y","v":2}]
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$$.Map.Item.Key' specified for the field 'k.$' could not be found in the input '{"Execution":{"Id":"arn:aws:states:us-east-1:123456789012:execution:machine:test","Input":{"all":[3]},"Name":"test","RoleArn":"arn:aws:iam::123456789012:role/machine","StartTime":"2026-01-01T00:00:00Z","RedriveCount":0},"StateMachine":{"Id":"arn:aws:states:us-east-1:123456789012:stateMachine:machine","Name":"machine"},"State":{"EnteredTime":"2026-01-01T00:00:00Z","Name":"S","RetryCount":0},"Map":{"Item":{"Index":0,"Value":3,"Source":"STATE_DATA"}}}'
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Reference path "$.all" must point to array."#]],
    );
}

#[test]
fn batches_are_as_long_as_the_input_says() {
    check(
        r#""ItemsPath": "$.rows", "ItemBatcher": {
            "MaxItemsPerBatchPath": "$.n", "BatchInput": {"of.$": "$.n", "fixed": "$.n"}
        }"#,
        &[
            r#"{"rows": [1, 2, 3], "n": 2}"#,
            r#"{"rows": [1, 2, 3], "n": "many"}"#,
            r#"{"rows": [1, 2, 3]}"#,
        ],
        expect![[r#"
            [{"BatchInput":{"of":2,"fixed":"$.n"},"Items":[1,2]},{"BatchInput":{"of":2,"fixed":"$.n"},"Items":[3]}]
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The MaxItemsPerBatchPath field refers to value "many" which is not a valid integer: $.n
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). Invalid path '$.n' : No results for path: $['n']"#]],
    );
}

#[test]
fn an_error_of_the_selector_follows_from_the_success() {
    let states = r#"{"S": {
        "Type": "Map", "Label": "each", "End": true, "ResultSelector": {"x.$": "$.nope"},
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}
        }
    }}"#;
    check_story(
        states,
        "[1]",
        echo,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        [1]
        2<0    00:00:00.000  MapStateEntered         S
        3<2    00:00:00.000  MapStateStarted         S  1 item
        4<3    00:00:00.000  MapRunStarted           S  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunSucceeded         S
        6<5    00:00:00.000  MapStateSucceeded       S
        7<6    00:00:00.000  ExecutionFailed         States.Runtime: The JSONPath '$.nope' specified for the field 'x.$' could not be found in the in…
        FAILED"#]],
    );
}

#[test]
fn tolerance_is_a_number_that_makes_sense() {
    check(
        r#""ItemsPath": "$.rows", "ToleratedFailureCountPath": "$.count", "ToleratedFailurePercentagePath": "$.percent""#,
        &[
            r#"{"rows": [1], "count": 1, "percent": 2.5}"#,
            r#"{"rows": [1], "count": 1, "percent": "2.5"}"#,
            r#"{"rows": [1], "count": -1, "percent": 2.5}"#,
            r#"{"rows": [1], "count": "x", "percent": 2.5}"#,
            r#"{"rows": [1], "count": 1, "percent": 101}"#,
            r#"{"rows": [1], "count": 1, "percent": "x"}"#,
        ],
        expect![[r#"
            [1]
            [1]
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). ToleratedFailureCount cannot be negative.
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The ToleratedFailureCountPath field refers to value "x" which is not a valid integer: $.count
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). ToleratedFailurePercentage must be between 0 and 100.
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The ToleratedFailurePercentagePath field refers to value "x" which is not a valid float: $.percent"#]],
    );
}

#[test]
fn results_are_written_where_the_input_says_and_a_part_is_kept() {
    check(
        r#""ItemsPath": "$.rows", "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket.$": "$.bucket", "Prefix": "out"}
        }, "ResultSelector": {"bucket.$": "$.ResultWriterDetails.Bucket"}, "ResultPath": "$.written""#,
        &[r#"{"rows": [1], "bucket": "results"}"#, r#"{"rows": [1]}"#],
        expect![[r#"
            {"rows":[1],"bucket":"results","written":{"bucket":"results"}}
            States.Runtime: An error occurred while executing the state 'S' (entered at the event id #2). The JSONPath '$.bucket' specified for the field 'Bucket.$' could not be found in the input '{"rows":[1]}'"#]],
    );
}
