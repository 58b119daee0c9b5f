//! One machine with everything in it: all states, all kinds of Tasks, all that a step can be told.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use stepwright::items::{Batches, CsvFile, ResultsTo};
use stepwright::services::s3::{HeadObject, HeadObjectRequest};
use stepwright::{
    Backoff, Expr, Flow, LambdaFaults, Retriable, Shape, States, Step, Workflow, asl, branch,
    choice, distributed_map, expr, jsonata, map, parallel, parallel_list, pass, placeholder,
    raw_branch, raw_state, raw_task, stub, task,
};

use super::contracts::{Ask, AskSomebody, ByHand, Fetch, FetchError, Page, Rank, Request};

#[derive(Serialize, Deserialize, Shape)]
struct Row {
    url: String,
}

fn tasks(w: &mut Flow, input: Expr<Request>) -> Expr<u32> {
    let give_up = w.handler("failure", |w, failure| {
        pass("Describe").value(failure).run(w);
        w.fail("Give Up", failure.error, failure.cause)
    });
    let page = task("Fetch", Fetch)
        .input(input)
        .timeout_secs(input.tries)
        .heartbeat_secs(5)
        .credentials(placeholder("RoleArn"))
        .comment("Fetches it.")
        .bind("page")
        .retry((Retriable, LambdaFaults), Backoff::every_secs(1).max_attempts(5).full_jitter())
        .catch(FetchError::NOT_FOUND, |w, _| {
            stub("Empty", Fetch).returning(expr!(Page { rows: 0, chunks: [] })).run(w)
        })
        .catch_to(States::All, &give_up)
        .run(w);
    let rank = task("Rank", Rank).input(input).run(w);
    let by_hand = task("By Hand", ByHand).input(input).heartbeat_secs(60).run(w);
    let answer = task("Ask", AskSomebody)
        .input_with_token(|token| expr!(Ask { question: "Well?", token }))
        .run(w);
    let head = task("Head", HeadObject)
        .input(expr!(HeadObjectRequest { bucket: answer, key: input.url }))
        .run(w);
    let raw = raw_task::<u32>("Raw", "arn:aws:states:::aws-sdk:s3:listBuckets", ()).run(w);
    let rounded = jsonata!(u32, "$round({a} / {b})", a = head.content_length, b = raw);
    expr!(page.rows + rank.rows + by_hand.rows + rounded)
}

fn loops(w: &mut Flow, most: Expr<u32>) {
    let rounds = w.var("rounds", 0u32);
    let again = w.label();
    w.wait("Rest", 1);
    w.set(&rounds, rounds.get() + 1);
    choice::<()>("Enough?")
        .when(expr!(rounds.get() < most), |w| w.go_to(&again))
        .otherwise(|_| ())
        .run(w);
    w.wait_until("Until", w.context().start_time());
}

fn all_rows(w: &mut Flow, bucket: Expr<String>) -> Expr<String> {
    let rows = Batches::of(CsvFile::<Row>::new(bucket, "rows.csv")).max_items(50);
    distributed_map("Rows", rows, bucket, |w, batch: Expr<Vec<Row>>, bucket: Expr<String>| {
        let nested = distributed_map("Nested", batch, bucket, |w, row, bucket: Expr<String>| {
            pass("Whole").value(bucket.concat(row.url)).run(w)
        });
        nested.express().tolerate_failures(2).run(w)
    })
    .max_concurrency(100)
    .tolerate_failure_percentage(2.5)
    .label("rows")
    .retry(States::ExceedToleratedFailureThreshold, Backoff::every_secs(60))
    .write_results_to(ResultsTo::s3(bucket).prefix("results").compact())
    .run(w)
    .result_writer_details
    .key
}

fn everything(w: &mut Flow, input: Expr<Request>) -> Expr<Vec<String>> {
    let total = tasks(w, input);
    loops(w, total);
    let (lengths, same) = parallel("Both")
        .branch("lengths", |w| {
            map("Each", input.url.split("/"), |w, part| pass("Length").value(part.len()).run(w))
                .max_concurrency(4)
                .run(w)
        })
        .branch("same", |w| raw_branch::<u32>(same()).run(w))
        .retry(States::All, Backoff::every_secs(1))
        .run(w);
    let kept = w.keep("kept", expr!(lengths.sum().assert::<u32>() + same));
    let raw =
        asl::Task { resource: Some("arn:aws:states:::http:invoke".into()), ..asl::Task::default() };
    raw_state::<()>("Call", raw).run(w);
    let key = all_rows(w, input.url);
    choice("Large?")
        .when(expr!(kept > 10), |w| w.succeed("Large", vec!["large".to_owned()]))
        .otherwise(|w| {
            let branches =
                (0..3).map(|i| branch(move |w| pass(&format!("Key {i}")).value(key).run(w)));
            parallel_list("Keys", branches.collect()).run(w)
        })
        .run(w)
}

#[expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]
fn same() -> asl::StateMachine {
    r#"{"StartAt": "Same", "States": {"Same": {"Type": "Pass", "Output": 1, "End": true}}}"#
        .parse()
        .unwrap()
}

/// The types of all states there are.
#[derive(Default)]
struct Types(BTreeSet<String>);

impl asl::Visitor<'_> for Types {
    fn state(&mut self, _: &asl::Pointer, _: &str, state: &asl::State) {
        self.0.extend(state.type_name().map(str::to_owned));
    }
}

#[test]
fn a_machine_with_everything_is_one_that_the_service_accepts() {
    let workflow = Workflow::new("everything", everything).timeout_secs(3600).comment("All of it.");
    let machine = workflow.build().unwrap();
    assert_eq!(machine.validate(), [], "{machine}");
    assert_eq!(machine.to_string().parse::<asl::StateMachine>().unwrap(), machine);

    let mut types = Types::default();
    machine.walk(&mut types);
    let all = ["Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait"];
    assert_eq!(types.0.iter().collect::<Vec<_>>(), all);
}

#[test]
fn what_is_built_can_be_changed_and_is_judged_again() {
    let mut machine = Workflow::new("everything", everything).build().unwrap();
    machine.version = Some("1.0".to_owned());
    assert_eq!(machine.validate(), []);

    machine
        .states
        .get_mut("Rank")
        .and_then(asl::State::next_mut)
        .unwrap()
        .replace("Nowhere".into());
    let problems: Vec<_> = machine.validate().iter().map(|it| it.at.as_str().to_owned()).collect();
    assert_eq!(problems.first().map(String::as_str), Some("/States/Rank/Next"), "{problems:?}");
}
