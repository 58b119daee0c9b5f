//! The program itself: what it prints, and what it ends with.

use expect_test::expect;

use crate::desk::Desk;

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
        9 to create; about 21 requests to apply it

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
        9 to create; about 21 requests to apply it

        arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-desk-store:live
          start an execution: https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/statemachines/view/arn:aws:states:eu-central-1:123456789012:stateMachine:stepwright-desk-store
          with this input:    {"bucketName":"stepwright-desk-123456789012-eu-central-1"}
    "#]]).await;
    let again = desk.run("deploy --dry-run").await;
    assert_eq!(again.code, Some(0));
    assert!(again.out.contains("\n9 unchanged\n"), "{}", again.out);
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
    let destroyed = desk.run("destroy --yes").await;
    assert_eq!(destroyed.code, Some(0), "{}", destroyed.errors);
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
    assert_eq!(plan.code, Some(2));
    let plan: serde_json::Value = serde_json::from_str(&plan.out).unwrap();
    assert_eq!(plan["changes"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_drawn_also_where_nothing_is_done() {
    let Some(desk) = Desk::new("picture").await else { return };
    let file = desk.folder.path().join("change.svg");
    let output = desk.run(&format!("deploy --dry-run --picture {}", file.display())).await;
    assert_eq!(output.code, Some(2));
    let picture = std::fs::read_to_string(&file).unwrap();
    assert!(picture.starts_with("<svg ") && picture.contains("state task added"), "{picture}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_mistakes_is_told_with_its_lines_before_anything_is_asked() {
    let Some(desk) = Desk::new("mistakes").await else { return };
    std::fs::write(desk.folder.path().join("stepwright.toml"), "regoin = \"x\"\n").unwrap();
    desk.check_error(
        "deploy",
        expect![[r#"
        error: stepwright.toml:1: there is no key `regoin`; did you mean `region`?
    "#]],
    )
    .await;
    assert_eq!(desk.proxy.take(), []);
}
