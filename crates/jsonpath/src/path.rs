//! [`Path`]: parsed once, evaluated often.

use std::fmt;
use std::sync::Arc;

use stepwright_json::Value;

use crate::ast::Step;
use crate::error::{EvaluateError, ParseError};
use crate::parser::Parser;
use crate::scope::Scope;
use crate::walk::Walk;

/// A path into data, the context object or a variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    text: Arc<str>,
    root: Root,
    pub(crate) steps: Arc<[Step]>,
    definite: bool,
}

/// Where a path begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `$`
    Data,
    /// `$$`
    Context,
    /// `$name`
    Variable(Arc<str>),
}

impl Path {
    /// Parses a path.
    ///
    /// ```
    /// use stepwright_jsonpath::Path;
    ///
    /// assert!(Path::parse("$.a['b c'][0]")?.is_definite());
    /// assert!(Path::parse("$.a ").is_ok(), "blanks behind a path are none of it");
    /// assert_eq!(
    ///     Path::parse("$.a[").unwrap_err().to_string(),
    ///     "a name in quotes, an index, a slice, `*` or `?(` was expected (at character 5 of `$.a[`)"
    /// );
    /// # Ok::<(), stepwright_jsonpath::ParseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text is not a path.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut parser = Parser::new(text);
        let path = Self::read(&mut parser)?;
        // A published definition that runs on AWS has a blank behind a path.
        if !parser.rest().chars().all(char::is_whitespace) {
            return parser.fail("the path should have ended here");
        }
        Ok(path)
    }

    /// Reads the path that is next.
    pub(crate) fn read(parser: &mut Parser<'_>) -> Result<Self, ParseError> {
        let start = parser.position();
        parser.expect("$")?;
        let root = if parser.take("$") {
            Root::Context
        } else {
            let start = parser.position();
            while parser.peek().is_some_and(|it| it.is_alphanumeric() || it == '_') {
                parser.bump();
            }
            match parser.since(start) {
                "" => Root::Data,
                name => Root::Variable(name.into()),
            }
        };
        let steps: Arc<[Step]> = parser.steps()?.into();
        let definite = steps.iter().all(Step::is_definite);
        Ok(Self { text: parser.since(start).into(), root, steps, definite })
    }

    /// The text it was parsed from, without blanks at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where it begins.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The plain names that it begins with, up to the first step that is none.
    ///
    /// ```
    /// use stepwright_jsonpath::Path;
    ///
    /// assert_eq!(Path::parse("$.order.lines[0].price")?.names(), ["order", "lines"]);
    /// # Ok::<(), stepwright_jsonpath::ParseError>(())
    /// ```
    pub fn names(&self) -> Vec<&str> {
        let keys = self.steps.iter().map_while(|step| match step {
            Step::Key(name) => Some(name.as_ref()),
            _ => None,
        });
        keys.collect()
    }

    /// Whether it names one value. An indefinite path gives an array.
    pub fn is_definite(&self) -> bool {
        self.definite
    }

    /// The value that it names, or the array of those that it finds.
    ///
    /// # Errors
    ///
    /// Where a definite path leads nowhere, or a variable is not assigned. An index past the end of
    /// an array is no error: AWS gives `null`.
    pub fn evaluate(&self, scope: &Scope<'_>) -> Result<Value, EvaluateError> {
        self.evaluate_strictly(scope, false)
    }

    /// The same; `strict` makes an index past the end an error, as in an intrinsic's argument.
    pub(crate) fn evaluate_strictly(
        &self,
        scope: &Scope<'_>,
        strict: bool,
    ) -> Result<Value, EvaluateError> {
        match &self.root {
            Root::Data => self.from(scope.data, scope, strict),
            Root::Context => self.from(&(scope.context)(), scope, strict),
            Root::Variable(name) => match (scope.variable)(name) {
                Some(value) => self.from(&value, scope, strict),
                None => Err(EvaluateError::Variable { name: name.to_string() }),
            },
        }
    }

    fn from(&self, root: &Value, scope: &Scope<'_>, strict: bool) -> Result<Value, EvaluateError> {
        if self.definite {
            return crate::evaluate::one(&self.steps, root, strict).map_err(|fault| fault.of(self));
        }
        let found = crate::evaluate::many(&self.steps, root, &Walk::over(scope.data));
        found.map_err(|fault| fault.of(self))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Where a definite path stops. Displayed as the service says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The last step's key is not there.
    Leaf(String),
    /// A key on the way is not there.
    Property(String),
    /// A key is asked of something that is not an object.
    NotAnObject {
        /// The path so far.
        path: String,
        /// The key.
        key: String,
    },
    /// An index is asked of something that is not an array.
    NotAnArray {
        /// The index.
        index: i64,
        /// What it is asked of, as compact JSON.
        value: String,
    },
    /// An index is past the end.
    Index {
        /// The index.
        index: i64,
        /// The path so far.
        path: String,
    },
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf(path) => write!(f, "No results for path: {path}"),
            Self::Property(path) => write!(f, "Missing property in path {path}"),
            // UNVERIFIED: the service's words for this case have not been recorded; these are kept
            // close to those for a property that is missing.
            Self::NotAnObject { path, key } => {
                write!(f, "Expected to find an object with property ['{key}'] in path {path}")
            }
            Self::NotAnArray { index, value } => {
                write!(
                    f,
                    "Filter: [{index}] can only be applied to arrays. Current context is: {value}"
                )
            }
            // UNVERIFIED: likewise.
            Self::Index { index, path } => write!(f, "Index {index} out of bounds in path {path}"),
        }
    }
}
