//! Which variables states read, as AWS recorded it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use stepwright_asl::StateMachine;
use stepwright_compiler::variable_references;
use stepwright_json::Value;

#[test]
fn recorded_references_are_found() {
    let shared = env::var_os("STEPWRIGHT_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(entries) = fs::read_dir(shared.join("conformance/api")) else {
        eprintln!("skipped: no recorded API cases; set STEPWRIGHT_SHARED");
        return;
    };
    let mut checked = 0;
    for entry in entries {
        let path = entry.unwrap().path();
        let case = Value::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        let steps = case.get("steps").and_then(Value::as_array).cloned().unwrap_or_default();
        for answer in steps.iter().filter_map(|it| it.get("expected")) {
            let Some(expected) = answer.get("variableReferences") else { continue };
            let definition = match answer.get("definition").unwrap() {
                Value::String(text) => Value::parse(text).unwrap(),
                other => other.clone(),
            };
            let machine = StateMachine::from_value(&definition).unwrap();
            let actual: Value = variable_references(&machine)
                .into_iter()
                .map(|(state, read)| (state, read.into_iter().map(Value::from).collect::<Value>()))
                .collect::<stepwright_json::Object>()
                .into();
            assert_eq!(&actual, expected, "{}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 0, "no case has references");
}
