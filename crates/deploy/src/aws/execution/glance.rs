//! What of an event's details a reader wants to see first.

use aws_sdk_sfn::types::HistoryEvent;

/// The longest that is shown: as long as of a run on this machine.
const CHARS_MAX: usize = 96;

/// What stands at the end of the event's line; nothing where its type says it all.
pub(super) fn of(event: &HistoryEvent) -> Option<String> {
    data(event)
        .or_else(|| failure(event))
        .or_else(|| task(event))
        .or_else(|| map(event))
        .or_else(|| variables(event))
}

/// What went in, and what came out.
fn data(event: &HistoryEvent) -> Option<String> {
    let texts = [
        event.execution_started_event_details().and_then(|it| it.input()),
        event.execution_succeeded_event_details().and_then(|it| it.output()),
        event.activity_succeeded_event_details().and_then(|it| it.output()),
        event.lambda_function_succeeded_event_details().and_then(|it| it.output()),
        event.task_submitted_event_details().and_then(|it| it.output()),
        event.task_succeeded_event_details().and_then(|it| it.output()),
    ];
    texts.into_iter().flatten().next().map(cut)
}

/// What went wrong.
fn failure(event: &HistoryEvent) -> Option<String> {
    if let Some(it) = event.evaluation_failed_event_details() {
        return Some(told(it.error(), it.cause()));
    }
    macro_rules! first {
        ($($details:ident),*) => {
            $(if let Some(it) = event.$details() {
                return Some(told(it.error(), it.cause()));
            })*
        };
    }
    first!(
        execution_failed_event_details,
        execution_aborted_event_details,
        execution_timed_out_event_details,
        activity_failed_event_details,
        activity_schedule_failed_event_details,
        activity_timed_out_event_details,
        lambda_function_failed_event_details,
        lambda_function_schedule_failed_event_details,
        lambda_function_start_failed_event_details,
        lambda_function_timed_out_event_details,
        map_run_failed_event_details,
        task_failed_event_details,
        task_start_failed_event_details,
        task_submit_failed_event_details,
        task_timed_out_event_details
    );
    None
}

fn told(error: Option<&str>, cause: Option<&str>) -> String {
    let parts: Vec<&str> = error.into_iter().chain(cause).filter(|it| !it.is_empty()).collect();
    cut(&parts.join(": "))
}

/// What is called.
fn task(event: &HistoryEvent) -> Option<String> {
    if let Some(it) = event.task_scheduled_event_details() {
        return Some(format!("{}:{}", it.resource_type(), it.resource()));
    }
    if let Some(it) = event.lambda_function_scheduled_event_details() {
        return Some(it.resource().to_owned());
    }
    if let Some(it) = event.activity_scheduled_event_details() {
        return Some(it.resource().to_owned());
    }
    event.activity_started_event_details()?.worker_name().map(str::to_owned)
}

/// What it sets.
fn variables(event: &HistoryEvent) -> Option<String> {
    let set = event.state_exited_event_details()?.assigned_variables.as_ref()?;
    let mut names: Vec<String> = set.keys().map(|it| format!("${it}")).collect();
    names.sort_unstable();
    (!names.is_empty()).then(|| cut(&format!("sets {}", names.join(", "))))
}

/// Which of how many.
fn map(event: &HistoryEvent) -> Option<String> {
    if let Some(it) = event.map_state_started_event_details() {
        return Some(if it.length == 1 {
            "1 item".to_owned()
        } else {
            format!("{} items", it.length)
        });
    }
    let iterations = [
        event.map_iteration_started_event_details(),
        event.map_iteration_succeeded_event_details(),
        event.map_iteration_failed_event_details(),
        event.map_iteration_aborted_event_details(),
    ];
    if let Some(it) = iterations.into_iter().flatten().next() {
        return Some(format!("[{}]", it.index));
    }
    event.map_run_started_event_details()?.map_run_arn().map(str::to_owned)
}

/// The first characters of a text, on one line.
fn cut(text: &str) -> String {
    let mut glance: String =
        text.chars().take(CHARS_MAX).map(|it| if it.is_control() { ' ' } else { it }).collect();
    if text.chars().nth(CHARS_MAX).is_some() {
        glance.push('…');
    }
    glance
}
