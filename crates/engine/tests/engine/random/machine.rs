//! A random machine: all eight states, scopes within scopes, retriers, catchers, and ways back.

use std::sync::Arc;

use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_json::{Array, Object, Value, json};

use super::bytes::Bytes;
use super::expressions::{
    condition, items, number, template, template_with_error, template_with_result,
};
use super::json_path;

/// How deep scopes stand in scopes.
const DEPTH_MAX: usize = 3;
/// How many states there are.
const STATES_MAX: usize = 30;

const RESOURCES: &[&str] = &[
    "arn:aws:lambda:us-east-1:123456789012:function:f",
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:::aws-sdk:dynamodb:getItem",
    // An Express execution may call none of these.
    "arn:aws:states:::states:startExecution.sync:2",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "arn:aws:states:us-east-1:123456789012:activity:a",
];

const ERRORS: &[&str] = &["Boom", "States.ALL", "States.TaskFailed", "States.Timeout", "Other"];

/// A machine, as its definition says it.
pub(crate) fn definition(bytes: &mut Bytes<'_>) -> Value {
    let speaks_both = bytes.once_in(2);
    let mut writer = Writer { bytes, states: 0, is_express: false, speaks_both };
    let mut machine = writer.scope(0);
    if !speaks_both {
        machine.insert("QueryLanguage", "JSONata");
    }
    if writer.bytes.once_in(4) {
        machine.insert("TimeoutSeconds", 60);
    }
    machine.into()
}

/// The program of a machine that [`definition`] has made: those are sound.
pub(crate) fn program(definition: &Value) -> Arc<Program> {
    let machine = match StateMachine::from_value(definition) {
        Ok(it) => it,
        Err(error) => panic!("{definition}\n{error}"),
    };
    match compile(&machine) {
        Ok(it) => Arc::new(it),
        Err(diagnostics) => panic!("{definition}\n{diagnostics:?}"),
    }
}

struct Writer<'a, 'b> {
    bytes: &'a mut Bytes<'b>,
    states: usize,
    /// What is written runs as an Express execution, which may less.
    is_express: bool,
    /// A state is in JSONPath unless it says otherwise.
    speaks_both: bool,
}

impl Writer<'_, '_> {
    fn scope(&mut self, depth: usize) -> Object {
        let count = 1 + self.bytes.below(4);
        let names: Vec<String> = (0..count).map(|it| format!("S{}", self.states + it)).collect();
        self.states += count;
        let mut states = Object::new();
        for (at, name) in names.iter().enumerate() {
            let mut state = self.state(depth, &names, at);
            if self.speaks_both && self.bytes.once_in(3) {
                state.insert("QueryLanguage", "JSONata");
            } else if self.speaks_both {
                state = json_path::translated(&state, self.bytes);
            }
            states.insert(name.as_str(), state);
        }
        Object::from_iter([("StartAt", Value::from(names[0].as_str())), ("States", states.into())])
    }

    fn state(&mut self, depth: usize, names: &[String], at: usize) -> Object {
        let is_deep = depth >= DEPTH_MAX || self.states >= STATES_MAX;
        let mut state = match self.bytes.below(if is_deep { 9 } else { 14 }) {
            0..=3 => self.task(),
            5 => self.wait(),
            // The last of a scope can only lead back, often for ever.
            6 if at + 1 < names.len() || (!self.is_express && self.bytes.once_in(8)) => {
                return self.choice(names, at);
            }
            4 | 6 => self.pass(),
            7 => return self.succeed(),
            8 => return self.fail(),
            9 | 10 => self.parallel(depth),
            13 if !self.is_express => self.distributed_map(depth),
            _ => self.map(depth),
        };
        if self.bytes.once_in(3) {
            state.insert("Assign", json!({ "v": template(self.bytes), "w": { "deep": 1 } }));
        }
        let can_fail = ["Task", "Parallel", "Map"].map(Value::from);
        if state.get("Type").is_some_and(|it| can_fail.contains(it)) {
            self.error_handling(&mut state, names, at);
        }
        match names.get(at + 1) {
            Some(next) => _ = state.insert("Next", next.as_str()),
            None => _ = state.insert("End", true),
        }
        state
    }

