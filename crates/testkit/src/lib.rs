//! A scripted outside on a virtual clock, for tests of state machines.
//!
//! [`Mocks`] answer for the callables of a workflow, with the callables' own types;
//! [`RunLocally`] runs what the workflow is lowered to, so that the test covers what is deployed.
//! [`World`] is what lies below: it drives an execution and, when there is nothing left to do at one
//! time, jumps to the next, so that a year of waits takes no longer than a second of them. Nothing
//! here has a network or a clock.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use stepwright::{Callable, Expr, Flow, Shape, Step, TaskError, Workflow, task};
//! use stepwright_testkit::{Mocks, RunLocally};
//!
//! #[derive(Serialize, Deserialize, Shape)]
//! struct Request { url: String }
//!
//! #[derive(Debug, TaskError, thiserror::Error)]
//! enum DownloadError {
//!     #[retriable]
//!     #[error("come back later")]
//!     Busy,
//! }
//!
//! /// Downloads a page and counts its lines.
//! #[derive(Callable, Clone, Copy)]
//! #[lambda(name = "count-lines", input = Request, output = u32, error = DownloadError)]
//! struct CountLines;
//!
//! let workflow = Workflow::new("count", |w: &mut Flow, request: Expr<Request>| {
//!     task("Count Lines", CountLines)
//!         .input(request)
//!         .retry(DownloadError::BUSY, stepwright::Backoff::every_secs(60))
//!         .run(w)
//! });
//!
//! let mocks = Mocks::new()
//!     .once(CountLines, |_| Err(DownloadError::Busy))
//!     .on(CountLines, |request| Ok(u32::try_from(request.url.len()).unwrap_or(0)));
//! let run = workflow.run_locally(&mocks, Request { url: "https://example.org".to_owned() })?;
//!
//! assert_eq!(run.output, 19);
//! assert_eq!(run.path(), ["Count Lines"]);
//! assert_eq!(run.elapsed().as_secs(), 60);
//! # Ok::<(), stepwright_testkit::RunError>(())
//! ```

mod mocks;
mod run;
mod shape_agrees;
mod world;

pub use mocks::Mocks;
pub use run::{EndedBadly, Run, RunError, RunLocally};
pub use shape_agrees::{ShapeMismatch, shape_agrees};
pub use world::{Answer, Outcome, World};
