//! The time that a timestamp in a test says.

use jiff::Timestamp;
use stepwright_asl::is_timestamp;

/// The time that a text says, where it [is a timestamp](is_timestamp) of the States Language.
pub fn parse_timestamp(text: &str) -> Option<Timestamp> {
    // jiff reads more forms than the language has.
    if is_timestamp(text) { text.parse().ok() } else { None }
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
