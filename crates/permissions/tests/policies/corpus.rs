//! Every definition of the shared corpus, where it is there.

use std::fs;
use std::path::{Path, PathBuf};

use stepwright_asl::{StateMachine, Value};
use stepwright_permissions::{Context, state_machine_policy};

use crate::proof::{every_statement_is_needed, prove};
use crate::requests::requests;

#[test]
fn policies_of_real_definitions_suffice_and_have_nothing_to_spare() {
    let Some(corpus) = corpus() else { return };
    let context = Context::new("us-east-1", "123456789012", "m");
    let (mut machines, mut statements, mut asked) = (0, 0, 0);
    for entry in index(&corpus) {
        let text = fs::read_to_string(corpus.join(entry["file"].as_str().unwrap())).unwrap();
        let definition = Value::parse(&text).unwrap();
        let machine = StateMachine::from_value(&definition).unwrap();
        let policy = state_machine_policy(&machine, &context);
        if entry["truth"]["verdict"].as_str() == Some("valid") {
            prove(&definition, &policy);
            asked += requests(&definition).len();
        } else {
            every_statement_is_needed(&policy);
        }
        machines += 1;
        statements += policy.statements.len();
    }
    eprintln!("{machines} machines, {statements} statements, {asked} requests");
    assert!(machines >= 700 && statements >= 700 && asked >= 700, "the corpus is not whole");
}

/// Damaged definitions get a policy too, for as much of them as can be understood.
#[test]
fn policies_of_damaged_definitions_have_nothing_to_spare() {
    let Some(corpus) = corpus() else { return };
    let context = Context::new("us-east-1", "123456789012", "m");
    let mutants = corpus.join("../mutants");
    let mut machines = 0;
    for entry in index(&mutants) {
        let text = fs::read_to_string(mutants.join(entry["file"].as_str().unwrap())).unwrap();
        let machine: StateMachine = text.parse().unwrap();
        every_statement_is_needed(&state_machine_policy(&machine, &context));
        machines += 1;
    }
    assert!(machines >= 1700, "only {machines} mutants");
}

#[test]
fn real_definitions_leave_no_gaps() {
    let Some(corpus) = corpus() else { return };
    let context = Context::new("us-east-1", "123456789012", "m");
    let mut gaps = Vec::new();
    for entry in index(&corpus) {
        if entry["truth"]["verdict"].as_str() != Some("valid") {
            continue;
        }
        let text = fs::read_to_string(corpus.join(entry["file"].as_str().unwrap())).unwrap();
        let machine: StateMachine = text.parse().unwrap();
        let policy = state_machine_policy(&machine, &context);
        gaps.extend(policy.gaps.into_iter().map(|it| it.why));
    }
    assert_eq!(gaps, ["there is no integration `foo:bar`"]);
}

fn index(corpus: &Path) -> Vec<Value> {
    let index = fs::read_to_string(corpus.join("index.json")).unwrap();
    Value::parse(&index).unwrap().as_array().unwrap().iter().cloned().collect()
}

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("STEPWRIGHT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), Into::into);
    let corpus = shared.join("corpus/definitions");
    if corpus.is_dir() {
        return Some(corpus);
    }
    eprintln!(
        "skipped: no corpus in {}; set STEPWRIGHT_SHARED to the shared folder",
        shared.display()
    );
    None
}
