//! Typed actions of AWS services, for [`task`](crate::task()).
//!
//! Those that workflows use most. Any other SDK integration is a few lines in the application: two
//! structs and `#[derive(Callable)]` with `#[service(resource = "..")]`.
//!
//! ```
//! use stepwright::services::sns::{Publish, PublishRequest};
//! use stepwright::{Expr, Flow, Step, expr, placeholder, task};
//!
//! fn tell(w: &mut Flow, message: Expr<String>) {
//!     task("Tell Everybody", Publish)
//!         .input(expr!(PublishRequest {
//!             topic_arn: placeholder("TopicArn"),
//!             subject: "News",
//!             message,
//!         }))
//!         .run(w);
//! }
//! # stepwright::Workflow::new("tell", tell).build()?;
//! # Ok::<(), stepwright::Mistakes>(())
//! ```

pub mod dynamodb;
pub mod events;
pub mod s3;
pub mod sns;
pub mod sqs;
