//! What executions of `get-asteroid-data` live through, as histories that read from top to bottom.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

use std::cell::{Cell, RefCell};

use benner::contract::{Band, BennerError, DownloadBenner, Refused, Source, Stored};
use expect_test::{Expect, expect};
use stepwright::ErrorName;
use stepwright::services::s3::{HeadObject, HeadObjectResponse, S3Error};
use stepwright::services::sns::{Publish, PublishRequest, PublishResponse};
use stepwright_testkit::{Mocks, RunLocally, shape_agrees};
use workflows::get_asteroid_data::{Checked, FailureNotice, Input, Report};

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:failures";

fn input() -> Input {
    Input::default_for("test")
}

fn input_with_topic() -> Input {
    Input { failure_topic_arn: Some(TOPIC.to_owned()), ..input() }
}

/// What the function answers: of its four bands, two are enough for a story.
fn stored() -> Stored {
    let band = |name: &str, max_delta_v, rows| Band {
        name: name.to_owned(),
        max_delta_v,
        rows,
        key: format!("benner.{name}.csv"),
        etag: etag(&format!("benner.{name}.csv")),
    };
    Stored {
        bucket: "stepwright-asteroids-test".to_owned(),
        key: "benner.csv".to_owned(),
        rows: 3,
        etag: etag("benner.csv"),
        sha256: "5e".to_owned(),
        lowest_delta_v: 3.813,
        refused: vec![],
        refused_count: 0,
        bands: vec![band("ultra-low", Some(4.5), 1), band("beyond", None, 2)],
    }
}

fn etag(key: &str) -> String {
    format!("\"{key}\"")
}

fn shown(e_tag: &str) -> HeadObjectResponse {
    HeadObjectResponse {
        content_length: 100,
        e_tag: e_tag.to_owned(),
        last_modified: "2026-01-01T00:00:00Z".to_owned(),
    }
}

/// Mocks with which all goes well. A story says after them what does not.
fn well<'a>() -> Mocks<'a> {
    Mocks::new()
        .on(DownloadBenner, |_| Ok(stored()))
        .after_secs(2)
        .on(HeadObject, |it| Ok(shown(&etag(&it.key))))
        .on(Publish, |_| Ok(PublishResponse { message_id: "1".to_owned() }))
}

/// S3 that answers the first looks at an object in another way.
fn late<'a>(
    key: &'a str,
    looks: u32,
    answer: impl Fn() -> Result<HeadObjectResponse, S3Error> + 'a,
) -> Mocks<'a> {
    let left = Cell::new(looks);
    well().on(HeadObject, move |it| {
        if it.key == key && left.get() > 0 {
            left.set(left.get() - 1);
            answer()
        } else {
            Ok(shown(&etag(&it.key)))
        }
    })
}

/// The whole story, then the output, or the error and its cause.
#[track_caller]
fn check(mocks: &Mocks<'_>, input: Input, expect: Expect) {
    expect.assert_eq(&story(mocks, input).join("\n"));
}

/// Of the story, only what tells of some states and of the execution.
#[track_caller]
fn check_of(states: &[&str], mocks: &Mocks<'_>, input: Input, expect: Expect) {
    let lines = story(mocks, input);
    let is_of = |line: &String| {
        let event = line.split_once("  ").map_or("", |(_, it)| it);
        let is_state = states.iter().any(|state| {
            event.ends_with(&format!("  {state}")) || event.contains(&format!("  {state}  "))
        });
        is_state || event.starts_with("ExecutionFailed") || !line.starts_with("00:")
    };
    let lines: Vec<String> = lines.into_iter().filter(is_of).collect();
    expect.assert_eq(&lines.join("\n"));
}

fn story(mocks: &Mocks<'_>, input: Input) -> Vec<String> {
    let (story, end) = match workflows::get_asteroid_data().run_locally(mocks, input) {
        Ok(run) => (run.story(), serde_json::to_string(&run.output).unwrap()),
        Err(error) => {
            let failed = error.ended().unwrap();
            let end = format!("{}: {}", failed.error().unwrap(), failed.cause().unwrap());
            (failed.story(), end)
        }
    };
    story.lines().map(str::to_owned).chain([end]).collect()
}