    fn pass(&mut self) -> Object {
        object([("Type", "Pass".into()), ("Output", template(self.bytes))])
    }

    fn succeed(&mut self) -> Object {
        object([("Type", "Succeed".into()), ("Output", template(self.bytes))])
    }

    fn fail(&mut self) -> Object {
        let mut state = object([("Type", "Fail".into())]);
        if self.bytes.once_in(2) {
            state.insert(
                "Error",
                self.bytes.one_of(&["Boom", "Other", "{% $states.input.Error %}"]),
            );
            state.insert("Cause", self.bytes.one_of(&["because", "{% $string($v) %}"]));
        }
        state
    }

    fn wait(&mut self) -> Object {
        let mut state = object([("Type", "Wait".into())]);
        match self.bytes.below(3) {
            0 => state.insert("Timestamp", "1970-01-01T00:01:00Z"),
            1 if self.bytes.once_in(4) => state.insert("Timestamp", "{% $states.input.when %}"),
            _ => state.insert("Seconds", number(self.bytes, 90)),
        };
        state
    }

    fn choice(&mut self, names: &[String], at: usize) -> Object {
        let rules: Array = (0..=self.bytes.below(2))
            .map(|_| {
                let mut rule = object([
                    ("Condition", condition(self.bytes)),
                    ("Next", self.target(names, at).into()),
                ]);
                if self.bytes.once_in(3) {
                    rule.insert("Assign", json!({ "v": template(self.bytes) }));
                }
                Value::from(rule)
            })
            .collect();
        let mut state = object([("Type", "Choice".into()), ("Choices", rules.into())]);
        // What is written behind it has to be reached.
        match names.get(at + 1) {
            Some(next) => _ = state.insert("Default", next.as_str()),
            None if self.bytes.once_in(2) => _ = state.insert("Default", self.target(names, at)),
            None => {}
        }
        state
    }

    fn task(&mut self) -> Object {
        let resources = if self.is_express { &RESOURCES[..3] } else { RESOURCES };
        let resource = self.bytes.one_of(resources);
        let mut state = object([("Type", "Task".into()), ("Resource", resource.into())]);
        if self.bytes.once_in(2) {
            state.insert("Arguments", json!({ "argument": template(self.bytes) }));
        }
        if self.bytes.once_in(3) {
            state.insert("Output", template_with_result(self.bytes));
        }
        if self.bytes.once_in(3) {
            state.insert("TimeoutSeconds", 5 + self.bytes.byte() % 60);
            if self.bytes.once_in(2) {
                state.insert("HeartbeatSeconds", 1 + self.bytes.byte() % 4);
            }
        } else if self.bytes.once_in(12) {
            state.insert("TimeoutSeconds", "{% $states.input.a %}");
        }
        state
    }

    fn parallel(&mut self, depth: usize) -> Object {
        let branches: Array =
            (0..=self.bytes.below(3)).map(|_| Value::from(self.scope(depth + 1))).collect();
        let mut state = object([("Type", "Parallel".into()), ("Branches", branches.into())]);
        if self.bytes.once_in(3) {
            state.insert("Arguments", template(self.bytes));
        }
        if self.bytes.once_in(3) {
            state.insert("Output", template_with_result(self.bytes));
        }
        state
    }

    fn map(&mut self, depth: usize) -> Object {
        let mut state = object([("Type", "Map".into())]);
        if !self.bytes.once_in(12) {
            state.insert("Items", items(self.bytes));
        }
        if self.bytes.once_in(2) {
            state.insert("MaxConcurrency", number(self.bytes, 4));
        }
        if self.bytes.once_in(3) {
            let selector = json!({ "item": "{% $states.context.Map.Item.Value %}", "more": template(self.bytes) });
            state.insert("ItemSelector", selector);
        }
        if self.bytes.once_in(3) {
            state.insert("Output", template_with_result(self.bytes));
        }
        state.insert("ItemProcessor", self.scope(depth + 1));
        state
    }

