//! Lists stay lists.
//!
//! JSONata turns a sequence of one into its item, drops what is `undefined`, and flattens lists of
//! lists. The Rust types say otherwise, so each form here keeps what the types say.

use super::closure::is_read_in_closure;
use super::leaf::may_be_undefined;
use super::literal;
use super::writer::{Item, Level, Writer, Written};
use crate::node::{Node, NodeRef, Param};
use crate::shape::Kind;

impl Writer<'_> {
    pub(super) fn map(&self, list: NodeRef, param: Param, body: NodeRef) -> Written {
        let xs = self.write(list);
        let kind = body.get().kind();
        if kind.may_be_list() {
            let (x, value) = self.function(param, body);
            let appended = one_item(kind, &value);
            return self.reduce(&xs, &x, body, |list| format!("$append(${list}, {appended})"));
        }
        if is_read_in_closure(body, param) {
            let (x, value) = self.function(param, body);
            return Written::brackets(&format!(
                "$map({}, function(${x}) {{ {} }})",
                xs.text, value.text
            ));
        }
        let value = self.with(param, Item::Context).leaf(body);
        let step = match body.get() {
            Node::Object(_) => value.text,
            _ if is_path_of(body, param) && !may_be_undefined(body.get()) => value.text,
            _ => format!("({})", value.text),
        };
        Written::brackets(&format!("{}.{step}", xs.at(Level::Path)))
    }

    pub(super) fn filter(&self, list: NodeRef, param: Param, body: NodeRef, item: Kind) -> Written {
        let xs = self.write(list);
        if item.may_be_list() {
            let (x, condition) = self.function(param, body);
            let appended = one_item(item, &Written::path(format!("${x}")));
            return self.reduce(&xs, &x, body, |list| {
                format!("{} ? $append(${list}, {appended}) : ${list}", condition.at(Level::Or))
            });
        }
        if is_read_in_closure(body, param) {
            let (x, condition) = self.function(param, body);
            return Written::brackets(&format!(
                "$filter({}, function(${x}) {{ {} }})",
                xs.text, condition.text
            ));
        }
        let condition = self.with(param, Item::Context).write(body).text;
        // An array constructor with a predicate would still count as an array constructor.
        let xs = if xs.bracketed { format!("({})", xs.text) } else { xs.at(Level::Path) };
        Written::brackets(&format!("{xs}[{condition}]"))
    }

    pub(super) fn sort_by(&self, list: NodeRef, param: Param, body: NodeRef) -> Written {
        let xs = self.write(list).text;
        let (l, r) = (self.free_name(&["l"], body), self.free_name(&["r"], body));
        let key = |name: &str| {
            self.with(param, Item::Variable(name.to_owned())).write(body).at(Level::Sum)
        };
        Written::brackets(&format!(
            "$sort({xs}, function(${l}, ${r}) {{ {} > {} }})",
            key(&l),
            key(&r)
        ))
    }

    pub(super) fn values(&self, object: NodeRef, item: Kind) -> Written {
        let map = self.write(object).text;
        if !item.may_be_list() {
            return Written::brackets(&format!("$each({map}, function($v) {{ $v }})"));
        }
        let appended = one_item(item, &Written::path(format!("$lookup({map}, $k)")));
        let keys = Written::path(format!("[$keys({map})]"));
        self.reduce(&keys, "k", object, |list| format!("$append(${list}, {appended})"))
    }

    pub(super) fn get(&self, list: NodeRef, index: NodeRef) -> Written {
        // In `a.b[0]` the index would bind to the step `b`.
        Written::path(format!("({})[{}]", self.write(list).text, self.write(index).text))
    }

    /// The sum of a bare path over an empty list would be `undefined`.
    pub(super) fn sum(&self, arguments: &[NodeRef]) -> Written {
        let lists: Vec<String> = arguments
            .iter()
            .map(|list| {
                let xs = self.write(*list);
                if xs.bracketed { xs.text } else { format!("[{}]", xs.text) }
            })
            .collect();
        Written::path(format!("$sum({})", lists.join(", ")))
    }

    /// An item of a list of known length.
    pub(super) fn list_item(&self, item: NodeRef) -> String {
        let written = self.leaf(item);
        match item.get().kind() {
            Kind::List if written.bracketed => written.text,
            Kind::List => format!("[{}]", written.text),
            kind if kind.may_be_list() => {
                let value = written.at(Level::Comparison);
                format!("$type({value}) = \"array\" ? [[{value}]] : {value}")
            }
            _ => written.text,
        }
    }

    fn reduce(
        &self,
        xs: &Written,
        x: &str,
        body: NodeRef,
        step: impl FnOnce(&str) -> String,
    ) -> Written {
        let list = self.free_name(&["list"], body);
        let step = step(&list);
        Written::path(format!("$reduce({}, function(${list}, ${x}) {{ {step} }}, [])", xs.text))
    }
}

/// What appends a value as one item, be it a list or not.
fn one_item(kind: Kind, value: &Written) -> String {
    match kind {
        Kind::List if value.bracketed => format!("[{}]", value.text),
        Kind::List => format!("[[{}]]", value.text),
        _ => {
            let text = value.clone().at(Level::Comparison);
            format!("$type({text}) = \"array\" ? [[{text}]] : [{text}]")
        }
    }
}

/// Whether a node is the item, or a member of a member of it.
fn is_path_of(node: NodeRef, wanted: Param) -> bool {
    match node.get() {
        Node::Param { param, .. } => *param == wanted,
        Node::Field { base, key, .. } => {
            // A name in quotes would be a string at the start of a step.
            literal::name(key).starts_with(|it: char| it != '"') && is_path_of(*base, wanted)
        }
        _ => false,
    }
}
