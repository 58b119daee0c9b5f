//! Comparing keys. They are short, and comparing them word by word here is quicker than a call.

/// Whether two keys are the same.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && match a.len() {
            0..=3 => a.iter().eq(b),
            4..=7 => have_same_ends::<4>(a, b),
            8..=16 => have_same_ends::<8>(a, b),
            _ => a == b,
        }
}

/// Whether the first bytes and the last bytes agree; of at most twice as many bytes those are all.
fn have_same_ends<const N: usize>(a: &[u8], b: &[u8]) -> bool {
    a.first_chunk::<N>() == b.first_chunk::<N>() && a.last_chunk::<N>() == b.last_chunk::<N>()
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn keys_of_any_length_differ_in_any_byte() {
        for length in 0..40 {
            let key = "k".repeat(length);
            assert!(is_same(&key, &key.clone()));
            assert!(!is_same(&key, &"k".repeat(length + 1)));
            for at in 0..length {
                let mut other = key.clone();
                other.replace_range(at..=at, "x");
                assert!(!is_same(&key, &other), "{key} {other}");
            }
        }
    }
}
