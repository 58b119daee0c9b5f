//! Amazon Athena, AWS Glue, AWS Glue DataBrew.

use crate::arguments::Said;
use crate::call::{Call, Named};
use crate::need::Scope;
use crate::s3;

pub(super) fn athena(call: &mut Call<'_>, action: &str) -> Option<()> {
    let group = call.arguments.field("WorkGroup").said();
    let named =
        Named { field: "WorkGroup", what: "work group", service: "athena", kind: "workgroup/" };
    match action {
        "startQueryExecution" => {
            let fields = call.arguments.fields().is_some();
            let group = if fields { group.or(|| Said::Text("primary".to_owned())) } else { group };
            let group = call.named_by(&group, named);
            call.need(&["athena:StartQueryExecution"], &group);
            let catalogs = call.context.arn("athena", "datacatalog/*");
            let catalogs = Scope::open(catalogs, QUERY_SAYS);
            call.need(&["athena:GetDataCatalog"], &catalogs);
            query_data(call);
            query_results(call, &QUERY_WRITES);
            if call.runs_job() {
                let waits = ["athena:GetQueryExecution", "athena:StopQueryExecution"];
                call.need_to_wait(&waits, &group);
            }
        }
        "stopQueryExecution" | "getQueryExecution" | "getQueryResults" => {
            let any = call.context.arn("athena", "workgroup/*");
            let any = Scope::open(any, "queries are named by ids, not by their work group");
            let action = match action {
                "stopQueryExecution" => "athena:StopQueryExecution",
                "getQueryExecution" => "athena:GetQueryExecution",
                _ => {
                    query_results(call, &["s3:GetObject"]);
                    "athena:GetQueryResults"
                }
            };
            call.need(&[action], &any);
        }
        _ => return None,
    }
    Some(())
}

const QUERY_SAYS: &str = "the query says which";

const QUERY_WRITES: [&str; 5] = [
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
];

/// Athena reads and writes tables with the caller's permissions; only the query says which.
fn query_data(call: &mut Call<'_>) {
    const GLUE: [&str; 18] = [
        "glue:BatchCreatePartition",
        "glue:BatchDeletePartition",
        "glue:BatchDeleteTable",
        "glue:BatchGetPartition",
        "glue:CreateDatabase",
        "glue:CreatePartition",
        "glue:CreateTable",
        "glue:DeleteDatabase",
        "glue:DeletePartition",
        "glue:DeleteTable",
        "glue:GetDatabase",
        "glue:GetDatabases",
        "glue:GetPartition",
        "glue:GetPartitions",
        "glue:GetTable",
        "glue:GetTables",
        "glue:UpdatePartition",
        "glue:UpdateTable",
    ];
    for kind in ["catalog", "database/*", "table/*", "userDefinedFunction/*"] {
        let scope = Scope::open(call.context.arn("glue", kind), QUERY_SAYS);
        call.need(&GLUE, &scope);
    }
    call.need(&["lakeformation:GetDataAccess"], &Scope::all());
    // The tables' own files; the query says which they are.
    let data = Said::Open("in the query".to_owned());
    for scope in s3::object_scopes(call.context, &data, &data) {
        call.need(&["s3:GetObject"], &scope);
    }
    let lists = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
    for scope in s3::bucket_scopes(call.context, &data) {
        call.need(&lists, &scope);
    }
}

/// The objects in `OutputLocation`: `s3://bucket/prefix/`.
fn query_results(call: &mut Call<'_>, actions: &[&str]) {
    let location = call.arguments.at(&["ResultConfiguration", "OutputLocation"]).said();
    let (bucket, prefix) = match location.text().and_then(|it| it.strip_prefix("s3://")) {
        Some(path) => {
            let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
            (Said::Text(bucket.to_owned()), Said::Text(prefix.to_owned()))
        }
        None => {
            let open = Said::Open("that of the work group, or known in a run only".to_owned());
            (open.clone(), open)
        }
    };
    for scope in s3::prefix_scopes(call.context, &bucket, &prefix) {
        call.need(actions, &scope);
    }
}

pub(super) fn glue(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "startJobRun" {
        return None;
    }
    let job = call.named(Named { field: "JobName", what: "job", service: "glue", kind: "job/" });
    call.need(&["glue:StartJobRun"], &job);
    if call.runs_job() {
        call.need_to_wait(&["glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns"], &job);
    }
    Some(())
}

pub(super) fn databrew(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "startJobRun" {
        return None;
    }
    let job = call.named(Named { field: "Name", what: "job", service: "databrew", kind: "job/" });
    call.need(&["databrew:StartJobRun"], &job);
    if call.runs_job() {
        call.need_to_wait(&["databrew:ListJobRuns", "databrew:StopJobRun"], &job);
    }
    Some(())
}
