//! State machines for AWS Step Functions, written in Rust and checked by its compiler.
//!
//! A workflow is a function from the value that comes in to the value that goes out. The compiler
//! checks the data flow, [`build`](Workflow::build) checks what only the whole graph shows, and the
//! result is the definition, in the Amazon States Language, that an expert would have written.
//!
//! There are three ideas.
//!
//! # 1. A step becomes a state when it is run
//!
//! [`pass`], [`task()`] and their like make a step: a value like any other, which can be given more
//! to say. Only [`.run(w)`](Step::run) adds it to the path, after the step before it. No state is
//! ever pointed at by name, so no transition can dangle.
//!
//! ```
//! use stepwright::{Expr, Flow, Step, Workflow, pass};
//!
//! fn greet(w: &mut Flow, name: Expr<String>) -> Expr<String> {
//!     w.wait("Take A Breath", 1);
//!     pass("Greet").value(name).comment("Says who is there.").run(w)
//! }
//!
//! let definition = Workflow::new("greet", greet).build()?;
//! let states: Vec<&String> = definition.states.keys().collect();
//! assert_eq!(states, ["Take A Breath", "Greet"]);
//! # Ok::<(), stepwright::Mistakes>(())
//! ```
//!
//! # 2. Its value is a handle, usable anywhere later in the same branch
//!
//! Running a step gives an [`Expr`]: it stands for the value that will be there when the workflow
//! runs. A field is read with a dot and checked as any field is; [`expr!`] writes comparisons,
//! arithmetic and structs in Rust's own syntax. How the value gets to where it is read (as the
//! state's input, as a variable, not at all) is the lowering's business.
//!
//! What a Task calls is a type with its input, output and errors: the very types that the handler
//! is written with.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use stepwright::{Backoff, Callable, Expr, Flow, Retriable, Shape, Step, TaskError, Workflow};
//! use stepwright::{expr, task};
//!
//! #[derive(Serialize, Deserialize, Shape)]
//! struct Request { url: String, pages: u32 }
//! #[derive(Serialize, Deserialize, Shape)]
//! struct Table { rows: u32, note: Option<String> }
//!
//! #[derive(Debug, TaskError)]
//! enum FetchError { #[retriable] Busy, NotFound }
//!
//! #[derive(Callable)]
//! #[lambda(name = "fetch-table", input = Request, output = Table, error = FetchError)]
//! struct FetchTable;
//!
//! fn total(w: &mut Flow, url: Expr<String>) -> Expr<u32> {
//!     let first = task("Fetch First", FetchTable)
//!         .input(expr!(Request { url, pages: 1 }))
//!         .retry(Retriable, Backoff::every_secs(2))
//!         .run(w);
//!     let rest = task("Fetch Rest", FetchTable)
//!         .input(expr!(Request { url, pages: first.rows * 2 }))
//!         .run(w);
//!     expr!(first.rows + rest.rows)
//! }
//! # let _ = |w: &mut Flow, url| total(w, url);
//! ```
//!
//! # 3. A branch is a closure, and what it hands back is the value of the whole
//!
//! [`choice`], [`parallel`], [`map()`] and the Catchers of a step take closures. Each gets a
//! [`Flow`] of its own; the ways join again behind it, with one value of one type. A way that does
//! not come back ends with [`fail`](Flow::fail), [`succeed`](Flow::succeed) or
//! [`go_to`](Flow::go_to).
//!
//! ```
//! use stepwright::{Expr, Flow, Step, Workflow, choice, expr, map, pass};
//!
//! fn squares(w: &mut Flow, numbers: Expr<Vec<u32>>) -> Expr<u32> {
//!     choice("Any?")
//!         .when(expr!(numbers.is_empty()), |w| w.fail("None", "NoNumbers", "the list is empty"))
//!         .otherwise(|w| {
//!             map("Squares", numbers, |w, n| pass("Square").value(expr!(n * n)).run(w)).run(w).sum()
//!         })
//!         .run(w)
//! }
//!
//! let definition = Workflow::new("squares", squares).build()?.to_string();
//! assert!(definition.contains(r#""Output": "{% $sum([$states.result]) %}""#));
//! # Ok::<(), stepwright::Mistakes>(())
//! ```
//!
//! # The rest, in a few words
//!
//! | to | there is |
//! |---|---|
//! | call a Lambda function, a service, another machine, an activity | [`task()`], [`Callable`], [`services`] |
//! | wait for somebody's answer | [`Call::input_with_token`] |
//! | try again, and give up | `.retry(..)` with a [`Backoff`], `.catch(..)`, [`Flow::handler`] with `.catch_to(..)` |
//! | do the same for millions of items | [`distributed_map`], over lists or what is in S3 ([`items`]) |
//! | loop | [`Flow::label`] and [`Flow::go_to`], counting in a [`Flow::var`] |
//! | name a value in the definition | `.bind(..)`, [`Flow::keep`] |
//! | know when and as what it runs | [`Flow::context`] |
//! | stand in for what is not written yet | [`stub`] |
//! | reuse a part | a function over `(&mut Flow, Expr<..>)` |
//! | deploy it | [`Workflow::placeholders`], [`Workflow::build_for`] with an [`Account`] |
//! | check what is given to it | [`Workflow::input_schema`] |
//!
//! What is missing can be said another way, without giving up the checks on the rest:
//! [`Expr::jsonata`] and [`jsonata!`] for an expression, [`ErrorName::new`] for an error,
//! [`raw_task`] for a resource, `.tweak(..)` for any field of a state, [`raw_state`] for a state,
//! [`raw_branch`] for a branch, and [`asl`], the plain model that `build` gives back, for all of it.
//!
//! # When something is wrong
//!
//! Types, fields, errors and missing branches are the compiler's to find. What only the whole graph
//! shows, `build` tells, all of it at once, with the source lines involved:
//!
//! ```text
//! error[W02]: state "Download Benner" can never be reached: the path before it has already ended
//!   --> src/workflow.rs:6:11
//!   the path ends here
//!   --> src/workflow.rs:5:11
//!   help: move the step before the end of the path, or into another branch
//! ```
//!
//! The codes are listed at [`Mistakes`]; [`Workflow::build_report`] adds what may be meant.
//!
//! [`expr!`]: macro@expr
//! [`jsonata!`]: macro@jsonata

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
pub mod items;
pub mod services;
mod step;
#[cfg(all(doc, not(doctest)))]
pub mod worked_example;
mod workflow;

// What becomes of it.
mod graph;
mod lower;
mod message;
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
    Branch, Branches, Call, Choice, Chosen, DistributedMap, Map, Parallel, ParallelList, Pass,
    Push, RawBranch, RawState, Step, Stub, Task, branch, choice, distributed_map, map, map_indexed,
    parallel, parallel_list, pass, raw_branch, raw_state, raw_task, stub, task,
};
pub use workflow::{AnyWorkflow, Workflow};
