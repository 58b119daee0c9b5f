//! AWS on a desk: runs a state machine on this machine, with its Lambdas as real processes and S3 as a
//! folder.
//!
//! Owns everything around the engine that touches the world: the clock, processes, ports, files, the
//! terminal. Knows nothing of how a state works.
//!
//! Start at [`run`](mod@run), which puts the parts together: a [`Driver`](runtime::Driver) around the
//! engine, the [services](task::Services) that do the tasks' work, and a [`Report`](report::Report).

mod definition;
pub mod desk;
pub mod happening;
mod http;
pub mod input;
pub mod lambda_host;
pub mod lock;
pub mod page;
pub mod report;
pub mod run;
pub mod runtime;
mod stop;
pub mod task;

pub use http::BindError;
