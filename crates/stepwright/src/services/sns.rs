//! Simple Notification Service.

use crate::message::message;

message! {
    /// What [`Publish`] is called with.
    PublishRequest {
        /// The topic.
        pub topic_arn: String,
        /// The subject of e-mails.
        pub subject: String,
        /// The message.
        pub message: String,
    }
}

message! {
    /// What [`Publish`] gives back.
    PublishResponse {
        /// The message's id.
        pub message_id: String,
    }
}

/// Publishes a message on a topic.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::sns:publish",
    input = PublishRequest,
    output = PublishResponse
)]
pub struct Publish;
