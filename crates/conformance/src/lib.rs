//! The engine against what AWS did.
//!
//! A *corpus* is a folder of recorded cases: a definition, an input, what the tasks answered, and what
//! the service made of it. Each [`Case`] runs on a virtual clock with its own answers and is compared
//! by the rules of the corpus; the [`Ratchet`] keeps which ones pass, a list that may only grow.
//!
//! The corpus is not part of this repository: [`Corpus::find`] looks where `STEPWRIGHT_SHARED` points
//! (default: `../shared` beside the workspace).
//!
//! ```
//! use stepwright_conformance::{Case, Kind, Verdict};
//!
//! let case = Case::read(
//!     Kind::Execution,
//!     r#"{
//!         "id": "a-pass-state-passes-its-input-on",
//!         "topic": "base",
//!         "definition": {
//!             "QueryLanguage": "JSONata",
//!             "StartAt": "Pass",
//!             "States": {"Pass": {"Type": "Pass", "End": true}}
//!         },
//!         "input": {"a": 1},
//!         "expected": {"status": "SUCCEEDED", "output": {"a": 1}}
//!     }"#,
//! )?;
//! assert!(matches!(case.judge(), Verdict::Pass));
//! # Ok::<(), stepwright_json::ParseError>(())
//! ```

mod case;
mod corpus;
mod execution;
mod measured;
mod test_state;

mod compare;
mod wire;

mod ratchet;
mod report;

pub use case::{Case, Kind, Verdict};
pub use compare::Difference;
pub use corpus::{Corpus, CorpusError};
pub use ratchet::{Moved, Ratchet, RatchetError};
pub use report::{Report, judge_all};
