//! W21

use super::check::{ByHand, Fetch, Nested, check};
use expect_test::expect;
use stepwright::{Expr, Flow, Step, asl, choice, distributed_map, map, raw_branch, raw_state};
use stepwright::{parallel, raw_task, task};

fn waiting(w: &mut Flow, texts: Expr<Vec<String>>) {
    distributed_map("Many", texts, (), |w, text, _: Expr<()>| {
        task("Nested", Nested).input(text).run(w);
        task("By Hand", ByHand).input(text).run(w);
        task("Wait For It", Fetch).input_with_token(|token| token.assert()).run(w);
        raw_task::<()>("Job", "arn:aws:states:::batch:submitJob.sync", text).run(w);
        raw_task::<()>("Once", "arn:aws:states:::batch:submitJob", text).run(w);
    })
    .express()
    .run(w);
}

fn nested(w: &mut Flow, rows: Expr<Vec<Vec<String>>>) {
    distributed_map("Rows", rows, (), |w, row, _: Expr<()>| {
        distributed_map("Cells", row, (), |w, cell, _: Expr<()>| {
            task("Fetch", Fetch).input(cell).run(w)
        })
        .run(w);
    })
    .express()
    .run(w);
}

fn deeper(w: &mut Flow, rows: Expr<Vec<Vec<String>>>) {
    distributed_map("Rows", rows, (), |w, row, _: Expr<()>| {
        parallel("One").branch("one", |w| map("Each", row, deep).run(w)).run(w);
    })
    .express()
    .run(w);
}

fn deep(w: &mut Flow, cell: Expr<String>) {
    let rest = |w: &mut Flow, _, _: Expr<()>| w.wait("Rest", 1);
    choice("Any?")
        .when(cell.eq(""), |w| _ = distributed_map("Deep", vec![1_u8], (), rest).run(w))
        .otherwise(|_| ())
        .run(w);
}

fn standard(w: &mut Flow, rows: Expr<Vec<Vec<String>>>) -> Expr<Vec<Vec<String>>> {
    distributed_map("Rows", rows, (), |w, row, _: Expr<()>| {
        distributed_map("Cells", row, (), |w, cell, _: Expr<()>| {
            task("Fetch", Fetch).input(cell).run(w);
            cell
        })
        .express()
        .run(w)
    })
    .run(w)
}

fn machine() -> asl::StateMachine {
    r#"{"StartAt": "Job", "States": {
        "Job": {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "Items"},
        "Items": {"Type": "Map", "End": true, "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true,
                "Resource": "arn:aws:states:us-east-1:123456789012:activity:ask"}}}}
    }}"#
    .parse()
    .unwrap()
}

fn raw(w: &mut Flow, numbers: Expr<Vec<u32>>) {
    distributed_map("Raw", numbers, (), |w, _, _: Expr<()>| raw_branch::<u32>(machine()).run(w))
        .express()
        .run(w);
    distributed_map("State", numbers, (), |w, _, _: Expr<()>| {
        let resource = Some("arn:aws:states:::sqs:sendMessage.waitForTaskToken".to_owned());
        raw_state::<()>("Send", asl::Task { resource, ..asl::Task::default() }).run(w);
    })
    .express()
    .run(w);
}

#[test]
fn an_express_execution_waits_for_nobody() {
    check(
        waiting,
        expect![[r#"
        error[W21]: "Nested" waits for another execution, which has no place in an Express execution
          --> crates/stepwright/tests/mistakes/w21_express.rs:10:44
          made Express here
          --> crates/stepwright/tests/mistakes/w21_express.rs:17:6
          help: take `.express()` away from the Distributed Map around it

        error[W21]: "By Hand" is an activity, which has no place in an Express execution
          --> crates/stepwright/tests/mistakes/w21_express.rs:11:45
          made Express here
          --> crates/stepwright/tests/mistakes/w21_express.rs:17:6
          help: take `.express()` away from the Distributed Map around it

        error[W21]: "Wait For It" waits for a callback, which has no place in an Express execution
          --> crates/stepwright/tests/mistakes/w21_express.rs:12:77
          made Express here
          --> crates/stepwright/tests/mistakes/w21_express.rs:17:6
          help: take `.express()` away from the Distributed Map around it

        error[W21]: "Job" waits for a job, which has no place in an Express execution
          --> crates/stepwright/tests/mistakes/w21_express.rs:13:78
          made Express here
          --> crates/stepwright/tests/mistakes/w21_express.rs:17:6
          help: take `.express()` away from the Distributed Map around it"#]],
    );
}

#[test]
fn an_express_execution_has_no_distributed_map() {
    check(
        nested,
        expect![[r#"
        error[W21]: "Cells" is a Distributed Map, which has no place in an Express execution
          --> crates/stepwright/tests/mistakes/w21_express.rs:25:10
          made Express here
          --> crates/stepwright/tests/mistakes/w21_express.rs:28:6
          help: take `.express()` away from the Distributed Map around it"#]],
    );
    check(
        deeper,
        expect![[r#"
            error[W21]: "Deep" is a Distributed Map, which has no place in an Express execution
              --> crates/stepwright/tests/mistakes/w21_express.rs:42:82
              made Express here
              --> crates/stepwright/tests/mistakes/w21_express.rs:36:6
              help: take `.express()` away from the Distributed Map around it"#]],
    );
}

#[test]
fn a_standard_execution_has_distributed_maps_that_are_express() {
    let workflow = stepwright::Workflow::new("test", standard);
    assert!(workflow.build().is_ok());
}

#[test]
fn a_definition_from_elsewhere_is_looked_through() {
    check(
        raw,
        expect![[r#"
            error[W21]: "Send" waits for a callback, which has no place in an Express execution
              --> crates/stepwright/tests/mistakes/w21_express.rs:77:81
              made Express here
              --> crates/stepwright/tests/mistakes/w21_express.rs:80:6
              help: take `.express()` away from the Distributed Map around it

            error[W21]: "Job" waits for a job, which has no place in an Express execution
              --> crates/stepwright/tests/mistakes/w21_express.rs:72:90
              made Express here
              --> crates/stepwright/tests/mistakes/w21_express.rs:74:10
              help: take `.express()` away from the Distributed Map around it

            error[W21]: "Items" is a Distributed Map, which has no place in an Express execution
              --> crates/stepwright/tests/mistakes/w21_express.rs:72:90
              made Express here
              --> crates/stepwright/tests/mistakes/w21_express.rs:74:10
              help: take `.express()` away from the Distributed Map around it"#]],
    );
}
