//! W09

use super::check::{Fetch, FetchError, OtherError, check};
use expect_test::expect;
use stepwright::{Backoff, Expr, Flow, Step, distributed_map, map, parallel, pass, task};

fn not_inside(w: &mut Flow, url: Expr<String>) {
    parallel("Both")
        .branch("a", |w| task("Fetch", Fetch).input(url).run(w))
        .branch::<(), _>("b", |w| w.fail("Fail", "Broken", ""))
        .retry(FetchError::BUSY, Backoff::every_secs(1))
        .catch(OtherError::ODD, |w, _| w.fail("A", "A", ""))
        .run(w);
}

fn a_distributed_map(w: &mut Flow, urls: Expr<Vec<String>>) {
    distributed_map("Many", urls, (), |w, url, _: Expr<()>| task("Fetch", Fetch).input(url).run(w))
        .retry(FetchError::BUSY, Backoff::every_secs(1))
        .run(w);
}

fn a_map_of_nothing_that_fails(w: &mut Flow, urls: Expr<Vec<String>>) {
    map("Each", urls, |w, url| pass("Same").value(url).run(w))
        .retry(FetchError::BUSY, Backoff::every_secs(1))
        .run(w);
}

#[test]
fn an_error_that_no_step_inside_raises() {
    check(
        not_inside,
        expect![[r#"
        error[W09]: "Both" catches "Odd", which nothing inside can raise
          --> crates/stepwright/tests/mistakes/w09_nothing_raises.rs:12:10
          help: name an error of a step inside, or one of `States::..`"#]],
    );
}

#[test]
fn an_error_of_an_item_of_a_distributed_map() {
    check(
        a_distributed_map,
        expect![[r#"
            error[W09]: "Many" retries "Busy", which a Distributed Map never fails with
              --> crates/stepwright/tests/mistakes/w09_nothing_raises.rs:18:10
              help: when items fail it fails with `States::ExceedToleratedFailureThreshold`, whatever their error was"#]],
    );
}

#[test]
fn an_error_of_a_map_that_does_nothing() {
    check(
        a_map_of_nothing_that_fails,
        expect![[r#"
            error[W09]: "Each" retries "Busy", which nothing inside can raise
              --> crates/stepwright/tests/mistakes/w09_nothing_raises.rs:24:10
              help: name an error of a step inside, or one of `States::..`"#]],
    );
}
