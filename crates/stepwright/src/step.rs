//! Steps: what becomes a state when it is run.
//!
//! Owns the builders that authors write, one file each. What they record is in `graph`.

mod catching;
mod choice;
mod distributed_map;
mod map;
mod parallel;
mod parallel_list;
mod pass;
mod raw;
mod results;
mod source;
mod task;

pub use self::choice::{Choice, Chosen, choice};
pub use self::distributed_map::{DistributedMap, distributed_map};
pub use self::map::{Map, map, map_indexed};
pub use self::parallel::{Branches, Parallel, Push, parallel};
pub use self::parallel_list::{Branch, ParallelList, branch, parallel_list};
pub use self::pass::{Pass, Stub, pass, stub};
pub use self::raw::{RawBranch, RawState, raw_branch, raw_state};
pub use self::results::{ResultWriterDetails, ResultsTo, ResultsWritten};
pub use self::source::{
    Batches, CsvFile, Delimiter, Entry, Flattened, Inventory, ItemSource, JsonFile, JsonLinesFile,
    ParquetFile, S3Object, S3Objects,
};
pub use self::task::{Call, Task, raw_task, task};
use crate::flow::Flow;

/// A part of a workflow that joins its path when it is run.
///
/// [`run`](Self::run) comes last in the chain, as `.await` does.
pub trait Step: Sized {
    /// The value that it hands back.
    type Out;

    /// Adds the step after the one before it and gives back its value.
    #[track_caller]
    fn run(self, w: &mut Flow) -> Self::Out;
}
