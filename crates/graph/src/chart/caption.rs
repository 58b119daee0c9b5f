//! What a state does, in the few words below its name.

use stepwright_asl::{
    Fail, Map, NumberOr, Parallel, ProcessorMode, State, Task, Value, Wait, jsonata_code,
};

/// The words below the name.
pub(super) fn note(state: &State) -> String {
    match state {
        State::Task(it) => task(it),
        State::Pass(_) => "Pass".to_owned(),
        State::Choice(_) => "Choice".to_owned(),
        State::Wait(it) => wait(it),
        State::Succeed(_) => "Succeed".to_owned(),
        State::Fail(Fail { error, .. }) => {
            error.as_deref().map_or_else(|| "Fail".to_owned(), |it| format!("Fail: {}", code(it)))
        }
        State::Parallel(Parallel { branches, .. }) => {
            let count = branches.as_ref().map_or(0, Vec::len);
            format!("Parallel, {count} {}", if count == 1 { "branch" } else { "branches" })
        }
        State::Map(it) => map(it),
        State::Other(it) => match state.type_name() {
            Some(name) => format!("unknown type {name}"),
            None if it.as_object().is_some() => "no type".to_owned(),
            None => "not a state".to_owned(),
        },
    }
}

/// What the task calls, without what all ARNs have in common.
fn task(task: &Task) -> String {
    let Some(arn) = task.resource.as_deref() else { return "Task".to_owned() };
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "states", _, _, rest] => {
            rest.strip_prefix("aws-sdk:").unwrap_or(rest).to_owned()
        }
        ["arn", _, "lambda", _, _, rest] => {
            format!("Lambda {}", rest.strip_prefix("function:").unwrap_or(rest))
        }
        _ => arn.to_owned(),
    }
}

fn wait(wait: &Wait) -> String {
    let Wait { seconds, seconds_path, timestamp, timestamp_path, .. } = wait;
    if let Some(seconds) = seconds {
        format!("Wait {} s", number(seconds))
    } else if let Some(path) = seconds_path {
        format!("Wait {path} s")
    } else if let Some(time) = timestamp.as_ref().or(timestamp_path.as_ref()) {
        format!("Wait until {}", code(time))
    } else {
        "Wait".to_owned()
    }
}

fn map(map: &Map) -> String {
    let mode = map.processor().and_then(|it| it.processor_config.as_ref()?.mode.as_ref());
    let name = if mode == Some(&ProcessorMode::Distributed) { "Distributed Map" } else { "Map" };
    match (&map.max_concurrency, &map.max_concurrency_path) {
        (Some(most), _) if number(most) != "0" => format!("{name}, {} at a time", number(most)),
        (None, Some(path)) => format!("{name}, {path} at a time"),
        _ => name.to_owned(),
    }
}

fn number(number: &NumberOr) -> String {
    match number {
        NumberOr::Number(it) => Value::Number(*it).to_string(),
        NumberOr::Text(it) => code(it).to_owned(),
    }
}

/// A JSONata expression without its braces; other text as it is.
fn code(text: &str) -> &str {
    jsonata_code(text).unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(state: &str, expect: &str) {
        let state = State::from_value(&Value::parse(state).unwrap());
        assert_eq!(note(&state), expect);
    }

    #[test]
    fn a_task_says_what_it_calls() {
        let task = |arn| format!(r#"{{"Type": "Task", "Resource": "{arn}"}}"#);
        check(&task("arn:aws:states:::lambda:invoke"), "lambda:invoke");
        check(&task("arn:aws:states:::aws-sdk:s3:headObject"), "s3:headObject");
        check(
            &task("arn:aws:states:::states:startExecution.sync:2"),
            "states:startExecution.sync:2",
        );
        check(&task("arn:aws:lambda:us-east-1:123456789012:function:benner"), "Lambda benner");
        check(&task("${Benner}"), "${Benner}");
        check(r#"{"Type": "Task"}"#, "Task");
    }

    #[test]
    fn a_wait_says_how_long() {
        check(r#"{"Type": "Wait", "Seconds": 5}"#, "Wait 5 s");
        check(r#"{"Type": "Wait", "Seconds": "{% $n %}"}"#, "Wait $n s");
        check(r#"{"Type": "Wait", "SecondsPath": "$.n"}"#, "Wait $.n s");
        check(r#"{"Type": "Wait", "TimestampPath": "$.t"}"#, "Wait until $.t");
        check(r#"{"Type": "Wait"}"#, "Wait");
    }

    #[test]
    fn a_map_says_how_many_at_a_time() {
        check(r#"{"Type": "Map", "MaxConcurrency": 5}"#, "Map, 5 at a time");
        check(r#"{"Type": "Map", "MaxConcurrency": 0}"#, "Map");
        check(
            r#"{"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}}"#,
            "Distributed Map",
        );
    }

    #[test]
    fn what_is_no_state_is_called_so() {
        check("1", "not a state");
        check("{}", "no type");
        check(r#"{"Type": "Loop"}"#, "unknown type Loop");
    }

    #[test]
    fn others_say_their_type() {
        check(r#"{"Type": "Fail", "Error": "{% $e.Error %}"}"#, "Fail: $e.Error");
        check(r#"{"Type": "Parallel", "Branches": [{}]}"#, "Parallel, 1 branch");
        check(r#"{"Type": "Pass"}"#, "Pass");
    }
}
