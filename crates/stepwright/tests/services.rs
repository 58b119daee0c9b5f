//! The typed service actions, each in a definition: resources, and the names of fields.

#![expect(clippy::panic, clippy::unwrap_used, reason = "what tests share is test code")]

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use stepwright::services::dynamodb::{
    AttributeValue, DeleteItem, DeleteItemRequest, GetItem, GetItemRequest, PutItem,
    PutItemRequest, UpdateItem, UpdateItemRequest,
};
use stepwright::services::events::{PutEvents, PutEventsEntry, PutEventsRequest};
use stepwright::services::s3::{
    GetObject, GetObjectRequest, HeadObject, HeadObjectRequest, PutObject, PutObjectRequest,
};
use stepwright::services::sns::{Publish, PublishRequest};
use stepwright::services::sqs::{SendMessage, SendMessageRequest};
use stepwright::{Callable, Expr, Flow, IntoExpr, Step, Workflow, expr, task};

/// `Resource` and `Arguments` of the action, and how what it gives back is read.
fn check<C: Callable, I: IntoExpr<C::Input>>(
    callable: C,
    input: impl FnOnce(Expr<String>) -> I,
    expect: Expect,
) {
    let workflow = Workflow::new("test", |w: &mut Flow, text: Expr<String>| {
        task("Act", callable).input(input(text)).run(w);
    });
    let machine = workflow.build().unwrap();
    let Some(stepwright::asl::State::Task(act)) = machine.states.get("Act") else {
        panic!("no Task")
    };
    let resource = act.resource.as_deref().unwrap_or_default();
    let arguments = act.arguments.clone().unwrap_or_default();
    expect.assert_eq(&format!("{resource} {arguments}"));
}

fn attributes() -> BTreeMap<String, AttributeValue> {
    BTreeMap::from([
        ("active".to_owned(), AttributeValue::boolean(true)),
        ("id".to_owned(), AttributeValue::string("1")),
        ("rows".to_owned(), AttributeValue::number(2)),
    ])
}

#[test]
fn sns_publish() {
    check(
        Publish,
        |it| expr!(PublishRequest { topic_arn: it, subject: "news", message: it }),
        expect![[
            r#"arn:aws:states:::sns:publish {"TopicArn":"{% $states.input %}","Subject":"news","Message":"{% $states.input %}"}"#
        ]],
    );
}

#[test]
fn sqs_send_message() {
    check(
        SendMessage,
        |it| expr!(SendMessageRequest { queue_url: it, message_body: "text" }),
        expect![[
            r#"arn:aws:states:::sqs:sendMessage {"QueueUrl":"{% $states.input %}","MessageBody":"text"}"#
        ]],
    );
}

#[test]
fn s3_head_get_and_put_object() {
    check(
        HeadObject,
        |it| expr!(HeadObjectRequest { bucket: it, key: "k" }),
        expect![[
            r#"arn:aws:states:::aws-sdk:s3:headObject {"Bucket":"{% $states.input %}","Key":"k"}"#
        ]],
    );
    check(
        GetObject,
        |it| expr!(GetObjectRequest { bucket: it, key: "k" }),
        expect![[
            r#"arn:aws:states:::aws-sdk:s3:getObject {"Bucket":"{% $states.input %}","Key":"k"}"#
        ]],
    );
    check(
        PutObject,
        |it| {
            let body = it.assert::<serde_json::Value>();
            expr!(PutObjectRequest { bucket: it, key: "k", body })
        },
        expect![[
            r#"arn:aws:states:::aws-sdk:s3:putObject {"Bucket":"{% $states.input %}","Key":"k","Body":"{% $states.input %}"}"#
        ]],
    );
}

#[test]
fn dynamodb_get_put_update_and_delete_item() {
    check(
        GetItem,
        |it| {
            let key = attributes();
            expr!(GetItemRequest { table_name: it, key, consistent_read: true })
        },
        expect![[
            r#"arn:aws:states:::dynamodb:getItem {"TableName":"{% $states.input %}","Key":{"active":{"BOOL":true},"id":{"S":"1"},"rows":{"N":"2"}},"ConsistentRead":true}"#
        ]],
    );
    check(
        PutItem,
        |it| {
            let item = attributes();
            expr!(PutItemRequest { table_name: it, item })
        },
        expect![[
            r#"arn:aws:states:::dynamodb:putItem {"TableName":"{% $states.input %}","Item":{"active":{"BOOL":true},"id":{"S":"1"},"rows":{"N":"2"}}}"#
        ]],
    );
    check(
        UpdateItem,
        |it| {
            let names = BTreeMap::from([("#rows".to_owned(), "rows".to_owned())]);
            let values = BTreeMap::from([(":rows".to_owned(), AttributeValue::number(3))]);
            expr!(UpdateItemRequest {
                table_name: it,
                key: BTreeMap::from([("id".to_owned(), AttributeValue::string("1"))]),
                update_expression: "SET #rows = :rows",
                expression_attribute_names: names,
                expression_attribute_values: values,
                return_values: "ALL_NEW",
            })
        },
        expect![[
            r##"arn:aws:states:::dynamodb:updateItem {"TableName":"{% $states.input %}","Key":{"id":{"S":"1"}},"UpdateExpression":"SET #rows = :rows","ExpressionAttributeNames":{"#rows":"rows"},"ExpressionAttributeValues":{":rows":{"N":"3"}},"ReturnValues":"ALL_NEW"}"##
        ]],
    );
    check(
        DeleteItem,
        |it| {
            let key = BTreeMap::from([("id".to_owned(), AttributeValue::string("1"))]);
            expr!(DeleteItemRequest { table_name: it, key })
        },
        expect![[
            r#"arn:aws:states:::dynamodb:deleteItem {"TableName":"{% $states.input %}","Key":{"id":{"S":"1"}}}"#
        ]],
    );
}

#[test]
fn events_put_events() {
    check(
        PutEvents,
        |it| {
            let entry = expr!(PutEventsEntry {
                event_bus_name: "default",
                source: "tests",
                detail_type: it,
                detail: serde_json::json!({ "rows": 1 }),
            });
            expr!(PutEventsRequest { entries: [entry] })
        },
        expect![[
            r#"arn:aws:states:::events:putEvents {"Entries":[{"EventBusName":"default","Source":"tests","DetailType":"{% $states.input %}","Detail":{"rows":1}}]}"#
        ]],
    );
}
