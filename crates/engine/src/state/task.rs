//! Task: has something outside do the work.

mod events;
mod parameters;

use std::sync::Arc;

use stepwright_compiler::{Program, ResourceKind, State, StateKind, Task};
use stepwright_json::Value;

use super::Step;
use crate::completion::FailureStage;
use crate::data_flow::View;
use crate::execution::Execution;
use crate::failure::StateError;
use crate::frame::{Activity, Frame, FrameId, TaskRun};
use crate::history::Failure;
use crate::inspection::Stage;
use crate::timer::Purpose;
use crate::{Command, Refused, ScheduleTask, TaskId, quota};

impl Execution {
    /// Asks for the work.
    pub(super) fn schedule(
        &mut self,
        id: FrameId,
        frame: &mut Frame,
        state: &State,
        task: &Task,
    ) -> Result<Step, StateError> {
        let Task { resource, credentials, timeout, heartbeat } = task;
        frame.visit.token = self.token_for(task);
        let input = self.arguments(frame, &state.data_flow)?;
        if let Some(why) = parameters::refused(resource, &input) {
            return Err(self.runtime_error(frame, &why));
        }
        let mut seconds = |field, number: &Option<_>| {
            number.as_ref().map(|it| self.task_seconds(frame, field, it)).transpose()
        };
        let timeout_seconds = seconds("TimeoutSeconds", timeout)?;
        let heartbeat_seconds = seconds("HeartbeatSeconds", heartbeat)?;
        let credentials = match credentials {
            Some(it) => {
                let value = self.evaluate(frame, View::default(), |bindings| it.evaluate(bindings));
                Some(self.or_evaluation_failed(frame, value)?)
            }
            None => None,
        };
        self.tasks_named += 1;
        let request = ScheduleTask {
            task: TaskId(self.tasks_named),
            state: state.name.clone(),
            resource: resource.arn.clone(),
            pattern: resource.pattern(),
            input,
            timeout_seconds,
            heartbeat_seconds,
            credentials,
            token: frame.visit.token.clone(),
        };
        self.record_scheduled(frame, resource, &request);
        self.tasks.insert(request.task, id);
        frame.activity = Activity::Task(TaskRun {
            task: request.task,
            is_started: false,
            is_submitted: false,
            timeout_seconds,
            heartbeat_seconds,
            timeout: None,
            heartbeat: None,
        });
        self.commands.push(Command::ScheduleTask(Box::new(request)));
        Ok(Step::Wait)
    }

    /// A token, where somebody is to return one.
    fn token_for(&mut self, task: &Task) -> Option<Arc<str>> {
        let has_token = match &task.resource.kind {
            ResourceKind::LambdaFunction => false,
            ResourceKind::Activity => true,
            // Recorded: a job has a token, too, and ends when somebody returns it.
            ResourceKind::Integration { pattern, .. } => pattern.is_submitted_first(),
        };
        has_token.then(|| self.random.token().into())
    }

    /// The task that somebody waits for.
    pub(crate) fn task_run(&self, task: TaskId) -> Result<&TaskRun, Refused> {
        let frame = self.tasks.get(&task).and_then(|id| self.frames.get(*id));
        match frame.map(|it| &it.activity) {
            Some(Activity::Task(run)) => Ok(run),
            _ => Err(Refused::Task(task)),
        }
    }

    pub(crate) fn task_started(
        &mut self,
        program: &Program,
        task: TaskId,
        worker: Option<Arc<str>>,
    ) {
        self.with_task(program, task, |execution, id, frame| {
            execution.start_if_not_started(program, id, frame, worker);
        });
    }

    pub(crate) fn task_submitted(&mut self, program: &Program, task: TaskId, output: Value) {
        self.with_task(program, task, |execution, id, frame| {
            execution.start_if_not_started(program, id, frame, None);
            if let Activity::Task(run) = &mut frame.activity {
                run.is_submitted = true;
            }
            execution.record_submitted(frame, program, output);
        });
    }

    /// Whoever works on the task is alive: the heartbeat's time begins anew.
    pub(crate) fn task_heartbeat(&mut self, program: &Program, task: TaskId) {
        self.with_task(program, task, |execution, id, frame| {
            let Activity::Task(run) = &mut frame.activity else { return };
            execution.cancel_timer(run.heartbeat.take());
            run.heartbeat = run.heartbeat_seconds.map(|seconds| {
                let at = execution.seconds_from_now(seconds);
                execution.start_timer(at, Some(id), Purpose::Heartbeat)
            });
        });
    }

    pub(crate) fn task_succeeded(&mut self, program: &Program, task: TaskId, output: Value) {
        let Some((id, mut frame)) = self.take_task(program, task, true) else { return };
        let step = self.succeeded(program, &mut frame, output);
        self.drive(program, id, frame, step);
    }

    fn succeeded(
        &mut self,
        program: &Program,
        frame: &mut Frame,
        output: Value,
    ) -> Result<Step, StateError> {
        let state = program.state(frame.state);
        if quota::is_too_large(&output) {
            // Recorded: told as a failure of the task, which names what was called.
            let error = StateError::data_limit_exceeded(&self.called(frame, program));
            self.record_failed(frame, program, &error.failure, FailureStage::Running);
            return Err(error);
        }
        self.record_succeeded(frame, program, output.clone());
        self.note(Stage::Result, &output);
        let exit = self.exit(frame, &state.data_flow, Some(&output))?;
        self.leave(frame, exit, state.transition)
    }

