//! Real definitions, and damaged ones, come back as they were: the shared corpus, where it is there.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic and tell why")]

use std::fs;
use std::path::{Path, PathBuf};

use stepwright_asl::{Document, Format, Pointer, Severity, State, StateMachine, Value, Visitor};

#[test]
fn every_definition_of_the_corpus_comes_back_with_its_keys_in_order() {
    let Some(corpus) = corpus() else { return };
    for (folder, files_min) in [("definitions", 766), ("mutants", 1708)] {
        let paths = json_files(&corpus.join(folder));
        assert!(paths.len() >= files_min, "only {} files in {folder}", paths.len());
        for path in paths {
            let value = Value::parse(&fs::read_to_string(&path).unwrap()).unwrap();
            let machine = StateMachine::from_value(&value).unwrap();
            // Text, because values are equal whatever the order of their keys.
            let (was, is) = (value.to_string(), machine.to_value().to_string());
            assert_eq!(was, is, "{}", path.display());
        }
    }
}

/// JSON is YAML, so that every definition is a test of both readers, and of their places.
#[test]
fn every_definition_reads_the_same_as_yaml() {
    struct Places<'d>(&'d Document, &'d Document);
    impl<'a> Visitor<'a> for Places<'_> {
        fn state(&mut self, at: &Pointer, name: &'a str, _: &'a State) {
            let Places(json, yaml) = self;
            assert_eq!(json.source.locate(at), yaml.source.locate(at), "{name}");
            assert_eq!(json.source.locate_key(at), yaml.source.locate_key(at), "{name}");
        }
    }
    let Some(corpus) = corpus() else { return };
    for path in json_files(&corpus.join("definitions")) {
        let text = fs::read_to_string(&path).unwrap();
        let json = Document::parse_as(Format::Json, "x", &text).unwrap();
        let yaml = Document::parse_as(Format::Yaml, "x", &text).unwrap();
        assert_eq!(json.machine.to_string(), yaml.machine.to_string(), "{}", path.display());
        json.machine.walk(&mut Places(&json, &yaml));
    }
}

#[test]
fn no_definition_that_is_valid_has_an_error() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("definitions");
    let valid =
        entries(&folder).into_iter().filter(|it| text(it, &["truth", "verdict"]) == "valid");
    let mut count = 0;
    let mut errors = Vec::new();
    for entry in valid {
        let file = text(&entry, &["file"]);
        errors.extend(errors_of(&folder.join(&file)).iter().map(|it| format!("{file}: {it}")));
        count += 1;
    }
    assert!(count > 500, "only {count} valid definitions");
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// Faults that this crate cannot see: they are in paths, expressions and payload templates, or one
/// has to know which services there are. And three that the service does not refuse, as far as is
/// known: an interval of 0, a delay that is never reached, fields that an inline Map ignores.
const NOT_OURS: [&str; 37] = [
    "aws-sdk-action-wrong-case",
    "aws-sdk-unknown-action",
    "aws-sdk-unknown-service",
    "bad-jsonpath-syntax",
    "inline-with-item-reader",
    "inline-with-tolerated-failure",
    "interval-seconds-zero",
    "intrinsic-arity-too-few",
    "intrinsic-arity-too-many",
    "intrinsic-double-quoted-string",
    "intrinsic-format-placeholders",
    "intrinsic-hash-algorithm",
    "intrinsic-unbalanced",
    "intrinsic-unknown",
    "intrinsic-wrong-case",
    "jsonata-bare-dollar",
    "jsonata-double-dollar",
    "jsonata-empty-expression",
    "jsonata-error-output-outside-catch",
    "jsonata-states-result-in-pass",
    "jsonata-syntax-error",
    "jsonata-text-around-delimiters",
    "jsonata-unclosed-delimiter",
    "jsonata-unmatched-parenthesis",
    "jsonata-unopened-delimiter",
    "jsonata-unqualified-field",
    "jsonpath-in-jsonata-expression",
    "max-delay-not-above-interval",
    "optimized-missing-parameter",
    "optimized-unknown-action",
    "optimized-unknown-parameter",
    "optimized-unknown-service",
    "pattern-not-supported",
    "result-path-not-a-reference-path",
    "template-duplicate-key",
    "template-value-not-a-path",
    "template-value-not-a-string",
];

#[test]
fn every_structural_fault_is_found_and_nothing_else_is() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("mutants");
    let mut wrong = Vec::new();
    let mut found = 0;
    for entry in entries(&folder) {
        let (file, class) = (text(&entry, &["file"]), text(&entry, &["class"]));
        let expected = text(&entry, &["expect"]) == "error" && !NOT_OURS.contains(&class.as_str());
        let errors = errors_of(&folder.join(&file));
        if expected == errors.is_empty() {
            wrong.push(format!("{file}, {class}: {errors:?}"));
        }
        found += usize::from(expected);
    }
    assert!(found > 1000, "only {found} faults");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn errors_of(path: &Path) -> Vec<String> {
    let value = Value::parse(&fs::read_to_string(path).unwrap()).unwrap();
    let problems = StateMachine::from_value(&value).unwrap().validate();
    let errors = problems.iter().filter(|it| it.severity == Severity::Error);
    errors.map(ToString::to_string).collect()
}

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("STEPWRIGHT_SHARED").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = shared.unwrap_or_else(beside);
    let corpus = shared.join("corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    eprintln!("skipped: no corpus at {} (set STEPWRIGHT_SHARED)", corpus.display());
    None
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .filter(|it| it.file_stem().is_some_and(|it| it != "index"))
        .collect();
    paths.sort();
    paths
}

fn entries(folder: &Path) -> Vec<Value> {
    let index = Value::parse(&fs::read_to_string(folder.join("index.json")).unwrap()).unwrap();
    index.as_array().unwrap().to_vec()
}

fn text(value: &Value, path: &[&str]) -> String {
    let found = path.iter().try_fold(value, |it, key| it.get(key));
    found.and_then(Value::as_str).unwrap_or_default().to_owned()
}
