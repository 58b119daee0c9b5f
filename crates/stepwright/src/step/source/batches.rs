//! [`Batches`]: items put together, so that one child execution does many.

use super::{ItemSource, Origin};
use crate::graph::Batch;
use crate::into_expr::IntoExpr;

/// Items put together, so that one child execution does many: its item is a `Vec` of them.
///
/// ```
/// use stepwright::items::{Batches, S3Object, S3Objects};
/// use stepwright::{Expr, Flow, Step, distributed_map, pass};
///
/// fn count(w: &mut Flow, bucket: Expr<String>) -> Expr<u64> {
///     let objects = Batches::of(S3Objects::new(bucket).prefix("input/")).max_items(100);
///     distributed_map("Count", objects, (), |w, batch: Expr<Vec<S3Object>>, _: Expr<()>| {
///         pass("Count Batch").value(batch.len()).run(w)
///     })
///     .run(w)
///     .sum()
/// }
/// # stepwright::Workflow::new("count", count).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
#[derive(Debug)]
pub struct Batches<S> {
    source: S,
    batch: Batch,
}

impl<S: ItemSource> Batches<S> {
    /// Batches of these items; say how large with at least one of the two limits.
    pub fn of(source: S) -> Self {
        Self { source, batch: Batch::default() }
    }

    /// At most this many items in a batch.
    #[must_use]
    pub fn max_items(mut self, items: impl IntoExpr<u32>) -> Self {
        self.batch.max_items = Some(items.into_expr().node());
        self
    }

    /// At most this many bytes in a batch: up to 262,144.
    #[must_use]
    pub fn max_input_bytes(mut self, bytes: impl IntoExpr<u32>) -> Self {
        self.batch.max_bytes = Some(bytes.into_expr().node());
        self
    }
}

impl<S: ItemSource> ItemSource for Batches<S> {
    type Item = Vec<S::Item>;
    fn origin(self) -> Origin {
        Origin { batch: Some(self.batch), ..self.source.origin() }
    }
}
