//! Timestamps as RFC 3339 has them, with a capital `T` and a capital `Z` or an offset.

/// Whether the text is a timestamp as the language has them: RFC 3339 with a capital `T` and a capital
/// `Z` or an offset, of a date and a time that exist.
///
/// ```
/// assert!(stepwright_asl::is_timestamp("2016-08-18T17:33:00Z"));
/// assert!(!stepwright_asl::is_timestamp("2016-08-18 17:33:00"));
/// ```
pub fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    is_date(date) && is_time(time)
}

fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(time: &str) -> bool {
    let Some(at) = time.find(['Z', '+', '-']) else { return false };
    let Some((clock, zone)) = time.split_at_checked(at) else { return false };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let fraction =
        fraction.is_none_or(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    below(hour, 24) && below(minute, 60) && below(second, 61) && fraction && is_zone(zone)
}

fn is_zone(zone: &str) -> bool {
    let Some(offset) = zone.strip_prefix(['+', '-']) else { return zone == "Z" };
    offset.split_once(':').is_some_and(|(hour, minute)| below(hour, 24) && below(minute, 60))
}

fn below(text: &str, bound: u32) -> bool {
    digits(text, 2).is_some_and(|it| it < bound)
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let plain = text.len() == count && text.bytes().all(|it| it.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_timestamps_are_timestamps() {
        for text in [
            "2016-08-18T17:33:00Z",
            "2016-03-14T01:59:00.123456789Z",
            "2024-02-29T00:00:00+02:00",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in [
            "",
            "T",
            "2016-08-18",
            "2016-08-18 17:33:00Z",
            "2016-08-18T17:33:00",
            "2016-08-18t17:33:00Z",
            "2016-13-01T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2016-08-18T24:00:00Z",
            "2016-08-18T17:33Z",
            "2016-08-18T17:33:00.Z",
            "2016-08-18T17:33:00+0200",
            "16-08-18T17:33:00Z",
            "2016-08-18T17:33:00é",
        ] {
            assert!(!is_timestamp(text), "{text}");
        }
    }
}
