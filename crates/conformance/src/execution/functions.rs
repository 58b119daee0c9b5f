//! Lambda functions by what they do: for the calls that a recording has no answers of, which are those
//! of a Distributed Map's children.

use stepwright_engine::ScheduleTask;
use stepwright_json::{Object, Value};
use stepwright_testkit::Answer;

/// What a function answers, where there is one for the request.
pub(super) fn answer(functions: &[&Value], request: &ScheduleTask) -> Option<Answer> {
    let is_invoke = request.resource.contains(":states:::lambda:invoke");
    let name =
        if is_invoke { request.input.get("FunctionName")?.as_str()? } else { &*request.resource };
    let called = |it: &&&Value| {
        ["name", "arn"].iter().any(|key| it.get(key).and_then(Value::as_str) == Some(name))
    };
    let behaviour = functions.iter().find(called)?.get("behaviour")?;
    let payload = || {
        let of_invoke = || request.input.get("Payload").cloned();
        if is_invoke { of_invoke().unwrap_or_default() } else { request.input.clone() }
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
    Some(Answer::success(if is_invoke {
        let response: Object = [
            ("ExecutedVersion", Value::from("$LATEST")),
            ("Payload", result),
            ("StatusCode", 200.into()),
        ]
        .into_iter()
        .collect();
        response.into()
    } else {
        result
    }))
}
