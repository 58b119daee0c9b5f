//! The program itself: what it prints, and what it ends with.

use std::path::PathBuf;
use std::process::{Command, Output};

use expect_test::{Expect, expect};
use tempfile::TempDir;

use crate::proxy::Proxy;
use crate::stage::Stage;

/// A folder with all that the program reads, and where it deploys to.
struct Desk {
    folder: TempDir,
    proxy: Proxy,
    name: &'static str,
}

impl Desk {
    async fn new(name: &'static str) -> Option<Self> {
        let stage = Stage::new(name).await?;
        let folder = tempfile::tempdir().unwrap();
        let mut bundle = stage.bundle;
        bundle.functions[0].zip = folder.path().join("download.zip");
        std::fs::write(&bundle.functions[0].zip, b"a zip").unwrap();
        std::fs::write(folder.path().join("bundle.json"), serde_json::to_vec(&bundle).unwrap())
            .unwrap();
        Some(Self { folder, proxy: stage.proxy, name })
    }

    async fn run(&self, line: &str) -> Output {
        let mut command = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_stepwright-deploy")));
        command
            .args(line.split(' '))
            .args(["--stage", self.name, "--root"])
            .arg(self.folder.path());
        command.arg("--bundle").arg(self.folder.path().join("bundle.json"));
        command.env_clear().envs([
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ENDPOINT_URL", &self.proxy.url),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ]);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    async fn check(&self, line: &str, code: i32, expect: Expect) {
        let output = self.run(line).await;
        let text = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{text}{errors}");
        assert!(!text.contains("test/") && !errors.contains("AWS_SECRET"), "{text}{errors}");
        expect.assert_eq(&text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_plan_to_nothing_again() {
    let Some(desk) = Desk::new("desk").await else { return };
    desk.check(
        "deploy",
        2,
        expect![[r#"
        stepwright/desk in eu-central-1, account 123456789012

        + bucket `stepwright-desk-123456789012-eu-central-1`
        + role `stepwright-desk-download-eu-central-1`
        + role `stepwright-desk-store-eu-central-1`
        + log group `/aws/vendedlogs/stepwright/stepwright/desk/download`
        + log group `/aws/vendedlogs/stepwright/stepwright/desk/store`
        + function `stepwright-desk-download`
        + function alias `stepwright-desk-download:live`
        + state machine `stepwright-desk-store`
        + state machine alias `stepwright-desk-store:live`
        9 to create; about 21 requests

    "#]],
    )
    .await;
    desk.check("deploy --yes", 0, expect![[r#"
        stepwright/desk in eu-central-1, account 123456789012

        + bucket `stepwright-desk-123456789012-eu-central-1`
        + role `stepwright-desk-download-eu-central-1`
        + role `stepwright-desk-store-eu-central-1`
        + log group `/aws/vendedlogs/stepwright/stepwright/desk/download`
        + log group `/aws/vendedlogs/stepwright/stepwright/desk/store`
        + function `stepwright-desk-download`
        + function alias `stepwright-desk-download:live`
        + state machine `stepwright-desk-store`
        + state machine alias `stepwright-desk-store:live`
        9 to create; about 21 requests

        arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-desk-store:live
          start an execution: https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/statemachines/view/arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-desk-store
          with this input:    {"bucketName":"stepwright-desk-123456789012-eu-central-1"}
    "#]]).await;
    let again = desk.run("deploy --dry-run").await;
    assert!(again.status.success());
    assert!(String::from_utf8_lossy(&again.stdout).contains("\n9 unchanged\n"));
    desk.check("rollback --yes", 1, expect![[""]]).await;
    desk.check(
        "destroy",
        2,
        expect![[r#"
        - state machine `stepwright-desk-store`
        - function `stepwright-desk-download`
        - log group `/aws/vendedlogs/stepwright/stepwright/desk/store`
        - log group `/aws/vendedlogs/stepwright/stepwright/desk/download`
        - role `stepwright-desk-store-eu-central-1`
        - role `stepwright-desk-download-eu-central-1`
        - bucket `stepwright-desk-123456789012-eu-central-1`
    "#]],
    )
    .await;
    let output = desk.run("destroy --yes").await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    desk.check(
        "destroy --yes",
        0,
        expect![[r#"
        there is nothing of stepwright/desk
    "#]],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn permissions_are_explained_and_plans_are_json() {
    let Some(desk) = Desk::new("explain").await else { return };
    desk.check("deploy --explain-permissions", 0, expect![[r#"
        role `stepwright-explain-download-eu-central-1`, of the function `download`

        LogsCreateLogStreamPutLogEvents
          allows  logs:CreateLogStream
                  logs:PutLogEvents
          on      arn:aws:logs:eu-central-1:123456789012:log-group:/aws/vendedlogs/stepwright/stepwright/explain/download:*
          because writes its log

        S3PutObject
          allows  s3:PutObject
          on      arn:aws:s3:::stepwright-explain-123456789012-eu-central-1/benner*.csv
          because writes objects

        role `stepwright-explain-store-eu-central-1`, of the state machine `store`

        LambdaInvokeFunction
          allows  lambda:InvokeFunction
          on      arn:aws:lambda:eu-central-1:123456789012:function:stepwright-explain-download:live
          because calls `lambda:invoke`
                  at /States/Download

        LogsCreateLogDeliveryAndMore
          allows  logs:CreateLogDelivery
                  logs:DeleteLogDelivery
                  logs:DescribeLogGroups
                  logs:DescribeResourcePolicies
                  logs:GetLogDelivery
                  logs:ListLogDeliveries
                  logs:PutResourcePolicy
                  logs:UpdateLogDelivery
          on      *
          because executions are logged to CloudWatch Logs; AWS checks these actions against no resource

        XrayGetSamplingRulesAndMore
          allows  xray:GetSamplingRules
                  xray:GetSamplingTargets
                  xray:PutTelemetryRecords
                  xray:PutTraceSegments
          on      *
          because executions are traced by X-Ray; AWS checks these actions against no resource

    "#]]).await;
    let plan = desk.run("deploy --json --dry-run").await;
    assert_eq!(plan.status.code(), Some(2));
    let plan: serde_json::Value = serde_json::from_slice(&plan.stdout).unwrap();
    assert_eq!(plan["changes"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_drawn_also_where_nothing_is_done() {
    let Some(desk) = Desk::new("picture").await else { return };
    let file = desk.folder.path().join("change.svg");
    let output = desk.run(&format!("deploy --dry-run --picture {}", file.display())).await;
    assert_eq!(output.status.code(), Some(2));
    let picture = std::fs::read_to_string(&file).unwrap();
    assert!(picture.starts_with("<svg ") && picture.contains("state task added"), "{picture}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_mistakes_is_told_with_its_lines_before_anything_is_asked() {
    let Some(desk) = Desk::new("mistakes").await else { return };
    std::fs::write(desk.folder.path().join("stepwright.toml"), "regoin = \"x\"\n").unwrap();
    let output = desk.run("deploy").await;
    let errors = String::from_utf8(output.stderr).unwrap();
    expect![[r#"
        error: stepwright.toml:1: there is no key `regoin`; did you mean `region`?
    "#]]
    .assert_eq(&errors);
    assert_eq!(desk.proxy.take(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_credentials_it_says_how_to_log_in() {
    let Some(desk) = Desk::new("nobody").await else { return };
    let mut command = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_stepwright-deploy")));
    command.args(["deploy", "--region", "eu-central-1", "--root"]).arg(desk.folder.path());
    command.arg("--bundle").arg(desk.folder.path().join("bundle.json")).env_clear();
    command.envs([("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_CONFIG_FILE", "/dev/null")]);
    command.envs([
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("AWS_ENDPOINT_URL", &desk.proxy.url),
    ]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("there are no AWS credentials"), "{errors}");
    assert!(errors.contains("log in, for instance with `aws sso login`"), "{errors}");
}
