//! [`World`]: the outside of an execution, on a virtual clock.
//!
//! Owns the order in which things happen: by time, and at one time in the order in which they were
//! asked for. What a task answers is the script's to say.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use stepwright_compiler::Program;
use stepwright_engine::{
    Command, Completion, Execution, ExecutionStatus, Failure, FailureStage, ScheduleTask, Start,
    TaskId, TimerId,
};
use stepwright_json::Value;

/// The outside of an execution.
///
/// ```
/// use std::sync::Arc;
///
/// use stepwright_asl::StateMachine;
/// use stepwright_json::Value;
/// use stepwright_testkit::{Answer, World};
///
/// let definition = Value::parse(
///     r#"{
///         "QueryLanguage": "JSONata",
///         "StartAt": "Ask",
///         "States": {
///             "Ask": {
///                 "Type": "Task",
///                 "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
///                 "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3600}],
///                 "End": true
///             }
///         }
///     }"#,
/// )?;
/// let program = stepwright_compiler::compile(&StateMachine::from_value(&definition)?)
///     .map_err(|it| format!("{it:?}"))?;
///
/// let mut calls = 0;
/// let mut world = World::new(|_request| {
///     calls += 1;
///     if calls < 3 { Answer::failure("Busy", "come back later") } else { Answer::success(42) }
/// });
/// let execution = world.run(&Arc::new(program), Value::Null);
///
/// assert_eq!(execution.output(), Some(&Value::from(42)));
/// assert_eq!(world.elapsed().as_hours(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct World<'a> {
    script: Box<dyn FnMut(&ScheduleTask) -> Answer + 'a>,
    began: Timestamp,
    now: Timestamp,
    agenda: BTreeMap<(Timestamp, u64), Completion>,
    asked: u64,
    stop: Option<(SignedDuration, Failure)>,
}

/// What a task answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// For `.sync` and `.waitForTaskToken`: what the request itself is answered with.
    pub submitted: Option<Value>,
    /// How it ends.
    pub outcome: Outcome,
    /// How long it takes.
    pub after: SignedDuration,
    /// The name of the activity's worker.
    pub worker_name: Option<Arc<str>>,
}

/// How a task ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// With a result.
    Success(Value),
    /// With an error.
    Failure(Failure, FailureStage),
    /// Not at all: its time-outs pass, if it has any.
    Silence,
}

impl Answer {
    /// A result, at once.
    pub fn success(result: impl Into<Value>) -> Self {
        Self::new(Outcome::Success(result.into()))
    }

    /// An error, at once.
    pub fn failure(error: impl Into<Arc<str>>, cause: impl Into<Arc<str>>) -> Self {
        let failure = Failure { error: Some(error.into()), cause: Some(cause.into()) };
        Self::new(Outcome::Failure(failure, FailureStage::Running))
    }

    /// No answer, ever.
    pub fn silence() -> Self {
        Self::new(Outcome::Silence)
    }

    /// An outcome, at once.
    pub fn new(outcome: Outcome) -> Self {
        Self { submitted: None, outcome, after: SignedDuration::ZERO, worker_name: None }
    }

    /// The same, but so many seconds later.
    #[must_use]
    pub fn after_seconds(mut self, seconds: u32) -> Self {
        self.after = SignedDuration::from_secs(seconds.into());
        self
    }

    /// The same, but the request itself is answered first.
    #[must_use]
    pub fn submitted_with(mut self, output: impl Into<Value>) -> Self {
        self.submitted = Some(output.into());
        self
    }
}

impl<'a> World<'a> {
    /// A world in which `script` says what each task answers. It begins with the year 2026.
    pub fn new(script: impl FnMut(&ScheduleTask) -> Answer + 'a) -> Self {
        // 2026-01-01T00:00:00Z
        let began = Timestamp::from_second(1_767_225_600).unwrap_or(Timestamp::UNIX_EPOCH);
        Self {
            script: Box::new(script),
            began,
            now: began,
            agenda: BTreeMap::new(),
            asked: 0,
            stop: None,
        }
    }

    /// Begins at another time.
    #[must_use]
    pub fn beginning_at(mut self, began: Timestamp) -> Self {
        (self.began, self.now) = (began, began);
        self
    }

    /// Has somebody stop the execution after a while, if it has not ended by then.
    #[must_use]
    pub fn stopped_after(mut self, after: SignedDuration, failure: Failure) -> Self {
        self.stop = Some((after, failure));
        self
    }

