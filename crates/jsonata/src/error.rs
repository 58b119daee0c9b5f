//! JSONata's own codes, and their sentences.

use stepwright_json::Value;

/// Why a text is not an expression.
///
/// ```
/// use stepwright_jsonata::Expression;
///
/// let error = Expression::parse("total > (limit").unwrap_err();
/// assert_eq!((error.code, error.start..error.end), ("S0203", 14..14));
/// assert_eq!(error.to_string(), "Expected \")\" before end of expression");
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.message())]
pub struct ParseError {
    /// JSONata's code: `S0201`.
    pub code: &'static str,
    /// The first byte of what is wrong.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// The token at which it goes wrong.
    pub token: String,
    /// What the sentence mentions besides the token.
    pub value: String,
}

impl ParseError {
    pub(crate) fn new(code: &'static str, start: usize, end: usize, token: &str) -> Self {
        Self { code, start, end, token: token.to_owned(), value: String::new() }
    }
    pub(crate) fn expecting(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }
    pub(crate) fn value(self, value: usize) -> Self {
        Self { value: value.to_string(), ..self }
    }
    /// The sentence, without the code.
    pub fn message(&self) -> String {
        let (token, value) = (&self.token, &self.value);
        match self.code {
            "S0101" => "String literal must be terminated by a matching quote".to_owned(),
            "S0102" => format!("Number out of range: \"{token}\""),
            "S0103" => format!("Unsupported escape sequence: \\{}", quoted(token)),
            "S0104" => "The escape sequence \\u must be followed by 4 hex digits".to_owned(),
            "S0105" => "Quoted property name must be terminated with a backquote (`)".to_owned(),
            "S0106" => "Comment has no closing tag".to_owned(),
            "S0201" => format!("Syntax error: {}", shown(token)),
            "S0202" => format!("Expected {}, got {}", quoted(value), shown(token)),
            "S0203" => format!("Expected {} before end of expression", quoted(value)),
            "S0204" => format!("Unknown operator: {}", quoted(token)),
            "S0207" => "Unexpected end of expression".to_owned(),
            "S0208" => format!(
                "Parameter {value} of function definition must be a variable name (start with $)"
            ),
            "S0209" => "A predicate cannot follow a grouping expression in a step".to_owned(),
            "S0210" => "Each step can only have one grouping expression".to_owned(),
            "S0211" => format!("The symbol {} cannot be used as a unary operator", quoted(token)),
            "S0212" => "The left side of := must be a variable name (start with $)".to_owned(),
            "S0213" => format!(
                "The literal value {} cannot be used as a step within a path expression",
                shown(token)
            ),
            "S0214" => format!(
                "The right side of {} must be a variable name (start with $)",
                quoted(token)
            ),
            "S0215" => {
                "A context variable binding must precede any predicates on a step".to_owned()
            }
            "S0216" => {
                "A context variable binding must precede the 'order-by' clause on a step".to_owned()
            }
            "S0217" => {
                "The object representing the 'parent' cannot be derived from this expression"
                    .to_owned()
            }
            "S0301" => "Empty regular expressions are not allowed".to_owned(),
            "S0302" => "No terminating / in regular expression".to_owned(),
            "S0303" => format!("Invalid regular expression: {token}"),
            "S0401" => "Type parameters can only be applied to functions and arrays".to_owned(),
            "S0402" => "Choice groups containing parameterized types are not supported".to_owned(),
            "U1001" => "Stack overflow error: the expression is nested too deep".to_owned(),
            _ => format!("{}: {token}", self.code),
        }
    }
}

/// A token as a message shows it: a number as it is, all else as a string.
fn shown(token: &str) -> String {
    if token.parse::<f64>().is_ok() { token.to_owned() } else { quoted(token) }
}

/// A string as a message shows it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Why an evaluation failed.
///
/// ```
/// use stepwright_jsonata::{Environment, Expression};
///
/// let it = Expression::parse(r#"1 + "2""#)?;
/// let error = it.evaluate(None, &[], &mut Environment::standard()).unwrap_err();
/// assert_eq!((error.code, error.position), ("T2002", Some(3)));
/// assert_eq!(error.message, r#"The right side of the "+" operator must evaluate to a number"#);
/// # Ok::<(), stepwright_jsonata::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}{message}", if code.is_empty() { String::new() } else { format!("{code}: ") })]
pub struct EvaluateError {
    /// JSONata's code, such as `T2001`; empty where there is none (budgets in the dialect of AWS).
    pub code: &'static str,
    /// The sentence.
    pub message: String,
    /// The byte after the token at which it went wrong.
    pub position: Option<usize>,
    /// The token or the function's name.
    pub token: Option<String>,
}

impl EvaluateError {
    /// What AWS reports as an internal error instead of a sentence.
    pub fn is_internal(&self) -> bool {
        self.code.is_empty() && self.message == INTERNAL
    }
    /// Whether the value is a function, which AWS cannot hand on.
    pub fn is_unsupported(&self) -> bool {
        self.code.is_empty() && self.message == UNSUPPORTED
    }
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { code, message: message.into(), position: None, token: None })
    }
    pub(crate) fn at(mut self: Box<Self>, position: usize, token: &str) -> Box<Self> {
        self.position.get_or_insert(position);
        self.token.get_or_insert_with(|| token.to_owned());
        self
    }
}

/// The message that stands for an error of the service's own.
pub(crate) const INTERNAL: &str = "internal error";
/// The message that stands for a value that is a function.
pub(crate) const UNSUPPORTED: &str = "unsupported result type";
