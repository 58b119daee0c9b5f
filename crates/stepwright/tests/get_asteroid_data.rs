//! The worked example: contracts, a workflow, and the definition it becomes.

#[path = "get_asteroid_data/contracts.rs"]
mod contracts;
#[path = "get_asteroid_data/workflow.rs"]
mod workflow;

use stepwright::Workflow;

fn definition() -> String {
    Workflow::new("get-asteroid-data", workflow::get_asteroid_data)
        .comment(
            "Loads asteroid data from various NASA sources, parses it and puts it into a database.",
        )
        .build()
        .unwrap()
        .to_string()
}

#[test]
fn the_worked_example_lowers_to_its_definition() {
    expect_test::expect_file!["get_asteroid_data/definition.asl.json"].assert_eq(&definition());
}

#[test]
fn building_twice_gives_the_same_bytes() {
    assert_eq!(definition(), definition());
}
