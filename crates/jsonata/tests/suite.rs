//! The language's own test suite, case by case.
//!
//! It is read through `STEPWRIGHT_SHARED`, and skipped where that is not there.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use stepwright_json::{Value, json};
use stepwright_jsonata::{Environment, Expression, Limits};

/// Cases that no Rust string can hold: half of a surrogate pair.
const LONE_SURROGATES: [&str; 2] =
    ["function-encodeUrl/case002", "function-encodeUrlComponent/case002"];

/// Cases that do not pass yet. The list may only get shorter.
const OPEN: [&str; 0] = [];

fn suite() -> Option<PathBuf> {
    let shared =
        std::env::var("STEPWRIGHT_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let suite = Path::new(&shared).join("suites/jsonata");
    if suite.is_dir() {
        return Some(suite);
    }
    eprintln!("skipped: {} is not there (set STEPWRIGHT_SHARED)", suite.display());
    None
}

#[test]
fn the_official_suite_passes_but_for_what_is_listed() {
    let Some(suite) = suite() else { return };
    // Its deepest cases nest further than a test's own stack.
    let run = std::thread::Builder::new().stack_size(512 << 20).spawn(move || run(&suite)).unwrap();
    let (count, failed, report) = run.join().unwrap();
    assert_eq!(count, 1686);
    let listed: BTreeSet<String> =
        OPEN.iter().chain(&LONE_SURROGATES).map(|it| (*it).to_owned()).collect();
    assert_eq!(failed, listed, "{report}");
}

fn run(suite: &Path) -> (usize, BTreeSet<String>, String) {
    let (mut count, mut failed, mut report) = (0, BTreeSet::new(), String::new());
    let mut groups: Vec<PathBuf> =
        fs::read_dir(suite.join("groups")).unwrap().map(|it| it.unwrap().path()).collect();
    groups.sort();
    for group in groups {
        let mut files: Vec<PathBuf> =
            fs::read_dir(&group).unwrap().map(|it| it.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|it| it.extension().is_some_and(|it| it == "json")) {
            let name = format!(
                "{}/{}",
                group.file_name().unwrap().to_string_lossy(),
                file.file_stem().unwrap().to_string_lossy()
            );
            // A case that no string can hold is no JSON text for us either.
            let text = fs::read_to_string(file).unwrap();
            let cases = match Value::parse(&text) {
                Ok(Value::Array(cases)) => cases.to_vec(),
                Ok(case) => vec![case],
                Err(_) => vec![json!({})],
            };
            let single = cases.len() == 1;
            for (at, case) in cases.iter().enumerate() {
                count += 1;
                let name = if single { name.clone() } else { format!("{name}#{at}") };
                if let Err(why) = check(suite, &group, case) {
                    let _ = writeln!(report, "{name}: {why}");
                    failed.insert(name);
                }
            }
        }
    }
    (count, failed, report)
}

fn check(suite: &Path, group: &Path, case: &Value) -> Result<(), String> {
    let text = match (
        case.get("expr").and_then(Value::as_str),
        case.get("expr-file").and_then(Value::as_str),
    ) {
        (Some(text), _) => text.to_owned(),
        (None, Some(file)) => fs::read_to_string(group.join(file)).unwrap(),
        (None, None) => return Err("not a case".to_owned()),
    };
    let input = match case.get("dataset").and_then(Value::as_str) {
        Some(name) => {
            Value::parse(&fs::read_to_string(suite.join(format!("datasets/{name}.json"))).unwrap())
                .ok()
        }
        None => case.get("data").cloned(),
    };
    let bindings: Vec<(&str, Value)> = case
        .get("bindings")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|it| it.iter())
        .map(|(key, value)| (key, value.clone()))
        .collect();
    let depth =
        case.get("depth").and_then(Value::as_u64).map_or(2000, |it| usize::try_from(it).unwrap());
    let steps = if case.get("timelimit").is_some() { 5_000_000 } else { Limits::STANDARD.steps };
    let limits = Limits { depth, steps, ..Limits::STANDARD };
    let mut environment =
        Environment { limits, now_millis: 1_700_000_000_000, ..Environment::standard() };
    let code = case.get("code").or_else(|| case["error"].get("code")).and_then(Value::as_str);
    let result = match Expression::parse(&text) {
        Err(error) => Err(error.code.to_owned()),
        Ok(expression) => expression
            .evaluate(input.as_ref(), &bindings, &mut environment)
            .map_err(|it| format!("{} {}", it.code, it.message)),
    };
    let shown = format!("`{text}` gave {result:?}");
    match (result, code) {
        (Err(error), Some(code)) if error.starts_with(code) => Ok(()),
        (_, Some(code)) => Err(format!("{shown}, expected {code}")),
        (Err(_), None) => Err(shown),
        (Ok(value), None) => {
            if case.get("undefinedResult").is_some() {
                return if value.is_none() {
                    Ok(())
                } else {
                    Err(format!("{shown}, expected nothing"))
                };
            }
            let expected = case.get("result").cloned();
            let same = match (&value, &expected) {
                (Some(a), Some(b)) if case.get("unordered").is_some() => sorted(a) == sorted(b),
                (a, b) => a == b || a.is_none() && b.as_ref().is_some_and(Value::is_null),
            };
            if same { Ok(()) } else { Err(format!("{shown}, expected {expected:?}")) }
        }
    }
}

fn sorted(value: &Value) -> Vec<String> {
    let mut items: Vec<String> =
        value.as_array().into_iter().flat_map(|it| it.iter()).map(ToString::to_string).collect();
    items.sort();
    items
}
