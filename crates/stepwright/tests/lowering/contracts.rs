//! What the workflows of these tests call, and how a test looks at one.

use expect_test::Expect;
use serde::{Deserialize, Serialize};
use stepwright::{Callable, Expr, Flow, Shape, Tail, TaskError, Workflow};

#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Request {
    pub(crate) url: String,
    pub(crate) tries: u32,
}
#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Page {
    pub(crate) rows: u32,
    pub(crate) chunks: Vec<String>,
}
#[derive(Debug, TaskError)]
#[expect(dead_code, reason = "only their names are of interest")]
pub(crate) enum FetchError {
    NotFound,
    #[retriable]
    Busy,
}
#[derive(Callable)]
#[lambda(name = "fetch-page", input = Request, output = Page, error = FetchError)]
pub(crate) struct Fetch;

#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Ask {
    pub(crate) question: String,
    pub(crate) token: stepwright::TaskToken,
}
#[derive(Callable)]
#[lambda(name = "ask", input = Ask, output = String)]
pub(crate) struct AskSomebody;
#[derive(Callable)]
#[machine(name = "rank", input = Request, output = Page)]
pub(crate) struct Rank;
#[derive(Callable)]
#[activity(name = "by-hand", input = Request, output = Page)]
pub(crate) struct ByHand;
#[derive(Callable)]
#[lambda(name = "sweep", input = ())]
pub(crate) struct Sweep;
#[derive(Callable)]
#[service(resource = "arn:aws:states:::aws-sdk:s3:listBuckets", input = (), output = serde_json::Value)]
pub(crate) struct ListBuckets;

/// The definition, as it is printed. The service must accept it: `validate` finds nothing wrong.
#[track_caller]
pub(crate) fn check<I: Shape, O: Shape, R: Tail<O>>(
    f: impl FnOnce(&mut Flow, Expr<I>) -> R,
    expect: Expect,
) {
    let said = match Workflow::new("test", f).build() {
        Ok(machine) => {
            assert_eq!(machine.validate(), [], "{machine}");
            machine.to_string()
        }
        Err(mistakes) => mistakes.to_string(),
    };
    expect.assert_eq(&said);
}
