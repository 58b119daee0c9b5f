//! `sns:publish` as a task.

use stepwright_json::{Object, Value};

use super::{TaskFailure, sdk};
use crate::desk::sns::{Message, Topics};

/// `sns:publish`. A `Message` that is no string is published as its JSON text.
pub(super) async fn publish(topics: &Topics, input: &Value) -> Result<Value, TaskFailure> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let target = text("TopicArn").or_else(|| text("TargetArn")).or_else(|| text("PhoneNumber"));
    let Some(target) = target else {
        return Err(invalid(
            "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
        ));
    };
    let words = match input.get("Message") {
        Some(Value::String(text)) if !text.is_empty() => text.to_string(),
        None | Some(Value::String(_)) => return Err(invalid("Invalid parameter: Empty message")),
        Some(value) => value.to_string(),
    };
    let is_arn = target.starts_with("arn:") && target.split(':').count() >= 6;
    if !is_arn && text("PhoneNumber").is_none() {
        return Err(invalid("Invalid parameter: TopicArn"));
    }
    let message = Message {
        topic_arn: target.to_owned(),
        subject: text("Subject").map(str::to_owned),
        text: words,
        request: input.clone(),
    };
    let id = topics.publish(message).await.map_err(|error| {
        let cause = sdk::cause(&error.to_string(), "AmazonSNS", 500, "InternalFailure");
        TaskFailure::new("SNS.AmazonSNSException", cause)
    })?;
    let [http, response] = sdk::metadata("text/xml", 294, &[]);
    let result: Object = [("MessageId", Value::from(id)), http, response].into_iter().collect();
    Ok(result.into())
}

fn invalid(message: &str) -> TaskFailure {
    let cause = sdk::cause(message, "AmazonSNS", 400, "InvalidParameter");
    TaskFailure::new("SNS.InvalidParameterException", cause)
}
