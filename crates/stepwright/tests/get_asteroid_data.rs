//! The worked example: contracts, a workflow, and the definition it becomes.

#[expect(dead_code, unreachable_pub, reason = "an application has these in a crate of their own")]
#[path = "get_asteroid_data/contracts.rs"]
mod contracts;
#[expect(unreachable_pub, reason = "an application has these in a crate of their own")]
#[expect(clippy::too_many_lines, clippy::doc_markdown, reason = "a whole workflow, on one page")]
#[path = "get_asteroid_data/workflow.rs"]
mod workflow;

use std::path::Path;

use stepwright::{Mistakes, Workflow, asl};

fn machine() -> Result<asl::StateMachine, Mistakes> {
    let workflow = Workflow::new("get-asteroid-data", workflow::get_asteroid_data).comment(
        "Loads asteroid data from various NASA sources, parses it and puts it into a database.",
    );
    workflow.build()
}

fn definition() -> Result<String, Mistakes> {
    Ok(machine()?.to_string())
}

#[test]
fn the_worked_example_lowers_to_its_definition() {
    let expect = expect_test::expect_file!["get_asteroid_data/definition.asl.json"];
    expect.assert_eq(&definition().unwrap());
}

#[test]
fn the_service_would_accept_the_definition() {
    assert_eq!(machine().unwrap().validate(), []);
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let workflow = Workflow::new("get-asteroid-data", workflow::get_asteroid_data);
    let once = workflow.build().unwrap().to_string();
    assert_eq!(once, workflow.build().unwrap().to_string());
    let again = Workflow::new("get-asteroid-data", workflow::get_asteroid_data);
    assert_eq!(once, again.build().unwrap().to_string());
}

#[test]
fn the_definition_is_the_one_that_was_designed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = std::env::var_os("STEPWRIGHT_SHARED").unwrap_or_else(|| "../shared".into());
    let design = root.join(shared).join("design/authoring.md");
    let Ok(text) = std::fs::read_to_string(&design) else {
        eprintln!("skipped: {} is not there", design.display());
        return;
    };
    let (_, section) = text.split_once("### 10.3").unwrap();
    let (_, block) = section.split_once("```json\n").unwrap();
    let (json, _) = block.split_once("```").unwrap();
    assert_eq!(definition().unwrap(), json);
}
