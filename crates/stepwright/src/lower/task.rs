//! A Task: what it calls, and with what.

use stepwright_asl as asl;
use stepwright_json::{Object, Value};

use super::Lowering;
use crate::callable::Target;
use crate::graph::{Input, Site, StateId, TaskSpec, Work};

const INVOKE: &str = "arn:aws:states:::lambda:invoke";
const START_EXECUTION: &str = "arn:aws:states:::states:startExecution";

impl Lowering<'_> {
    pub(super) fn task(&self, id: StateId, task: &TaskSpec) -> asl::Task {
        let way = self.way(id);
        let site = Site::State(id);
        let (resource, arguments) = self.call(site, task);
        asl::Task {
            comment: self.comment(id),
            resource: Some(resource),
            arguments,
            credentials: task
                .credentials
                .map(|it| [("RoleArn", self.template(site, it))].into_iter().collect::<Object>()),
            timeout_seconds: task.timeout.map(|it| self.number(site, it)),
            heartbeat_seconds: task.heartbeat.map(|it| self.number(site, it)),
            assign: way.assign,
            output: way.output,
            retry: self.retry(id),
            catch: self.catch(id),
            ..asl::Task::default()
        }
    }

    /// `Resource` and `Arguments`.
    fn call(&self, site: Site, task: &TaskSpec) -> (String, Option<Value>) {
        let input = match task.input {
            Input::Nothing => None,
            Input::Value(node) => Some(self.template(site, node)),
        };
        let wait = if task.token.is_some() { ".waitForTaskToken" } else { "" };
        let arn = |arn: &str| self.resource(&format!("{arn}{wait}"));
        match &task.work {
            Work::Target(target @ Target::Lambda(_)) => {
                // A handler that takes `()` takes `null`; left out, the payload would be `{}`.
                let payload = ("Payload", input.unwrap_or(Value::Null));
                let function = ("FunctionName", Value::from(Self::target(*target)));
                (arn(INVOKE), Some(object([function, payload])))
            }
            Work::Target(target @ Target::Machine(_)) => {
                let machine = ("StateMachineArn", Value::from(Self::target(*target)));
                let input = input.map(|it| ("Input", it));
                let wait = if task.token.is_some() { "" } else { ".sync:2" };
                let arguments = object([machine].into_iter().chain(input));
                (arn(&format!("{START_EXECUTION}{wait}")), Some(arguments))
            }
            Work::Target(target @ Target::Activity(_)) => {
                (Self::target(*target), Some(input.unwrap_or(Value::Null)))
            }
            Work::Target(Target::Service(resource)) => {
                // Left out, the state's whole input would be the request.
                (arn(resource), Some(input.unwrap_or_else(|| Value::from(Object::new()))))
            }
            Work::Raw(resource) => (arn(resource), input),
        }
    }
}

fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::from(fields.into_iter().collect::<Object>())
}
