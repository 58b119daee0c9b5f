//! JSONPath as AWS Step Functions accepts it: paths, reference paths, payload templates and the 18
//! intrinsic functions.
//!
//! Everything is parsed once and evaluated often, over the shared values of `stepwright-json`: a
//! path allocates nothing but its result, and a template shares its constant parts. Knows nothing
//! of states.
//!
//! ```
//! use stepwright_json::json;
//! use stepwright_jsonpath::{Path, Scope};
//!
//! let path = Path::parse("$.asteroids[?(@.deltaV < 4)].name")?;
//! let input = json!({ "asteroids": [
//!     { "name": "2006 RH120", "deltaV": 3.8 },
//!     { "name": "Eros", "deltaV": 6.1 },
//! ] });
//! assert!(!path.is_definite());
//! assert_eq!(path.evaluate(&Scope::of(&input))?, json!(["2006 RH120"]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A path begins at the data (`$`), at the context object (`$$`) or at a variable (`$name`). A
//! **definite** path names one value and fails where it is missing; an **indefinite** one (wildcard,
//! slice, filter, `..`) gives an array, empty where nothing matches.

mod ast;
mod error;
mod evaluate;
mod filter;
mod intrinsic;
mod parser;
mod path;
mod reference_path;
mod scope;
mod template;
mod walk;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use error::{EvaluateError, ParseError};
pub use intrinsic::{Intrinsic, IntrinsicError, IntrinsicErrorKind, Randomness};
pub use path::{Missing, Path, Root};
pub use reference_path::{ReferencePath, WriteError};
pub use scope::Scope;
pub use template::{PayloadTemplate, TemplateError};
