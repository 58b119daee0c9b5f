//! From the recorded graph to the plain model: the definition an expert would have written.
//!
//! Owns the rules by which the graph becomes JSON (`LOWERING.md`), and the order in which a workflow
//! is checked.
//! How an expression is written is in `text`; what is wrong with a graph is in `mistake`.

mod kept;
mod map;
mod names;
mod placeholders;
mod state;
mod task;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use stepwright_asl as asl;
use stepwright_json::{Object, Value};

use self::kept::kept;
use self::names::variable_names;
pub(crate) use self::names::{VARIABLE_NAME_CHARS_MAX, camel_case};
pub(crate) use self::placeholders::placeholders;
use crate::callable::Target;
use crate::graph::{Edge, Graph, Kind, Meaning, ScopeId, ScopeKind, Site, StateId};
use crate::mistake::{self, Mistake};
use crate::node::{Bind, NodeRef};
use crate::placeholder::Placeholder;
use crate::text::{self, Source};

/// Checks a graph and lowers it.
pub(crate) fn lower(
    graph: &Graph,
    comment: Option<&str>,
    timeout_seconds: Option<u32>,
    partition: &str,
) -> Result<asl::StateMachine, Vec<Mistake>> {
    let mut mistakes = mistake::check(graph);
    let kept = kept(graph);
    let names = variable_names(graph, &kept, &mut mistakes);
    mistakes.extend(mistake::check_data(graph, &kept, &names));
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let lowering = Lowering { graph, names, partition };
    let Some(main) = graph.scopes.ids().next() else { return Err(mistakes) };
    let mut machine = lowering.scope(main);
    machine.comment = comment.map(str::to_owned).or(machine.comment);
    if graph.scopes[main].raw.is_none() {
        machine.query_language = Some(asl::QueryLanguage::Jsonata);
    }
    machine.timeout_seconds = timeout_seconds.map(Into::into).or(machine.timeout_seconds);
    let mistakes = mistake::check_limits(graph, &machine);
    if mistakes.is_empty() { Ok(machine) } else { Err(mistakes) }
}

/// A graph on its way to the plain model.
struct Lowering<'g> {
    graph: &'g Graph,
    /// The variables that are kept, by what they are called.
    names: BTreeMap<Bind, String>,
    partition: &'g str,
}

impl Lowering<'_> {
    /// A scope as a machine of its own.
    fn scope(&self, id: ScopeId) -> asl::StateMachine {
        let scope = &self.graph.scopes[id];
        if let Some((raw, _)) = &scope.raw {
            let mut raw = raw.clone();
            if scope.parent.is_some() {
                // AWS takes these at the top only.
                raw.query_language = None;
                raw.version = None;
                raw.timeout_seconds = None;
            }
            return raw;
        }
        let states = self.graph.states_of(id);
        let states = states.map(|state| (self.name(state), self.state(state)));
        asl::StateMachine {
            start_at: scope.start.map(|it| self.name(it)),
            states: states.collect::<IndexMap<_, _>>(),
            ..asl::StateMachine::default()
        }
    }

    fn name(&self, state: StateId) -> String {
        self.graph.states[state].name.to_string()
    }

    /// What binds are at a site, with the names of variables.
    fn source(&self, site: Site, bind: Bind) -> Source {
        match self.graph.meaning(site, bind) {
            Meaning::Text(text) => Source::Text(text),
            Meaning::Node(node) => Source::Node(node),
            // One without a name has been refused: it can be read nowhere.
            Meaning::Variable(bind) => {
                Source::Text(format!("${}", self.names.get(&bind).map_or("", String::as_str)))
            }
            Meaning::Unknown => Source::Text("$".to_owned()),
        }
    }

    /// An expression as JSON.
    fn template(&self, site: Site, node: NodeRef) -> Value {
        text::template(node, &|bind| self.source(site, bind))
    }

    /// An expression where a text is wanted.
    fn text(&self, site: Site, node: NodeRef) -> String {
        match self.template(site, node) {
            Value::String(text) => text.as_ref().to_owned(),
            other => other.to_string(),
        }
    }

    /// An expression where a number is wanted.
    fn number(&self, site: Site, node: NodeRef) -> asl::NumberOr {
        match self.template(site, node) {
            Value::Number(number) => asl::NumberOr::Number(number),
            Value::String(text) => asl::NumberOr::Text(text.as_ref().to_owned()),
            other => asl::NumberOr::Text(other.to_string()),
        }
    }

    /// What an edge assigns, as far as it is read somewhere.
    fn assign(&self, site: Site, edge: &Edge) -> Option<Object> {
        if self.graph.is_end(edge) {
            return None;
        }
        let mut assign = Object::new();
        for it in self.graph.assigns(edge) {
            let Some(name) = self.names.get(&it.bind) else { continue };
            let value = match &it.source {
                Source::Text(text) => Value::from(format!("{{% {text} %}}")),
                Source::Node(node) => self.template(site, *node),
            };
            assign.insert(name.as_str(), value);
        }
        (!assign.is_empty()).then_some(assign)
    }

    /// What an edge hands back, if it is more than the state's own result.
    fn output(&self, site: Site, edge: &Edge) -> Option<Value> {
        let output = self.template(site, edge.output?);
        let Site::Edge(state, crate::graph::Slot::Next) = site else { return Some(output) };
        let is_result = match &self.graph.states[state].kind {
            Kind::Parallel(branches) => output == whole() || output == parts(branches.len()),
            Kind::Task(_) | Kind::Map(_) => output == whole(),
            _ => false,
        };
        (!is_result).then_some(output)
    }

    /// The state to which an edge leads.
    fn next(&self, edge: &Edge) -> Option<String> {
        self.graph.goal(edge).map(|it| self.name(it))
    }

    /// What the kind of a scope says in its `ProcessorConfig`.
    fn processor(&self, id: ScopeId, express: bool) -> asl::StateMachine {
        let distributed = self.graph.scopes[id].kind == ScopeKind::Distributed;
        let (mode, execution_type) = match (distributed, express) {
            (false, _) => (asl::ProcessorMode::Inline, None),
            (true, false) => (asl::ProcessorMode::Distributed, Some(asl::ExecutionType::Standard)),
            (true, true) => (asl::ProcessorMode::Distributed, Some(asl::ExecutionType::Express)),
        };
        let config = asl::ProcessorConfig {
            mode: Some(mode),
            execution_type,
            ..asl::ProcessorConfig::default()
        };
        asl::StateMachine { processor_config: Some(config), ..self.scope(id) }
    }

    /// A resource in the partition that this is for.
    fn resource(&self, arn: &str) -> String {
        match arn.strip_prefix("arn:aws:") {
            Some(rest) => format!("arn:{}:{rest}", self.partition),
            None => arn.to_owned(),
        }
    }

    /// What stands for a target in the definition.
    fn target(target: Target) -> String {
        match (Placeholder::of(target), target) {
            (Some(placeholder), _) => placeholder.text(),
            (
                None,
                Target::Service(name)
                | Target::Lambda(name)
                | Target::Machine(name)
                | Target::Activity(name),
            ) => name.to_owned(),
        }
    }
}

/// The state's result, untouched.
fn whole() -> Value {
    Value::from("{% $states.result %}")
}

/// A Parallel's result, branch by branch.
fn parts(count: usize) -> Value {
    (0..count).map(|number| Value::from(format!("{{% $states.result[{number}] %}}"))).collect()
}
