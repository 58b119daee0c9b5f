//! What an evaluation may take: steps, room, depth; and the stack under it.

use super::{Evaluator, Fallible};
use crate::value::{DEPTH_MAX, Heft, Val, View};
use stepwright_json::Value;

/// How many levels share one look at the stack. Their frames fit the red zone many times over.
const LEVELS_PER_LOOK: usize = 4;

/// How many bytes of text are looked at, or written, for one step.
pub(crate) const BYTES_PER_STEP: usize = 32;

/// Longer arrays, and texts with more bytes than [`TEXT_BYTES_FREE`], are not looked at for nothing.
const ITEMS_FREE: usize = 64;
pub(super) const TEXT_BYTES_FREE: usize = 1024;

impl Evaluator<'_> {
    /// Takes `count` steps of the budget.
    pub(crate) fn step(&mut self, count: usize) -> Fallible<()> {
        match self.steps.checked_sub(u64::try_from(count).unwrap_or(u64::MAX)) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => {
                self.steps = 0;
                Err(self.environment.timeout())
            }
        }
    }

    /// Refuses a value of so many bytes where it is more than one value may have.
    pub(crate) fn room(&self, bytes: usize) -> Fallible<()> {
        if bytes > self.environment.limits.bytes {
            Err(self.environment.out_of_memory())
        } else {
            Ok(())
        }
    }

    /// Refuses a value that holds more than one value may, or nests too deep.
    #[inline]
    pub(crate) fn weigh(&self, value: &Val) -> Fallible<()> {
        match value {
            Val::Undef | Val::Json(_) | Val::NonFinite(_) => Ok(()),
            _ => self.fits(Heft::of(value)),
        }
    }

    /// Refuses what is heavier than one value may be, or deeper.
    pub(crate) fn fits(&self, heft: Heft) -> Fallible<()> {
        if heft.depth > DEPTH_MAX {
            return Err(self.environment.too_deep());
        }
        self.room(heft.bytes)
    }

    /// Takes a level of depth, which the caller gives back.
    pub(crate) fn enter(&mut self) -> Fallible<()> {
        self.pass()?;
        self.depth += 1;
        Ok(())
    }

    /// Counts a node that is done at once: it must fit the depth, but keeps none.
    pub(super) fn pass(&mut self) -> Fallible<()> {
        if self.depth >= self.environment.limits.depth {
            return Err(self.environment.too_deep());
        }
        self.step(1)
    }

    /// Runs what lies one level deeper.
    pub(super) fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Fallible<T>) -> Fallible<T> {
        self.enter()?;
        let value = if self.depth.is_multiple_of(LEVELS_PER_LOOK) {
            grown(|| run(self))?
        } else {
            run(self)?
        };
        self.depth -= 1;
        Ok(value)
    }
}

/// Whether looking at all of a value takes no longer than a step may.
#[inline]
pub(super) fn is_short(it: View<'_>) -> bool {
    match it {
        View::Json(Value::String(it)) => it.len() <= TEXT_BYTES_FREE,
        View::Json(Value::Array(it)) => it.len() <= ITEMS_FREE,
        View::Val(Val::List(it)) => it.items.len() <= ITEMS_FREE,
        _ => true,
    }
}

/// The steps that looking at all items of an array, or at all of a text, takes.
pub(super) fn looked_through(it: View<'_>) -> usize {
    match it {
        View::Json(Value::String(it)) => it.len() / BYTES_PER_STEP,
        it if it.is_array() => it.len() / 4,
        _ => 0,
    }
}

/// The steps that comparing a value with another takes at most.
pub(crate) fn compared_through(it: View<'_>) -> usize {
    match it {
        View::Json(it @ (Value::Array(_) | Value::Object(_))) => it.size_bytes() / BYTES_PER_STEP,
        View::Val(Val::Object(it)) => {
            it.entries.iter().map(|(_, it)| compared_through(View::of(it)) + 1).sum()
        }
        it if it.is_array() => it.items().map(|it| compared_through(it) + 1).sum(),
        it => looked_through(it),
    }
}

/// Runs what may recurse, on a larger stack where little is left of this one.
pub(crate) fn grown<T>(run: impl FnOnce() -> T) -> T {
    const RED_ZONE_BYTES: usize = 128 * 1024;
    const SEGMENT_BYTES: usize = 1024 * 1024;
    stacker::maybe_grow(RED_ZONE_BYTES, SEGMENT_BYTES, run)
}
