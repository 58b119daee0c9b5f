//! YAML in: the same values as from JSON, with the places of everything.
//!
//! What YAML 1.2 has and JSON has not is read where it has a plain meaning (comments, plain scalars,
//! block texts, anchors and aliases, the core tags), and refused with a word of advice where it has
//! none (merge keys, the tags of `CloudFormation`, keys that are no texts, several documents).

mod error;
mod scalar;

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Tag, options};
use stepwright_json::{Array, DEPTH_MAX, Object, Pointer, Positions, Span, Value};

pub use self::error::{YamlError, YamlErrorKind};

/// How many nodes a document may have, those included that aliases repeat: an alias of an alias of
/// an alias makes a large value of a small text. A definition of the largest size that the service
/// takes has fewer.
pub const YAML_NODES_MAX: usize = 500_000;

/// A value, and where it stands.
#[derive(Clone)]
struct Node {
    value: Value,
    positions: Positions,
    /// How many values it is made of.
    size: usize,
}

/// Reads a YAML document.
pub(super) fn parse(text: &str) -> Result<(Value, Positions), YamlError> {
    let mut builder =
        Builder { text, open: Vec::new(), anchors: HashMap::new(), anchored: 0, root: None };
    let options = options! {
        flow_nesting_limit: DEPTH_MAX,
        block_nesting_limit: DEPTH_MAX,
    };
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| YamlError::syntax(text, &error))?;
        let span = builder.span(&span);
        builder.event(event, span)?;
    }
    let end = Span { start: text.len(), end: text.len() };
    let root = builder.root.ok_or_else(|| YamlError::at(end, YamlErrorKind::Empty))?;
    Ok((root.value, root.positions))
}

struct Builder<'t> {
    text: &'t str,
    /// The lists and mappings that are not closed yet, from the outside in.
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    /// How many values all anchors together name: an anchor within an anchor names some twice.
    anchored: usize,
    root: Option<Node>,
}

/// A list or mapping that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    size: usize,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Mapping {
        entries: Vec<(Arc<str>, Span, Node)>,
        /// The key whose value comes next.
        key: Option<(Arc<str>, Span)>,
    },
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<" && self.expects_key() => {
                Err(YamlError::at(span, YamlErrorKind::MergeKey))
            }
            Event::Scalar(text, _, anchor, tag) if self.expects_key() => {
                check_tag(tag.as_deref(), "str", span)?;
                self.name(anchor, &leaf(text.as_ref().into(), span))?;
                self.set_key(&text, span);
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar::value(&text, style, tag.as_deref(), span)?;
                self.add(anchor, leaf(value, span))
            }
            Event::SequenceStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), "seq", span)?;
                self.open(anchor, Items::List(Vec::new()), span)
            }
            Event::MappingStart(_, anchor, tag) => {
                check_tag(tag.as_deref(), "map", span)?;
                self.open(anchor, Items::Mapping { entries: Vec::new(), key: None }, span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(YamlError::at(span, YamlErrorKind::SeveralDocuments))
            }
            // Start and end of the stream and of the document, and what is asked for by options.
            _ => Ok(()),
        }
    }

    fn open(&mut self, anchor: usize, items: Items, span: Span) -> Result<(), YamlError> {
        if self.expects_key() {
            return Err(YamlError::at(span, YamlErrorKind::KeyIsNoText));
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(YamlError::at(span, YamlErrorKind::TooDeep));
        }
        self.open.push(Open { start: span.start, anchor, size: 1, items });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), YamlError> {
        let Some(Open { start, anchor, size, items }) = self.open.pop() else { return Ok(()) };
        let span = Span { start, end: span.end.max(start) };
        let node = match items {
            Items::List(items) => {
                let values: Array = items.iter().map(|it| it.value.clone()).collect();
                let positions = items.into_iter().map(|it| it.positions);
                Node { value: values.into(), positions: Positions::array(span, positions), size }
            }
            Items::Mapping { entries, .. } => {
                let values: Object = entries
                    .iter()
                    .map(|(key, _, it)| (Arc::clone(key), it.value.clone()))
                    .collect();
                let positions = entries.into_iter().map(|(key, at, it)| (key, at, it.positions));
                Node { value: values.into(), positions: Positions::object(span, positions), size }
            }
        };
        self.add(anchor, node)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), YamlError> {
        // An alias within what it stands for is not known yet.
        let node = self.anchors.get(&anchor).cloned();
        let node = node.ok_or_else(|| YamlError::at(span, YamlErrorKind::AliasOfItself))?;
        if self.expects_key() {
            let Some(key) = node.value.as_str() else {
                return Err(YamlError::at(span, YamlErrorKind::KeyIsNoText));
            };
            self.set_key(key, span);
            return Ok(());
        }
        self.add(0, node)
    }

    /// Puts a node where it belongs.
    fn add(&mut self, anchor: usize, node: Node) -> Result<(), YamlError> {
        self.name(anchor, &node)?;
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.size += node.size;
        if open.size > YAML_NODES_MAX {
            let span = Span { start: open.start, end: open.start };
            return Err(YamlError::at(span, YamlErrorKind::TooManyNodes));
        }
        match &mut open.items {
            Items::List(items) => items.push(node),
            Items::Mapping { entries, key } => {
                if let Some((key, span)) = key.take() {
                    entries.push((key, span, node));
                }
            }
        }
        Ok(())
    }

    /// Keeps what an anchor names.
    fn name(&mut self, anchor: usize, node: &Node) -> Result<(), YamlError> {
        if anchor == 0 {
            return Ok(());
        }
        self.anchored += node.size;
        if self.anchored > YAML_NODES_MAX {
            let span = node.positions.nearest(&Pointer::root());
            return Err(YamlError::at(span, YamlErrorKind::TooManyNodes));
        }
        self.anchors.insert(anchor, node.clone());
        Ok(())
    }

    fn expects_key(&self) -> bool {
        let items = self.open.last().map(|it| &it.items);
        matches!(items, Some(Items::Mapping { key: None, .. }))
    }

    fn set_key(&mut self, text: &str, span: Span) {
        if let Some(Open { items: Items::Mapping { key, .. }, .. }) = self.open.last_mut() {
            *key = Some((text.into(), span));
        }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let end = self.text.len();
        let range = span.byte_range().unwrap_or(end..end);
        Span { start: range.start, end: range.end }
    }
}

fn leaf(value: Value, span: Span) -> Node {
    Node { value, positions: Positions::leaf(span), size: 1 }
}

/// Refuses a tag that is not the one that says nothing new.
fn check_tag(tag: Option<&Tag>, expected: &str, span: Span) -> Result<(), YamlError> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema_tag(expected) => Err(YamlError::tag(tag, span)),
        _ => Ok(()),
    }
}
