//! [`Walk`]: one evaluation of an indefinite path, and how much of it may still be done.
//!
//! `$..*..*..*` over deep data finds more values than any memory holds, and a filter may search all
//! data for each item. So each value that is looked at is counted, over the whole evaluation.

use std::cell::Cell;

use stepwright_json::Value;

/// How many values one evaluation looks at: some thirty times as many as the largest payload has.
// UNVERIFIED: the service has a bound of its own, which is not known.
pub(crate) const VALUES_MAX: usize = 4_000_000;

/// One evaluation of a path.
#[derive(Debug)]
pub(crate) struct Walk<'v> {
    /// What `$` is.
    pub(crate) data: &'v Value,
    left: Cell<usize>,
}

impl<'v> Walk<'v> {
    pub(crate) fn over(data: &'v Value) -> Self {
        Self { data, left: Cell::new(VALUES_MAX) }
    }

    /// Counts values that are looked at, and says whether that was not too many.
    pub(crate) fn count(&self, values: usize) -> bool {
        let left = self.left.get().saturating_sub(values);
        self.left.set(left);
        left > 0
    }

    /// Whether too many values have been looked at.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
