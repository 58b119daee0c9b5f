//! The engine: no definition, no input and no order of completions brings it down, and what is true
//! of every history is true of these.

#[path = "../../crates/engine/tests/engine/random.rs"]
mod random;

use std::sync::Arc;

use stepwright_asl::StateMachine;
use stepwright_compiler::compile;
use stepwright_engine::{Completion, ExecutionStatus, HistoryEvent};
use stepwright_json::Value;

use self::random::bytes::Bytes;
use self::random::invariants;
use self::random::journal::{Case, Played};
use self::random::test_state as random_test_state;

/// How many events a long history has.
const LONG: usize = 5_000;
/// How many events of a history are compared from each of its ends.
const COMPARED: usize = 500;

/// Any text as a definition: read, compiled, and run, where it can be.
pub fn definition(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Ok(definition) = Value::parse(text) else { return };
    let Ok(machine) = StateMachine::from_value(&definition) else { return };
    assert_eq!(
        StateMachine::from_value(&machine.to_value()).as_ref(),
        Ok(&machine),
        "written and read, it is the same machine"
    );
    match compile(&machine) {
        Ok(program) => {
            let mut played = Case::with(definition, Arc::new(program)).play(&mut Bytes::new(&[]));
            invariants::check(&played.execution);
            played.answer_all();
            invariants::check(&played.execution);
        }
        Err(diagnostics) => assert!(!diagnostics.is_empty(), "refused, and nobody knows why"),
    }
}

/// A sound machine, its input and what happens to it, all made of the bytes.
pub fn execution(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let case = Case::of(&mut bytes);
    let (cut, is_stopped) = (usize::from(bytes.byte()), bytes.once_in(2));
    let is_long_again = bytes.once_in(8);
    let mut whole = case.play(&mut bytes);
    invariants::check(&whole.execution);

    // One of the two: each plays all of it again. Of those that are long and go round and round, few are.
    if whole.history().len() > LONG && !is_long_again {
        // All that there is to see has been seen.
    } else if is_stopped {
        stopped(&case, &whole, cut);
    } else {
        replayed(&case, &whole);
    }
    whole.answer_all();
    invariants::check(&whole.execution);
}

/// Stopped at any point, it has a well-formed history.
fn stopped(case: &Case, whole: &Played, cut: usize) {
    let cut = cut.min(whole.journal.len());
    let mut stopped = case.replay(&whole.journal[..cut]);
    assert_alike(stopped.history(), &whole.history()[..stopped.history().len()], &case.definition);
    if stopped.execution.status() == ExecutionStatus::Running {
        let now = stopped.execution.now();
        stopped.tell(Completion::Stop { error: None, cause: None }, now);
        invariants::check(&stopped.execution);
    }
}

/// As many events, and the same at the beginning and at the end: each of 25,000 may have all variables in it.
fn assert_alike(one: &[HistoryEvent], other: &[HistoryEvent], definition: &Value) {
    assert_eq!(one.len(), other.len(), "told the same, and yet another: {definition}");
    let (begin, end) = (one.len().min(COMPARED), one.len().saturating_sub(COMPARED));
    assert_eq!(one[..begin], other[..begin], "told the same, and yet another: {definition}");
    assert_eq!(one[end..], other[end..], "told the same, and yet another: {definition}");
}

/// Told the same, it comes to the same.
fn replayed(case: &Case, whole: &Played) {
    let again = case.replay(&whole.journal);
    assert_alike(again.history(), whole.history(), &case.definition);
    assert_eq!(again.commands, whole.commands);
}

/// A request to test one state, and what happens to it, all made of the bytes.
pub fn test_state(bytes: &[u8]) {
    random_test_state::check(&mut Bytes::new(bytes));
}
