//! [`Parallel`]: runs branches side by side.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use stepwright_json::Value;

use super::Step;
use super::catching::{Common, catching, tweaked};
use crate::error::Inner;
use crate::expr::Expr;
use crate::flow::Flow;
use crate::graph::{
    Assign, BindKind, Kind, Location as Place, Open, ScopeId, ScopeKind, Slot, VarName,
};
use crate::node::{Node, NodeRef};
use crate::shape::Kind::Any;
use crate::shape::Shape;
use crate::tail::Tail;
use crate::text::Source;

/// Runs branches side by side, and waits for all of them. Its value is a tuple of what they hand
/// back.
///
/// ```
/// use stepwright::{Expr, Flow, Step, expr, parallel, pass};
///
/// fn both(w: &mut Flow, n: Expr<u32>) -> Expr<u32> {
///     let (one, two) = parallel("Both")
///         .branch("one", |w| pass("One More").value(expr!(n + 1)).run(w))
///         .branch("two", |w| pass("Two More").value(expr!(n + 2)).run(w))
///         .run(w);
///     expr!(one * two)
/// }
/// # stepwright::Workflow::new("both", both).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn parallel<'a>(name: &str) -> Parallel<'a, ()> {
    Parallel { common: Common::new(name), branches: Vec::new(), of: PhantomData }
}

/// A branch, its type forgotten: it records its scope.
type Record<'a> = Box<dyn FnOnce(&mut Flow) -> ScopeId + 'a>;

struct Named<'a> {
    var: String,
    location: Place,
    record: Record<'a>,
}

/// A Parallel state: see [`parallel`].
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Parallel<'a, T> {
    common: Common<'a>,
    branches: Vec<Named<'a>>,
    of: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Parallel<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parallel").field("common", &self.common).finish_non_exhaustive()
    }
}

impl<'a, T: Branches> Parallel<'a, T> {
    /// One more branch. `var` is the name of the variable that keeps its value, if one is needed.
    #[track_caller]
    pub fn branch<A: Shape, R: Tail<A>>(
        self,
        var: &str,
        f: impl FnOnce(&mut Flow) -> R + 'a,
    ) -> Parallel<'a, T::Out>
    where
        T: Push<A>,
    {
        let Self { common, mut branches, .. } = self;
        let location = Location::caller();
        let record: Record<'a> = Box::new(move |w| {
            w.inner_scope::<A>(ScopeKind::Branch, location, |w| f(w).into_node())
        });
        branches.push(Named { var: var.to_owned(), location, record });
        Parallel { common, branches, of: PhantomData }
    }

    catching!(Inner, T::Value);
    tweaked!(Parallel, stepwright_asl::Parallel);
}

impl<T: Branches> Step for Parallel<'_, T> {
    type Out = T;

    #[track_caller]
    fn run(self, w: &mut Flow) -> T {
        let Self { common, branches, .. } = self;
        let count = branches.len();
        let binds = common.run(
            w,
            Kind::Parallel(Vec::new()),
            |w, id, _| {
                let mut binds = Vec::new();
                let mut scopes = Vec::new();
                for (number, Named { var, location, record }) in branches.into_iter().enumerate() {
                    let scope = record(w);
                    w.graph.scopes[scope].owner = Some(id);
                    scopes.push(scope);
                    let what = format!("the value of the branch `{var}`");
                    let bind = w.bind(BindKind::Value, VarName::Given(var), what, location);
                    let source = Source::Text(format!("$states.result[{number}]"));
                    let assign = Assign { bind, source, nth: 0, location };
                    w.graph.edge_mut(id, Slot::Next).assigns.push(assign);
                    binds.push(bind);
                }
                w.graph.edge_mut(id, Slot::Next);
                w.graph.states[id].kind = Kind::Parallel(scopes);
                w.open = vec![Open::Of(id, Slot::Next)];
                binds
            },
            |binds, node| binds.iter().copied().zip(parts(node, count)).collect(),
        );
        T::of(&mut binds.into_iter().map(|bind| NodeRef::of(Node::Bind { bind, kind: Any })))
    }
}

/// The parts of a tuple.
fn parts(node: NodeRef, count: usize) -> Vec<NodeRef> {
    match node.get() {
        Node::List(items) => return items.clone(),
        Node::Literal(Value::Array(items)) => {
            return items.iter().map(|it| NodeRef::literal(it.clone())).collect();
        }
        _ => {}
    }
    let part = |number| {
        let parts = vec![String::new(), format!("[{number}]")];
        NodeRef::of(Node::Raw { parts, holes: vec![node], kind: Any })
    };
    (0..count).map(part).collect()
}

/// The values of a Parallel's branches: a tuple of [`Expr`]s.
pub trait Branches {
    /// The tuple of their types.
    type Value: Shape;
    #[doc(hidden)]
    fn of(values: &mut dyn Iterator<Item = NodeRef>) -> Self;
}

/// One branch more.
pub trait Push<A: Shape>: Branches {
    /// The values with one more.
    type Out: Branches;
}

impl Branches for () {
    type Value = ();
    fn of(_: &mut dyn Iterator<Item = NodeRef>) -> Self {}
}
impl<A: Shape> Push<A> for () {
    type Out = (Expr<A>,);
}

macro_rules! branches {
    ($($t:ident),+) => {
        impl<$($t: Shape),+> Branches for ($(Expr<$t>,)+) {
            type Value = ($($t,)+);
            fn of(values: &mut dyn Iterator<Item = NodeRef>) -> Self {
                ($(next::<$t>(values),)+)
            }
        }
    };
}
macro_rules! push {
    ($($t:ident),+) => {
        impl<$($t: Shape,)+ Z: Shape> Push<Z> for ($(Expr<$t>,)+) {
            type Out = ($(Expr<$t>,)+ Expr<Z>,);
        }
    };
}

fn next<T: Shape>(values: &mut dyn Iterator<Item = NodeRef>) -> Expr<T> {
    // There is a value for each part of the tuple, since `branch` alone adds to either.
    let missing = || NodeRef::of(Node::Invalid("a branch that was never recorded".to_owned()));
    Expr::of_node(values.next().unwrap_or_else(missing))
}

branches!(A);
branches!(A, B);
branches!(A, B, C);
branches!(A, B, C, D);
branches!(A, B, C, D, E);
branches!(A, B, C, D, E, F);
branches!(A, B, C, D, E, F, G);
branches!(A, B, C, D, E, F, G, H);
branches!(A, B, C, D, E, F, G, H, I);
branches!(A, B, C, D, E, F, G, H, I, J);
branches!(A, B, C, D, E, F, G, H, I, J, K);
branches!(A, B, C, D, E, F, G, H, I, J, K, L);
push!(A);
push!(A, B);
push!(A, B, C);
push!(A, B, C, D);
push!(A, B, C, D, E);
push!(A, B, C, D, E, F);
push!(A, B, C, D, E, F, G);
push!(A, B, C, D, E, F, G, H);
push!(A, B, C, D, E, F, G, H, I);
push!(A, B, C, D, E, F, G, H, I, J);
push!(A, B, C, D, E, F, G, H, I, J, K);
