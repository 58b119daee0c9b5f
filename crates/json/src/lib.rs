//! The JSON value that flows through a run.
//!
//! Owns values, their text form in and out, and the places of things in a text. Knows nothing of
//! state machines.
//!
//! A [`Value`] is immutable and shared: a clone copies a pointer, whatever the size of the value.
//! Objects keep the order in which they were written, integers are exact.

mod value;
mod number;
mod object;
mod array;
mod convert;

pub use array::Array;
pub use convert::{from_value, to_value};
pub use number::Number;
pub use object::Object;
pub use value::Value;
