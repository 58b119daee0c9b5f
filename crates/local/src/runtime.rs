//! The driver: carries out what the engine asks for, and tells it what came of it.
//!
//! Owns the clock, and which tasks and timers are running. Keeps no rule about states; whoever shows
//! a run looks on as an [`Observer`].

mod clock;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use stepwright_compiler::Program;
use stepwright_engine::{
    Command, Completion, Execution, FailureStage, HistoryEvent, ScheduleTask, Start, TaskId,
    TimerId,
};
use stepwright_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinError, JoinSet};

pub use clock::Clock;

use crate::happening::Happening;
use crate::task::{Services, TaskFailure};

/// How often an observer that counts down is told what is left.
const TICK: Duration = Duration::from_millis(200);

/// Whoever looks on while an execution runs.
pub trait Observer {
    /// The history has one more event.
    fn event(&mut self, event: &HistoryEvent);
    /// Something happened beside the history.
    fn happening(&mut self, happening: &Happening);
    /// Nothing runs, and the execution goes on at `until`. Told again and again while it lasts.
    fn waiting(&mut self, now: Timestamp, until: Timestamp);
}

/// What a run is made of.
#[derive(Debug)]
pub struct Driver {
    /// Who does the tasks' work.
    pub services: Arc<Services>,
    /// What the time is.
    pub clock: Clock,
    /// What happens beside the history.
    pub happenings: mpsc::Receiver<Happening>,
    /// Becomes true when somebody wants the execution to stop.
    pub stop: watch::Receiver<bool>,
}

impl Driver {
    /// Runs an execution to its end, and gives it with its whole history.
    ///
    /// Tasks that still run then are dropped, and with them their processes.
    pub async fn run(
        self,
        program: Arc<Program>,
        start: Start,
        observer: &mut dyn Observer,
    ) -> Execution {
        let Self { services, clock, happenings, stop } = self;
        let (execution, commands) = Execution::start(program, start);
        let mut run = Run {
            execution,
            services,
            clock,
            happenings,
            stop,
            timers: BTreeSet::new(),
            timer_times: BTreeMap::new(),
            tasks: JoinSet::new(),
            handles: BTreeMap::new(),
            shown: 0,
            has_ended: false,
        };
        run.carry_out(commands);
        run.show(observer);
        while !run.has_ended {
            let completion = run.next(observer).await;
            run.take_in(completion);
            run.show(observer);
        }
        run.end(observer).await;
        run.execution
    }
}

/// How a task ended.
type Done = (TaskId, Result<Value, TaskFailure>);

/// Why the driver goes on.
enum Woken {
    Stop,
    Happening(Happening),
    TaskDone(Result<Done, JoinError>),
    Nap,
}

/// A run in the middle.
struct Run {
    execution: Execution,
    services: Arc<Services>,
    clock: Clock,
    happenings: mpsc::Receiver<Happening>,
    stop: watch::Receiver<bool>,
    /// By the time at which they fire; those of one time in the order in which they were started.
    timers: BTreeSet<(Timestamp, TimerId)>,
    timer_times: BTreeMap<TimerId, Timestamp>,
    tasks: JoinSet<Done>,
    handles: BTreeMap<TaskId, AbortHandle>,
    /// How many events the observer has seen.
    shown: usize,
    has_ended: bool,
}

impl Run {
    fn carry_out(&mut self, commands: Vec<Command>) {
        let mut commands = VecDeque::from(commands);
        while let Some(command) = commands.pop_front() {
            match command {
                Command::ScheduleTask(task) => {
                    let started = self.start_task(*task);
                    // Refused, where a command before this one has ended what it was for.
                    let more = self.execution.complete(started, self.clock.now());
                    commands.extend(more.into_iter().flatten());
                }
                Command::CancelTask { task } => {
                    if let Some(handle) = self.handles.remove(&task) {
                        handle.abort();
                    }
                }
                Command::StartTimer { timer, at } => {
                    self.timers.insert((at, timer));
                    self.timer_times.insert(timer, at);
                }
                Command::CancelTimer { timer } => {
                    if let Some(at) = self.timer_times.remove(&timer) {
                        self.timers.remove(&(at, timer));
                    }
                }
                Command::Finish => self.has_ended = true,
            }
        }
    }

