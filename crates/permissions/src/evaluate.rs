//! Whether a policy allows a request: as much of IAM's evaluation as the policies of this crate use.
//!
//! Owns the matching of patterns and conditions. Knows nothing of boundaries, service control policies
//! and how several policies work together.

use crate::{Condition, Effect, Policy, Principal, Statement};

/// A request that AWS checks against a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Such as `s3:GetObject`; upper and lower case are the same.
    pub action: String,
    /// The ARN of what is acted upon; empty for trust policies.
    pub resource: String,
    /// The service that asks; only trust policies look at it.
    pub service: String,
    /// What conditions can look at, such as `("aws:SecureTransport", "false")`.
    pub keys: Vec<(String, String)>,
}

impl Request {
    /// A request without condition keys.
    pub fn new(action: &str, resource: &str) -> Self {
        Self { action: action.to_owned(), resource: resource.to_owned(), ..Self::default() }
    }

    /// The same request with one more condition key.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.keys.push((key.to_owned(), value.to_owned()));
        self
    }
}

impl Policy {
    /// Whether the policy by itself allows the request: a statement allows it, and none denies it.
    pub fn allows(&self, request: &Request) -> bool {
        let says = |effect| {
            let mut statements = self.statements.iter().filter(|it| it.effect == effect);
            statements.any(|it| it.is_about(request))
        };
        says(Effect::Allow) && !says(Effect::Deny)
    }

    /// Whether the policy denies the request, whatever another policy allows.
    pub fn denies(&self, request: &Request) -> bool {
        self.statements.iter().any(|it| it.effect == Effect::Deny && it.is_about(request))
    }
}

impl Statement {
    /// Whether principal, action, resource and conditions are those of the request.
    fn is_about(&self, request: &Request) -> bool {
        let principal = match &self.principal {
            None | Some(Principal::Everyone) => true,
            Some(Principal::Service(service)) => *service == request.service,
        };
        let action = request.action.to_ascii_lowercase();
        principal
            && self.actions.iter().any(|it| pattern_matches(&it.to_ascii_lowercase(), &action))
            && (self.resources.is_empty()
                || self.resources.iter().any(|it| pattern_matches(it, &request.resource)))
            && self.conditions.iter().all(|it| it.is_met(request))
    }
}

impl Condition {
    fn is_met(&self, request: &Request) -> bool {
        // "ForAnyValue:" differs only where the request has several values, which ours have not.
        let operator = self.operator.strip_prefix("ForAnyValue:").unwrap_or(&self.operator);
        let key = |(key, _): &&(String, String)| key.eq_ignore_ascii_case(&self.key);
        // A key that the request does not have meets no condition.
        let Some((_, value)) = request.keys.iter().find(key) else { return false };
        self.values.iter().any(|it| match operator {
            "StringEquals" => it == value,
            "Bool" => it.eq_ignore_ascii_case(value),
            "StringLike" | "ArnLike" | "ArnEquals" => pattern_matches(it, value),
            _ => false,
        })
    }
}

/// Whether a pattern with `*` and `?` matches the whole text. `${*}`, `${?}` and `${$}` are the signs
/// themselves.
pub(crate) fn pattern_matches(pattern: &str, text: &str) -> bool {
    let text: Vec<Token> = text.chars().map(Token::Char).collect();
    matches(&tokens(pattern), &text)
}

/// Whether a pattern matches all that a narrower one matches: `*` takes in a `*`, `?` does not.
pub(crate) fn pattern_covers(pattern: &str, narrower: &str) -> bool {
    matches(&tokens(pattern), &tokens(narrower))
}

fn matches(pattern: &[Token], text: &[Token]) -> bool {
    // The place after the last star, and where in the text it began to match.
    let mut retry: Option<(usize, usize)> = None;
    let (mut at, mut read) = (0, 0);
    while let Some(token) = text.get(read) {
        match pattern.get(at) {
            Some(Token::Star) => {
                at += 1;
                retry = Some((at, read));
            }
            Some(it) if it.takes(*token) => (at, read) = (at + 1, read + 1),
            _ => {
                let Some((after_star, began)) = retry else { return false };
                retry = Some((after_star, began + 1));
                (at, read) = (after_star, began + 1);
            }
        }
    }
    pattern.iter().skip(at).all(|it| *it == Token::Star)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Star,
    Any,
    Char(char),
}

impl Token {
    fn takes(self, token: Self) -> bool {
        match self {
            Self::Star => true,
            Self::Any => token != Self::Star,
            Self::Char(_) => self == token,
        }
    }
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(pattern.len());
    let mut rest = pattern;
    loop {
        let escaped = [("${*}", '*'), ("${?}", '?'), ("${$}", '$')]
            .into_iter()
            .find_map(|(text, it)| rest.strip_prefix(text).map(|rest| (it, rest)));
        if let Some((it, after)) = escaped {
            tokens.push(Token::Char(it));
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        tokens.push(match chars.next() {
            None => return tokens,
            Some('*') => Token::Star,
            Some('?') => Token::Any,
            Some(it) => Token::Char(it),
        });
        rest = chars.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_takes_in_anything_and_a_question_mark_one_sign() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*", "arn:aws:s3:::b/k", true),
            ("a*c", "abbc", true),
            ("a*c", "abbd", false),
            ("a*b*c", "a-b-b-c", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a", "ab", false),
            ("ab", "a", false),
            ("", "", true),
            ("a${*}", "a*", true),
            ("a${*}", "ab", false),
            ("a${?}${$}{x}", "a?${x}", true),
        ] {
            assert_eq!(pattern_matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_covers_a_narrower_one() {
        assert!(pattern_covers("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/*"));
        assert!(!pattern_covers("arn:aws:s3:::b/a/*", "arn:aws:s3:::b/*"));
        assert!(!pattern_covers("b/?", "b/*"));
        assert!(pattern_covers("b/*", "b/${*}"));
        assert!(!pattern_covers("b/${*}", "b/*"));
    }
}
