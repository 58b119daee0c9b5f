//! [`Intrinsic`]: a call, parsed once.

use std::sync::Arc;

use stepwright_json::Value;

use super::{Function, IntrinsicError, IntrinsicErrorKind, Randomness};
use crate::error::ParseError;
use crate::parser::Parser;
use crate::path::Path;
use crate::scope::Scope;

/// How deep calls may be nested.
const NESTING_MAX: usize = 10;

/// A call of an intrinsic function, with the calls nested in it.
#[derive(Debug, Clone)]
pub struct Intrinsic {
    text: Arc<str>,
    call: Call,
}

#[derive(Debug, Clone)]
struct Call {
    function: Function,
    arguments: Vec<Argument>,
}

#[derive(Debug, Clone)]
enum Argument {
    Literal(Value),
    Path(Path),
    Call(Call),
}

impl Intrinsic {
    /// Parses a call.
    ///
    /// ```
    /// use stepwright_jsonpath::Intrinsic;
    ///
    /// assert!(Intrinsic::parse("States.ArrayLength(States.StringSplit($.a, ','))").is_ok());
    /// assert_eq!(
    ///     Intrinsic::parse("States.Lenght($.a)").unwrap_err().message,
    ///     "there is no intrinsic function `States.Lenght`"
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text is not a call, the function does not exist, or it takes another number of
    /// arguments.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut parser = Parser::new(text);
        let call = call(&mut parser, 0)?;
        parser.blanks();
        if !parser.is_at_end() {
            return parser.fail("the call should have ended here");
        }
        Ok(Self { text: text.into(), call })
    }

    /// The text it was parsed from.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The paths among its arguments, and among those of the calls in it, in the order of the text.
    pub fn paths(&self) -> Vec<&Path> {
        let mut acc = Vec::new();
        paths(&self.call, &mut acc);
        acc
    }

    /// The result.
    ///
    /// # Errors
    ///
    /// Where an argument is missing, or the function cannot work with what it is given.
    pub fn evaluate(
        &self,
        scope: &Scope<'_>,
        chance: &mut Randomness,
    ) -> Result<Value, IntrinsicError> {
        evaluate(&self.call, scope, chance)
            .map_err(|kind| IntrinsicError { call: self.text.to_string(), kind })
    }
}

/// How deep calls nest is bounded where they are parsed.
fn paths<'a>(call: &'a Call, acc: &mut Vec<&'a Path>) {
    for argument in &call.arguments {
        match argument {
            Argument::Literal(_) => {}
            Argument::Path(path) => acc.push(path),
            Argument::Call(call) => paths(call, acc),
        }
    }
}

fn evaluate(
    call: &Call,
    scope: &Scope<'_>,
    chance: &mut Randomness,
) -> Result<Value, IntrinsicErrorKind> {
    let mut arguments = Vec::with_capacity(call.arguments.len());
    for argument in &call.arguments {
        arguments.push(match argument {
            Argument::Literal(value) => value.clone(),
            Argument::Path(path) => path.evaluate_strictly(scope, true).map_err(|source| {
                IntrinsicErrorKind::Argument { path: path.as_str().to_owned(), source }
            })?,
            Argument::Call(call) => evaluate(call, scope, chance)?,
        });
    }
    call.function.apply(&arguments, chance).map_err(IntrinsicErrorKind::Failed)
}

fn call(parser: &mut Parser<'_>, depth: usize) -> Result<Call, ParseError> {
    parser.blanks();
    parser.expect("States.")?;
    let start = parser.position();
    while parser.peek().is_some_and(|it| it.is_ascii_alphanumeric()) {
        parser.bump();
    }
    let name = parser.since(start);
    let found = Function::ALL.into_iter().find(|(it, ..)| *it == name);
    let Some((_, function, fewest, most)) = found else {
        return parser.fail(&format!("there is no intrinsic function `States.{name}`"));
    };
    if depth == NESTING_MAX {
        return parser.fail("intrinsic functions are nested deeper than 10");
    }
    parser.expect("(")?;
    let mut arguments = Vec::new();
    parser.blanks();
    if !parser.take(")") {
        loop {
            let is_format = function == Function::Format && arguments.is_empty();
            arguments.push(argument(parser, depth, is_format)?);
            parser.blanks();
            if parser.take(")") {
                break;
            }
            parser.expect(",")?;
            parser.blanks();
        }
    }
    if arguments.len() < fewest || arguments.len() > most {
        return parser.fail(&format!("`States.{name}` takes another number of arguments"));
    }
    Ok(Call { function, arguments })
}

fn argument(
    parser: &mut Parser<'_>,
    depth: usize,
    is_format: bool,
) -> Result<Argument, ParseError> {
    match parser.peek() {
        Some('$') => Path::read(parser).map(Argument::Path),
        Some('\'') => text(parser, is_format).map(|it| Argument::Literal(Value::from(it))),
        Some('S') => call(parser, depth + 1).map(Argument::Call),
        _ => {
            let start = parser.position();
            while parser
                .peek()
                .is_some_and(|it| it.is_alphanumeric() || matches!(it, '-' | '+' | '.'))
            {
                parser.bump();
            }
            match Value::parse(parser.since(start)) {
                Ok(value) => Ok(Argument::Literal(value)),
                Err(_) => parser.fail("a path, a text in single quotes, a number, `true`, `false`, `null` or a call was expected"),
            }
        }
    }
}

/// A text in single quotes. In the template of `States.Format`, `\{` and `\}` stay as they are, for it
/// to see.
fn text(parser: &mut Parser<'_>, is_format: bool) -> Result<String, ParseError> {
    parser.expect("'")?;
    let mut text = String::new();
    loop {
        match parser.bump() {
            Some('\'') => return Ok(text),
            Some('\\') => match parser.bump() {
                Some(it @ ('{' | '}')) if is_format => {
                    text.push('\\');
                    text.push(it);
                }
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                // `\'`, `\\`, `\{` and `\}` among them.
                Some(it) => text.push(it),
                None => return parser.fail("a backslash with nothing behind it"),
            },
            Some(it) => text.push(it),
            None => return parser.fail("the text in single quotes does not end"),
        }
    }
}
