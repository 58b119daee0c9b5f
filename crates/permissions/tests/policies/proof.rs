//! What is proven of every policy: it suffices, no statement can be left out, and it grants nothing
//! that is not needed.

use stepwright_asl::Value;
use stepwright_permissions::{Condition, Policy, Request, Statement};

use crate::requests::requests;

/// Checks the policy of a definition whose executions ask for [`requests`].
#[track_caller]
pub(crate) fn prove(definition: &Value, policy: &Policy) {
    for request in requests(definition) {
        assert!(policy.allows(&request), "{request:?} is needed and not allowed\n{policy}");
    }
    every_statement_is_needed(policy);
}

/// Each pair of action and resource is granted by one statement only, so that leaving it out breaks a
/// request.
#[track_caller]
pub(crate) fn every_statement_is_needed(policy: &Policy) {
    for (index, statement) in policy.statements.iter().enumerate() {
        let mut rest = policy.clone();
        rest.statements.remove(index);
        for action in &statement.actions {
            for resource in &statement.resources {
                let request = witness(statement, action, resource);
                assert!(policy.allows(&request), "{request:?}\n{policy}");
                assert!(!rest.allows(&request), "{} can go: {request:?}\n{policy}", statement.sid);
            }
        }
    }
    let mut sids: Vec<&str> = policy.statements.iter().map(|it| it.sid.as_str()).collect();
    sids.sort_unstable();
    sids.dedup();
    assert_eq!(sids.len(), policy.statements.len(), "an id stands twice\n{policy}");
}

/// A request that this statement is for.
fn witness(statement: &Statement, action: &str, resource: &str) -> Request {
    let mut request = Request::new(action, &concrete(resource));
    for Condition { key, values, .. } in &statement.conditions {
        request = request.with(key, &concrete(&values[0]));
    }
    request
}

/// Something that a pattern matches, and hardly any other pattern does.
fn concrete(pattern: &str) -> String {
    let signs = [("${*}", '\u{1}'), ("${?}", '\u{2}'), ("${$}", '\u{3}')];
    let hidden = signs
        .iter()
        .fold(pattern.to_owned(), |it, (text, sign)| it.replace(text, &sign.to_string()));
    let filled = hidden.replace('*', "some-thing/else:7").replace('?', "x");
    filled.replace('\u{1}', "*").replace('\u{2}', "?").replace('\u{3}', "$")
}
