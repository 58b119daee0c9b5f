//! The contract's types as serde, the schema and the authoring layer see them: three views, one shape.

use benner::contract::{Band, BennerError, BennerRequest, DownloadBenner, Refused, Source, Stored};
use expect_test::expect;
use stepwright::{Callable, Target, TaskError};
use stepwright_testkit::shape_agrees;

fn source() -> Source {
    Source { url: "http://jpl.example/".to_owned(), filename: "benner.csv".to_owned() }
}

fn band(max_delta_v: Option<f64>) -> Band {
    Band {
        name: "ultra-low".to_owned(),
        max_delta_v,
        rows: 1,
        key: "benner.ultra-low.csv".to_owned(),
        etag: "\"1\"".to_owned(),
    }
}

#[test]
fn what_a_workflow_knows_is_what_the_function_writes() {
    let refused = Refused { line: 1, why: "is prose".to_owned(), text: "prose".to_owned() };
    shape_agrees(BennerRequest { bucket_name: "a".to_owned(), benner: source() }).unwrap();
    shape_agrees(band(Some(4.5))).unwrap();
    shape_agrees(refused.clone()).unwrap();
    shape_agrees(Stored {
        bucket: "a".to_owned(),
        key: "benner.csv".to_owned(),
        rows: 1,
        etag: "\"1\"".to_owned(),
        sha256: "00".to_owned(),
        lowest_delta_v: 3.813,
        refused: vec![refused],
        refused_count: 1,
        bands: vec![band(Some(4.5))],
    })
    .unwrap();
}

#[test]
fn the_last_band_has_no_limit_on_the_wire() {
    let text = serde_json::to_string(&band(None)).unwrap();
    expect![[r#"{"name":"ultra-low","rows":1,"key":"benner.ultra-low.csv","etag":"\"1\""}"#]]
        .assert_eq(&text);
    assert_eq!(serde_json::from_str::<Band>(&text).unwrap(), band(None));
}

#[test]
fn the_errors_have_the_names_that_retriers_and_catchers_use() {
    assert_eq!(DownloadBenner::TARGET, Target::Lambda("download-benner"));
    assert_eq!(BennerError::NAMES, ["HTTPError", "GeneralError"]);
    assert_eq!(BennerError::RETRIABLE, ["HTTPError"]);
}
