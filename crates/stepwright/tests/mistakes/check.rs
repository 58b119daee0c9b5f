//! How a case is looked at, and what its workflow calls.

use expect_test::Expect;
use serde::{Deserialize, Serialize};
use stepwright::{Callable, Expr, Flow, Shape, Tail, TaskError, Workflow};

/// What `build()` says.
pub(crate) fn check<I: Shape, O: Shape, R: Tail<O>>(
    f: impl FnOnce(&mut Flow, Expr<I>) -> R,
    expect: Expect,
) {
    let said = match Workflow::new("test", f).build() {
        Ok(machine) => machine.to_string(),
        Err(mistakes) => mistakes.to_string(),
    };
    expect.assert_eq(&said);
}

/// What `build_report()` says of a workflow that `build()` takes.
pub(crate) fn check_report<I: Shape, O: Shape, R: Tail<O>>(
    f: impl FnOnce(&mut Flow, Expr<I>) -> R,
    expect: Expect,
) {
    let workflow = Workflow::new("test", f);
    assert!(workflow.build().is_ok());
    let report = workflow.build_report();
    let said = report.iter().map(ToString::to_string).collect::<Vec<_>>();
    expect.assert_eq(&said.join("\n"));
}

#[derive(Debug, TaskError)]
#[expect(dead_code, reason = "only their names are of interest")]
pub(crate) enum FetchError {
    NotFound,
    Busy,
}
#[derive(Debug, TaskError)]
#[expect(dead_code, reason = "only their names are of interest")]
pub(crate) enum OtherError {
    Odd,
}
#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Page {
    pub(crate) rows: u32,
}
#[derive(Callable)]
#[lambda(name = "fetch", input = String, output = Page, error = FetchError)]
pub(crate) struct Fetch;
#[derive(Callable)]
#[activity(name = "by-hand", input = String)]
pub(crate) struct ByHand;
#[derive(Callable)]
#[machine(name = "nested", input = String)]
pub(crate) struct Nested;
