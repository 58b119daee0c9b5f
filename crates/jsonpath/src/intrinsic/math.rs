//! `States.MathAdd` and `States.MathRandom`.

use stepwright_json::Value;

use super::{Done, Randomness, whole_of};

/// Each argument is rounded before they are added.
pub(super) fn add(a: &Value, b: &Value) -> Done {
    let (a, b) = (whole_of(a, "the first argument")?, whole_of(b, "the second argument")?);
    a.checked_add(b).map(Value::from).ok_or_else(|| "the sum is too large".to_owned())
}

/// The start is included, the end is not. The same seed gives the same number.
pub(super) fn random(
    start: &Value,
    end: &Value,
    seed: Option<&Value>,
    chance: &mut Randomness,
) -> Done {
    let (start, end) = (whole_of(start, "the start")?, whole_of(end, "the end")?);
    if start >= end {
        return Err(format!("the start {start} must be below the end {end}"));
    }
    let span = end.abs_diff(start);
    let drawn = match seed {
        Some(seed) => Randomness::seeded(whole_of(seed, "the seed")?.cast_unsigned()).below(span),
        None => chance.below(span),
    };
    // Below the span, so the sum is below the end.
    Ok(Value::from(start.saturating_add_unsigned(drawn)))
}
