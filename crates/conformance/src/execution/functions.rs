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
            let cause: Object =
                [("errorMessage", of("errorMessage")), ("errorType", of("errorType"))]
                    .into_iter()
                    .collect();
            return Some(Answer::failure(text("errorType"), Value::from(cause).to_string()));
        }
        _ => return None,
    };
    Some(Answer::success(if is_invoke { invoked(&result) } else { result }))
}

/// The whole response of the service. What differs from call to call is as the recordings mask it.
fn invoked(payload: &Value) -> Value {
    let text = |it: &str| Value::from(it);
    let headers = [
        ("Connection", text("keep-alive")),
        ("Content-Length", payload.to_string().len().to_string().into()),
        ("Content-Type", text("application/json")),
        ("Date", text("<http-date>")),
        ("X-Amz-Executed-Version", text("$LATEST")),
        ("x-amzn-Remapped-Content-Length", text("0")),
        ("x-amzn-RequestId", text("<x-amzn-RequestId>")),
        ("X-Amzn-Trace-Id", text("<X-Amzn-Trace-Id>")),
    ];
    let each = headers.iter().map(|(name, it)| match it {
        Value::String(text) if text.starts_with('<') => (*name, it.clone()),
        it => (*name, json!([it.clone()])),
    });
    let all: Object = each.collect();
    json!({
        "ExecutedVersion": "$LATEST",
        "Payload": payload.clone(),
        "SdkHttpMetadata": {
            "AllHttpHeaders": all,
            "HttpHeaders": Object::from_iter(headers),
            "HttpStatusCode": 200
        },
        "SdkResponseMetadata": {"RequestId": "<RequestId>"},
        "StatusCode": 200
    })
}
