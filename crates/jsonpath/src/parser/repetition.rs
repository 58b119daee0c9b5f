//! How much a pattern's counts make of it, seen before it is compiled: the compiler of patterns multiplies them
//! without looking.

/// The longest text that the counts of a pattern may ask for.
const REPEATED_MAX: u64 = 1 << 31;

/// Whether the counts of a pattern, `{3}` and `{2,5}`, multiplied where they are nested, stay within bounds.
pub(super) fn is_bounded(pattern: &str) -> bool {
    let (mut group, mut outer) = (Size::default(), Vec::new());
    let mut rest = pattern.chars();
    let mut in_class = false;
    while let Some(it) = rest.next() {
        match it {
            '\\' => {
                _ = rest.next();
                group.next(1);
            }
            _ if in_class => in_class = it != ']',
            '[' => {
                in_class = true;
                group.next(1);
            }
            '(' => outer.push(std::mem::take(&mut group)),
            ')' => {
                let inner = group.sum();
                group = outer.pop().unwrap_or_default();
                group.next(inner);
            }
            '{' => {
                let text = rest.as_str();
                let counts = text.split_once('}').map_or(text, |it| it.0);
                group.last = group.last.saturating_mul(most(counts));
            }
            _ => group.next(1),
        }
    }
    outer.iter().fold(group.sum(), |sum, it| sum.saturating_add(it.sum())) <= REPEATED_MAX
}

/// How long a part is of which the last piece may still be repeated.
#[derive(Default)]
struct Size {
    before: u64,
    last: u64,
}

impl Size {
    fn next(&mut self, piece: u64) {
        self.before = self.sum();
        self.last = piece;
    }

    fn sum(&self) -> u64 {
        self.before.saturating_add(self.last)
    }
}

/// The larger of the numbers of a count; what is too large to be read is the largest.
fn most(counts: &str) -> u64 {
    let numbers = counts.split(',').map(str::trim).filter(|it| is_number(it));
    numbers.map(|it| it.parse().unwrap_or(u64::MAX)).max().unwrap_or(1).max(1)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_bounded() {
        let uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
        let named = r"\p{Lu}{1,20}(?<year>\d{4})-((\d{2}){2,3}|x{0,})*";
        assert!(
            [uuid, named, "", "a{,3}", "a{", "[{9}]{2}", "(((", ")))"].into_iter().all(is_bounded)
        );
    }

    #[test]
    fn counts_of_counts_are_multiplied() {
        assert!(is_bounded("((a{1000}){1000}){1000}"));
        assert!(!is_bounded("(((a{1000}){1000}){1000}){1000}"));
        assert!(!is_bounded("(a|b){0000000344622043008155287}"));
        assert!(!is_bounded(r"([\]a]{1,99999}){99999}{99999}"));
        assert!(!is_bounded("a{99999999999999999999999999}"));
    }
}
