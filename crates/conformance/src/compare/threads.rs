//! Threads of control: which branch or iteration an event belongs to.

use std::collections::BTreeMap;

use stepwright_json::Value;

use super::events::{kind, number};

/// The main line is empty; below it, iterations and branches.
pub(super) type Key = Vec<Segment>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    /// An iteration: the Map state's name, the number of its run, the index.
    Iteration(String, usize, u64),
    /// A branch: the number of the Parallel state's run, the name of its first state.
    Branch(usize, String),
    /// What was cut, beside its thread.
    Aborted,
}

/// What the walk remembers of a thread.
#[derive(Default)]
struct Thread {
    runs: usize,
    open: Vec<usize>,
    pending: Vec<String>,
}

#[derive(Default)]
struct Walk {
    threads: BTreeMap<Key, Thread>,
    key_of: BTreeMap<u64, Key>,
    kind_of: BTreeMap<u64, String>,
    parallel: BTreeMap<u64, (Key, usize)>,
}

/// Each event with its thread.
pub(super) fn threads(events: &[Value]) -> Vec<(Key, &Value)> {
    let mut walk = Walk::default();
    walk.key_of.insert(0, Key::new());
    events.iter().map(|event| (walk.place(event), event)).collect()
}

impl Walk {
    fn place(&mut self, event: &Value) -> Key {
        let (previous, id, kind) =
            (number(event, "previousEventId"), number(event, "id"), kind(event));
        let key = self.key_of.get(&previous).cloned().unwrap_or_default();
        let name = detail(event, "name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let key = match kind {
            "ExecutionStarted" | "ExecutionSucceeded" | "ExecutionFailed" | "ExecutionAborted"
            | "ExecutionTimedOut" => Key::new(),
            "MapStateStarted" | "ParallelStateStarted" => self.start(key, previous, id, kind),
            _ if kind.starts_with("MapIteration") => self.iteration(&key, name.clone(), event),
            "MapStateSucceeded"
            | "MapStateFailed"
            | "ParallelStateSucceeded"
            | "ParallelStateFailed"
            | "MapStateAborted"
            | "ParallelStateAborted" => {
                let key = self.innermost_open(key);
                self.thread(&key).open.pop();
                key
            }
            "MapStateExited" | "ParallelStateExited" => self.exit(key, &name),
            _ if kind.ends_with("StateAborted") => {
                let mut key = key;
                key.pop();
                key.push(Segment::Aborted);
                key
            }
            _ => match self.parallel.get(&previous) {
                Some((base, run)) if kind.ends_with("StateEntered") => {
                    let mut key = base.clone();
                    key.push(Segment::Branch(*run, name.clone()));
                    key
                }
                _ => key,
            },
        };
        if matches!(kind, "MapStateEntered" | "ParallelStateEntered") {
            self.thread(&key).pending.push(name);
        }
        self.key_of.insert(id, key.clone());
        self.kind_of.insert(id, kind.to_owned());
        key
    }

    fn start(&mut self, key: Key, previous: u64, id: u64, kind: &str) -> Key {
        let before = self.kind_of.get(&previous).map(String::as_str).unwrap_or_default();
        let is_first = before.ends_with("StateEntered") && before != "FailStateEntered";
        let key = if is_first {
            key
        } else {
            // A retry: the run that failed ends here.
            let key = self.innermost_open(key);
            self.thread(&key).open.pop();
            key
        };
        let thread = self.thread(&key);
        thread.runs += 1;
        thread.open.push(thread.runs);
        let run = thread.runs;
        if kind == "ParallelStateStarted" {
            self.parallel.insert(id, (key.clone(), run));
        }
        key
    }

    fn iteration(&mut self, key: &[Segment], name: String, event: &Value) -> Key {
        let is_own = |it: &Segment| matches!(it, Segment::Iteration(of, ..) if *of == name);
        let base = key.iter().rposition(is_own).unwrap_or(key.len());
        let mut key: Key = key.iter().take(base).cloned().collect();
        let run = self.thread(&key).open.last().copied().unwrap_or_default();
        let index = detail(event, "index").and_then(Value::as_u64).unwrap_or_default();
        key.push(Segment::Iteration(name, run, index));
        key
    }

    fn exit(&mut self, mut key: Key, name: &str) -> Key {
        while !key.is_empty() && !self.thread(&key).pending.iter().any(|it| it == name) {
            key.pop();
        }
        self.thread(&key).pending.retain(|it| it != name);
        key
    }

    fn innermost_open(&mut self, mut key: Key) -> Key {
        while !key.is_empty() && self.thread(&key).open.is_empty() {
            key.pop();
        }
        key
    }

    fn thread(&mut self, key: &Key) -> &mut Thread {
        self.threads.entry(key.clone()).or_default()
    }
}

fn detail<'a>(event: &'a Value, key: &str) -> Option<&'a Value> {
    let mut fields = event.as_object()?.iter();
    fields.find(|(name, _)| name.ends_with("EventDetails"))?.1.get(key)
}
