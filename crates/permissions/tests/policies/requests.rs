//! The requests that executions of a definition make, worked out apart from the code under test: from
//! the JSON alone, with a made-up value wherever only a run knows one.
//!
//! It knows the integrations that definitions use most. What it does not know, snapshots hold.

use stepwright_asl::Value;
use stepwright_permissions::Request;

const ACCOUNT: &str = "us-east-1:123456789012";

/// The requests that are checked against the role of a machine called `m`.
pub(crate) fn requests(definition: &Value) -> Vec<Request> {
    let jsonata = definition["QueryLanguage"].as_str() == Some("JSONata");
    let mut found = Vec::new();
    of_states(definition, jsonata, &mut found);
    found
}

fn of_states(machine: &Value, jsonata: bool, acc: &mut Vec<Request>) {
    let Some(states) = machine["States"].as_object() else { return };
    for (_, state) in states {
        // A state's own language is not that of the states in it.
        let own = state["QueryLanguage"].as_str().map_or(jsonata, |it| it == "JSONata");
        match state["Type"].as_str() {
            Some("Task") if state.get("Credentials").is_none() => of_task(state, own, acc),
            Some("Map") => of_map(state, own, acc),
            _ => {}
        }
        for branch in state["Branches"].as_array().into_iter().flat_map(|it| it.iter()) {
            of_states(branch, jsonata, acc);
        }
        of_states(&state["ItemProcessor"], jsonata, acc);
        of_states(&state["Iterator"], jsonata, acc);
    }
}

fn of_task(state: &Value, jsonata: bool, acc: &mut Vec<Request>) {
    let Some(resource) = state["Resource"].as_str() else { return };
    let sent = Sent { value: &state[if jsonata { "Arguments" } else { "Parameters" }] };
    let mut ask = |action: &str, resource: String| acc.push(Request::new(action, &resource));
    if resource.contains(":lambda:") && resource.contains(":function:") {
        let here = format!(":lambda:{ACCOUNT}:");
        return ask("lambda:InvokeFunction", resource.replace(":lambda:::", &here));
    }
    let Some(name) = resource.strip_prefix("arn:aws:states:::") else { return };
    match name.strip_suffix(".waitForTaskToken").unwrap_or(name) {
        "lambda:invoke" | "aws-sdk:lambda:invoke" => {
            ask("lambda:InvokeFunction", sent.function());
        }
        "sns:publish" | "aws-sdk:sns:publish" => {
            if sent.value.get("PhoneNumber").is_none() {
                ask("sns:Publish", sent.arn("TopicArn", "sns", ""));
            }
        }
        "sqs:sendMessage" => {
            if let Some(url) = sent.text("QueueUrl") {
                let mut parts = url.rsplit('/');
                let (name, account) = (parts.next().unwrap(), parts.next().unwrap_or_default());
                if account.len() == 12 && url.contains("us-east-1") {
                    ask("sqs:SendMessage", format!("arn:aws:sqs:us-east-1:{account}:{name}"));
                }
            } else {
                ask("sqs:SendMessage", format!("arn:aws:sqs:{ACCOUNT}:any"));
            }
        }
        "dynamodb:getItem" | "aws-sdk:dynamodb:getItem" => ask("dynamodb:GetItem", sent.table()),
        "dynamodb:putItem" | "aws-sdk:dynamodb:putItem" => ask("dynamodb:PutItem", sent.table()),
        "dynamodb:updateItem" => ask("dynamodb:UpdateItem", sent.table()),
        "dynamodb:deleteItem" => ask("dynamodb:DeleteItem", sent.table()),
        "aws-sdk:s3:putObject" => ask("s3:PutObject", sent.object()),
        "aws-sdk:s3:getObject" | "aws-sdk:s3:headObject" => {
            if sent.value.get("VersionId").or_else(|| sent.value.get("VersionId.$")).is_none() {
                ask("s3:GetObject", sent.object());
            }
        }
        "events:putEvents" => {
            for bus in sent.buses() {
                ask("events:PutEvents", format!("arn:aws:events:{ACCOUNT}:event-bus/{bus}"));
            }
        }
        "states:startExecution" => acc.push(sent.machine()),
        "states:startExecution.sync" | "states:startExecution.sync:2" => {
            let machine = sent.machine();
            let execution =
                format!("{}:some", machine.resource.replace("stateMachine", "execution"));
            acc.push(machine);
            for action in ["states:DescribeExecution", "states:StopExecution"] {
                acc.push(Request::new(action, &execution));
            }
            let rule = "StepFunctionsGetEventsForStepFunctionsExecutionRule";
            for action in ["events:PutTargets", "events:PutRule", "events:DescribeRule"] {
                acc.push(Request::new(action, &format!("arn:aws:events:{ACCOUNT}:rule/{rule}")));
            }
        }
        "batch:submitJob.sync" => {
            acc.extend(
                ["batch:DescribeJobs", "batch:TerminateJob"].map(|it| Request::new(it, "*")),
            );
        }
        "glue:startJobRun.sync" => {
            let job = sent.named("JobName", "glue", "job/");
            for action in ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns"] {
                acc.push(Request::new(action, &job));
            }
        }
        other => acc.extend(of_sdk(other)),
    }
}

/// An operation whose resources nobody here knows: it must be allowed on any.
fn of_sdk(name: &str) -> Option<Request> {
    let (service, operation) = name.strip_prefix("aws-sdk:")?.split_once(':')?;
    let services = ["rekognition", "transcribe", "comprehend", "translate", "polly", "ec2", "fis"];
    let mut chars = operation.chars();
    let first = chars.next()?.to_ascii_uppercase();
    let action = format!("{service}:{first}{}", chars.as_str());
    services.contains(&service).then(|| Request::new(&action, "arn:aws:any:thing"))
}

