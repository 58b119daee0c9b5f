//! [`Mocks`]: who answers for the callables of a workflow.
//!
//! Owns which mock answers which call, and the form in which each kind of target is asked and
//! answers. A mock has the callable's own types: a contract that changes breaks the mocks too.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use stepwright::{Callable, ErrorName, Target, TaskError};
use stepwright_engine::ScheduleTask;
use stepwright_json::{Object, Value, from_value, to_value};

use crate::Answer;

/// Who answers for the callables of a workflow.
///
/// A call is answered by the first mock of its callable that is left: one made with
/// [`once`](Self::once) is used up by a call, one made with [`on`](Self::on) never is. Faults made
/// with [`fail_call`](Self::fail_call) come before both.
#[derive(Default)]
pub struct Mocks {
    mocks: Vec<Mock>,
}

struct Mock {
    target: Target,
    lasts: Lasts,
    respond: Respond,
}

/// For which calls a mock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lasts {
    Always,
    Once,
    /// For the n-th call of its callable, counted from 1.
    Nth(usize),
}

type Respond = Box<dyn Fn(&Value) -> Result<Response, stepwright_json::ConvertError>>;

/// What a callable answers, before it has the form in which its target answers.
enum Response {
    Output(Value),
    Error { name: &'static str, message: String },
}

/// A call that no mock answers rightly.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// There is no mock for it, or none is left.
    NoMock,
    /// What it is given is not its input, or what the mock gives has no JSON form.
    Mismatch(stepwright_json::ConvertError),
}

impl Mocks {
    /// No mocks: every call is an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers all calls of a callable that no mock before this one answers.
    #[must_use]
    pub fn on<C: Callable>(
        self,
        callable: C,
        respond: impl Fn(C::Input) -> Result<C::Output, C::Error> + 'static,
    ) -> Self
    where
        C::Input: DeserializeOwned,
        C::Output: Serialize,
        C::Error: fmt::Debug,
    {
        self.with(&callable, Lasts::Always, respond)
    }

    /// Answers one call of a callable; then the next mock answers.
    #[must_use]
    pub fn once<C: Callable>(
        self,
        callable: C,
        respond: impl Fn(C::Input) -> Result<C::Output, C::Error> + 'static,
    ) -> Self
    where
        C::Input: DeserializeOwned,
        C::Output: Serialize,
        C::Error: fmt::Debug,
    {
        self.with(&callable, Lasts::Once, respond)
    }

    /// Fails the `nth` call of a callable, counted from 1, whatever mocks there are.
    #[must_use]
    pub fn fail_call<C: Callable>(
        mut self,
        _callable: C,
        nth: usize,
        error: ErrorName<C::Error>,
    ) -> Self {
        let respond: Respond = Box::new(move |_| {
            let message = format!("made to fail in call {nth}");
            Ok(Response::Error { name: error.name(), message })
        });
        self.mocks.push(Mock { target: C::TARGET, lasts: Lasts::Nth(nth), respond });
        self
    }

    fn with<C: Callable>(
        mut self,
        _callable: &C,
        lasts: Lasts,
        respond: impl Fn(C::Input) -> Result<C::Output, C::Error> + 'static,
    ) -> Self
    where
        C::Input: DeserializeOwned,
        C::Output: Serialize,
        C::Error: fmt::Debug,
    {
        let respond: Respond = Box::new(move |input| match respond(from_value(input)?) {
            Ok(output) => Ok(Response::Output(to_value(&output)?)),
            Err(error) => {
                Ok(Response::Error { name: error.error_name(), message: format!("{error:?}") })
            }
        });
        self.mocks.push(Mock { target: C::TARGET, lasts, respond });
        self
    }

    /// The callables that have a mock, each once.
    pub(crate) fn callables(&self) -> Vec<String> {
        let mut names: Vec<String> = self.mocks.iter().map(|it| describe(it.target)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Begins a run, in which no mock is used up yet.
    pub(crate) fn begin(&self) -> Script<'_> {
        Script {
            mocks: &self.mocks,
            calls: vec![0; self.mocks.len()],
            is_used: vec![false; self.mocks.len()],
        }
    }
}

impl fmt::Debug for Mocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mocks").field(&self.callables()).finish()
    }
}

/// Mocks in a run.
pub(crate) struct Script<'a> {
    mocks: &'a [Mock],
    /// How many calls each mock's callable has had.
    calls: Vec<usize>,
    is_used: Vec<bool>,
}

