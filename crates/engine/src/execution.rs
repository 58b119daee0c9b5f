//! [`Execution`]: one run of a [`Program`]. Completions come in here, commands go out.
//!
//! Owns the cycle and what an execution is made of. What a state does is in [`crate::state`].

mod redrive;
mod start;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use stepwright_compiler::{Program, ScopeIndex, State};
use stepwright_json::{Object, Value};

use self::redrive::Redrives;
pub use self::redrive::{NotRedrivable, RedriveStatus};
pub use self::start::{Start, StartError};
use crate::frame::{Activity, Frame, FrameId, Frames, Visit};
use crate::history::{Events, ExecutionStarted, Failure, HistoryEvent, HistoryEventDetails};
use crate::mode::{Express, Mode};
use crate::random::Random;
use crate::timer::{Purpose, Timer};
use crate::{Command, Completion, MapRunId, ReadFrom, Refused, TaskId, TimerId, quota};

/// One run of a [`Program`].
///
/// It changes only in [`complete`](Self::complete), and every change is a recorded event.
///
/// # Order
///
/// A frame runs until it has to wait. Branches, and the iterations that a Map state begins at once,
/// run in the order in which they are written, each until it waits; what a completion sets going runs
/// before anything else. So the order of events is a function of the completions' order alone.
#[derive(Debug)]
pub struct Execution {
    pub(crate) program: Arc<Program>,
    pub(crate) mode: Mode,
    pub(crate) start: Start,
    pub(crate) now: Timestamp,
    pub(crate) frames: Frames,
    pub(crate) tasks: BTreeMap<TaskId, FrameId>,
    pub(crate) timers: BTreeMap<TimerId, Timer>,
    pub(crate) map_runs: BTreeMap<MapRunId, FrameId>,
    pub(crate) random: Random,
    /// Where the chance of expressions comes from: evaluation changes nothing else.
    pub(crate) chance: Cell<u64>,
    pub(crate) commands: Vec<Command>,
    pub(crate) tasks_named: u64,
    pub(crate) timers_named: u64,
    pub(crate) map_runs_named: u64,
    /// How many bytes the variables have at most: see [`may_assign`](Self::may_assign).
    pub(crate) variables_bytes: usize,
    /// The machine's `TimeoutSeconds`.
    timeout_seconds: Option<u64>,
    redrives: Redrives,
    history: Events,
    /// An event found no room in the history.
    is_full: bool,
    outcome: Option<Outcome>,
}

/// How an execution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecutionStatus {
    /// It has not ended.
    Running,
    /// It ended with an output.
    Succeeded,
    /// It ended with an error.
    Failed,
    /// The state machine's `TimeoutSeconds` passed.
    TimedOut,
    /// It was stopped.
    Aborted,
}

impl ExecutionStatus {
    /// The status as AWS spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::TimedOut => "TIMED_OUT",
            Self::Aborted => "ABORTED",
        }
    }
}

/// How an execution has ended.
#[derive(Debug)]
enum Outcome {
    Succeeded(Value),
    Failed(Failure),
    TimedOut,
    Aborted(Failure),
}

impl Execution {
    /// Starts an execution: records that it has, and runs it until it has to wait.
    ///
    /// # Errors
    ///
    /// Where AWS would not start it: see [`StartError`].
    pub fn start(program: Arc<Program>, start: Start) -> Result<(Self, Vec<Command>), StartError> {
        start.check()?;
        let (scope, timeout_seconds) = (program.root(), program.timeout_seconds());
        Ok(Self::begin_at(program, scope, (timeout_seconds, Mode::Standard), start))
    }

