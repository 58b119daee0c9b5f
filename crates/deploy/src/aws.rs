//! Everything that talks to AWS: who looks, who makes, who moves, who takes away.
//!
//! What should be done is decided elsewhere, by [`crate::Plan`]; here it is done, so that it can be done
//! again: every request is one that may be repeated, and what was half done is seen by the next look.

pub mod apply;
mod call;
pub mod clients;
pub mod clock;
mod delete;
pub mod destroy;
pub mod error;
pub mod execution;
mod explain;
pub mod lock;
pub mod logs;
pub mod observe;
pub mod region;
mod requests;
pub mod rollback;
mod shift;
pub mod status;
mod tags;
mod versions;
mod wait;
pub mod who;
mod work;

pub use apply::{Applied, apply};
pub use clients::Clients;
pub use clock::Clock;
pub use error::{ApplyError, CallError};
pub use observe::{Identity, Look, identify, look_and_plan};
