//! Amazon EMR in its three forms: clusters, on EKS, serverless.

use crate::arguments::Said;
use crate::call::{Call, Named};
use crate::need::Scope;
use crate::{operation, pass_role};

const CLUSTER: Named<'static> =
    Named { field: "ClusterId", what: "cluster", service: "elasticmapreduce", kind: "cluster/" };

pub(super) fn emr(call: &mut Call<'_>, action: &str) -> Option<()> {
    match action {
        "createCluster" => create_cluster(call),
        "terminateCluster" => {
            let cluster = call.named(CLUSTER);
            call.need(&["elasticmapreduce:TerminateJobFlows"], &cluster);
            if call.runs_job() {
                call.need_to_wait(&["elasticmapreduce:DescribeCluster"], &cluster);
                call.need_managed_rule("StepFunctionsGetEventsForEMRTerminateJobFlowsRule");
            }
        }
        "addStep" => {
            let cluster = call.named(CLUSTER);
            call.need(&["elasticmapreduce:AddJobFlowSteps"], &cluster);
            if call.runs_job() {
                let waits = ["elasticmapreduce:CancelSteps", "elasticmapreduce:DescribeStep"];
                call.need_to_wait(&waits, &cluster);
                call.need_managed_rule("StepFunctionsGetEventsForEMRAddJobFlowStepsRule");
            }
        }
        _ => {
            let actions: &[&str] = match action {
                "cancelStep" => &["elasticmapreduce:CancelSteps"],
                "setClusterTerminationProtection" => &["elasticmapreduce:SetTerminationProtection"],
                "modifyInstanceFleetByName" => {
                    &["elasticmapreduce:ListInstanceFleets", "elasticmapreduce:ModifyInstanceFleet"]
                }
                "modifyInstanceGroupByName" => &[
                    "elasticmapreduce:ListInstanceGroups",
                    "elasticmapreduce:ModifyInstanceGroups",
                ],
                _ => return None,
            };
            let cluster = call.named(CLUSTER);
            call.need(actions, &cluster);
        }
    }
    Some(())
}

fn create_cluster(call: &mut Call<'_>) {
    call.need(&["elasticmapreduce:RunJobFlow"], &Scope::all());
    for field in ["ServiceRole", "JobFlowRole", "AutoScalingRole"] {
        let role = call.arguments.field(field).said();
        if role == Said::Absent {
            continue;
        }
        // The cluster's machines take the role in their instance profile.
        let service = match field {
            "ServiceRole" => "elasticmapreduce.amazonaws.com",
            "JobFlowRole" => "ec2.amazonaws.com",
            _ => "application-autoscaling.amazonaws.com",
        };
        pass_role::need(call, &role, Some(service));
    }
    if call.runs_job() {
        let any = call.context.arn("elasticmapreduce", "cluster/*");
        let any = Scope::open(any, "the cluster's id is known when it has been created");
        let waits = ["elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"];
        call.need_to_wait(&waits, &any);
        call.need_managed_rule("StepFunctionsGetEventsForEMRRunJobFlowRule");
    }
}

pub(super) fn containers(call: &mut Call<'_>, action: &str) -> Option<()> {
    let cluster = |field| Named {
        field,
        what: "virtual cluster",
        service: "emr-containers",
        kind: "/virtualclusters/",
    };
    match action {
        "createVirtualCluster" => {
            call.need(&["emr-containers:CreateVirtualCluster"], &Scope::all());
            let role = "aws-service-role/emr-containers.amazonaws.com/\
                        AWSServiceRoleForAmazonEMRContainers";
            let role = call.context.global_arn("iam", &format!("role/{role}"));
            call.need(&["iam:CreateServiceLinkedRole"], &Scope::exactly(role));
        }
        "deleteVirtualCluster" => {
            let scope = call.named(cluster("Id"));
            call.need(&["emr-containers:DeleteVirtualCluster"], &scope);
            if call.runs_job() {
                call.need_to_wait(&["emr-containers:DescribeVirtualCluster"], &scope);
            }
        }
        "startJobRun" => {
            let scope = call.named(cluster("VirtualClusterId"));
            // The role is one of the job's own: this condition is how it is bounded, not `PassRole`.
            call.need(&["emr-containers:StartJobRun"], &scope);
            if call.runs_job() {
                let jobs = scope.map(|it| {
                    if it.ends_with('*') { it.to_owned() } else { format!("{it}/jobruns/*") }
                });
                let waits = ["emr-containers:CancelJobRun", "emr-containers:DescribeJobRun"];
                call.need_to_wait(&waits, &jobs);
            }
        }
        _ => return None,
    }
    Some(())
}

pub(super) fn serverless(call: &mut Call<'_>, action: &str) -> Option<()> {
    let named = Named {
        field: "ApplicationId",
        what: "application",
        service: "emr-serverless",
        kind: "/applications/",
    };
    let starts = format!("emr-serverless:{}", operation::pascal_case(action));
    let application_rule = "StepFunctionsGetEventsForEMRServerlessApplicationRule";
    let (waits, rule): (&[&str], &str) = match action {
        "createApplication" => (
            &["emr-serverless:DeleteApplication", "emr-serverless:GetApplication"],
            application_rule,
        ),
        "startApplication" => {
            (&["emr-serverless:GetApplication", "emr-serverless:StopApplication"], application_rule)
        }
        "stopApplication" | "deleteApplication" => {
            (&["emr-serverless:GetApplication"], application_rule)
        }
        "startJobRun" => (
            &["emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"],
            "StepFunctionsGetEventsForEMRServerlessJobRule",
        ),
        "cancelJobRun" => {
            (&["emr-serverless:GetJobRun"], "StepFunctionsGetEventsForEMRServerlessJobRule")
        }
        _ => return None,
    };
    let scope = match action {
        "createApplication" => Scope::exactly(call.context.arn("emr-serverless", "/*")),
        "cancelJobRun" => call.named(named).map(job_runs),
        _ => call.named(named),
    };
    call.need(&[&starts], &scope);
    if action == "startJobRun" {
        let works_as = call.arguments.field("ExecutionRoleArn").said();
        pass_role::need(call, &works_as, Some("emr-serverless.amazonaws.com"));
    }
    if call.runs_job() {
        let watched = match action {
            "createApplication" => {
                let any = call.context.arn("emr-serverless", "/applications/*");
                Scope::open(any, "the application's id is known when it has been created")
            }
            "startJobRun" => scope.map(job_runs),
            _ => scope,
        };
        call.need_to_wait(waits, &watched);
        call.need_managed_rule(rule);
    }
    Some(())
}

fn job_runs(application: &str) -> String {
    if application.ends_with('*') {
        application.to_owned()
    } else {
        format!("{application}/jobruns/*")
    }
}