#[test]
fn all_goes_well() {
    check(
        &well(),
        input(),
        expect![[r#"
        00:00:00.000  ExecutionStarted        {"bucketName":"stepwright-asteroids-test","benner":{"url":"http://echo.jpl.nasa.gov/~lance/delta…
        00:00:00.000  TaskStateEntered        Download Benner
        00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:00.000  TaskStarted             Download Benner
        00:00:02.000  TaskSucceeded           Download Benner  {"ExecutedVersion":"$LATEST","Payload":{"bucket":"stepwright-asteroids-test","key":"benner.csv",…
        00:00:02.000  TaskStateExited         Download Benner  sets $downloadBenner
        00:00:02.000  ParallelStateEntered    Check What Was Written
        00:00:02.000  ParallelStateStarted    Check What Was Written
        00:00:02.000  PassStateEntered        Set looks
        00:00:02.000  PassStateExited         Set looks  sets $looks
        00:00:02.000  TaskStateEntered        Look At Table
        00:00:02.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:02.000  MapStateEntered         Check Bands
        00:00:02.000  MapStateStarted         Check Bands  2 items
        00:00:02.000  MapIterationStarted     Check Bands  [0]
        00:00:02.000  MapIterationStarted     Check Bands  [1]
        00:00:02.000  PassStateEntered        Set looks 2
        00:00:02.000  PassStateExited         Set looks 2  sets $checkBandsItem, $looks
        00:00:02.000  TaskStateEntered        Look At Band
        00:00:02.000  TaskScheduled           Look At Band  aws-sdk:s3:headObject
        00:00:02.000  PassStateEntered        Set looks 2
        00:00:02.000  PassStateExited         Set looks 2  sets $checkBandsItem, $looks
        00:00:02.000  TaskStateEntered        Look At Band
        00:00:02.000  TaskScheduled           Look At Band  aws-sdk:s3:headObject
        00:00:02.000  TaskStarted             Look At Table
        00:00:02.000  TaskSucceeded           Look At Table  {"ContentLength":100,"ETag":"\"benner.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:02.000  TaskStateExited         Look At Table  sets $lookAtTable
        00:00:02.000  ChoiceStateEntered      Is Table Whole?
        00:00:02.000  ChoiceStateExited       Is Table Whole?
        00:00:02.000  PassStateEntered        Table Is Whole
        00:00:02.000  PassStateExited         Table Is Whole
        00:00:02.000  TaskStarted             Look At Band
        00:00:02.000  TaskSucceeded           Look At Band  {"ContentLength":100,"ETag":"\"benner.ultra-low.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:02.000  TaskStateExited         Look At Band  sets $lookAtBand
        00:00:02.000  ChoiceStateEntered      Is Band Whole?
        00:00:02.000  ChoiceStateExited       Is Band Whole?
        00:00:02.000  PassStateEntered        Band Is Whole
        00:00:02.000  PassStateExited         Band Is Whole
        00:00:02.000  MapIterationSucceeded   Check Bands  [0]
        00:00:02.000  TaskStarted             Look At Band
        00:00:02.000  TaskSucceeded           Look At Band  {"ContentLength":100,"ETag":"\"benner.beyond.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:02.000  TaskStateExited         Look At Band  sets $lookAtBand
        00:00:02.000  ChoiceStateEntered      Is Band Whole?
        00:00:02.000  ChoiceStateExited       Is Band Whole?
        00:00:02.000  PassStateEntered        Band Is Whole
        00:00:02.000  PassStateExited         Band Is Whole
        00:00:02.000  MapIterationSucceeded   Check Bands  [1]
        00:00:02.000  MapStateSucceeded       Check Bands
        00:00:02.000  MapStateExited          Check Bands
        00:00:02.000  ParallelStateSucceeded  Check What Was Written
        00:00:02.000  ParallelStateExited     Check What Was Written  sets $table, $bands
        00:00:02.000  ChoiceStateEntered      Is It Complete?
        00:00:02.000  ChoiceStateExited       Is It Complete?
        00:00:02.000  PassStateEntered        Complete
        00:00:02.000  PassStateExited         Complete  sets $isItComplete
        00:00:02.000  PassStateEntered        Report
        00:00:02.000  PassStateExited         Report
        00:00:02.000  ExecutionSucceeded      {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e",…
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn two_http_errors_are_waited_out() {
    let mocks = well()
        .once(DownloadBenner, |_| Err(BennerError::Http("503 from JPL".to_owned())))
        .once(DownloadBenner, |_| Err(BennerError::Http("the connection was reset".to_owned())));
    check_of(
        &["Download Benner", "Report"],
        &mocks,
        input(),
        expect![[r#"
        00:00:00.000  TaskStateEntered        Download Benner
        00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:00.000  TaskStarted             Download Benner
        00:00:00.000  TaskFailed              Download Benner  HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}
        00:00:10.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:10.000  TaskStarted             Download Benner
        00:00:10.000  TaskFailed              Download Benner  HTTPError: {"errorMessage":"the connection was reset","errorType":"HTTPError"}
        00:00:30.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:30.000  TaskStarted             Download Benner
        00:00:32.000  TaskSucceeded           Download Benner  {"ExecutedVersion":"$LATEST","Payload":{"bucket":"stepwright-asteroids-test","key":"benner.csv",…
        00:00:32.000  TaskStateExited         Download Benner  sets $downloadBenner
        00:00:32.000  PassStateEntered        Report
        00:00:32.000  PassStateExited         Report
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn a_busy_lambda_is_tried_again_sooner() {
    let busy = ErrorName::new("Lambda.TooManyRequestsException");
    let mocks = well().fail_call(DownloadBenner, 1, busy).fail_call(DownloadBenner, 2, busy);
    check_of(
        &["Download Benner"],
        &mocks,
        input(),
        expect![[r#"
        00:00:00.000  TaskStateEntered        Download Benner
        00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:00.000  TaskStarted             Download Benner
        00:00:00.000  TaskFailed              Download Benner  Lambda.TooManyRequestsException: made to fail in call 1
        00:00:02.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:02.000  TaskStarted             Download Benner
        00:00:02.000  TaskFailed              Download Benner  Lambda.TooManyRequestsException: made to fail in call 2
        00:00:06.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:06.000  TaskStarted             Download Benner
        00:00:08.000  TaskSucceeded           Download Benner  {"ExecutedVersion":"$LATEST","Payload":{"bucket":"stepwright-asteroids-test","key":"benner.csv",…
        00:00:08.000  TaskStateExited         Download Benner  sets $downloadBenner
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn http_errors_for_good_are_given_up_and_nobody_is_told() {
    let mocks = well().on(DownloadBenner, |_| Err(BennerError::Http("503 from JPL".to_owned())));
    check(
        &mocks,
        input(),
        expect![[r#"
        00:00:00.000  ExecutionStarted        {"bucketName":"stepwright-asteroids-test","benner":{"url":"http://echo.jpl.nasa.gov/~lance/delta…
        00:00:00.000  TaskStateEntered        Download Benner
        00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:00.000  TaskStarted             Download Benner
        00:00:00.000  TaskFailed              Download Benner  HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}
        00:00:10.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:10.000  TaskStarted             Download Benner
        00:00:10.000  TaskFailed              Download Benner  HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}
        00:00:30.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:30.000  TaskStarted             Download Benner
        00:00:30.000  TaskFailed              Download Benner  HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}
        00:01:10.000  TaskScheduled           Download Benner  lambda:invoke
        00:01:10.000  TaskStarted             Download Benner
        00:01:10.000  TaskFailed              Download Benner  HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}
        00:01:10.000  TaskStateExited         Download Benner  sets $failure
        00:01:10.000  PassStateEntered        Describe Failure
        00:01:10.000  PassStateExited         Describe Failure  sets $describeFailure
        00:01:10.000  ChoiceStateEntered      Is A Topic Configured?
        00:01:10.000  ChoiceStateExited       Is A Topic Configured?
        00:01:10.000  FailStateEntered        Give Up
        00:01:10.000  ExecutionFailed         HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}
        FAILED
        HTTPError: {"errorMessage":"503 from JPL","errorType":"HTTPError"}"#]],
    );
}

#[test]
fn an_error_that_needs_a_person_is_told_at_once() {
    let told = RefCell::new(Vec::new());
    let mocks = well()
        .on(DownloadBenner, |_| Err(BennerError::General("the page is no table".to_owned())))
        .on(Publish, |it| {
            told.borrow_mut().push(it);
            Ok(PublishResponse { message_id: "1".to_owned() })
        });
    check(
        &mocks,
        input_with_topic(),
        expect![[r#"
        00:00:00.000  ExecutionStarted        {"bucketName":"stepwright-asteroids-test","benner":{"url":"http://echo.jpl.nasa.gov/~lance/delta…
        00:00:00.000  TaskStateEntered        Download Benner
        00:00:00.000  TaskScheduled           Download Benner  lambda:invoke
        00:00:00.000  TaskStarted             Download Benner
        00:00:00.000  TaskFailed              Download Benner  GeneralError: {"errorMessage":"the page is no table","errorType":"GeneralError"}
        00:00:00.000  TaskStateExited         Download Benner  sets $failure
        00:00:00.000  PassStateEntered        Describe Failure
        00:00:00.000  PassStateExited         Describe Failure  sets $describeFailure
        00:00:00.000  ChoiceStateEntered      Is A Topic Configured?
        00:00:00.000  ChoiceStateExited       Is A Topic Configured?
        00:00:00.000  TaskStateEntered        Notify Failure
        00:00:00.000  TaskScheduled           Notify Failure  sns:publish
        00:00:00.000  TaskStarted             Notify Failure
        00:00:00.000  TaskSucceeded           Notify Failure  {"MessageId":"1"}
        00:00:00.000  TaskStateExited         Notify Failure
        00:00:00.000  FailStateEntered        Give Up
        00:00:00.000  ExecutionFailed         GeneralError: {"errorMessage":"the page is no table","errorType":"GeneralError"}
        FAILED
        GeneralError: {"errorMessage":"the page is no table","errorType":"GeneralError"}"#]],
    );

    let told = told.take();
    let [PublishRequest { topic_arn, subject, message }] = &told[..] else { panic!("{told:?}") };
    assert_eq!((topic_arn.as_str(), subject.as_str()), (TOPIC, "get-asteroid-data failed"));
    let notice: FailureNotice = serde_json::from_str(message).unwrap();
    expect![[r#"
        {
          "execution": "arn:aws:states:us-east-1:123456789012:execution:machine:test",
          "error": "GeneralError",
          "cause": "{\"errorMessage\":\"the page is no table\",\"errorType\":\"GeneralError\"}",
          "url": "http://echo.jpl.nasa.gov/~lance/delta_v/delta_v.rendezvous.html",
          "bucketName": "stepwright-asteroids-test"
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&notice).unwrap());
}

#[test]
fn that_nobody_could_be_told_hides_nothing() {
    let refused = ErrorName::new("SNS.AuthorizationErrorException");
    let mocks = well()
        .on(DownloadBenner, |_| Err(BennerError::General("the page is no table".to_owned())))
        .fail(Publish, refused, "not authorized to perform: SNS:Publish");
    let states = ["Notify Failure", "Give Up"];
    check_of(
        &states,
        &mocks,
        input_with_topic(),
        expect![[r#"
        00:00:00.000  TaskStateEntered        Notify Failure
        00:00:00.000  TaskScheduled           Notify Failure  sns:publish
        00:00:00.000  TaskStarted             Notify Failure
        00:00:00.000  TaskFailed              Notify Failure  SNS.AuthorizationErrorException: not authorized to perform: SNS:Publish
        00:00:00.000  TaskStateExited         Notify Failure
        00:00:00.000  FailStateEntered        Give Up
        00:00:00.000  ExecutionFailed         GeneralError: {"errorMessage":"the page is no table","errorType":"GeneralError"}
        FAILED
        GeneralError: {"errorMessage":"the page is no table","errorType":"GeneralError"}"#]],
    );
}

#[test]
fn an_object_that_is_not_there_yet_is_asked_for_again() {
    let mocks = late("benner.csv", 2, || Err(S3Error::NoSuchKey));
    check_of(
        &["Look At Table", "Report"],
        &mocks,
        input(),
        expect![[r#"
        00:00:02.000  TaskStateEntered        Look At Table
        00:00:02.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:02.000  TaskStarted             Look At Table
        00:00:02.000  TaskFailed              Look At Table  S3.NoSuchKeyException: The specified key does not exist.
        00:00:05.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:05.000  TaskStarted             Look At Table
        00:00:05.000  TaskFailed              Look At Table  S3.NoSuchKeyException: The specified key does not exist.
        00:00:08.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:08.000  TaskStarted             Look At Table
        00:00:08.000  TaskSucceeded           Look At Table  {"ContentLength":100,"ETag":"\"benner.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:08.000  TaskStateExited         Look At Table  sets $lookAtTable
        00:00:08.000  PassStateEntered        Report
        00:00:08.000  PassStateExited         Report
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn s3_that_cannot_be_reached_is_asked_again() {
    let mocks = late("benner.ultra-low.csv", 2, || Err(S3Error::SdkClient));
    check_of(
        &["Look At Band"],
        &mocks,
        input(),
        expect![[r#"
        00:00:02.000  TaskStateEntered        Look At Band
        00:00:02.000  TaskScheduled           Look At Band  aws-sdk:s3:headObject
        00:00:02.000  TaskStateEntered        Look At Band
        00:00:02.000  TaskScheduled           Look At Band  aws-sdk:s3:headObject
        00:00:02.000  TaskStarted             Look At Band
        00:00:02.000  TaskFailed              Look At Band  S3.SdkClientException: S3 could not be reached
        00:00:02.000  TaskStarted             Look At Band
        00:00:02.000  TaskSucceeded           Look At Band  {"ContentLength":100,"ETag":"\"benner.beyond.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:02.000  TaskStateExited         Look At Band  sets $lookAtBand
        00:00:05.000  TaskScheduled           Look At Band  aws-sdk:s3:headObject
        00:00:05.000  TaskStarted             Look At Band
        00:00:05.000  TaskFailed              Look At Band  S3.SdkClientException: S3 could not be reached
        00:00:08.000  TaskScheduled           Look At Band  aws-sdk:s3:headObject
        00:00:08.000  TaskStarted             Look At Band
        00:00:08.000  TaskSucceeded           Look At Band  {"ContentLength":100,"ETag":"\"benner.ultra-low.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:08.000  TaskStateExited         Look At Band  sets $lookAtBand
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn an_object_that_is_still_the_old_one_is_asked_for_again() {
    let mocks = late("benner.csv", 2, || Ok(shown("\"of last week\"")));
    let states = ["Look At Table", "Is Table Whole?", "Wait For Table", "Table Is Whole", "Report"];
    check_of(
        &states,
        &mocks,
        input(),
        expect![[r#"
        00:00:02.000  TaskStateEntered        Look At Table
        00:00:02.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:02.000  TaskStarted             Look At Table
        00:00:02.000  TaskSucceeded           Look At Table  {"ContentLength":100,"ETag":"\"of last week\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:02.000  TaskStateExited         Look At Table  sets $lookAtTable
        00:00:02.000  ChoiceStateEntered      Is Table Whole?
        00:00:02.000  ChoiceStateExited       Is Table Whole?
        00:00:02.000  WaitStateEntered        Wait For Table
        00:00:05.000  WaitStateExited         Wait For Table  sets $looks
        00:00:05.000  TaskStateEntered        Look At Table
        00:00:05.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:05.000  TaskStarted             Look At Table
        00:00:05.000  TaskSucceeded           Look At Table  {"ContentLength":100,"ETag":"\"of last week\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:05.000  TaskStateExited         Look At Table  sets $lookAtTable
        00:00:05.000  ChoiceStateEntered      Is Table Whole?
        00:00:05.000  ChoiceStateExited       Is Table Whole?
        00:00:05.000  WaitStateEntered        Wait For Table
        00:00:08.000  WaitStateExited         Wait For Table  sets $looks
        00:00:08.000  TaskStateEntered        Look At Table
        00:00:08.000  TaskScheduled           Look At Table  aws-sdk:s3:headObject
        00:00:08.000  TaskStarted             Look At Table
        00:00:08.000  TaskSucceeded           Look At Table  {"ContentLength":100,"ETag":"\"benner.csv\"","LastModified":"2026-01-01T00:00:00Z"}
        00:00:08.000  TaskStateExited         Look At Table  sets $lookAtTable
        00:00:08.000  ChoiceStateEntered      Is Table Whole?
        00:00:08.000  ChoiceStateExited       Is Table Whole?
        00:00:08.000  PassStateEntered        Table Is Whole
        00:00:08.000  PassStateExited         Table Is Whole
        00:00:08.000  PassStateEntered        Report
        00:00:08.000  PassStateExited         Report
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn a_band_is_waited_for_while_the_others_are_done() {
    let mocks = late("benner.beyond.csv", 1, || Ok(shown("\"of last week\"")));
    let states = ["Check Bands", "Wait For Band", "Check What Was Written"];
    check_of(
        &states,
        &mocks,
        input(),
        expect![[r#"
        00:00:02.000  ParallelStateEntered    Check What Was Written
        00:00:02.000  ParallelStateStarted    Check What Was Written
        00:00:02.000  MapStateEntered         Check Bands
        00:00:02.000  MapStateStarted         Check Bands  2 items
        00:00:02.000  MapIterationStarted     Check Bands  [0]
        00:00:02.000  MapIterationStarted     Check Bands  [1]
        00:00:02.000  MapIterationSucceeded   Check Bands  [0]
        00:00:02.000  WaitStateEntered        Wait For Band
        00:00:05.000  WaitStateExited         Wait For Band  sets $looks
        00:00:05.000  MapIterationSucceeded   Check Bands  [1]
        00:00:05.000  MapStateSucceeded       Check Bands
        00:00:05.000  MapStateExited          Check Bands
        00:00:05.000  ParallelStateSucceeded  Check What Was Written
        00:00:05.000  ParallelStateExited     Check What Was Written  sets $table, $bands
        SUCCEEDED
        {"verdict":"complete","rows":3,"lowestDeltaV":3.813,"refusedCount":0,"refused":[],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn an_object_that_never_shows_its_etag_fails_the_execution() {
    let mocks = late("benner.csv", u32::MAX, || Ok(shown("\"of last week\"")));
    let states = [
        "Wait For Table",
        "Table Is Never Whole",
        "Check What Was Written",
        "Describe Failure",
        "Is A Topic Configured?",
        "Notify Failure",
        "Give Up",
    ];
    check_of(
        &states,
        &mocks,
        input_with_topic(),
        expect![[r#"
        00:00:02.000  ParallelStateEntered    Check What Was Written
        00:00:02.000  ParallelStateStarted    Check What Was Written
        00:00:02.000  WaitStateEntered        Wait For Table
        00:00:05.000  WaitStateExited         Wait For Table  sets $looks
        00:00:05.000  WaitStateEntered        Wait For Table
        00:00:08.000  WaitStateExited         Wait For Table  sets $looks
        00:00:08.000  WaitStateEntered        Wait For Table
        00:00:11.000  WaitStateExited         Wait For Table  sets $looks
        00:00:11.000  WaitStateEntered        Wait For Table
        00:00:14.000  WaitStateExited         Wait For Table  sets $looks
        00:00:14.000  WaitStateEntered        Wait For Table
        00:00:17.000  WaitStateExited         Wait For Table  sets $looks
        00:00:17.000  WaitStateEntered        Wait For Table
        00:00:20.000  WaitStateExited         Wait For Table  sets $looks
        00:00:20.000  WaitStateEntered        Wait For Table
        00:00:23.000  WaitStateExited         Wait For Table  sets $looks
        00:00:23.000  WaitStateEntered        Wait For Table
        00:00:26.000  WaitStateExited         Wait For Table  sets $looks
        00:00:26.000  WaitStateEntered        Wait For Table
        00:00:29.000  WaitStateExited         Wait For Table  sets $looks
        00:00:29.000  FailStateEntered        Table Is Never Whole
        00:00:29.000  ParallelStateFailed     Check What Was Written
        00:00:29.000  ParallelStateExited     Check What Was Written  sets $failure
        00:00:29.000  PassStateEntered        Describe Failure
        00:00:29.000  PassStateExited         Describe Failure  sets $describeFailure
        00:00:29.000  ChoiceStateEntered      Is A Topic Configured?
        00:00:29.000  ChoiceStateExited       Is A Topic Configured?
        00:00:29.000  TaskStateEntered        Notify Failure
        00:00:29.000  TaskScheduled           Notify Failure  sns:publish
        00:00:29.000  TaskStarted             Notify Failure
        00:00:29.000  TaskSucceeded           Notify Failure  {"MessageId":"1"}
        00:00:29.000  TaskStateExited         Notify Failure
        00:00:29.000  FailStateEntered        Give Up
        00:00:29.000  ExecutionFailed         NeverWhole: S3 never showed the ETag that was reported
        FAILED
        NeverWhole: S3 never showed the ETag that was reported"#]],
    );
}

#[test]
fn a_band_that_never_comes_fails_the_execution() {
    let mocks = late("benner.beyond.csv", u32::MAX, || Err(S3Error::NoSuchKey));
    let states = ["Check Bands", "Check What Was Written", "Give Up"];
    check_of(
        &states,
        &mocks,
        input(),
        expect![[r#"
        00:00:02.000  ParallelStateEntered    Check What Was Written
        00:00:02.000  ParallelStateStarted    Check What Was Written
        00:00:02.000  MapStateEntered         Check Bands
        00:00:02.000  MapStateStarted         Check Bands  2 items
        00:00:02.000  MapIterationStarted     Check Bands  [0]
        00:00:02.000  MapIterationStarted     Check Bands  [1]
        00:00:02.000  MapIterationSucceeded   Check Bands  [0]
        00:00:29.000  MapIterationFailed      Check Bands  [1]
        00:00:29.000  MapStateFailed          Check Bands
        00:00:29.000  ParallelStateFailed     Check What Was Written
        00:00:29.000  ParallelStateExited     Check What Was Written  sets $failure
        00:00:29.000  FailStateEntered        Give Up
        00:00:29.000  ExecutionFailed         S3.NoSuchKeyException: The specified key does not exist.
        FAILED
        S3.NoSuchKeyException: The specified key does not exist."#]],
    );
}

#[test]
fn some_rows_are_refused_and_the_report_says_so() {
    let mocks = well().on(DownloadBenner, |_| {
        let why = "the delta-v is no number".to_owned();
        let refused = vec![Refused { line: 17, why, text: "17 ?.???".to_owned() }];
        Ok(Stored { refused, refused_count: 1, ..stored() })
    });
    let states = ["Is It Complete?", "Refusals", "Report"];
    check_of(
        &states,
        &mocks,
        input(),
        expect![[r#"
        00:00:00.000  ChoiceStateEntered      Is It Complete?
        00:00:00.000  ChoiceStateExited       Is It Complete?
        00:00:00.000  PassStateEntered        Refusals
        00:00:00.000  PassStateExited         Refusals  sets $isItComplete
        00:00:00.000  PassStateEntered        Report
        00:00:00.000  PassStateExited         Report
        SUCCEEDED
        {"verdict":"some rows were refused","rows":3,"lowestDeltaV":3.813,"refusedCount":1,"refused":[{"line":17,"why":"the delta-v is no number","text":"17 ?.???"}],"sha256":"5e","table":{"key":"benner.csv","bytes":100,"etag":"\"benner.csv\""},"bands":[{"key":"benner.ultra-low.csv","bytes":100,"etag":"\"benner.ultra-low.csv\""},{"key":"benner.beyond.csv","bytes":100,"etag":"\"benner.beyond.csv\""}]}"#]],
    );
}

#[test]
fn a_table_without_rows_is_no_success() {
    let mocks = well().on(DownloadBenner, |_| Ok(Stored { rows: 0, bands: vec![], ..stored() }));
    let states = ["Check Bands", "Is It Complete?", "No Rows"];
    check_of(
        &states,
        &mocks,
        input(),
        expect![[r#"
        00:00:00.000  MapStateEntered         Check Bands
        00:00:00.000  MapStateStarted         Check Bands  0 items
        00:00:00.000  MapStateSucceeded       Check Bands
        00:00:00.000  MapStateExited          Check Bands
        00:00:00.000  ChoiceStateEntered      Is It Complete?
        00:00:00.000  ChoiceStateExited       Is It Complete?
        00:00:00.000  FailStateEntered        No Rows
        00:00:00.000  ExecutionFailed         NoRows: the table that was stored has no rows
        FAILED
        NoRows: the table that was stored has no rows"#]],
    );
}

/// What an input is told before anything is started.
#[track_caller]
fn check_input(input: serde_json::Value, expect: Expect) {
    let schema = serde_json::to_value(workflows::get_asteroid_data().input_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors = validator.iter_errors(&input);
    let lines: Vec<String> = errors.map(|it| format!("{}: {it}", it.instance_path())).collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn every_stage_has_an_input_that_fits() {
    for entry in workflows::all() {
        for stage in ["dev", "test", "prod"] {
            let input = (entry.default_input)(stage).unwrap();
            let schema = serde_json::to_value(entry.workflow.input_schema()).unwrap();
            jsonschema::validate(&schema, &input).unwrap();
        }
    }
}

#[test]
fn a_topic_may_be_left_out() {
    let mut given = serde_json::to_value(input()).unwrap();
    given.as_object_mut().unwrap().remove("failureTopicArn");
    check_input(given, expect![[""]]);
}

#[test]
fn a_misspelt_field_is_refused() {
    let mut given = serde_json::to_value(input()).unwrap();
    given["failureTopicArm"] = TOPIC.into();
    check_input(
        given,
        expect![": Additional properties are not allowed ('failureTopicArm' was unexpected)"],
    );
}

#[test]
fn what_is_missing_or_no_bucket_is_refused() {
    check_input(
        serde_json::json!({"bucketName": "Asteroids!"}),
        expect![[r#"
        : "benner" is a required property
        /bucketName: "Asteroids!" does not match "^[a-z0-9][a-z0-9.-]*[a-z0-9]$""#]],
    );
    let given =
        serde_json::json!({"bucketName": "asteroids", "benner": {"url": "http://jpl.example/"}});
    check_input(given, expect![[r#"/benner: "filename" is a required property"#]]);
}

#[test]
fn types_are_the_same_to_all() {
    shape_agrees(input()).unwrap();
    shape_agrees(input_with_topic()).unwrap();
    shape_agrees(Source { url: "u".to_owned(), filename: "f".to_owned() }).unwrap();
    let checked = Checked { key: "k".to_owned(), bytes: 1, etag: "e".to_owned() };
    shape_agrees(checked.clone()).unwrap();
    shape_agrees(Report {
        verdict: "complete".to_owned(),
        rows: 1,
        lowest_delta_v: 3.813,
        refused_count: 0,
        refused: vec![],
        sha256: "5e".to_owned(),
        table: checked,
        bands: vec![],
    })
    .unwrap();
    shape_agrees(FailureNotice {
        execution: "arn".to_owned(),
        error: "HTTPError".to_owned(),
        cause: "{}".to_owned(),
        url: "u".to_owned(),
        bucket_name: "b".to_owned(),
    })
    .unwrap();
}
