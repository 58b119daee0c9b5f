//! What the documentation says of AWS's permissions is what the code asks for.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot prepare has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The services that a deployment calls; `sts:GetCallerIdentity` needs no permission.
const SERVICES: [&str; 7] = ["cloudwatch", "iam", "lambda", "logs", "s3", "scheduler", "states"];

/// Every action that is named in the code that talks to AWS.
fn asked() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut actions = BTreeSet::new();
    for folder in ["aws", "commands"] {
        collect(&source.join(folder), &mut actions);
    }
    actions
}

fn collect(folder: &Path, acc: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, acc);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let literals = text.split('"').filter(|it| is_action(it));
        acc.extend(literals.map(str::to_owned));
    }
}

fn is_action(text: &str) -> bool {
    text.split_once(':').is_some_and(|(service, action)| {
        SERVICES.contains(&service)
            && action.starts_with(|it: char| it.is_ascii_uppercase())
            && action.chars().all(|it| it.is_ascii_alphanumeric())
    })
}

/// Every action that the policy in `docs/deploy.md` allows.
fn documented() -> BTreeSet<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/deploy.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, section) = page.split_once("## What the deployer may do").unwrap();
    let (_, block) = section.split_once("```json\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let policy: Value = serde_json::from_str(block).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    let actions = statements.iter().flat_map(|it| match &it["Action"] {
        Value::Array(actions) => actions.iter().map(|it| it.as_str().unwrap()).collect(),
        action => vec![action.as_str().unwrap()],
    });
    actions.map(str::to_owned).collect()
}

#[test]
fn the_documented_policy_allows_what_a_deployment_asks_for() {
    let (asked, documented) = (asked(), documented());
    let missing: Vec<&String> = asked.difference(&documented).collect();
    assert!(missing.is_empty(), "docs/deploy.md lacks {missing:?}");
    // Asked for by AWS besides the call's own action: tags and versions that come with it.
    let besides = [
        "lambda:TagResource",
        "scheduler:TagResource",
        "states:PublishStateMachineVersion",
        "states:TagResource",
    ];
    let idle: Vec<&String> =
        documented.difference(&asked).filter(|it| !besides.contains(&it.as_str())).collect();
    assert!(idle.is_empty(), "nothing asks for {idle:?}");
}