    /// Starts an execution of an Express state machine: it times out after five minutes.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use stepwright_asl::StateMachine;
    /// use stepwright_engine::{
    ///     Command, Completion, Execution, ExecutionStatus, Express, LogLevel, Start,
    /// };
    /// use stepwright_json::json;
    ///
    /// let definition = json!({
    ///     "QueryLanguage": "JSONata",
    ///     "StartAt": "Wait an Hour",
    ///     "States": {"Wait an Hour": {"Type": "Wait", "Seconds": 3600, "End": true}}
    /// });
    /// let program = stepwright_compiler::compile(&StateMachine::from_value(&definition)?);
    /// let start = Start {
    ///     input: json!({}),
    ///     execution_name: "e".to_owned(),
    ///     execution_arn: "arn:aws:states:us-east-1:123456789012:express:m:e:1".to_owned(),
    ///     state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
    ///     state_machine_name: "m".to_owned(),
    ///     role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
    ///     now: "2026-01-01T00:00:00Z".parse()?,
    ///     seed: 0,
    /// };
    /// let program = Arc::new(program.map_err(|it| format!("{it:?}"))?);
    /// let (mut execution, commands) =
    ///     Execution::start_express(program, start, Express::Synchronous)?;
    ///
    /// // The first timer is that of the whole execution.
    /// let [Command::StartTimer { timer, at }, ..] = commands[..] else { panic!("{commands:?}") };
    /// assert_eq!(at.to_string(), "2026-01-01T00:05:00Z");
    /// execution.complete(Completion::TimerFired { timer }, at)?;
    /// assert_eq!(execution.status(), ExecutionStatus::TimedOut);
    /// assert_eq!(execution.logged(LogLevel::Fatal).count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where AWS would not start it: see [`StartError`].
    pub fn start_express(
        program: Arc<Program>,
        start: Start,
        express: Express,
    ) -> Result<(Self, Vec<Command>), StartError> {
        start.check()?;
        let own = program.timeout_seconds().unwrap_or(quota::EXPRESS_SECONDS_MAX);
        let seconds = own.min(quota::EXPRESS_SECONDS_MAX);
        let scope = program.root();
        Ok(Self::begin_at(program, scope, (Some(seconds), Mode::Express(express)), start))
    }

    /// The same for the processor of a Distributed Map, or whatever else is a scope.
    pub(crate) fn begin_at(
        program: Arc<Program>,
        scope: ScopeIndex,
        (timeout_seconds, mode): (Option<u64>, Mode),
        start: Start,
    ) -> (Self, Vec<Command>) {
        let mut execution = Self::new(program, start, mode);
        let first = Frame {
            parent: None,
            index: 0,
            state: execution.program.scope(scope).start_at,
            // Recorded: the first state's event follows from 0, not from `ExecutionStarted`.
            pointer: 0,
            variables: Object::new(),
            map_item: None,
            visit: Visit::of(execution.start.input.clone(), execution.now),
            activity: Activity::Entering,
        };
        let commands = execution.begin(first, timeout_seconds);
        (execution, commands)
    }

    /// An execution in which nothing has happened yet.
    pub(crate) fn new(program: Arc<Program>, start: Start, mode: Mode) -> Self {
        Self {
            now: to_the_millisecond(start.now),
            random: Random::new(start.seed),
            // Another sequence than that of jitter and tokens.
            chance: Cell::new(!start.seed),
            program,
            mode,
            start,
            frames: Frames::default(),
            tasks: BTreeMap::new(),
            timers: BTreeMap::new(),
            map_runs: BTreeMap::new(),
            commands: Vec::new(),
            tasks_named: 0,
            timers_named: 0,
            map_runs_named: 0,
            variables_bytes: 0,
            timeout_seconds: None,
            redrives: Redrives::default(),
            history: Events::default(),
            is_full: false,
            outcome: None,
        }
    }

    /// Records that it has started, and runs it until it has to wait.
    pub(crate) fn begin(&mut self, first: Frame, timeout_seconds: Option<u64>) -> Vec<Command> {
        let program = Arc::clone(&self.program);
        let details = HistoryEventDetails::ExecutionStarted(Box::new(ExecutionStarted {
            input: self.start.input.clone().into(),
            role_arn: self.start.role_arn.as_str().into(),
            state_machine_alias_arn: None,
            state_machine_version_arn: None,
        }));
        self.record(None, 0, details);
        self.timeout_seconds = timeout_seconds;
        self.start_machine_timer();
        self.frames.add(first);
        self.run(&program);
        std::mem::take(&mut self.commands)
    }

    fn start_machine_timer(&mut self) {
        if let Some(seconds) = self.timeout_seconds {
            self.start_timer(self.seconds_from_now(seconds), None, Purpose::Machine);
        }
    }

