//! The crate's own cases: a file in `cases/` for each function, operator and construct.
//!
//! A case is evaluated in both dialects, but where `@dialect` says `standard` or `aws`. `@bindings`
//! gives variables, `@now` the time in milliseconds, `@seed` the chance. The reference ends the same
//! (`cargo run -p stepwright-jsonata --example reference`), but where `@ours` says why not.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::Path;

use stepwright_cases::{Case, Ending, read_folder};
use stepwright_json::{Object, Value};
use stepwright_jsonata::{Environment, Expression};

#[test]
fn every_case_ends_as_it_says() {
    let cases = cases();
    let mut report = Vec::new();
    for case in &cases {
        let dialects = match case.setting("dialect") {
            Some("aws") => vec![Environment::aws()],
            Some("standard") => vec![Environment::standard()],
            None => vec![Environment::standard(), Environment::aws()],
            Some(it) => panic!("{case}: there is no dialect `{it}`"),
        };
        for environment in dialects {
            let dialect = environment.dialect;
            let ending = evaluate(case, environment);
            if ending != case.ending {
                report.push(format!(
                    "{case} ({dialect:?})\n  {}\n  expected {}\n  found    {ending}",
                    case.expression, case.ending
                ));
            }
        }
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
    assert!(cases.len() > 500, "only {} cases", cases.len());
}

#[test]
fn every_function_has_a_file_and_every_file_a_function() {
    let cases = cases();
    let files: BTreeSet<&str> =
        cases.iter().filter_map(|it| it.file.strip_prefix("functions/")).collect();
    assert_eq!(files, BTreeSet::from(FUNCTIONS));
}

fn cases() -> Vec<Case> {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")).unwrap()
}

fn evaluate(case: &Case, environment: Environment) -> Ending {
    let number = |name: &str| case.setting(name).map(|it| it.parse().unwrap());
    let mut environment = Environment {
        now_millis: number("now").unwrap_or(1_700_000_000_123),
        seed: number("seed").and_then(|it| u64::try_from(it).ok()).unwrap_or(1),
        ..environment
    };
    let bindings = case.json_setting("bindings").unwrap();
    let bindings = bindings.as_ref().and_then(Value::as_object).map_or_else(Vec::new, pairs);
    let expression = match Expression::parse(&case.expression) {
        Ok(it) => it,
        Err(error) => {
            let (code, start, end) = (error.code, error.start, error.end);
            return Ending::Error(format!("{code} at {start}..{end}: {error}"));
        }
    };
    let result = expression.evaluate(case.input.as_ref(), &bindings, &mut environment);
    let result = result.map_err(|error| {
        let place = error.position.map(|at| format!(" at {at}")).unwrap_or_default();
        if error.code.is_empty() {
            error.message
        } else {
            format!("{}{place}: {}", error.code, error.message)
        }
    });
    result.into()
}

fn pairs(object: &Object) -> Vec<(&str, Value)> {
    object.iter().map(|(key, value)| (key, value.clone())).collect()
}

const FUNCTIONS: [&str; 70] = [
    "abs",
    "append",
    "assert",
    "average",
    "base64decode",
    "base64encode",
    "boolean",
    "ceil",
    "clone",
    "contains",
    "count",
    "decodeUrl",
    "decodeUrlComponent",
    "distinct",
    "each",
    "encodeUrl",
    "encodeUrlComponent",
    "error",
    "eval",
    "exists",
    "filter",
    "floor",
    "formatBase",
    "formatInteger",
    "formatNumber",
    "fromMillis",
    "hash",
    "join",
    "keys",
    "length",
    "lookup",
    "lowercase",
    "map",
    "match",
    "max",
    "merge",
    "millis",
    "min",
    "not",
    "now",
    "number",
    "pad",
    "parse",
    "parseInteger",
    "partition",
    "power",
    "random",
    "range",
    "reduce",
    "replace",
    "reverse",
    "round",
    "shuffle",
    "sift",
    "single",
    "sort",
    "split",
    "spread",
    "sqrt",
    "string",
    "substring",
    "substringAfter",
    "substringBefore",
    "sum",
    "toMillis",
    "trim",
    "type",
    "uppercase",
    "uuid",
    "zip",
];
