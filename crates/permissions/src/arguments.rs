//! [`Arguments`]: what a state sends, read in either query language, as far as it is known before a
//! run.

use std::fmt;

use stepwright_asl::{QueryLanguage, Value, jsonata_code};

use crate::Context;
use crate::leading_text::Known;
use crate::need::{Scope, literal};

/// A part of what a state sends: `Parameters` or `Arguments`, or something in it.
#[derive(Debug, Clone)]
pub(crate) struct Arguments<'a> {
    node: Node<'a>,
    jsonata: bool,
    context: &'a Context,
}

#[derive(Debug, Clone)]
enum Node<'a> {
    Absent,
    /// Known only when an execution runs; how it is written.
    Open(Open<'a>),
    Value(&'a Value),
}

/// How something that only a run knows is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open<'a> {
    Expression(&'a str),
    WholeInput,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// There is no such field.
    Absent,
    /// This text.
    Text(String),
    /// A text that begins so; how it is written.
    Beginning(String, String),
    /// Something that only a run knows; how it is written.
    Open(String),
}

impl<'a> Arguments<'a> {
    /// What a state sends. A state that says nothing sends its whole input.
    pub(crate) fn new(
        language: Option<&QueryLanguage>,
        parameters: Option<&'a Value>,
        arguments: Option<&'a Value>,
        context: &'a Context,
    ) -> Self {
        // "any other present value resolves to JSONata": a wrong word is reported elsewhere.
        let jsonata = language.is_some_and(|it| *it != QueryLanguage::JsonPath);
        let given = if jsonata { arguments } else { parameters };
        let node = given.map_or(Node::Open(Open::WholeInput), Node::Value);
        Self { node, jsonata, context }
    }

    /// The same, for an object that stands for itself, such as `Credentials`.
    pub(crate) fn of_value(&self, value: &'a Value) -> Self {
        Self { node: Node::Value(value), jsonata: self.jsonata, context: self.context }
    }

    /// A field of an object.
    pub(crate) fn field(&self, name: &str) -> Self {
        let node = match &self.node {
            Node::Absent => Node::Absent,
            Node::Open(it) => Node::Open(*it),
            Node::Value(value) => self.field_of(value, name),
        };
        Self { node, jsonata: self.jsonata, context: self.context }
    }

    fn field_of(&self, value: &'a Value, name: &str) -> Node<'a> {
        let Some(object) = value.as_object() else {
            let code = value.as_str().filter(|it| self.jsonata && jsonata_code(it).is_some());
            return code.map_or(Node::Absent, |it| Node::Open(Open::Expression(it)));
        };
        if let Some(value) = object.get(name) {
            return Node::Value(value);
        }
        let path = if self.jsonata { None } else { object.get(&format!("{name}.$")) };
        match path.and_then(Value::as_str) {
            Some(path) => Node::Open(Open::Expression(path)),
            None => Node::Absent,
        }
    }

    /// A field within a field.
    pub(crate) fn at(&self, path: &[&str]) -> Self {
        path.iter().fold(self.clone(), |it, name| it.field(name))
    }

    /// Whether there is something, known or not.
    pub(crate) fn is_present(&self) -> bool {
        !matches!(self.node, Node::Absent)
    }

    /// The items, where it is an array that is written out.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        let Node::Value(value) = self.node else { return None };
        Some(value.as_array()?.iter().map(|it| self.of_value(it)).collect())
    }

    /// The fields, where it is an object that is written out: names without `.$`.
    pub(crate) fn fields(&self) -> Option<Vec<(&'a str, Self)>> {
        let Node::Value(value) = self.node else { return None };
        let names = value.as_object()?.keys();
        let bare =
            |it: &'a str| if self.jsonata { it } else { it.strip_suffix(".$").unwrap_or(it) };
        Some(names.map(bare).map(|name| (name, self.field(name))).collect())
    }

    /// What it says as a text.
    pub(crate) fn said(&self) -> Said {
        match &self.node {
            Node::Absent => Said::Absent,
            Node::Open(Open::WholeInput) => Said::Open(Open::WholeInput.to_string()),
            Node::Open(Open::Expression(code)) => said(Known::of_intrinsic(code), code),
            Node::Value(value) => self.said_by(value),
        }
    }

    fn said_by(&self, value: &Value) -> Said {
        let Some(text) = value.as_str() else {
            let scalar = !matches!(value, Value::Object(_) | Value::Array(_) | Value::Null);
            return if scalar { Said::Text(value.to_string()) } else { Said::Absent };
        };
        if self.jsonata
            && let Some(code) = jsonata_code(text)
        {
            return said(Known::of_jsonata(code), text);
        }
        match self.context.fill_in(text) {
            Ok(text) => Said::Text(text),
            Err(name) => Said::Open(format!("`${{{name}}}`, which nothing stands for")),
        }
    }
}

fn said(known: Known, written: &str) -> Said {
    match known {
        Known::All(text) => Said::Text(text),
        Known::Beginning(text) => Said::Beginning(text, format!("`{written}`")),
        Known::Nothing => Said::Open(format!("`{written}`")),
    }
}

impl fmt::Display for Open<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expression(code) => write!(f, "`{code}`"),
            Self::WholeInput => f.write_str("in the state's input"),
        }
    }
}

/// Whether it has the six parts of an ARN, or the beginning of the sixth.
fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") && text.matches(':').count() >= 5
}

impl Said {
    /// The resource that is meant: `known` makes it of the text, `any` is all there could be.
    pub(crate) fn scope(
        &self,
        what: &str,
        any: impl Into<String>,
        known: impl FnOnce(&str) -> String,
    ) -> Scope {
        match self {
            Self::Absent => Scope::open(any, format!("no {what} is given")),
            Self::Text(text) => Scope::exactly(known(&literal(text))),
            Self::Beginning(text, _) => {
                let pattern = known(&format!("{}*", literal(text)));
                Scope { pattern, open: self.open(what) }
            }
            Self::Open(_) => Scope { pattern: any.into(), open: self.open(what) },
        }
    }

    /// The resource that is meant where a text is an ARN, or where `of_name` makes one of a name.
    ///
    /// What is neither cannot stand in a policy: AWS refuses the whole of it.
    pub(crate) fn resource(
        &self,
        what: &str,
        any: impl Into<String>,
        of_name: Option<&dyn Fn(&str) -> String>,
    ) -> Scope {
        let text = match self {
            Self::Text(text) | Self::Beginning(text, _) => text,
            Self::Absent | Self::Open(_) => return self.scope(what, any, str::to_owned),
        };
        match of_name {
            _ if is_arn(text) => self.scope(what, any, str::to_owned),
            Some(of_name) if !text.starts_with("arn:") => self.scope(what, any, of_name),
            _ => Scope::open(any, format!("the {what} is `{text}`, which is no ARN")),
        }
    }

    /// What is left open, in words.
    pub(crate) fn open(&self, what: &str) -> Option<String> {
        match self {
            Self::Absent | Self::Text(_) => None,
            Self::Beginning(_, written) => {
                Some(format!("the {what} is {written}: only its beginning is known before a run"))
            }
            Self::Open(written) => Some(format!("the {what} is {written}")),
        }
    }

    /// The text, where all of it is known.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// This, or another where there is nothing.
    pub(crate) fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Absent { other() } else { self }
    }
}
