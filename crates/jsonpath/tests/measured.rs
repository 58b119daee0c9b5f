//! What was measured on AWS, case by case: paths and intrinsic functions.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test's own helpers"
)]

use std::path::{Path as FilePath, PathBuf};

use stepwright_json::{Value, json};
use stepwright_jsonpath::{
    EvaluateError, IntrinsicErrorKind, PayloadTemplate, Randomness, Scope, TemplateError,
};

fn cases(file: &str) -> Option<Value> {
    let shared = std::env::var_os("STEPWRIGHT_SHARED").map_or_else(
        || FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = shared.join("conformance/measured").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    };
    Some(Value::parse(&text).expect("JSON"))
}

/// Error and cause as the service gives them.
fn told(error: &TemplateError, input: &Value) -> (&'static str, String) {
    match error {
        TemplateError::Path { field, path, .. } => (
            "States.Runtime",
            format!(
                "The JSONPath '{path}' specified for the field '{field}' could not be found in the input '{input}'"
            ),
        ),
        TemplateError::Intrinsic(error) => match &error.kind {
            IntrinsicErrorKind::Argument { path, source } => {
                let why = match source {
                    EvaluateError::Missing {
                        missing: it @ stepwright_jsonpath::Missing::NotAnArray { .. },
                        ..
                    } => it.to_string(),
                    _ => format!(
                        "The JsonPath argument for the field '{path}' could not be found in the input '{input}'"
                    ),
                };
                (
                    "States.Runtime",
                    format!("The function '{}' had the following error: {why}", error.call),
                )
            }
            IntrinsicErrorKind::Failed(why) => ("States.IntrinsicFailure", why.clone()),
        },
    }
}

fn check(file: &str) {
    let Some(cases) = cases(file) else { return };
    let mut run = 0;
    for case in cases.as_array().expect("a list") {
        let (Some(expression), Some(expect)) =
            (case.get("expression").and_then(Value::as_str), case.get("expect"))
        else {
            continue;
        };
        let id = &case["id"];
        let input = &case["input"];
        let template = PayloadTemplate::compile(&json!({ "v.$": expression }))
            .unwrap_or_else(|error| panic!("{id}: {error}"));
        match template.evaluate(&Scope::of(input), &mut Randomness::seeded(1)) {
            Ok(value) => assert_eq!(Some(&value["v"]), expect.get("output"), "{id}"),
            Err(error) => {
                let (name, cause) = told(&error, input);
                assert_eq!(expect["error"].as_str(), Some(name), "{id}: {cause}");
                match (expect["cause"].as_str(), expect["cause_contains"].as_str()) {
                    (Some(exact), _) => assert_eq!(cause, exact, "{id}"),
                    (None, Some(part)) => assert!(cause.contains(part), "{id}: {cause}"),
                    (None, None) => {}
                }
            }
        }
        run += 1;
    }
    assert!(run > 10, "only {run} cases");
}

#[test]
fn paths_are_as_measured() {
    check("jsonpath.json");
}

#[test]
fn intrinsic_functions_are_as_measured() {
    check("intrinsics.json");
}
