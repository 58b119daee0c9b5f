//! [`Payload`]: the JSON that an event tells of, as it is, or packed where a history is long.
//!
//! A history may have 25,000 events of 256 KiB each, and a value takes many times as much in memory as
//! its text. Owns what packed means; when something is packed, [`Events`](super::Events) decides.

use std::fmt;
use std::io::{Read, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use stepwright_json::{DEPTH_MAX, Object, Value};

/// A JSON value that an event tells of: an input, an output, parameters, variables.
///
/// ```
/// use stepwright_engine::Payload;
/// use stepwright_json::json;
///
/// let payload = Payload::from(json!({ "n": 1 }));
/// assert_eq!(payload.value(), json!({ "n": 1 }));
/// assert_eq!(payload.to_string(), r#"{"n":1}"#);
/// ```
#[derive(Clone)]
pub struct Payload<T = Value>(Form<T>);

#[derive(Clone)]
enum Form<T> {
    Plain(T),
    /// Its compact text, deflated. One pointer, so that events are small.
    Packed(Arc<Box<[u8]>>),
}

impl<T: Json> Payload<T> {
    /// The value. O(1), but for the older events of a history whose payloads are large: those are
    /// unpacked each time.
    pub fn value(&self) -> T {
        match &self.0 {
            Form::Plain(value) => value.clone(),
            Form::Packed(packed) => T::of_value(unpacked(packed)),
        }
    }

    /// How many bytes of text there are to be packed; nothing where it is packed, or so short that it
    /// is not worth it.
    #[inline]
    pub(super) fn plain_bytes(&self) -> usize {
        match &self.0 {
            Form::Plain(value) => {
                let bytes = value.bytes();
                if bytes < PACKED_BYTES_MIN { 0 } else { bytes }
            }
            Form::Packed(_) => 0,
        }
    }
}

/// What is shorter stays as it is.
const PACKED_BYTES_MIN: usize = 256;

/// What a payload may be: any JSON, or an object.
pub trait Json: Clone + PartialEq + sealed::Packable {}

impl Json for Value {}
impl Json for Object {}

mod sealed {
    use stepwright_json::{Object, Value};

    /// What can be packed.
    pub trait Packable: Sized {
        /// About how long its text is.
        fn bytes(&self) -> usize;
        /// The same, of a value that was one.
        fn of_value(value: Value) -> Self;
        /// Whether both are one and the same in memory.
        fn is_same(&self, other: &Value) -> bool;
        /// Any value.
        fn to_value(&self) -> Value;
    }

    impl Packable for Value {
        #[inline]
        fn bytes(&self) -> usize {
            match self {
                // A container remembers its size, and has mostly been asked for it before.
                Self::Array(_) | Self::Object(_) => self.size_bytes(),
                Self::String(text) => text.len(),
                Self::Null | Self::Bool(_) | Self::Number(_) => 0,
            }
        }
        fn of_value(value: Value) -> Self {
            value
        }
        fn is_same(&self, other: &Value) -> bool {
            match (self, other) {
                (Self::Array(one), Self::Array(other)) => one.ptr_eq(other),
                (Self::Object(one), Self::Object(other)) => one.ptr_eq(other),
                (Self::String(one), Self::String(other)) => std::sync::Arc::ptr_eq(one, other),
                _ => false,
            }
        }
        fn to_value(&self) -> Value {
            self.clone()
        }
    }

    impl Packable for Object {
        #[inline]
        fn bytes(&self) -> usize {
            self.size_bytes()
        }
        fn of_value(value: Value) -> Self {
            // It was packed as an object.
            value.as_object().cloned().unwrap_or_default()
        }
        fn is_same(&self, other: &Value) -> bool {
            other.as_object().is_some_and(|it| it.ptr_eq(self))
        }
        fn to_value(&self) -> Value {
            self.clone().into()
        }
    }
}

fn unpacked(packed: &[u8]) -> Value {
    let mut text = String::new();
    let read = DeflateDecoder::new(packed).read_to_string(&mut text);
    let value = read.ok().and_then(|_| Value::parse(&text).ok());
    // What is packed is a value's own text, no deeper than a text may be, in memory of ours.
    debug_assert!(value.is_some(), "a packed payload is the text of a value");
    value.unwrap_or_default()
}

/// Packs payloads, one after the other.
#[derive(Debug)]
pub(super) struct Packer {
    encoder: DeflateEncoder<Vec<u8>>,
    /// An event mostly tells of the same value as the one before it.
    last: Option<(Value, Arc<Box<[u8]>>)>,
}

impl Default for Packer {
    fn default() -> Self {
        Self { encoder: DeflateEncoder::new(Vec::new(), Compression::fast()), last: None }
    }
}

impl Packer {
    /// Packs it, where that is possible and worth it.
    pub(super) fn pack<T: Json>(&mut self, payload: &mut Payload<T>) {
        let Form::Plain(value) = &payload.0 else { return };
        if payload.plain_bytes() == 0 {
            return;
        }
        let packed = match &self.last {
            Some((last, packed)) if value.is_same(last) => Some(Arc::clone(packed)),
            Some(_) | None => self.packed(value),
        };
        if let Some(packed) = packed {
            self.last = Some((value.to_value(), Arc::clone(&packed)));
            payload.0 = Form::Packed(packed);
        }
    }

    fn packed(&mut self, value: &impl Json) -> Option<Arc<Box<[u8]>>> {
        let text = value.to_value().to_text();
        // It could not be read again. Such a value shares all but its shell with the one before it.
        if openings(&text) > DEPTH_MAX && depth(&text) > DEPTH_MAX {
            return None;
        }
        // Neither fails where the writer is memory.
        self.encoder.write_all(text.as_bytes()).ok()?;
        let packed = self.encoder.reset(Vec::new()).ok()?;
        Some(Arc::new(packed.into_boxed_slice()))
    }
}

/// How many arrays and objects a text has at most: mostly, that is few enough to tell, and quick.
fn openings(text: &str) -> usize {
    // In a chunk of 255 bytes a byte can count them, and many bytes are looked at together.
    let opens = |it: &u8| u8::from(matches!(it, b'[' | b'{'));
    let in_chunk = |it: &[u8]| it.iter().fold(0_u8, |sum, byte| sum.wrapping_add(opens(byte)));
    text.as_bytes().chunks(255).map(|it| usize::from(in_chunk(it))).sum()
}

/// How deep arrays and objects are nested in a compact text.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => _ = bytes.next(),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

impl<T: Json> From<T> for Payload<T> {
    fn from(value: T) -> Self {
        Self(Form::Plain(value))
    }
}

impl<T: Json> PartialEq for Payload<T> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Form::Plain(one), Form::Plain(other)) => one == other,
            // The same text gives the same bytes; the same value may have several texts.
            (Form::Packed(one), Form::Packed(other)) if one == other => true,
            _ => self.value() == other.value(),
        }
    }
}

