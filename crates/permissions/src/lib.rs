//! The IAM policies that a deployed state machine needs, computed from its definition: each statement
//! with the reason for it, and none that could be left out.
//!
//! It owns what AWS asks for before it lets a state do its work: which actions, on which resources,
//! under which conditions. It reads definitions in both query languages and knows neither how they
//! run nor how anything is deployed; it makes no request.
//!
//! ```
//! use stepwright_asl::StateMachine;
//! use stepwright_permissions::{Context, state_machine_policy};
//!
//! let machine: StateMachine = r#"{
//!     "QueryLanguage": "JSONata",
//!     "StartAt": "Store",
//!     "States": {
//!         "Store": {
//!             "Type": "Task",
//!             "Resource": "arn:aws:states:::aws-sdk:s3:putObject",
//!             "Arguments": {
//!                 "Bucket": "asteroids",
//!                 "Key": "{% 'bands/' & $states.input.band & '.csv' %}",
//!                 "Body": "{% $states.input.rows %}"
//!             },
//!             "End": true
//!         }
//!     }
//! }"#.parse()?;
//!
//! let context = Context::new("us-east-1", "123456789012", "store-band");
//! let policy = state_machine_policy(&machine, &context);
//! assert_eq!(policy.explanation(), "\
//! S3PutObject
//!   allows  s3:PutObject
//!   on      arn:aws:s3:::asteroids/bands/*
//!   because calls `aws-sdk:s3:putObject`
//!           at /States/Store
//!           the key is `{% 'bands/' & $states.input.band & '.csv' %}`: only its beginning is known before a run
//! ");
//! # Ok::<(), stepwright_asl::ReadError>(())
//! ```
//!
//! # As narrow as the definition says
//!
//! What the definition names, the policy names: the queue, the table, the bucket and the prefix. Where
//! a resource is only known when an execution runs, the statement is for all of that kind in the
//! account and region, and its reason says what was left open. [`Context::buckets`],
//! [`Context::topics`] and [`Context::placeholders`] say what the definition itself cannot.
//!
//! A [`Policy`] grants each pair of action and resource once. So no statement can be left out, which
//! the tests show with [`Policy::allows`], a small evaluator of policies.
//!
//! # What it cannot know
//!
//! - What a called service does with the caller's permissions beyond the call itself: a key of AWS KMS
//!   that encrypts a queue or a bucket, the tables that an Athena query reads.
//! - Which resource types an action of an AWS SDK integration is checked against, beyond the services
//!   in the `sdk` module: there the statement is for `*` and says so.
//! - A Task whose `Resource` is a placeholder that nobody filled in: see [`Policy::gaps`].

mod arguments;
mod call;
mod context;
mod distributed_map;
mod evaluate;
mod integration;
mod lambda_role;
mod leading_text;
mod merge;
mod need;
mod operation;
mod pass_role;
mod policy;
mod s3;
mod sdk;
mod service;
mod state_machine;
mod trust;

/// The README's example, run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use self::context::Context;
pub use self::evaluate::Request;
pub use self::lambda_role::{FunctionNeeds, Objects, function_policy};
pub use self::policy::{Condition, Effect, Gap, Policy, Principal, Reason, Statement};
pub use self::state_machine::state_machine_policy;
pub use self::trust::{TrustedService, bucket_policy, schedule_policy, trust_policy};

/// How many characters, blanks not counted, the inline policies of one role may have together.
///
/// From the quotas of IAM and AWS STS: "Role policy size can't exceed 10,240 characters".
pub const INLINE_POLICY_CHARS_MAX: usize = 10_240;
