//! What the service itself was measured to say of a definition, where those measurements are there.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test may panic and tell why")]

use std::fs;
use std::path::{Path, PathBuf};

use stepwright_asl::{Problem, StateMachine, Value};

/// Cases that need what this crate does not know: the grammar of paths and of payload templates.
const NOT_OURS: [&str; 3] = [
    "validate-structure/variable-brackets",
    "validate-structure/dollar-key-not-a-path",
    "validate-structure/dollar-key-not-a-path-parameters",
];

#[test]
fn the_service_and_we_say_the_same() {
    let Some(folder) = measured() else { return };
    let mut count = 0;
    let mut wrong = Vec::new();
    for file in ["validate-structure", "validate-query-language", "validate-map-numbers"] {
        let text = fs::read_to_string(folder.join(file).with_extension("json")).unwrap();
        for case in Value::parse(&text).unwrap().as_array().unwrap() {
            let id = string(case, "id");
            count += 1;
            let passes = case_passes(case);
            if let (Err(difference), false) = (&passes, NOT_OURS.contains(&id.as_str())) {
                wrong.push(format!("{id}: {difference}"));
            }
            if passes.is_ok() && NOT_OURS.contains(&id.as_str()) {
                wrong.push(format!("{id} passes: take it off the list"));
            }
        }
    }
    assert!(count > 50, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
}

/// What the service says, or what we say, of one definition.
struct Said {
    text: String,
    /// `None` where nobody wrote down whether the service names a place.
    location: Option<String>,
}

impl Said {
    fn agrees(&self, other: &Self) -> bool {
        let locations = self.location.as_ref().zip(other.location.as_ref());
        self.text == other.text && locations.is_none_or(|(a, b)| a == b)
    }
}

fn case_passes(case: &Value) -> Result<(), String> {
    let definition = case.get("definition").unwrap();
    let ours = ours(&StateMachine::from_value(definition).unwrap());
    let expect = case.get("expect").unwrap();
    let theirs = theirs(expect);
    let fits = match string(expect, "match").as_str() {
        "contains" => theirs.iter().all(|it| ours.iter().any(|other| it.agrees(other))),
        _ => {
            theirs.len() == ours.len()
                && theirs.iter().zip(&ours).all(|(it, other)| it.agrees(other))
        }
    };
    let show = |said: &[Said]| {
        let lines = said.iter().map(|it| format!("\n    {} at {:?}", it.text, it.location));
        lines.collect::<String>()
    };
    if fits { Ok(()) } else { Err(format!("they say{}\n  we say{}", show(&theirs), show(&ours))) }
}

fn ours(machine: &StateMachine) -> Vec<Said> {
    let said = |it: &Problem| Said {
        text: format!("{} {}: {}", it.severity, it.code, it.message),
        location: Some(it.location.clone().unwrap_or_default()),
    };
    machine.validate().iter().map(said).collect()
}

fn theirs(expect: &Value) -> Vec<Said> {
    let said = |it: &Value| Said {
        text: format!(
            "{} {}: {}",
            string(it, "severity").to_lowercase(),
            string(it, "code"),
            string(it, "message"),
        ),
        location: it.get("location").map(|it| it.as_str().unwrap_or_default().to_owned()),
    };
    let diagnostics = expect.get("diagnostics").and_then(Value::as_array);
    diagnostics.map(|it| it.iter().map(said).collect()).unwrap_or_default()
}

fn string(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn measured() -> Option<PathBuf> {
    let shared = std::env::var_os("STEPWRIGHT_SHARED").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = shared.unwrap_or_else(beside);
    let folder = shared.join("conformance/measured");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no measurements at {} (set STEPWRIGHT_SHARED)", folder.display());
    None
}
