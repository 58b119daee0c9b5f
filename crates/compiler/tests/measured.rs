//! What the service was measured to say of the expressions in a definition, where those measurements
//! are there.

#![expect(clippy::print_stderr, reason = "a test tells why it skips")]

use std::fs;
use std::path::{Path, PathBuf};

use stepwright_asl::StateMachine;
use stepwright_compiler::{Diagnostic, compile};
use stepwright_json::Value;

#[test]
fn the_service_and_we_say_the_same_of_expressions() {
    let Some(file) = measured() else { return };
    let cases = Value::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let cases = cases.as_array().unwrap();
    assert!(cases.len() > 50, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let machine = StateMachine::from_value(case.get("definition").unwrap()).unwrap();
        let ours: Vec<String> = match compile(&machine) {
            Ok(_) => Vec::new(),
            Err(diagnostics) => diagnostics.iter().map(said).collect(),
        };
        let theirs = case.get("expect").and_then(|it| it.get("diagnostics"));
        let theirs: Vec<String> = theirs.unwrap().as_array().unwrap().iter().map(told).collect();
        if ours != theirs {
            let id = string(case, "id");
            wrong.push(format!("{id}\n  they say {theirs:?}\n  we say   {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// `CODE message at /States/A/Output`, as we say it.
fn said(diagnostic: &Diagnostic) -> String {
    format!("{} {} at {}", diagnostic.code, diagnostic.message, diagnostic.pointer)
}

/// The same as the service says it, with its place as a JSON Pointer.
fn told(diagnostic: &Value) -> String {
    let place = string(diagnostic, "location").replace('[', "/").replace(']', "");
    format!("{} {} at {place}", string(diagnostic, "code"), string(diagnostic, "message"))
}

fn string(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn measured() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("STEPWRIGHT_SHARED").map_or_else(beside, PathBuf::from);
    let file = shared.join("conformance/measured/validate-jsonata.json");
    if file.is_file() {
        return Some(file);
    }
    eprintln!("skipped: no measurements at {} (set STEPWRIGHT_SHARED)", file.display());
    None
}
