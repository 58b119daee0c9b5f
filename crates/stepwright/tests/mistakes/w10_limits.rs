//! W10

use super::check::{Fetch, FetchError, check};
use expect_test::expect;
use stepwright::items::Batches;
use stepwright::{Backoff, Expr, Flow, Step, Workflow, distributed_map, pass, task};

fn a_long_name(w: &mut Flow, _: Expr<()>) {
    pass(&"a".repeat(81)).run(w);
}

fn out_of_range(w: &mut Flow, url: Expr<String>) {
    let backoff = Backoff::every_secs(100_000_000).max_attempts(100_000_000).rate(0.5);
    task("Fetch", Fetch)
        .input(url)
        .timeout_secs(0)
        .retry(FetchError::BUSY, backoff.max_delay_secs(0))
        .run(w);
    task("Fetch Again", Fetch).input(url).timeout_secs(60).heartbeat_secs(60).run(w);
    w.wait("Rest", 100_000_000);
}

fn a_distributed_map(w: &mut Flow, urls: Expr<Vec<String>>) {
    let batches = Batches::of(urls);
    distributed_map("Many", batches, (), |w, urls, _: Expr<()>| pass("Same").value(urls).run(w))
        .tolerate_failure_percentage(101.0)
        .label("a label")
        .run(w);
}

#[test]
fn a_state_name_is_too_long() {
    check(
        a_long_name,
        expect![[r#"
            error[W10]: state name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 81 characters, and may have 1 to 80
              --> crates/stepwright/tests/mistakes/w10_limits.rs:9:27
              help: give it another name; what there is to say can go into `.comment(..)`"#]],
    );
}

#[test]
fn numbers_are_out_of_range() {
    check(
        out_of_range,
        expect![[r#"
            error[W10]: IntervalSeconds of a Retrier of "Fetch" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:17:10
              help: IntervalSeconds is 0 to 99999999

            error[W10]: MaxAttempts of a Retrier of "Fetch" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:17:10
              help: MaxAttempts is 0 to 99999999

            error[W10]: BackoffRate of a Retrier of "Fetch" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:17:10
              help: BackoffRate is at least 1

            error[W10]: MaxDelaySeconds of a Retrier of "Fetch" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:17:10
              help: MaxDelaySeconds is 1 to 31622400

            error[W10]: TimeoutSeconds of "Fetch" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:18:10
              help: TimeoutSeconds is 1 to 99999999

            error[W10]: "Fetch Again" times out before its heartbeat is due
              --> crates/stepwright/tests/mistakes/w10_limits.rs:19:79
              help: HeartbeatSeconds must be less than TimeoutSeconds

            error[W10]: Seconds of "Rest" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:20:7
              help: Seconds is 0 to 99999999"#]],
    );
}

#[test]
fn a_distributed_map_has_limits_of_its_own() {
    check(
        a_distributed_map,
        expect![[r#"
            error[W10]: "Many" has the label "a label"
              --> crates/stepwright/tests/mistakes/w10_limits.rs:28:10
              help: a label has 1 to 40 characters, no blanks and none of ? * < > { } [ ] : ; , \ | ^ ~ $ # % & ` "

            error[W10]: ToleratedFailurePercentage of "Many" is out of range
              --> crates/stepwright/tests/mistakes/w10_limits.rs:28:10
              help: ToleratedFailurePercentage is 0 to 100

            error[W10]: "Many" has batches without a limit
              --> crates/stepwright/tests/mistakes/w10_limits.rs:28:10
              help: say how large a batch is: `.max_items(..)` or `.max_input_bytes(..)`"#]],
    );
}

#[test]
fn a_definition_is_too_large() {
    let text = "a".repeat(1024 * 1024);
    let f = |w: &mut Flow, _: Expr<()>| pass("Large").value(text).run(w);
    check(
        f,
        expect![[r#"
            error[W10]: the definition has 1048731 bytes, and may have 1048576
              --> crates/stepwright/tests/mistakes/check.rs:12:22
              help: move a part of it into a state machine of its own, and call that"#]],
    );
}

#[test]
fn a_workflow_may_not_time_out_at_once() {
    let f = |w: &mut Flow, _: Expr<()>| w.wait("Rest", 1);
    let mistakes = Workflow::new("test", f).timeout_secs(0).build().unwrap_err();
    expect![[r#"
        error[W10]: TimeoutSeconds of the workflow is out of range
          --> crates/stepwright/tests/mistakes/w10_limits.rs:112:20
          help: TimeoutSeconds is 1 to 99999999"#]]
    .assert_eq(&mistakes.to_string());
}
