//! How a flow records: adding states, following closures, closing scopes.

use std::collections::BTreeMap;

use stepwright_json::Value;

use super::Flow;
use crate::expr::Expr;
use crate::graph::{
    Assign, BindInfo, BindKind, Binds, Edge, Graph, Kind, LabelId, Location, Name, Open, Scope,
    ScopeId, ScopeKind, Slot, State, StateId, Target, VarName,
};
use crate::lower::camel_case;
use crate::mistake;
use crate::node::{Bind, Node, NodeRef};
use crate::shape::Shape;
use crate::text::Source;

/// What a closure hands back, its type forgotten: a value, or nothing since its path has ended.
pub(crate) type Tailed = Option<NodeRef>;

/// A closure that has been followed: what it handed back, and what it left open.
pub(crate) struct Left {
    pub(crate) value: Tailed,
    pub(crate) open: Vec<Open>,
    pub(crate) labels: Vec<LabelId>,
    pub(crate) ended: Option<Location>,
}

/// Whether a type holds nothing, so that nothing need be carried.
pub(crate) fn is_unit<T: Shape>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>()
}

/// The author's handle on a bind. Of a type that holds nothing, nothing need be kept.
pub(crate) fn expr_of<T: Shape>(bind: Bind) -> Expr<T> {
    if is_unit::<T>() { Expr::of_node(NodeRef::literal(Value::Null)) } else { Expr::of_bind(bind) }
}

impl Flow {
    /// The flow of a whole workflow, at its very start.
    pub(crate) fn main<T: Shape>(location: Location) -> Self {
        let mut graph = Graph::default();
        let scope = graph.scopes.push(Scope::new::<T>(ScopeKind::Main, None, location));
        Self {
            graph,
            binds: Binds::default(),
            scope,
            open: vec![Open::Start(scope)],
            labels: Vec::new(),
            ended: None,
            late: false,
        }
    }

    /// Adds a state: every open edge leads to it, and none is open until the caller says so.
    pub(crate) fn add(&mut self, name: Name, location: Location, kind: Kind) -> StateId {
        let cut = if self.open.is_empty() { self.ended } else { None };
        let id = self.graph.states.push(State::new(name, location, self.scope, kind, cut));
        if self.graph.scopes[self.scope].raw.is_some() {
            self.graph.mistakes.push(mistake::raw::not_alone(location));
        }
        for open in std::mem::take(&mut self.open) {
            self.lead(open, Target::State(id));
        }
        for label in std::mem::take(&mut self.labels) {
            self.graph.labels[label].target = Some(id);
        }
        let scope = &mut self.graph.scopes[self.scope];
        if self.late {
            scope.late.push(id);
        } else {
            scope.states.push(id);
        }
        id
    }

    /// Points an open edge at its target.
    pub(crate) fn lead(&mut self, open: Open, target: Target) {
        match open {
            Open::Start(scope) => {
                if let Target::State(state) = target {
                    self.graph.scopes[scope].start = Some(state);
                }
            }
            Open::Of(state, slot) => self.graph.edge_mut(state, slot).target = Some(target),
            Open::Handler(handler) => self.graph.handlers[handler].entry.target = Some(target),
        }
    }

    /// What travels along an open edge. The way into a scope can carry nothing.
    fn edge_of(&mut self, open: Open) -> Option<&mut Edge> {
        match open {
            Open::Start(_) => None,
            Open::Of(state, slot) => Some(self.graph.edge_mut(state, slot)),
            Open::Handler(handler) => Some(&mut self.graph.handlers[handler].entry),
        }
    }

    /// Sets a bind on each of these edges.
    pub(crate) fn assign_on(&mut self, open: &[Open], assign: &Assign) {
        for open in open {
            if let Some(edge) = self.edge_of(*open) {
                edge.assigns.push(assign.clone());
            }
        }
    }

    /// Sets a bind on the way out of the state before. Where there is none, or where a jump would
    /// go round it, a Pass state is put in.
    pub(crate) fn ride(&mut self, pass: String, assign: &Assign) {
        if self.open.is_empty() {
            let mistake = mistake::unreachable::set_after_end(&pass, assign.location, self.ended);
            self.graph.mistakes.push(mistake);
            return;
        }
        let at_start = self.open.iter().any(|it| matches!(it, Open::Start(_)));
        let repeats = match assign.source {
            Source::Node(node) => self.repeated(node).is_some(),
            Source::Text(_) => false,
        };
        if at_start || repeats || !self.labels.is_empty() {
            let id = self.add(Name::Made(pass), assign.location, Kind::Pass);
            self.open = vec![Open::Of(id, Slot::Next)];
        }
        let open = self.open.clone();
        self.assign_on(&open, assign);
    }

    /// What an expression on the open edges would evaluate once more.
    fn repeated(&self, node: NodeRef) -> Option<Bind> {
        self.open.iter().find_map(|open| self.graph.repeats(*open, node))
    }

    /// Before a value is handed back: what it reads and is not the same twice gets its variable
    /// first, in a Pass of its own. The value itself, handed on as it is, is evaluated once anyway.
    fn settle(&mut self, node: NodeRef) {
        if matches!(node.get(), Node::Bind { .. }) {
            return;
        }
        let Some(bind) = self.repeated(node) else { return };
        let info = self.binds.with(bind, |info| (info.name.clone(), info.location));
        let Some((VarName::Given(name) | VarName::Derived(name), location)) = info else { return };
        let id = self.add(Name::Made(format!("Keep {name}")), location, Kind::Pass);
        self.open = vec![Open::Of(id, Slot::Next)];
    }

