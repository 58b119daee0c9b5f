//! Lowering of states, type by type.

use stepwright_asl::{
    self as asl, JSON_PATH_FIELDS, ProcessorMode, QueryLanguage, StateMachine, jsonata_code,
};
use stepwright_json::Value;

use super::{Lowering, Names, Place};
use crate::program::{
    DataFlow, ExecutionType, Fail, Items, Map, Number, Parallel, ScopeIndex, State, StateKind,
    Task, Transition, Wait,
};
use crate::{Diagnostic, IntegrationPattern, Resource, ResourceKind, Severity};

impl Lowering {
    /// Lowers a state; nothing where it cannot be, which has been noted then.
    pub(super) fn state(
        &mut self,
        place: &Place,
        name: &str,
        state: &asl::State,
        names: &Names<'_>,
    ) -> Option<State> {
        if !self.speaks_jsonata(place, state) {
            return None;
        }
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

    fn no_type<T>(&mut self, place: &Place, value: &Value) -> Option<T> {
        if value.get("Type").is_none() {
            return self.required(place, "Type");
        }
        let known = "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]";
        self.schema(place, format!("The field 'Type' should have one of these values: {known}"))
    }

    /// Whether the state is in JSONata. What is not is noted.
    fn speaks_jsonata(&mut self, place: &Place, state: &asl::State) -> bool {
        let own = match state {
            asl::State::Task(it) => it.query_language.as_ref(),
            asl::State::Pass(it) => it.query_language.as_ref(),
            asl::State::Choice(it) => it.query_language.as_ref(),
            asl::State::Wait(it) => it.query_language.as_ref(),
            asl::State::Succeed(it) => it.query_language.as_ref(),
            asl::State::Fail(it) => it.query_language.as_ref(),
            asl::State::Parallel(it) => it.query_language.as_ref(),
            asl::State::Map(it) => it.query_language.as_ref(),
            asl::State::Other(_) => return true,
        };
        match own.unwrap_or(&self.language) {
            QueryLanguage::Jsonata | QueryLanguage::Other(_) => {
                self.fields_of_json_path(place, state);
                true
            }
            QueryLanguage::JsonPath if self.language == QueryLanguage::Jsonata => {
                let message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
                self.error("SCHEMA_VALIDATION_FAILED", place, message.to_owned());
                false
            }
            QueryLanguage::JsonPath => {
                self.not_yet(place, "JSONPATH_NOT_RUN", "states in JSONPath", JSON_PATH_HELP);
                false
            }
        }
    }

    fn fields_of_json_path(&mut self, place: &Place, state: &asl::State) {
        let Value::Object(fields) = state.to_value() else { return };
        for field in JSON_PATH_FIELDS {
            self.only_json_path(place, field, fields.contains_key(field));
        }
    }

    /// Notes a field that only JSONPath has, where it is there.
    pub(super) fn only_json_path(&mut self, place: &Place, field: &str, is_there: bool) {
        if is_there {
            let message = format!(
                "The QueryLanguage is set to 'JSONata', but field '{field}' is only supported for \
                 the 'JSONPath' QueryLanguage"
            );
            self.error("SCHEMA_VALIDATION_FAILED", place, message);
        }
    }

    /// Notes what AWS runs and Stepwright does not.
    pub(super) fn not_yet(&mut self, place: &Place, code: &'static str, what: &str, help: &str) {
        self.diagnostics.push(Diagnostic {
            severity: Severity::Error,
            code,
            pointer: place.pointer().to_owned(),
            message: format!("{what} cannot be run locally yet; AWS runs them"),
            help: Some(help.to_owned()),
        });
    }

    fn task(&mut self, place: &Place, task: &asl::Task, names: &Names<'_>) -> Option<Lowered> {
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
            task.arguments.as_ref(),
            task.output.as_ref(),
            task.assign.as_ref(),
        );
        let credentials = task.credentials.clone().map(Value::Object);
        let credentials = self.field_template(place, "Credentials", credentials.as_ref());
        let timeout = self.field_number(place, "TimeoutSeconds", task.timeout_seconds.as_ref());
        let heartbeat =
            self.field_number(place, "HeartbeatSeconds", task.heartbeat_seconds.as_ref());
        let transition = self.transition(place, task.next.as_deref(), task.end, names);
        let task = Task { resource: resource?, credentials, timeout, heartbeat };
        Some((StateKind::Task(task), data_flow, transition?))
    }

