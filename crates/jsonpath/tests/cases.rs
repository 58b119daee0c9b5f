//! The crate's own cases: a file in `cases/` for each construct of a path and each function.
//!
//! The folder says what the text is: a path, a reference path (with `@write` a result is put where it
//! points), a payload template, or a call of an intrinsic function. `@context` is the context object,
//! `@variables` are the variables, `@definite` says whether a path names one value.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::Path as FilePath;

use stepwright_cases::{Case, Ending, read_folder};
use stepwright_json::Value;
use stepwright_jsonpath::{Intrinsic, Path, PayloadTemplate, Randomness, ReferencePath, Scope};

#[test]
fn every_case_ends_as_it_says() {
    let cases = cases();
    let mut report = Vec::new();
    for case in &cases {
        let ending = evaluate(case);
        if ending != case.ending {
            let (text, expected) = (&case.expression, &case.ending);
            report.push(format!("{case}\n  {text}\n  expected {expected}\n  found    {ending}"));
        }
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
    assert!(cases.len() > 200, "only {} cases", cases.len());
}

#[test]
fn every_intrinsic_function_has_a_file() {
    let cases = cases();
    let files: BTreeSet<&str> =
        cases.iter().filter_map(|it| it.file.strip_prefix("intrinsics/")).collect();
    let missing: Vec<&str> = FUNCTIONS.into_iter().filter(|it| !files.contains(it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn cases() -> Vec<Case> {
    read_folder(&FilePath::new(env!("CARGO_MANIFEST_DIR")).join("cases")).unwrap()
}

fn evaluate(case: &Case) -> Ending {
    let data = case.input.clone().unwrap_or_default();
    let context = case.json_setting("context").unwrap().unwrap_or_default();
    let variables = case.json_setting("variables").unwrap().unwrap_or_default();
    let variable = |name: &str| variables.get(name).cloned();
    let scope = Scope { context: &|| context.clone(), variable: &variable, ..Scope::of(&data) };
    let result = match case.file.split('/').next() {
        Some("paths") => path(case, &scope),
        Some("reference_paths") => reference_path(case, &scope),
        Some("templates") => template(case, &scope),
        _ => intrinsic(case, &scope),
    };
    result.map(Some).into()
}

fn path(case: &Case, scope: &Scope<'_>) -> Result<Value, String> {
    let path = Path::parse(&case.expression).map_err(|it| it.to_string())?;
    if let Some(definite) = case.setting("definite") {
        assert_eq!(path.is_definite().to_string(), definite, "{case}");
    }
    path.evaluate(scope).map_err(|it| it.to_string())
}

fn reference_path(case: &Case, scope: &Scope<'_>) -> Result<Value, String> {
    let path = ReferencePath::parse(&case.expression).map_err(|it| it.to_string())?;
    match case.json_setting("write")? {
        Some(result) => path.write(scope.data, result).map_err(|it| it.to_string()),
        None => path.read(scope).map_err(|it| it.to_string()),
    }
}

fn template(case: &Case, scope: &Scope<'_>) -> Result<Value, String> {
    let json = Value::parse(&case.expression).unwrap();
    let template = PayloadTemplate::compile(&json).map_err(|it| it.to_string())?;
    template.evaluate(scope, &mut Randomness::seeded(1)).map_err(|it| it.to_string())
}

fn intrinsic(case: &Case, scope: &Scope<'_>) -> Result<Value, String> {
    let call = Intrinsic::parse(&case.expression).map_err(|it| it.to_string())?;
    call.evaluate(scope, &mut Randomness::seeded(1)).map_err(|it| it.to_string())
}

const FUNCTIONS: [&str; 18] = [
    "Format",
    "StringToJson",
    "JsonToString",
    "Array",
    "ArrayPartition",
    "ArrayContains",
    "ArrayRange",
    "ArrayGetItem",
    "ArrayLength",
    "ArrayUnique",
    "Base64Encode",
    "Base64Decode",
    "Hash",
    "JsonMerge",
    "MathRandom",
    "MathAdd",
    "StringSplit",
    "UUID",
];