    /// Takes in what happened at `now`, and says what to do about it.
    ///
    /// Time does not run backwards: a `now` before the last one counts as the last one.
    ///
    /// # Errors
    ///
    /// Where nobody waits for it: it is late, repeated, or unknown. Nothing has changed then.
    pub fn complete(
        &mut self,
        completion: Completion,
        now: Timestamp,
    ) -> Result<Vec<Command>, Refused> {
        self.accept(&completion, now)?;
        let now = self.now.max(to_the_millisecond(now));
        if let Some(end) = self.longest().filter(|end| now > *end) {
            // It ended then, whatever has happened since: nothing has to wake up for that alone.
            self.now = end;
            self.time_out();
            return Ok(std::mem::take(&mut self.commands));
        }
        self.now = now;
        let program = Arc::clone(&self.program);
        match completion {
            Completion::TaskStarted { task, worker_name } => {
                self.task_started(&program, task, worker_name);
            }
            Completion::TaskSubmitted { task, output } => {
                self.task_submitted(&program, task, output);
            }
            Completion::TaskSucceeded { task, output } => {
                self.task_succeeded(&program, task, output);
            }
            Completion::TaskFailed { task, error, cause, stage } => {
                self.task_failed(&program, task, Failure { error, cause }, stage);
            }
            Completion::TaskHeartbeat { task } => self.task_heartbeat(&program, task),
            Completion::ObjectRead { .. }
            | Completion::ObjectsListed { .. }
            | Completion::ReadFailed { .. }
            | Completion::ChildEnded { .. }
            | Completion::ResultsWritten { .. }
            | Completion::WriteFailed { .. } => self.tell_map_run(&program, completion),
            Completion::TimerFired { timer } => self.timer_fired(&program, timer),
            Completion::Stop { error, cause } => self.abort(Failure { error, cause }),
            Completion::Redrive => self.redrive(),
        }
        self.run(&program);
        Ok(std::mem::take(&mut self.commands))
    }

    /// Until when it may run at most, redrives included.
    fn longest(&self) -> Option<Timestamp> {
        match &self.mode {
            Mode::Standard | Mode::Child => {
                let year = SignedDuration::from_secs(quota::EXECUTION_SECONDS_MAX);
                to_the_millisecond(self.start.now).checked_add(year).ok()
            }
            // They have a timer of their own.
            Mode::Express(_) | Mode::Test(_) => None,
        }
    }

    /// Whether somebody waits for it.
    fn accept(&self, completion: &Completion, now: Timestamp) -> Result<(), Refused> {
        if let Completion::Redrive = completion {
            return self.may_be_redriven(now).map_err(Refused::NotRedrivable);
        }
        if self.outcome.is_some() {
            return Err(Refused::Ended);
        }
        match completion {
            Completion::TaskStarted { task, .. } if self.task_run(*task)?.is_started => {
                Err(Refused::Repeated(*task, "started"))
            }
            Completion::TaskSubmitted { task, .. } if self.task_run(*task)?.is_submitted => {
                Err(Refused::Repeated(*task, "submitted"))
            }
            Completion::TaskStarted { task, .. }
            | Completion::TaskSubmitted { task, .. }
            | Completion::TaskSucceeded { task, .. }
            | Completion::TaskFailed { task, .. }
            | Completion::TaskHeartbeat { task } => self.task_run(*task).map(|_| ()),
            Completion::ObjectRead { map_run, .. }
            | Completion::ObjectsListed { map_run, .. }
            | Completion::ReadFailed { map_run, .. } => {
                let is_answer = match (&self.map_run(*map_run)?.reading, completion) {
                    (None, _)
                    | (
                        Some((ReadFrom::Object | ReadFrom::Parquet, _)),
                        Completion::ObjectsListed { .. },
                    )
                    | (Some((ReadFrom::Listing { .. }, _)), Completion::ObjectRead { .. }) => false,
                    (Some(_), _) => true,
                };
                is_answer.then_some(()).ok_or(Refused::MapRun(*map_run))
            }
            Completion::ResultsWritten { map_run } | Completion::WriteFailed { map_run, .. } => {
                let run = self.map_run(*map_run)?;
                let is_writing = run.ending.is_some() || run.writing.is_some();
                is_writing.then_some(()).ok_or(Refused::MapRun(*map_run))
            }
            Completion::ChildEnded { child, .. } => {
                let runs = self.map_run(child.map_run)?.children.contains_key(&child.index);
                runs.then_some(()).ok_or(Refused::Child(*child))
            }
            Completion::TimerFired { timer } if !self.timers.contains_key(timer) => {
                Err(Refused::Timer(*timer))
            }
            Completion::TimerFired { .. } | Completion::Stop { .. } | Completion::Redrive => Ok(()),
        }
    }

    /// What has happened so far.
    pub fn history(&self) -> &[HistoryEvent] {
        self.history.as_slice()
    }

    /// How it stands.
    pub fn status(&self) -> ExecutionStatus {
        match &self.outcome {
            None => ExecutionStatus::Running,
            Some(Outcome::Succeeded(_)) => ExecutionStatus::Succeeded,
            Some(Outcome::Failed(_)) => ExecutionStatus::Failed,
            Some(Outcome::TimedOut) => ExecutionStatus::TimedOut,
            Some(Outcome::Aborted(_)) => ExecutionStatus::Aborted,
        }
    }

    /// Its output, once it has succeeded.
    pub fn output(&self) -> Option<&Value> {
        if let Some(Outcome::Succeeded(output)) = &self.outcome { Some(output) } else { None }
    }

