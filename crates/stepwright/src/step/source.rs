//! [`ItemSource`]: where a Distributed Map's items come from.

mod batches;
mod s3;

pub use self::batches::Batches;
pub use self::s3::{
    CsvFile, Delimiter, Flattened, Inventory, JsonFile, JsonLinesFile, ParquetFile, S3Object,
    S3Objects,
};
use std::collections::BTreeMap;

use crate::expr::Expr;
use crate::graph::{Batch, Items};
use crate::into_expr::List;
use crate::shape::Shape;

/// What a Distributed Map can run over: a list or an object of the workflow, or what is in S3.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a Distributed Map can run over",
    label = "an `Expr<Vec<_>>`, or items in S3 such as `CsvFile` and `S3Objects`, are needed here"
)]
pub trait ItemSource {
    /// The type of an item.
    type Item: Shape;
    #[doc(hidden)]
    fn origin(self) -> Origin;
}

/// Where items come from, without their type. Opaque outside of this crate.
#[derive(Debug)]
pub struct Origin {
    pub(super) items: Items,
    pub(super) entries: bool,
    pub(super) batch: Option<Batch>,
}

impl Origin {
    fn of(items: Items) -> Self {
        Self { items, entries: false, batch: None }
    }

    /// How an iteration's item and what is shared are written at its start.
    pub(super) fn texts(&self, shared: bool) -> (&'static str, &'static str) {
        match (&self.batch, shared) {
            (Some(_), _) => ("$states.input.Items", "$states.input.BatchInput.shared"),
            (None, true) => ("$states.input.item", "$states.input.shared"),
            (None, false) => ("$states.input", "$states.input"),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<L: List> ItemSource for L {
    type Item = L::Item;
    fn origin(self) -> Origin {
        Origin::of(Items::List(self.list().node()))
    }
}

/// An object's key with its value: what a Distributed Map over an object has as items.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
    stepwright_macros::Shape,
)]
pub struct Entry<T> {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: T,
}

#[diagnostic::do_not_recommend]
impl<T: Shape> ItemSource for Expr<BTreeMap<String, T>> {
    type Item = Entry<T>;
    fn origin(self) -> Origin {
        Origin { entries: true, ..Origin::of(Items::List(self.node())) }
    }
}
