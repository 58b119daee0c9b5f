//! What an evaluation may take: steps, room, depth; and the stack under it.

use super::{Evaluator, Fallible};

/// How many levels share one look at the stack. Their frames fit the red zone many times over.
const LEVELS_PER_LOOK: usize = 4;

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

/// Runs what may recurse, on a larger stack where little is left of this one.
pub(crate) fn grown<T>(run: impl FnOnce() -> T) -> T {
    const RED_ZONE_BYTES: usize = 128 * 1024;
    const SEGMENT_BYTES: usize = 1024 * 1024;
    stacker::maybe_grow(RED_ZONE_BYTES, SEGMENT_BYTES, run)
}
