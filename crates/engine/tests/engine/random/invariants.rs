//! What is true of every history.

use stepwright_engine::{Execution, ExecutionStatus, HistoryEvent, HistoryEventDetails as Details};

use super::frames;

/// Checks the history of an execution, whether it has ended or not.
pub(crate) fn check(execution: &Execution) {
    let history = execution.history();
    counts_and_points_back(history);
    ends_once(history, execution.status());
    frames::check(execution);
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

fn ends(details: &Details) -> bool {
    matches!(
        details,
        Details::ExecutionSucceeded(_)
            | Details::ExecutionFailed(_)
            | Details::ExecutionAborted(_)
            | Details::ExecutionTimedOut(_)
    )
}
