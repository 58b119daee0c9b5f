//! Cases that people measured on AWS and published: whole executions, and single expressions in a Pass
//! state.

use std::sync::Arc;

use stepwright_engine::{Execution, HistoryEvent};
use stepwright_json::{Object, Value, json};
use stepwright_testkit::{Answer, World};

use crate::case::{Case, Verdict, program};
use crate::compare::{Binding, Difference, diff};
use crate::{test_state, wire};

/// Where an expression's value goes.
const FIELD: &str = "v";

pub(crate) fn judge(case: &Case) -> Verdict {
    if case.text("kind") == "test_state" {
        return judge_test_state(case);
    }
    let is_expression = case.get("definition").is_none();
    let definition = if is_expression { around(case) } else { case.get("definition").cloned() };
    let Some(definition) = definition else {
        return Verdict::NotRun("there is neither a definition nor an expression".to_owned());
    };
    let program = match program(&definition) {
        Ok(it) => Arc::new(it),
        Err(why) => return Verdict::NotRun(why),
    };
    let input = case.get("input").cloned().unwrap_or_else(|| Object::new().into());
    let execution = World::new(|_request| Answer::silence()).run(&program, input);
    let mut expectation = Expectation { case, is_expression, acc: Vec::new() };
    expectation.compare_end(&execution);
    expectation.compare_history(&execution);
    Verdict::of(expectation.acc)
}

fn judge_test_state(case: &Case) -> Verdict {
    let answer = match test_state::answer_measured(case) {
        Ok(it) => it,
        Err(error) => return Verdict::NotRun(error.to_string()),
    };
    let mut expectation = Expectation { case, is_expression: false, acc: Vec::new() };
    let text = |it: Option<Arc<str>>| it.map(Value::String);
    expectation.compare("status", Some(answer.status.as_str().into()));
    expectation.compare("output", answer.output);
    expectation.compare("error", text(answer.error));
    expectation.compare_contained(answer.cause.as_deref().unwrap_or_default());
    expectation.compare("cause", text(answer.cause));
    let variables = answer.inspection_data.and_then(|it| it.variables);
    expectation.compare("inspection_variables", variables.map(Value::from));
    Verdict::of(expectation.acc)
}

/// A machine of one Pass state that evaluates the case's expression.
fn around(case: &Case) -> Option<Value> {
    let expression = case.get("expression")?.as_str()?;
    let state = if case.text("kind") == "jsonata" {
        let template = Object::from_iter([(FIELD, Value::from(format!("{{% {expression} %}}")))]);
        json!({"Type": "Pass", "QueryLanguage": "JSONata", "Output": template, "End": true})
    } else {
        let template = Object::from_iter([(format!("{FIELD}.$"), Value::from(expression))]);
        json!({"Type": "Pass", "Parameters": template, "End": true})
    };
    Some(json!({"StartAt": "Pass", "States": {"Pass": state}}))
}

/// What the case's `expect` says, held against an execution.
struct Expectation<'a> {
    case: &'a Case,
    is_expression: bool,
    acc: Vec<Difference>,
}

impl Expectation<'_> {
    fn compare_end(&mut self, execution: &Execution) {
        let failure = execution.failure();
        let text = |it: Option<&Arc<str>>| it.map(|it| Value::String(it.clone()));
        let error = text(failure.and_then(|it| it.error.as_ref()));
        let cause = failure.and_then(|it| it.cause.as_deref());
        let cause = cause.map(|it| if self.is_expression { without_prefix(it) } else { it });
        let output = execution.output();
        let output = if self.is_expression { output.and_then(|it| it.get(FIELD)) } else { output };
        self.compare("status", Some(execution.status().as_str().into()));
        self.compare("output", output.cloned());
        self.compare("error", error);
        self.compare("cause", cause.map(Value::from));
        self.compare_contained(cause.unwrap_or_default());
        let keys = output.and_then(Value::as_object).map(|it| it.keys().collect::<Vec<_>>());
        self.compare("key_order", keys.map(|it| it.into_iter().map(Value::from).collect()));
    }

    fn compare_history(&mut self, execution: &Execution) {
        let history = execution.history();
        let types = || history.iter().map(|it| Value::from(it.details.name()));
        let lines = history
            .iter()
            .map(|it| json!({"type": it.details.name(), "previousEventId": it.previous_event_id}));
        self.compare("history", Some(lines.collect()));
        self.compare("history_types", Some(types().collect()));
        self.compare(
            "event_count",
            Some(history.len().to_string()).and_then(|it| Value::parse(&it).ok()),
        );
        self.compare("last_event", types().next_back());
        self.compare_details("last_event_details", history.last());
        let failed = history.iter().find(|it| it.details.name() == "EvaluationFailed");
        self.compare_details("evaluation_failed", failed);
        if let (Some(first), Some(last)) = (history.first(), history.last()) {
            let seconds = last.timestamp.duration_since(first.timestamp).as_secs();
            self.compare("duration_seconds", Some(seconds.into()));
        }
    }

    /// Compares a member, where the case expects anything of it. An expected `null` of an error or a
    /// cause "means the key is absent"; of an output it is a value.
    fn compare(&mut self, key: &str, actual: Option<Value>) {
        let Some(expected) = self.expected(key).cloned() else { return };
        let is_absence = expected.is_null() && matches!(key, "error" | "cause");
        let expected = Some(&expected).filter(|_| !is_absence);
        let path = format!("$.{key}");
        diff(expected, actual.as_ref(), (&path, key), &mut Binding::default(), &mut self.acc);
    }

    fn compare_contained(&mut self, cause: &str) {
        let expected = self.expected("cause_contains").and_then(Value::as_str).unwrap_or_default();
        if !cause.contains(expected) {
            let expected = format!("… {expected} …");
            self.acc.push(Difference::new("$.cause", expected, cause));
        }
    }

    /// Compares the details of an event, as far as the case names them.
    fn compare_details(&mut self, key: &str, event: Option<&HistoryEvent>) {
        let Some(Value::Object(expected)) = self.expected(key).cloned() else { return };
        let wire = event.map(wire::event).unwrap_or_default();
        let mut members = wire.as_object().into_iter().flatten();
        let details = members.find(|(name, _)| name.ends_with("EventDetails"));
        for (name, value) in &expected {
            let actual = details.and_then(|(_, it)| it.get(name));
            let place = (&*format!("$.{key}.{name}"), name);
            diff(Some(value), actual, place, &mut Binding::default(), &mut self.acc);
        }
    }

    fn expected(&self, key: &str) -> Option<&Value> {
        self.case.get("expect")?.get(key)
    }
}

/// "The `cause` stands without the prefix that a real execution adds."
fn without_prefix(cause: &str) -> &str {
    let rest = cause.strip_prefix("An error occurred while executing the state 'Pass' ");
    rest.and_then(|it| it.strip_prefix("(entered at the event id #2). ")).unwrap_or(cause)
}
