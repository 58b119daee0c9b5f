//! [`TestState`]: one state, run alone, with every step of its data flow to look at.
//!
//! What the API action of this name does, as a function over the engine. The state runs by the same
//! code as in an execution. Where work is mocked, the answer is there at once; where it is not, there
//! are commands to carry out, as for an [`Execution`].
//!
//! Owns what a request may say, what a mock may say, and what is answered.

mod answer;
mod context;
mod error;
mod mock;
mod request;
mod run;
mod subject;

use std::sync::Arc;

use jiff::Timestamp;
use stepwright_json::{Object, Value};

pub use self::answer::{TestStateAnswer, TestStateStatus};
pub use self::error::TestStateError;
pub use self::request::{
    FieldValidationMode, InspectionLevel, Mock, MockOutcome, StateConfiguration, TestStateHost,
    TestStateRequest,
};
pub(crate) use self::run::TestRun;
use self::subject::Subject;
use crate::execution::Execution;
use crate::frame::{Activity, Frame, MapItem, Visit};
use crate::mode::Mode;
use crate::random::Random;
use crate::{Command, Completion, HttpRequest, HttpResponse, Refused, Start, quota};

/// One state under test.
///
/// ```
/// use stepwright_engine::{
///     Mock, MockOutcome, TestState, TestStateHost, TestStateRequest, TestStateStatus,
/// };
/// use stepwright_json::json;
///
/// let request = TestStateRequest {
///     definition: r#"{
///         "Type": "Task",
///         "QueryLanguage": "JSONata",
///         "Resource": "arn:aws:states:::lambda:invoke",
///         "Arguments": {"FunctionName": "greet", "Payload": "{% $states.input %}"},
///         "Output": "{% $states.result.Payload %}",
///         "Next": "Done"
///     }"#
///     .to_owned(),
///     input: Some(r#"{"name": "Ada"}"#.to_owned()),
///     mock: Some(Mock::of(MockOutcome::Result(
///         r#"{"StatusCode": 200, "Payload": "Hello, Ada"}"#.to_owned(),
///     ))),
///     ..TestStateRequest::default()
/// };
/// let host = TestStateHost {
///     region: "us-east-1".to_owned(),
///     account_id: "123456789012".to_owned(),
///     now: "2026-01-01T00:00:00Z".parse()?,
///     seed: 0,
/// };
/// let (test, _commands) = TestState::start(&request, &host)?;
/// let answer = test.answer().expect("the work is mocked");
/// assert_eq!(answer.status, TestStateStatus::Succeeded);
/// assert_eq!(answer.output, Some(json!("Hello, Ada")));
/// assert_eq!(answer.next_state.as_deref(), Some("Done"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TestState {
    execution: Execution,
    subject: Subject,
    level: InspectionLevel,
}

impl TestState {
    /// Starts a state: checks the request, and runs the state until it has to wait.
    ///
    /// # Errors
    ///
    /// What AWS refuses: see [`TestStateError`].
    pub fn start(
        request: &TestStateRequest,
        host: &TestStateHost,
    ) -> Result<(Self, Vec<Command>), TestStateError> {
        request.check_lengths()?;
        let subject = Subject::of(&request.definition, request.state_name.as_deref())?;
        request.check(&subject)?;
        let context = context::of(request, &subject)?;
        let outcome = mock::outcome(request, &subject)?;
        let input = json_or(request.input.as_deref(), TestStateError::invalid_input)?;
        let input = input.unwrap_or_else(|| Object::new().into());
        let variables = json_or(request.variables.as_deref(), TestStateError::invalid_variables)?;
        let variables = match variables {
            None => Object::new(),
            Some(Value::Object(it)) => it,
            Some(_) => return Err(TestStateError::invalid_variables(NOT_AN_OBJECT)),
        };
        let run = TestRun::new(request, &subject, context, outcome);
        let mut execution = Execution::new(
            Arc::clone(&subject.program),
            start(request, host, input),
            Mode::Test(Box::new(run)),
        );
        let first = first_frame(request, &subject, &execution, variables);
        let commands = execution.begin(first, Some(quota::TEST_STATE_SECONDS_MAX));
        let mut test = Self { execution, subject, level: request.inspection_level };
        let commands = test.answer_by_mock(commands);
        match test.run().and_then(TestRun::refused) {
            Some(refused) => Err(refused),
            None => Ok((test, commands)),
        }
    }

