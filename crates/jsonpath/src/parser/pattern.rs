//! What a pattern may not say, seen before it is compiled: what Java's patterns do not know, and counts that make
//! more of it than can be. The compiler of patterns takes both at their word, and as much memory.

/// The longest text that the counts of a pattern may ask for.
const REPEATED_MAX: u64 = 1 << 31;

/// What stands behind `(?` in Java: a group that is not kept, looks around or has a name, or flags.
const BEHIND_QUESTION: &str = ":=!><-idmsuxU";

/// Why a pattern is refused, where it is: it calls groups, as other languages do, or its counts, `{3}` and `{2,5}`,
/// multiplied where they are nested, are too large.
pub(super) fn refusal(pattern: &str) -> Option<&'static str> {
    let (mut group, mut outer) = (Size::default(), Vec::new());
    let mut rest = pattern.chars();
    let mut in_class = false;
    while let Some(it) = rest.next() {
        match it {
            '\\' => {
                if rest.next() == Some('g') {
                    return Some("there is no `\\g`");
                }
                group.next(1);
            }
            _ if in_class => in_class = it != ']',
            '[' => {
                in_class = true;
                group.next(1);
            }
            '(' => {
                let kind = rest.as_str().strip_prefix('?').and_then(|it| it.chars().next());
                if kind.is_some_and(|it| !BEHIND_QUESTION.contains(it)) {
                    return Some("there is no such group behind `(?`");
                }
                outer.push(std::mem::take(&mut group));
            }
            ')' => {
                let inner = group.sum();
                group = outer.pop().unwrap_or_default();
                group.next(inner);
            }
            '{' => {
                // No further than a count goes: there may be as many braces as characters.
                let is_other = |it: char| !it.is_ascii_digit() && !matches!(it, ',' | ' ');
                let counts = rest.as_str().split(is_other).next().unwrap_or_default();
                group.last = group.last.saturating_mul(most(counts));
            }
            _ => group.next(1),
        }
    }
    let size = outer.iter().fold(group.sum(), |sum, it| sum.saturating_add(it.sum()));
    (size > REPEATED_MAX).then_some("its counts are too large")
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

    fn is_taken(pattern: &str) -> bool {
        refusal(pattern).is_none()
    }

    #[test]
    fn what_people_write_is_taken() {
        let uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
        let named = r"\p{Lu}{1,20}(?<year>\d{4})-((\d{2}){2,3}|x{0,})*";
        let around = r"(?i:a)(?=b)(?!c)(?<=b)(?<!c)(?>d)(?-i)\k<year>\1";
        let odd = ["", "a{,3}", "a{", "[{9}]{2}", "(((", ")))", "(?"];
        assert!([uuid, named, around].into_iter().chain(odd).all(is_taken));
    }

    #[test]
    fn counts_of_counts_are_multiplied() {
        assert!(is_taken("((a{1000}){1000}){1000}"));
        assert!(!is_taken("(((a{1000}){1000}){1000}){1000}"));
        assert!(!is_taken("(a|b){0000000344622043008155287}"));
        assert!(!is_taken(r"([\]a]{1,99999}){99999}{99999}"));
        assert!(!is_taken("a{99999999999999999999999999}"));
    }

    #[test]
    fn a_pattern_of_nothing_but_braces_is_read_once() {
        assert!(is_taken(&"{".repeat(1 << 20)));
    }

    #[test]
    fn no_group_is_called() {
        assert!(
            ["a\\g<1>", "a\\g8", "(?R)", "(?1)", "(?&a)", "(?P<a>b)", "(?(1)a|b)"]
                .into_iter()
                .all(|it| !is_taken(it))
        );
    }
}