    /// Notes what an Express execution cannot wait for.
    fn not_in_express(&mut self, place: &Place, resource: &Resource) {
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

    fn pass(&mut self, place: &Place, pass: &asl::Pass, names: &Names<'_>) -> Option<Lowered> {
        self.unknown_fields(place, &pass.extra);
        let data_flow = self.data_flow(place, None, pass.output.as_ref(), pass.assign.as_ref());
        let transition = self.transition(place, pass.next.as_deref(), pass.end, names)?;
        Some((StateKind::Pass, data_flow, transition))
    }

    fn wait(&mut self, place: &Place, wait: &asl::Wait, names: &Names<'_>) -> Option<Lowered> {
        self.unknown_fields(place, &wait.extra);
        let data_flow = self.data_flow(place, None, wait.output.as_ref(), wait.assign.as_ref());
        let transition = self.transition(place, wait.next.as_deref(), wait.end, names);
        let wait = match (&wait.seconds, &wait.timestamp) {
            (Some(seconds), None) => self.number(&place.key("Seconds"), seconds).map(Wait::Seconds),
            (None, Some(text)) => self.text(place, "Timestamp", Some(text)).map(Wait::Timestamp),
            (None, None) | (Some(_), Some(_)) => self.schema(
                place,
                "This object should have only one of the following fields: \
                 [SecondsPath, Seconds, TimestampPath, Timestamp]"
                    .to_owned(),
            ),
        };
        Some((StateKind::Wait(wait?), data_flow, transition?))
    }

    fn succeed(&mut self, place: &Place, succeed: &asl::Succeed) -> Lowered {
        self.unknown_fields(place, &succeed.extra);
        let data_flow = self.data_flow(place, None, succeed.output.as_ref(), None);
        (StateKind::Succeed, data_flow, Transition::End)
    }

    fn fail(&mut self, place: &Place, fail: &asl::Fail) -> Lowered {
        self.unknown_fields(place, &fail.extra);
        let error = self.text(place, "Error", fail.error.as_ref());
        let cause = self.text(place, "Cause", fail.cause.as_ref());
        (StateKind::Fail(Fail { error, cause }), DataFlow::default(), Transition::End)
    }

    fn parallel(
        &mut self,
        place: &Place,
        parallel: &asl::Parallel,
        names: &Names<'_>,
    ) -> Option<Lowered> {
        self.unknown_fields(place, &parallel.extra);
        let data_flow = self.data_flow(
            place,
            parallel.arguments.as_ref(),
            parallel.output.as_ref(),
            parallel.assign.as_ref(),
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

    fn nested(&mut self, place: &Place, machine: &StateMachine) -> ScopeIndex {
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

    fn map(&mut self, place: &Place, map: &asl::Map, names: &Names<'_>) -> Option<Lowered> {
        self.unknown_fields(place, &map.extra);
        let data_flow = self.data_flow(place, None, map.output.as_ref(), map.assign.as_ref());
        let transition = self.transition(place, map.next.as_deref(), map.end, names);
        let items = match &map.items {
            Some(items) => Some(self.items(&place.key("Items"), items)?),
            None => None,
        };
        let item_selector = self.field_template(place, "ItemSelector", map.item_selector.as_ref());
        let max_concurrency = match &map.max_concurrency {
            Some(it) => self.number(&place.key("MaxConcurrency"), it)?,
            None => Number::Known(0),
        };
        let (field, machine) = match (&map.item_processor, &map.iterator) {
            (Some(it), None) => ("ItemProcessor", it),
            (None, Some(it)) => ("Iterator", it),
            (None, None) | (Some(_), Some(_)) => self.schema(
                place,
                "This object should have only one of the following fields: [ItemProcessor, Iterator]"
                    .to_owned(),
            )?,
        };
        let at = place.key(field);
        let distributed = match self.processor_mode(&at, machine) {
            ProcessorMode::Distributed => Some(Box::new(self.distributed_map(place, map, &at)?)),
            ProcessorMode::Inline | ProcessorMode::Other(_) => {
                self.only_distributed(place, map);
                None
            }
        };
        let was_express = self.in_express;
        self.in_express |=
            distributed.as_ref().is_some_and(|it| it.execution_type == ExecutionType::Express);
        let processor = self.nested(&at, machine);
        self.in_express = was_express;
        let map = Map { items, item_selector, max_concurrency, processor, distributed };
        Some((StateKind::Map(map), data_flow, transition?))
    }

    fn processor_mode(&mut self, place: &Place, machine: &StateMachine) -> ProcessorMode {
        let Some(config) = &machine.processor_config else { return ProcessorMode::Inline };
        let at = place.key("ProcessorConfig");
        self.unknown_fields(&at, &config.extra);
        let mode = config.mode.clone().unwrap_or(ProcessorMode::Inline);
        match &mode {
            ProcessorMode::Inline if config.execution_type.is_some() => {
                self.schema::<()>(&at, "Field 'ExecutionType' is not supported".to_owned());
            }
            ProcessorMode::Distributed if self.in_express => {
                let message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
                self.schema::<()>(&at.key("Mode"), message.to_owned());
            }
            ProcessorMode::Other(_) => {
                let message = "Value should be one of the following: [INLINE, DISTRIBUTED]";
                self.schema::<()>(&at.key("Mode"), message.to_owned());
            }
            ProcessorMode::Inline | ProcessorMode::Distributed => {}
        }
        mode
    }

    /// Notes what an inline Map would silently do without.
    // UNVERIFIED: whether AWS refuses these fields; running without them would lose data.
    fn only_distributed(&mut self, place: &Place, map: &asl::Map) {
        let fields = [
            ("ItemReader", map.item_reader.is_some()),
            ("ItemBatcher", map.item_batcher.is_some()),
            ("ResultWriter", map.result_writer.is_some()),
        ];
        for (field, is_there) in fields {
            if is_there {
                let message = format!("Field '{field}' has no effect in a Map that runs inline");
                self.error("DISTRIBUTED_ONLY_FIELD", place, message);
            }
        }
    }

    fn items(&mut self, place: &Place, items: &Value) -> Option<Items> {
        match items {
            Value::Array(_) => self.template(place, items).map(Items::Template),
            Value::String(text) => match jsonata_code(text) {
                Some(code) => self.expression(place, code).map(Items::Computed),
                None => self.schema(place, "Expected value of type [ARRAY, JSONATA]".to_owned()),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                self.schema(place, "Expected value of type [ARRAY, JSONATA]".to_owned())
            }
        }
    }
}

/// What a state of one type is lowered to, without what several types share.
pub(super) type Lowered = (StateKind, DataFlow, Transition);

const JSON_PATH_HELP: &str = "write the state in JSONata: \"QueryLanguage\": \"JSONata\", in the state or for the whole machine";
