//! Simple Queue Service.

use crate::message::message;

message! {
    /// What [`SendMessage`] is called with.
    SendMessageRequest {
        /// The queue.
        pub queue_url: String,
        /// The message.
        pub message_body: String,
    }
}

message! {
    /// What [`SendMessage`] gives back.
    SendMessageResponse {
        /// The message's id.
        pub message_id: String,
    }
}

/// Puts a message into a queue.
#[derive(Debug, Clone, Copy, stepwright_macros::Callable)]
#[service(
    resource = "arn:aws:states:::sqs:sendMessage",
    input = SendMessageRequest,
    output = SendMessageResponse
)]
pub struct SendMessage;
