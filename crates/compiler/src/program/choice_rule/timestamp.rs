//! Timestamps in tests: RFC 3339 with an uppercase `T` and an uppercase `Z` or an offset.

use jiff::Timestamp;

/// The time that a text says, where it is a timestamp as the States Language has them: "the RFC3339
/// profile of ISO 8601, with the further restrictions that an uppercase T must separate date and
/// time, and an uppercase Z must be present in the absence of a numeric time zone offset".
pub fn parse_timestamp(text: &str) -> Option<Timestamp> {
    if has_form(text.as_bytes()) { text.parse().ok() } else { None }
}

/// Whether a text has the form `YYYY-MM-DDThh:mm:ss`, a fraction perhaps, and `Z` or `±hh:mm`.
fn has_form(text: &[u8]) -> bool {
    let Some(rest) = after(text, b"0000-00-00T00:00:00") else { return false };
    let zone = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
            match fraction.split_at_checked(digits) {
                Some((digits, zone)) if !digits.is_empty() => zone,
                _ => return false,
            }
        }
        None => rest,
    };
    let is_offset = |sign| after(zone, sign).is_some_and(<[u8]>::is_empty);
    zone == b"Z" || is_offset(b"+00:00") || is_offset(b"-00:00")
}

/// What follows a form in which each `0` stands for a digit.
fn after<'a>(text: &'a [u8], form: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = text.split_at_checked(form.len())?;
    let fits =
        |(form, it): (&u8, &u8)| if *form == b'0' { it.is_ascii_digit() } else { form == it };
    form.iter().zip(head).all(fits).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_an_uppercase_t_and_a_zone() {
        for text in [
            "2012-10-09T19:00:55Z",
            "2012-10-09T19:00:55.123456789Z",
            "2012-10-09T19:00:55.5+01:00",
            "2012-10-09T19:00:55-23:59",
            "0001-01-01T00:00:00Z",
        ] {
            assert!(parse_timestamp(text).is_some(), "{text}");
        }
        for text in [
            "",
            "Z",
            "2012-10-09",
            "2012-10-09T19:00:55",
            "2012-10-09T19:00:55z",
            "2012-10-09t19:00:55Z",
            "2012-10-09 19:00:55Z",
            "2012-10-09T19:00Z",
            "2012-10-09T19:00:55.Z",
            "2012-10-09T19:00:55+0100",
            "2012-10-09T19:00:55+01",
            "2012-10-09T19:00:55Z[UTC]",
            "2012-13-09T19:00:55Z",
            "2012-02-30T19:00:55Z",
            "2012-10-09T19:00:55Zé",
        ] {
            assert!(parse_timestamp(text).is_none(), "{text}");
        }
    }

    #[test]
    fn an_offset_is_another_way_to_say_the_same_time() {
        assert_eq!(
            parse_timestamp("2012-10-09T19:00:55+01:00"),
            parse_timestamp("2012-10-09T18:00:55Z")
        );
    }
}
