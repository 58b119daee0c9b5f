//! [`Pass`]: a state that does nothing but hand on a value.

use std::fmt;
use std::marker::PhantomData;

use super::Step;
use super::catching::{Common, bound, commented, tweaked};
use crate::callable::Callable;
use crate::expr::Expr;
use crate::flow::{Flow, expr_of};
use crate::graph::{Kind, Slot};
use crate::into_expr::{AsExpr, IntoExpr};
use crate::node::NodeRef;
use crate::shape::Shape;
use crate::text::Source;

/// A state that does nothing but hand on a value: [`Pass::value`].
///
/// ```
/// use stepwright::{Expr, Flow, Step, pass};
///
/// fn zero(w: &mut Flow, _: Expr<()>) -> Expr<u32> {
///     pass("Zero").value(0u32).run(w)
/// }
/// # stepwright::Workflow::new("zero", zero).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn pass(name: &str) -> Pass<()> {
    Pass { common: Common::new(name), value: None, of: PhantomData }
}

/// A Pass in the place of a task that is not written yet: swapping `stub` for
/// [`task`](crate::task) later changes nothing else.
pub fn stub<C: Callable>(name: &str, callable: C) -> Stub<C> {
    // The callable is named for its type only.
    let _ = callable;
    Stub { name: name.to_owned(), of: PhantomData }
}

/// A [`stub`] that does not have its value yet.
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Stub<C> {
    name: String,
    of: PhantomData<fn() -> C>,
}

impl<C> fmt::Debug for Stub<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<C: Callable> Stub<C> {
    /// What the task would give back.
    pub fn returning(self, value: impl IntoExpr<C::Output>) -> Pass<C::Output> {
        let value = Some(value.into_expr().node());
        Pass { common: Common::new(&self.name), value, of: PhantomData }
    }
}

/// A Pass state: see [`pass`].
#[derive(Debug)]
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Pass<O> {
    common: Common<'static>,
    value: Option<NodeRef>,
    of: PhantomData<fn() -> O>,
}

impl Pass<()> {
    /// The value that it hands on.
    pub fn value<V: AsExpr>(self, value: V) -> Pass<V::Of> {
        Pass { common: self.common, value: Some(value.as_expr().node()), of: PhantomData }
    }
}

impl<O: Shape> Pass<O> {
    commented!();
    bound!();
    tweaked!(Pass, stepwright_asl::Pass);
}

impl<O: Shape> Step for Pass<O> {
    type Out = Expr<O>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<O> {
        let Self { common, value, .. } = self;
        let bind = common.run(
            w,
            Kind::Pass,
            |w, id, var| match value {
                Some(value) => w.value_of(id, Source::Node(value), var),
                None => {
                    w.open = vec![crate::graph::Open::Of(id, Slot::Next)];
                    w.joined_value_of(id, var)
                }
            },
            |_, _| Vec::new(),
        );
        expr_of(bind)
    }
}
