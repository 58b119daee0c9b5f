//! What Task, Parallel and Map have in common: retriers and catchers, a comment, a name.

use std::fmt;
use std::panic::Location;

use crate::error::{Backoff, ErrorOutput, Matches};
use crate::expr::Expr;
use crate::flow::{Flow, Handler, Tailed};
use crate::graph::{
    Assign, BindKind, Catch, Edge, Kind, Location as Place, Name, Open, Retry, Slot, StateId,
    Target, Tweak, VarName,
};
use crate::mistake;
use crate::node::{Bind, NodeRef};
use crate::text::Source;

/// A closure of a catcher, its types forgotten.
type Closure<'a> = Box<dyn FnOnce(&mut Flow, Expr<ErrorOutput>) -> Tailed + 'a>;

/// The common part of a step.
pub(crate) struct Common<'a> {
    pub(crate) name: String,
    pub(crate) var: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) retry: Vec<Retry>,
    pub(crate) tweak: Option<Tweak>,
    catchers: Vec<Catcher<'a>>,
}

struct Catcher<'a> {
    names: Vec<String>,
    location: Place,
    to: To<'a>,
}

enum To<'a> {
    Closure(Closure<'a>),
    Handler(Handler),
}

impl fmt::Debug for Common<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'a> Common<'a> {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            var: None,
            comment: None,
            retry: Vec::new(),
            tweak: None,
            catchers: Vec::new(),
        }
    }

    #[track_caller]
    pub(crate) fn retry<E>(&mut self, on: impl Matches<E>, backoff: Backoff) {
        self.retry.push(Retry { names: on.names(), backoff, location: Location::caller() });
    }

    #[track_caller]
    pub(crate) fn catch<E>(&mut self, on: impl Matches<E>, closure: Closure<'a>) {
        let (names, location) = (on.names(), Location::caller());
        self.catchers.push(Catcher { names, location, to: To::Closure(closure) });
    }

    #[track_caller]
    pub(crate) fn catch_to<E>(&mut self, on: impl Matches<E>, handler: &Handler) {
        let (names, location) = (on.names(), Location::caller());
        self.catchers.push(Catcher { names, location, to: To::Handler(handler.clone()) });
    }

    /// Adds the state. The value's bind is made by `value`, and set again by each catcher that
    /// recovers, so that what follows cannot tell the ways apart.
    #[track_caller]
    pub(crate) fn run<V>(
        self,
        w: &mut Flow,
        kind: Kind,
        value: impl FnOnce(&mut Flow, StateId, Option<&str>) -> V,
        recovered: impl Fn(&V, NodeRef) -> Vec<(Bind, NodeRef)>,
    ) -> V {
        let Self { name, var, comment, retry, tweak, catchers } = self;
        let id = w.add(Name::Given(name), Location::caller(), kind);
        let state = &mut w.graph.states[id];
        state.comment = comment;
        state.retry = retry;
        state.tweak = tweak;
        let value = value(w, id, var.as_deref());
        for (number, catcher) in catchers.into_iter().enumerate() {
            catcher.run(w, id, Slot::Catch(number), |node| recovered(&value, node));
        }
        value
    }
}

impl Catcher<'_> {
    fn run(
        self,
        w: &mut Flow,
        state: StateId,
        slot: Slot,
        recovered: impl Fn(NodeRef) -> Vec<(Bind, NodeRef)>,
    ) {
        let Self { names, location, to } = self;
        w.graph.states[state].catches.push(Catch { names, location });
        match to {
            To::Handler(handler) => {
                if handler.scope != w.scope {
                    let mistake = mistake::leaves::catch_to(&w.graph, state, &handler, location);
                    w.graph.mistakes.push(mistake);
                    return;
                }
                let error = w.graph.handlers[handler.id].error;
                let target = Some(Target::Handler(handler.id));
                let edge = Edge { target, assigns: vec![caught(error, location)], output: None };
                *w.graph.edge_mut(state, slot) = edge;
            }
            To::Closure(closure) => {
                let what = format!("the error caught at \"{}\"", w.graph.states[state].name);
                let derived = VarName::Derived("error".to_owned());
                let error = w.bind(BindKind::Value, derived, what, location);
                w.graph.edge_mut(state, slot).assigns.push(caught(error, location));
                let open = vec![Open::Of(state, slot)];
                let left = w.follow(open, |w| closure(w, Expr::of_bind(error)));
                w.join(left, recovered, location);
            }
        }
    }
}

fn caught(error: Bind, location: Place) -> Assign {
    let source = Source::Text("$states.errorOutput".to_owned());
    Assign { bind: error, source, nth: 0, location }
}

/// `comment`, `retry`, `catch`, `catch_to`: the same words on each step that can fail.
macro_rules! catching {
    ($error:ty, $value:ty) => {
        /// Tries again when the step fails with one of these errors.
        #[track_caller]
        pub fn retry(mut self, on: impl crate::error::Matches<$error>, b: crate::Backoff) -> Self {
            self.common.retry(on, b);
            self
        }

        /// What to do when the step fails with one of these errors: the closure ends the path, or
        /// hands back a value as the step would have, and the flow goes on after the step.
        #[track_caller]
        pub fn catch<R: crate::Tail<$value>>(
            mut self,
            on: impl crate::error::Matches<$error>,
            f: impl FnOnce(&mut crate::Flow, crate::Expr<crate::ErrorOutput>) -> R + 'a,
        ) -> Self {
            self.common.catch(on, Box::new(|w, error| f(w, error).into_node()));
            self
        }

        /// The same with a handler that several steps share.
        #[track_caller]
        pub fn catch_to(
            mut self,
            on: impl crate::error::Matches<$error>,
            handler: &crate::Handler,
        ) -> Self {
            self.common.catch_to(on, handler);
            self
        }

        crate::step::catching::commented!();
    };
}

/// `comment`, on each step.
macro_rules! commented {
    () => {
        /// A comment in the definition.
        pub fn comment(mut self, comment: &str) -> Self {
            self.common.comment = Some(comment.to_owned());
            self
        }
    };
}

/// `bind`, on each step whose value may become one variable.
macro_rules! bound {
    () => {
        /// The name of the variable that keeps the value, if one is needed. Otherwise it is the
        /// state's name in camelCase.
        pub fn bind(mut self, var: &str) -> Self {
            self.common.var = Some(var.to_owned());
            self
        }
    };
}

/// `tweak`, on each step, with its own type of state.
macro_rules! tweaked {
    ($variant:ident, $state:ty) => {
        /// A last say over the state, after it has been lowered. `Next`, `End` and the targets of
        /// catchers are the flow's, whatever is set here.
        pub fn tweak(mut self, f: impl Fn(&mut $state) + Send + Sync + 'static) -> Self {
            self.common.tweak = Some(crate::graph::Tweak(std::sync::Arc::new(move |state| {
                if let stepwright_asl::State::$variant(state) = state {
                    f(state);
                }
            })));
            self
        }
    };
}

pub(crate) use {bound, catching, commented, tweaked};
