//! Amazon EventBridge's rules, and the schedules of EventBridge Scheduler.

use crate::arguments::Said;
use crate::call::Call;
use crate::need::{Scope, literal};

use super::{has, need_all, need_anything};

pub(super) fn needs(call: &mut Call<'_>) {
    if call.integration.service == "scheduler" {
        let schedule = call.integration.action.ends_with("Schedule") && has(call, "Name");
        return if schedule { in_group(call, SCHEDULES, "Name") } else { need_anything(call) };
    }
    let operation = call.integration.action.as_str();
    let field = if operation.contains("Targets") { "Rule" } else { "Name" };
    if operation.contains("Rule") || operation.contains("Targets") {
        in_group(call, RULES, field);
    } else {
        need_anything(call);
    }
}

/// Things that are in a group, with a group by default.
struct Group {
    service: &'static str,
    kind: &'static str,
    field: &'static str,
    /// What stands for the default group in ARNs.
    default: &'static str,
}

const SCHEDULES: Group =
    Group { service: "scheduler", kind: "schedule", field: "GroupName", default: "default/" };
const RULES: Group = Group { service: "events", kind: "rule", field: "EventBusName", default: "" };

fn in_group(call: &mut Call<'_>, group: Group, field: &str) {
    let Group { service, kind, field: group, default } = group;
    let name = call.arguments.field(field).said();
    let within = if call.arguments.fields().is_some() {
        call.arguments.field(group).said()
    } else {
        Said::Open("in the state's input".to_owned())
    };
    let within = match &within {
        Said::Absent => default.to_owned(),
        Said::Text(text) if text == "default" => default.to_owned(),
        Said::Text(text) => {
            let name = text.rsplit_once('/').map_or(text.as_str(), |(_, name)| name);
            format!("{}/", literal(name))
        }
        // What is not known can be the default group too, which rules do not name.
        Said::Beginning(..) | Said::Open(_) => "*".to_owned(),
    };
    let any = call.context.arn(service, &format!("{kind}/{within}*"));
    let scope: Scope =
        name.scope(kind, any, |name| call.context.arn(service, &format!("{kind}/{within}{name}")));
    need_all(call, &[scope]);
}
