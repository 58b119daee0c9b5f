//! Facts of the execution: where in the context object each is read.

use expect_test::expect;
use serde::{Deserialize, Serialize};
use stepwright::{Expr, Flow, Shape, Step, Timestamp, expr, pass};

use super::contracts::check;

#[derive(Serialize, Deserialize, Shape)]
struct Facts {
    id: String,
    name: String,
    role: String,
    started: Timestamp,
    machine_id: String,
    machine: String,
    state: String,
    entered: Timestamp,
    tries: u32,
}

#[test]
fn facts_are_read_from_the_context_object() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            let context = w.context();
            pass("Facts")
                .value(expr!(Facts {
                    id: context.execution_id(),
                    name: context.execution_name(),
                    role: context.execution_role(),
                    started: context.start_time(),
                    machine_id: context.state_machine_id(),
                    machine: context.state_machine_name(),
                    state: context.state_name(),
                    entered: context.state_entered_time(),
                    tries: context.retry_count(),
                }))
                .run(w)
        },
        expect![[r#"
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Facts",
              "States": {
                "Facts": {
                  "Type": "Pass",
                  "Output": {
                    "id": "{% $states.context.Execution.Id %}",
                    "name": "{% $states.context.Execution.Name %}",
                    "role": "{% $states.context.Execution.RoleArn %}",
                    "started": "{% $states.context.Execution.StartTime %}",
                    "machine_id": "{% $states.context.StateMachine.Id %}",
                    "machine": "{% $states.context.StateMachine.Name %}",
                    "state": "{% $states.context.State.Name %}",
                    "entered": "{% $states.context.State.EnteredTime %}",
                    "tries": "{% $states.context.State.RetryCount %}"
                  },
                  "End": true
                }
              }
            }
        "#]],
    );
}
