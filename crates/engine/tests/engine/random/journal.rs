//! [`Case`]: an execution made of bytes; [`Played`]: what became of it, and the journal of what it was
//! told, by which it can be had again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use stepwright_compiler::Program;
use stepwright_engine::{
    Command, Completion, Execution, ExecutionStatus, HistoryEvent, Refused, Start,
};
use stepwright_json::{Value, json};

use super::bytes::Bytes;
use super::outside::Outside;
use super::{expressions, invariants, machine};

/// How much an execution is told.
const HAPPENINGS_MAX: usize = 100;
/// How many children of Map Runs are run as well.
const CHILDREN_MAX: usize = 4;

/// A machine and what it is started with.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) definition: Value,
    pub(crate) program: Arc<Program>,
    start: Start,
}

/// Something that an execution was told, and took in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) completion: Completion,
    pub(crate) now: Timestamp,
    /// The length of the history after it.
    pub(crate) events: usize,
}

/// An execution, and how it came to be.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) execution: Execution,
    pub(crate) commands: Vec<Command>,
    pub(crate) journal: Vec<Entry>,
    outside: Outside,
}

impl Case {
    /// A program, started with a usual input.
    pub(crate) fn with(definition: Value, program: Arc<Program>) -> Self {
        let input = json!({ "a": 1, "items": [1, 2, 3] });
        Self { definition, program, start: start(input, 0) }
    }

    /// The case that the first bytes make. What happens is made of the rest.
    pub(crate) fn of(bytes: &mut Bytes<'_>) -> Self {
        let mut own = bytes.split();
        let input = expressions::input(&mut own);
        let seed = own.byte().into();
        let definition = machine::definition(&mut own);
        let program = machine::program(&definition);
        let case = Self::with(definition, program);
        Self { start: start(input, seed), ..case }
    }

    /// Starts the execution and has things happen to it, as long as there are bytes.
    pub(crate) fn play(&self, bytes: &mut Bytes<'_>) -> Played {
        self.play_and_look(bytes, |_, _, _| {})
    }

    /// The same, and lets `look` see each refusal: the execution and what it was told.
    pub(crate) fn play_and_look(
        &self,
        bytes: &mut Bytes<'_>,
        mut look: impl FnMut(&mut Execution, &Completion, Timestamp),
    ) -> Played {
        let mut played = self.begin();
        let mut now = self.start.now;
        for _ in 0..HAPPENINGS_MAX {
            if bytes.is_empty() {
                break;
            }
            // Clocks go wrong: what is told may be from before.
            let step = if bytes.once_in(16) { -700 } else { 37 * i64::from(bytes.byte()) };
            now = now.checked_add(SignedDuration::from_millis(step)).unwrap_or(now);
            let completion = played.outside.happening(bytes);
            if played.outside.waits_for(&completion) {
                played.tell(completion.clone(), now);
            }
            if !played.outside.waits_for(&completion) {
                look(&mut played.execution, &completion, now);
                played.is_refused(completion, now);
            }
        }
        for child in std::mem::take(&mut played.outside.children).into_iter().take(CHILDREN_MAX) {
            let (execution, commands) = child.open(Arc::clone(&self.program));
            let mut child = Played::new(execution, commands);
            child.answer_all();
            invariants::check(&child.execution);
        }
        played
    }

    /// Starts the execution and tells it what a journal says.
    pub(crate) fn replay(&self, journal: &[Entry]) -> Played {
        let mut played = self.begin();
        for Entry { completion, now, events } in journal {
            played.tell(completion.clone(), *now);
            assert_eq!(played.execution.history().len(), *events);
        }
        played
    }

    fn begin(&self) -> Played {
        match Execution::start(Arc::clone(&self.program), self.start.clone()) {
            Ok((execution, commands)) => Played::new(execution, commands),
            Err(error) => panic!("{error}"),
        }
    }
}

impl Played {
    fn new(execution: Execution, commands: Vec<Command>) -> Self {
        let mut played = Self {
            execution,
            commands: Vec::new(),
            journal: Vec::new(),
            outside: Outside::default(),
        };
        played.take_down(commands);
        played
    }

    pub(crate) fn history(&self) -> &[HistoryEvent] {
        self.execution.history()
    }

    /// Tells the execution something that it waits for.
    pub(crate) fn tell(&mut self, completion: Completion, now: Timestamp) {
        match self.execution.complete(completion.clone(), now) {
            Ok(commands) => {
                self.outside.told(&completion);
                let events = self.execution.history().len();
                self.journal.push(Entry { completion, now, events });
                self.take_down(commands);
            }
            Err(error) => panic!("{completion:?} is waited for, but {error}"),
        }
    }

    /// Answers whatever is waited for until there is nothing more.
    pub(crate) fn answer_all(&mut self) {
        // A history is bounded, and every answer leaves something there or ends something.
        for _ in 0..60_000 {
            let Some(completion) = self.outside.first_answer() else { break };
            let now = self.execution.now();
            self.tell(completion, now);
        }
        assert_ne!(self.execution.status(), ExecutionStatus::Running, "everything was answered");
    }

    /// Whether the execution refuses this, and nothing has changed that can be seen.
    fn is_refused(&mut self, completion: Completion, now: Timestamp) {
        let before = (self.history().len(), self.execution.status(), self.execution.now());
        let error = match self.execution.complete(completion.clone(), now) {
            Err(error) => error,
            Ok(commands) => panic!("{completion:?} is not waited for, but led to {commands:?}"),
        };
        let has_ended = self.execution.status() != ExecutionStatus::Running;
        match completion {
            Completion::Redrive => assert!(matches!(error, Refused::NotRedrivable(_))),
            _ => assert_eq!(error == Refused::Ended, has_ended, "{completion:?}: {error}"),
        }
        let after = (self.history().len(), self.execution.status(), self.execution.now());
        assert_eq!(before, after, "{completion:?} was refused, and changed something");
    }

    fn take_down(&mut self, commands: Vec<Command>) {
        self.outside.note(&commands);
        self.commands.extend(commands);
        let is_running = self.execution.status() == ExecutionStatus::Running;
        assert_eq!(self.outside.has_finished, !is_running, "the last command tells of the end");
        assert!(!is_running || !self.outside.is_idle(), "it runs, and waits for nothing");
        let is_good = self.execution.status() == ExecutionStatus::Succeeded;
        let has_room = self.execution.history().len() < 24_999;
        self.outside.is_redrivable = !is_running && !is_good && has_room;
    }
}

fn start(input: Value, seed: u64) -> Start {
    Start {
        input,
        execution_name: "e".to_owned(),
        execution_arn: "arn:aws:states:eu-central-1:123456789012:execution:m:e".to_owned(),
        state_machine_arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:m".to_owned(),
        state_machine_name: "m".to_owned(),
        role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        seed,
    }
}
