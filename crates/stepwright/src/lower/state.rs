//! One state: its fields, what it assigns and hands back, where it leads.

use stepwright_asl as asl;
use stepwright_json::{Object, Value};

use super::Lowering;
use crate::graph::{Catch, Edge, Kind, Retry, ScopeId, Site, Slot, State, StateId, Tweak};
use crate::node::NodeRef;

/// A state's way out: what is set on it, what is handed back, where it leads.
#[derive(Default)]
pub(super) struct Way {
    pub(super) assign: Option<Object>,
    pub(super) output: Option<Value>,
    next: Option<String>,
    end: Option<bool>,
}

/// Writes a way into a state that has `Next` and `End`.
macro_rules! lead {
    ($state:expr, $way:expr) => {{
        let way: Way = $way;
        $state.next = way.next;
        $state.end = way.end;
    }};
}

impl Lowering<'_> {
    /// A state: lowered, then as its author tweaks it, then wired.
    pub(super) fn state(&self, id: StateId) -> asl::State {
        let State { kind, tweak, .. } = &self.graph.states[id];
        let mut state = match kind {
            Kind::Task(task) => self.task(id, task).into(),
            Kind::Pass => self.pass(id).into(),
            Kind::Choice(conditions) => self.choice(id, conditions).into(),
            Kind::WaitFor(seconds) => self.wait(id, Some(*seconds), None).into(),
            Kind::WaitUntil(moment) => self.wait(id, None, Some(*moment)).into(),
            Kind::Succeed(output) => self.succeed(id, *output).into(),
            Kind::Fail { error, cause } => self.fail(id, *error, *cause).into(),
            Kind::Parallel(branches) => self.parallel(id, branches).into(),
            Kind::Map(map) => self.map(id, map).into(),
            Kind::Raw(raw) => self.raw(id, raw),
        };
        if let Some(Tweak(tweak)) = tweak {
            tweak(&mut state);
        }
        self.wire(id, &mut state);
        state
    }

    pub(super) fn comment(&self, id: StateId) -> Option<String> {
        self.graph.states[id].comment.clone()
    }

    /// The way out after the state's work.
    pub(super) fn way(&self, id: StateId) -> Way {
        let site = Site::Edge(id, Slot::Next);
        let Some(edge) = self.graph.states[id].edges.get(&Slot::Next) else {
            return Way { end: Some(true), ..Way::default() };
        };
        let next = self.next(edge);
        Way {
            assign: self.assign(site, edge),
            output: self.output(site, edge),
            end: next.is_none().then_some(true),
            next,
        }
    }

    fn edge(&self, id: StateId, slot: Slot) -> Option<&Edge> {
        self.graph.states[id].edges.get(&slot)
    }

    fn pass(&self, id: StateId) -> asl::Pass {
        let Way { assign, output, .. } = self.way(id);
        asl::Pass { comment: self.comment(id), assign, output, ..asl::Pass::default() }
    }

    fn wait(&self, id: StateId, seconds: Option<NodeRef>, moment: Option<NodeRef>) -> asl::Wait {
        let Way { assign, output, .. } = self.way(id);
        let site = Site::State(id);
        asl::Wait {
            comment: self.comment(id),
            seconds: seconds.map(|it| self.number(site, it)),
            timestamp: moment.map(|it| self.text(site, it)),
            assign,
            output,
            ..asl::Wait::default()
        }
    }

    fn succeed(&self, id: StateId, output: Option<NodeRef>) -> asl::Succeed {
        asl::Succeed {
            comment: self.comment(id),
            output: output.map(|it| self.template(Site::State(id), it)),
            ..asl::Succeed::default()
        }
    }

    fn fail(&self, id: StateId, error: NodeRef, cause: NodeRef) -> asl::Fail {
        let site = Site::State(id);
        asl::Fail {
            comment: self.comment(id),
            error: Some(self.text(site, error)),
            cause: Some(self.text(site, cause)),
            ..asl::Fail::default()
        }
    }

    /// What a rule assigns and hands back is its own; what the state does holds for the default
    /// alone. (Recorded of the service: a state's `Assign` and `Output` are not applied where a
    /// rule matches.)
    fn choice(&self, id: StateId, conditions: &[NodeRef]) -> asl::Choice {
        let rule = |(number, condition): (usize, &NodeRef)| {
            let site = Site::Edge(id, Slot::Rule(number));
            let edge = self.edge(id, Slot::Rule(number));
            asl::ChoiceRule {
                condition: Some(self.template(Site::State(id), *condition)),
                assign: edge.and_then(|it| self.assign(site, it)),
                output: edge.and_then(|it| self.output(site, it)),
                ..asl::ChoiceRule::default()
            }
        };
        let site = Site::Edge(id, Slot::Default);
        let default = self.edge(id, Slot::Default);
        asl::Choice {
            comment: self.comment(id),
            choices: Some(conditions.iter().enumerate().map(rule).collect()),
            assign: default.and_then(|it| self.assign(site, it)),
            output: default.and_then(|it| self.output(site, it)),
            ..asl::Choice::default()
        }
    }

    fn parallel(&self, id: StateId, branches: &[ScopeId]) -> asl::Parallel {
        let Way { assign, output, .. } = self.way(id);
        asl::Parallel {
            comment: self.comment(id),
            branches: Some(branches.iter().map(|it| self.scope(*it)).collect()),
            assign,
            output,
            retry: self.retry(id),
            catch: self.catch(id),
            ..asl::Parallel::default()
        }
    }

    pub(super) fn retry(&self, id: StateId) -> Option<Vec<asl::Retrier>> {
        let retriers = self.graph.states[id].retry.iter().map(retrier).collect::<Vec<_>>();
        (!retriers.is_empty()).then_some(retriers)
    }

    pub(super) fn catch(&self, id: StateId) -> Option<Vec<asl::Catcher>> {
        let all = &self.graph.states[id].catches;
        let lowered = |(number, catch): (usize, &Catch)| {
            let site = Site::Edge(id, Slot::Catch(number));
            let edge = self.edge(id, Slot::Catch(number));
            asl::Catcher {
                error_equals: Some(catch.names.clone()),
                assign: edge.and_then(|it| self.assign(site, it)),
                output: edge.and_then(|it| self.output(site, it)),
                ..asl::Catcher::default()
            }
        };
        (!all.is_empty()).then(|| all.iter().enumerate().map(lowered).collect())
    }

    /// A state of the plain model, with what the flow assigns and hands back added to its own.
    fn raw(&self, id: StateId, raw: &asl::State) -> asl::State {
        let Way { assign, output, .. } = self.way(id);
        let mut state = raw.clone();
        let (own_assign, own_output) = match &mut state {
            asl::State::Task(it) => (&mut it.assign, &mut it.output),
            asl::State::Pass(it) => (&mut it.assign, &mut it.output),
            asl::State::Wait(it) => (&mut it.assign, &mut it.output),
            asl::State::Parallel(it) => (&mut it.assign, &mut it.output),
            asl::State::Map(it) => (&mut it.assign, &mut it.output),
            asl::State::Succeed(_)
            | asl::State::Fail(_)
            | asl::State::Choice(_)
            | asl::State::Other(_) => return state,
        };
        for (name, value) in assign.iter().flat_map(Object::iter) {
            own_assign.get_or_insert_default().insert(name, value.clone());
        }
        // The state's result is what it hands on anyway, unless it says something else.
        if output.is_some() && (own_output.is_some() || output != Some(super::whole())) {
            *own_output = output;
        }
        state
    }

    /// Where the ways out lead is the flow's to say.
    fn wire(&self, id: StateId, state: &mut asl::State) {
        match state {
            asl::State::Task(it) => {
                lead!(it, self.way(id));
                self.wire_catch(id, it.catch.as_mut());
            }
            asl::State::Pass(it) => lead!(it, self.way(id)),
            asl::State::Wait(it) => lead!(it, self.way(id)),
            asl::State::Parallel(it) => {
                lead!(it, self.way(id));
                self.wire_catch(id, it.catch.as_mut());
            }
            asl::State::Map(it) => {
                lead!(it, self.way(id));
                self.wire_catch(id, it.catch.as_mut());
            }
            asl::State::Choice(it) => {
                for (number, rule) in it.choices.iter_mut().flatten().enumerate() {
                    if let Some(edge) = self.edge(id, Slot::Rule(number)) {
                        rule.next = self.next(edge);
                    }
                }
                it.default = self.edge(id, Slot::Default).and_then(|it| self.next(it));
            }
            asl::State::Other(Value::Object(it)) => {
                let Way { next, end, .. } = self.way(id);
                it.remove("Next");
                it.remove("End");
                if let Some(next) = next {
                    it.insert("Next", next);
                }
                if let Some(end) = end {
                    it.insert("End", end);
                }
            }
            asl::State::Succeed(_) | asl::State::Fail(_) | asl::State::Other(_) => {}
        }
    }

    fn wire_catch(&self, id: StateId, catch: Option<&mut Vec<asl::Catcher>>) {
        for (number, catcher) in catch.into_iter().flatten().enumerate() {
            if let Some(edge) = self.edge(id, Slot::Catch(number)) {
                catcher.next = self.next(edge);
            }
        }
    }
}

fn retrier(retry: &Retry) -> asl::Retrier {
    let backoff = retry.backoff;
    asl::Retrier {
        error_equals: Some(retry.names.clone()),
        interval_seconds: Some(backoff.interval_seconds.into()),
        max_attempts: backoff.max_attempts.map(Into::into),
        backoff_rate: backoff.rate.and_then(number),
        max_delay_seconds: backoff.max_delay_seconds.map(Into::into),
        jitter_strategy: backoff.full_jitter.then_some(asl::JitterStrategy::Full),
        ..asl::Retrier::default()
    }
}

/// A number as people write it: `2`, not `2.0`.
fn number(value: f64) -> Option<asl::NumberOr> {
    let text = value.to_string();
    let number = match text.parse::<i64>() {
        Ok(whole) => asl::Number::from(whole),
        Err(_) => asl::Number::from_f64(value)?,
    };
    Some(number.into())
}
