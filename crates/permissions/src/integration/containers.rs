//! Amazon ECS and Amazon EKS.

use crate::arguments::Said;
use crate::call::{Call, Named};
use crate::need::Scope;
use crate::pass_role;

pub(super) fn ecs(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "runTask" {
        return None;
    }
    let definition = task_definition(call);
    call.need(&["ecs:RunTask"], &definition);
    task_roles(call);
    if call.runs_job() {
        let tasks = tasks(call);
        call.need_to_wait(&["ecs:DescribeTasks", "ecs:StopTask"], &tasks);
        call.need_managed_rule("StepFunctionsGetEventsForECSTaskRule");
    }
    Some(())
}

/// A definition without a revision is the newest one, and is checked with its revision.
fn task_definition(call: &Call<'_>) -> Scope {
    let named = Named {
        field: "TaskDefinition",
        what: "task definition",
        service: "ecs",
        kind: "task-definition/",
    };
    let scope = call.named(named);
    let family = scope.pattern.rsplit_once('/').map_or("", |(_, family)| family);
    let with_revision = family.contains(':') || scope.pattern.ends_with('*');
    if with_revision { scope } else { scope.map(|it| format!("{it}:*")) }
}

/// The roles of the tasks: those that the call names, or those of the definition, which it does not.
fn task_roles(call: &mut Call<'_>) {
    let overrides = call.arguments.field("Overrides");
    let roles = ["TaskRoleArn", "ExecutionRoleArn"].map(|it| overrides.field(it).said());
    let named = roles.iter().filter(|it| **it != Said::Absent).count();
    for role in roles.iter().filter(|it| **it != Said::Absent) {
        pass_role::need(call, role, Some(TASKS));
    }
    if named < roles.len() {
        pass_role::need_unnamed(call, "the task definition says which", TASKS);
    }
}

const TASKS: &str = "ecs-tasks.amazonaws.com";

/// The tasks of the cluster.
fn tasks(call: &Call<'_>) -> Scope {
    let fields = call.arguments.fields().is_some();
    let cluster = call.arguments.field("Cluster").said();
    let cluster = if fields { cluster.or(|| Said::Text("default".to_owned())) } else { cluster };
    let any = call.context.arn("ecs", "task/*");
    cluster.scope("cluster", any, |cluster| {
        let name = cluster.rsplit_once('/').map_or(cluster, |(_, name)| name);
        call.context.arn("ecs", &format!("task/{name}/*"))
    })
}

pub(super) fn eks(call: &mut Call<'_>, action: &str) -> Option<()> {
    let cluster = |field| Named { field, what: "cluster", service: "eks", kind: "cluster/" };
    let (starts, waits, kind): (&str, &str, &str) = match action {
        // The cluster's own roles decide on these; EKS is only asked for the cluster's address.
        "call" | "runJob" => return Some(()),
        "createCluster" => ("eks:CreateCluster", "eks:DescribeCluster", "cluster"),
        "deleteCluster" => ("eks:DeleteCluster", "eks:DescribeCluster", "cluster"),
        "createNodegroup" => ("eks:CreateNodegroup", "eks:DescribeNodegroup", "nodegroup"),
        "deleteNodegroup" => ("eks:DeleteNodegroup", "eks:DescribeNodegroup", "nodegroup"),
        "createFargateProfile" => {
            ("eks:CreateFargateProfile", "eks:DescribeFargateProfile", "fargateprofile")
        }
        "deleteFargateProfile" => {
            ("eks:DeleteFargateProfile", "eks:DescribeFargateProfile", "fargateprofile")
        }
        _ => return None,
    };
    let field = if kind == "cluster" { "Name" } else { "ClusterName" };
    let within = call.named(cluster(field));
    let part = within.clone().map(|it| match it.split_once(":cluster/") {
        Some((head, "*")) => format!("{head}:{kind}/*"),
        Some((head, name)) => format!("{head}:{kind}/{name}/*"),
        None => it.to_owned(),
    });
    // A new part of a cluster is checked against the cluster, one that is there against itself.
    let creates = action.starts_with("create");
    let scope = if kind == "cluster" { &within } else { &part };
    call.need(&[starts], if creates { &within } else { scope });
    if call.runs_job() {
        call.need_to_wait(&[waits], scope);
    }
    if creates {
        eks_roles(call, kind);
    }
    Some(())
}

fn eks_roles(call: &mut Call<'_>, kind: &str) {
    let (field, service) = match kind {
        "cluster" => ("RoleArn", "eks.amazonaws.com"),
        "nodegroup" => ("NodeRole", "eks.amazonaws.com"),
        _ => ("PodExecutionRoleArn", "eks-fargate-pods.amazonaws.com"),
    };
    let role = call.arguments.field(field).said();
    pass_role::need(call, &role, Some(service));
    if kind == "nodegroup" {
        let role = role.resource("role", call.context.global_arn("iam", "role/*"), None);
        call.need(&["iam:GetRole", "iam:ListAttachedRolePolicies"], &role);
        call.need(&["ec2:DescribeSubnets"], &Scope::all());
    }
}
