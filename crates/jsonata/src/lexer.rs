//! Text into tokens, one at a time: whether a `/` divides or begins a regular expression depends
//! on what stands before it.

use std::sync::Arc;

use crate::error::ParseError;
use crate::regex::Regex;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    End,
    Operator(&'static str),
    String(String),
    Number(f64, String),
    Name(String),
    Variable(String),
    True,
    False,
    Null,
    Regex(Arc<Regex>),
}

impl Token {
    /// The token as messages show it.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::End => "(end)".to_owned(),
            Self::Operator(it) => (*it).to_owned(),
            Self::String(it) | Self::Name(it) | Self::Variable(it) | Self::Number(_, it) => {
                it.clone()
            }
            Self::True => "true".to_owned(),
            Self::False => "false".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Regex(_) => "(regex)".to_owned(),
        }
    }
}

pub(crate) struct Lexer<'t> {
    text: &'t str,
    pub(crate) at: usize,
}

const DOUBLE: [&str; 9] = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"];
const SINGLE: [&str; 24] = [
    ".", "[", "]", "{", "}", "(", ")", ",", "@", "#", ";", ":", "?", "+", "-", "*", "/", "%", "|",
    "=", "<", ">", "^", "&",
];

/// The operator that a text begins with: the longer one, where there are two.
fn operator(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let first = bytes.first().filter(|it| ends_word(**it))?;
    let double = bytes.get(..2).and_then(|two| DOUBLE.iter().find(|it| it.as_bytes() == two));
    double.or_else(|| SINGLE.iter().find(|it| it.as_bytes() == [*first])).copied()
}

/// Whether a name ends before this byte: white space, or what an operator begins with.
fn ends_word(it: u8) -> bool {
    matches!(
        it,
        b' ' | b'\t'
            | b'\n'
            | b'\r'
            | b'\x0b'
            | b'!'
            | b'~'
            | b'.'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'('
            | b')'
            | b','
            | b'@'
            | b'#'
            | b';'
            | b':'
            | b'?'
            | b'+'
            | b'-'
            | b'*'
            | b'/'
            | b'%'
            | b'|'
            | b'='
            | b'<'
            | b'>'
            | b'^'
            | b'&'
    )
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }
    fn skip(&mut self) -> Result<(), ParseError> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}']);
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("/*") {
                return Ok(());
            }
            let Some(end) = trimmed.find("*/") else {
                return Err(ParseError::new("S0106", self.at, self.text.len(), ""));
            };
            self.at += end + 2;
        }
    }
    /// The next token, and where it begins. After an operand (`infix`) a `/` divides.
    pub(crate) fn next(&mut self, infix: bool) -> Result<(Token, usize), ParseError> {
        self.skip()?;
        let start = self.at;
        let Some(first) = self.peek() else { return Ok((Token::End, start)) };
        if first == '/' && !infix {
            return Ok((self.regex(start)?, start));
        }
        let rest = self.rest();
        if let Some(it) = operator(rest) {
            self.at += it.len();
            return Ok((Token::Operator(it), start));
        }
        if first == '!' || first == '~' {
            return Err(ParseError::new("S0204", start, start + 1, &first.to_string()));
        }
        let token = match first {
            '"' | '\'' => self.string(first, start)?,
            '0'..='9' => self.number(start)?,
            '`' => {
                let Some(end) = rest.get(1..).and_then(|it| it.find('`')) else {
                    return Err(ParseError::new("S0105", start, self.text.len(), ""));
                };
                self.at += end + 2;
                Token::Name(rest.get(1..=end).unwrap_or_default().to_owned())
            }
            _ => self.word(),
        };
        Ok((token, start))
    }
    fn word(&mut self) -> Token {
        let rest = self.rest();
        let end = rest.bytes().position(ends_word).unwrap_or(rest.len());
        self.at += end;
        let word = rest.get(..end).unwrap_or_default();
        match word {
            "or" => Token::Operator("or"),
            "in" => Token::Operator("in"),
            "and" => Token::Operator("and"),
            "true" => Token::True,
            "false" => Token::False,
            "null" => Token::Null,
            _ => match word.strip_prefix('$') {
                Some(name) => Token::Variable(name.to_owned()),
                None => Token::Name(word.to_owned()),
            },
        }
    }
    fn number(&mut self, start: usize) -> Result<Token, ParseError> {
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut end = if bytes.get(start) == Some(&b'0') { start + 1 } else { digits(start) };
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            if digits(sign) > sign {
                end = digits(sign);
            }
        }
        self.at = end;
        let text = self.text.get(start..end).unwrap_or_default();
        match text.parse::<f64>() {
            Ok(it) if it.is_finite() => Ok(Token::Number(it, text.to_owned())),
            _ => Err(ParseError::new("S0102", start, end, text)),
        }
    }
    fn string(&mut self, quote: char, start: usize) -> Result<Token, ParseError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(it) = self.peek() else {
                return Err(ParseError::new("S0101", start, self.at, ""));
            };
            self.at += it.len_utf8();
            if it == quote {
                return Ok(Token::String(text));
            }
            if it != '\\' {
                text.push(it);
                continue;
            }
            let Some(it) = self.peek() else {
                return Err(ParseError::new("S0101", start, self.at, ""));
            };
            self.at += it.len_utf8();
            text.push(match it {
                '"' | '\'' | '\\' | '/' => it,
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => self.unicode()?,
                _ => {
                    return Err(ParseError::new(
                        "S0103",
                        self.at - it.len_utf8(),
                        self.at,
                        &it.to_string(),
                    ));
                }
            });
        }
    }
    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let code = digits
            .bytes()
            .all(|it| it.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())??;
        self.at += 4;
        Some(code)
    }
    fn unicode(&mut self) -> Result<char, ParseError> {
        let start = self.at;
        let high = self.hex4().ok_or_else(|| ParseError::new("S0104", start, start, ""))?;
        if let Some(it) = char::from_u32(high) {
            return Ok(it);
        }
        let back = self.at;
        if high < 0xdc00 && self.rest().starts_with("\\u") {
            self.at += 2;
            if let Some(low @ 0xdc00..0xe000) = self.hex4() {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        // Half of a pair: no Rust string holds it.
        Ok(char::REPLACEMENT_CHARACTER)
    }
    fn regex(&mut self, start: usize) -> Result<Token, ParseError> {
        self.at += 1;
        let (mut depth, mut escaped) = (0_i32, false);
        let body = self.at;
        loop {
            let Some(it) = self.peek() else {
                return Err(ParseError::new("S0302", start, self.at, ""));
            };
            if it == '/' && !escaped && depth == 0 {
                break;
            }
            if !escaped {
                match it {
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth -= 1,
                    _ => {}
                }
            }
            escaped = it == '\\' && !escaped;
            self.at += it.len_utf8();
        }
        let pattern = self.text.get(body..self.at).unwrap_or_default();
        self.at += 1;
        if pattern.is_empty() {
            return Err(ParseError::new("S0301", start, self.at, ""));
        }
        let flags_at = self.at;
        while let Some('i' | 'm') = self.peek() {
            self.at += 1;
        }
        let flags = self.text.get(flags_at..self.at).unwrap_or_default();
        match Regex::new(pattern, flags.contains('i'), flags.contains('m')) {
            Ok(regex) => Ok(Token::Regex(Arc::new(regex))),
            Err(reason) => Err(ParseError::new("S0303", start, self.at, &reason)),
        }
    }
}
