//! [`ParallelList`]: branches made by a Rust loop, all of one type.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use super::Step;
use super::catching::{Common, bound, catching, tweaked};
use crate::error::Inner;
use crate::expr::Expr;
use crate::flow::{Flow, Tailed, expr_of};
use crate::graph::{Kind, Location as Place, ScopeKind};
use crate::shape::Shape;
use crate::tail::Tail;
use crate::text::Source;

/// Runs branches of one type side by side: for branches that a Rust loop makes. Its value is the
/// list of what they hand back.
///
/// ```
/// use stepwright::{Expr, Flow, Step, branch, parallel_list, pass};
///
/// fn greetings(w: &mut Flow, name: Expr<String>) -> Expr<Vec<String>> {
///     let branches = ["Hello, ", "Ciao, "].map(|greeting| {
///         branch(move |w| pass(greeting).value(name.concat(greeting)).run(w))
///     });
///     parallel_list("Greet", branches.into()).run(w)
/// }
/// # stepwright::Workflow::new("greetings", greetings).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn parallel_list<'a, A: Shape>(
    name: &str,
    branches: Vec<Branch<'a, A>>,
) -> ParallelList<'a, A> {
    ParallelList { common: Common::new(name), branches }
}

/// A branch for [`parallel_list`].
#[track_caller]
pub fn branch<'a, A: Shape, R: Tail<A>>(f: impl FnOnce(&mut Flow) -> R + 'a) -> Branch<'a, A> {
    let location = Location::caller();
    Branch { location, record: Box::new(|w| f(w).into_node()), of: PhantomData }
}

/// A branch of a [`ParallelList`]: made by [`branch`].
pub struct Branch<'a, A> {
    location: Place,
    record: Box<dyn FnOnce(&mut Flow) -> Tailed + 'a>,
    of: PhantomData<fn() -> A>,
}

impl<A> fmt::Debug for Branch<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Branch").field("location", &self.location).finish_non_exhaustive()
    }
}

/// A Parallel state whose branches have one type: see [`parallel_list`].
#[derive(Debug)]
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct ParallelList<'a, A> {
    common: Common<'a>,
    branches: Vec<Branch<'a, A>>,
}

impl<'a, A: Shape> ParallelList<'a, A> {
    catching!(Inner, Vec<A>);
    bound!();
    tweaked!(Parallel, stepwright_asl::Parallel);
}

impl<A: Shape> Step for ParallelList<'_, A> {
    type Out = Expr<Vec<A>>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<Vec<A>> {
        let Self { common, branches } = self;
        let bind = common.run(
            w,
            Kind::Parallel(Vec::new()),
            |w, id, var| {
                let mut scopes = Vec::new();
                for Branch { location, record, .. } in branches {
                    let scope = w.inner_scope::<A>(ScopeKind::Branch, location, record);
                    w.graph.scopes[scope].owner = Some(id);
                    scopes.push(scope);
                }
                w.graph.states[id].kind = Kind::Parallel(scopes);
                w.value_of(id, Source::Text("$states.result".to_owned()), var)
            },
            |bind, node| vec![(*bind, node)],
        );
        expr_of(bind)
    }
}
