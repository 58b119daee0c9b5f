//! [`Choice`]: goes one of several ways.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use super::Step;
use super::catching::{Common, bound, commented, tweaked};
use crate::expr::Expr;
use crate::flow::{Flow, Tailed, expr_of, is_unit};
use crate::graph::{Kind, Open, Slot};
use crate::into_expr::IntoExpr;
use crate::node::{Bind, NodeRef};
use crate::shape::Shape;
use crate::tail::Tail;

/// Goes one of several ways: the first whose condition holds. The ways join again after it, with
/// the value that each hands back; a way may also end its path.
///
/// ```
/// use stepwright::{Expr, Flow, Step, choice, expr, pass};
///
/// fn size(w: &mut Flow, rows: Expr<u32>) -> Expr<String> {
///     choice("How Many?")
///         .when(expr!(rows == 0), |w| w.fail("No Rows", "NoRows", "the table is empty"))
///         .when(expr!(rows < 100), |w| pass("Few").value("few").run(w))
///         .otherwise(|w| pass("Many").value("many").run(w))
///         .run(w)
/// }
/// # stepwright::Workflow::new("size", size).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn choice<'a, T: Shape>(name: &str) -> Choice<'a, T> {
    Choice { common: Common::new(name), rules: Vec::new(), of: PhantomData }
}

type Arm<'a> = Box<dyn FnOnce(&mut Flow) -> Tailed + 'a>;

/// A [`choice`] that does not have its default yet, and so is no step.
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Choice<'a, T> {
    common: Common<'a>,
    rules: Vec<(NodeRef, Arm<'a>)>,
    of: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Choice<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choice").field("common", &self.common).finish_non_exhaustive()
    }
}

impl<'a, T: Shape> Choice<'a, T> {
    /// The way to go if this holds, and nothing before did.
    pub fn when<R: Tail<T>>(
        mut self,
        condition: impl IntoExpr<bool>,
        f: impl FnOnce(&mut Flow) -> R + 'a,
    ) -> Self {
        self.rules.push((condition.into_expr().node(), Box::new(|w| f(w).into_node())));
        self
    }

    /// The way to go if nothing holds.
    pub fn otherwise<R: Tail<T>>(self, f: impl FnOnce(&mut Flow) -> R + 'a) -> Chosen<'a, T> {
        let Self { common, rules, of } = self;
        Chosen { common, rules, default: Box::new(|w| f(w).into_node()), of }
    }

    commented!();
}

/// A Choice state: see [`choice`].
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Chosen<'a, T> {
    common: Common<'a>,
    rules: Vec<(NodeRef, Arm<'a>)>,
    default: Arm<'a>,
    of: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Chosen<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chosen").field("common", &self.common).finish_non_exhaustive()
    }
}

impl<T: Shape> Chosen<'_, T> {
    commented!();
    bound!();
    tweaked!(Choice, stepwright_asl::Choice);
}

impl<T: Shape> Step for Chosen<'_, T> {
    type Out = Expr<T>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<T> {
        let Self { common, rules, default, .. } = self;
        let location = Location::caller();
        let (conditions, arms): (Vec<_>, Vec<_>) = rules.into_iter().unzip();
        let slots = (0..arms.len()).map(Slot::Rule).chain([Slot::Default]);
        let arms = slots.zip(arms.into_iter().chain([default])).collect::<Vec<_>>();
        let bind = common.run(
            w,
            Kind::Choice(conditions),
            |w, id, var| {
                let bind = w.joined_value_of(id, var);
                for (slot, arm) in arms {
                    // The edge is there even where the arm adds nothing to it.
                    w.graph.edge_mut(id, slot);
                    let left = w.follow(vec![Open::Of(id, slot)], arm);
                    w.join(left, |node| joined::<T>(bind, node), location);
                }
                bind
            },
            |_, _| Vec::new(),
        );
        expr_of(bind)
    }
}

/// What an arm's value sets. Nothing is carried where the type holds nothing.
fn joined<T: Shape>(bind: Bind, node: NodeRef) -> Vec<(Bind, NodeRef)> {
    if is_unit::<T>() { Vec::new() } else { vec![(bind, node)] }
}
