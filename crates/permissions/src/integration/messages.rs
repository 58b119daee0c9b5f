//! Amazon SNS, Amazon SQS, Amazon EventBridge, Amazon DynamoDB: one request, one resource.

use crate::arguments::{Arguments, Said};
use crate::call::{Call, Named};
use crate::need::{Scope, literal};
use crate::{Context, operation};

pub(super) fn sns(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "publish" {
        return None;
    }
    for scope in topics(call) {
        call.need(&["sns:Publish"], &scope);
    }
    Some(())
}

/// The topic that a message goes to, or those that it may go to.
pub(crate) fn topics(call: &Call<'_>) -> Vec<Scope> {
    let arguments = &call.arguments;
    if arguments.fields().is_some() && arguments.field("PhoneNumber").is_present() {
        return vec![Scope::open("*", "a telephone number is no resource")];
    }
    let said = arguments.field("TopicArn").said().or(|| arguments.field("TargetArn").said());
    let known = &call.context.topics;
    if matches!(said, Said::Open(_)) && !known.is_empty() {
        let open = said.open("topic").map(|it| format!("{it}: one of those that are known"));
        let of = |arn: &String| Scope { pattern: literal(arn), open: open.clone() };
        return known.iter().map(of).collect();
    }
    vec![said.resource("topic", call.context.arn("sns", "*"), None)]
}

pub(super) fn sqs(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "sendMessage" {
        return None;
    }
    let scope = queue(call);
    call.need(&["sqs:SendMessage"], &scope);
    Some(())
}

/// The queue that `QueueUrl` names.
pub(crate) fn queue(call: &Call<'_>) -> Scope {
    let said = call.arguments.field("QueueUrl").said();
    let any = call.context.arn("sqs", "*");
    let Some(url) = said.text() else { return said.scope("queue", any.clone(), |_| any) };
    match queue_arn(call.context, url) {
        Some(arn) => Scope::exactly(arn),
        None => Scope::open(any, format!("`{url}` is no URL of a queue")),
    }
}

/// `https://sqs.<region>.amazonaws.com/<account>/<name>`
fn queue_arn(context: &Context, url: &str) -> Option<String> {
    let (host, path) = url.split_once("://")?.1.split_once('/')?;
    let (account, name) = path.trim_end_matches('/').split_once('/')?;
    let region = match host.strip_prefix("sqs.").and_then(|it| it.split_once(".amazonaws.")) {
        Some((region, _)) => region,
        // Older hosts begin with the region, and others do not name it.
        None => host.split_once(".queue.amazonaws.").map_or(context.region.as_str(), |it| it.0),
    };
    Some(format!("arn:{}:sqs:{region}:{account}:{name}", context.partition))
}

pub(super) fn events(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "putEvents" {
        return None;
    }
    put_events(call);
    Some(())
}

/// Needs to put events on the buses that the entries name.
pub(crate) fn put_events(call: &mut Call<'_>) {
    let entries = call.arguments.field("Entries");
    let named =
        Named { field: "Entries", what: "event bus", service: "events", kind: "event-bus/" };
    let bus =
        |it: Arguments<'_>| it.field("EventBusName").said().or(|| Said::Text("default".to_owned()));
    let buses: Vec<Said> = match entries.items() {
        Some(items) => items.into_iter().map(bus).collect(),
        None => vec![entries.said()],
    };
    for said in buses {
        let scope = call.named_by(&said, named);
        call.need(&["events:PutEvents"], &scope);
    }
}

pub(super) fn dynamodb(call: &mut Call<'_>, action: &str) -> Option<()> {
    if !matches!(action, "getItem" | "putItem" | "updateItem" | "deleteItem") {
        return None;
    }
    let scope = call.named(TABLE);
    call.need(&[&format!("dynamodb:{}", operation::pascal_case(action))], &scope);
    Some(())
}

/// The table that `TableName` names.
pub(crate) const TABLE: Named<'static> =
    Named { field: "TableName", what: "table", service: "dynamodb", kind: "table/" };