    /// Runs a program to its end, or until nothing will ever happen again.
    pub fn run(&mut self, program: &Arc<Program>, input: impl Into<Value>) -> Execution {
        let start = start(input.into(), self.now);
        self.run_from(program, start)
    }

    /// The same, with everything about the start said, but for its time, which is the world's.
    pub fn run_from(&mut self, program: &Arc<Program>, start: Start) -> Execution {
        self.agenda.clear();
        self.began = self.now;
        let start = Start { now: self.now, ..start };
        if let Some((after, Failure { error, cause })) = self.stop.clone() {
            self.note(after, Completion::Stop { error, cause });
        }
        let (mut execution, commands) = Execution::start(Arc::clone(program), start);
        self.carry_out(commands);
        while execution.status() == ExecutionStatus::Running {
            let Some(((at, _), completion)) = self.agenda.pop_first() else { break };
            self.now = self.now.max(at);
            // What nobody waits for any more is refused, and that is as it should be.
            if let Ok(commands) = execution.complete(completion, self.now) {
                self.carry_out(commands);
            }
        }
        execution
    }

    /// What time it is in this world.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// How much time has passed since the last run began.
    pub fn elapsed(&self) -> SignedDuration {
        self.now.duration_since(self.began)
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::ScheduleTask(request) => self.ask(&request),
                Command::CancelTask { task } => {
                    self.agenda.retain(|_, it| task_of(it) != Some(task));
                }
                Command::StartTimer { timer, at } => {
                    self.asked += 1;
                    let at = at.max(self.now);
                    self.agenda.insert((at, self.asked), Completion::TimerFired { timer });
                }
                Command::CancelTimer { timer } => {
                    self.agenda.retain(|_, it| timer_of(it) != Some(timer));
                }
                Command::Finish => self.agenda.clear(),
            }
        }
    }

    fn ask(&mut self, request: &ScheduleTask) {
        let task = request.task;
        let Answer { submitted, outcome, after, worker_name } = (self.script)(request);
        let starts = match outcome {
            Outcome::Failure(_, stage) => {
                !matches!(stage, FailureStage::Scheduling | FailureStage::Starting)
            }
            Outcome::Success(_) | Outcome::Silence => true,
        };
        if starts {
            self.note(SignedDuration::ZERO, Completion::TaskStarted { task, worker_name });
        }
        if let Some(output) = submitted {
            self.note(SignedDuration::ZERO, Completion::TaskSubmitted { task, output });
        }
        match outcome {
            Outcome::Success(output) => {
                self.note(after, Completion::TaskSucceeded { task, output });
            }
            Outcome::Failure(Failure { error, cause }, stage) => {
                self.note(after, Completion::TaskFailed { task, error, cause, stage });
            }
            Outcome::Silence => {}
        }
    }

    fn note(&mut self, after: SignedDuration, completion: Completion) {
        self.asked += 1;
        let at = self.now.checked_add(after).unwrap_or(Timestamp::MAX);
        self.agenda.insert((at, self.asked), completion);
    }
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { script: _, began, now, agenda, asked, stop } = self;
        f.debug_struct("World")
            .field("began", began)
            .field("now", now)
            .field("agenda", agenda)
            .field("asked", asked)
            .field("stop", stop)
            .finish_non_exhaustive()
    }
}

/// An execution like any other.
fn start(input: Value, now: Timestamp) -> Start {
    Start {
        input,
        execution_name: "test".to_owned(),
        execution_arn: "arn:aws:states:us-east-1:123456789012:execution:machine:test".to_owned(),
        state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:machine".to_owned(),
        state_machine_name: "machine".to_owned(),
        role_arn: "arn:aws:iam::123456789012:role/machine".to_owned(),
        now,
        seed: 0,
    }
}

fn task_of(completion: &Completion) -> Option<TaskId> {
    match completion {
        Completion::TaskStarted { task, .. }
        | Completion::TaskSubmitted { task, .. }
        | Completion::TaskSucceeded { task, .. }
        | Completion::TaskFailed { task, .. }
        | Completion::TaskHeartbeat { task } => Some(*task),
        Completion::TimerFired { .. } | Completion::Stop { .. } => None,
    }
}

fn timer_of(completion: &Completion) -> Option<TimerId> {
    if let Completion::TimerFired { timer } = completion { Some(*timer) } else { None }
}
