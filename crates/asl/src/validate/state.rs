//! The table of what is checked of which object: machines, states, Retriers, Catchers.

use super::context::Context;
use super::range::{self, Range};
use super::{choice_rule, error_equals, exclusive, fields, map, name, path, query_language};
use super::{required, resource, word};
use crate::json::Fields;
use crate::{
    Catcher, Choice, Fail, JitterStrategy, Number, NumberOr, Parallel, QueryLanguage, Retrier,
    State, StateMachine, Task, Wait, jsonata_code,
};

/// The longest time that a field can hold.
const SECONDS_MAX: u32 = 99_999_999;
/// The longest time between two retries.
const DELAY_SECONDS_MAX: u32 = 31_622_400;
/// The largest number of retries.
const ATTEMPTS_MAX: u32 = 99_999_999;
/// The words that `Type` can hold, in the service's order.
const TYPES: [&str; 8] = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];

/// Where a state machine stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is the whole.
    Whole,
    /// It is a branch of a Parallel state.
    Branch,
    /// It is what a Map state runs.
    Processor,
}

pub(super) fn check_machine(context: &mut Context, machine: &StateMachine, role: Role) {
    let not_here: &[&str] = match role {
        Role::Whole => &["ProcessorConfig"],
        Role::Branch => &["QueryLanguage", "Version", "TimeoutSeconds", "ProcessorConfig"],
        Role::Processor => &["QueryLanguage", "Version", "TimeoutSeconds"],
    };
    required::check(context, machine, &["States", "StartAt"]);
    context.language = Some(context.machine_language.clone());
    fields::check(context, machine, not_here);
    if role == Role::Whole {
        let language = machine.query_language.as_ref().map(QueryLanguage::as_str);
        word::check(context, "QueryLanguage", language, QueryLanguage::WORDS);
        word::check(context, "Version", machine.version.as_deref(), &["1.0"]);
        let range = Range::integer(0, Some(SECONDS_MAX)).constant();
        range::check(context, "TimeoutSeconds", machine.timeout_seconds.as_ref(), range);
    }
    if let Some(config) = machine.processor_config.as_ref().filter(|_| role == Role::Processor) {
        context.within("ProcessorConfig", |it| map::check_processor_config(it, config));
    }
    if machine.states.is_empty() && machine.has("States") && !machine.extra.contains_key("States") {
        context.field("States", "Value cannot be empty");
    }
    context.within("States", |it| {
        for (name, state) in &machine.states {
            it.within(name, |it| check_state(it, state));
        }
    });
}

fn check_state(context: &mut Context, state: &State) {
    query_language::enter(context, state);
    let Some(fields) = state.fields() else { return check_type(context, state) };
    fields::check(context, fields, &[]);
    exclusive::check(context, fields);
    let language = state.query_language().map(QueryLanguage::as_str);
    word::check(context, "QueryLanguage", language, QueryLanguage::WORDS);
    if let Some(assign) = state.assign() {
        name::check_variables(context, assign);
    }
    check_paths(context, state);
    match state {
        State::Task(it) => check_task(context, it),
        State::Choice(it) => check_choice(context, it),
        State::Wait(it) => check_wait(context, it),
        State::Fail(it) => check_fail(context, it),
        State::Parallel(it) => check_parallel(context, it),
        State::Map(it) => map::check(context, it),
        State::Pass(_) | State::Succeed(_) | State::Other(_) => {}
    }
    if !matches!(state, State::Choice(_) | State::Succeed(_) | State::Fail(_)) {
        exclusive::next_or_end(context, fields, state.end());
    }
    check_retry_and_catch(context, state);
    check_machines(context, state);
}

/// Something whose `Type` is none of the eight.
fn check_type(context: &mut Context, state: &State) {
    let State::Other(value) = state else { return };
    let Some(object) = value.as_object() else {
        context.object("Expected value of type [OBJECT]");
        return;
    };
    match object.get("Type") {
        None => {
            context.object("These fields are required: [Type]");
        }
        Some(found) => {
            let types = TYPES.join(", ");
            let message = format!("The field 'Type' should have one of these values: [{types}]");
            let near =
                super::spelling::nearest(found.as_str().unwrap_or_default(), TYPES.into_iter());
            let problem = context.field("Type", message);
            if let Some(near) = near {
                problem.help(format!("did you mean `{near}`?"));
            }
        }
    }
}

fn check_paths(context: &mut Context, state: &State) {
    let paths = match state {
        State::Task(it) => [&it.input_path, &it.output_path, &it.result_path],
        State::Pass(it) => [&it.input_path, &it.output_path, &it.result_path],
        State::Parallel(it) => [&it.input_path, &it.output_path, &it.result_path],
        State::Map(it) => [&it.input_path, &it.output_path, &it.result_path],
        State::Choice(it) => [&it.input_path, &it.output_path, &None],
        State::Wait(it) => [&it.input_path, &it.output_path, &None],
        State::Succeed(it) => [&it.input_path, &it.output_path, &None],
        State::Fail(_) | State::Other(_) => return,
    };
    let [input, output, result] = paths.map(|it| it.as_ref().and_then(|it| it.as_deref()));
    path::check(context, "InputPath", input);
    path::check(context, "OutputPath", output);
    path::check_result_path(context, result);
}

