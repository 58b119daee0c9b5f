//! AWS Batch, AWS CodeBuild, AWS Elemental MediaConvert: jobs in a queue or of a project.

use crate::arguments::Said;
use crate::call::{Call, Named};
use crate::need::Scope;
use crate::pass_role;

pub(super) fn batch(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "submitJob" {
        return None;
    }
    let queue =
        Named { field: "JobQueue", what: "job queue", service: "batch", kind: "job-queue/" };
    let queue = call.named(queue);
    call.need(&["batch:SubmitJob"], &queue);
    for definition in job_definitions(call) {
        call.need(&["batch:SubmitJob"], &definition);
    }
    if call.runs_job() {
        // AWS checks these against no resource.
        call.need_to_wait(&["batch:DescribeJobs", "batch:TerminateJob"], &Scope::all());
        call.need_managed_rule("StepFunctionsGetEventsForBatchJobsRule");
    }
    Some(())
}

/// A definition without a revision is the newest one, whose ARN has its revision.
fn job_definitions(call: &Call<'_>) -> Vec<Scope> {
    let named = Named {
        field: "JobDefinition",
        what: "job definition",
        service: "batch",
        kind: "job-definition/",
    };
    let scope = call.named(named);
    let name = scope.pattern.rsplit_once('/').map_or("", |(_, name)| name);
    if name.contains(':') || scope.pattern.ends_with('*') {
        return vec![scope];
    }
    // UNVERIFIED: which of the two is checked where no revision is given.
    let revisions = scope.clone().map(|it| format!("{it}:*"));
    vec![scope, revisions]
}

pub(super) fn codebuild(call: &mut Call<'_>, action: &str) -> Option<()> {
    let (iam, waits, rule): (&str, &[&str], &str) = match action {
        "startBuild" => (
            "StartBuild",
            &["codebuild:BatchGetBuilds", "codebuild:StopBuild"],
            "StepFunctionsGetEventForCodeBuildStartBuildRule",
        ),
        "startBuildBatch" => ("StartBuildBatch", &BUILD_BATCH, BUILD_BATCH_RULE),
        "retryBuildBatch" => ("RetryBuildBatch", &BUILD_BATCH, BUILD_BATCH_RULE),
        "stopBuild" => ("StopBuild", &[], ""),
        "stopBuildBatch" => ("StopBuildBatch", &[], ""),
        "deleteBuildBatch" => ("DeleteBuildBatch", &[], ""),
        "batchDeleteBuilds" => ("BatchDeleteBuilds", &[], ""),
        "batchGetReports" => ("BatchGetReports", &[], ""),
        _ => return None,
    };
    let scope = match action {
        "startBuild" | "startBuildBatch" => project(call),
        "batchGetReports" => {
            let any = call.context.arn("codebuild", "report-group/*");
            Scope::open(any, "reports are named by ARNs that only a run knows")
        }
        _ => {
            let any = call.context.arn("codebuild", "project/*");
            Scope::open(any, "builds are named by ids, not by their project")
        }
    };
    call.need(&[&format!("codebuild:{iam}")], &scope);
    if call.runs_job() && !waits.is_empty() {
        call.need_to_wait(waits, &scope);
        call.need_managed_rule(rule);
    }
    Some(())
}

const BUILD_BATCH: [&str; 2] = ["codebuild:BatchGetBuildBatches", "codebuild:StopBuildBatch"];
const BUILD_BATCH_RULE: &str = "StepFunctionsGetEventForCodeBuildStartBuildBatchRule";

fn project(call: &Call<'_>) -> Scope {
    let named =
        Named { field: "ProjectName", what: "project", service: "codebuild", kind: "project/" };
    call.named(named)
}

pub(super) fn mediaconvert(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "createJob" {
        return None;
    }
    let queue = call.arguments.field("Queue").said().or(|| Said::Text("Default".to_owned()));
    let named = Named { field: "Queue", what: "queue", service: "mediaconvert", kind: "queues/" };
    let queue = call.named_by(&queue, named);
    call.need(&["mediaconvert:CreateJob"], &queue);
    let fields = call.arguments.fields().is_some();
    for (field, kind) in [("JobTemplate", "jobTemplates/"), ("Preset", "presets/")] {
        if fields && call.arguments.field(field).is_present() {
            let named = Named { field, what: "template", service: "mediaconvert", kind };
            let scope = call.named(named);
            call.need(&["mediaconvert:CreateJob"], &scope);
        }
    }
    let role = call.arguments.field("Role").said();
    pass_role::need(call, &role, Some("mediaconvert.amazonaws.com"));
    if call.runs_job() {
        let jobs = call.context.arn("mediaconvert", "jobs/*");
        let jobs = Scope::open(jobs, "the job's id is known when it has been created");
        call.need_to_wait(&["mediaconvert:CancelJob", "mediaconvert:GetJob"], &jobs);
        call.need_managed_rule("StepFunctionsGetEventsForMediaConvertJobRule");
    }
    Some(())
}