fn of_map(state: &Value, jsonata: bool, acc: &mut Vec<Request>) {
    let processor = state.get("ItemProcessor").unwrap_or_else(|| &state["Iterator"]);
    if processor["ProcessorConfig"]["Mode"].as_str() != Some("DISTRIBUTED") {
        return;
    }
    let mut ask = |action: &str, resource: String| acc.push(Request::new(action, &resource));
    let child = format!("arn:aws:states:{ACCOUNT}:execution:m/some-label:some-child");
    ask("states:StartExecution", format!("arn:aws:states:{ACCOUNT}:stateMachine:m"));
    ask("states:DescribeExecution", child.clone());
    ask("states:StopExecution", child);
    let of = |it: &'static str| Sent {
        value: &state[it][if jsonata { "Arguments" } else { "Parameters" }],
    };
    match state["ItemReader"]["Resource"].as_str() {
        Some(it) if it.ends_with(":getObject") => ask("s3:GetObject", of("ItemReader").object()),
        Some(it) if it.ends_with(":listObjectsV2") => {
            let sent = of("ItemReader");
            let bucket = format!("arn:aws:s3:::{}", sent.or("Bucket", "any"));
            let prefix = sent.or("Prefix", "any/");
            acc.push(Request::new("s3:ListBucket", &bucket).with("s3:prefix", &prefix));
        }
        _ => {}
    }
    if state["ResultWriter"].get("Resource").is_some() {
        let sent = of("ResultWriter");
        let (bucket, prefix) = (sent.or("Bucket", "any"), sent.or("Prefix", "any"));
        let prefix = prefix.trim_end_matches('/');
        for action in [
            "s3:PutObject",
            "s3:GetObject",
            "s3:ListMultipartUploadParts",
            "s3:AbortMultipartUpload",
        ] {
            let key = format!("arn:aws:s3:::{bucket}/{prefix}/some-run/manifest.json");
            acc.push(Request::new(action, &key));
        }
    }
}

/// What a state sends.
struct Sent<'a> {
    value: &'a Value,
}

impl Sent<'_> {
    /// The text of a field, where the definition says it.
    fn text(&self, field: &str) -> Option<String> {
        let text = self.value.get(field)?.as_str()?;
        let Some(code) = text.strip_prefix("{%") else { return Some(text.to_owned()) };
        let code = code.trim_end_matches("%}").trim();
        let plain = code.strip_prefix('\'')?.strip_suffix('\'')?;
        (!plain.contains('\'')).then(|| plain.to_owned())
    }

    /// The text of a field, or something that can come of an expression.
    fn or(&self, field: &str, otherwise: &str) -> String {
        let literal = || {
            let text = self.value.get(field)?.as_str()?;
            let quote = ["{% '", "{%'"].iter().find_map(|it| text.strip_prefix(*it));
            let quote = quote.or_else(|| text.strip_prefix("{% \""))?;
            Some(quote.split_once(['\'', '"'])?.0.to_owned())
        };
        let template = || {
            let text = self.value.get(&format!("{field}.$"))?.as_str()?;
            let template = text.strip_prefix("States.Format('")?;
            Some(template.split(['{', '\'']).next()?.to_owned())
        };
        let made = || literal().or_else(template).map(|it| format!("{it}{otherwise}"));
        self.text(field).or_else(made).unwrap_or_else(|| otherwise.to_owned())
    }

    fn named(&self, field: &str, service: &str, kind: &str) -> String {
        let name = self.or(field, "any");
        let is_arn = name.starts_with("arn:");
        if is_arn { name } else { format!("arn:aws:{service}:{ACCOUNT}:{kind}{name}") }
    }

    /// As [`named`](Self::named), where a name without an ARN means nothing.
    fn arn(&self, field: &str, service: &str, kind: &str) -> String {
        let arn = self.named(field, service, kind);
        if self.text(field) == Some(arn.clone()) {
            arn
        } else {
            format!("arn:aws:{service}:{ACCOUNT}:{kind}any")
        }
    }

    fn table(&self) -> String {
        self.named("TableName", "dynamodb", "table/")
    }

    fn object(&self) -> String {
        format!("arn:aws:s3:::{}/{}", self.or("Bucket", "any"), self.or("Key", "some/key"))
    }

    fn function(&self) -> String {
        let arn = self.named("FunctionName", "lambda", "function:");
        let open = self.value.get("Qualifier.$").is_some()
            || self.value.get("Qualifier").is_some() && self.text("Qualifier").is_none();
        match self.text("Qualifier") {
            Some(qualifier) => format!("{arn}:{qualifier}"),
            None if open => format!("{arn}:some"),
            None => arn,
        }
    }

    fn buses(&self) -> Vec<String> {
        let Some(entries) = self.value.get("Entries").and_then(Value::as_array) else {
            return vec!["any".to_owned()];
        };
        let bus = |entry: &Value| match (entry.get("EventBusName"), entry.get("EventBusName.$")) {
            (None, None) => "default".to_owned(),
            _ => {
                let name = Sent { value: entry }.or("EventBusName", "any");
                name.rsplit('/').next().unwrap_or_default().to_owned()
            }
        };
        entries.iter().map(bus).collect()
    }

    fn machine(&self) -> Request {
        let arn = self.arn("StateMachineArn", "states", "stateMachine:");
        let parts: Vec<&str> = arn.split(':').collect();
        match parts.as_slice() {
            [head @ .., qualifier] if head.len() == 7 => {
                Request::new("states:StartExecution", &head.join(":"))
                    .with("states:StateMachineQualifier", qualifier)
            }
            _ => Request::new("states:StartExecution", &arn),
        }
    }
}
