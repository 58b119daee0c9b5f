//! W08

use super::check::{Fetch, FetchError, check};
use expect_test::expect;
use stepwright::{Backoff, Expr, Flow, Retriable, States, Step, task};

const OFTEN: Backoff = Backoff::every_secs(1);

fn all_is_not_last(w: &mut Flow, url: Expr<String>) {
    task("Fetch", Fetch).input(url).retry(States::All, OFTEN).retry(FetchError::BUSY, OFTEN).run(w);
}

fn all_is_not_alone(w: &mut Flow, url: Expr<String>) {
    task("Fetch", Fetch)
        .input(url)
        .catch((FetchError::BUSY, States::All), |w, _| w.fail("A", "A", ""))
        .run(w);
}

fn hidden(w: &mut Flow, url: Expr<String>) {
    task("Fetch", Fetch)
        .input(url)
        .retry(FetchError::BUSY, OFTEN)
        .retry(FetchError::BUSY, OFTEN)
        .catch(States::TaskFailed, |w, _| w.fail("A", "A", ""))
        .catch(FetchError::NOT_FOUND, |w, _| w.fail("B", "B", ""))
        .catch(States::Timeout, |w, _| w.fail("C", "C", ""))
        .run(w);
}

fn nothing_is_retriable(w: &mut Flow, url: Expr<String>) {
    task("Fetch", Fetch).input(url).retry(Retriable, OFTEN).run(w);
}

#[test]
fn states_all_is_not_last() {
    check(
        all_is_not_last,
        expect![[r#"
            error[W08]: a Retrier of "Fetch" names States.ALL and is not the last
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:10:37
              comes after it
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:10:63
              help: `States::All` matches everything: let it be the last Retrier"#]],
    );
}

#[test]
fn states_all_is_not_alone() {
    check(
        all_is_not_alone,
        expect![[r#"
            error[W08]: a Catcher of "Fetch" names States.ALL beside other errors
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:16:10
              help: `States::All` matches the others too: name it alone"#]],
    );
}

#[test]
fn a_retrier_and_a_catcher_are_hidden_by_earlier_ones() {
    check(
        hidden,
        expect![[r#"
            error[W08]: a Retrier of "Fetch" can never match: what it names is matched before
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:24:10
              matched here
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:23:10
              help: take it away, or put it first

            error[W08]: a Catcher of "Fetch" can never match: what it names is matched before
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:26:10
              matched here
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:25:10
              help: take it away, or put it first"#]],
    );
}

#[test]
fn a_retrier_names_no_error() {
    check(
        nothing_is_retriable,
        expect![[r#"
            error[W08]: a Retrier of "Fetch" names no error
              --> crates/stepwright/tests/mistakes/w08_never_matches.rs:32:37
              help: `Retriable` stands for the errors that their type marks `#[retriable]`, and it marks none"#]],
    );
}
