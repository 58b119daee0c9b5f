//! `States.MathAdd` and `States.MathRandom`.

use stepwright_json::Value;

use super::{Done, Randomness, whole_of};

/// Each argument is rounded before they are added, and has at most 32 bits.
// UNVERIFIED: what the service says of larger ones, and whether a sum may be larger: here it may.
pub(super) fn add(a: &Value, b: &Value) -> Done {
    Ok(Value::from(
        i64::from(int_of(a, "the first argument")?) + i64::from(int_of(b, "the second argument")?),
    ))
}

fn int_of(value: &Value, what: &str) -> Result<i32, String> {
    let whole = whole_of(value, what)?;
    i32::try_from(whole)
        .map_err(|_| format!("{what} must be from -2147483648 to 2147483647, but is {value}"))
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
