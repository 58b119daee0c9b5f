//! What expressions are tested with.
//!
//! Owns the files of cases ([`Case`]) and the grammars of random expressions ([`jsonata`],
//! [`path`]) that the tests of the expression languages and the fuzz targets share. Knows no
//! evaluator: who reads a case knows what to do with it.

mod case;
mod chance;
mod jsonata;
mod jsonpath;

pub use case::{Case, CaseError, Ending, read_folder};
pub use chance::{Bytes, Chance, Seeded};
pub use jsonata::{INPUT, jsonata};
pub use jsonpath::{DATA, filter, path};
