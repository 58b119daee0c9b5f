//! W10: a limit of AWS is passed.

use stepwright_asl as asl;

use super::Mistake;
use crate::graph::{Batch, Graph, Kind, Location, MapSpec, Retry, State, TaskSpec};
use crate::node::{Node, NodeRef};

/// A state's name, in characters.
const STATE_NAME_CHARS_MAX: usize = 80;
/// A definition, in bytes: 1 MiB.
const DEFINITION_BYTES_MAX: usize = 1_048_576;
/// `Seconds` of a Wait, `IntervalSeconds` and `MaxAttempts` of a Retrier.
const FROM_ZERO: Range = Range { min: 0.0, max: 99_999_999.0 };
/// `TimeoutSeconds` and `HeartbeatSeconds`.
const TIMEOUT_SECONDS: Range = Range { min: 1.0, max: 99_999_999.0 };
/// `MaxDelaySeconds` of a Retrier: up to a year and a day.
const DELAY_SECONDS: Range = Range { min: 1.0, max: 31_622_400.0 };
/// `BackoffRate` of a Retrier.
const BACKOFF_RATE: Range = Range { min: 1.0, max: f64::INFINITY };
/// `ToleratedFailurePercentage` of a Distributed Map.
const PERCENTAGE: Range = Range { min: 0.0, max: 100.0 };
/// `MaxItemsPerBatch`.
const BATCH_ITEMS: Range = Range { min: 1.0, max: f64::INFINITY };
/// `MaxInputBytesPerBatch`: up to 256 KiB.
const BATCH_BYTES: Range = Range { min: 1.0, max: 262_144.0 };
/// `Label` of a Distributed Map, in characters.
const LABEL_CHARS_MAX: usize = 40;

/// What a number may be, both ends included.
#[derive(Clone, Copy)]
struct Range {
    min: f64,
    max: f64,
}

impl Range {
    fn has(self, number: f64) -> bool {
        number.is_finite() && number >= self.min && number <= self.max
    }
}

pub(super) fn check(acc: &mut Vec<Mistake>, graph: &Graph) {
    for (_, state) in graph.states.iter() {
        check_name(acc, state);
        for retry in &state.retry {
            check_retry(acc, state, retry);
        }
        match &state.kind {
            Kind::Task(task) => check_task(acc, state, task),
            Kind::WaitFor(seconds) => within(acc, state, ("Seconds", *seconds), FROM_ZERO),
            Kind::Map(map) => check_map(acc, state, map),
            _ => {}
        }
    }
}

/// Whether the whole is small enough.
pub(super) fn check_size(acc: &mut Vec<Mistake>, graph: &Graph, machine: &asl::StateMachine) {
    let bytes = machine.to_string().len();
    let Some((_, main)) = graph.scopes.iter().next() else { return };
    if bytes > DEFINITION_BYTES_MAX {
        acc.push(
            Mistake::error(
                "W10",
                format!("the definition has {bytes} bytes, and may have {DEFINITION_BYTES_MAX}"),
            )
            .at(main.location)
            .help("move a part of it into a state machine of its own, and call that"),
        );
    }
    let seconds = machine.timeout_seconds.as_ref().and_then(|it| Some(it.as_number()?.as_f64()));
    if seconds.is_some_and(|it| !TIMEOUT_SECONDS.has(it)) {
        acc.push(out_of_range("the workflow", "TimeoutSeconds", TIMEOUT_SECONDS, main.location));
    }
}

fn check_name(acc: &mut Vec<Mistake>, state: &State) {
    let length = state.name.as_str().chars().count();
    if length == 0 || length > STATE_NAME_CHARS_MAX {
        acc.push(
            Mistake::error(
                "W10",
                format!(
                    "state name \"{}\" has {length} characters, and may have 1 to \
                     {STATE_NAME_CHARS_MAX}",
                    state.name
                ),
            )
            .at(state.location)
            .help("give it another name; what there is to say can go into `.comment(..)`"),
        );
    }
}

