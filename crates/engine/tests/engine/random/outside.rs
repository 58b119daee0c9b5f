//! [`Outside`]: what an execution has asked for, and what may be told to it.
//!
//! A second book-keeping beside the engine's own, made of nothing but commands and completions: the
//! two have to agree about what is waited for.

use std::collections::{BTreeMap, BTreeSet};

use stepwright_engine::{
    ChildId, ChildOutcome, Command, Completion, Failure, FailureStage, MapRunId, ReadFrom,
    StartChild, TaskId, TimerId,
};
use stepwright_json::{Value, json};

use super::bytes::Bytes;

/// What an execution waits for.
#[derive(Debug, Default)]
pub(crate) struct Outside {
    tasks: BTreeMap<TaskId, Progress>,
    timers: BTreeSet<TimerId>,
    asked: BTreeSet<Asked>,
    /// The children that were begun, to be looked at.
    pub(crate) children: Vec<StartChild>,
    pub(crate) has_finished: bool,
    /// It has ended, and is not at an end of all.
    pub(crate) is_redrivable: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    is_started: bool,
    is_submitted: bool,
}

/// What a Map Run asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Object(MapRunId),
    Listing(MapRunId),
    Write(MapRunId),
    Child(ChildId),
}

impl Asked {
    fn map_run(self) -> MapRunId {
        match self {
            Self::Object(it) | Self::Listing(it) | Self::Write(it) => it,
            Self::Child(it) => it.map_run,
        }
    }
}

impl Outside {
    /// Takes down what the engine asks for.
    pub(crate) fn note(&mut self, commands: &[Command]) {
        for command in commands {
            assert!(!self.has_finished, "{command:?} after the last command");
            match command {
                Command::ScheduleTask(it) => {
                    assert!(self.tasks.insert(it.task, Progress::default()).is_none());
                }
                Command::CancelTask { task } => _ = self.tasks.remove(task),
                Command::StartTimer { timer, .. } => assert!(self.timers.insert(*timer)),
                Command::CancelTimer { timer } => assert!(self.timers.remove(timer)),
                Command::ReadItems(it) => {
                    let asked = match it.from {
                        ReadFrom::Object | ReadFrom::Parquet => Asked::Object(it.map_run),
                        ReadFrom::Listing { .. } => Asked::Listing(it.map_run),
                    };
                    assert!(self.asked.insert(asked));
                }
                Command::WriteResults(it) => assert!(self.asked.insert(Asked::Write(it.map_run))),
                Command::StartChild(it) | Command::RedriveChild(it) => {
                    assert!(self.asked.insert(Asked::Child(it.child)));
                    self.children.push((**it).clone());
                }
                Command::StopMapRun { map_run } => {
                    self.asked.retain(|it| it.map_run() != *map_run);
                }
                Command::LeaveResults(it) => {
                    let is_asked = self.asked.iter().any(|asked| asked.map_run() == it.map_run);
                    assert!(!is_asked, "nobody waits for {:?} any more: {self:?}", it.map_run);
                }
                Command::Finish => {
                    assert!(self.is_idle(), "it has ended, and waits: {self:?}");
                    self.has_finished = true;
                }
            }
        }
    }

    /// Whether nothing is waited for.
    pub(crate) fn is_idle(&self) -> bool {
        self.tasks.is_empty() && self.timers.is_empty() && self.asked.is_empty()
    }

    /// Whether the engine has to take this in; all else it has to refuse.
    pub(crate) fn waits_for(&self, completion: &Completion) -> bool {
        if self.has_finished || *completion == Completion::Redrive {
            return self.is_redrivable && *completion == Completion::Redrive;
        }
        match completion {
            Completion::TaskStarted { task, .. } => {
                self.tasks.get(task).is_some_and(|it| !it.is_started)
            }
            Completion::TaskSubmitted { task, .. } => {
                self.tasks.get(task).is_some_and(|it| !it.is_submitted)
            }
            Completion::TaskSucceeded { task, .. }
            | Completion::TaskFailed { task, .. }
            | Completion::TaskHeartbeat { task } => self.tasks.contains_key(task),
            Completion::TimerFired { timer } => self.timers.contains(timer),
            Completion::Stop { .. } | Completion::Redrive => true,
            Completion::ReadFailed { map_run, .. } => {
                [Asked::Object(*map_run), Asked::Listing(*map_run)]
                    .iter()
                    .any(|it| self.asked.contains(it))
            }
            Completion::ObjectRead { map_run, .. } => self.asked.contains(&Asked::Object(*map_run)),
            Completion::ObjectsListed { map_run, .. } => {
                self.asked.contains(&Asked::Listing(*map_run))
            }
            Completion::ResultsWritten { map_run } | Completion::WriteFailed { map_run, .. } => {
                self.asked.contains(&Asked::Write(*map_run))
            }
            Completion::ChildEnded { child, .. } => self.asked.contains(&Asked::Child(*child)),
        }
    }

