//! How the types of this crate are read from JSON and written to it: field by field, totally, and
//! in the order of the source. What JSON text looks like is `stepwright-json`'s.

mod field;
mod source_order;
mod table;

pub(crate) use self::field::{Depth, Expected, Field, Slot};
pub use self::source_order::SourceOrder;
pub(crate) use self::table::{FieldSpec, Fields, table};
