//! A workflow of 200 tasks. That it compiles is the compiler's check of it; how long `build()` takes is
//! a bench.

#[path = "large/workflow.rs"]
mod workflow;

use stepwright::Workflow;

#[test]
fn two_hundred_tasks_are_two_hundred_states() {
    let workflow = Workflow::new("large", workflow::large);
    let machine = workflow.build().unwrap();
    assert_eq!(machine.states.len(), 200);
    // Each reads the one before it, and its own value leaves or becomes a variable.
    let text = machine.to_string();
    assert!(text.contains(r#""rows": "{% $task199.rows + 1 %}""#), "{text}");
    assert_eq!(workflow.placeholders().len(), 1);
}
