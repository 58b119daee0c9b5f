//! A Distributed Map on the desk: items from a file in a bucket, results in another file.

use std::fs;

use expect_test::expect;

use crate::desk::Desk;

const DEFINITION: &str = r#"{"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": {
    "Type": "Map", "End": true, "Label": "each", "ToleratedFailureCount": 1,
    "ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
        "Arguments": {"Bucket": "asteroids", "Key": "rows.csv"}
    },
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        "StartAt": "Keep", "States": {
            "Keep": {
                "Type": "Choice", "Default": "Refuse",
                "Choices": [{"Condition": "{% $states.input.dv != '' %}", "Next": "Store"}]
            },
            "Refuse": {"Type": "Fail", "Error": "NoDeltaV", "Cause": "the row has none"},
            "Store": {
                "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:putObject", "End": true,
                "Arguments": {"Bucket": "asteroids", "Key": "{% $states.input.name %}", "Body": "{% $states.input %}"},
                "Output": "{% $states.input.name %}"
            }
        }
    },
    "ResultWriter": {
        "Resource": "arn:aws:states:::s3:putObject",
        "Arguments": {"Bucket": "asteroids", "Prefix": "results"},
        "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}
    }
}}}"#;

#[test]
fn rows_of_a_file_are_worked_on_and_the_results_are_a_file() {
    let desk = Desk::new();
    let bucket = desk.data().join("s3/asteroids");
    fs::create_dir_all(&bucket).unwrap();
    fs::write(bucket.join("rows.csv"), "name,dv\n2006 RH120,3.8\nEros,\n2000 SG344,3.9\n").unwrap();
    let definition = desk.data().join("definition.json");
    fs::write(&definition, DEFINITION).unwrap();

    let ended = desk.run(definition.to_str().unwrap(), &[]);

    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.log);
    expect!["ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunSucceeded MapStateSucceeded MapStateExited ExecutionSucceeded"].assert_eq(&ended.types());
    let failed =
        r#"a child of the Map Run failed on {"name":"Eros","dv":""}: NoDeltaV: the row has none"#;
    assert!(ended.log.contains(failed), "{}", ended.log);
    let written = desk.files().into_iter().filter(|it| it.contains("SUCCEEDED"));
    let written: Vec<String> =
        written.map(|it| fs::read_to_string(desk.data().join(it)).unwrap()).collect();
    assert_eq!(written, [r#"["2006 RH120","2000 SG344"]"#]);
    assert!(bucket.join("2006 RH120").is_file() && bucket.join("2000 SG344").is_file());
}

/// Items of which one is worked on for ever, beside a branch that fails once the first is done.
const STOPPED: &str = r#"{"QueryLanguage": "JSONata", "StartAt": "Both", "States": {"Both": {
    "Type": "Parallel", "End": true, "Branches": [
        {"StartAt": "Each", "States": {"Each": {
            "Type": "Map", "End": true, "Items": ["Eros", "wait", "Apophis"], "MaxConcurrency": 1,
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Look", "States": {
                    "Look": {
                        "Type": "Choice", "Default": "Done",
                        "Choices": [{"Condition": "{% $states.input = 'wait' %}", "Next": "Rest"}]
                    },
                    "Rest": {"Type": "Wait", "Seconds": 86400, "Next": "Done"},
                    "Done": {"Type": "Succeed"}
                }
            },
            "ResultWriter": {
                "Resource": "arn:aws:states:::s3:putObject",
                "Arguments": {"Bucket": "asteroids", "Prefix": "results"},
                "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"}
            }
        }}},
        {"StartAt": "Rest", "States": {
            "Rest": {"Type": "Wait", "Seconds": 1, "Next": "Refuse"},
            "Refuse": {"Type": "Fail", "Error": "No"}
        }}
    ]
}}}"#;

#[test]
fn a_map_run_that_is_stopped_leaves_its_results() {
    let desk = Desk::new();
    fs::create_dir_all(desk.data().join("s3/asteroids")).unwrap();
    let definition = desk.data().join("definition.json");
    fs::write(&definition, STOPPED).unwrap();

    let ended = desk.run(definition.to_str().unwrap(), &[]);

    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    assert!(ended.types().contains("MapRunAborted"), "{}", ended.types());
    let written = |name: &str| {
        let files = desk.files();
        let path = files.iter().find(|it| it.contains(name)).unwrap_or_else(|| panic!("{files:?}"));
        fs::read_to_string(desk.data().join(path)).unwrap()
    };
    assert_eq!(written("SUCCEEDED_0.jsonl"), "\"Eros\"\n");
    assert!(written("FAILED_0.jsonl").contains(r#""Status":"ABORTED""#));
    assert!(written("PENDING_0.jsonl").contains(r#""Input":"\"Apophis\"""#));
    assert!(written("manifest.json").contains("PENDING_0.jsonl"));
}
