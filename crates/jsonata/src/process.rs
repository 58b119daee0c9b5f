//! The tree as it was written into the tree that is evaluated: paths are flattened, filters become
//! stages of their step, and each `%` finds the step whose context it means.

use std::sync::Arc;

use crate::ast::{Kind, Lambda, Node, Op, Shape, Stage, Symbol, Transform};
use crate::error::ParseError;
use crate::evaluate::grown;
use crate::parser::Symbols;
use stepwright_json::{Number, Value};

/// Where the context is kept that a `%` means, and how many steps further up it still has to go.
struct Slot {
    label: Symbol,
    level: i32,
}

pub(crate) struct Processor<'a> {
    symbols: &'a mut Symbols,
    slots: Vec<Slot>,
}

type Process<T = Node> = Result<T, ParseError>;

fn error<T>(code: &'static str, node: &Node, token: &str) -> Process<T> {
    Err(ParseError::new(code, node.start, node.end, token))
}

fn path_of(node: Node) -> Node {
    if let Kind::Path { .. } = node.kind {
        return node;
    }
    let (start, end) = (node.start, node.end);
    // Only a name's `[]` is also that of the path which it begins.
    let keep_singleton = node.keep_array && matches!(node.kind, Kind::Name(_));
    let kind = Kind::Path { steps: vec![node], keep_singleton, shape: Shape::General };
    // It is known from outside, too: `a[] ~> $map(f)` gives an array.
    Node { keep_array: keep_singleton, ..Node::new(kind, start, end) }
}

/// Changes the step that filters and bindings belong to: the last one of a path, else the node
/// itself.
fn with_last_step<T>(node: &mut Node, change: impl FnOnce(&mut Node) -> T) -> T {
    if let Kind::Path { steps, .. } = &mut node.kind
        && let Some(last) = steps.last_mut()
    {
        return change(last);
    }
    change(node)
}

impl<'a> Processor<'a> {
    pub(crate) fn new(symbols: &'a mut Symbols, labels: &[Symbol]) -> Self {
        Self {
            symbols,
            slots: labels.iter().map(|label| Slot { label: *label, level: 0 }).collect(),
        }
    }
    pub(crate) fn labels(&self) -> Vec<Symbol> {
        self.slots.iter().map(|slot| slot.label).collect()
    }
    pub(crate) fn root(&mut self, node: Node) -> Process {
        let node = self.process(node)?;
        if matches!(node.kind, Kind::Parent(_)) || !node.seeking.is_empty() {
            return error("S0217", &node, "%");
        }
        Ok(node)
    }

