//! Who does a Task state's work: the services that the local run has.
//!
//! Owns the shapes of requests, results and errors as Step Functions gives them to an execution. Does
//! not know when a task is scheduled, retried or given up: that is the engine's.

mod inject;
mod lambda;
mod map_run;
mod parquet;
mod resource;
mod s3;
mod sdk;
mod sns;

use std::sync::Arc;

use stepwright_engine::ScheduleTask;
use stepwright_json::Value;

pub use inject::{Injection, InjectionError, Injections};
pub use lambda::Functions;
pub use resource::{NotServed, Resource};

use crate::desk::s3::Store;
use crate::desk::sns::Topics;

/// Everything that tasks can reach.
#[derive(Debug)]
pub struct Services {
    /// The Lambda functions.
    pub functions: Functions,
    /// The buckets.
    pub s3: Store,
    /// The topics.
    pub sns: Topics,
    /// The failures that were ordered.
    pub injections: Injections,
}

/// Why a task failed, as a Catcher sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFailure {
    /// What `ErrorEquals` matches on.
    pub error: Arc<str>,
    /// What there is to say about it.
    pub cause: Arc<str>,
}

impl TaskFailure {
    pub(crate) fn new(error: impl Into<Arc<str>>, cause: impl Into<Arc<str>>) -> Self {
        Self { error: error.into(), cause: cause.into() }
    }
}

impl Services {
    /// Ends what was started for tasks and is kept for the next ones.
    pub async fn end(&self) {
        self.functions.end().await;
    }

    /// Does the work of a task.
    ///
    /// # Errors
    ///
    /// Where the service answers with an error, or there is no such service here.
    pub async fn perform(&self, task: &ScheduleTask) -> Result<Value, TaskFailure> {
        let resource = Resource::parse(&task.resource)
            .map_err(|error| TaskFailure::new("States.Runtime", error.to_string()))?;
        let function = resource.function_of(&task.input);
        if let Some(failure) = self.injections.next(&task.state, function) {
            return Err(failure);
        }
        let input = &task.input;
        match resource {
            Resource::Function(name) => self.functions.call(&name, input).await,
            Resource::LambdaInvoke => self.functions.invoke(input).await,
            Resource::S3HeadObject => s3::head_object(&self.s3, input),
            Resource::S3GetObject => s3::get_object(&self.s3, input),
            Resource::S3PutObject => s3::put_object(&self.s3, input).await,
            Resource::SnsPublish => sns::publish(&self.sns, input).await,
        }
    }
}
