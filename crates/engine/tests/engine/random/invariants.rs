//! What is true of every history.

use std::collections::BTreeMap;

use stepwright_engine::{Execution, ExecutionStatus, HistoryEvent, HistoryEventDetails as Details};

/// What an event does to what is open.
enum Effect {
    Opens,
    Closes,
    Neither,
}

/// Checks the history of an execution, whether it has ended or not.
pub(crate) fn check(execution: &Execution) {
    let history = execution.history();
    counts_and_points_back(history);
    ends_once(history, execution.status());
    closes_what_it_opens(history, execution);
}

fn counts_and_points_back(history: &[HistoryEvent]) {
    assert!(matches!(history[0].details, Details::ExecutionStarted(_)));
    for (event, id) in history.iter().zip(1..) {
        assert_eq!(event.id, id, "ids count from 1, without gaps");
        assert!(event.previous_event_id < id, "{event} follows from what is still to come");
    }
    assert!(history.is_sorted_by_key(|it| it.timestamp), "time runs forward");
    assert!(history.len() <= 25_000);
}

/// Every run ends once; what follows an end is another run.
fn ends_once(history: &[HistoryEvent], status: ExecutionStatus) {
    let mut has_ended = false;
    for event in history {
        let is_redriven = matches!(event.details, Details::ExecutionRedriven(_));
        assert_eq!(has_ended, is_redriven, "{event}: nothing but a redrive follows an end");
        has_ended = ends(&event.details);
    }
    assert_eq!(has_ended, status != ExecutionStatus::Running);
}

/// Nothing is left or ended that was not entered or begun, and an execution that succeeded leaves
/// nothing open.
fn closes_what_it_opens(history: &[HistoryEvent], execution: &Execution) {
    let mut states: BTreeMap<&str, i64> = BTreeMap::new();
    let mut iterations: BTreeMap<(&str, u64), i64> = BTreeMap::new();
    let mut map_runs = 0;
    for event in history {
        if let Details::ExecutionRedriven(_) = event.details {
            // What was left open is entered, and begun, again.
            (states, iterations, map_runs) = (BTreeMap::new(), BTreeMap::new(), 0);
        }
        let name = event.state_name.as_deref().unwrap_or_default();
        apply(states.entry(name).or_default(), &state_effect(&event.details), event);
        if let Some((index, effect)) = iteration_effect(&event.details) {
            apply(iterations.entry((name, index)).or_default(), &effect, event);
        }
        apply(&mut map_runs, &map_run_effect(&event.details), event);
    }
    if execution.status() == ExecutionStatus::Succeeded {
        let open: Vec<_> = iterations.iter().filter(|(_, count)| **count > 0).collect();
        assert!(open.is_empty(), "iterations are left open: {open:?}");
        assert_eq!(map_runs, 0, "Map Runs are left open");
    }
}

fn apply(open: &mut i64, effect: &Effect, event: &HistoryEvent) {
    *open += match effect {
        Effect::Opens => 1,
        Effect::Closes => -1,
        Effect::Neither => 0,
    };
    assert!(*open >= 0, "{event}: closes what is not open");
}

fn state_effect(details: &Details) -> Effect {
    match details {
        Details::TaskStateEntered(_)
        | Details::PassStateEntered(_)
        | Details::ChoiceStateEntered(_)
        | Details::WaitStateEntered(_)
        | Details::SucceedStateEntered(_)
        | Details::FailStateEntered(_)
        | Details::ParallelStateEntered(_)
        | Details::MapStateEntered(_) => Effect::Opens,
        Details::TaskStateExited(_)
        | Details::PassStateExited(_)
        | Details::ChoiceStateExited(_)
        | Details::WaitStateExited(_)
        | Details::SucceedStateExited(_)
        | Details::ParallelStateExited(_)
        | Details::MapStateExited(_)
        | Details::TaskStateAborted
        | Details::WaitStateAborted
        | Details::ParallelStateAborted
        | Details::MapStateAborted => Effect::Closes,
        _ => Effect::Neither,
    }
}

fn iteration_effect(details: &Details) -> Option<(u64, Effect)> {
    match details {
        Details::MapIterationStarted(it) => Some((it.index, Effect::Opens)),
        Details::MapIterationSucceeded(it)
        | Details::MapIterationFailed(it)
        | Details::MapIterationAborted(it) => Some((it.index, Effect::Closes)),
        _ => None,
    }
}

fn map_run_effect(details: &Details) -> Effect {
    match details {
        Details::MapRunStarted(_) | Details::MapRunRedriven(_) => Effect::Opens,
        Details::MapRunSucceeded | Details::MapRunFailed(_) | Details::MapRunAborted => {
            Effect::Closes
        }
        _ => Effect::Neither,
    }
}

fn ends(details: &Details) -> bool {
    matches!(
        details,
        Details::ExecutionSucceeded(_)
            | Details::ExecutionFailed(_)
            | Details::ExecutionAborted(_)
            | Details::ExecutionTimedOut(_)
    )
}
