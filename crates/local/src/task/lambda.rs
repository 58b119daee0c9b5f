//! Lambda functions as tasks: by their ARN, and through `lambda:invoke`.

use std::collections::BTreeMap;

use stepwright_json::{Object, Value};

use super::resource::function_name;
use super::{TaskFailure, sdk};
use crate::lambda_host::{Function, FunctionError};

/// The functions that can be called, by name.
#[derive(Debug)]
pub struct Functions {
    by_name: BTreeMap<String, Function>,
    region: String,
    account: String,
}

impl Functions {
    /// The functions of an account in a region.
    pub fn new(region: &str, account: &str, functions: Vec<Function>) -> Self {
        let by_name = functions.into_iter().map(|it| (it.config().name.clone(), it)).collect();
        Self { by_name, region: region.to_owned(), account: account.to_owned() }
    }

    /// Ends the processes that wait for events.
    pub(super) async fn end(&self) {
        for function in self.by_name.values() {
            function.end().await;
        }
    }

    /// A Task whose `Resource` is a function: the input is the event, the response is the result.
    pub(super) async fn call(&self, name: &str, input: &Value) -> Result<Value, TaskFailure> {
        self.find(name)?.invoke(input).await.map_err(|error| failure(&error))
    }

    /// `lambda:invoke`: the `Payload` is the event, the response is in an envelope.
    pub(super) async fn invoke(&self, input: &Value) -> Result<Value, TaskFailure> {
        let Some(name) = input.get("FunctionName").and_then(Value::as_str) else {
            let cause = "The field 'FunctionName' is required but was missing or is no string";
            return Err(TaskFailure::new("States.Runtime", cause));
        };
        match input.get("InvocationType").and_then(Value::as_str) {
            None | Some("RequestResponse") => {}
            Some(other) => {
                let cause = format!(
                    "the local run invokes functions and waits for them: `InvocationType` cannot be `{other}` here"
                );
                return Err(TaskFailure::new("States.Runtime", cause));
            }
        }
        let function = self.find(function_name(name))?;
        // "If you don't provide a payload, the function's event is an empty object."
        let event = input.get("Payload").cloned().unwrap_or_else(|| Object::new().into());
        let payload = function.invoke(&event).await.map_err(|error| failure(&error))?;
        let bytes = payload.to_string().len();
        let version =
            [("X-Amz-Executed-Version", "$LATEST"), ("x-amzn-Remapped-Content-Length", "0")];
        let [http, response] = sdk::metadata("application/json", bytes, &version);
        let result: Object = [
            ("ExecutedVersion", Value::from("$LATEST")),
            ("Payload", payload),
            http,
            response,
            ("StatusCode", Value::from(200)),
        ]
        .into_iter()
        .collect();
        Ok(result.into())
    }

    fn find(&self, name: &str) -> Result<&Function, TaskFailure> {
        self.by_name.get(name).ok_or_else(|| {
            let Self { region, account, .. } = self;
            let message = format!(
                "Function not found: arn:aws:lambda:{region}:{account}:function:{name}:$LATEST"
            );
            let cause = sdk::cause(&message, "AWSLambda", 404, "ResourceNotFoundException");
            TaskFailure::new("Lambda.ResourceNotFoundException", cause)
        })
    }
}

/// The error is the payload's `errorType`, the cause is the payload.
fn failure(error: &FunctionError) -> TaskFailure {
    let payload = error.payload.to_string();
    match error.error_type() {
        Some(name) => TaskFailure::new(name, payload),
        // UNVERIFIED: the words. No recording holds a payload without an error type.
        None => TaskFailure::new(
            "Lambda.Unknown",
            format!(
                "The cause could not be determined because Lambda did not return an error type. Returned payload: {payload}"
            ),
        ),
    }
}
