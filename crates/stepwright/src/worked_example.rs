//! A whole workflow: contracts, the function, and the definition that it becomes.
//!
//! It is a test of this crate, so it is as it says: what stands under *The definition* is what
//! [`build`](crate::Workflow::build) gives, byte for byte.
//!
//! Worth noticing in the definition:
//! - the branches of the Parallel assign nothing: their values only leave;
//! - *Verify Benner* is a step, and where the loop goes back to;
//! - the output of *Rank Asteroids* mixes variables and the state's own result;
//! - `failure` is a variable because two states read it.
//!
//! # The contracts
//!
//! ```rust,ignore
#![doc = include_str!("../tests/get_asteroid_data/contracts.rs")]
//! ```
//!
//! # The workflow
//!
//! ```rust,ignore
#![doc = include_str!("../tests/get_asteroid_data/workflow.rs")]
//! ```
//!
//! # The definition
//!
//! ```json
#![doc = include_str!("../tests/get_asteroid_data/definition.asl.json")]
//! ```
