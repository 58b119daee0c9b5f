//! What is added when a workflow's function is done: iterations' items get their variable, made
//! names become unique.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Assign, BindInfo, BindKind, Binds, Graph, Kind, Name, ScopeId, Site, Slot, State, StateId,
    Target,
};
use crate::node::Bind;
use crate::text::Source;

impl Graph {
    /// Completes the record.
    pub(crate) fn finish(&mut self, binds: &Binds) {
        self.binds = binds.all();
        for scope in self.scopes.ids() {
            self.give_items(scope);
        }
        self.name_states();
    }

    /// The item of an iteration becomes a variable on the ways out of its start; where that is too
    /// late, a Pass is put in front.
    fn give_items(&mut self, scope: ScopeId) {
        let Some(start) = self.scopes[scope].start else { return };
        let given: BTreeMap<Bind, BindInfo> = self
            .binds
            .iter()
            .filter(|(_, it)| it.scope == scope && matches!(it.kind, BindKind::Given(_)))
            .map(|(bind, it)| (*bind, it.clone()))
            .collect();
        if given.is_empty() {
            return;
        }
        let late = self.reads_too_early(start, &given);
        let from = if late { self.pass_in_front(scope, start) } else { start };
        for (bind, info) in given.iter().rev() {
            let BindKind::Given(text) = &info.kind else { continue };
            let source = Source::Text(text.clone());
            let assign = Assign { bind: *bind, source, nth: 0, location: info.location };
            for edge in self.states[from].edges.values_mut() {
                edge.assigns.insert(0, assign.clone());
            }
        }
    }

    /// Whether what is given is read as a variable where the ways out of the start have not set it:
    /// inside the start, or at all where a jump leads back there.
    fn reads_too_early(&self, start: StateId, given: &BTreeMap<Bind, BindInfo>) -> bool {
        let inside = self.all_inside(start).into_iter().collect::<BTreeSet<_>>();
        let jumped = self.is_jumped_to(start);
        self.expressions().into_iter().any(|(site, node)| {
            let early = jumped || inside.contains(&site.state());
            early && self.variables(site, node).iter().any(|it| given.contains_key(&it.variable))
        })
    }

    /// Every expression, assigned ones too.
    fn expressions(&self) -> Vec<(Site, crate::node::NodeRef)> {
        let mut all = self.written();
        for (state, slot, edge) in self.edges() {
            let nodes = self.assigns(edge).filter_map(|it| match it.source {
                Source::Node(node) => Some((Site::Edge(state, slot), node)),
                Source::Text(_) => None,
            });
            all.extend(nodes);
        }
        all
    }

    fn pass_in_front(&mut self, scope: ScopeId, start: StateId) -> StateId {
        let location = self.states[start].location;
        let map = self.scopes[scope].owner.map(|it| self.states[it].name.to_string());
        let name = Name::Made(format!("{} - Item", map.unwrap_or_default()));
        let id = self.states.push(State::new(name, location, scope, Kind::Pass, None));
        self.edge_mut(id, Slot::Next).target = Some(Target::State(start));
        self.scopes[scope].start = Some(id);
        self.scopes[scope].states.insert(0, id);
        id
    }

    /// Made names take the next number where they are taken.
    fn name_states(&mut self) {
        let mut taken: BTreeSet<String> = self.raw_names();
        for (_, state) in self.states.iter() {
            if let Name::Given(name) = &state.name {
                taken.insert(name.clone());
            }
        }
        for id in self.states.ids() {
            let Name::Made(base) = &self.states[id].name else { continue };
            let mut name = base.clone();
            let mut number = 1;
            while !taken.insert(name.clone()) {
                number += 1;
                name = format!("{base} {number}");
            }
            self.states[id].name = Name::Made(name);
        }
    }

    /// The names of states in raw branches.
    fn raw_names(&self) -> BTreeSet<String> {
        let raw = self.scopes.iter().filter_map(|(_, scope)| scope.raw.as_ref());
        raw.flat_map(|(machine, _)| machine.states.keys().cloned()).collect()
    }
}