fn check_task(context: &mut Context, task: &Task) {
    required::check(context, task, &["Resource"]);
    resource::check(context, task);
    let range = Range::integer(1, Some(SECONDS_MAX));
    range::check(context, "TimeoutSeconds", task.timeout_seconds.as_ref(), range);
    range::check(context, "HeartbeatSeconds", task.heartbeat_seconds.as_ref(), range);
    path::check_reference(context, "TimeoutSecondsPath", task.timeout_seconds_path.as_deref());
    path::check_reference(context, "HeartbeatSecondsPath", task.heartbeat_seconds_path.as_deref());
    let number = |it: &Option<NumberOr>| it.as_ref()?.as_number().map(Number::as_f64);
    if let Some((heartbeat, timeout)) =
        number(&task.heartbeat_seconds).zip(number(&task.timeout_seconds))
        && heartbeat >= timeout
    {
        // UNVERIFIED: that it is refused is documented; the service's text is not known.
        context.field("HeartbeatSeconds", "HeartbeatSeconds must be smaller than TimeoutSeconds");
    }
}

fn check_choice(context: &mut Context, choice: &Choice) {
    required::check(context, choice, &["Choices"]);
    if choice.choices.as_ref().is_some_and(Vec::is_empty) {
        context.field("Choices", "Value cannot be empty");
    }
    context.each("Choices", choice.choices.iter().flatten(), choice_rule::check);
}

fn check_wait(context: &mut Context, wait: &Wait) {
    let fields = ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"];
    exclusive::exactly_one(context, wait, &fields);
    let range = Range::integer(0, Some(SECONDS_MAX));
    range::check(context, "Seconds", wait.seconds.as_ref(), range);
    path::check_reference(context, "SecondsPath", wait.seconds_path.as_deref());
    path::check_reference(context, "TimestampPath", wait.timestamp_path.as_deref());
    let expression = |it: &&str| context.is_jsonata() && jsonata_code(it).is_some();
    let timestamp = wait.timestamp.as_deref().filter(|it| !expression(it));
    choice_rule::check_timestamp(context, "Timestamp", timestamp);
}

fn check_fail(context: &mut Context, fail: &Fail) {
    path::check_or_intrinsic(context, "ErrorPath", fail.error_path.as_deref());
    path::check_or_intrinsic(context, "CausePath", fail.cause_path.as_deref());
}

fn check_parallel(context: &mut Context, parallel: &Parallel) {
    required::check(context, parallel, &["Branches"]);
    if parallel.branches.as_ref().is_some_and(Vec::is_empty) {
        context.field("Branches", "Value cannot be empty");
    }
}

fn check_retry_and_catch(context: &mut Context, state: &State) {
    let last = state.retry().len();
    let mut count = 0;
    context.each("Retry", state.retry(), |it, retrier| {
        count += 1;
        check_retrier(it, retrier, count == last);
    });
    let last = state.catch().len();
    count = 0;
    context.each("Catch", state.catch(), |it, catcher| {
        count += 1;
        check_catcher(it, catcher, count == last);
    });
}

fn check_retrier(context: &mut Context, retrier: &Retrier, last: bool) {
    fields::check(context, retrier, &[]);
    required::check(context, retrier, &["ErrorEquals"]);
    error_equals::check(context, retrier.error_equals.as_deref(), last);
    // The documentation says that an interval is at least 1; the service has been seen to take 0.
    for (field, value, range) in [
        ("IntervalSeconds", &retrier.interval_seconds, Range::integer(0, Some(SECONDS_MAX))),
        ("MaxAttempts", &retrier.max_attempts, Range::integer(0, Some(ATTEMPTS_MAX))),
        ("BackoffRate", &retrier.backoff_rate, Range::number(1, None)),
        ("MaxDelaySeconds", &retrier.max_delay_seconds, Range::integer(1, Some(DELAY_SECONDS_MAX))),
    ] {
        range::check(context, field, value.as_ref(), range.constant());
    }
    let jitter = retrier.jitter_strategy.as_ref().map(JitterStrategy::as_str);
    word::check(context, "JitterStrategy", jitter, JitterStrategy::WORDS);
}

fn check_catcher(context: &mut Context, catcher: &Catcher, last: bool) {
    fields::check(context, catcher, &[]);
    required::check(context, catcher, &["ErrorEquals", "Next"]);
    error_equals::check(context, catcher.error_equals.as_deref(), last);
    let result_path = catcher.result_path.as_ref().and_then(|it| it.as_deref());
    path::check_result_path(context, result_path);
    if let Some(assign) = &catcher.assign {
        name::check_variables(context, assign);
    }
}

/// Branches and processors, last: what is in them is further down in the source.
fn check_machines(context: &mut Context, state: &State) {
    context.each("Branches", state.branches(), |it, branch| {
        check_machine(it, branch, Role::Branch);
    });
    let State::Map(map) = state else { return };
    let processors = [("ItemProcessor", &map.item_processor), ("Iterator", &map.iterator)];
    for (field, processor) in processors {
        if let Some(processor) = processor {
            context.within(field, |it| check_machine(it, processor, Role::Processor));
        }
    }
}
