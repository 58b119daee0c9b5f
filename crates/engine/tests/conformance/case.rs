//! A case: a definition, an input, what the tasks answer, and what AWS did.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use stepwright_asl::StateMachine;
use stepwright_compiler::compile;
use stepwright_engine::{Execution, Failure, FailureStage, ScheduleTask, Start};
use stepwright_json::{Object, Value};
use stepwright_testkit::{Answer, Outcome, World};

use crate::compare::{Binding, Difference, diff};
use crate::events::compare_events;
use crate::{functions, wire};

pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) topic: String,
    json: Value,
}

pub(crate) enum Verdict {
    Pass,
    Fail(Vec<Difference>),
    /// The definition does not compile, and why.
    NotRun(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("pass"),
            Self::NotRun(why) => write!(f, "not run: {why}"),
            Self::Fail(differences) => differences.iter().try_for_each(|it| writeln!(f, "{it}")),
        }
    }
}

impl Case {
    pub(crate) fn read(text: &str) -> Self {
        let case = Value::parse(text).unwrap();
        let text = |key| case.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { id: text("id"), topic: text("topic"), json: case }
    }

    pub(crate) fn judge(&self) -> Verdict {
        let definition = match self.text("definition_text") {
            "" => self.json.get("definition").cloned().unwrap_or_default(),
            text => Value::parse(text).unwrap(),
        };
        let machine = match StateMachine::from_value(&definition) {
            Ok(it) => it,
            Err(error) => return Verdict::NotRun(error.to_string()),
        };
        let program = match compile(&machine) {
            Ok(it) => Arc::new(it),
            Err(diagnostics) => {
                let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
                return Verdict::NotRun(lines.join("\n"));
            }
        };
        let mut left: Vec<&Value> = self.items("tasks").collect();
        let functions: Vec<&Value> = self.items("functions").collect();
        let mut world = World::new(move |request| {
            let recorded = recorded(&mut left, request);
            recorded
                .or_else(|| functions::answer(&functions, request))
                .unwrap_or_else(Answer::silence)
        });
        for object in self.items("s3_objects") {
            let text = |key| object.get(key).and_then(Value::as_str).unwrap_or_default();
            world = world.with_object(text("bucket"), text("key"), text("body"));
        }
        if let Ok(clock) = self.text("clock").parse() {
            world = world.beginning_at(clock);
        }
        if self.expected("status").and_then(Value::as_str) == Some("ABORTED") {
            let of = |key| self.expected(key).and_then(Value::as_str).map(Arc::from);
            let failure = Failure { error: of("error"), cause: of("cause") };
            world = world.stopped_after(SignedDuration::from_secs(1), failure);
        }
        let start = self.start(world.now());
        self.compare(&world.run_from(&program, start))
    }

    fn start(&self, now: jiff::Timestamp) -> Start {
        let machine = self.text("state_machine_arn");
        Start {
            input: self.json.get("input").cloned().unwrap_or_else(|| Object::new().into()),
            execution_name: self.text("execution_name").to_owned(),
            execution_arn: self.text("execution_arn").to_owned(),
            state_machine_arn: machine.to_owned(),
            state_machine_name: machine.rsplit(':').next().unwrap_or_default().to_owned(),
            role_arn: self.text("role_arn").to_owned(),
            now,
            seed: 0,
        }
    }

    fn compare(&self, execution: &Execution) -> Verdict {
        let mut binding = Binding::default();
        let mut differences = Vec::new();
        if let Some(events) = self.expected("events").and_then(Value::as_array) {
            let actual: Vec<Value> = execution.history().iter().map(wire::event).collect();
            let ordering = self.text("ordering");
            differences.extend(compare_events(events, &actual, ordering, &mut binding));
        }
        let failure = execution.failure();
        let text = |it: Option<&Arc<str>>| it.map(|it| Value::String(it.clone()));
        let ended = [
            ("status", Some(Value::from(execution.status().as_str()))),
            ("output", execution.output().cloned()),
            ("error", text(failure.and_then(|it| it.error.as_ref()))),
            ("cause", text(failure.and_then(|it| it.cause.as_ref()))),
        ];
        for (key, actual) in ended {
            if self.expected(key).is_some() || self.expected("status").is_some() {
                let (expected, actual) = (self.expected(key), actual.as_ref());
                diff(expected, actual, (&format!("$.{key}"), key), &mut binding, &mut differences);
            }
        }
        if differences.is_empty() { Verdict::Pass } else { Verdict::Fail(differences) }
    }

    fn expected(&self, key: &str) -> Option<&Value> {
        self.json.get("expected")?.get(key)
    }

    fn text(&self, key: &str) -> &str {
        self.json.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn items(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.json.get(key).and_then(Value::as_array).into_iter().flat_map(|it| it.iter())
    }
}

/// "The first unused entry with that state whose `parameters`/`input` equals P, else the first unused
/// entry with that state."
fn recorded(left: &mut Vec<&Value>, request: &ScheduleTask) -> Option<Answer> {
    let is_state = |it: &Value| it.get("state").and_then(Value::as_str) == Some(&request.state);
    let given = |it: &Value| it.get("parameters").or_else(|| it.get("input")).cloned();
    let is_same = |it: &Value| given(it).as_ref() == Some(&request.input);
    let exactly = left.iter().position(|it| is_state(it) && is_same(it));
    let Some(at) = exactly.or_else(|| left.iter().position(|it| is_state(it))) else {
        return unlinked(left);
    };
    let entry = left.remove(at);
    let mut answer = Answer::new(outcome(entry));
    answer.submitted = entry.get("submitted").cloned();
    answer.worker_name = entry.get("worker").and_then(Value::as_str).map(Arc::from);
    Some(answer)
}

/// Where the recording lost which outcome is whose, the outcomes come in order.
fn unlinked(left: &mut Vec<&Value>) -> Option<Answer> {
    let at = left.iter().position(|it| it.get("unlinked_outcome").is_some())?;
    let entry = left.remove(at);
    if let Some(result) = entry.get("output") {
        return Some(Answer::success(result.clone()));
    }
    let text = |key| entry.get(key).and_then(Value::as_str).map(Arc::from);
    let failure = Failure { error: text("error"), cause: text("cause") };
    Some(Answer::new(Outcome::Failure(failure, FailureStage::Running)))
}

fn outcome(entry: &Value) -> Outcome {
    if let Some(result) = entry.get("return") {
        return Outcome::Success(result.clone());
    }
    let Some(thrown) = entry.get("throw") else { return Outcome::Silence };
    let text = |key| {
        thrown.get(key).map(|it: &Value| match it {
            Value::String(text) => text.clone(),
            other => Arc::from(other.to_string()),
        })
    };
    let failure = Failure { error: text("error"), cause: text("cause") };
    let stage = match entry.get("outcome_event").and_then(Value::as_str).unwrap_or_default() {
        it if it.ends_with("ScheduleFailed") => FailureStage::Scheduling,
        it if it.ends_with("StartFailed") => FailureStage::Starting,
        it if it.ends_with("SubmitFailed") => FailureStage::Submitting,
        _ => FailureStage::Running,
    };
    Outcome::Failure(failure, stage)
}
