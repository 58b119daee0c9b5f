//! W20

use super::check::{Fetch, check_report};
use expect_test::expect;
use stepwright::{Backoff, Expr, Flow, LambdaFaults, Step, task};

fn without(w: &mut Flow, url: Expr<String>) {
    task("Fetch", Fetch).input(url).run(w);
    task("Again", Fetch).input(url).retry(LambdaFaults, Backoff::every_secs(1)).run(w);
}

#[test]
fn a_lambda_task_does_not_retry_lambdas_own_faults() {
    check_report(
        without,
        expect![[r#"
        warning[W20]: "Fetch" does not retry the faults of Lambda itself
          --> crates/stepwright/tests/mistakes/w20_lambda_faults.rs:8:37
          help: add `LambdaFaults` to what it retries: they are rare, and pass"#]],
    );
}