    /// Takes down that the engine has taken this in.
    pub(crate) fn told(&mut self, completion: &Completion) {
        match completion {
            Completion::TaskStarted { task, .. } => {
                self.tasks.entry(*task).and_modify(|it| it.is_started = true);
            }
            Completion::TaskSubmitted { task, .. } => {
                let progress = Progress { is_started: true, is_submitted: true };
                self.tasks.entry(*task).and_modify(|it| *it = progress);
            }
            Completion::TaskSucceeded { task, .. } | Completion::TaskFailed { task, .. } => {
                self.tasks.remove(task);
            }
            Completion::TimerFired { timer } => _ = self.timers.remove(timer),
            Completion::TaskHeartbeat { .. } | Completion::Stop { .. } => {}
            Completion::Redrive => (self.has_finished, self.is_redrivable) = (false, false),
            Completion::ReadFailed { map_run, .. }
            | Completion::ObjectRead { map_run, .. }
            | Completion::ObjectsListed { map_run, .. } => {
                self.asked.remove(&Asked::Object(*map_run));
                self.asked.remove(&Asked::Listing(*map_run));
            }
            Completion::ResultsWritten { map_run } | Completion::WriteFailed { map_run, .. } => {
                self.asked.remove(&Asked::Write(*map_run));
            }
            Completion::ChildEnded { child, .. } => _ = self.asked.remove(&Asked::Child(*child)),
        }
    }

    /// Something that happens: mostly something that is waited for.
    pub(crate) fn happening(&self, bytes: &mut Bytes<'_>) -> Completion {
        let kind = bytes.byte() % 32;
        match kind {
            4..=16 if self.is_redrivable => return Completion::Redrive,
            4 => return Completion::Redrive,
            0 => return Completion::Stop { error: Some("Enough".into()), cause: None },
            1..=3 => return nonsense(bytes),
            _ => {}
        }
        let waiting = self.tasks.len() + self.timers.len() + self.asked.len();
        let at = bytes.below(waiting);
        let (tasks, timers) = (self.tasks.len(), self.timers.len());
        if let Some(task) = self.tasks.keys().nth(at) {
            return of_task(*task, bytes);
        }
        if let Some(timer) = self.timers.iter().nth(at.saturating_sub(tasks)) {
            return Completion::TimerFired { timer: *timer };
        }
        match self.asked.iter().nth(at.saturating_sub(tasks + timers)) {
            Some(asked) => of_map_run(*asked, bytes),
            None => nonsense(bytes),
        }
    }

    /// What ends the first thing that is waited for, well.
    pub(crate) fn first_answer(&self) -> Option<Completion> {
        let task = self.tasks.keys().next();
        let task = task.map(|it| Completion::TaskSucceeded { task: *it, output: 1.into() });
        let timer = || self.timers.iter().next().map(|it| Completion::TimerFired { timer: *it });
        let asked = || {
            Some(match *self.asked.iter().next()? {
                Asked::Object(map_run) => {
                    Completion::ObjectRead { map_run, body: b"[1,2]".as_slice().into() }
                }
                Asked::Listing(map_run) => Completion::ObjectsListed {
                    map_run,
                    objects: [json!({ "Key": "k" })].into_iter().collect(),
                    continuation: None,
                },
                Asked::Write(map_run) => Completion::ResultsWritten { map_run },
                Asked::Child(child) => {
                    Completion::ChildEnded { child, outcome: ChildOutcome::Succeeded(1.into()) }
                }
            })
        };
        // The machine's own timer is the oldest: it would end all that could still happen.
        task.or_else(asked).or_else(timer)
    }
}

