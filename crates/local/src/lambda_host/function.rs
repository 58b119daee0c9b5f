//! [`Function`]: a Lambda function as its callers see it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use stepwright_json::{Object, Value};
use tokio::sync::{Semaphore, mpsc};

use super::runtime_api::Event;
use super::sandbox::{Ending, Sandbox, StartError};
use crate::happening::Happening;

/// What a function is made of, and what it may use.
#[derive(Debug, Clone)]
pub struct FunctionConfig {
    /// The function's name.
    pub name: String,
    /// The binary that would be `bootstrap` in its zip.
    pub binary: PathBuf,
    /// The region in its ARN and in its environment.
    pub region: String,
    /// The account in its ARN.
    pub account: String,
    /// How long an invocation may take, before the process is killed.
    pub timeout: Duration,
    /// What it is told about its memory. The memory of a process on this machine is not limited.
    pub memory_megabytes: u32,
    /// How many invocations may run at the same time, each in a process of its own; more wait.
    pub concurrency_max: u16,
    /// Further variables of its environment.
    pub environment: BTreeMap<String, String>,
    /// The `stepwright-local` that ties the processes' lives to ours (see [`launch`](super::launch));
    /// without it, a process outlives a `kill -9` of ours until it next asks for an event.
    pub launcher: Option<PathBuf>,
}

impl FunctionConfig {
    /// The function's ARN, unqualified.
    pub fn arn(&self) -> String {
        let Self { region, account, name, .. } = self;
        format!("arn:aws:lambda:{region}:{account}:function:{name}")
    }
}

/// A function that can be invoked. Dropping it ends all its processes.
#[derive(Debug)]
pub struct Function {
    config: FunctionConfig,
    lines: mpsc::Sender<Happening>,
    permits: Semaphore,
    idle: Mutex<Vec<Sandbox>>,
}

/// What a function answers where it does not succeed, as `Invoke` would with `FunctionError` set.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the function failed: {payload}")]
pub struct FunctionError {
    /// The payload: mostly an object with `errorType` and `errorMessage`.
    pub payload: Value,
}

impl FunctionError {
    /// The error's name, where the payload has one.
    pub fn error_type(&self) -> Option<&str> {
        self.payload.get("errorType").and_then(Value::as_str)
    }

    fn new(error_type: &str, message: String) -> Self {
        let payload: Object =
            [("errorType", Value::from(error_type)), ("errorMessage", Value::from(message))]
                .into_iter()
                .collect();
        Self { payload: payload.into() }
    }

    fn said(body: &Bytes) -> Self {
        let text = String::from_utf8_lossy(body);
        let payload = Value::parse(&text).unwrap_or_else(|_| Value::from(text.as_ref()));
        Self { payload }
    }
}

impl Function {
    /// A function that starts its first process when it is first invoked. What its processes print
    /// goes to `lines`.
    pub fn new(config: FunctionConfig, lines: mpsc::Sender<Happening>) -> Self {
        let permits = Semaphore::new(config.concurrency_max.max(1).into());
        Self { config, lines, permits, idle: Mutex::new(Vec::new()) }
    }

    /// What it was made with.
    pub fn config(&self) -> &FunctionConfig {
        &self.config
    }

    /// Has the function work on an event. Where the future is dropped, the process is killed.
    ///
    /// # Errors
    ///
    /// What the function reports, or what the Lambda service reports where the function no longer can:
    /// it cannot be started, it ended, it took too long.
    pub async fn invoke(&self, event: &Value) -> Result<Value, FunctionError> {
        // The semaphore is never closed; were it, there would be no limit.
        let _permit = self.permits.acquire().await.ok();
        let mut sandbox = match self.take_idle() {
            Some(sandbox) => sandbox,
            None => Sandbox::start(&self.config, &self.lines)
                .await
                .map_err(|error| self.not_started(&error))?,
        };
        let request_id = uuid::Uuid::new_v4().to_string();
        let body = Bytes::from(event.to_string());
        let ending = sandbox
            .invoke(self.config.timeout, |allowed| self.event(&request_id, allowed, body))
            .await;
        match ending {
            Ending::Response(body) => {
                self.put_back(sandbox);
                read_response(&body)
            }
            Ending::Error(body) => {
                self.put_back(sandbox);
                Err(FunctionError::said(&body))
            }
            Ending::InitError(body) => Err(FunctionError::said(&body)),
            Ending::ResponseTooLarge => Err(FunctionError::new(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (6291556 bytes)."
                    .to_owned(),
            )),
            Ending::Exited(how) => Err(FunctionError::new(
                "Runtime.ExitError",
                format!("RequestId: {request_id} Error: Runtime exited with error: {how}"),
            )),
            Ending::TimedOut(allowed) => Err(FunctionError::new(
                "Sandbox.Timedout",
                format!(
                    "RequestId: {request_id} Error: Task timed out after {:.2} seconds",
                    allowed.as_secs_f64()
                ),
            )),
        }
    }

    /// Ends the processes that wait for an event, after all that they have printed was handed on.
    pub async fn end(&self) {
        while let Some(mut sandbox) = self.take_idle() {
            sandbox.end().await;
        }
    }

    fn event(&self, request_id: &str, allowed: Duration, body: Bytes) -> Event {
        let allowed_ms = i64::try_from(allowed.as_millis()).unwrap_or(i64::MAX);
        let now = Timestamp::now();
        let random = uuid::Uuid::new_v4().simple().to_string();
        let (id, _) = random.split_at(24);
        let (parent, _) = random.split_at(16);
        Event {
            request_id: request_id.to_owned(),
            deadline_ms: now.as_millisecond().saturating_add(allowed_ms),
            function_arn: self.config.arn(),
            trace_id: format!("Root=1-{:08x}-{id};Parent={parent};Sampled=0", now.as_second()),
            body,
        }
    }

    fn not_started(&self, error: &StartError) -> FunctionError {
        let binary = self.config.binary.display();
        FunctionError::new(
            "Runtime.InvalidEntrypoint",
            format!(
                "Error: could not start `{binary}`: {error}; build the function, or name its binary"
            ),
        )
    }

    fn take_idle(&self) -> Option<Sandbox> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(mut sandbox) = idle.pop() {
            if sandbox.is_alive() {
                return Some(sandbox);
            }
        }
        None
    }

    fn put_back(&self, sandbox: Sandbox) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(sandbox);
    }
}

fn read_response(body: &Bytes) -> Result<Value, FunctionError> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let text = String::from_utf8_lossy(body);
    // UNVERIFIED: what Step Functions makes of a function's response that is not JSON.
    Value::parse(&text).map_err(|error| {
        FunctionError::new("Runtime.MarshalError", format!("the response is not JSON: {error}"))
    })
}