    fn start_task(&mut self, task: ScheduleTask) -> Completion {
        let (id, services) = (task.task, Arc::clone(&self.services));
        let handle = self.tasks.spawn(async move { (task.task, services.perform(&task).await) });
        self.handles.insert(id, handle);
        Completion::TaskStarted { task: id, worker_name: None }
    }

    fn take_in(&mut self, completion: Completion) {
        // What is late is refused, and has no effect: a timer and an answer may come at one moment.
        if let Ok(commands) = self.execution.complete(completion, self.clock.now()) {
            self.carry_out(commands);
        }
    }

    /// Ends what still runs, and hands on what it said until then.
    async fn end(&mut self, observer: &mut dyn Observer) {
        let Self { services, happenings, tasks, .. } = self;
        let ending = async {
            tasks.shutdown().await;
            services.end().await;
        };
        tokio::pin!(ending);
        loop {
            tokio::select! {
                biased;
                Some(happening) = happenings.recv() => observer.happening(&happening),
                () = &mut ending => break,
            }
        }
        while let Ok(happening) = happenings.try_recv() {
            observer.happening(&happening);
        }
    }

    fn show(&mut self, observer: &mut dyn Observer) {
        for event in self.execution.history().iter().skip(self.shown) {
            observer.event(event);
            self.shown += 1;
        }
    }

    /// Waits for whatever comes next.
    async fn next(&mut self, observer: &mut dyn Observer) -> Completion {
        loop {
            // An execution that never waits must not keep others from running, nor Ctrl-C from being heard.
            tokio::task::yield_now().await;
            while let Ok(happening) = self.happenings.try_recv() {
                observer.happening(&happening);
            }
            if *self.stop.borrow() {
                return Completion::Stop {
                    error: None,
                    cause: Some("stopped by Ctrl-C or a signal".into()),
                };
            }
            if let Some(completion) = self.next_timer(observer) {
                return completion;
            }
            match self.wake().await {
                Woken::Happening(happening) => observer.happening(&happening),
                Woken::TaskDone(done) => {
                    if let Some(completion) = self.task_done(done) {
                        return completion;
                    }
                }
                Woken::Stop | Woken::Nap => {}
            }
        }
    }

    /// The first timer, where it is due, or where nothing else can happen and the clock may jump.
    fn next_timer(&mut self, observer: &mut dyn Observer) -> Option<Completion> {
        let (at, timer) = self.timers.first().copied()?;
        let now = self.clock.now();
        let mut is_due = at <= now;
        if !is_due && self.handles.is_empty() {
            observer.waiting(now, at);
            is_due = self.clock.jump(at);
        }
        is_due.then(|| {
            self.timers.remove(&(at, timer));
            self.timer_times.remove(&timer);
            Completion::TimerFired { timer }
        })
    }

    async fn wake(&mut self) -> Woken {
        let due = self.timers.first().map(|(at, _)| self.clock.until(*at));
        // In steps where nothing else goes on, so that whoever counts down can.
        let nap = due.map(|it| if self.handles.is_empty() { it.min(TICK) } else { it });
        tokio::select! {
            biased;
            // Its sender lives as long as the run; were it gone, nobody could ask any more.
            Ok(_) = self.stop.wait_for(|it| *it) => Woken::Stop,
            Some(happening) = self.happenings.recv() => Woken::Happening(happening),
            Some(done) = self.tasks.join_next() => Woken::TaskDone(done),
            () = nap_for(nap) => Woken::Nap,
        }
    }

    /// What a task that has ended means; nothing, where it was cancelled.
    fn task_done(&mut self, done: Result<Done, JoinError>) -> Option<Completion> {
        let (task, result) = match done {
            Ok(done) => done,
            Err(error) if error.is_cancelled() => return None,
            // A fault of ours: it must not look like the task's own, nor keep the execution waiting.
            Err(error) => {
                let (task, _) = self.handles.iter().find(|(_, it)| it.id() == error.id())?;
                let cause = format!("the local run could not do the task's work: {error}");
                (*task, Err(TaskFailure::new("States.Runtime", cause)))
            }
        };
        self.handles.remove(&task)?;
        Some(match result {
            Ok(output) => Completion::TaskSucceeded { task, output },
            Err(TaskFailure { error, cause }) => Completion::TaskFailed {
                task,
                error: Some(error),
                cause: Some(cause),
                stage: FailureStage::Running,
            },
        })
    }
}

async fn nap_for(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}
