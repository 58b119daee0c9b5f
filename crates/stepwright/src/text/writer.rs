//! [`Writer`]: writes one node after the other, with the parentheses that its place asks for.

use super::{Resolve, Source, literal};
use crate::node::{Node, NodeRef, Param};

/// How tightly a text holds together, from the loosest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Conditional,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Sign,
    /// A path, a call, a literal, something in brackets.
    Path,
}

/// A piece of JSONata.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) level: Level,
    /// Whether it is an array constructor, which JSONata treats differently inside another.
    pub(super) bracketed: bool,
}

impl Written {
    pub(super) fn new(level: Level, text: impl Into<String>) -> Self {
        Self { text: text.into(), level, bracketed: false }
    }

    pub(super) fn path(text: impl Into<String>) -> Self {
        Self::new(Level::Path, text)
    }

    pub(super) fn brackets(text: &str) -> Self {
        Self { text: format!("[{text}]"), level: Level::Path, bracketed: true }
    }

    /// In parentheses where it holds together less than its place asks.
    pub(super) fn at(self, level: Level) -> String {
        if self.level < level { format!("({})", self.text) } else { self.text }
    }
}

/// How the item of a list function is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// As the context: `$`, its members as bare names.
    Context,
    /// As a variable of this name.
    Variable(String),
}

/// Writes nodes. Cheap to clone with one more item in scope.
#[derive(Clone)]
pub(super) struct Writer<'a> {
    pub(super) resolve: Resolve<'a>,
    pub(super) items: Vec<(Param, Item)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(resolve: Resolve<'a>) -> Self {
        Self { resolve, items: Vec::new() }
    }

    /// A writer for the inside of a list function.
    pub(super) fn with(&self, param: Param, item: Item) -> Self {
        let mut inner = self.clone();
        inner.items.push((param, item));
        inner
    }

    pub(super) fn item(&self, wanted: Param) -> Item {
        let found = self.items.iter().rev().find(|(param, _)| *param == wanted);
        found.map_or(Item::Context, |(_, item)| item.clone())
    }

    pub(super) fn write(&self, node: NodeRef) -> Written {
        match node.get() {
            Node::Literal(value) => literal::written(value),
            Node::Invalid(_) => Written::path("null"),
            Node::Placeholder(name) => Written::path(format!("\"${{{name}}}\"")),
            Node::Bind { bind, .. } => match (self.resolve)(*bind) {
                Source::Text(text) => Written::path(text),
                Source::Node(node) => self.write(node),
            },
            Node::Context(path) => Written::path(format!("$states.context.{path}")),
            Node::Param { param, .. } => match self.item(*param) {
                Item::Context => Written::path("$"),
                Item::Variable(name) => Written::path(format!("${name}")),
            },
            Node::Field { base, key, .. } => self.field(*base, key),
            Node::Object(fields) => self.object(fields),
            Node::List(items) => self.list(items),
            Node::Binary { operator, left, right } => self.binary(*operator, *left, *right),
            Node::Not(value) => self.not(*value),
            Node::Negative(value) => {
                Written::new(Level::Sign, format!("-{}", self.write(*value).at(Level::Path)))
            }
            Node::If { condition, then, otherwise, .. } => {
                self.conditional(*condition, *then, *otherwise)
            }
            Node::Call { function: "sum", arguments, .. } => self.sum(arguments),
            Node::Call { function, arguments, .. } => Written::path(self.call(function, arguments)),
            Node::ListCall { function, arguments } => {
                Written::brackets(&self.call(function, arguments))
            }
            Node::Map { list, param, body } => self.map(*list, *param, *body),
            Node::Filter { list, param, body, item } => self.filter(*list, *param, *body, *item),
            Node::SortBy { list, param, body } => self.sort_by(*list, *param, *body),
            Node::Values { object, item } => self.values(*object, *item),
            Node::Get { list, index, .. } => self.get(*list, *index),
            Node::IsSome { value, null } => self.is_some(*value, *null),
            Node::Raw { parts, holes, .. } => self.raw(parts, holes),
        }
    }

    fn field(&self, base: NodeRef, key: &str) -> Written {
        let key = literal::name(key);
        if let Node::Param { param, .. } = base.get()
            && self.item(*param) == Item::Context
        {
            return Written::path(key);
        }
        Written::path(format!("{}.{key}", self.write(base).at(Level::Path)))
    }

    fn object(&self, fields: &[(&'static str, NodeRef)]) -> Written {
        let fields: Vec<String> = fields
            .iter()
            .map(|(key, value)| format!("{}: {}", literal::quoted(key), self.leaf(*value).text))
            .collect();
        Written::path(format!("{{{}}}", fields.join(", ")))
    }

    /// A list of known length. An array constructor flattens its items, unless they are array
    /// constructors themselves.
    fn list(&self, items: &[NodeRef]) -> Written {
        let items: Vec<String> = items.iter().map(|item| self.list_item(*item)).collect();
        Written::brackets(&items.join(", "))
    }

    pub(super) fn call(&self, function: &str, arguments: &[NodeRef]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|it| self.write(*it).text).collect();
        format!("${function}({})", arguments.join(", "))
    }

    fn raw(&self, parts: &[String], holes: &[NodeRef]) -> Written {
        let mut text = String::new();
        for (index, part) in parts.iter().enumerate() {
            text.push_str(part);
            if let Some(hole) = holes.get(index) {
                text.push_str(&self.leaf(*hole).at(Level::Path));
            }
        }
        // Its insides are not known here.
        Written::new(Level::Conditional, text.trim())
    }
}
