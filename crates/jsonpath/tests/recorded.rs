//! Recordings of the service: every intrinsic function that was recorded in a JSONPath state.

use std::path::{Path as FilePath, PathBuf};

use stepwright_json::{Value, json};
use stepwright_jsonpath::{PayloadTemplate, Randomness, Scope};

#[test]
fn intrinsic_functions_are_as_recorded() {
    let shared = std::env::var_os("STEPWRIGHT_SHARED").map_or_else(
        || FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("conformance/execution");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return;
    };
    let mut run = 0;
    for entry in entries {
        let path = entry.expect("a folder's entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with("intrinsic_functions") || name.contains("jsonata") {
            continue;
        }
        let case = Value::parse(&std::fs::read_to_string(&path).expect("a file")).expect("JSON");
        let states = case["definition"]["States"].as_object().expect("states");
        let Some(parameters) = states.values().find_map(|it| it.get("Parameters")) else {
            continue;
        };
        let context = json!({
            "Execution": { "Name": case["execution_name"].clone(), "Input": case["input"].clone() },
            "StateMachine": {
                "Id": case["state_machine_arn"].clone(),
                "Name": case["state_machine_arn"].as_str().and_then(|it| it.rsplit(':').next()),
            },
        });
        let scope = Scope { context: &|| context.clone(), ..Scope::of(&case["input"]) };
        let template =
            PayloadTemplate::compile(parameters).unwrap_or_else(|error| panic!("{name}: {error}"));
        let value = template
            .evaluate(&scope, &mut Randomness::seeded(1))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = &case["expected"]["output"];
        if expected.to_string().contains("<random-number>")
            || expected.to_string().contains("<uuid")
        {
            continue;
        }
        assert_eq!(&value, expected, "{name}");
        run += 1;
    }
    assert!(run > 50, "only {run} cases");
}
