//! The JSON value that flows through a run.
//!
//! Owns values, their text form in and out, and the places of things in a text. Knows nothing of
//! state machines.
//!
//! A [`Value`] is immutable and shared: a clone copies a pointer, whatever the size of the value.
//! Objects keep the order in which they were written, integers are exact.
//!
//! ```
//! use stepwright_json::{Value, json};
//!
//! let order = Value::parse(r#"{"id": 9007199254740993, "items": [{"price": 2.0}]}"#)?;
//! let shared = order.clone(); // copies a pointer
//! assert_eq!(order["items"][0]["price"], json!(2.0));
//! assert_eq!(shared.to_string(), r#"{"id":9007199254740993,"items":[{"price":2.0}]}"#);
//! # Ok::<(), stepwright_json::ParseError>(())
//! ```
//!
//! # Places
//!
//! [`parse_with_positions`] also says where in the text each value and each key stands, and which
//! keys were written twice:
//!
//! ```
//! use stepwright_json::{LineColumn, Pointer, parse_with_positions};
//!
//! let text = "{\n  \"StartAt\": \"Hello\"\n}";
//! let (_, positions) = parse_with_positions(text)?;
//! let span = positions.value(&Pointer::root().join("StartAt")).unwrap();
//! assert_eq!(&text[span.start..span.end], "\"Hello\"");
//! assert_eq!(LineColumn::of(text, span.start).to_string(), "2:14");
//! # Ok::<(), stepwright_json::ParseError>(())
//! ```
//!
//! # Why a value of our own
//!
//! A run copies its data at every step. Beside `serde_json::Value`, on a payload of 6 KB with a
//! list of a hundred objects, in one run of `cargo bench -p stepwright-json` (medians):
//!
//! | what | here | `serde_json` | ratio |
//! | --- | --- | --- | --- |
//! | clone | 9.6 ns | 15.7 µs | 1 : 1,640 |
//! | read a path of three steps | 5.8 ns | 29.5 ns | 1 : 5.1 |
//! | one field changed, the old value kept | 79 ns | 12.7 µs | 1 : 160 |
//! | the same in an item of the list | 705 ns | 16.7 µs | 1 : 24 |
//! | print | 14.0 µs | 18.1 µs | 1 : 1.3 |
//! | parse | 27.0 µs | 33.4 µs | 1 : 1.2 |
//!
//! No crate looked at does all of it: `ijson` is small but clones containers deeply,
//! `serde_json_bytes` shares strings only, and neither keeps the places of values, which
//! diagnostics need.

mod array;
mod convert;
mod json_macro;
mod line_column;
mod number;
mod object;
mod parse;
mod pointer;
mod positions;
mod print;
mod shared;
mod value;

pub use array::Array;
pub use convert::{ConvertError, from_value, to_value};
pub use line_column::{LineColumn, Lines};
pub use number::Number;
pub use object::{IntoIter, Iter, Object};
pub use parse::{DEPTH_MAX, ParseError, ParseErrorKind, parse_with_positions};
pub use pointer::{Pointer, PointerError};
pub use positions::{Duplicate, Positions, Span};
pub use value::Value;
