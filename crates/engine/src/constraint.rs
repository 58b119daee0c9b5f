//! How long a text may be, in the words of AWS's API where it is longer.

use std::ops::RangeInclusive;

/// What is wrong with the length of a field; nothing where it is within `range`. The value is left out
/// where AWS takes it for a secret.
pub(crate) fn length(
    field: &str,
    value: Option<&str>,
    length: usize,
    range: RangeInclusive<usize>,
) -> Option<String> {
    let (least, most) = range.clone().into_inner();
    let bound = match length {
        it if range.contains(&it) => return None,
        it if it > most => format!("less than or equal to {most}"),
        _ => format!("greater than or equal to {least}"),
    };
    let value = value.map(|it| format!(" '{it}'")).unwrap_or_default();
    Some(format!(
        "Value{value} at '{field}' failed to satisfy constraint: Member must have length {bound}"
    ))
}

/// All that is wrong, as one text.
pub(crate) fn check(wrong: impl IntoIterator<Item = Option<String>>) -> Result<(), String> {
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    match wrong.len() {
        0 => Ok(()),
        1 => Err(format!("1 validation error detected: {}", wrong.join(""))),
        count => Err(format!("{count} validation errors detected: {}", wrong.join("; "))),
    }
}