    fn distributed_map(&mut self, depth: usize) -> Object {
        let execution_type = self.bytes.one_of(&["STANDARD", "EXPRESS"]);
        self.is_express = execution_type == "EXPRESS";
        let mut processor = self.scope(depth + 1);
        self.is_express = false;
        processor.insert(
            "ProcessorConfig",
            json!({ "Mode": "DISTRIBUTED", "ExecutionType": execution_type }),
        );
        let mut state = object([("Type", "Map".into()), ("ItemProcessor", processor.into())]);
        state.insert("MaxConcurrency", number(self.bytes, 4));
        state.insert("ToleratedFailureCount", self.bytes.byte() % 3);
        if self.bytes.once_in(3) {
            state.insert("ToleratedFailurePercentage", self.bytes.byte() % 100);
        }
        match self.bytes.below(4) {
            0 => state.insert("Items", items(self.bytes)),
            1 => state.insert("ItemReader", reader("s3:listObjectsV2", json!({}))),
            2 => {
                state.insert("ItemReader", reader("s3:getObject", json!({ "InputType": "JSONL" })))
            }
            _ => state.insert("ItemReader", reader("s3:getObject", json!({ "InputType": "JSON" }))),
        };
        if self.bytes.once_in(2) {
            state.insert(
                "ResultWriter",
                json!({ "Resource": "arn:aws:states:::s3:putObject", "Arguments": { "Bucket": "b" } }),
            );
        }
        if self.bytes.once_in(2) {
            state.insert("ItemBatcher", json!({ "MaxItemsPerBatch": 1 + self.bytes.byte() % 3 }));
        }
        state
    }

    fn error_handling(&mut self, state: &mut Object, names: &[String], at: usize) {
        if self.bytes.once_in(2) {
            let last =
                json!({ "ErrorEquals": ["States.ALL"], "MaxAttempts": self.bytes.byte() % 3 });
            let retriers = (0..=self.bytes.below(2)).map(|_| self.retrier()).chain([last]);
            let retriers: Array = retriers.collect();
            state.insert("Retry", retriers);
        }
        // An Express execution that goes in circles takes long to end.
        let may_loop = at + 1 < names.len() || !self.is_express;
        if may_loop && self.bytes.once_in(2) {
            let mut catcher = object([
                ("ErrorEquals", json!([self.bytes.one_of(ERRORS)])),
                ("Next", self.target(names, at).into()),
            ]);
            if self.bytes.once_in(2) {
                catcher.insert("Output", template_with_error(self.bytes));
            }
            if self.bytes.once_in(3) {
                catcher.insert("Assign", json!({ "v": template_with_error(self.bytes) }));
            }
            state.insert("Catch", json!([catcher]));
        }
    }

    fn retrier(&mut self) -> Value {
        json!({
            "ErrorEquals": [self.bytes.one_of(&["States.TaskFailed", "States.Timeout", "Other"])],
            "IntervalSeconds": 1 + self.bytes.byte() % 5,
            "MaxAttempts": self.bytes.byte() % 4,
            "BackoffRate": 1.5,
            "MaxDelaySeconds": 6,
            "JitterStrategy": self.bytes.one_of(&["NONE", "FULL"]),
        })
    }

    /// Mostly a state further on; now and then one further back, which makes a loop.
    fn target<'n>(&mut self, names: &'n [String], at: usize) -> &'n str {
        let is_last = at + 1 >= names.len();
        if is_last || (!self.is_express && self.bytes.once_in(16)) {
            return &names[self.bytes.below(names.len())];
        }
        let ahead = &names[at + 1..];
        &ahead[self.bytes.below(ahead.len())]
    }
}

fn reader(resource: &str, config: Value) -> Value {
    json!({
        "Resource": format!("arn:aws:states:::{resource}"),
        "ReaderConfig": config,
        "Arguments": { "Bucket": "b", "Key": "k" },
    })
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().collect()
}