fn check_retry(acc: &mut Vec<Mistake>, state: &State, retry: &Retry) {
    let backoff = retry.backoff;
    let fields = [
        ("IntervalSeconds", Some(f64::from(backoff.interval_seconds)), FROM_ZERO),
        ("MaxAttempts", backoff.max_attempts.map(f64::from), FROM_ZERO),
        ("BackoffRate", backoff.rate, BACKOFF_RATE),
        ("MaxDelaySeconds", backoff.max_delay_seconds.map(f64::from), DELAY_SECONDS),
    ];
    let who = format!("a Retrier of \"{}\"", state.name);
    for (field, value, range) in fields {
        if value.is_some_and(|it| !range.has(it)) {
            acc.push(out_of_range(&who, field, range, retry.location));
        }
    }
}

fn check_task(acc: &mut Vec<Mistake>, state: &State, task: &TaskSpec) {
    for (field, node) in [("TimeoutSeconds", task.timeout), ("HeartbeatSeconds", task.heartbeat)] {
        if let Some(node) = node {
            within(acc, state, (field, node), TIMEOUT_SECONDS);
        }
    }
    let timeout = task.timeout.and_then(literal);
    let heartbeat = task.heartbeat.and_then(literal);
    if let (Some(timeout), Some(heartbeat)) = (timeout, heartbeat)
        && heartbeat >= timeout
    {
        acc.push(
            Mistake::error(
                "W10",
                format!("\"{}\" times out before its heartbeat is due", state.name),
            )
            .at(state.location)
            .help("HeartbeatSeconds must be less than TimeoutSeconds"),
        );
    }
}

fn check_map(acc: &mut Vec<Mistake>, state: &State, map: &MapSpec) {
    let Some(distributed) = &map.distributed else { return };
    if let Some(label) = &distributed.label {
        let refused = |it: char| {
            it.is_whitespace() || it.is_control() || "?*<>{}[]:;,\\|^~$#%&`\"".contains(it)
        };
        if label.chars().count() > LABEL_CHARS_MAX || label.chars().any(refused) || label.is_empty()
        {
            acc.push(
                Mistake::error("W10", format!("\"{}\" has the label \"{label}\"", state.name))
                    .at(state.location)
                    .help(
                        "a label has 1 to 40 characters, no blanks and none of \
                         ? * < > { } [ ] : ; , \\ | ^ ~ $ # % & ` \"",
                    ),
            );
        }
    }
    if let Some(node) = distributed.tolerated_percentage {
        within(acc, state, ("ToleratedFailurePercentage", node), PERCENTAGE);
    }
    if let Some(Batch { max_items, max_bytes }) = distributed.batch {
        if max_items.is_none() && max_bytes.is_none() {
            acc.push(
                Mistake::error("W10", format!("\"{}\" has batches without a limit", state.name))
                    .at(state.location)
                    .help("say how large a batch is: `.max_items(..)` or `.max_input_bytes(..)`"),
            );
        }
        if let Some(node) = max_items {
            within(acc, state, ("MaxItemsPerBatch", node), BATCH_ITEMS);
        }
        if let Some(node) = max_bytes {
            within(acc, state, ("MaxInputBytesPerBatch", node), BATCH_BYTES);
        }
    }
}

/// Whether a literal is in range. What is computed, the service will judge.
fn within(acc: &mut Vec<Mistake>, state: &State, (field, node): (&str, NodeRef), range: Range) {
    if literal(node).is_some_and(|it| !range.has(it)) {
        acc.push(out_of_range(&format!("\"{}\"", state.name), field, range, state.location));
    }
}

fn literal(node: NodeRef) -> Option<f64> {
    match node.get() {
        Node::Literal(value) => value.as_f64(),
        _ => None,
    }
}

fn out_of_range(who: &str, field: &str, range: Range, location: Location) -> Mistake {
    let Range { min, max } = range;
    let range = if max.is_finite() { format!("{min} to {max}") } else { format!("at least {min}") };
    Mistake::error("W10", format!("{field} of {who} is out of range"))
        .at(location)
        .help(format!("{field} is {range}"))
}
