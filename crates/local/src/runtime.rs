//! The driver: carries out what the engine asks for, and tells it what came of it.
//!
//! Owns the clock, and which tasks, timers and children of Map Runs are running. Keeps no rule about
//! states; whoever shows a run looks on as an [`Observer`].

mod children;
mod clock;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use stepwright_compiler::Program;
use stepwright_engine::{
    Children, Command, Completion, Execution, FailureStage, HistoryEvent, MapRunId, RunId,
    ScheduleTask, Start, StartError, TaskId, TimerId,
};
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
    ///
    /// # Errors
    ///
    /// Where AWS would not start it. Nothing has run then.
    pub async fn run(
        self,
        program: Arc<Program>,
        start: Start,
        observer: &mut dyn Observer,
    ) -> Result<Execution, StartError> {
        let Self { services, clock, happenings, stop } = self;
        let (execution, commands) = Execution::start(Arc::clone(&program), start)?;
        let mut run = Run {
            program,
            execution,
            children: Children::default(),
            told: VecDeque::new(),
            services,
            clock,
            happenings,
            stop,
            timers: BTreeSet::new(),
            timer_times: BTreeMap::new(),
            works: JoinSet::new(),
            handles: BTreeMap::new(),
            leaving: JoinSet::new(),
            notes: Vec::new(),
            shown: 0,
            has_ended: false,
        };
        run.carry_out(RunId::ROOT, commands);
        run.show(observer);
        while !run.has_ended {
            let (id, completion) = run.next(observer).await;
            run.take_in(id, completion);
            run.show(observer);
        }
        run.end(observer).await;
        Ok(run.execution)
    }
}

/// What is worked on for an execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Task(TaskId),
    /// A Map Run reads or writes.
    MapRun(MapRunId),
}

/// What came of it.
type Done = (RunId, Work, Completion);

/// Why the driver goes on.
enum Woken {
    Stop,
    Happening(Happening),
    Done(Result<Done, JoinError>),
    Nap,
}

/// A run in the middle.
struct Run {
    program: Arc<Program>,
    execution: Execution,
    children: Children,
    /// What children's ends have to say, in order.
    told: VecDeque<(RunId, Completion)>,
    services: Arc<Services>,
    clock: Clock,
    happenings: mpsc::Receiver<Happening>,
    stop: watch::Receiver<bool>,
    /// By the time at which they fire; those of one time in the order in which they were started.
    timers: BTreeSet<(Timestamp, RunId, TimerId)>,
    timer_times: BTreeMap<(RunId, TimerId), Timestamp>,
    works: JoinSet<Done>,
    handles: BTreeMap<(RunId, Work), AbortHandle>,
    /// What stopped Map Runs leave behind: written even when all else has ended.
    leaving: JoinSet<Completion>,
    /// What a person should know, and has not been shown.
    notes: Vec<String>,
    /// How many events the observer has seen.
    shown: usize,
    has_ended: bool,
}

impl Run {
    fn carry_out(&mut self, id: RunId, commands: Vec<Command>) {
        let mut commands = VecDeque::from(commands);
        while let Some(command) = commands.pop_front() {
            match command {
                Command::ScheduleTask(task) => {
                    let started = self.start_task(id, *task);
                    // Refused, where a command before this one has ended what it was for.
                    let more = self.complete(id, started);
                    commands.extend(more);
                }
                Command::CancelTask { task } => self.abort(id, Work::Task(task)),
                Command::StartTimer { timer, at } => {
                    self.timers.insert((at, id, timer));
                    self.timer_times.insert((id, timer), at);
                }
                Command::CancelTimer { timer } => {
                    if let Some(at) = self.timer_times.remove(&(id, timer)) {
                        self.timers.remove(&(at, id, timer));
                    }
                }
                Command::ReadItems(read) => {
                    let services = Arc::clone(&self.services);
                    let map_run = read.map_run;
                    // Reading a file keeps a thread busy: not one of those that wait for others.
                    let reading = async move {
                        let reading =
                            tokio::task::spawn_blocking(move || services.read_items(&read));
                        reading.await.unwrap_or_else(|error| Completion::ReadFailed {
                            map_run,
                            cause: format!("the local run could not read: {error}").into(),
                        })
                    };
                    self.work(id, Work::MapRun(map_run), reading);
                }
                Command::WriteResults(write) => {
                    let services = Arc::clone(&self.services);
                    let work = Work::MapRun(write.map_run);
                    self.work(id, work, async move { services.write_results(&write).await });
                }
                Command::LeaveResults(write) => self.leave_results(*write),
                // The run ends with its execution: there is no redrive.
                Command::StartChild(start) | Command::RedriveChild(start) => {
                    self.start_child(id, *start);
                }
                Command::StopMapRun { map_run } => {
                    self.abort(id, Work::MapRun(map_run));
                    self.stop_children(id, map_run);
                }
                Command::Finish => self.finish(id),
            }
        }
    }

    fn start_task(&mut self, id: RunId, task: ScheduleTask) -> Completion {
        let (named, services) = (task.task, Arc::clone(&self.services));
        self.work(id, Work::Task(named), async move {
            match services.perform(&task).await {
                Ok(output) => Completion::TaskSucceeded { task: task.task, output },
                Err(failure) => failed(task.task, failure),
            }
        });
        Completion::TaskStarted { task: named, worker_name: None }
    }

    fn work(
        &mut self,
        id: RunId,
        work: Work,
        doing: impl Future<Output = Completion> + Send + 'static,
    ) {
        let handle = self.works.spawn(async move { (id, work, doing.await) });
        self.handles.insert((id, work), handle);
    }

