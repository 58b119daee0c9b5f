//! [`Pointer`]: the path to a place in a value, as RFC 6901 writes it.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::str::FromStr;

use crate::Value;

/// A JSON Pointer (RFC 6901): `/States/Hello/Retry/0`. The empty one is the whole value.
///
/// ```
/// use stepwright_json::{Pointer, json};
///
/// let retrier = Pointer::root().join("States").join("a/b").join("Retry").join(0);
/// assert_eq!(retrier.to_string(), "/States/a~1b/Retry/0");
/// assert_eq!(retrier, "/States/a~1b/Retry/0".parse()?);
///
/// let machine = json!({ "States": { "a/b": { "Retry": [{ "MaxAttempts": 2 }] } } });
/// assert_eq!(machine.pointer(&retrier.join("MaxAttempts")), Some(&json!(2)));
/// # Ok::<(), stepwright_json::PointerError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    // Invariant: empty, or begins with `/`; each `~` is followed by `0` or `1`.
    text: String,
}

/// Why a text is no JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointerError {
    /// It is neither empty nor begins with `/`.
    #[error("a JSON pointer is empty or begins with `/`: `{0}`")]
    NoSlash(String),
    /// A `~` is not followed by `0` or `1`.
    #[error("in a JSON pointer `~` is written `~0`, and `/` in a key `~1`: `{0}`")]
    Escape(String),
}

impl Pointer {
    /// The pointer to the whole value.
    pub fn root() -> Self {
        Self::default()
    }
    /// Reads a pointer.
    ///
    /// # Errors
    ///
    /// Where the text neither is empty nor begins with `/`, or has a `~` that escapes nothing.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        if !text.is_empty() && !text.starts_with('/') {
            return Err(PointerError::NoSlash(text.to_owned()));
        }
        if text.split('~').skip(1).any(|it| !it.starts_with(['0', '1'])) {
            return Err(PointerError::Escape(text.to_owned()));
        }
        Ok(Self { text: text.to_owned() })
    }
    /// Goes one step further in: a key, or the index of an item.
    pub fn push(&mut self, token: impl fmt::Display) {
        self.text.push('/');
        // Writing to a `String` cannot fail.
        let _ = write!(Escaping(&mut self.text), "{token}");
    }
    /// Goes one step back out, and gives the key or index that was last.
    pub fn pop(&mut self) -> Option<String> {
        let (rest, last) = self.text.rsplit_once('/')?;
        let last = unescape(last).into_owned();
        self.text.truncate(rest.len());
        Some(last)
    }
    /// This pointer, one step further in.
    #[must_use]
    pub fn join(&self, token: impl fmt::Display) -> Self {
        let mut it = self.clone();
        it.push(token);
        it
    }
    /// This pointer, and then another.
    #[must_use]
    pub fn concat(&self, rest: &Self) -> Self {
        Self { text: format!("{}{}", self.text, rest.text) }
    }
    /// This pointer, one step further out; the root has no parent.
    pub fn parent(&self) -> Option<Self> {
        let (rest, _) = self.text.rsplit_once('/')?;
        Some(Self { text: rest.to_owned() })
    }
    /// The last key or index.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.text.rsplit_once('/').map(|(_, last)| unescape(last))
    }
    /// Keys and indices from the outside in.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.text.split('/').skip(1).map(unescape)
    }
    /// Whether this is the whole value.
    pub fn is_root(&self) -> bool {
        self.text.is_empty()
    }
    /// Whether this points at `other` or at something in it.
    pub fn starts_with(&self, other: &Self) -> bool {
        self.text
            .strip_prefix(other.text.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
    /// The pointer as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// What this points at in `value`.
    pub fn get<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.tokens().try_fold(value, |value, token| match value {
            Value::Object(object) => object.get(&token),
            Value::Array(array) => array.get(index(&token)?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    }
}

/// An index as the RFC has it: digits without a sign and without leading zeros.
pub(crate) fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    if plain { token.parse().ok() } else { None }
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for it in text.chars() {
            match it {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                _ => self.0.push(it),
            }
        }
        Ok(())
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Pointer {
    type Err = PointerError;
    fn from_str(text: &str) -> Result<Self, PointerError> {
        Self::parse(text)
    }
}

impl<T: fmt::Display> FromIterator<T> for Pointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        let mut it = Self::root();
        tokens.into_iter().for_each(|token| it.push(token));
        it
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_examples_of_the_rfc_point_where_it_says() {
        let value = json!({
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5,
            "k\"l": 6, " ": 7, "m~n": 8
        });
        let get = |text: &str| Pointer::parse(text).unwrap().get(&value).cloned();
        assert_eq!(get(""), Some(value.clone()));
        assert_eq!(get("/foo/0"), Some(json!("bar")));
        for (text, expected) in [
            ("/", 0),
            ("/a~1b", 1),
            ("/c%d", 2),
            ("/e^f", 3),
            ("/g|h", 4),
            ("/i\\j", 5),
            ("/k\"l", 6),
            ("/ ", 7),
            ("/m~0n", 8),
        ] {
            assert_eq!(get(text), Some(json!(expected)), "{text}");
        }
        assert_eq!(get("/foo/00"), None);
        assert_eq!(get("/foo/-"), None);
        assert_eq!(get("/foo/2"), None);
    }

    #[test]
    fn what_is_pushed_comes_back() {
        let mut pointer: Pointer = ["~1", "/", "", "x"].into_iter().collect();
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["~1", "/", "", "x"]);
        assert_eq!(Pointer::parse(pointer.as_str()), Ok(pointer.clone()));
        assert_eq!(pointer.last().as_deref(), Some("x"));
        assert_eq!(pointer.pop().as_deref(), Some("x"));
        assert_eq!(pointer.parent(), Some(["~1", "/"].into_iter().collect()));
        assert!(pointer.starts_with(&"/~01/~1".parse().unwrap()));
        assert!(!pointer.starts_with(&"/~01/~1/a".parse().unwrap()));
        assert_eq!(Pointer::root().pop(), None);
    }

    #[test]
    fn a_text_that_is_no_pointer_is_refused() {
        assert!(matches!(Pointer::parse("a"), Err(PointerError::NoSlash(_))));
        assert!(matches!(Pointer::parse("/~2"), Err(PointerError::Escape(_))));
        assert!(matches!(Pointer::parse("/~"), Err(PointerError::Escape(_))));
    }
}
