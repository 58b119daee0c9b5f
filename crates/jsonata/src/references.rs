//! What an expression reads from outside, for validators and editors.

use std::collections::BTreeSet;

use crate::ast::{Kind, Node, Stage, Symbol};
use crate::expression::Tables;

/// Something outside that an expression refers to. Places are bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A variable that the expression does not bind: `$states.input.a`. The name of `$`
    /// is empty, that of `$$` is `$`.
    Variable {
        /// The name, without the `$`.
        name: String,
        /// The plain names that follow it.
        path: Vec<String>,
        /// The first byte of the variable.
        start: usize,
        /// The byte after it.
        end: usize,
    },
    /// A name that is looked up in the input of the whole expression (or of a lambda's body).
    Path {
        /// The plain names it begins with.
        path: Vec<String>,
        /// The first byte of the first name.
        start: usize,
        /// The byte after it.
        end: usize,
    },
    /// A function that is called by its name and that the expression does not define.
    Function {
        /// The name, without the `$`.
        name: String,
        /// How many arguments it is given.
        arguments: usize,
        /// The first byte of the name.
        start: usize,
        /// The byte after it.
        end: usize,
    },
}

pub(crate) fn collect(root: &Node, tables: &Tables) -> Vec<Reference> {
    let mut collector = Collector { tables, bound: vec![BTreeSet::new()], acc: Vec::new() };
    collector.node(root, true);
    collector.acc
}

struct Collector<'a> {
    tables: &'a Tables,
    bound: Vec<BTreeSet<Symbol>>,
    acc: Vec<Reference>,
}

impl Collector<'_> {
    fn is_bound(&self, symbol: Symbol) -> bool {
        self.bound.iter().any(|it| it.contains(&symbol))
    }
    fn bind(&mut self, symbol: Symbol) {
        if let Some(scope) = self.bound.last_mut() {
            scope.insert(symbol);
        }
    }
    fn variable(&mut self, symbol: Symbol, node: &Node, path: Vec<String>) {
        let name = self.tables.name(symbol).to_owned();
        // `$` in a step or a predicate is its context, not the input of the whole.
        if !self.is_bound(symbol) && !name.starts_with('!') {
            self.acc.push(Reference::Variable { name, path, start: node.start, end: node.end });
        }
    }
    /// `top`: whether names are looked up in the input of the whole expression.
    fn node(&mut self, node: &Node, top: bool) {
        match &node.kind {
            Kind::Path { steps, .. } => self.path(steps, top),
            Kind::Variable(symbol) if top || !self.tables.name(*symbol).is_empty() => {
                self.variable(*symbol, node, Vec::new());
            }
            Kind::Name(name) if top => {
                self.acc.push(Reference::Path {
                    path: vec![name.as_ref().to_owned()],
                    start: node.start,
                    end: node.end,
                });
            }
            Kind::Wildcard | Kind::Descendant if top => {
                self.acc.push(Reference::Path {
                    path: Vec::new(),
                    start: node.start,
                    end: node.end,
                });
            }
            Kind::Binary(_, left, right)
            | Kind::Elvis(left, right)
            | Kind::Coalesce(left, right)
            | Kind::Apply(left, right) => {
                self.node(left, top);
                self.node(right, top);
            }
            Kind::Negate(inner) => self.node(inner, top),
            Kind::Array(items) => items.iter().for_each(|it| self.node(it, top)),
            Kind::Object { pairs, .. } => self.pairs(pairs, top),
            Kind::Call { procedure, args, .. } => self.call(procedure, args, top),
            Kind::Lambda(lambda) => {
                self.bound.push(lambda.parameters.iter().copied().collect());
                self.node(&lambda.body, top);
                self.bound.pop();
            }
            Kind::Condition(test, then, other) => {
                self.node(test, top);
                self.node(then, top);
                other.iter().for_each(|it| self.node(it, top));
            }
            Kind::Bind(symbol, value) => {
                // A lambda may call itself by the name it is bound to.
                if matches!(value.kind, Kind::Lambda(_)) {
                    self.bind(*symbol);
                }
                self.node(value, top);
                self.bind(*symbol);
            }
            Kind::Block(parts) => {
                self.bound.push(BTreeSet::new());
                parts.iter().for_each(|it| self.node(it, top));
                self.bound.pop();
            }
            Kind::Sort(terms) => terms.iter().for_each(|(_, it)| self.node(it, false)),
            Kind::Transform(it) => {
                self.node(&it.pattern, false);
                self.node(&it.update, false);
                it.delete.iter().for_each(|it| self.node(it, false));
            }
            _ => {}
        }
        for stage in &node.stages {
            match stage {
                Stage::Filter(it) => self.node(it, false),
                Stage::Index(symbol) => self.bind(*symbol),
            }
        }
        if let Some(pairs) = &node.group {
            self.pairs(pairs, false);
        }
    }
    fn pairs(&mut self, pairs: &[(Node, Node)], top: bool) {
        for (key, value) in pairs {
            self.node(key, top);
            self.node(value, top);
        }
    }
    fn path(&mut self, steps: &[Node], top: bool) {
        let name = |step: &Node| match &step.kind {
            Kind::Name(name) => Some(name.as_ref().to_owned()),
            _ => None,
        };
        let Some((first, rest)) = steps.split_first() else { return };
        let follow = if first.stages.is_empty() {
            let stop = rest.iter().position(|it| name(it).is_none() || !it.stages.is_empty());
            let plain = stop.map_or(rest.len(), |at| {
                at + usize::from(rest.get(at).is_some_and(|it| name(it).is_some()))
            });
            rest.iter().take(plain).filter_map(name).collect()
        } else {
            Vec::new()
        };
        match &first.kind {
            Kind::Variable(symbol) if top || !self.tables.name(*symbol).is_empty() => {
                self.variable(*symbol, first, follow);
                self.stages_of(first);
            }
            Kind::Name(it) if top => {
                let mut path = vec![it.as_ref().to_owned()];
                path.extend(follow);
                self.acc.push(Reference::Path { path, start: first.start, end: first.end });
                self.stages_of(first);
            }
            _ => self.node(first, top),
        }
        steps.iter().for_each(|step| {
            step.focus.into_iter().chain(step.index).for_each(|it| self.bind(it));
        });
        rest.iter().for_each(|step| self.node(step, false));
    }
    fn stages_of(&mut self, node: &Node) {
        for stage in &node.stages {
            if let Stage::Filter(it) = stage {
                self.node(it, false);
            }
        }
    }
    fn call(&mut self, procedure: &Node, args: &[Node], top: bool) {
        match procedure.kind {
            Kind::Variable(symbol) if !self.is_bound(symbol) => {
                self.acc.push(Reference::Function {
                    name: self.tables.name(symbol).to_owned(),
                    arguments: args.len(),
                    start: procedure.start,
                    end: procedure.end,
                });
            }
            _ => self.node(procedure, top),
        }
        args.iter().for_each(|it| self.node(it, top));
    }
}
