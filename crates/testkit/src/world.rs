//! [`World`]: the outside of an execution, on a virtual clock.
//!
//! Owns the order in which things happen: by time, and at one time in the order in which they were
//! asked for. What a task answers is the script's to say. The children of Map Runs live here too, and
//! the objects that they are made of.

mod bucket;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use stepwright_compiler::Program;
use stepwright_engine::{
    Children, Command, Completion, Execution, ExecutionStatus, Express, Failure, FailureStage,
    MapRunId, Refused, RunId, ScheduleTask, Start, StartChild, StartError, StoppedChild, TaskId,
    TimerId,
};
use stepwright_json::Value;

use self::bucket::Objects;

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
    /// What is going to happen, and to which execution.
    agenda: BTreeMap<(Timestamp, u64), (RunId, Completion)>,
    asked: u64,
    stop: Option<(SignedDuration, Failure)>,
    objects: Objects,
    /// The children that run.
    running: Children,
    keeps_children: bool,
    /// The children that have ended: all, or those that did not end well.
    children: Vec<Execution>,
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
            objects: Objects::default(),
            running: Children::default(),
            keeps_children: false,
            children: Vec::new(),
        }
    }

    /// Has an object in a bucket, for Distributed Maps to read. In the place of a Parquet file stand its
    /// rows as lines of JSON: nothing here reads Parquet.
    #[must_use]
    pub fn with_object(
        mut self,
        bucket: impl Into<String>,
        key: impl Into<String>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        self.objects.put(&bucket.into(), &key.into(), body.into(), self.now);
        self
    }

    /// Keeps the children of Map Runs when they have ended, for [`children`](Self::children).
    #[must_use]
    pub fn keeping_children(mut self) -> Self {
        self.keeps_children = true;
        self
    }

    /// The children that have ended, in the order in which they did.
    pub fn children(&self) -> &[Execution] {
        &self.children
    }

    /// An object, where there is one: given, or written by a Distributed Map.
    pub fn object(&self, bucket: &str, key: &str) -> Option<&[u8]> {
        self.objects.get(bucket, key)
    }

    /// The keys of a bucket's objects, in order.
    pub fn keys(&self, bucket: &str) -> Vec<&str> {
        self.objects.keys(bucket)
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
    ///
    /// # Panics
    ///
    /// Where AWS would not start it: the input is longer than 256 KiB.
    #[track_caller]
    pub fn run(&mut self, program: &Arc<Program>, input: impl Into<Value>) -> Execution {
        let start = start(input.into(), self.now);
        self.run_from(program, start)
    }

    /// The same, with everything about the start said, but for its time, which is the world's.
    ///
    /// # Panics
    ///
    /// Where AWS would not start it: see [`Start::check`].
    #[track_caller]
    pub fn run_from(&mut self, program: &Arc<Program>, start: Start) -> Execution {
        self.run_begun(program, start, Execution::start)
    }

    /// The same for an Express state machine.
    ///
    /// # Panics
    ///
    /// Where AWS would not start it: see [`Start::check`].
    #[track_caller]
    pub fn run_express(
        &mut self,
        program: &Arc<Program>,
        start: Start,
        express: Express,
    ) -> Execution {
        self.run_begun(program, start, |program, start| {
            Execution::start_express(program, start, express)
        })
    }

    #[expect(clippy::panic, reason = "a test that starts what cannot be started is wrong")]
    #[track_caller]
    fn run_begun(
        &mut self,
        program: &Arc<Program>,
        start: Start,
        begin: impl FnOnce(Arc<Program>, Start) -> Result<(Execution, Vec<Command>), StartError>,
    ) -> Execution {
        self.agenda.clear();
        self.running = Children::default();
        self.children.clear();
        self.began = self.now;
        let start = Start { now: self.now, ..start };
        if let Some((after, Failure { error, cause })) = self.stop.clone() {
            self.note(RunId::ROOT, after, Completion::Stop { error, cause });
        }
        let (execution, commands) = match begin(Arc::clone(program), start) {
            Ok(it) => it,
            Err(error) => panic!("the execution is not started: {}: {error}", error.code()),
        };
        self.go_on(program, execution, commands)
    }

    /// Redrives the execution that [`run`](Self::run) gave last, which ended badly, and runs it to its
    /// end again. Time goes on from where it was.
    ///
    /// # Errors
    ///
    /// Where it cannot be redriven.
    pub fn redrive(&mut self, mut execution: Execution) -> Result<Execution, Refused> {
        let commands = execution.complete(Completion::Redrive, self.now)?;
        let program = Arc::clone(execution.program());
        Ok(self.go_on(&program, execution, commands))
    }

    fn go_on(
        &mut self,
        program: &Arc<Program>,
        mut execution: Execution,
        commands: Vec<Command>,
    ) -> Execution {
        self.carry_out(program, RunId::ROOT, commands);
        while execution.status() == ExecutionStatus::Running {
            let Some(((at, _), (id, completion))) = self.agenda.pop_first() else { break };
            self.now = self.now.max(at);
            let told = match self.running.get_mut(id) {
                Some(child) => child,
                None if id == RunId::ROOT => &mut execution,
                None => continue,
            };
            // What nobody waits for any more is refused, and that is as it should be.
            if let Ok(commands) = told.complete(completion, self.now) {
                self.carry_out(program, id, commands);
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

    fn carry_out(&mut self, program: &Arc<Program>, id: RunId, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::ScheduleTask(request) => self.ask(id, &request),
                Command::CancelTask { task } => {
                    self.agenda.retain(|_, (of, it)| *of != id || task_of(it) != Some(task));
                }
                Command::StartTimer { timer, at } => {
                    let after = at.max(self.now).duration_since(self.now);
                    self.note(id, after, Completion::TimerFired { timer });
                }
                Command::CancelTimer { timer } => {
                    self.agenda.retain(|_, (of, it)| *of != id || timer_of(it) != Some(timer));
                }
                Command::ReadItems(read) => {
                    let completion = self.objects.read(&read);
                    self.note(id, SignedDuration::ZERO, completion);
                }
                Command::WriteResults(write) => {
                    let completion = self.objects.write(*write, self.now);
                    self.note(id, SignedDuration::ZERO, completion);
                }
                Command::LeaveResults(write) => _ = self.objects.write(*write, self.now),
                Command::StartChild(start) => self.start_child(program, id, *start),
                Command::RedriveChild(start) => self.redrive_child(program, id, *start),
                Command::StopMapRun { map_run } => self.stop_children(id, Some(map_run)),
                Command::Finish => self.finish(id),
            }
        }
    }

    fn start_child(&mut self, program: &Arc<Program>, parent: RunId, start: StartChild) {
        let (id, commands) = self.running.start(program, parent, start);
        self.carry_out(program, id, commands);
    }

    fn redrive_child(&mut self, program: &Arc<Program>, parent: RunId, start: StartChild) {
        let is_it = |it: &Execution| it.started_with().execution_arn == start.start.execution_arn;
        let redriven = self.children.iter().position(is_it).and_then(|at| {
            let mut execution = self.children.remove(at);
            let commands = execution.complete(Completion::Redrive, self.now).ok()?;
            Some((execution, commands))
        });
        let Some((execution, commands)) = redriven else {
            return self.start_child(program, parent, start);
        };
        let id = self.running.go_on_with(execution, parent, start.child);
        self.carry_out(program, id, commands);
    }

    /// Stops the children of a Map Run, or all that an execution has.
    fn stop_children(&mut self, of: RunId, map_run: Option<MapRunId>) {
        for StoppedChild { id, execution, results } in self.running.stop(of, map_run, self.now) {
            self.agenda.retain(|_, (of, _)| *of != id);
            self.children.push(execution);
            for write in results {
                self.objects.write(write, self.now);
            }
        }
    }

    /// An execution has ended: whoever waits for it is told.
    fn finish(&mut self, id: RunId) {
        if id == RunId::ROOT {
            self.agenda.clear();
            self.stop_children(RunId::ROOT, None);
        } else if let Some(ended) = self.running.end(id) {
            self.note(ended.parent, SignedDuration::ZERO, ended.completion());
            // One that did not end well may be redriven.
            if self.keeps_children || ended.execution.status() != ExecutionStatus::Succeeded {
                self.children.push(ended.execution);
            }
        }
    }

    fn ask(&mut self, id: RunId, request: &ScheduleTask) {
        let task = request.task;
        let Answer { submitted, outcome, after, worker_name } = (self.script)(request);
        let starts = match outcome {
            Outcome::Failure(_, stage) => {
                !matches!(stage, FailureStage::Scheduling | FailureStage::Starting)
            }
            Outcome::Success(_) | Outcome::Silence => true,
        };
        if starts {
            self.note(id, SignedDuration::ZERO, Completion::TaskStarted { task, worker_name });
        }
        if let Some(output) = submitted {
            self.note(id, SignedDuration::ZERO, Completion::TaskSubmitted { task, output });
        }
        match outcome {
            Outcome::Success(output) => {
                self.note(id, after, Completion::TaskSucceeded { task, output });
            }
            Outcome::Failure(Failure { error, cause }, stage) => {
                self.note(id, after, Completion::TaskFailed { task, error, cause, stage });
            }
            Outcome::Silence => {}
        }
    }

    fn note(&mut self, id: RunId, after: SignedDuration, completion: Completion) {
        self.asked += 1;
        let at = self.now.checked_add(after).unwrap_or(Timestamp::MAX);
        self.agenda.insert((at, self.asked), (id, completion));
    }
}

impl fmt::Debug for World<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { script: _, began, now, agenda, asked: _, stop, running, .. } = self;
        f.debug_struct("World")
            .field("began", began)
            .field("now", now)
            .field("agenda", agenda)
            .field("stop", stop)
            .field("running", running)
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
        _ => None,
    }
}

fn timer_of(completion: &Completion) -> Option<TimerId> {
    if let Completion::TimerFired { timer } = completion { Some(*timer) } else { None }
}
