//! W17

use super::check::{Fetch, FetchError, Page, check};
use expect_test::expect;
use stepwright::{Expr, Flow, Step, asl, parallel, pass, raw_branch, raw_state, task};

fn same() -> asl::StateMachine {
    r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#.parse().unwrap()
}

fn not_alone(w: &mut Flow, _: Expr<()>) {
    parallel("Both")
        .branch("a", |w| {
            pass("Before").run(w);
            raw_branch::<u32>(same()).run(w)
        })
        .branch("b", |w| {
            raw_branch::<u32>(same()).run(w);
            pass("After").value(1u32).run(w)
        })
        .run(w);
}

fn in_json_path(w: &mut Flow, _: Expr<()>) {
    let mut machine = same();
    machine.query_language = Some(asl::QueryLanguage::JsonPath);
    parallel("One").branch("a", |w| raw_branch::<u32>(machine).run(w)).run(w);
}

fn another_value(w: &mut Flow, n: Expr<u32>) {
    parallel("One")
        .branch("a", |w| {
            raw_branch::<u32>(same()).run(w);
            n
        })
        .run(w);
}

fn without_a_result(w: &mut Flow, _: Expr<()>) -> Expr<u32> {
    let value = raw_state::<u32>("Raw", asl::Pass::default()).run(w);
    pass("After").value(value).run(w)
}

fn a_choice(w: &mut Flow, _: Expr<()>) {
    raw_state::<()>("Which?", asl::Choice::default()).run(w);
}

fn catches_into_nowhere() -> Vec<asl::Catcher> {
    let (error_equals, next) = (Some(vec!["States.ALL".to_owned()]), Some("Nowhere".to_owned()));
    vec![asl::Catcher { error_equals, next, ..asl::Catcher::default() }]
}

fn into_nowhere(w: &mut Flow, url: Expr<String>) {
    let catch = Some(catches_into_nowhere());
    raw_state::<u32>("Raw", asl::Task { catch, ..asl::Task::default() }).run(w);
    task("Tweaked", Fetch).input(url).tweak(|it| it.catch = Some(catches_into_nowhere())).run(w);
    let broken = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"#;
    parallel("One").branch("a", |w| raw_branch::<u32>(broken.parse().unwrap()).run(w)).run(w);
}

fn into_a_state_that_is_there(w: &mut Flow, url: Expr<String>) {
    task("Tweaked", Fetch)
        .input(url)
        .catch(FetchError::BUSY, |w, _| {
            pass("Recover").run(w);
            pass("Empty").value(Page { rows: 0 }).run(w)
        })
        .tweak(|it| {
            let catch = it.catch.get_or_insert_default();
            catch.extend(
                catches_into_nowhere()
                    .into_iter()
                    .map(|it| asl::Catcher { next: Some("Recover".to_owned()), ..it }),
            );
            // Where the others lead is the flow's to say.
            catch.first_mut().unwrap().next = Some("Nowhere".to_owned());
        })
        .run(w);
}

#[test]
fn a_transition_of_a_raw_part_dangles() {
    check(
        into_nowhere,
        expect![[r#"
        error[W17]: a raw part leads nowhere: Missing 'Next' target: Nowhere, at /States/Raw/Catch/0/Next
          --> crates/stepwright/tests/mistakes/w17_raw.rs:55:74
          help: name a state that stands beside it, or leave the way out to the flow

        error[W17]: a raw part leads nowhere: Missing 'Next' target: Nowhere, at /States/Tweaked/Catch/0/Next
          --> crates/stepwright/tests/mistakes/w17_raw.rs:56:91
          help: name a state that stands beside it, or leave the way out to the flow

        error[W17]: a raw part leads nowhere: Missing 'Next' target: B, at /States/One/Branches/0/States/A/Next
          --> crates/stepwright/tests/mistakes/w17_raw.rs:58:88
          help: name a state that stands beside it, or leave the way out to the flow"#]],
    );
}

#[test]
fn a_raw_catcher_may_lead_to_a_state_beside_it() {
    check(
        into_a_state_that_is_there,
        expect![[r#"
        {
          "QueryLanguage": "JSONata",
          "StartAt": "Tweaked",
          "States": {
            "Tweaked": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Arguments": {
                "FunctionName": "${FetchArn}",
                "Payload": "{% $states.input %}"
              },
              "Catch": [
                {
                  "ErrorEquals": [
                    "Busy"
                  ],
                  "Next": "Recover"
                },
                {
                  "ErrorEquals": [
                    "States.ALL"
                  ],
                  "Next": "Recover"
                }
              ],
              "End": true
            },
            "Recover": {
              "Type": "Pass",
              "Next": "Empty"
            },
            "Empty": {
              "Type": "Pass",
              "End": true
            }
          }
        }
    "#]],
    );
}

#[test]
fn a_raw_branch_is_not_alone() {
    check(
        not_alone,
        expect![[r#"
            error[W02]: state "After" can never be reached: the path before it has already ended
              --> crates/stepwright/tests/mistakes/w17_raw.rs:19:39
              the path ends here
              --> crates/stepwright/tests/mistakes/w17_raw.rs:18:39
              help: move the step before the end of the path, or into another branch

            error[W17]: a raw branch is not the whole of its branch
              --> crates/stepwright/tests/mistakes/w17_raw.rs:15:39
              help: a raw branch is a definition of its own: put it alone into a branch, or an iteration

            error[W17]: a raw branch is not the whole of its branch
              --> crates/stepwright/tests/mistakes/w17_raw.rs:19:39
              help: a raw branch is a definition of its own: put it alone into a branch, or an iteration

            error[W17]: a raw branch is given another value than its own
              --> crates/stepwright/tests/mistakes/w17_raw.rs:17:10
              help: what a raw branch hands back is its own output: hand on what its `.run(w)` gave"#]],
    );
}

#[test]
fn a_raw_branch_speaks_json_path() {
    check(
        in_json_path,
        expect![[r#"
        error[W17]: a raw branch speaks JSONPath inside a workflow
          --> crates/stepwright/tests/mistakes/w17_raw.rs:27:64
          help: a workflow speaks JSONata throughout: translate it, or call it as a machine of its own

        error[W07]: a branch of "One" has no states
          --> crates/stepwright/tests/mistakes/w17_raw.rs:27:21
          help: put a step into it: `pass(..)` hands on a value and does nothing else"#]],
    );
}

#[test]
fn a_raw_branch_hands_back_something_else() {
    check(
        another_value,
        expect![[r#"
            error[W17]: a raw branch is given another value than its own
              --> crates/stepwright/tests/mistakes/w17_raw.rs:32:10
              help: what a raw branch hands back is its own output: hand on what its `.run(w)` gave"#]],
    );
}

#[test]
fn a_raw_state_has_no_result() {
    check(
        without_a_result,
        expect![[r#"
            error[W17]: "After" reads the value of "Raw", which has no result
              made here
              --> crates/stepwright/tests/mistakes/w17_raw.rs:40:63
              read here
              --> crates/stepwright/tests/mistakes/w17_raw.rs:41:32
              help: only a Task, a Parallel and a Map have one"#]],
    );
}

#[test]
fn a_raw_state_has_many_ways_out() {
    check(
        a_choice,
        expect![[r#"
            error[W17]: "Which?" has no one way out that a flow could go on from
              --> crates/stepwright/tests/mistakes/w17_raw.rs:45:55
              help: write a Choice with `choice(..)`; its conditions may be `Expr::jsonata(..)`"#]],
    );
}
