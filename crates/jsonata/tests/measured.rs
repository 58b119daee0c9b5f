//! What was measured on AWS, evaluated in its dialect.
//!
//! Read through `STEPWRIGHT_SHARED`, and skipped where that is not there.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use stepwright_json::{Object, Value, json};
use stepwright_jsonata::{Environment, EvaluateError, Expression};

#[test]
fn every_measured_expression_gives_what_the_service_gave() {
    let shared =
        std::env::var("STEPWRIGHT_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let measured = Path::new(&shared).join("conformance/measured");
    if !measured.is_dir() {
        eprintln!("skipped: {} is not there (set STEPWRIGHT_SHARED)", measured.display());
        return;
    }
    let (mut count, mut report) = (0, String::new());
    for file in fs::read_dir(measured).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") {
            continue;
        }
        let cases = Value::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        for case in cases.as_array().unwrap().iter().filter(|it| it["kind"] == json!("jsonata")) {
            count += 1;
            if let Err(why) = check(case) {
                let _ = writeln!(
                    report,
                    "{}: {}",
                    case["id"],
                    why.chars().take(400).collect::<String>()
                );
            }
        }
    }
    assert!(count >= 90, "{count} cases");
    assert!(report.is_empty(), "{report}");
}

fn check(case: &Value) -> Result<(), String> {
    let text = case["expression"].as_str().unwrap();
    let expression = Expression::parse(text).map_err(|it| it.to_string())?;
    let states = json!({ "input": case["input"].clone() });
    let result = expression.evaluate(&json!({}), &[("states", states)], &mut Environment::aws());
    let expect = &case["expect"];
    if let Some(output) = expect.get("output") {
        let Ok(Some(value)) = &result else { return Err(format!("{result:?}, expected {output}")) };
        let order = expect.get("key_order").is_none_or(|keys| {
            let found: Vec<Value> = value
                .as_object()
                .map(|it: &Object| it.keys().map(Value::from).collect())
                .unwrap_or_default();
            *keys == Value::from(found)
        });
        return if value == output && order {
            Ok(())
        } else {
            Err(format!("{value}, expected {output}"))
        };
    }
    if let Ok(Some(value)) = &result {
        return Err(format!("{value}, expected {expect}"));
    }
    let found = format!(
        "The JSONata expression '{text}' specified for the field 'Output/v'{}",
        ending(&result)
    );
    let exact = expect.get("cause").and_then(Value::as_str).is_none_or(|it| it == found);
    let contained =
        expect.get("cause_contains").and_then(Value::as_str).is_none_or(|it| found.contains(it));
    if exact && contained { Ok(()) } else { Err(format!("{found}\nexpected {expect}")) }
}

fn ending(result: &Result<Option<Value>, EvaluateError>) -> String {
    match result {
        Ok(Some(value)) => value.to_string(),
        Ok(None) => " returned nothing (undefined).".to_owned(),
        Err(error) if error.is_internal() => {
            " threw an internal error during evaluation.".to_owned()
        }
        Err(error) if error.code.is_empty() => {
            format!(" threw an error during evaluation: {}", error.message)
        }
        Err(error) => {
            format!(" threw an error during evaluation. {}: {}", error.code, error.message)
        }
    }
}
