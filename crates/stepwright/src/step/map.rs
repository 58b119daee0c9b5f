//! [`Map`]: does the same for each item of a list.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use super::Step;
use super::catching::{Common, bound, catching, tweaked};
use crate::error::Inner;
use crate::expr::Expr;
use crate::flow::{Flow, Tailed, expr_of};
use crate::graph::{
    BindKind, Items, Kind, Location as Place, MapSpec, ScopeId, ScopeKind, StateId, VarName,
};
use crate::into_expr::{IntoExpr, List};
use crate::lower::camel_case;
use crate::node::{Bind, NodeRef};
use crate::shape::Shape;
use crate::tail::Tail;
use crate::text::Source;

/// Does the same for each item of a list. Its value is the list of what the iterations hand back,
/// in the order of the items. An iteration sees all values around it.
///
/// ```
/// use stepwright::{Expr, Flow, Step, expr, map, pass};
///
/// fn squares(w: &mut Flow, numbers: Expr<Vec<u32>>) -> Expr<Vec<u32>> {
///     map("Squares", numbers, |w, n| pass("Square").value(expr!(n * n)).run(w))
///         .max_concurrency(5)
///         .run(w)
/// }
/// # stepwright::Workflow::new("squares", squares).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn map<'a, L: List, U: Shape, R: Tail<U>>(
    name: &str,
    items: L,
    f: impl FnOnce(&mut Flow, Expr<L::Item>) -> R + 'a,
) -> Map<'a, U> {
    let record: Record<'a> = Box::new(|w, given| f(w, Expr::of_bind(given.item)).into_node());
    Map::new(name, items.list().node(), record)
}

/// A [`map`] whose iterations know the number of their item, from 0.
///
/// ```
/// use stepwright::{Expr, Flow, Step, expr, map_indexed, pass};
///
/// fn weighted(w: &mut Flow, numbers: Expr<Vec<u64>>) -> Expr<Vec<u64>> {
///     map_indexed("Weigh", numbers, |w, n, index| pass("Times").value(expr!(n * index)).run(w))
///         .run(w)
/// }
/// # stepwright::Workflow::new("weighted", weighted).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn map_indexed<'a, L: List, U: Shape, R: Tail<U>>(
    name: &str,
    items: L,
    f: impl FnOnce(&mut Flow, Expr<L::Item>, Expr<u64>) -> R + 'a,
) -> Map<'a, U> {
    let record: Record<'a> = Box::new(|w, given| {
        f(w, Expr::of_bind(given.item), Expr::of_bind(given.index)).into_node()
    });
    Map::new(name, items.list().node(), record)
}

/// What an iteration is given.
#[derive(Clone, Copy)]
struct Given {
    item: Bind,
    index: Bind,
}

type Record<'a> = Box<dyn FnOnce(&mut Flow, Given) -> Tailed + 'a>;

/// A Map state: see [`map`].
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Map<'a, U> {
    common: Common<'a>,
    items: NodeRef,
    item_name: Option<String>,
    max_concurrency: Option<NodeRef>,
    record: Record<'a>,
    of: PhantomData<fn() -> U>,
}

impl<U> fmt::Debug for Map<'_, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map").field("common", &self.common).finish_non_exhaustive()
    }
}

impl<'a, U: Shape> Map<'a, U> {
    fn new(name: &str, items: NodeRef, record: Record<'a>) -> Self {
        let common = Common::new(name);
        Self { common, items, item_name: None, max_concurrency: None, record, of: PhantomData }
    }

    /// How many iterations run at once; 0 for as many as there are (AWS runs at most 40).
    pub fn max_concurrency(mut self, iterations: impl IntoExpr<u32>) -> Self {
        self.max_concurrency = Some(iterations.into_expr().node());
        self
    }

    /// The name of the variable that keeps the item, if one is needed. Otherwise it is the
    /// state's name in camelCase and `Item`.
    pub fn item_name(mut self, var: &str) -> Self {
        self.item_name = Some(var.to_owned());
        self
    }

    catching!(Inner, Vec<U>);
    bound!();
    tweaked!(Map, stepwright_asl::Map);
}

impl<U: Shape> Step for Map<'_, U> {
    type Out = Expr<Vec<U>>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<Vec<U>> {
        let Self { common, items, item_name, max_concurrency, record, .. } = self;
        let location = Location::caller();
        let name = common.name.clone();
        let bind = common.run(
            w,
            Kind::Pass,
            |w, id, var| {
                let iteration = w.inner_scope::<U>(ScopeKind::Iteration, location, |w| {
                    let item = given(w, &name, item_name.as_deref(), ITEM, location);
                    let index = given(w, &name, None, INDEX, location);
                    record(w, Given { item, index })
                });
                let items = Items::List(items);
                own(w, id, MapSpec { items, iteration, max_concurrency, distributed: None });
                w.value_of(id, Source::Text("$states.result".to_owned()), var)
            },
            |bind, node| vec![(*bind, node)],
        );
        expr_of(bind)
    }
}

/// A Map's state is complete.
pub(super) fn own(w: &mut Flow, id: StateId, spec: MapSpec) -> ScopeId {
    let iteration = spec.iteration;
    w.graph.scopes[iteration].owner = Some(id);
    w.graph.states[id].kind = Kind::Map(Box::new(spec));
    iteration
}

/// Something an iteration is given: what it is called, and how it is written at the start.
#[derive(Clone, Copy)]
pub(super) struct What {
    pub(super) word: &'static str,
    pub(super) suffix: &'static str,
    pub(super) text: &'static str,
}

pub(super) const ITEM: What = What { word: "item", suffix: "Item", text: "$states.input" };
const INDEX: What = What { word: "index", suffix: "Index", text: "$states.context.Map.Item.Index" };

/// A bind for something an iteration is given.
pub(super) fn given(
    w: &mut Flow,
    map: &str,
    name: Option<&str>,
    what: What,
    location: Place,
) -> Bind {
    let What { word, suffix, text } = what;
    let name = match name {
        Some(name) => VarName::Given(name.to_owned()),
        None => VarName::Derived(format!("{}{suffix}", camel_case(map))),
    };
    let kind = BindKind::Given(text.to_owned());
    w.bind(kind, name, format!("the {word} of \"{map}\""), location)
}
