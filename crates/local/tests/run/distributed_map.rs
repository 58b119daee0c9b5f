//! A Distributed Map on the desk: items from a file in a bucket, results in another file.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use expect_test::expect;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

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

/// A Map over what `reader` reads, whose children give their items' names.
fn over(reader: &str) -> String {
    format!(
        r#"{{"QueryLanguage": "JSONata", "StartAt": "Each", "States": {{"Each": {{
            "Type": "Map", "End": true, "Label": "each",
            "ItemReader": {{"Resource": "arn:aws:states:::s3:getObject", {reader}}},
            "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}},
                "StartAt": "Tell", "States": {{"Tell": {{"Type": "Pass", "End": true,
                    "Output": "{{% $states.input.name & ' ' & $states.input.dv %}}"}}}}
            }}
        }}}}}}"#
    )
}

/// Writes rows of a name and a delta-v as Parquet, compressed with ZSTD.
fn write_parquet(path: &Path, rows: &[(&str, f64)]) {
    let schema = "message rows { required binary name (UTF8); required double dv; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let compression = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let file = fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).unwrap();
    // A row group for each row.
    for (name, dv) in rows {
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(*name)], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<DoubleType>().write_batch(&[*dv], None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.close().unwrap();
}

#[test]
fn rows_of_a_parquet_file_are_items() {
    let desk = Desk::new();
    let bucket = desk.data().join("s3/asteroids");
    fs::create_dir_all(&bucket).unwrap();
    write_parquet(&bucket.join("rows"), &[("2006 RH120", 3.8), ("Eros", 6.1), ("Apollo", 6.2)]);
    let definition = desk.data().join("definition.json");
    let reader = r#""ReaderConfig": {"InputType": "PARQUET", "MaxItems": 2},
        "Arguments": {"Bucket": "asteroids", "Key": "rows"}"#;
    fs::write(&definition, over(reader)).unwrap();

    let ended = desk.run(definition.to_str().unwrap(), &[]);

    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.log);
    assert!(ended.out.contains(r#"["2006 RH120 3.8","Eros 6.1"]"#), "{}", ended.out);
}

#[test]
fn the_parquet_files_of_an_athena_manifest_are_read_whatever_they_are_called() {
    let desk = Desk::new();
    let bucket = desk.data().join("s3/asteroids");
    fs::create_dir_all(&bucket).unwrap();
    write_parquet(&bucket.join("1.gz"), &[("2006 RH120", 3.8)]);
    write_parquet(&bucket.join("2.zstd"), &[("Eros", 6.1)]);
    let manifest = "s3://asteroids/1.gz\ns3://asteroids/2.zstd\n";
    fs::write(bucket.join("unload-manifest.csv"), manifest).unwrap();
    let definition = desk.data().join("definition.json");
    let reader = r#""ReaderConfig": {"InputType": "PARQUET", "ManifestType": "ATHENA_DATA"},
        "Arguments": {"Bucket": "asteroids", "Key": "unload-manifest.csv"}"#;
    fs::write(&definition, over(reader)).unwrap();

    let ended = desk.run(definition.to_str().unwrap(), &[]);

    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.log);
    assert!(ended.out.contains(r#"["2006 RH120 3.8","Eros 6.1"]"#), "{}", ended.out);
}

#[test]
fn a_file_that_is_no_parquet_fails_the_map_with_its_name() {
    let desk = Desk::new();
    let bucket = desk.data().join("s3/asteroids");
    fs::create_dir_all(&bucket).unwrap();
    fs::write(bucket.join("rows"), "name,dv\n2006 RH120,3.8\n").unwrap();
    let definition = desk.data().join("definition.json");
    let reader = r#""ReaderConfig": {"InputType": "PARQUET"},
        "Arguments": "{% {'Bucket': 'asteroids', 'Key': 'rows'} %}""#;
    fs::write(&definition, over(reader)).unwrap();

    let ended = desk.run(definition.to_str().unwrap(), &[]);

    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    let told = "S3://asteroids/rows: The content of the file is not Parquet: it does not begin with `PAR1`.";
    assert!(ended.out.contains("States.ItemReaderFailed"), "{}", ended.out);
    assert!(ended.out.contains(told), "{}", ended.out);
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

#[test]
fn where_the_results_of_a_stopped_map_run_cannot_be_written_a_person_is_told() {
    let desk = Desk::new();
    let bucket = desk.data().join("s3/asteroids");
    fs::create_dir_all(&bucket).unwrap();
    // Where the results would have a folder, there is an object.
    fs::write(bucket.join("results"), "an object").unwrap();
    let definition = desk.data().join("definition.json");
    fs::write(&definition, STOPPED).unwrap();

    let ended = desk.run(definition.to_str().unwrap(), &[]);

    assert_eq!(ended.code, Some(1), "{}{}", ended.out, ended.log);
    assert!(
        ended.log.contains("the results of a stopped Map Run could not be written: "),
        "{}",
        ended.log
    );
}
