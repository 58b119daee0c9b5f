//! [`RawState`] and [`RawBranch`]: parts of a definition, as they are.

use std::marker::PhantomData;
use std::panic::Location;

use stepwright_asl as asl;

use super::Step;
use super::catching::{Common, bound};
use crate::expr::Expr;
use crate::flow::{Flow, expr_of};
use crate::graph::{BindKind, Kind, Open, Slot, VarName};
use crate::mistake;
use crate::shape::Shape;
use crate::text::Source;

/// A whole state as the plain model has it. The flow sets where it leads; its value is the state's
/// result, whose type is asserted.
///
/// ```
/// use stepwright::{Expr, Flow, Step, asl, raw_state};
///
/// fn buckets(w: &mut Flow, _: Expr<()>) -> Expr<serde_json::Value> {
///     raw_state("List Buckets", asl::Task {
///         resource: Some("arn:aws:states:::aws-sdk:s3:listBuckets".into()),
///         ..asl::Task::default()
///     })
///     .run(w)
/// }
/// # stepwright::Workflow::new("buckets", buckets).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn raw_state<O: Shape>(name: &str, state: impl Into<asl::State>) -> RawState<O> {
    RawState { common: Common::new(name), state: state.into(), of: PhantomData }
}

/// A state from the plain model: see [`raw_state`].
#[derive(Debug)]
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct RawState<O> {
    common: Common<'static>,
    state: asl::State,
    of: PhantomData<fn() -> O>,
}

impl<O: Shape> RawState<O> {
    bound!();
}

impl<O: Shape> Step for RawState<O> {
    type Out = Expr<O>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<O> {
        let Self { common, state, .. } = self;
        let location = Location::caller();
        let shape = RawShape::of(&state);
        if shape == RawShape::Unwirable {
            w.graph.mistakes.push(mistake::raw::unwirable(&common.name, location));
        }
        let bind = common.run(
            w,
            Kind::Raw(Box::new(state)),
            |w, id, var| match shape {
                RawShape::Result => w.value_of(id, Source::Text("$states.result".to_owned()), var),
                RawShape::Input | RawShape::Unwirable => {
                    w.open = vec![Open::Of(id, Slot::Next)];
                    w.graph.edge_mut(id, Slot::Next);
                    let bind = w.joined_value_of(id, var);
                    w.binds.with(bind, |info| info.kind = BindKind::Nothing);
                    bind
                }
                RawShape::End => {
                    let bind = w.joined_value_of(id, var);
                    w.ended = Some(location);
                    bind
                }
            },
            |_, _| Vec::new(),
        );
        expr_of(bind)
    }
}

/// What a state of the plain model leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RawShape {
    /// A result.
    Result,
    /// No result: what follows is all it has.
    Input,
    /// Nothing follows.
    End,
    /// More than one way leads out, which a flow cannot know of.
    Unwirable,
}

impl RawShape {
    fn of(state: &asl::State) -> Self {
        match state {
            asl::State::Task(_) | asl::State::Parallel(_) | asl::State::Map(_) => Self::Result,
            asl::State::Other(value) if value.as_object().is_some() => Self::Result,
            asl::State::Pass(_) | asl::State::Wait(_) => Self::Input,
            asl::State::Succeed(_) | asl::State::Fail(_) => Self::End,
            asl::State::Choice(_) | asl::State::Other(_) => Self::Unwirable,
        }
    }
}

/// A definition from elsewhere as the whole of a branch, of a Map's iteration, or of the workflow.
/// Its output's type is asserted.
///
/// Inside a workflow it has to speak JSONata, as the workflow does: AWS takes no JSONPath there.
///
/// ```
/// use stepwright::{Expr, Flow, Step, asl, map, raw_branch};
///
/// fn each(w: &mut Flow, items: Expr<Vec<u32>>) -> Expr<Vec<u32>> {
///     let processor: asl::StateMachine = r#"{
///         "StartAt": "Same",
///         "States": { "Same": { "Type": "Pass", "End": true } }
///     }"#.parse().unwrap();
///     map("Each", items, |w, _| raw_branch::<u32>(processor).run(w)).run(w)
/// }
/// # stepwright::Workflow::new("each", each).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn raw_branch<O: Shape>(machine: asl::StateMachine) -> RawBranch<O> {
    RawBranch { machine, of: PhantomData }
}

/// A branch from the plain model: see [`raw_branch`].
#[derive(Debug)]
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct RawBranch<O> {
    machine: asl::StateMachine,
    of: PhantomData<fn() -> O>,
}

impl<O: Shape> Step for RawBranch<O> {
    type Out = Expr<O>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<O> {
        let location = Location::caller();
        let name = VarName::Derived("rawBranch".to_owned());
        let what = "the value of a raw branch".to_owned();
        let bind = w.bind(BindKind::Nothing, name, what, location);
        let json_path = self.machine.query_language == Some(asl::QueryLanguage::JsonPath);
        if json_path && w.graph.scopes[w.scope].parent.is_some() {
            w.graph.mistakes.push(mistake::raw::json_path(location));
        } else if w.open == [Open::Start(w.scope)] {
            w.graph.scopes[w.scope].raw = Some((self.machine, bind));
            w.open.clear();
            w.ended = Some(location);
        } else {
            w.graph.mistakes.push(mistake::raw::not_alone(location));
        }
        expr_of(bind)
    }
}