impl<T: Json> fmt::Display for Payload<T> {
    /// The compact text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value().to_value(), f)
    }
}

impl<T: Json> fmt::Debug for Payload<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.value().to_value(), f)
    }
}

#[cfg(test)]
mod tests {
    use stepwright_json::json;

    use super::*;

    fn is_packed(payload: &Payload) -> bool {
        matches!(payload.0, Form::Packed(_))
    }

    fn packed(value: impl Into<Value>) -> Payload {
        let mut payload = Payload::from(value.into());
        Packer::default().pack(&mut payload);
        payload
    }

    #[test]
    fn what_was_packed_is_what_it_was() {
        let long = "\"[{é\\".repeat(100);
        let values = [
            json!(long.clone()),
            json!([1, -2.5, 1e300, 9_007_199_254_740_993_u64, null, true, long.clone()]),
            json!({ "a": { "b": [long.clone()] }, "": {} }),
        ];
        for value in values {
            let payload = packed(value.clone());
            assert!(is_packed(&payload));
            assert_eq!(payload.value(), value);
            assert_eq!(payload, Payload::from(value.clone()));
            assert_eq!(payload.to_string(), value.to_string());
            assert_ne!(payload, packed(long.clone() + "x"));
        }
    }

    #[test]
    fn what_is_short_stays_as_it_is() {
        for value in [json!(null), json!(1), json!("x".repeat(200)), json!([1, 2, 3])] {
            assert!(!is_packed(&packed(value)));
        }
    }

    #[test]
    fn what_is_too_deep_to_be_read_again_stays_as_it_is() {
        let nested = |depth| (0..depth).fold(json!("x".repeat(300)), |it, _| json!([it]));
        assert!(is_packed(&packed(nested(DEPTH_MAX))));
        let deeper = packed(nested(DEPTH_MAX + 1));
        assert!(!is_packed(&deeper));
        assert_eq!(deeper.value(), nested(DEPTH_MAX + 1));
    }

    #[test]
    fn events_that_tell_of_one_value_share_it_packed_too() {
        let value = json!(["x".repeat(300)]);
        let (mut one, mut other) = (Payload::from(value.clone()), Payload::from(value));
        let mut packer = Packer::default();
        packer.pack(&mut one);
        packer.pack(&mut other);
        let (Form::Packed(one), Form::Packed(other)) = (&one.0, &other.0) else {
            panic!("neither is short");
        };
        assert!(Arc::ptr_eq(one, other));
    }
}
