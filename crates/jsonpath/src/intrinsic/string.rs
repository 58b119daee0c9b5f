//! `States.StringSplit`.

use stepwright_json::Value;

use super::{Done, text_of};

/// The delimiters are a set of characters; what is empty between two of them is dropped.
pub(super) fn split(text: &Value, delimiters: &Value) -> Done {
    let text = text_of(text, "the first argument")?;
    let delimiters = text_of(delimiters, "the delimiters")?;
    let parts = text.split(|it| delimiters.contains(it));
    Ok(parts.filter(|it| !it.is_empty()).collect())
}