    /// A new bind of this scope.
    pub(crate) fn bind(
        &mut self,
        kind: BindKind,
        name: VarName,
        what: String,
        location: Location,
    ) -> Bind {
        self.binds.add(BindInfo { kind, scope: self.scope, location, name, what })
    }

    /// The bind of a state's value, set on its `Next` edge, which is the open one from here.
    pub(crate) fn value_of(&mut self, state: StateId, source: Source, var: Option<&str>) -> Bind {
        let bind = self.joined_value_of(state, var);
        let location = self.graph.states[state].location;
        let assign = Assign { bind, source, nth: 0, location };
        self.graph.edge_mut(state, Slot::Next).assigns.push(assign);
        self.open = vec![Open::Of(state, Slot::Next)];
        bind
    }

    /// The bind of a value that belongs to a state and is set nowhere yet.
    pub(crate) fn joined_value_of(&mut self, state: StateId, var: Option<&str>) -> Bind {
        let State { name, location, .. } = &self.graph.states[state];
        let location = *location;
        let what = format!("the value of \"{name}\"");
        let name = match var {
            Some(var) => VarName::Given(var.to_owned()),
            None => VarName::Derived(camel_case(name.as_str())),
        };
        self.bind(BindKind::Value, name, what, location)
    }

    /// Follows a closure that starts from some open edges of this scope.
    pub(crate) fn follow(&mut self, open: Vec<Open>, f: impl FnOnce(&mut Self) -> Tailed) -> Left {
        self.follow_in(self.scope, open, self.late, f)
    }

    /// Follows the closure of a handler, whose states are written last.
    pub(crate) fn follow_late(
        &mut self,
        open: Vec<Open>,
        f: impl FnOnce(&mut Self) -> Tailed,
    ) -> Left {
        self.follow_in(self.scope, open, true, f)
    }

    fn follow_in(
        &mut self,
        scope: ScopeId,
        open: Vec<Open>,
        late: bool,
        f: impl FnOnce(&mut Self) -> Tailed,
    ) -> Left {
        let mut inner = Self {
            graph: std::mem::take(&mut self.graph),
            binds: self.binds.clone(),
            scope,
            open,
            labels: Vec::new(),
            ended: None,
            late,
        };
        let value = f(&mut inner);
        if let Some(node) = value {
            inner.settle(node);
        }
        self.graph = inner.graph;
        Left { value, open: inner.open, labels: inner.labels, ended: inner.ended }
    }

    /// Takes over what a followed closure left open; on these edges the value it hands back is
    /// set.
    pub(crate) fn join(
        &mut self,
        left: Left,
        values: impl FnOnce(NodeRef) -> Vec<(Bind, NodeRef)>,
        location: Location,
    ) {
        let Left { value, open, labels, ended } = left;
        if let Some(value) = value {
            for (bind, node) in values(value) {
                let source = Source::Node(node);
                self.assign_on(&open, &Assign { bind, source, nth: 0, location });
            }
        }
        // Where the path has ended, nothing is open.
        self.open.extend(open);
        self.labels.extend(labels);
        self.ended = ended.or(self.ended);
    }

    /// Records a scope of its own: a branch, an iteration.
    pub(crate) fn inner_scope<T: Shape>(
        &mut self,
        kind: ScopeKind,
        location: Location,
        f: impl FnOnce(&mut Self) -> Tailed,
    ) -> ScopeId {
        let scope = self.graph.scopes.push(Scope::new::<T>(kind, Some(self.scope), location));
        self.follow_in(scope, vec![Open::Start(scope)], false, |w| {
            let value = f(w);
            w.close::<T>(value);
            None
        });
        scope
    }

    /// Ends the scope: each open edge hands back the value.
    pub(crate) fn close<T: Shape>(&mut self, value: Tailed) {
        let output = value.filter(|_| !is_unit::<T>());
        if let (Some((_, bind)), Some(node)) = (&self.graph.scopes[self.scope].raw, output)
            && !matches!(node.get(), Node::Bind { bind: it, .. } if it == bind)
        {
            let location = self.graph.scopes[self.scope].location;
            self.graph.mistakes.push(mistake::raw::other_value(location));
        }
        if let Some(node) = output {
            self.settle(node);
        }
        // A label that still waits stays without a state, which is a mistake of its own.
        self.labels.clear();
        let mut done = BTreeMap::new();
        for open in std::mem::take(&mut self.open) {
            let Open::Of(state, slot) = open else { continue };
            let target = match slot {
                Slot::Next => Target::End,
                // Neither a Choice's rule nor a Catcher can be the end of a machine: a Succeed
                // state is, one for all ways out of the state.
                Slot::Rule(_) | Slot::Default | Slot::Catch(_) => {
                    Target::State(*done.entry(state).or_insert_with(|| self.done(state)))
                }
            };
            let edge = self.graph.edge_mut(state, slot);
            edge.target = Some(target);
            edge.output = output;
        }
    }

    fn done(&mut self, of: StateId) -> StateId {
        let State { name, location, .. } = &self.graph.states[of];
        let (name, location) = (Name::Made(format!("{name} - Done")), *location);
        self.add(name, location, Kind::Succeed(None))
    }
}
