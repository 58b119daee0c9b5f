//! [`TextPattern`]: what `StringMatches` holds a string against.

/// A pattern in which `*` stands for any text, taken apart at its stars.
///
/// ```
/// use stepwright_compiler::TextPattern;
///
/// let pattern = TextPattern::new("log-*.txt");
/// assert!(pattern.matches("log-2026.txt"));
/// assert!(!pattern.matches("log-2026.csv"));
/// assert!(TextPattern::new(r"4\*").matches("4*"), "an escaped star is a star");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPattern {
    /// What stands before the first star: the text begins so. All of it, where there is no star.
    first: Box<str>,
    /// What stands between stars: the text has these somewhere, in this order.
    between: Box<[Box<str>]>,
    /// What stands behind the last star: the text ends so. Nothing where there is no star.
    last: Option<Box<str>>,
}

impl TextPattern {
    /// Reads a pattern: `\*` is a star, `\\` a backslash.
    ///
    /// A backslash before anything else is one.
    // UNVERIFIED: the specification calls that an error at run time; no recording shows what AWS does.
    pub fn new(pattern: &str) -> Self {
        let mut parts = vec![String::new()];
        let mut characters = pattern.chars().peekable();
        while let Some(it) = characters.next() {
            let literal = match it {
                '*' => {
                    parts.push(String::new());
                    continue;
                }
                '\\' => characters.next_if(|next| matches!(next, '*' | '\\')).unwrap_or(it),
                other => other,
            };
            if let Some(part) = parts.last_mut() {
                part.push(literal);
            }
        }
        let mut parts = parts.into_iter().map(String::into_boxed_str);
        let first = parts.next().unwrap_or_default();
        let mut between: Vec<Box<str>> = parts.collect();
        let last = between.pop();
        // Two stars side by side are one.
        between.retain(|it| !it.is_empty());
        Self { first, between: between.into(), last }
    }

    /// Whether a text is as the pattern says.
    pub fn matches(&self, text: &str) -> bool {
        let Self { first, between, last } = self;
        let Some(last) = last else { return **first == *text };
        let Some(mut rest) = text.strip_prefix(&**first).and_then(|it| it.strip_suffix(&**last))
        else {
            return false;
        };
        // The leftmost place for each leaves the most room for those after it.
        for part in between {
            let Some((_, after)) = rest.split_once(&**part) else { return false };
            rest = after;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        let pattern = TextPattern::new(pattern);
        for text in matching {
            assert!(pattern.matches(text), "{pattern:?} matches {text:?}");
        }
        for text in others {
            assert!(!pattern.matches(text), "{pattern:?} does not match {text:?}");
        }
    }

    #[test]
    fn a_pattern_without_a_star_is_the_text() {
        check("abc", &["abc"], &["", "ab", "abcd", "ABC"]);
        check("", &[""], &["a"]);
    }

    #[test]
    fn a_star_is_any_text_and_none() {
        check("*", &["", "a", "\n"], &[]);
        check("foo*.log", &["foo.log", "foo23.log", "foo.log.log"], &["foo", "foo.lo", "xfoo.log"]);
        check("*.log", &[".log", "zebra.log"], &["log", ".logs"]);
        check("foo*.*", &["foobar.zebra", "foo."], &["foobar", "fo.o"]);
        check("a**b", &["ab", "axb"], &["a", "b", "ba"]);
    }

    #[test]
    fn the_same_character_does_not_count_twice() {
        check("ab*ba", &["abba", "abxba"], &["aba"]);
        check("*ab*ab*", &["abab", "xabxabx"], &["ab", "aba"]);
        check("a*b*b", &["abb", "axbxb"], &["ab", "axb"]);
    }

    #[test]
    fn an_escaped_star_is_a_star() {
        check(r"4\*4=*", &["4*4=16", "4*4="], &["4x4=16"]);
        check(r"a\\*", &[r"a\", r"a\b"], &["a", "ab", "a*"]);
        check(r"a\b\", &[r"a\b\"], &["ab"]);
    }

    proptest! {
        #[test]
        fn it_matches_what_a_search_by_hand_matches(pattern in "[ab*]{0,8}", text in "[ab]{0,8}") {
            fn by_hand(pattern: &[u8], text: &[u8]) -> bool {
                match pattern {
                    [] => text.is_empty(),
                    [b'*', rest @ ..] => (0..=text.len()).any(|at| by_hand(rest, &text[at..])),
                    [it, rest @ ..] => text.first() == Some(it) && by_hand(rest, &text[1..]),
                }
            }
            let expected = by_hand(pattern.as_bytes(), text.as_bytes());
            prop_assert_eq!(TextPattern::new(&pattern).matches(&text), expected);
        }
    }
}
