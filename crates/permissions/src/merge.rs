//! Puts needs together into statements: each pair of action and resource stands in exactly one, so that
//! no statement can be left out.

use std::collections::BTreeSet;

use stepwright_asl::Pointer;

use crate::evaluate::pattern_covers;
use crate::need::Need;
use crate::{Condition, Effect, Reason, Statement};

/// The statements that grant what is needed, in the order in which it is first needed.
pub(crate) fn statements(needs: Vec<Need>) -> Vec<Statement> {
    let grants = without_covered(grants(needs));
    let mut statements: Vec<Statement> = Vec::new();
    for Resource { pattern, conditions, actions, reasons } in by_resource(grants) {
        let same =
            statements.iter_mut().find(|it| it.conditions == conditions && it.actions == actions);
        if let Some(statement) = same {
            statement.resources.push(pattern);
            statement.resources.sort();
            add_all(&mut statement.reasons, reasons);
            continue;
        }
        statements.push(Statement {
            sid: String::new(),
            effect: Effect::Allow,
            principal: None,
            actions,
            resources: vec![pattern],
            conditions,
            reasons,
        });
    }
    name(&mut statements);
    statements
}

/// An action on a resource, and everyone who needs it.
#[derive(Debug)]
struct Grant {
    action: String,
    pattern: String,
    conditions: Vec<Condition>,
    reasons: Vec<Reason>,
}

fn grants(needs: Vec<Need>) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    for Need { action, scope, mut conditions, why, at } in needs {
        conditions.sort();
        let reason = Reason { why, at: at.into_iter().collect(), open: scope.open };
        let same = grants.iter_mut().find(|it| {
            it.action == action && it.pattern == scope.pattern && it.conditions == conditions
        });
        match same {
            Some(grant) => add(&mut grant.reasons, reason),
            None => grants.push(Grant {
                action,
                pattern: scope.pattern,
                conditions,
                reasons: vec![reason],
            }),
        }
    }
    grants
}

/// Leaves out what another grant allows as well; its reasons go to that one.
fn without_covered(grants: Vec<Grant>) -> Vec<Grant> {
    let covers = |wide: &Grant, narrow: &Grant| {
        let conditions = wide.conditions.is_empty() || wide.conditions == narrow.conditions;
        let same = wide.pattern == narrow.pattern && wide.conditions == narrow.conditions;
        wide.action == narrow.action
            && conditions
            && !same
            && pattern_covers(&wide.pattern, &narrow.pattern)
    };
    let is_covered: Vec<bool> =
        grants.iter().map(|narrow| grants.iter().any(|wide| covers(wide, narrow))).collect();
    let (mut kept, mut covered) = (Vec::new(), Vec::new());
    for (grant, is_covered) in grants.into_iter().zip(is_covered) {
        if is_covered { covered.push(grant) } else { kept.push(grant) }
    }
    for narrow in covered {
        if let Some(wide) = kept.iter_mut().find(|wide| covers(wide, &narrow)) {
            add_all(&mut wide.reasons, narrow.reasons);
        }
    }
    kept
}

/// A resource and all that one service's actions may do with it.
#[derive(Debug)]
struct Resource {
    pattern: String,
    conditions: Vec<Condition>,
    actions: Vec<String>,
    reasons: Vec<Reason>,
}

fn by_resource(grants: Vec<Grant>) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    for Grant { action, pattern, conditions, reasons } in grants {
        let same = resources.iter_mut().find(|it| {
            it.pattern == pattern
                && it.conditions == conditions
                && it.actions.first().is_some_and(|other| service(other) == service(&action))
        });
        match same {
            Some(resource) => {
                resource.actions.push(action);
                resource.actions.sort();
                add_all(&mut resource.reasons, reasons);
            }
            None => {
                resources.push(Resource { pattern, conditions, actions: vec![action], reasons });
            }
        }
    }
    resources
}

fn add_all(acc: &mut Vec<Reason>, reasons: Vec<Reason>) {
    for reason in reasons {
        add(acc, reason);
    }
}

/// Adds a reason; the same one from another state becomes one with two places.
fn add(reasons: &mut Vec<Reason>, Reason { why, at, open }: Reason) {
    match reasons.iter_mut().find(|it| it.why == why && it.open == open) {
        Some(reason) => {
            let new = |it: &Pointer| !reason.at.contains(it);
            let more: Vec<Pointer> = at.into_iter().filter(new).collect();
            reason.at.extend(more);
        }
        None => reasons.push(Reason { why, at, open }),
    }
}

fn service(action: &str) -> &str {
    action.split_once(':').map_or(action, |(service, _)| service)
}

/// How many actions a statement's id names; of more than these it names the first.
const NAMED_ACTIONS_MAX: usize = 3;

/// Gives each statement an id that says what it is for: `S3GetObject`, `StatesStartExecution`.
fn name(statements: &mut [Statement]) {
    let mut taken = BTreeSet::new();
    for statement in statements {
        let first = statement.actions.first().map_or("", String::as_str);
        let operations =
            statement.actions.iter().filter_map(|it| it.split_once(':').map(|(_, it)| it));
        let mut sid: String = service(first).split('-').map(capitalised).collect();
        let all = statement.actions.len() <= NAMED_ACTIONS_MAX;
        sid.extend(operations.take(if all { NAMED_ACTIONS_MAX } else { 1 }).map(capitalised));
        if !all {
            sid.push_str("AndMore");
        }
        let numbers = (2..).map(|number| format!("{sid}{number}"));
        let free = std::iter::once(sid.clone()).chain(numbers).find(|it| !taken.contains(it));
        statement.sid = free.unwrap_or(sid);
        taken.insert(statement.sid.clone());
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars().filter(char::is_ascii_alphanumeric);
    chars.next().into_iter().map(|it| it.to_ascii_uppercase()).chain(chars).collect()
}
