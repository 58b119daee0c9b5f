//! The context object of a test, where the request says what is in it.

use stepwright_compiler::{IntegrationPattern, ResourceKind, StateKind};
use stepwright_json::{Object, Value};

use super::error::TestStateError;
use super::request::TestStateRequest;
use super::subject::Subject;

/// What a field of the context object may be.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Number,
    Any,
}

/// The fields of a context object.
const FIELDS: [(&str, &[(&str, Type)]); 4] = [
    (
        "Execution",
        &[
            ("Id", Type::Text),
            ("Input", Type::Any),
            ("Name", Type::Text),
            ("RoleArn", Type::Text),
            ("StartTime", Type::Text),
            ("RedriveCount", Type::Number),
            ("RedriveTime", Type::Text),
        ],
    ),
    ("State", &[("EnteredTime", Type::Text), ("Name", Type::Text), ("RetryCount", Type::Number)]),
    ("StateMachine", &[("Id", Type::Text), ("Name", Type::Text)]),
    ("Task", &[("Token", Type::Text)]),
];

/// The context object that the request gives, checked.
pub(super) fn of(
    request: &TestStateRequest,
    subject: &Subject,
) -> Result<Option<Object>, TestStateError> {
    let context = super::json_or(request.context.as_deref(), TestStateError::invalid_context)?;
    let context = match context {
        None => return Ok(None),
        Some(Value::Object(it)) => it,
        Some(_) => return Err(TestStateError::invalid_context(super::NOT_AN_OBJECT)),
    };
    for (name, value) in &context {
        check_part(name, value, subject)?;
    }
    Ok(Some(context))
}

fn check_part(name: &str, value: &Value, subject: &Subject) -> Result<(), TestStateError> {
    let refuse = |why: String| Err(TestStateError::invalid_context(&why));
    if name == "Map" {
        return refuse("'Map' field is not supported when mocking a Context object".to_owned());
    }
    if name == "Task" && !has_token(subject) {
        return refuse(
            "Context object contains 'Task' when state is not a Task state with a '.sync' or \
             '.waitForTaskToken' service integration pattern"
                .to_owned(),
        );
    }
    let Some((_, fields)) = FIELDS.iter().find(|(part, _)| *part == name) else {
        return refuse(format!("Field '{name}' is not allowed"));
    };
    // UNVERIFIED: recorded is the text for a part's own fields.
    let Value::Object(part) = value else { return refuse(format!("{name} must be an object")) };
    for (field, value) in part {
        let Some((_, expected)) = fields.iter().find(|(it, _)| *it == field) else {
            return refuse(format!("Field '{field}' is not allowed"));
        };
        let wrong = match expected {
            Type::Text if value.as_str().is_none() => "a string",
            Type::Number if value.as_number().is_none() => "a number",
            Type::Text | Type::Number | Type::Any => continue,
        };
        return refuse(format!("{name}.{field} must be {wrong}"));
    }
    Ok(())
}

fn has_token(subject: &Subject) -> bool {
    let StateKind::Task(task) = &subject.program.state(subject.state).kind else { return false };
    match &task.resource.kind {
        ResourceKind::LambdaFunction | ResourceKind::Activity => false,
        ResourceKind::Integration { pattern, .. } => {
            *pattern != IntegrationPattern::RequestResponse
        }
    }
}
