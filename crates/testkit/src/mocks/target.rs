//! The form in which each kind of target is asked and answers, as Step Functions shows it.
//!
//! What a service action answers is the callable's own output, as it is declared.

use stepwright::Target;
use stepwright_compiler::IntegrationPattern;
use stepwright_engine::ScheduleTask;
use stepwright_json::{Object, Value, json};

use super::Response;
use crate::Answer;

const INVOKE: &str = "lambda:invoke";
const START_EXECUTION: &str = "states:startExecution";

/// Whether a task calls the target.
pub(super) fn is_called(target: Target, request: &ScheduleTask) -> bool {
    let action = action(&request.resource);
    match target {
        Target::Lambda(name) if action == Some(INVOKE) => {
            name_after(":function:", argument(request, "FunctionName").as_str()) == Some(name)
        }
        Target::Machine(name) if action == Some(START_EXECUTION) => {
            name_after(":stateMachine:", argument(request, "StateMachineArn").as_str())
                == Some(name)
        }
        Target::Machine(_) => false,
        Target::Lambda(name) => {
            is_of(request, ":function:")
                && name_after(":function:", Some(&request.resource)) == Some(name)
        }
        Target::Activity(name) => {
            is_of(request, ":activity:")
                && name_after(":activity:", Some(&request.resource)) == Some(name)
        }
        Target::Service(resource) => action.is_some() && action == self::action(resource),
    }
}

/// What the callable itself is given.
pub(super) fn input(target: Target, request: &ScheduleTask) -> Value {
    match target {
        Target::Lambda(_) if is_invoke(request) => argument(request, "Payload"),
        Target::Machine(_) => argument(request, "Input"),
        Target::Lambda(_) | Target::Activity(_) | Target::Service(_) => request.input.clone(),
    }
}

/// A response in the form in which the target answers.
pub(super) fn answer(target: Target, request: &ScheduleTask, response: Response) -> Answer {
    // Whoever returns the token says it all; the request itself is answered, and that is not looked at.
    // Jobs and activities have a token, too, and answer in forms of their own.
    if request.pattern == IntegrationPattern::WaitForTaskToken {
        return callback(response).submitted_with(Object::new());
    }
    match target {
        Target::Lambda(_) => lambda(request, response),
        Target::Machine(name) if request.pattern.is_submitted_first() => {
            machine(name, request, response).submitted_with(started(name, request))
        }
        Target::Machine(name) => match response {
            Response::Output(_) => Answer::success(started(name, request)),
            other => callback(other),
        },
        Target::Service(_) | Target::Activity(_) => callback(response),
    }
}

/// A target in words.
pub(super) fn in_words(target: Target) -> String {
    match target {
        Target::Lambda(name) => format!("the Lambda function `{name}`"),
        Target::Service(resource) => format!("the service action `{resource}`"),
        Target::Machine(name) => format!("the state machine `{name}`"),
        Target::Activity(name) => format!("the activity `{name}`"),
    }
}

/// Outputs, errors and causes as they are.
fn callback(response: Response) -> Answer {
    match response {
        Response::Output(output) => Answer::success(output),
        Response::Error { name, message } => Answer::failure(name, message),
        Response::Fault { name, cause } => Answer::failure(name, cause),
        Response::Silence => Answer::silence(),
    }
}

fn lambda(request: &ScheduleTask, response: Response) -> Answer {
    match response {
        Response::Output(output) if is_invoke(request) => {
            let bytes = output.to_string().len().to_string();
            let [http, response] = sdk_metadata(request, &bytes);
            Answer::success(json!({
                "ExecutedVersion": "$LATEST",
                "Payload": output,
                "SdkHttpMetadata": http,
                "SdkResponseMetadata": response,
                "StatusCode": 200
            }))
        }
        Response::Error { name, message } => {
            let cause = json!({"errorMessage": message, "errorType": name});
            Answer::failure(name, cause.to_string())
        }
        other @ (Response::Output(_) | Response::Fault { .. } | Response::Silence) => {
            callback(other)
        }
    }
}

