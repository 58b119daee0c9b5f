//! Filters: `[?(@.a > 1 && @.b)]`.

use std::sync::Arc;

use stepwright_json::Value;

use super::pattern::refusal;
use super::{DEPTH_MAX, Parsed, Parser};
use crate::ast::{Comparison, Condition, Operand, Pattern};

/// How often a pattern may go back and try another way.
const BACKTRACKS_MAX: usize = 100_000;

/// The comparisons by their text, longer ones first.
const COMPARISONS: [(&str, Comparison); 15] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessEqual),
    (">=", Comparison::GreaterEqual),
    ("=~", Comparison::Matches),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("subsetof", Comparison::SubsetOf),
    ("noneof", Comparison::NoneOf),
    ("anyof", Comparison::AnyOf),
    ("contains", Comparison::Contains),
    ("empty", Comparison::Empty),
    ("size", Comparison::Size),
    ("nin", Comparison::NotIn),
    ("in", Comparison::In),
];

/// Where an operand stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Parser<'_> {
    pub(super) fn condition(&mut self) -> Parsed<Condition> {
        if self.depth == DEPTH_MAX {
            return self.fail("filters are nested too deep");
        }
        self.depth += 1;
        let mut sides = vec![self.conjunction()?];
        while self.take("||") {
            sides.push(self.conjunction()?);
        }
        self.depth -= 1;
        Ok(one_or(sides, Condition::Or))
    }

    fn conjunction(&mut self) -> Parsed<Condition> {
        let mut sides = vec![self.test()?];
        while self.take("&&") {
            sides.push(self.test()?);
        }
        Ok(one_or(sides, Condition::And))
    }

    fn test(&mut self) -> Parsed<Condition> {
        self.blanks();
        if self.take("!") {
            if self.depth == DEPTH_MAX {
                return self.fail("filters are nested too deep");
            }
            self.depth += 1;
            let inner = self.test()?;
            self.depth -= 1;
            return Ok(Condition::Not(Box::new(inner)));
        }
        if self.take("(") {
            let inner = self.condition()?;
            self.expect(")")?;
            self.blanks();
            return Ok(inner);
        }
        let left = self.operand(Side::Left)?;
        self.blanks();
        let Some(comparison) = self.comparison() else { return Ok(Condition::Exists(left)) };
        self.blanks();
        let right = self.operand(Side::Right)?;
        self.blanks();
        Ok(Condition::Compare(left, comparison, right))
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let (_, comparison) = COMPARISONS.into_iter().find(|(text, _)| self.take(text))?;
        Some(comparison)
    }

    fn operand(&mut self, side: Side) -> Parsed<Operand> {
        match self.peek() {
            Some('@') => {
                self.bump();
                Ok(Operand::Item(self.steps()?))
            }
            Some('$') => {
                self.bump();
                Ok(Operand::Data(self.steps()?))
            }
            Some('/') => self.pattern(),
            Some('\'' | '"') => Ok(Operand::Literal(Value::String(self.quoted()?))),
            Some('[') => self.literal_list(),
            _ => self.literal(side),
        }
    }

    fn literal_list(&mut self) -> Parsed<Operand> {
        self.expect("[")?;
        let mut items = Vec::new();
        self.blanks();
        while !self.take("]") {
            match self.operand(Side::Right)? {
                Operand::Literal(it) => items.push(it),
                _ => return self.fail("a literal was expected"),
            }
            self.blanks();
            if !self.take(",") {
                self.expect("]")?;
                break;
            }
            self.blanks();
        }
        Ok(Operand::Literal(Value::from(items)))
    }

    fn literal(&mut self, side: Side) -> Parsed<Operand> {
        let start = self.position();
        while self.peek().is_some_and(is_word_character) {
            self.bump();
        }
        let word = self.since(start);
        if let Ok(it) = Value::parse(word) {
            return Ok(Operand::Literal(it));
        }
        // Published definitions that run on AWS have texts without quotes: `[?(@.Name==Receipt)]`.
        let is_text = word.starts_with(|it: char| it.is_alphabetic() || it == '_');
        if side == Side::Right && is_text {
            return Ok(Operand::Literal(Value::from(word)));
        }
        self.fail("`@`, `$`, a text in quotes, a number, `true`, `false` or `null` was expected")
    }

    fn pattern(&mut self) -> Parsed<Operand> {
        self.expect("/")?;
        let mut text = String::new();
        loop {
            match self.bump() {
                Some('/') => break,
                Some('\\') if self.peek() == Some('/') => {
                    self.bump();
                    text.push('/');
                }
                Some('\\') => {
                    text.push('\\');
                    text.extend(self.bump());
                }
                Some(it) => text.push(it),
                None => return self.fail("the pattern does not end"),
            }
        }
        let start = self.position();
        while self.peek().is_some_and(|it| it.is_ascii_alphabetic()) {
            self.bump();
        }
        // Java's flags; those for Unicode are always on, and Unix lines are the only ones here.
        let flags: String =
            self.since(start).chars().filter(|it| !matches!(it, 'd' | 'u' | 'U')).collect();
        // The whole value has to match, as in Java.
        let whole = match flags.as_str() {
            "" => format!(r"\A(?:{text})\z"),
            flags => format!(r"\A(?{flags}:{text})\z"),
        };
        if let Some(reason) = refusal(&whole) {
            return self.fail(&format!("not a regular expression: {reason}"));
        }
        let regex = fancy_regex::RegexBuilder::new(&whole).backtrack_limit(BACKTRACKS_MAX).build();
        match regex {
            Ok(regex) => Ok(Operand::Pattern(Pattern { text, regex: Arc::new(regex) })),
            Err(error) => self.fail(&format!("not a regular expression: {error}")),
        }
    }
}

fn is_word_character(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '-' | '+' | '.' | '_')
}

fn one_or(mut sides: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match sides.pop() {
        Some(only) if sides.is_empty() => only,
        Some(last) => {
            sides.push(last);
            join(sides)
        }
        None => join(sides),
    }
}
