//! What follows from settings and workspace, and what is refused. The examples are the plan's too.

use expect_test::{Expect, expect};

use super::*;
use crate::config::Sources;

const DEFINITION: &str = r#"{"StartAt":"Download","States":{"Download":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"${DownloadArn}"},"End":true}}}"#;

pub(crate) fn bundle() -> Bundle {
    Bundle {
        machines: vec![bundle::Machine {
            name: "store".to_owned(),
            definition: DEFINITION.to_owned(),
            placeholders: BTreeMap::from([(
                "DownloadArn".to_owned(),
                Target::Lambda("download".to_owned()),
            )]),
            default_input: serde_json::json!({ "bucketName": "local", "rows": 3 }),
        }],
        functions: vec![bundle::Function {
            name: "download".to_owned(),
            zip: "download.zip".into(),
            architecture: "arm64".to_owned(),
            writes: vec!["benner*.csv".to_owned()],
        }],
    }
}

pub(crate) fn with(file: &str, bundle: &Bundle) -> Result<Desired, DesiredError> {
    let sources = Sources { file: file.to_owned(), ..Sources::default() };
    let config = Config::load(&sources, &bundle.function_names()).unwrap();
    let code = bundle
        .functions
        .iter()
        .map(|it| (it.name.clone(), Code::new(&it.name, b"a zip".to_vec()).unwrap()));
    desired(&config, bundle, &code.collect(), &Place::new("eu-central-1", "123456789012"))
}

pub(crate) const ALL: &str = r#"
    schedule.expression = "cron(0 6 ? * MON *)"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
    lambda.environment = { LEVEL = "info" }
    tags = { team = "sky" }
"#;

#[track_caller]
fn check_refusal(file: &str, bundle: &Bundle, expect: Expect) {
    expect.assert_eq(&with(file, bundle).unwrap_err().to_string());
}

