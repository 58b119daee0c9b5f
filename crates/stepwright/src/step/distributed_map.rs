//! [`DistributedMap`]: does the same for each of many items, each in an execution of its own.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use super::Step;
use super::catching::{Common, bound, catching, tweaked};
use super::map::{ITEM, What, given, own};
use super::results::{ResultsTo, ResultsWritten};
use super::source::{ItemSource, Origin};
use crate::error::Inner;
use crate::expr::Expr;
use crate::flow::{Flow, expr_of, is_unit};
use crate::graph::{Distributed, Kind, Location as Place, MapSpec, ScopeId, ScopeKind};
use crate::into_expr::IntoExpr;
use crate::node::{Bind, NodeRef};
use crate::shape::Shape;
use crate::tail::Tail;
use crate::text::Source;

/// Does the same for each of many items (up to millions, read from S3 if need be), each in a child
/// execution of its own. Its value is the list of what they hand back.
///
/// A child execution sees nothing from outside: that is why `f` is a function pointer, which can
/// capture no value. What all of them need is given to them as `shared`; `()` if that is nothing.
///
/// ```
/// use stepwright::items::{CsvFile};
/// use stepwright::{Expr, Flow, Step, distributed_map, expr, pass};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, stepwright::Shape)]
/// struct Row { name: String }
///
/// fn greetings(w: &mut Flow, bucket: Expr<String>) -> Expr<Vec<String>> {
///     distributed_map(
///         "Greet Everybody",
///         CsvFile::<Row>::new(bucket, "people.csv"),
///         "Hello, ",
///         |w, row, greeting: Expr<String>| {
///             pass("Greet").value(greeting.concat(row.name)).run(w)
///         },
///     )
///     .max_concurrency(100)
///     .tolerate_failure_percentage(5.0)
///     .run(w)
/// }
/// # stepwright::Workflow::new("greetings", greetings).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn distributed_map<'a, S: ItemSource, C: Shape, U: Shape, R: Tail<U> + 'static>(
    name: &str,
    items: S,
    shared: impl IntoExpr<C>,
    f: fn(&mut Flow, Expr<S::Item>, Expr<C>) -> R,
) -> DistributedMap<'a, Vec<U>> {
    let shared = shared.into_expr().node();
    DistributedMap {
        common: Common::new(name),
        origin: items.origin(),
        max_concurrency: None,
        distributed: Distributed {
            shared: if is_unit::<C>() { None } else { Some(shared) },
            ..Distributed::default()
        },
        record: Box::new(move |w, location, given| {
            w.inner_scope::<U>(ScopeKind::Distributed, location, |w| {
                let (item, shared) = given(w);
                f(w, Expr::of_bind(item), Expr::of_bind(shared)).into_node()
            })
        }),
        of: PhantomData,
    }
}

/// What an iteration is given: the item, and what is shared.
type Given<'g> = &'g dyn Fn(&mut Flow) -> (Bind, Bind);
/// An iteration, its types forgotten: it records its scope.
type Record = Box<dyn FnOnce(&mut Flow, Place, Given<'_>) -> ScopeId>;

/// A Distributed Map state: see [`distributed_map`]. Its value is an `O`.
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct DistributedMap<'a, O> {
    common: Common<'a>,
    origin: Origin,
    max_concurrency: Option<NodeRef>,
    distributed: Distributed,
    record: Record,
    of: PhantomData<fn() -> O>,
}

impl<O> fmt::Debug for DistributedMap<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DistributedMap").field("common", &self.common).finish_non_exhaustive()
    }
}

impl<'a, O: Shape> DistributedMap<'a, O> {
    /// How many child executions run at once; 0 for as many as AWS allows (10,000).
    pub fn max_concurrency(mut self, executions: impl IntoExpr<u32>) -> Self {
        self.max_concurrency = Some(executions.into_expr().node());
        self
    }

    /// How many items may fail before the whole fails.
    pub fn tolerate_failures(mut self, count: impl IntoExpr<u64>) -> Self {
        self.distributed.tolerated_count = Some(count.into_expr().node());
        self
    }

    /// How many items in a hundred may fail before the whole fails.
    pub fn tolerate_failure_percentage(mut self, percentage: impl IntoExpr<f64>) -> Self {
        self.distributed.tolerated_percentage = Some(percentage.into_expr().node());
        self
    }

    /// What the Map Run is called in ARNs: at most 40 characters.
    pub fn label(mut self, label: &str) -> Self {
        self.distributed.label = Some(label.to_owned());
        self
    }

    /// Child executions are Express: cheaper for short work, at most five minutes, no callbacks.
    pub fn express(mut self) -> Self {
        self.distributed.express = true;
        self
    }

    /// Results are written to S3, and the value says where.
    pub fn write_results_to(mut self, to: ResultsTo) -> DistributedMap<'a, ResultsWritten> {
        self.distributed.results = Some(to.into_results());
        let Self { common, origin, max_concurrency, distributed, record, .. } = self;
        DistributedMap { common, origin, max_concurrency, distributed, record, of: PhantomData }
    }

    catching!(Inner, O);
    bound!();
    tweaked!(Map, stepwright_asl::Map);
}

impl<O: Shape> Step for DistributedMap<'_, O> {
    type Out = Expr<O>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<O> {
        let Self { common, origin, max_concurrency, mut distributed, record, .. } = self;
        let location = Location::caller();
        let name = common.name.clone();
        let (item_text, shared_text) = origin.texts(distributed.shared.is_some());
        distributed.entries = origin.entries;
        distributed.batch = origin.batch;
        let items = origin.items;
        let bind = common.run(
            w,
            Kind::Pass,
            |w, id, var| {
                let item = What { text: item_text, ..ITEM };
                let shared = What { word: "shared value", suffix: "Shared", text: shared_text };
                let iteration = record(w, location, &|w| {
                    let item = given(w, &name, None, item, location);
                    (item, given(w, &name, None, shared, location))
                });
                let distributed = Some(distributed);
                own(w, id, MapSpec { items, iteration, max_concurrency, distributed });
                w.value_of(id, Source::Text("$states.result".to_owned()), var)
            },
            |bind, node| vec![(*bind, node)],
        );
        expr_of(bind)
    }
}
