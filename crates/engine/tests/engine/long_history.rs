//! Histories of large payloads: as whole as any other, and bounded in memory.

use stepwright_engine::{Execution, ExecutionStatus, HistoryEventDetails as Details};
use stepwright_json::{Value, json};
use stepwright_testkit::{Answer, World};

use crate::common::program;

/// Counts to `n`, and carries 100,000 characters along that are others in each turn.
fn loops(n: u32) -> Execution {
    let machine = format!(
        r#"{{"StartAt": "Step", "States": {{
            "Step": {{
                "Type": "Pass", "Next": "Again",
                "Output": {{"n": "{{% $states.input.n + 1 %}}", "all": ["{{% $pad('', 100000, 'n' & $states.input.n) %}}"]}},
                "Assign": {{"last": ["{{% $pad('', 100000, 'v' & $states.input.n) %}}"]}}
            }},
            "Again": {{
                "Type": "Choice", "Default": "End",
                "Choices": [{{"Condition": "{{% $states.input.n < {n} %}}", "Next": "Step"}}]
            }},
            "End": {{"Type": "Succeed"}}
        }}}}"#
    );
    World::new(|_| Answer::silence()).run(&program(&machine), json!({ "n": 0 }))
}

/// What turn `n` tells of.
fn text(letter: char, n: u64) -> Value {
    let text: String = format!("{letter}{n}").chars().cycle().take(100_000).collect();
    json!([text])
}

#[test]
fn older_payloads_are_packed_and_read_as_they_were() {
    // 100 KiB and more in each of its payloads: more than is kept as it is.
    let execution = loops(100);
    assert_eq!(execution.status(), ExecutionStatus::Succeeded);
    let mut turn = 0_u64;
    for event in execution.history() {
        match &event.details {
            Details::PassStateEntered(entered) => {
                assert_eq!(entered.input.value()["n"], json!(turn));
            }
            Details::PassStateExited(exited) => {
                let output = exited.output.value();
                assert_eq!(output["all"], text('n', turn));
                let variables = exited.assigned_variables.as_ref().unwrap().value();
                assert_eq!(variables.get("last").cloned().unwrap(), text('v', turn));
                turn += 1;
                assert_eq!(output["n"], json!(turn));
            }
            _ => {}
        }
    }
    assert_eq!(turn, 100);
    // A packed event is as an event is, and the same run gives the same again.
    assert_eq!(execution.history(), loops(100).history());
    let first = execution.history()[2].to_string();
    assert!(first.ends_with("PassStateExited         Step  sets $last"), "{first}");
}