fn of_task(task: TaskId, bytes: &mut Bytes<'_>) -> Completion {
    match bytes.below(12) {
        0 | 1 => Completion::TaskStarted { task, worker_name: Some("worker".into()) },
        2 => Completion::TaskSubmitted { task, output: output(bytes) },
        3 => Completion::TaskHeartbeat { task },
        4..=6 => {
            let errors = ["Boom", "Other", "States.TaskFailed", "States.Timeout", "States.Runtime"];
            let stages = [
                FailureStage::Running,
                FailureStage::Scheduling,
                FailureStage::Starting,
                FailureStage::Submitting,
            ];
            Completion::TaskFailed {
                task,
                error: (!bytes.once_in(6)).then(|| bytes.one_of(&errors).into()),
                cause: (!bytes.once_in(6)).then(|| "it did".into()),
                stage: bytes.one_of(&stages),
            }
        }
        _ => Completion::TaskSucceeded { task, output: output(bytes) },
    }
}

fn of_map_run(asked: Asked, bytes: &mut Bytes<'_>) -> Completion {
    let goes_well = !bytes.once_in(5);
    let cause = || "no".into();
    match asked {
        Asked::Object(map_run) | Asked::Listing(map_run) if !goes_well => {
            Completion::ReadFailed { map_run, cause: cause() }
        }
        Asked::Object(map_run) => Completion::ObjectRead { map_run, body: body(bytes).into() },
        Asked::Listing(map_run) => Completion::ObjectsListed {
            map_run,
            objects: (0..bytes.below(4)).map(|it| json!({ "Key": it.to_string() })).collect(),
            continuation: bytes.once_in(3).then(|| "more".into()),
        },
        Asked::Write(map_run) if goes_well => Completion::ResultsWritten { map_run },
        Asked::Write(map_run) => Completion::WriteFailed { map_run, cause: cause() },
        Asked::Child(child) => {
            let failure = || Failure { error: Some("Boom".into()), cause: None };
            let outcome = match bytes.below(8) {
                0 => ChildOutcome::Failed(failure()),
                1 => ChildOutcome::TimedOut,
                2 => ChildOutcome::Aborted(failure()),
                _ => ChildOutcome::Succeeded(output(bytes)),
            };
            Completion::ChildEnded { child, outcome }
        }
    }
}

/// Something that nobody waits for, mostly.
fn nonsense(bytes: &mut Bytes<'_>) -> Completion {
    let id = u64::from(bytes.byte() % 16);
    let (task, map_run) = (TaskId(id), MapRunId(id % 3));
    match bytes.below(8) {
        0 => Completion::TimerFired { timer: TimerId(id) },
        1 => Completion::TaskHeartbeat { task },
        2 => Completion::TaskStarted { task, worker_name: None },
        3 => Completion::TaskSubmitted { task, output: 1.into() },
        4 => of_map_run(Asked::Object(map_run), bytes),
        5 => of_map_run(Asked::Write(map_run), bytes),
        6 => of_map_run(Asked::Child(ChildId { map_run, index: id }), bytes),
        _ => of_map_run(Asked::Listing(map_run), bytes),
    }
}

/// What a task answers; once in a while, more than it may.
fn output(bytes: &mut Bytes<'_>) -> Value {
    match bytes.below(64) {
        0 => "x".repeat(262_200).into(),
        1..=8 => Value::Null,
        9..=16 => json!([1, [2], "three"]),
        17..=24 => json!({ "Error": "Boom", "items": [1, 2] }),
        other => json!({ "a": other }),
    }
}

/// What stands in an object that a Map Run reads.
fn body(bytes: &mut Bytes<'_>) -> Vec<u8> {
    match bytes.below(6) {
        0 => b"[1, {\"a\": 2}, [3]]".to_vec(),
        1 => b"{\"a\": 1}\n{\"a\": 2}\n".to_vec(),
        2 => b"[1, 2".to_vec(),
        3 => b"{\"k\": [1]}".to_vec(),
        4 => Vec::new(),
        _ => (0..bytes.below(24)).map(|_| bytes.byte()).collect(),
    }
}
