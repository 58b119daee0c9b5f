//! State machines for AWS Step Functions, written in Rust and checked by its compiler.

// The macros name this crate from outside.
extern crate self as stepwright;

// What a workflow says.
mod callable;
mod error;
mod expr;
mod into_expr;
mod shape;
mod tail;

mod context;
mod flow;
pub mod services;
mod step;
mod workflow;

// What becomes of it.
mod graph;
mod lower;
mod mistake;
mod node;
mod placeholder;
mod private;
mod text;

#[doc(hidden)]
pub mod __private {
    //! What the macros' output calls. Not for authors.
    pub use crate::private::{
        NodeRef, add, div, field, jsonata, like, list, mul, object, rem, select, sub,
    };
}

pub use callable::{Callable, Target, TaskToken};
pub use error::{
    Backoff, ErrorName, ErrorOutput, Inner, LambdaCause, LambdaFaults, Matches, NoErrors,
    Retriable, States, TaskError,
};
pub use expr::{CompareInsideExprMacro, Expr, Number, Ordered, json_path, placeholder};
pub use into_expr::{AsExpr, IntoExpr, List};
pub use shape::{Construct, Key, Kind, NoFields, Shape, Timestamp};
pub use stepwright_asl as asl;
pub use stepwright_macros::{Callable, Shape, TaskError, expr, jsonata};
pub use tail::{Ends, Tail};

pub use context::Context;
pub use flow::{Flow, Handler, Label, Var};
pub use mistake::{Mistake, Mistakes, Place, Severity};
pub use placeholder::{Account, Placeholder, Resolve};
pub use step::{
    Batches, Branch, Branches, Call, Choice, Chosen, CsvFile, Delimiter, DistributedMap, Entry,
    Flattened, Inventory, ItemSource, JsonFile, JsonLinesFile, Map, Parallel, ParallelList,
    ParquetFile, Pass, Push, RawBranch, RawState, ResultWriterDetails, ResultsTo, ResultsWritten,
    S3Object, S3Objects, Step, Stub, Task, branch, choice, distributed_map, map, map_indexed,
    parallel, parallel_list, pass, raw_branch, raw_state, raw_task, stub, task,
};
pub use workflow::{AnyWorkflow, Workflow};
