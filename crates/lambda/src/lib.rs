//! The Lambda side of a contract: [`serve`] runs a handler whose signature is a `Callable`'s.
//!
//! Owns: which name an error has when it leaves the function. Does not know any function's work.
//!
//! | what happens | `errorType` | `errorMessage` |
//! | --- | --- | --- |
//! | the handler returns an error | its `error_name()` | its `Display` |
//! | the event is not the callable's input | [`INVALID_INPUT`] | the field, and what is wrong with it |
//! | the handler panics | [`PANIC`] | the panic's message |
//!
//! A workflow can name all three in `ErrorEquals`. The function goes on with the next event after
//! each of them.

mod failure;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

use std::{env, fmt, future::Future, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde::{Serialize, de::DeserializeOwned};
use stepwright::{Callable, TaskError};
use thiserror::Error;

pub use lambda_runtime::Context;

use self::failure::Failure;
pub use self::failure::{INVALID_INPUT, PANIC};

/// What the runtime library asks for, and panics without.
const VARIABLES: [&str; 4] = [
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
];

/// Why a function stops serving.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The process was not started by Lambda, nor by something that stands in for it.
    #[error(
        "`{0}` is not set: this is a Lambda function, which only answers where a Lambda Runtime API asks"
    )]
    NotInLambda(&'static str),
    /// Lambda says how much memory there is, but not as a number.
    #[error("`AWS_LAMBDA_FUNCTION_MEMORY_SIZE` is `{0}`, which is not a number of megabytes")]
    MemorySize(String),
    /// The Lambda Runtime API does not answer as it should.
    #[error("the Lambda Runtime API failed")]
    Runtime(#[source] lambda_runtime::Error),
}

/// Answers events with `handler` until Lambda ends the process.
///
/// The types of `handler` are those of `callable`, so that a workflow and the function that it
/// calls cannot disagree. Each failure is also one line on the standard error stream.
///
/// ```no_run
/// use serde::{Deserialize, Serialize};
/// use stepwright::{Callable, Shape};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Name { name: String }
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Greeting { text: String }
///
/// #[derive(Callable)]
/// #[lambda(name = "greet", input = Name, output = Greeting)]
/// struct Greet;
///
/// # async fn run() -> Result<(), stepwright_lambda::ServeError> {
/// stepwright_lambda::serve(Greet, async |Name { name }, _context| {
///     Ok(Greeting { text: format!("Hello, {name}!") })
/// })
/// .await
/// # }
/// ```
///
/// # Errors
///
/// Where the process was not started by Lambda, or the Lambda Runtime API fails.
pub async fn serve<C, H>(callable: C, handler: H) -> Result<(), ServeError>
where
    C: Callable,
    C::Input: DeserializeOwned,
    C::Output: Serialize,
    C::Error: fmt::Display,
    H: AsyncFn(C::Input, Context) -> Result<C::Output, C::Error>,
{
    // Its types are all that is needed of it.
    drop(callable);
    check_environment()?;
    let handler = &handler;
    let service = service_fn(move |event: LambdaEvent<serde_json::Value>| async move {
        let LambdaEvent { payload, context } = event;
        answer::<C, _>(payload, |input| handler(input, context)).await.inspect_err(Failure::log)
    });
    Runtime::new(service).run().await.map_err(ServeError::Runtime)
}

async fn answer<C, F>(
    payload: serde_json::Value,
    handler: impl FnOnce(C::Input) -> F,
) -> Result<C::Output, Failure>
where
    C: Callable,
    C::Input: DeserializeOwned,
    C::Error: fmt::Display,
    F: Future<Output = Result<C::Output, C::Error>>,
{
    let input = serde_path_to_error::deserialize(payload).map_err(Failure::invalid_input)?;
    // The handler is dropped after a panic, and shares nothing with the next event but what it
    // holds by reference: whoever puts a lock there gets a poisoned one.
    match AssertUnwindSafe(async { handler(input).await }).catch_unwind().await {
        Ok(Ok(output)) => Ok(output),
        Ok(Err(error)) => Err(Failure::named(error.error_name(), &error)),
        Err(panic) => Err(Failure::panic(&*panic)),
    }
}

fn check_environment() -> Result<(), ServeError> {
    for variable in VARIABLES {
        if env::var_os(variable).is_none() {
            return Err(ServeError::NotInLambda(variable));
        }
    }
    let size = env::var("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").unwrap_or_default();
    if size.parse::<i32>().is_err() {
        return Err(ServeError::MemorySize(size));
    }
    Ok(())
}
