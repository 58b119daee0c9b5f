//! W21: an Express execution is asked for what only a Standard one can do.
//!
//! The children of a Distributed Map can be Express; what AWS refuses to create in an Express state
//! machine has no place in them.

use stepwright_asl as asl;

use super::Mistake;
use crate::callable::Target;
use crate::graph::{Graph, Kind, Location, ScopeId, ScopeKind, State, TaskSpec, Work};

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, state) in graph.states.iter() {
        let Some(map) = express_map(graph, state.scope) else { continue };
        if let Kind::Raw(raw) = &state.kind {
            let alone = [(state.name.to_string(), (**raw).clone())];
            let machine = asl::StateMachine {
                states: alone.into_iter().collect(),
                ..asl::StateMachine::default()
            };
            acc.extend(in_raw(&machine, state.location, map));
        } else if let Some(what) = refused(&state.kind) {
            acc.push(mistake(state.name.as_str(), what, state.location, map));
        }
    }
    for (id, scope) in graph.scopes.iter() {
        let raw = scope.raw.as_ref().zip(express_map(graph, id));
        if let Some(((machine, output), map)) = raw {
            let location = graph.binds.get(output).map_or(scope.location, |it| it.location);
            acc.extend(in_raw(machine, location, map));
        }
    }
}

/// The Distributed Map whose children run this scope, where they are Express.
fn express_map(graph: &Graph, scope: ScopeId) -> Option<&State> {
    let mut around = graph.chain(scope).map(|it| &graph.scopes[it]);
    let child = around.find(|it| it.kind == ScopeKind::Distributed)?;
    let map = &graph.states[child.owner?];
    let Kind::Map(spec) = &map.kind else { return None };
    spec.distributed.as_ref().is_some_and(|it| it.express).then_some(map)
}

fn refused(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Task(task) => refused_task(task),
        Kind::Map(map) => map.distributed.is_some().then_some(DISTRIBUTED_MAP),
        _ => None,
    }
}

fn refused_task(task: &TaskSpec) -> Option<&'static str> {
    if task.token.is_some() {
        return Some(CALLBACK);
    }
    match &task.work {
        Work::Target(Target::Lambda(_)) => None,
        Work::Target(Target::Activity(_)) => Some(ACTIVITY),
        Work::Target(Target::Machine(_)) => Some("waits for another execution"),
        Work::Target(Target::Service(resource)) => refused_resource(resource),
        Work::Raw(resource) => refused_resource(resource),
    }
}

fn refused_resource(resource: &str) -> Option<&'static str> {
    match resource.parse().ok()? {
        asl::Resource::Activity(_) => Some(ACTIVITY),
        asl::Resource::Integration(it) => match it.pattern {
            asl::IntegrationPattern::RequestResponse => None,
            asl::IntegrationPattern::RunJob { .. } => Some("waits for a job"),
            asl::IntegrationPattern::WaitForTaskToken => Some(CALLBACK),
        },
        asl::Resource::LambdaFunction(_) => None,
    }
}

const ACTIVITY: &str = "is an activity";
const CALLBACK: &str = "waits for a callback";
const DISTRIBUTED_MAP: &str = "is a Distributed Map";

/// What is refused in a definition from elsewhere, by the names of its states.
fn in_raw(machine: &asl::StateMachine, location: Location, map: &State) -> Vec<Mistake> {
    let mut refused = Refused::default();
    machine.walk(&mut refused);
    let found = refused.found.into_iter();
    found.map(|(name, what)| mistake(name, what, location, map)).collect()
}

#[derive(Default)]
struct Refused<'a> {
    found: Vec<(&'a str, &'static str)>,
    /// The Distributed Map that was found last: what is in it, other executions run.
    map: Option<String>,
}

impl<'a> asl::Visitor<'a> for Refused<'a> {
    fn state(&mut self, at: &asl::Pointer, name: &'a str, state: &'a asl::State) {
        let at = format!("{at}/");
        if self.map.as_ref().is_some_and(|map| at.starts_with(map)) {
            return;
        }
        let what = match state {
            asl::State::Task(task) => task.resource.as_deref().and_then(refused_resource),
            asl::State::Map(map) => {
                let config =
                    map.item_processor.as_ref().and_then(|it| it.processor_config.as_ref());
                let mode = config.and_then(|it| it.mode.as_ref());
                (mode == Some(&asl::ProcessorMode::Distributed)).then_some(DISTRIBUTED_MAP)
            }
            _ => None,
        };
        if what == Some(DISTRIBUTED_MAP) {
            self.map = Some(at);
        }
        self.found.extend(what.map(|what| (name, what)));
    }
}

fn mistake(name: &str, what: &str, location: Location, map: &State) -> Mistake {
    let message = format!("\"{name}\" {what}, which has no place in an Express execution");
    Mistake::error("W21", message)
        .at(location)
        .labelled("made Express here", map.location)
        .help("take `.express()` away from the Distributed Map around it")
}