    #[expect(clippy::boxed_local, reason = "what a tree holds is boxed")]
    fn boxed(&mut self, node: Box<Node>) -> Process<Box<Node>> {
        Ok(Box::new(self.process(*node)?))
    }
    fn all(&mut self, nodes: Vec<Node>, seeking: &mut Vec<usize>) -> Process<Vec<Node>> {
        let mut acc = Vec::with_capacity(nodes.len());
        for node in nodes {
            let node = self.process(node)?;
            push_ancestry(seeking, &node);
            acc.push(node);
        }
        Ok(acc)
    }
    fn pairs(
        &mut self,
        pairs: Vec<(Node, Node)>,
        seeking: &mut Vec<usize>,
    ) -> Process<Vec<(Node, Node)>> {
        let mut acc = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let (key, value) = (self.process(key)?, self.process(value)?);
            push_ancestry(seeking, &key);
            push_ancestry(seeking, &value);
            acc.push((key, value));
        }
        Ok(acc)
    }

    fn process(&mut self, node: Node) -> Process {
        grown(|| self.process_grown(node))
    }

    fn process_grown(&mut self, mut node: Node) -> Process {
        let kind = std::mem::replace(&mut node.kind, Kind::Wildcard);
        let keep = node.keep_array;
        match kind {
            Kind::Dot(left, right) => {
                let mut node = self.dot(*left, *right)?;
                node.keep_array |= keep;
                return Ok(node);
            }
            Kind::Filter(left, right) => return self.filter(*left, *right, keep),
            Kind::GroupBy(left, pairs) => {
                let mut result = self.process(*left)?;
                if result.group.is_some() {
                    return error("S0210", &node, "{");
                }
                // A `%` here that means nothing within the group means nothing at all: the reference does not
                // look for it in the path that is grouped.
                result.group = Some(self.pairs(pairs, &mut Vec::new())?);
                result.keep_array |= keep;
                return Ok(result);
            }
            Kind::OrderBy(left, terms) => {
                let mut result = self.order(*left, terms, &node)?;
                result.keep_array |= keep;
                return Ok(result);
            }
            Kind::Focus(left, symbol) => return self.focus(*left, symbol, &node, keep),
            Kind::Position(left, symbol) => {
                let mut result = path_of(self.process(*left)?);
                with_last_step(&mut result, |step| {
                    if step.stages.is_empty() {
                        step.index = Some(symbol);
                    } else {
                        step.stages.push(Stage::Index(symbol));
                    }
                    step.flags.tuple = true;
                });
                result.keep_array |= keep;
                return Ok(result);
            }
            Kind::Name(_) | Kind::Word(_) => {
                let name = match kind {
                    Kind::Name(name) | Kind::Word(name) => name,
                    _ => "".into(),
                };
                node.kind = Kind::Name(name);
                return Ok(path_of(node));
            }
            Kind::Parent(_) => {
                let index = self.slots.len();
                let label = self.symbols.intern(&format!("!{index}"));
                self.slots.push(Slot { label, level: 1 });
                node.kind = Kind::Parent(index);
                return Ok(node);
            }
            kind => node.kind = self.plain(kind, &mut node)?,
        }
        Ok(node)
    }

    /// What stays what it is; only what is inside is processed.
    fn plain(&mut self, kind: Kind, node: &mut Node) -> Process<Kind> {
        let mut seeking = Vec::new();
        let kind = match kind {
            Kind::Binary(op, left, right) => {
                let (left, right) = (self.boxed(left)?, self.boxed(right)?);
                push_ancestry(&mut seeking, &left);
                push_ancestry(&mut seeking, &right);
                Kind::Binary(op, left, right)
            }
            Kind::Apply(left, right) => {
                let (left, right) = (self.boxed(left)?, self.boxed(right)?);
                node.keep_array = left.keep_array || right.keep_array;
                Kind::Apply(left, right)
            }
            Kind::Negate(inner) => {
                let inner = self.boxed(inner)?;
                match inner.kind {
                    Kind::Literal(Value::Number(Number::Int(it))) if it != 0 => {
                        Kind::Literal((-it).into())
                    }
                    Kind::Literal(Value::Number(Number::Float(it))) => Kind::Literal((-it).into()),
                    _ => {
                        push_ancestry(&mut seeking, &inner);
                        Kind::Negate(inner)
                    }
                }
            }
            Kind::Array(items) => Kind::Array(self.all(items, &mut seeking)?),
            Kind::Object { pairs, fixed } => {
                Kind::Object { pairs: self.pairs(pairs, &mut seeking)?, fixed }
            }
            Kind::Block(parts) => {
                let parts = self.all(parts, &mut seeking)?;
                node.flags.cons = parts.iter().any(|part| {
                    part.flags.cons
                        || matches!(&part.kind, Kind::Path { steps, .. } if steps.first().is_some_and(|it| it.flags.cons))
                });
                Kind::Block(parts)
            }
            Kind::Call { procedure, args, partial, question } => {
                let args = self.all(args, &mut seeking)?;
                Kind::Call { procedure: self.boxed(procedure)?, args, partial, question }
            }
            Kind::Lambda(lambda) => Kind::Lambda(match Arc::try_unwrap(lambda) {
                Ok(Lambda { parameters, signature, body }) => {
                    Arc::new(Lambda { parameters, signature, body: self.process(body)? })
                }
                Err(shared) => shared,
            }),
            Kind::Transform(it) => Kind::Transform(match Arc::try_unwrap(it) {
                Ok(Transform { pattern, update, delete }) => Arc::new(Transform {
                    pattern: self.process(pattern)?,
                    update: self.process(update)?,
                    delete: delete.map(|it| self.process(it)).transpose()?,
                }),
                Err(shared) => shared,
            }),
            Kind::Condition(test, then, other) => {
                let (test, then) = (self.boxed(test)?, self.boxed(then)?);
                let other = other.map(|it| self.boxed(it)).transpose()?;
                push_ancestry(&mut seeking, &test);
                push_ancestry(&mut seeking, &then);
                other.iter().for_each(|it| push_ancestry(&mut seeking, it));
                Kind::Condition(test, then, other)
            }
            Kind::Elvis(left, right) => self.choice(left, right, &mut seeking, Kind::Elvis)?,
            Kind::Coalesce(left, right) => {
                self.choice(left, right, &mut seeking, Kind::Coalesce)?
            }
            Kind::Bind(symbol, value) => {
                let value = self.boxed(value)?;
                push_ancestry(&mut seeking, &value);
                Kind::Bind(symbol, value)
            }
            kind => kind,
        };
        node.seeking.extend(seeking);
        Ok(kind)
    }

    fn choice(
        &mut self,
        left: Box<Node>,
        right: Box<Node>,
        seeking: &mut Vec<usize>,
        make: fn(Box<Node>, Box<Node>) -> Kind,
    ) -> Process<Kind> {
        let (left, right) = (self.boxed(left)?, self.boxed(right)?);
        push_ancestry(seeking, &left);
        push_ancestry(seeking, &right);
        Ok(make(left, right))
    }

    fn dot(&mut self, left: Node, right: Node) -> Process {
        let left = self.process(left)?;
        let mut path = if let Kind::Path { .. } = left.kind {
            left
        } else {
            let seeking = if let Kind::Parent(slot) = left.kind { vec![slot] } else { Vec::new() };
            let mut path = path_of(left);
            if let Kind::Path { keep_singleton, .. } = &mut path.kind {
                *keep_singleton = false;
            }
            path.seeking = seeking;
            path
        };
        let mut rest = self.process(right)?;
        let rest_keep = matches!(rest.kind, Kind::Path { keep_singleton: true, .. });
        let group = rest.group.take_if(|_| matches!(rest.kind, Kind::Path { .. }));
        let end = rest.end;
        let Kind::Path { steps, keep_singleton, .. } = &mut path.kind else { return Ok(path) };
        match rest.kind {
            Kind::Path { steps: more, .. } => steps.extend(more),
            _ => steps.push(rest),
        }
        *keep_singleton |= rest_keep;
        for step in steps.iter_mut() {
            match &step.kind {
                Kind::Literal(Value::String(name)) => step.kind = Kind::Name(Arc::clone(name)),
                Kind::Literal(it) => return error("S0213", step, &it.to_string()),
                _ => {}
            }
        }
        *keep_singleton |= steps.iter().any(|step| step.keep_array);
        if let Some(first) = steps.first_mut()
            && let Kind::Array(_) = first.kind
        {
            first.flags.cons = true;
        }
        if let Some(last) = steps.last_mut()
            && let Kind::Array(_) = last.kind
        {
            last.flags.cons = true;
        }
        path.end = end;
        // A grouping counts at the end of the path, wherever it stands in it.
        path.group = path.group.take().or(group);
        self.resolve_ancestry(&mut path)?;
        Ok(path)
    }

    fn filter(&mut self, left: Node, right: Node, keep: bool) -> Process {
        let (start, end) = (right.start, right.end);
        let mut result = self.process(left)?;
        let predicate = self.process(right)?;
        let mut slots = predicate.seeking.clone();
        if let Kind::Parent(slot) = predicate.kind {
            slots.push(slot);
        }
        with_last_step(&mut result, |step| {
            if step.group.is_some() {
                return Err(ParseError::new("S0209", start, end, "["));
            }
            let mut open = Vec::new();
            for slot in slots {
                if self.level(slot) == 1 {
                    self.seek(step, slot)?;
                } else if let Some(it) = self.slots.get_mut(slot) {
                    it.level -= 1;
                }
                open.push(slot);
            }
            step.seeking.extend(open);
            step.stages.push(Stage::Filter(predicate));
            step.keep_array |= keep;
            Ok(())
        })?;
        if keep && let Kind::Path { keep_singleton, .. } = &mut result.kind {
            *keep_singleton = true;
        }
        Ok(result)
    }

    fn order(&mut self, left: Node, terms: Vec<(bool, Node)>, node: &Node) -> Process {
        let mut result = path_of(self.process(left)?);
        let mut sort = Node::new(Kind::Wildcard, node.start, node.end);
        let mut processed = Vec::with_capacity(terms.len());
        for (descending, term) in terms {
            let term = self.process(term)?;
            push_ancestry(&mut sort.seeking, &term);
            processed.push((descending, term));
        }
        sort.kind = Kind::Sort(processed);
        if let Kind::Path { steps, .. } = &mut result.kind {
            steps.push(sort);
        }
        self.resolve_ancestry(&mut result)?;
        Ok(result)
    }

    fn focus(&mut self, left: Node, symbol: Symbol, node: &Node, keep: bool) -> Process {
        let mut result = self.process(left)?;
        with_last_step(&mut result, |step| {
            if !step.stages.is_empty() {
                return error("S0215", node, "@");
            }
            if let Kind::Sort(_) = step.kind {
                return error("S0216", node, "@");
            }
            step.keep_array |= keep;
            step.focus = Some(symbol);
            step.flags.tuple = true;
            Ok(())
        })?;
        result.keep_array |= keep;
        Ok(result)
    }

    fn level(&self, slot: usize) -> i32 {
        self.slots.get(slot).map_or(0, |it| it.level)
    }

    fn resolve_ancestry(&mut self, path: &mut Node) -> Process<()> {
        let Kind::Path { steps, .. } = &mut path.kind else { return Ok(()) };
        let Some(last) = steps.last() else { return Ok(()) };
        let mut slots = last.seeking.clone();
        if let Kind::Parent(slot) = last.kind {
            slots.push(slot);
        }
        let mut open = Vec::new();
        for slot in slots {
            let mut index = steps.len() - 1;
            while self.level(slot) > 0 {
                if index == 0 {
                    open.push(slot);
                    break;
                }
                index -= 1;
                // Steps that only bind a variable keep the context of the step before them.
                while index > 0
                    && steps.get(index).is_some_and(|it| it.focus.is_some())
                    && steps.get(index - 1).is_some_and(|it| it.focus.is_some())
                {
                    index -= 1;
                }
                let Some(step) = steps.get_mut(index) else { break };
                self.seek(step, slot)?;
            }
        }
        path.seeking.extend(open);
        Ok(())
    }

    /// Goes one step towards the step whose context a `%` means.
    fn seek(&mut self, node: &mut Node, slot: usize) -> Process<()> {
        match &mut node.kind {
            Kind::Name(_) | Kind::Wildcard => {
                let Some(it) = self.slots.get_mut(slot) else { return Ok(()) };
                it.level -= 1;
                if it.level == 0 {
                    match node.ancestor.and_then(|it| self.slots.get(it)).map(|it| it.label) {
                        None => node.ancestor = Some(slot),
                        Some(label) => {
                            if let Some(it) = self.slots.get_mut(slot) {
                                it.label = label;
                            }
                            node.ancestor = Some(slot);
                        }
                    }
                    node.flags.tuple = true;
                }
                Ok(())
            }
            Kind::Parent(_) => {
                if let Some(it) = self.slots.get_mut(slot) {
                    it.level += 1;
                }
                Ok(())
            }
            Kind::Block(parts) => {
                if let Some(last) = parts.last_mut() {
                    node.flags.tuple = true;
                    self.seek(last, slot)?;
                }
                Ok(())
            }
            Kind::Path { steps, .. } => {
                node.flags.tuple = true;
                for (index, step) in steps.iter_mut().rev().enumerate() {
                    if index > 0 && self.level(slot) <= 0 {
                        break;
                    }
                    self.seek(step, slot)?;
                }
                Ok(())
            }
            _ => error("S0217", node, "%"),
        }
    }
}

fn push_ancestry(acc: &mut Vec<usize>, node: &Node) {
    acc.extend_from_slice(&node.seeking);
    if let Kind::Parent(slot) = node.kind {
        acc.push(slot);
    }
}

/// Whether a tree's binary operator is arithmetic.
pub(crate) fn is_numeric(op: Op) -> bool {
    matches!(op, Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Mod)
}
