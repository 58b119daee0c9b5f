//! [`Known`]: how much of a text an expression gives away before it is evaluated. Looks at literals
//! only, and where it is not sure it says that nothing is known.

use std::iter::Peekable;
use std::str::Chars;

/// What is known of the text that an expression gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// All of it.
    All(String),
    /// How it begins.
    Beginning(String),
    /// Nothing.
    Nothing,
}

impl Known {
    /// Looks at the code of a JSONata expression: literals with `&` between them.
    ///
    /// Everything that binds less tightly than `&` makes it unknown, so operands are only literals,
    /// variables with their paths, calls, and what is in parentheses.
    pub(crate) fn of_jsonata(code: &str) -> Self {
        let mut chars = code.chars().peekable();
        let mut text = String::new();
        let mut whole = true;
        loop {
            skip_blanks(&mut chars);
            match chars.peek() {
                Some('\'' | '"') => {
                    let Some(literal) = quoted(&mut chars) else { return Self::Nothing };
                    if whole {
                        text.push_str(&literal);
                    }
                }
                Some('$' | '(') => {
                    if operand(&mut chars).is_none() {
                        return Self::Nothing;
                    }
                    whole = false;
                }
                _ => return Self::Nothing,
            }
            skip_blanks(&mut chars);
            match chars.next() {
                None => break,
                Some('&') => {}
                Some(_) => return Self::Nothing,
            }
        }
        Self::new(text, whole)
    }

    /// Looks at the value of a `.$` key in JSONPath: `States.Format` with a template.
    pub(crate) fn of_intrinsic(code: &str) -> Self {
        let Some(arguments) = code.trim().strip_prefix("States.Format(") else {
            return Self::Nothing;
        };
        let mut chars = arguments.trim_start().chars();
        if chars.next() != Some('\'') {
            return Self::Nothing;
        }
        let mut text = String::new();
        while let Some(it) = chars.next() {
            match it {
                '\'' => return Self::new(text, true),
                '{' => return Self::new(text, false),
                '\\' => text.extend(chars.next()),
                _ => text.push(it),
            }
        }
        Self::Nothing
    }

    fn new(text: String, whole: bool) -> Self {
        match (whole, text.is_empty()) {
            (true, _) => Self::All(text),
            (false, false) => Self::Beginning(text),
            (false, true) => Self::Nothing,
        }
    }
}

fn skip_blanks(chars: &mut Peekable<Chars<'_>>) {
    while chars.next_if(|it| it.is_whitespace()).is_some() {}
}

/// A literal in single or double quotes; `None` where it has no end or an escape that is not plain.
fn quoted(chars: &mut Peekable<Chars<'_>>) -> Option<String> {
    let quote = chars.next()?;
    let mut text = String::new();
    loop {
        match chars.next()? {
            it if it == quote => return Some(text),
            '\\' => match chars.next()? {
                it @ ('\\' | '/' | '\'' | '"') => text.push(it),
                _ => return None,
            },
            it => text.push(it),
        }
    }
}

/// A variable with its path, its calls and its predicates, or something in parentheses.
fn operand(chars: &mut Peekable<Chars<'_>>) -> Option<()> {
    loop {
        match chars.peek() {
            Some('(' | '[') => group(chars)?,
            Some(it) if it.is_alphanumeric() || matches!(it, '$' | '_' | '.') => {
                chars.next();
            }
            _ => return Some(()),
        }
    }
}

/// From an opening bracket to its partner; texts in it are skipped.
fn group(chars: &mut Peekable<Chars<'_>>) -> Option<()> {
    let mut depth = 0_usize;
    loop {
        match chars.peek()? {
            '\'' | '"' => {
                quoted(chars)?;
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            // A name in back quotes, a comment, a regular expression: too much for here.
            '`' | '/' => return None,
            _ => {}
        }
        chars.next();
        if depth == 0 {
            return Some(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: Known) {
        assert_eq!(Known::of_jsonata(code), expected, "{code}");
    }

    #[track_caller]
    fn check_intrinsic(code: &str, expected: Known) {
        assert_eq!(Known::of_intrinsic(code), expected, "{code}");
    }

    fn all(text: &str) -> Known {
        Known::All(text.to_owned())
    }

    fn beginning(text: &str) -> Known {
        Known::Beginning(text.to_owned())
    }

    #[test]
    fn a_literal_is_known_whole() {
        check("'a/b'", all("a/b"));
        check(" \"it's\" ", all("it's"));
        check("'a' & \"b\"", all("ab"));
        check("''", all(""));
    }

    #[test]
    fn a_literal_before_an_unknown_is_a_beginning() {
        check("'a/' & $states.input.x", beginning("a/"));
        check("'a/' & 'b/' & $x[0].y & '.csv'", beginning("a/b/"));
        check("'a/' & $string($x = 1 ? 'b' : 'c')", beginning("a/"));
        check("'a/' & ($x ? ')' : '(') & 'z'", beginning("a/"));
    }

    #[test]
    fn what_binds_less_tightly_than_the_ampersand_is_unknown() {
        for code in [
            "'a' & $x ? 'b' : 'c'",
            "'a' = $x",
            "'a' in $x",
            "'a' & $x and $y",
            "'a' & $x ~> $uppercase",
            "'a' & $x ~> $f('b')",
            "$x & 'a'",
            "'a",
            "'a' & ",
            "'a' & $x(",
            "'\\u0041'",
            "'a' & 1",
            "'a' 'b'",
            "'abc'[0]",
            "",
        ] {
            check(code, Known::Nothing);
        }
    }

    #[test]
    fn a_template_is_known_up_to_its_first_gap() {
        check_intrinsic("States.Format('a/{}.csv', $.x)", beginning("a/"));
        check_intrinsic("States.Format( 'it\\'s \\{\\}' )", all("it's {}"));
        check_intrinsic("States.Format('{}', $.x)", Known::Nothing);
        check_intrinsic("States.Format($.template)", Known::Nothing);
        check_intrinsic("$.x", Known::Nothing);
    }
}
