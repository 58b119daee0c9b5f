//! The worked example of the authoring layer, `get-asteroid-data`: what it can live through.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use stepwright_engine::ScheduleTask;
use stepwright_json::Value;
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};

const DEFINITION: &str =
    include_str!("../../../stepwright/tests/get_asteroid_data/definition.asl.json");
const INPUT: &str = r#"{
    "bucketName": "asteroids",
    "benner": {"url": "https://example.org/benner", "filename": "benner.csv"},
    "exoplanets": {"url": "https://example.org/exoplanets", "filename": "exoplanets.csv"},
    "masses": {"filename": "masses.json"}
}"#;

/// Runs the example; `script` may answer what `nth` call of a state it likes, the rest goes well.
#[track_caller]
fn check(script: impl Fn(&str, usize) -> Option<Answer>, expect: Expect) {
    expect.assert_eq(&run(script));
}

/// The same, from the first event of a state on.
#[track_caller]
fn check_from(state: &str, script: impl Fn(&str, usize) -> Option<Answer>, expect: Expect) {
    let story = run(script);
    let lines = story.lines().skip_while(|line| !line.contains(state));
    expect.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

fn run(script: impl Fn(&str, usize) -> Option<Answer>) -> String {
    let mut calls: BTreeMap<String, usize> = BTreeMap::new();
    let mut world = World::new(|request| {
        let nth = calls.entry(request.state.to_string()).or_default();
        *nth += 1;
        script(&request.state, *nth).unwrap_or_else(|| well(request))
    });
    let execution = world.run(&program(DEFINITION), Value::parse(INPUT).unwrap());
    story(&execution)
}

fn well(request: &ScheduleTask) -> Answer {
    let answer = match request.state.as_ref() {
        "Download Benner" => {
            r#"{"Payload": {"bucket": "asteroids", "key": "benner.csv", "rows": 9, "etag": "e1", "sha256": "",
                "chunks": [{"key": "0", "firstRow": 0, "lastRow": 4}, {"key": "1", "firstRow": 5, "lastRow": 8}]}}"#
        }
        "Download Exoplanets" => {
            r#"{"Payload": {"key": "exoplanets.csv", "etag": "e2", "chunks": []}}"#
        }
        "Parse Masses" => r#"{"Payload": {"key": "masses.json", "etag": "e3", "chunks": []}}"#,
        "Verify Benner" => r#"{"ContentLength": 1, "ETag": "e1"}"#,
        "Load Chunk" => r#"{"Payload": {"rows": 4}}"#,
        "Rank Asteroids" => r#"{"Output": {"best": ["Eros"]}}"#,
        _ => "{}",
    };
    Answer::success(Value::parse(answer).unwrap())
}