    pub(crate) fn task_failed(
        &mut self,
        program: &Program,
        task: TaskId,
        failure: Failure,
        stage: FailureStage,
    ) {
        let had_started = match stage {
            FailureStage::Scheduling | FailureStage::Starting => false,
            FailureStage::Submitting | FailureStage::Running => true,
        };
        let Some((id, mut frame)) = self.take_task(program, task, had_started) else { return };
        self.record_failed(&mut frame, program, &failure, stage);
        self.drive(program, id, frame, Err(StateError::new(failure)));
    }

    /// A task's time has passed.
    ///
    /// Recorded: where several pass at once, all are told before any of them has consequences.
    pub(crate) fn task_timed_out(&mut self, program: &Program, first: FrameId, purpose: Purpose) {
        let mut due = vec![(first, purpose)];
        for timer in self.timers.values() {
            let is_task = timer.purpose.is_of_task();
            let Some(id) = timer.frame.filter(|_| is_task && timer.at <= self.now) else {
                continue;
            };
            if due.iter().all(|(other, _)| *other != id) {
                due.push((id, timer.purpose));
            }
        }
        let mut failed = Vec::new();
        for (id, purpose) in due {
            let Some(task) = self.frames.get(id).and_then(task_of) else { continue };
            let Some((id, mut frame)) = self.take_task(program, task, true) else { continue };
            let error = match purpose {
                Purpose::Heartbeat => StateError::heartbeat_timeout(),
                Purpose::HttpTask => StateError::http_socket(),
                Purpose::Timeout | Purpose::Frame | Purpose::Machine => StateError::timeout(),
            };
            if purpose == Purpose::HttpTask {
                self.record_failed(&mut frame, program, &error.failure, FailureStage::Running);
            } else {
                self.record_timed_out(&mut frame, program, &error.failure);
            }
            self.commands.push(Command::CancelTask { task });
            self.frames.put_back(id, frame);
            failed.push((id, task, error));
        }
        for (id, task, error) in failed {
            // One that was cut by another's failure is not there any more; its slot may be another's,
            // which stays there.
            let is_same = self.frames.get(id).is_some_and(|it| ended_task(it) == Some(task));
            if is_same && let Some(frame) = self.frames.take(id) {
                self.drive(program, id, frame, Err(error));
            }
        }
    }

    /// Forgets a task that nobody waits for any more.
    pub(crate) fn cancel_task(&mut self, run: &TaskRun) {
        self.forget_task(run);
        self.commands.push(Command::CancelTask { task: run.task });
    }

    fn forget_task(&mut self, run: &TaskRun) {
        self.tasks.remove(&run.task);
        self.cancel_timer(run.timeout);
        self.cancel_timer(run.heartbeat);
    }

    /// The frame of a task that has answered; nobody waits for the task then.
    fn take_task(
        &mut self,
        program: &Program,
        task: TaskId,
        had_started: bool,
    ) -> Option<(FrameId, Frame)> {
        let id = *self.tasks.get(&task)?;
        let mut frame = self.frames.take(id)?;
        if had_started {
            self.start_if_not_started(program, id, &mut frame, None);
        }
        if let Activity::Task(run) = std::mem::replace(&mut frame.activity, Activity::Ended(task)) {
            self.forget_task(&run);
        }
        Some((id, frame))
    }

    fn with_task(
        &mut self,
        program: &Program,
        task: TaskId,
        change: impl FnOnce(&mut Self, FrameId, &mut Frame),
    ) {
        let Some(id) = self.tasks.get(&task).copied() else { return };
        let Some(mut frame) = self.frames.take(id) else { return };
        change(self, id, &mut frame);
        self.drive(program, id, frame, Ok(Step::Wait));
    }

    /// Records the start, from which the time-outs count.
    fn start_if_not_started(
        &mut self,
        program: &Program,
        id: FrameId,
        frame: &mut Frame,
        worker: Option<Arc<str>>,
    ) {
        let is_http = is_http_task(frame, program);
        let Activity::Task(run) = &mut frame.activity else { return };
        if std::mem::replace(&mut run.is_started, true) {
            return;
        }
        let mut timer = |seconds: Option<u64>, purpose| {
            let at = self.seconds_from_now(seconds?);
            Some(self.start_timer(at, Some(id), purpose))
        };
        let most = quota::HTTP_TASK_SECONDS_MAX;
        run.timeout = match run.timeout_seconds {
            own if is_http && own.is_none_or(|it| it > most) => {
                timer(Some(most), Purpose::HttpTask)
            }
            own => timer(own, Purpose::Timeout),
        };
        run.heartbeat = timer(run.heartbeat_seconds, Purpose::Heartbeat);
        self.record_started(frame, program, worker);
    }
}

fn is_http_task(frame: &Frame, program: &Program) -> bool {
    let StateKind::Task(task) = &program.state(frame.state).kind else { return false };
    match &task.resource.kind {
        ResourceKind::Integration { resource_type, .. } => **resource_type == *"http",
        ResourceKind::LambdaFunction | ResourceKind::Activity => false,
    }
}

fn task_of(frame: &Frame) -> Option<TaskId> {
    if let Activity::Task(run) = &frame.activity { Some(run.task) } else { None }
}

fn ended_task(frame: &Frame) -> Option<TaskId> {
    if let Activity::Ended(task) = &frame.activity { Some(*task) } else { None }
}