    fn abort(&mut self, id: RunId, work: Work) {
        if let Some(handle) = self.handles.remove(&(id, work)) {
            handle.abort();
        }
    }

    /// Tells an execution. What is late is refused, and has no effect: a timer and an answer may come
    /// at one moment.
    fn complete(&mut self, id: RunId, completion: Completion) -> Vec<Command> {
        let execution = match self.children.get_mut(id) {
            Some(child) => child,
            None if id == RunId::ROOT => &mut self.execution,
            None => return Vec::new(),
        };
        execution.complete(completion, self.clock.now()).unwrap_or_default()
    }

    fn take_in(&mut self, id: RunId, completion: Completion) {
        let commands = self.complete(id, completion);
        self.carry_out(id, commands);
    }

    /// Ends what still runs, and hands on what it said until then.
    async fn end(&mut self, observer: &mut dyn Observer) {
        let Self { services, happenings, works, leaving, .. } = self;
        let ending = async {
            works.shutdown().await;
            let mut notes = Vec::new();
            while let Some(written) = leaving.join_next().await {
                notes.extend(not_written(written));
            }
            services.end().await;
            notes
        };
        tokio::pin!(ending);
        let notes = loop {
            tokio::select! {
                biased;
                Some(happening) = happenings.recv() => observer.happening(&happening),
                notes = &mut ending => break notes,
            }
        };
        while let Ok(happening) = happenings.try_recv() {
            observer.happening(&happening);
        }
        for note in notes {
            observer.happening(&Happening::Note(note));
        }
    }

    fn show(&mut self, observer: &mut dyn Observer) {
        for note in self.notes.drain(..) {
            observer.happening(&Happening::Note(note));
        }
        for event in self.execution.history().iter().skip(self.shown) {
            observer.event(event);
            self.shown += 1;
        }
    }

    /// Waits for whatever comes next.
    async fn next(&mut self, observer: &mut dyn Observer) -> (RunId, Completion) {
        loop {
            // An execution that never waits must not keep others from running, nor Ctrl-C from being heard.
            tokio::task::yield_now().await;
            while let Ok(happening) = self.happenings.try_recv() {
                observer.happening(&happening);
            }
            if *self.stop.borrow() {
                let cause = Some("stopped by Ctrl-C or a signal".into());
                return (RunId::ROOT, Completion::Stop { error: None, cause });
            }
            if let Some(told) = self.told.pop_front() {
                return told;
            }
            if let Some(fired) = self.next_timer(observer) {
                return fired;
            }
            match self.wake().await {
                Woken::Happening(happening) => observer.happening(&happening),
                Woken::Done(done) => {
                    if let Some(completion) = self.done(done) {
                        return completion;
                    }
                }
                Woken::Stop | Woken::Nap => {}
            }
        }
    }

    /// The first timer, where it is due, or where nothing else can happen and the clock may jump.
    fn next_timer(&mut self, observer: &mut dyn Observer) -> Option<(RunId, Completion)> {
        let (at, id, timer) = self.timers.first().copied()?;
        let now = self.clock.now();
        let mut is_due = at <= now;
        if !is_due && self.handles.is_empty() {
            observer.waiting(now, at);
            is_due = self.clock.jump(at);
        }
        is_due.then(|| {
            self.timers.remove(&(at, id, timer));
            self.timer_times.remove(&(id, timer));
            (id, Completion::TimerFired { timer })
        })
    }

    async fn wake(&mut self) -> Woken {
        let due = self.timers.first().map(|(at, ..)| self.clock.until(*at));
        // In steps where nothing else goes on, so that whoever counts down can.
        let nap = due.map(|it| if self.handles.is_empty() { it.min(TICK) } else { it });
        tokio::select! {
            biased;
            // Its sender lives as long as the run; were it gone, nobody could ask any more.
            Ok(_) = self.stop.wait_for(|it| *it) => Woken::Stop,
            Some(happening) = self.happenings.recv() => Woken::Happening(happening),
            Some(done) = self.works.join_next() => Woken::Done(done),
            () = nap_for(nap) => Woken::Nap,
        }
    }

    /// What work that has ended means; nothing, where it was cancelled.
    fn done(&mut self, done: Result<Done, JoinError>) -> Option<(RunId, Completion)> {
        let (id, work, completion) = match done {
            Ok(done) => done,
            Err(error) if error.is_cancelled() => return None,
            // A fault of ours: it must not look like the task's own, nor keep the execution waiting.
            Err(error) => {
                let found = self.handles.iter().find(|(_, it)| it.id() == error.id());
                let ((id, work), _) = found?;
                let cause = format!("the local run could not do the task's work: {error}");
                let completion = match work {
                    Work::Task(task) => failed(*task, TaskFailure::new("States.Runtime", cause)),
                    // A read's own fault is answered where it is begun: this is a write's.
                    Work::MapRun(map_run) => {
                        Completion::WriteFailed { map_run: *map_run, cause: cause.into() }
                    }
                };
                (*id, *work, completion)
            }
        };
        self.handles.remove(&(id, work))?;
        Some((id, completion))
    }
}

/// What a person should know where the results of a stopped Map Run could not be written.
fn not_written(written: Result<Completion, JoinError>) -> Option<String> {
    let cause = match written {
        Ok(Completion::WriteFailed { cause, .. }) => cause.to_string(),
        Ok(_) => return None,
        Err(error) => error.to_string(),
    };
    Some(format!("the results of a stopped Map Run could not be written: {cause}"))
}

fn failed(task: TaskId, TaskFailure { error, cause }: TaskFailure) -> Completion {
    let (error, cause) = (Some(error), Some(cause));
    Completion::TaskFailed { task, error, cause, stage: FailureStage::Running }
}

async fn nap_for(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}
