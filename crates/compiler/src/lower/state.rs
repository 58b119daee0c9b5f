//! Lowering of states, type by type.

use stepwright_asl::{self as asl, StateMachine};
use stepwright_json::Value;

use super::data_flow::Fields;
use super::language::Language;
use super::{Lowering, Names, Place};
use crate::program::{
    DataFlow, Fail, Parallel, ScopeIndex, State, StateKind, Task, Transition, Wait,
};
use crate::{IntegrationPattern, Resource, ResourceKind, Template};

impl Lowering {
    /// Lowers a state; nothing where it cannot be, which has been noted then.
    pub(super) fn state(
        &mut self,
        place: &Place<'_>,
        name: &str,
        state: &asl::State,
        names: &Names<'_>,
    ) -> Option<State> {
        let language = self.language_of(place, state)?;
        let around = std::mem::replace(&mut self.language, language);
        let lowered = self.state_in_force(place, name, state, names);
        self.language = around;
        lowered
    }

    /// The same, with the state's language in force.
    fn state_in_force(
        &mut self,
        place: &Place<'_>,
        name: &str,
        state: &asl::State,
        names: &Names<'_>,
    ) -> Option<State> {
        self.foreign_fields(place, state);
        let (retry, catch) = match state {
            asl::State::Task(it) => (it.retry.as_ref(), it.catch.as_ref()),
            asl::State::Parallel(it) => (it.retry.as_ref(), it.catch.as_ref()),
            asl::State::Map(it) => (it.retry.as_ref(), it.catch.as_ref()),
            asl::State::Pass(_)
            | asl::State::Choice(_)
            | asl::State::Wait(_)
            | asl::State::Succeed(_)
            | asl::State::Fail(_)
            | asl::State::Other(_) => (None, None),
        };
        // Before what may be given up on, so that nothing goes unsaid.
        let retriers = self.retriers(place, retry);
        let catchers = self.catchers(place, catch, names);
        let (kind, data_flow, transition) = match state {
            asl::State::Task(it) => self.task(place, it, names)?,
            asl::State::Pass(it) => self.pass(place, it, names)?,
            asl::State::Choice(it) => self.choice(place, it, names)?,
            asl::State::Wait(it) => self.wait(place, it, names)?,
            asl::State::Succeed(it) => self.succeed(place, it),
            asl::State::Fail(it) => self.fail(place, it),
            asl::State::Parallel(it) => self.parallel(place, it, names)?,
            asl::State::Map(it) => self.map(place, it, names)?,
            asl::State::Other(value) => return self.no_type(place, value),
        };
        Some(State { name: name.into(), kind, data_flow, transition, retriers, catchers })
    }

    fn no_type<T>(&mut self, place: &Place<'_>, value: &Value) -> Option<T> {
        if value.get("Type").is_none() {
            return self.required(place, "Type");
        }
        let known = "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]";
        self.schema(
            &place.key("Type"),
            format!("The field 'Type' should have one of these values: {known}"),
        )
    }