#[test]
fn everything_follows_from_names() {
    let desired = with(ALL, &bundle()).unwrap();
    let lines = desired.resources().into_iter().map(|(id, properties)| {
        let properties = properties.iter().map(|(name, value)| format!("    {name}: {value}\n"));
        format!("{id}\n{}", properties.collect::<String>())
    });
    expect![[r#"
        bucket `stepwright-dev-123456789012-eu-central-1`
            BucketEncryption: "AES256"
            BucketPolicy: {"Version":"2012-10-17","Statement":[{"Sid":"DenyWithoutTLS","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::stepwright-dev-123456789012-eu-central-1","arn:aws:s3:::stepwright-dev-123456789012-eu-central-1/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
            PublicAccessBlock: true
            VersioningConfiguration: "Enabled"
        role `stepwright-dev-download-eu-central-1`
            AssumeRolePolicyDocument: {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            Policy: {"Version":"2012-10-17","Statement":[{"Sid":"LogsCreateLogStreamPutLogEvents","Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vendedlogs/stepwright/stepwright/dev/download:*"},{"Sid":"S3PutObject","Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::stepwright-dev-123456789012-eu-central-1/benner*.csv"}]}
        role `stepwright-dev-store-eu-central-1`
            AssumeRolePolicyDocument: {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"ArnLike":{"aws:SourceArn":["arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-dev-store","arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-dev-store:*"]},"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}
            Policy: {"Version":"2012-10-17","Statement":[{"Sid":"LambdaInvokeFunction","Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:eu-central-1:123456789012:function:stepwright-dev-download:live"},{"Sid":"LogsCreateLogDeliveryAndMore","Effect":"Allow","Action":["logs:CreateLogDelivery","logs:DeleteLogDelivery","logs:DescribeLogGroups","logs:DescribeResourcePolicies","logs:GetLogDelivery","logs:ListLogDeliveries","logs:PutResourcePolicy","logs:UpdateLogDelivery"],"Resource":"*"},{"Sid":"XrayGetSamplingRulesAndMore","Effect":"Allow","Action":["xray:GetSamplingRules","xray:GetSamplingTargets","xray:PutTelemetryRecords","xray:PutTraceSegments"],"Resource":"*"}]}
        role `stepwright-dev-schedule-eu-central-1`
            AssumeRolePolicyDocument: {"Version":"2012-10-17","Statement":[{"Sid":"AssumeRole","Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:scheduler:eu-central-1:123456789012:schedule-group/stepwright-dev-schedules"},"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}
            Policy: {"Version":"2012-10-17","Statement":[{"Sid":"StatesStartExecution","Effect":"Allow","Action":"states:StartExecution","Resource":"arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-dev-store","Condition":{"ForAnyValue:StringEquals":{"states:StateMachineQualifier":"live"}}}]}
        log group `/aws/vendedlogs/stepwright/stepwright/dev/download`
            RetentionInDays: 30
        log group `/aws/vendedlogs/stepwright/stepwright/dev/store`
            RetentionInDays: 30
        function `stepwright-dev-download`
            Architectures: ["arm64"]
            CodeSha256: "mkRVdGXvxkS3EX6T6vE8M82Vb19PEsohvVGulOqXFpo="
            Environment: {"LEVEL":"info"}
            Handler: "bootstrap"
            LoggingConfig: {"LogFormat":"JSON","LogGroup":"/aws/vendedlogs/stepwright/stepwright/dev/download"}
            MemorySize: 256
            ReservedConcurrentExecutions: null
            Role: "arn:aws:iam::123456789012:role/stepwright-dev-download-eu-central-1"
            Runtime: "provided.al2023"
            Timeout: 60
        function alias `stepwright-dev-download:live`
            Content: "f7bc6dfaeef6ed543c9382b2578f3425e286b898a56298fb2dd505e430939596"
        state machine `stepwright-dev-store`
            Definition: "{\"StartAt\":\"Download\",\"States\":{\"Download\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"arn:aws:lambda:eu-central-1:123456789012:function:stepwright-dev-download:live\"},\"End\":true}}}"
            LoggingConfiguration: {"Destination":"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vendedlogs/stepwright/stepwright/dev/store:*","IncludeExecutionData":false,"Level":"ERROR"}
            RoleArn: "arn:aws:iam::123456789012:role/stepwright-dev-store-eu-central-1"
            TracingConfiguration: {"Enabled":true}
            Type: "STANDARD"
        state machine alias `stepwright-dev-store:live`
            Content: "9fb3cbd8b1bb70710250eea0285d4b4ee4a88f9872d0c9efc8c4a791a23fafab"
        schedule group `stepwright-dev-schedules`
        schedule `stepwright-dev-schedules/store`
            ScheduleExpression: "cron(0 6 ? * MON *)"
            ScheduleExpressionTimezone: "UTC"
            State: "ENABLED"
            Target: {"Arn":"arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-dev-store:live","Input":"{\"bucketName\":\"stepwright-dev-123456789012-eu-central-1\",\"rows\":3}","RoleArn":"arn:aws:iam::123456789012:role/stepwright-dev-schedule-eu-central-1"}
        alarm `stepwright-dev-store-failed`
            AlarmActions: ["arn:aws:sns:eu-central-1:123456789012:oncall"]
            MetricName: "ExecutionsFailed"
            Namespace: "AWS/States"
            Period: 300
            StateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-dev-store"
            Threshold: 1.0
    "#]].assert_eq(&lines.collect::<String>());
    assert_eq!(desired.machines[0].default_input["bucketName"], desired.bucket.name.as_str());
    assert_eq!(desired.with(), ["schedule", "alarm"]);
}

#[test]
fn a_machine_that_logs_nothing_has_no_destination() {
    let desired = with("state-machine.log-level = \"OFF\"", &bundle()).unwrap();
    let properties = desired.machines[0].properties();
    assert_eq!(properties["LoggingConfiguration"]["Destination"], serde_json::Value::Null);
}

#[test]
fn a_reservation_is_shared_by_all_versions_and_changes_none() {
    let [with, without] =
        ["lambda.reserved-concurrency = 3", ""].map(|it| with(it, &bundle()).unwrap());
    let (with, without) = (&with.functions[0], &without.functions[0]);
    assert_eq!(with.alias, without.alias);
    assert_ne!(with.properties(), without.properties());
}

#[test]
fn names_that_are_too_long_are_refused() {
    check_refusal(
        "names = \"{project}-{stage}-a-name-that-nobody-can-remember-or-type-{name}\"",
        &bundle(),
        expect![
            "the role would be called `stepwright-dev-a-name-that-nobody-can-remember-or-type-download-eu-central-1`, and AWS takes 64 characters at most: shorten the project, the stage or `names` in stepwright.toml"
        ],
    );
    check_refusal(
        "bucket = \"Data-{stage}\"",
        &bundle(),
        expect![
            "no bucket can be called `Data-dev`: a name has 3 to 63 lowercase letters, digits, dots and hyphens, and begins and ends with a letter or a digit; change `bucket` in stepwright.toml"
        ],
    );
}

#[test]
fn placeholders_that_stand_for_nothing_are_refused() {
    let mut bundle = bundle();
    bundle.machines[0].placeholders.clear();
    check_refusal(
        "",
        &bundle,
        expect![
            "the definition of `store` has `${DownloadArn}` in it, which stands for nothing that this workspace knows"
        ],
    );
    let target = Target::Machine("rank".to_owned());
    bundle.machines[0].placeholders.insert("DownloadArn".to_owned(), target);
    check_refusal(
        "",
        &bundle,
        expect![
            "the definition of `store` has `${DownloadArn}` in it, which stands for the state machine `rank`, which this workspace does not have"
        ],
    );
}

#[test]
fn a_definition_that_aws_does_not_take_is_refused() {
    let mut bundle = bundle();
    bundle.machines[0].definition = format!("{DEFINITION}{}", " ".repeat(DEFINITION_BYTES_MAX));
    check_refusal(
        "",
        &bundle,
        expect![
            "the definition of `store` has 1048802 bytes, and Step Functions takes 1048576 at most: move a part of it into a state machine of its own"
        ],
    );
    bundle.machines[0].definition = "{".to_owned();
    check_refusal(
        "",
        &bundle,
        expect![
            "the definition of `store` cannot be read: 1:2: the text ends where a key in double quotes was expected"
        ],
    );
}

#[test]
fn a_policy_that_iam_does_not_take_is_refused() {
    let mut bundle = bundle();
    let state = |number: usize| {
        let table = "t".repeat(200);
        format!(
            r#""S{number}":{{"Type":"Task","Resource":"arn:aws:states:::dynamodb:putItem","Parameters":{{"TableName":"{table}{number}"}},"End":true}}"#
        )
    };
    let states: Vec<String> = (0..50).map(state).collect();
    bundle.machines[0].definition =
        format!(r#"{{"StartAt":"S0","States":{{{}}}}}"#, states.join(","));
    check_refusal(
        "",
        &bundle,
        expect![
            "the policy of the role `stepwright-dev-store-eu-central-1` has 13280 characters, and IAM takes 10240 at most: move a part of the state machine into one of its own"
        ],
    );
}

/// What a role may do, where only an execution's input names topic and bucket.
#[test]
fn topics_and_buckets_of_the_settings_make_the_policy_exact() {
    let definition = r#"{"QueryLanguage":"JSONata","StartAt":"Tell","States":{"Tell":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Arguments":{"TopicArn":"{% $states.input.topic %}","Message":"m"},"Next":"Look"},"Look":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:getObject","Arguments":{"Bucket":"{% $states.input.bucket %}","Key":"k"},"End":true}}}"#;
    let mut bundle = bundle();
    bundle.machines[0].definition = definition.to_owned();
    bundle.machines[0].placeholders.clear();
    let allowed = |settings: &str| {
        let desired = with(settings, &bundle).unwrap();
        let role = desired.roles.iter().find(|it| it.name.contains("store")).unwrap();
        let statements = role.policy.document["Statement"].as_array().unwrap().clone();
        let of = |action: &str| {
            let statement = statements.iter().find(|it| it["Action"] == action).unwrap();
            statement["Resource"].to_string()
        };
        format!("{}\n{}", of("sns:Publish"), of("s3:GetObject"))
    };
    expect![[r#"
        "arn:aws:sns:eu-central-1:123456789012:*"
        "arn:aws:s3:::stepwright-dev-123456789012-eu-central-1/k""#]]
    .assert_eq(&allowed(""));
    let settings =
        "topics = [\"arn:aws:sns:eu-central-1:123456789012:news\"]\nother-buckets = [\"maps\"]";
    expect![[r#"
        "arn:aws:sns:eu-central-1:123456789012:news"
        ["arn:aws:s3:::maps/k","arn:aws:s3:::stepwright-dev-123456789012-eu-central-1/k"]"#]]
    .assert_eq(&allowed(settings));
}