#[test]
fn all_goes_well() {
    check(
        |_, _| None,
        expect![[r#"
        1<0    00:00:00.000  ExecutionStarted        {"bucketName":"asteroids","benner":{"url":"https://example.org/benner","filename":"benner.csv"},…
        2<0    00:00:00.000  ParallelStateEntered    Download Initial Files
        3<2    00:00:00.000  ParallelStateStarted    Download Initial Files
        4<3    00:00:00.000  TaskStateEntered        Download Benner
        5<4    00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
        6<3    00:00:00.000  TaskStateEntered        Download Exoplanets
        7<6    00:00:00.000  TaskScheduled           Download Exoplanets  lambda:invoke
        8<3    00:00:00.000  TaskStateEntered        Parse Masses
        9<8    00:00:00.000  TaskScheduled           Parse Masses  lambda:invoke
        10<5   00:00:00.000  TaskStarted             Download Benner
        11<10  00:00:00.000  TaskSucceeded           Download Benner  {"Payload":{"bucket":"asteroids","key":"benner.csv","rows":9,"etag":"e1","sha256":"","chunks":[{…
        12<11  00:00:00.000  TaskStateExited         Download Benner
        13<7   00:00:00.000  TaskStarted             Download Exoplanets
        14<13  00:00:00.000  TaskSucceeded           Download Exoplanets  {"Payload":{"key":"exoplanets.csv","etag":"e2","chunks":[]}}
        15<14  00:00:00.000  TaskStateExited         Download Exoplanets
        16<9   00:00:00.000  TaskStarted             Parse Masses
        17<16  00:00:00.000  TaskSucceeded           Parse Masses  {"Payload":{"key":"masses.json","etag":"e3","chunks":[]}}
        18<17  00:00:00.000  TaskStateExited         Parse Masses
        19<18  00:00:00.000  ParallelStateSucceeded  Download Initial Files
        20<18  00:00:00.000  ParallelStateExited     Download Initial Files  sets $benner, $exoplanets, $masses, $looks
        21<20  00:00:00.000  TaskStateEntered        Verify Benner
        22<21  00:00:00.000  TaskScheduled           Verify Benner  aws-sdk:s3:headObject
        23<22  00:00:00.000  TaskStarted             Verify Benner
        24<23  00:00:00.000  TaskSucceeded           Verify Benner  {"ContentLength":1,"ETag":"e1"}
        25<24  00:00:00.000  TaskStateExited         Verify Benner  sets $verifyBenner
        26<25  00:00:00.000  ChoiceStateEntered      Is It Whole?
        27<26  00:00:00.000  ChoiceStateExited       Is It Whole?
        28<27  00:00:00.000  ChoiceStateEntered      Any Rows?
        29<28  00:00:00.000  ChoiceStateExited       Any Rows?
        30<29  00:00:00.000  MapStateEntered         Load Chunks
        31<30  00:00:00.000  MapStateStarted         Load Chunks  2 items
        32<31  00:00:00.000  MapIterationStarted     Load Chunks  [0]
        33<31  00:00:00.000  MapIterationStarted     Load Chunks  [1]
        34<32  00:00:00.000  TaskStateEntered        Load Chunk
        35<34  00:00:00.000  TaskScheduled           Load Chunk  lambda:invoke
        36<33  00:00:00.000  TaskStateEntered        Load Chunk
        37<36  00:00:00.000  TaskScheduled           Load Chunk  lambda:invoke
        38<35  00:00:00.000  TaskStarted             Load Chunk
        39<38  00:00:00.000  TaskSucceeded           Load Chunk  {"Payload":{"rows":4}}
        40<39  00:00:00.000  TaskStateExited         Load Chunk
        41<40  00:00:00.000  MapIterationSucceeded   Load Chunks  [0]
        42<37  00:00:00.000  TaskStarted             Load Chunk
        43<42  00:00:00.000  TaskSucceeded           Load Chunk  {"Payload":{"rows":4}}
        44<43  00:00:00.000  TaskStateExited         Load Chunk
        45<44  00:00:00.000  MapIterationSucceeded   Load Chunks  [1]
        46<45  00:00:00.000  MapStateSucceeded       Load Chunks
        47<45  00:00:00.000  MapStateExited          Load Chunks  sets $loadChunks
        48<47  00:00:00.000  TaskStateEntered        Rank Asteroids
        49<48  00:00:00.000  TaskScheduled           Rank Asteroids  states:startExecution.sync:2
        50<49  00:00:00.000  TaskStarted             Rank Asteroids
        51<50  00:00:00.000  TaskSucceeded           Rank Asteroids  {"Output":{"best":["Eros"]}}
        52<51  00:00:00.000  TaskStateExited         Rank Asteroids
        53<52  00:00:00.000  ExecutionSucceeded      {"etags":["e1","e2","e3"],"rows":8,"best":["Eros"]}
        SUCCEEDED
        {"etags":["e1","e2","e3"],"rows":8,"best":["Eros"]}"#]],
    );
}

#[test]
fn the_object_comes_late_and_a_chunk_is_bad() {
    let script = |state: &str, nth| match (state, nth) {
        ("Verify Benner", 1) => Some(Answer::success(Value::parse(r#"{"ETag": "old"}"#).unwrap())),
        ("Load Chunk", 1) => Some(Answer::failure("BadRow", "row 3")),
        _ => None,
    };
    check_from(
        "Verify Benner",
        script,
        expect![[r#"
            21<20  00:00:00.000  TaskStateEntered        Verify Benner
            22<21  00:00:00.000  TaskScheduled           Verify Benner  aws-sdk:s3:headObject
            23<22  00:00:00.000  TaskStarted             Verify Benner
            24<23  00:00:00.000  TaskSucceeded           Verify Benner  {"ETag":"old"}
            25<24  00:00:00.000  TaskStateExited         Verify Benner  sets $verifyBenner
            26<25  00:00:00.000  ChoiceStateEntered      Is It Whole?
            27<26  00:00:00.000  ChoiceStateExited       Is It Whole?
            28<27  00:00:00.000  WaitStateEntered        Wait For S3
            29<28  00:00:05.000  WaitStateExited         Wait For S3  sets $looks
            30<29  00:00:05.000  TaskStateEntered        Verify Benner
            31<30  00:00:05.000  TaskScheduled           Verify Benner  aws-sdk:s3:headObject
            32<31  00:00:05.000  TaskStarted             Verify Benner
            33<32  00:00:05.000  TaskSucceeded           Verify Benner  {"ContentLength":1,"ETag":"e1"}
            34<33  00:00:05.000  TaskStateExited         Verify Benner  sets $verifyBenner
            35<34  00:00:05.000  ChoiceStateEntered      Is It Whole?
            36<35  00:00:05.000  ChoiceStateExited       Is It Whole?
            37<36  00:00:05.000  ChoiceStateEntered      Any Rows?
            38<37  00:00:05.000  ChoiceStateExited       Any Rows?
            39<38  00:00:05.000  MapStateEntered         Load Chunks
            40<39  00:00:05.000  MapStateStarted         Load Chunks  2 items
            41<40  00:00:05.000  MapIterationStarted     Load Chunks  [0]
            42<40  00:00:05.000  MapIterationStarted     Load Chunks  [1]
            43<41  00:00:05.000  TaskStateEntered        Load Chunk
            44<43  00:00:05.000  TaskScheduled           Load Chunk  lambda:invoke
            45<42  00:00:05.000  TaskStateEntered        Load Chunk
            46<45  00:00:05.000  TaskScheduled           Load Chunk  lambda:invoke
            47<44  00:00:05.000  TaskStarted             Load Chunk
            48<47  00:00:05.000  TaskFailed              Load Chunk  BadRow: row 3
            49<48  00:00:05.000  TaskStateExited         Load Chunk
            50<49  00:00:05.000  PassStateEntered        Skip Bad Chunk
            51<50  00:00:05.000  PassStateExited         Skip Bad Chunk
            52<51  00:00:05.000  MapIterationSucceeded   Load Chunks  [0]
            53<46  00:00:05.000  TaskStarted             Load Chunk
            54<53  00:00:05.000  TaskSucceeded           Load Chunk  {"Payload":{"rows":4}}
            55<54  00:00:05.000  TaskStateExited         Load Chunk
            56<55  00:00:05.000  MapIterationSucceeded   Load Chunks  [1]
            57<56  00:00:05.000  MapStateSucceeded       Load Chunks
            58<56  00:00:05.000  MapStateExited          Load Chunks  sets $loadChunks
            59<58  00:00:05.000  TaskStateEntered        Rank Asteroids
            60<59  00:00:05.000  TaskScheduled           Rank Asteroids  states:startExecution.sync:2
            61<60  00:00:05.000  TaskStarted             Rank Asteroids
            62<61  00:00:05.000  TaskSucceeded           Rank Asteroids  {"Output":{"best":["Eros"]}}
            63<62  00:00:05.000  TaskStateExited         Rank Asteroids
            64<63  00:00:05.000  ExecutionSucceeded      {"etags":["e1","e2","e3"],"rows":4,"best":["Eros"]}
            SUCCEEDED
            {"etags":["e1","e2","e3"],"rows":4,"best":["Eros"]}"#]],
    );
}

#[test]
fn the_download_fails_for_good() {
    let script = |state: &str, _| {
        (state == "Download Benner").then(|| Answer::failure("HTTPError", "503").after_seconds(2))
    };
    check(
        script,
        expect![[r#"
            1<0    00:00:00.000  ExecutionStarted        {"bucketName":"asteroids","benner":{"url":"https://example.org/benner","filename":"benner.csv"},…
            2<0    00:00:00.000  ParallelStateEntered    Download Initial Files
            3<2    00:00:00.000  ParallelStateStarted    Download Initial Files
            4<3    00:00:00.000  TaskStateEntered        Download Benner
            5<4    00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
            6<3    00:00:00.000  TaskStateEntered        Download Exoplanets
            7<6    00:00:00.000  TaskScheduled           Download Exoplanets  lambda:invoke
            8<3    00:00:00.000  TaskStateEntered        Parse Masses
            9<8    00:00:00.000  TaskScheduled           Parse Masses  lambda:invoke
            10<5   00:00:00.000  TaskStarted             Download Benner
            11<7   00:00:00.000  TaskStarted             Download Exoplanets
            12<11  00:00:00.000  TaskSucceeded           Download Exoplanets  {"Payload":{"key":"exoplanets.csv","etag":"e2","chunks":[]}}
            13<12  00:00:00.000  TaskStateExited         Download Exoplanets
            14<9   00:00:00.000  TaskStarted             Parse Masses
            15<14  00:00:00.000  TaskSucceeded           Parse Masses  {"Payload":{"key":"masses.json","etag":"e3","chunks":[]}}
            16<15  00:00:00.000  TaskStateExited         Parse Masses
            17<10  00:00:02.000  TaskFailed              Download Benner  HTTPError: 503
            18<17  00:00:12.000  TaskScheduled           Download Benner  lambda:invoke
            19<18  00:00:12.000  TaskStarted             Download Benner
            20<19  00:00:14.000  TaskFailed              Download Benner  HTTPError: 503
            21<20  00:00:34.000  TaskScheduled           Download Benner  lambda:invoke
            22<21  00:00:34.000  TaskStarted             Download Benner
            23<22  00:00:36.000  TaskFailed              Download Benner  HTTPError: 503
            24<23  00:01:16.000  TaskScheduled           Download Benner  lambda:invoke
            25<24  00:01:16.000  TaskStarted             Download Benner
            26<25  00:01:18.000  TaskFailed              Download Benner  HTTPError: 503
            27<26  00:01:18.000  TaskStateAborted        Download Benner
            28<26  00:01:18.000  ParallelStateFailed     Download Initial Files
            29<28  00:01:18.000  ParallelStateExited     Download Initial Files  sets $failure
            30<29  00:01:18.000  TaskStateEntered        Notify Failure
            31<30  00:01:18.000  TaskScheduled           Notify Failure  sns:publish
            32<31  00:01:18.000  TaskStarted             Notify Failure
            33<32  00:01:18.000  TaskSucceeded           Notify Failure  {}
            34<33  00:01:18.000  TaskStateExited         Notify Failure
            35<34  00:01:18.000  FailStateEntered        Failed
            36<35  00:01:18.000  ExecutionFailed         HTTPError: 503
            FAILED"#]],
    );
}