/// `.sync` and `.sync:2`: what `DescribeExecution` says of the execution that has ended.
///
/// Without `StartDate` and `StopDate`: here nobody knows what time it is.
fn machine(name: &str, request: &ScheduleTask, response: Response) -> Answer {
    let is_text = request.resource.ends_with(".sync");
    let form = |value: Value| if is_text { Value::from(value.to_string()) } else { value };
    let described = json!({
        "ExecutionArn": execution_arn(name, request),
        "Input": form(argument(request, "Input")),
        "InputDetails": {"Included": true},
        "Name": execution_name(request),
        "StateMachineArn": argument(request, "StateMachineArn")
    });
    let with = |before: Value, after: Value| -> Value {
        let parts = [before, described.clone(), after];
        let fields = parts.iter().filter_map(Value::as_object).flat_map(Object::iter);
        fields.map(|(key, value)| (key, value.clone())).collect::<Object>().into()
    };
    match response {
        Response::Output(output) => Answer::success(with(
            json!({}),
            json!({
                "Output": form(output),
                "OutputDetails": {"Included": true},
                "Status": "SUCCEEDED"
            }),
        )),
        Response::Error { name: error, message: cause }
        | Response::Fault { name: error, cause }
            // The nested execution's own, not those of the call that starts it.
            if !error.starts_with("StepFunctions.") =>
        {
            // Recorded: whatever the nested execution's error is, this is what is seen of it.
            let failed = with(json!({"Cause": cause, "Error": error}), json!({"Status": "FAILED"}));
            Answer::failure("States.TaskFailed", failed.to_string())
        }
        other => callback(other),
    }
}

/// What `StartExecution` answers.
fn started(name: &str, request: &ScheduleTask) -> Value {
    let [http, response] = sdk_metadata(request, "161");
    json!({
        "ExecutionArn": execution_arn(name, request),
        "SdkHttpMetadata": http,
        "SdkResponseMetadata": response
    })
}

/// `SdkHttpMetadata` and `SdkResponseMetadata`, which results of optimized integrations have.
fn sdk_metadata(request: &ScheduleTask, bytes: &str) -> [Value; 2] {
    let id = request_id(request);
    let http = json!({
        "AllHttpHeaders": {"Content-Length": [bytes], "x-amzn-RequestId": [id.as_str()]},
        "HttpHeaders": {"Content-Length": bytes, "x-amzn-RequestId": id.as_str()},
        "HttpStatusCode": 200
    });
    [http, json!({"RequestId": id})]
}

/// The same in every run.
fn request_id(request: &ScheduleTask) -> String {
    format!("00000000-0000-0000-0000-{:012}", request.task.0)
}

fn execution_name(request: &ScheduleTask) -> String {
    argument(request, "Name").as_str().map_or_else(|| request_id(request), str::to_owned)
}

fn execution_arn(name: &str, request: &ScheduleTask) -> String {
    let machine = argument(request, "StateMachineArn");
    let prefix = machine.as_str().and_then(|it| it.split_once(":stateMachine:")).map(|(it, _)| it);
    let prefix = prefix.unwrap_or("arn:aws:states:us-east-1:123456789012");
    format!("{prefix}:execution:{name}:{}", execution_name(request))
}

fn is_invoke(request: &ScheduleTask) -> bool {
    action(&request.resource) == Some(INVOKE)
}

fn is_of(request: &ScheduleTask, kind: &str) -> bool {
    request.resource.contains(kind)
}

fn argument(request: &ScheduleTask, key: &str) -> Value {
    request.input.get(key).cloned().unwrap_or_default()
}

/// A service integration's service and action, without partition and pattern.
fn action(resource: &str) -> Option<&str> {
    let (_, action) = resource.split_once(":states:::")?;
    Some(action.split_once('.').map_or(action, |(action, _)| action))
}

/// The name in an ARN, without qualifier. What is no ARN is a name.
fn name_after<'a>(kind: &str, arn: Option<&'a str>) -> Option<&'a str> {
    let arn = arn?;
    let name = arn.split_once(kind).map_or(arn, |(_, it)| it);
    Some(name.split_once(':').map_or(name, |(it, _)| it))
}
