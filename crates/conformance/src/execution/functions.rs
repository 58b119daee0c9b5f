//! Lambda functions by what they do: for the calls that a recording has no answers of, which are those
//! of a Distributed Map's children.

use stepwright_engine::ScheduleTask;
use stepwright_json::{Object, Value, json};
use stepwright_testkit::Answer;

/// What a function answers, where there is one for the request.
pub(crate) fn answer(functions: &[&Value], request: &ScheduleTask) -> Option<Answer> {
    let is_invoke = request.resource.contains(":states:::lambda:invoke");
    let name =
        if is_invoke { request.input.get("FunctionName")?.as_str()? } else { &*request.resource };
    let called = |it: &&&Value| {
        ["name", "arn"].iter().any(|key| it.get(key).and_then(Value::as_str) == Some(name))
    };
    let behaviour = functions.iter().find(called)?.get("behaviour")?;
    let payload = || {
        let of_invoke = || request.input.get("Payload").cloned();
        // Recorded: a function that is given nothing sees an empty object.
        let given = of_invoke().filter(|it| !it.is_null()).unwrap_or_else(|| Object::new().into());
        if is_invoke { given } else { request.input.clone() }
    };
    let of = |key: &str| behaviour.get(key).cloned().unwrap_or_default();
    let text = |key: &str| of(key).as_str().unwrap_or_default().to_owned();
    let result = match behaviour.get("kind").and_then(Value::as_str)? {
        "echo" | "sleep_then_echo" => payload(),
        "return" => of("value"),
        "return_text" => text("text").into(),
        "return_large_string" => {
            let length = of("length").as_u64().and_then(|it| usize::try_from(it).ok());
            text("character").repeat(length.unwrap_or_default()).into()
        }
        "throw" => {
            return Some(Answer::failure(text("errorType"), thrown(behaviour).to_string()));
        }
        _ => return None,
    };
    Some(Answer::success(if is_invoke { response(&result) } else { result }))
}

/// What Lambda says of a function in Python that has raised an exception.
fn thrown(behaviour: &Value) -> Value {
    let text = |key| behaviour.get(key).and_then(Value::as_str).unwrap_or_default();
    let (message, kind) = (text("errorMessage"), text("errorType"));
    let frame = format!(
        "  File \"/var/task/handler.py\", line 2, in handler\n    raise {kind}(\"{message}\")\n"
    );
    json!({
        "errorMessage": message,
        "errorType": kind,
        "requestId": REQUEST_ID,
        "stackTrace": [frame],
    })
}

/// What `lambda:invoke` makes of a function's result.
fn response(payload: &Value) -> Value {
    // Python puts a blank behind each comma and each colon.
    let length = (payload.to_string().len() + separators(payload)).to_string();
    let headers = [
        ("Connection", "keep-alive"),
        ("Content-Length", &length),
        ("Content-Type", "application/json"),
        ("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ("X-Amz-Executed-Version", "$LATEST"),
        ("x-amzn-Remapped-Content-Length", "0"),
        ("x-amzn-RequestId", REQUEST_ID),
        ("X-Amzn-Trace-Id", "root=1-00000000-000000000000000000000000;sampled=0"),
    ];
    let listed = headers.iter().map(|(key, it)| (*key, Value::from_iter([Value::from(*it)])));
    let all: Object = listed.collect();
    let single: Object = headers.iter().map(|(key, it)| (*key, Value::from(*it))).collect();
    json!({
        "ExecutedVersion": "$LATEST",
        "Payload": payload.clone(),
        "SdkHttpMetadata": { "AllHttpHeaders": all, "HttpHeaders": single, "HttpStatusCode": 200 },
        "SdkResponseMetadata": { "RequestId": REQUEST_ID },
        "StatusCode": 200,
    })
}

/// How many commas and colons stand between the values in a value.
fn separators(value: &Value) -> usize {
    match value {
        Value::Array(items) => {
            items.len().saturating_sub(1) + items.iter().map(separators).sum::<usize>()
        }
        Value::Object(fields) => {
            (2 * fields.len()).saturating_sub(1) + fields.values().map(separators).sum::<usize>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";