    /// Takes in what happened at `now`, and says what to do about it.
    ///
    /// # Errors
    ///
    /// Where nobody waits for it.
    pub fn complete(
        &mut self,
        completion: Completion,
        now: Timestamp,
    ) -> Result<Vec<Command>, Refused> {
        if self.answer().is_some() {
            return Err(Refused::Ended);
        }
        let commands = self.execution.complete(completion, now)?;
        Ok(self.answer_by_mock(commands))
    }

    /// Says what went over the wire for an HTTP Task, before its completion is told. It is answered at
    /// [`InspectionLevel::Trace`]. Whoever says it leaves out what a connection has added, unless the
    /// request has [`reveal_secrets`](TestStateRequest::reveal_secrets).
    pub fn exchanged(&mut self, request: HttpRequest, response: Option<HttpResponse>) {
        self.execution.inspect(|it| {
            it.request = Some(request);
            it.response = response;
        });
    }

    /// What has come of it, once something has.
    pub fn answer(&self) -> Option<TestStateAnswer> {
        TestStateAnswer::of(&self.execution, self.run()?, &self.subject, self.level)
    }

    /// The work's own answer where it is mocked. There is nothing to carry out once there is an answer.
    fn answer_by_mock(&mut self, commands: Vec<Command>) -> Vec<Command> {
        let scheduled = commands.iter().find_map(|it| {
            if let Command::ScheduleTask(request) = it { Some(request.task) } else { None }
        });
        let completion =
            scheduled.and_then(|task| self.run().and_then(|run| run.mocked_completion(task)));
        let commands = match completion {
            // The task was asked for just now, so somebody waits for it.
            Some(it) => self.execution.complete(it, self.execution.now).unwrap_or_default(),
            None => commands,
        };
        if self.answer().is_some() { Vec::new() } else { commands }
    }

    fn run(&self) -> Option<&TestRun> {
        match &self.execution.mode {
            Mode::Test(run) => Some(run),
            Mode::Standard | Mode::Child | Mode::Express(_) => None,
        }
    }
}

const NOT_AN_OBJECT: &str = "it must be a JSON object";

/// What an optional JSON text says.
fn json_or(
    text: Option<&str>,
    error: impl FnOnce(&str) -> TestStateError,
) -> Result<Option<Value>, TestStateError> {
    let Some(text) = text else { return Ok(None) };
    Value::parse(text).map(Some).map_err(|it| error(&it.to_string()))
}

/// Names that nobody has given: those of an Express execution. Recorded: its ARN has only one of
/// them, unlike a real one's.
fn start(request: &TestStateRequest, host: &TestStateHost, input: Value) -> Start {
    let TestStateHost { region, account_id, now, seed } = host;
    let mut random = Random::new(*seed);
    let (machine, name) = (random.uuid(), random.uuid());
    let arn = |rest: String| format!("arn:aws:states:{region}:{account_id}:{rest}");
    Start {
        input,
        execution_arn: arn(format!("express:{machine}:{name}")),
        execution_name: name,
        state_machine_arn: arn(format!("stateMachine:{machine}")),
        state_machine_name: machine,
        role_arn: request.role_arn.clone().unwrap_or_default(),
        now: *now,
        seed: random.seed(),
    }
}

fn first_frame(
    request: &TestStateRequest,
    subject: &Subject,
    execution: &Execution,
    variables: Object,
) -> Frame {
    let input = execution.start.input.clone();
    let retriers = subject.program.state(subject.state).retriers.len();
    let count = request.state_configuration.retrier_retry_count.unwrap_or_default();
    // A state in a Map's processor sees its input as the first item.
    let map_item = subject.is_in_map.then(|| MapItem::new(input.clone()));
    Frame {
        parent: None,
        index: 0,
        state: subject.state,
        pointer: 0,
        variables,
        map_item: map_item.filter(|_| request.context.is_none()),
        visit: Visit { retries: vec![count; retriers], ..Visit::of(input, execution.now) },
        activity: Activity::Entering,
    }
}
