//! Puts state machines and their Lambda functions on AWS, and takes them away again.
//!
//! Planning is a function: [`config`] says what a stage is like, [`bundle`] what this workspace has
//! to deploy, [`desired()`] what should therefore be on AWS, [`observed`] what is there, and [`Plan`]
//! what lies between the two. None of it talks to anybody; behind the feature `aws` are the ones who do.
//!
//! There is no state file. What belongs to a deployment carries its [`marks`], and everything else is
//! somebody else's: it is never changed and never deleted.

#[cfg(feature = "aws")]
pub mod aws;
pub mod bundle;
pub mod cli;
pub mod config;
pub mod desired;
pub mod export;
pub mod marks;
pub mod observed;
pub mod place;
pub mod plan;
pub mod policy;
pub mod resource;
pub mod strategy;
pub mod tagging;
pub mod watch;

pub use bundle::Bundle;
pub use config::Config;
pub use desired::{Desired, desired};
pub use marks::Marks;
pub use observed::{Found, Observed};
pub use place::Place;
pub use plan::Plan;
pub use strategy::Strategy;
