//! [`Flow`]: the path that a workflow's function writes along.
//!
//! Owns the open edges: the ways out that wait for the next state. What the steps are is in
//! `step`, what becomes of them in `lower`.

mod end;
mod handler;
mod label;
mod record;
mod var;

pub use self::handler::Handler;
pub use self::label::Label;
pub(crate) use self::record::{Tailed, expr_of, is_unit};
pub use self::var::Var;
use crate::context::Context;
use crate::graph::{Binds, Graph, Kind, LabelId, Location, Name, Open, ScopeId, Slot};
use crate::into_expr::IntoExpr;
use crate::shape::Timestamp;

/// The path along which steps are added: what a workflow's function, and each of its branches, is
/// given.
///
/// A step joins the path when [`run`](crate::Step::run) is called on it; a branch is a closure that
/// gets a `Flow` of its own. Nothing is pointed at by name: what is added next is where the path
/// goes next.
///
/// ```
/// use stepwright::{Expr, Flow, Workflow, pass};
///
/// fn greet(w: &mut Flow, name: Expr<String>) -> Expr<String> {
///     let greeting = pass("Greet").value(name).run(w);
///     w.wait("Let It Sink In", 5);
///     greeting
/// }
///
/// let definition = Workflow::new("greet", greet).build()?;
/// assert_eq!(definition.start_at.as_deref(), Some("Greet"));
/// # use stepwright::Step;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
#[derive(Debug)]
pub struct Flow {
    pub(crate) graph: Graph,
    pub(crate) binds: Binds,
    pub(crate) scope: ScopeId,
    pub(crate) open: Vec<Open>,
    /// Labels that mark the place of the next state.
    pub(crate) labels: Vec<LabelId>,
    /// Where the path has ended.
    pub(crate) ended: Option<Location>,
    /// Whether this is a handler, whose states are written last.
    pub(crate) late: bool,
}

impl Flow {
    /// Waits for a number of seconds.
    #[track_caller]
    pub fn wait(&mut self, name: &str, seconds: impl IntoExpr<u32>) {
        self.wait_step(name, Kind::WaitFor(seconds.into_expr().node()));
    }

    /// Waits until a moment; where that is past, not at all.
    #[track_caller]
    pub fn wait_until(&mut self, name: &str, moment: impl IntoExpr<Timestamp>) {
        self.wait_step(name, Kind::WaitUntil(moment.into_expr().node()));
    }

    #[track_caller]
    fn wait_step(&mut self, name: &str, kind: Kind) {
        let id = self.add(Name::Given(name.to_owned()), std::panic::Location::caller(), kind);
        self.open = vec![Open::Of(id, Slot::Next)];
    }

    /// Facts of the execution: its name, when it was started.
    #[expect(clippy::unused_self, reason = "a fact belongs to a place in the flow")]
    pub fn context(&self) -> Context {
        Context::new()
    }
}