impl Script<'_> {
    /// Answers a call.
    pub(crate) fn answer(&mut self, request: &ScheduleTask) -> Result<Answer, Unanswered> {
        let mut chosen: Option<(usize, &Mock)> = None;
        for (at, mock) in self.mocks.iter().enumerate() {
            if !is_for(request, mock.target) {
                continue;
            }
            let calls = self.calls.get_mut(at).map_or(0, |it| {
                *it += 1;
                *it
            });
            let is_left = match mock.lasts {
                Lasts::Always => true,
                Lasts::Once => self.is_used.get(at) == Some(&false),
                Lasts::Nth(nth) => nth == calls,
            };
            let is_fault = |it: &Mock| matches!(it.lasts, Lasts::Nth(_));
            if is_left && chosen.is_none_or(|(_, it)| is_fault(mock) && !is_fault(it)) {
                chosen = Some((at, mock));
            }
        }
        let (at, mock) = chosen.ok_or(Unanswered::NoMock)?;
        if let Some(is_used) = self.is_used.get_mut(at) {
            *is_used = true;
        }
        let input = input_of(request, mock.target);
        let response = (mock.respond)(&input).map_err(Unanswered::Mismatch)?;
        Ok(answer(request, mock.target, response))
    }
}

/// Whether a task calls the target.
fn is_for(request: &ScheduleTask, target: Target) -> bool {
    let ends_with = |text: Option<&str>, name: &str| {
        text.is_some_and(|it| {
            it == name || it.strip_suffix(name).is_some_and(|it| it.ends_with(':'))
        })
    };
    let argument = |key: &str| request.input.get(key).and_then(Value::as_str);
    let calls = |action: &str| request.resource.contains(action);
    match target {
        Target::Lambda(name) if calls(":states:::lambda:invoke") => {
            ends_with(argument("FunctionName"), name)
        }
        Target::Machine(name) if calls(":states:::states:startExecution") => {
            ends_with(argument("StateMachineArn"), name)
        }
        Target::Lambda(name) => calls(":function:") && ends_with(Some(&request.resource), name),
        Target::Activity(name) => calls(":activity:") && ends_with(Some(&request.resource), name),
        Target::Machine(_) => false,
        Target::Service(resource) => service_of(&request.resource) == service_of(resource),
    }
}

/// A service integration's service and action, without partition and pattern.
fn service_of(resource: &str) -> Option<&str> {
    let (_, action) = resource.split_once(":states:::")?;
    Some(action.split_once('.').map_or(action, |(action, _)| action))
}

/// What the callable itself is given.
fn input_of(request: &ScheduleTask, target: Target) -> Value {
    let argument = |key: &str| request.input.get(key).cloned().unwrap_or_default();
    match target {
        Target::Lambda(_) if request.resource.contains(":lambda:invoke") => argument("Payload"),
        Target::Machine(_) => argument("Input"),
        Target::Lambda(_) | Target::Activity(_) | Target::Service(_) => request.input.clone(),
    }
}

/// A response in the form in which the target answers.
fn answer(request: &ScheduleTask, target: Target, response: Response) -> Answer {
    let object =
        |fields: &[(&str, Value)]| -> Value { fields.iter().cloned().collect::<Object>().into() };
    // Somebody returns the token, with the output itself.
    let is_callback = request.token.is_some();
    match (target, response) {
        (Target::Lambda(_), Response::Output(output))
            if request.resource.contains(":lambda:invoke") && !is_callback =>
        {
            Answer::success(object(&[
                ("ExecutedVersion", "$LATEST".into()),
                ("Payload", output),
                ("StatusCode", 200.into()),
            ]))
        }
        (Target::Machine(_), Response::Output(output)) if !is_callback => {
            let output = if request.resource.ends_with(".sync") {
                output.to_string().into()
            } else {
                output
            };
            let fields = [("Output", output), ("Status", "SUCCEEDED".into())];
            Answer::success(object(&fields)).submitted_with(object(&[]))
        }
        (_, Response::Output(output)) => Answer::success(output),
        (Target::Lambda(_), Response::Error { name, message }) => {
            let cause = object(&[("errorMessage", message.into()), ("errorType", name.into())]);
            Answer::failure(name, cause.to_string())
        }
        (Target::Machine(_), Response::Error { name, message }) => {
            // Measured: whatever the child's own error, the parent sees this one.
            let cause = object(&[
                ("Cause", message.into()),
                ("Error", name.into()),
                ("Status", "FAILED".into()),
            ]);
            Answer::failure("States.TaskFailed", cause.to_string()).submitted_with(object(&[]))
        }
        (Target::Service(_) | Target::Activity(_), Response::Error { name, message }) => {
            Answer::failure(name, message)
        }
    }
}

/// A target in words.
fn describe(target: Target) -> String {
    match target {
        Target::Lambda(name) => format!("the Lambda function `{name}`"),
        Target::Service(resource) => format!("the service action `{resource}`"),
        Target::Machine(name) => format!("the state machine `{name}`"),
        Target::Activity(name) => format!("the activity `{name}`"),
    }
}
