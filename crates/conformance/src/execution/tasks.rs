//! What the integrated services answered, from the list of a case.

use std::sync::Arc;

use stepwright_engine::{Failure, FailureStage, ScheduleTask};
use stepwright_json::Value;
use stepwright_testkit::{Answer, Outcome};

/// "The first unused entry with that state whose `parameters`/`input` equals P, else the first unused
/// entry with that state."
pub(super) fn answer(left: &mut Vec<&Value>, request: &ScheduleTask) -> Option<Answer> {
    let is_state = |it: &Value| it.get("state").and_then(Value::as_str) == Some(&request.state);
    let is_same = |it: &Value| given(it) == Some(&request.input);
    let exactly = left.iter().position(|it| is_state(it) && is_same(it));
    let Some(at) = exactly.or_else(|| left.iter().position(|it| is_state(it))) else {
        return unlinked(left);
    };
    let entry = &with_token(left.remove(at), request);
    let mut answer = Answer::new(outcome(entry));
    answer.submitted = entry.get("submitted").cloned();
    answer.worker_name = entry.get("worker").and_then(Value::as_str).map(Arc::from);
    Some(answer)
}

/// The entry with the token that the task was given where the recording has the one it was given
/// then: whoever got it may have put it into its answer.
fn with_token(entry: &Value, request: &ScheduleTask) -> Value {
    let recorded = given(entry).and_then(find_token);
    match (recorded, &request.token) {
        (Some(recorded), Some(token)) => replaced(entry, &recorded, token),
        _ => entry.clone(),
    }
}

fn find_token(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::String(text) if text.starts_with("<task_token") => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(find_token),
        Value::Object(fields) => fields.values().find_map(find_token),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn replaced(value: &Value, from: &str, to: &Arc<str>) -> Value {
    match value {
        Value::String(text) if **text == *from => Value::String(to.clone()),
        Value::Array(items) => items.iter().map(|it| replaced(it, from, to)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, it)| (key, replaced(it, from, to)));
            Value::Object(fields.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn given(entry: &Value) -> Option<&Value> {
    entry.get("parameters").or_else(|| entry.get("input"))
}

/// Where the recording lost which outcome is whose, the outcomes come in order.
fn unlinked(left: &mut Vec<&Value>) -> Option<Answer> {
    let at = left.iter().position(|it| it.get("unlinked_outcome").is_some())?;
    let entry = left.remove(at);
    if let Some(result) = entry.get("output") {
        return Some(Answer::success(result.clone()));
    }
    let text = |key| entry.get(key).and_then(Value::as_str).map(Arc::from);
    let failure = Failure { error: text("error"), cause: text("cause") };
    Some(Answer::new(Outcome::Failure(failure, FailureStage::Running)))
}

fn outcome(entry: &Value) -> Outcome {
    if let Some(result) = entry.get("return") {
        return Outcome::Success(result.clone());
    }
    let Some(thrown) = entry.get("throw") else { return Outcome::Silence };
    let text = |key| {
        thrown.get(key).map(|it: &Value| match it {
            Value::String(text) => text.clone(),
            other => Arc::from(other.to_string()),
        })
    };
    let failure = Failure { error: text("error"), cause: text("cause") };
    let stage = match entry.get("outcome_event").and_then(Value::as_str).unwrap_or_default() {
        it if it.ends_with("ScheduleFailed") => FailureStage::Scheduling,
        it if it.ends_with("StartFailed") => FailureStage::Starting,
        it if it.ends_with("SubmitFailed") => FailureStage::Submitting,
        _ => FailureStage::Running,
    };
    Outcome::Failure(failure, stage)
}