    /// Its error and cause, once it has failed or was stopped. One that timed out has neither, as on
    /// AWS.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.outcome {
            Some(Outcome::Failed(failure) | Outcome::Aborted(failure)) => Some(failure),
            Some(Outcome::Succeeded(_) | Outcome::TimedOut) | None => None,
        }
    }

    /// What it was started with.
    pub fn started_with(&self) -> &Start {
        &self.start
    }

    /// What it runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The time of the last thing that happened.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// How long an Express execution has run so far, as it is billed: in hundreds of milliseconds, the
    /// last one begun counts whole.
    pub fn billed_duration_milliseconds(&self) -> u64 {
        let ran = self.now.duration_since(to_the_millisecond(self.start.now)).as_millis();
        u64::try_from(ran).unwrap_or_default().div_ceil(100).saturating_mul(100)
    }

    /// Adds an event to the history and gives back its id.
    ///
    /// The last place is for the event that ends the execution.
    pub(crate) fn record(
        &mut self,
        frame: Option<&Frame>,
        previous_event_id: u64,
        details: HistoryEventDetails,
    ) -> u64 {
        let id = self.history.count() + 1;
        if id >= self.mode.events_max() && !ends_execution(&details) {
            self.is_full = true;
            return previous_event_id;
        }
        let state_name = frame.map(|it| self.state_of(it).name.clone());
        self.history.push(HistoryEvent {
            id,
            previous_event_id,
            timestamp: self.now,
            state_name,
            details,
        });
        id
    }

    /// Adds an event that follows from the frame's last one, and is the frame's last one then.
    pub(crate) fn advance(&mut self, frame: &mut Frame, details: HistoryEventDetails) {
        frame.pointer = self.record(Some(frame), frame.pointer, details);
    }

    /// The state that a frame is in.
    pub(crate) fn state_of(&self, frame: &Frame) -> &State {
        self.program.state(frame.state)
    }

    /// Whether an event found no room in the history: the execution is to end with
    /// [`fail_for_length`](Self::fail_for_length).
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(crate) fn succeed(&mut self, previous_event_id: u64, output: Value) {
        let details = HistoryEventDetails::ExecutionSucceeded(crate::Output {
            output: output.clone().into(),
        });
        self.end(previous_event_id, details, Outcome::Succeeded(output));
    }

    pub(crate) fn fail(&mut self, previous_event_id: u64, failure: Failure) {
        let details = HistoryEventDetails::ExecutionFailed(failure.clone());
        self.end(previous_event_id, details, Outcome::Failed(failure));
    }

    /// Ends with the event that there is always room for.
    pub(crate) fn fail_for_length(&mut self, previous_event_id: u64) {
        let limit = self.mode.events_max();
        let cause =
            format!("The execution reached the maximum number of history events ({limit}).");
        let error = Some("States.Runtime".into());
        self.fail(previous_event_id, Failure { error, cause: Some(cause.into()) });
    }

    /// The machine's `TimeoutSeconds` has passed. Recorded: the event follows from 0, and what runs
    /// leaves none.
    pub(crate) fn time_out(&mut self) {
        let failure = Failure { error: Some("States.Timeout".into()), cause: None };
        self.end(0, HistoryEventDetails::ExecutionTimedOut(failure), Outcome::TimedOut);
    }

    fn abort(&mut self, failure: Failure) {
        let details = HistoryEventDetails::ExecutionAborted(failure.clone());
        self.end(0, details, Outcome::Aborted(failure));
    }

    fn end(&mut self, previous_event_id: u64, details: HistoryEventDetails, outcome: Outcome) {
        self.record(None, previous_event_id, details);
        let tasks = std::mem::take(&mut self.tasks);
        self.commands.extend(tasks.into_keys().map(|task| Command::CancelTask { task }));
        let timers = std::mem::take(&mut self.timers);
        self.commands.extend(timers.into_keys().map(|timer| Command::CancelTimer { timer }));
        self.stop_map_runs();
        self.commands.push(Command::Finish);
        let is_good = matches!(outcome, Outcome::Succeeded(_));
        self.redrives.unfinished = if is_good { None } else { self.unfinished().map(Box::new) };
        self.outcome = Some(outcome);
        self.frames.clear();
    }
}

fn ends_execution(details: &HistoryEventDetails) -> bool {
    matches!(
        details,
        HistoryEventDetails::ExecutionSucceeded(_)
            | HistoryEventDetails::ExecutionFailed(_)
            | HistoryEventDetails::ExecutionTimedOut(_)
            | HistoryEventDetails::ExecutionAborted(_)
    )
}

/// AWS keeps times to the millisecond.
fn to_the_millisecond(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}