    fn task(&mut self, place: &Place<'_>, task: &asl::Task, names: &Names<'_>) -> Option<Lowered> {
        self.unknown_fields(place, &task.extra);
        let resource = match &task.resource {
            Some(arn) => match Resource::parse(arn) {
                Ok(it) => Some(it),
                Err(error) => self.schema(&place.key("Resource"), error.to_string()),
            },
            None => self.required(place, "Resource"),
        };
        if let Some(resource) = resource.as_ref().filter(|_| self.in_express) {
            self.not_in_express(&place.key("Resource"), resource);
        }
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: task.input_path.as_ref(),
                arguments: task.arguments.as_ref(),
                parameters: task.parameters.as_ref(),
                output: task.output.as_ref(),
                result_selector: task.result_selector.as_ref(),
                result_path: task.result_path.as_ref(),
                output_path: task.output_path.as_ref(),
                assign: task.assign.as_ref(),
                ..Fields::default()
            },
        );
        let credentials = task.credentials.clone().map(Value::Object);
        let credentials = self.field_template(place, "Credentials", credentials.as_ref());
        let timeout = self.field_number(
            place,
            ("TimeoutSeconds", task.timeout_seconds.as_ref()),
            ("TimeoutSecondsPath", task.timeout_seconds_path.as_ref()),
        );
        let heartbeat = self.field_number(
            place,
            ("HeartbeatSeconds", task.heartbeat_seconds.as_ref()),
            ("HeartbeatSecondsPath", task.heartbeat_seconds_path.as_ref()),
        );
        let transition = self.transition(place, task.next.as_deref(), task.end, names);
        let task = Task { resource: resource?, credentials, timeout, heartbeat };
        Some((StateKind::Task(task), data_flow, transition?))
    }

    /// Notes what an Express execution cannot wait for.
    fn not_in_express(&mut self, place: &Place<'_>, resource: &Resource) {
        let what = match (&resource.kind, resource.pattern()) {
            (ResourceKind::Activity, _) => "Activity ARN",
            (_, IntegrationPattern::RunJob | IntegrationPattern::RunJobParsed) => {
                "'.sync' service integration"
            }
            // The blank at the end is the service's.
            (_, IntegrationPattern::WaitForTaskToken) => "'.waitForTaskToken' service integration ",
            (_, IntegrationPattern::RequestResponse) => return,
        };
        self.schema::<()>(place, format!("Express state machine does not support {what}"));
    }

    fn pass(&mut self, place: &Place<'_>, pass: &asl::Pass, names: &Names<'_>) -> Option<Lowered> {
        self.unknown_fields(place, &pass.extra);
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: pass.input_path.as_ref(),
                parameters: pass.parameters.as_ref(),
                result: pass.result.as_ref(),
                output: pass.output.as_ref(),
                result_path: pass.result_path.as_ref(),
                output_path: pass.output_path.as_ref(),
                assign: pass.assign.as_ref(),
                ..Fields::default()
            },
        );
        let transition = self.transition(place, pass.next.as_deref(), pass.end, names)?;
        Some((StateKind::Pass, data_flow, transition))
    }

    fn wait(&mut self, place: &Place<'_>, wait: &asl::Wait, names: &Names<'_>) -> Option<Lowered> {
        self.unknown_fields(place, &wait.extra);
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: wait.input_path.as_ref(),
                output: wait.output.as_ref(),
                output_path: wait.output_path.as_ref(),
                assign: wait.assign.as_ref(),
                ..Fields::default()
            },
        );
        let transition = self.transition(place, wait.next.as_deref(), wait.end, names);
        let asl::Wait { seconds, seconds_path, timestamp, timestamp_path, .. } = wait;
        let wait = match (seconds, seconds_path, timestamp, timestamp_path) {
            (Some(seconds), None, None, None) => {
                self.number(&place.key("Seconds"), seconds).map(Wait::Seconds)
            }
            (None, Some(_), None, None) => {
                self.field_path(place, "SecondsPath", seconds_path.as_ref()).map(Wait::SecondsPath)
            }
            (None, None, Some(text), None) => {
                self.text(place, "Timestamp", Some(text)).map(Wait::Timestamp)
            }
            (None, None, None, Some(_)) => self
                .field_path(place, "TimestampPath", timestamp_path.as_ref())
                .map(Wait::TimestampPath),
            _ => self.schema(
                place,
                "This object should have only one of the following fields: \
                 [SecondsPath, Seconds, TimestampPath, Timestamp]"
                    .to_owned(),
            ),
        };
        Some((StateKind::Wait(wait?), data_flow, transition?))
    }

    fn succeed(&mut self, place: &Place<'_>, succeed: &asl::Succeed) -> Lowered {
        self.unknown_fields(place, &succeed.extra);
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: succeed.input_path.as_ref(),
                output: succeed.output.as_ref(),
                output_path: succeed.output_path.as_ref(),
                ..Fields::default()
            },
        );
        (StateKind::Succeed, data_flow, Transition::End)
    }

    fn fail(&mut self, place: &Place<'_>, fail: &asl::Fail) -> Lowered {
        self.unknown_fields(place, &fail.extra);
        let error = self.text_or_path(
            place,
            ("Error", fail.error.as_ref()),
            ("ErrorPath", fail.error_path.as_ref()),
        );
        let cause = self.text_or_path(
            place,
            ("Cause", fail.cause.as_ref()),
            ("CausePath", fail.cause_path.as_ref()),
        );
        (StateKind::Fail(Fail { error, cause }), DataFlow::default(), Transition::End)
    }

    /// A text, or the path or call that gives it.
    fn text_or_path(
        &mut self,
        place: &Place<'_>,
        (field, text): (&str, Option<&String>),
        (path_field, path): (&str, Option<&String>),
    ) -> Option<Template> {
        match (text, path.filter(|_| self.language == Language::JsonPath)) {
            (Some(_), Some(_)) => self.one_of(place, &[field, path_field]),
            (None, Some(path)) if !gives_text(path) => {
                // UNVERIFIED: which functions there are is documented; what is said of others is not.
                let message = format!(
                    "The value for the field '{path_field}' must be a valid JSONPath or a valid \
                     intrinsic function call"
                );
                self.schema(&place.key(path_field), message)
            }
            (None, Some(path)) => self.path_or_call(&place.key(path_field), path_field, path),
            (text, None) => self.text(place, field, text),
        }
    }

    fn parallel(
        &mut self,
        place: &Place<'_>,
        parallel: &asl::Parallel,
        names: &Names<'_>,
    ) -> Option<Lowered> {
        self.unknown_fields(place, &parallel.extra);
        let data_flow = self.data_flow(
            place,
            Fields {
                input_path: parallel.input_path.as_ref(),
                arguments: parallel.arguments.as_ref(),
                parameters: parallel.parameters.as_ref(),
                output: parallel.output.as_ref(),
                result_selector: parallel.result_selector.as_ref(),
                result_path: parallel.result_path.as_ref(),
                output_path: parallel.output_path.as_ref(),
                assign: parallel.assign.as_ref(),
                ..Fields::default()
            },
        );
        let transition = self.transition(place, parallel.next.as_deref(), parallel.end, names);
        let at = place.key("Branches");
        let branches: Vec<ScopeIndex> = match parallel.branches.as_deref() {
            None => self.required(place, "Branches")?,
            Some([]) => self.schema(&at, "Value cannot be empty".to_owned())?,
            Some(branches) => {
                let branches = branches.iter().enumerate();
                branches.map(|(index, it)| self.nested(&at.index(index), it)).collect()
            }
        };
        Some((StateKind::Parallel(Parallel { branches }), data_flow, transition?))
    }

    /// Lowers a branch or a processor.
    pub(super) fn nested(&mut self, place: &Place<'_>, machine: &StateMachine) -> ScopeIndex {
        self.unknown_fields(place, &machine.extra);
        let inert = [
            ("QueryLanguage", machine.query_language.is_some()),
            ("TimeoutSeconds", machine.timeout_seconds.is_some()),
            ("Version", machine.version.is_some()),
        ];
        for (field, is_there) in inert {
            if is_there {
                self.schema::<()>(place, format!("Field '{field}' is not supported"));
            }
        }
        self.scope(place, machine)
    }
}

/// Whether what stands in `ErrorPath` or `CausePath` can be a text: a path, or a call of a function that
/// gives one.
fn gives_text(path: &str) -> bool {
    const FUNCTIONS: [&str; 7] =
        ["Format", "JsonToString", "ArrayGetItem", "Base64Encode", "Base64Decode", "Hash", "UUID"];
    let call = path.trim_start().strip_prefix("States.");
    let function = call.and_then(|it| it.split_once('(')).map(|(name, _)| name);
    function.is_none_or(|it| FUNCTIONS.contains(&it))
}

/// What a state of one type is lowered to, without what several types share.
pub(super) type Lowered = (StateKind, DataFlow, Transition);
