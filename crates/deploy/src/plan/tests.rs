//! What is planned for what is found, and how it reads.

use expect_test::{Expect, expect};
use serde_json::json;

use super::*;
use crate::desired::tests::{ALL, bundle, with};

/// Everything there, as it should be.
fn there(desired: &Desired) -> Observed {
    let found = desired.resources().into_iter().map(|(id, properties)| {
        let hash = Some(marks::hash(&properties));
        (id, Found { hash, ..Found::ours(properties) })
    });
    Observed { found: found.collect() }
}

fn id(kind: Kind, desired: &Desired) -> Id {
    desired.resources().into_iter().map(|(id, _)| id).find(|it| it.kind == kind).unwrap()
}

#[track_caller]
fn check(desired: &Desired, observed: &Observed, expect: Expect) {
    let plan = Plan::new(desired, observed).to_string();
    let lines: Vec<&str> = plan.lines().filter(|it| !it.starts_with("= ")).collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn from_nothing_everything_is_made_in_order() {
    check(
        &with(ALL, &bundle()).unwrap(),
        &Observed::default(),
        expect![[r#"
            + bucket `stepwright-dev-123456789012-eu-central-1`
            + role `stepwright-dev-download-eu-central-1`
            + role `stepwright-dev-store-eu-central-1`
            + role `stepwright-dev-schedule-eu-central-1`
            + log group `/aws/vendedlogs/stepwright/stepwright/dev/download`
            + log group `/aws/vendedlogs/stepwright/stepwright/dev/store`
            + function `stepwright-dev-download`
            + function alias `stepwright-dev-download:live`
            + state machine `stepwright-dev-store`
            + state machine alias `stepwright-dev-store:live`
            + schedule group `stepwright-dev-schedules`
            + schedule `stepwright-dev-schedules/store`
            + alarm `stepwright-dev-store-failed`
            13 to create; about 26 requests to apply it"#]],
    );
}

#[test]
fn what_is_as_it_should_be_is_left_alone() {
    let desired = with(ALL, &bundle()).unwrap();
    check(&desired, &there(&desired), expect!["13 unchanged"]);
    assert!(Plan::new(&desired, &there(&desired)).is_done());
}

#[test]
fn what_changed_here_is_told_from_what_changed_there() {
    let desired = with(ALL, &bundle()).unwrap();
    let mut observed = there(&desired);
    let mut found = |kind, property, value, hash: Option<&str>| {
        let found = observed.found.get_mut(&id(kind, &desired)).unwrap();
        found.properties.insert(property, value);
        if let Some(hash) = hash {
            found.hash = Some(hash.to_owned());
        }
    };
    found(Kind::Function, "MemorySize", json!(128), Some("old"));
    found(Kind::Function, "Environment", json!({ "LEVEL": "debug", "OLD": "1" }), None);
    found(Kind::LogGroup, "RetentionInDays", json!(1), None);
    found(Kind::LogGroup, "RetentionInDays", json!(null), None);
    check(
        &desired,
        &observed,
        expect![[r#"
            ~ log group `/aws/vendedlogs/stepwright/stepwright/dev/download`, not finished or changed outside of Stepwright
                RetentionInDays: none → 30
            ~ function `stepwright-dev-download`
                Environment.LEVEL: debug → info
                Environment.OLD: 1 → none
                MemorySize: 128 → 256
            2 to update, 11 unchanged; about 6 requests to apply it"#]],
    );
}

#[test]
fn another_type_replaces_the_state_machine() {
    let desired = with("state-machine.type = \"EXPRESS\"", &bundle()).unwrap();
    let before = with("", &bundle()).unwrap();
    check(
        &desired,
        &there(&before),
        expect![[r#"
            ± state machine `stepwright-dev-store`, which is deleted and made anew
                Type: STANDARD → EXPRESS
            ~ state machine alias `stepwright-dev-store:live`
                serves 9fb3cbd8b1bb → 5e2ffcab2e5d
            1 to update, 1 to replace, 7 unchanged; about 6 requests to apply it"#]],
    );
}

#[test]
fn what_is_somebody_elses_is_refused() {
    let desired = with("", &bundle()).unwrap();
    let mut observed = there(&desired);
    observed.found.get_mut(&id(Kind::Bucket, &desired)).unwrap().ownership = Ownership::Foreign;
    check(
        &desired,
        &observed,
        expect![[r#"
        ! bucket `stepwright-dev-123456789012-eu-central-1`, which is there and is not this deployment's
        1 refused, 8 unchanged"#]],
    );
    let plan = Plan::new(&desired, &observed);
    assert_eq!(plan.refused().count(), 1);
}

#[test]
fn what_a_killed_deployment_began_is_finished() {
    let desired = with("", &bundle()).unwrap();
    let mut observed = there(&desired);
    observed.found.get_mut(&id(Kind::Bucket, &desired)).unwrap().ownership = Ownership::Remainder;
    check(
        &desired,
        &observed,
        expect![[r#"
            + bucket `stepwright-dev-123456789012-eu-central-1`, which an earlier deployment did not finish
            1 to create, 8 unchanged; about 8 requests to apply it"#]],
    );
}

#[test]
fn a_hash_tells_of_what_was_not_looked_at() {
    let desired = with("", &bundle()).unwrap();
    let mut observed = there(&desired);
    let found = observed.found.get_mut(&id(Kind::Bucket, &desired)).unwrap();
    found.properties.clear();
    found.hash = Some("other".to_owned());
    check(
        &desired,
        &observed,
        expect![[r#"
            ~ bucket `stepwright-dev-123456789012-eu-central-1`
                its tags do not say what it should be like: all of it is set again
            1 to update, 8 unchanged; about 4 requests to apply it"#]],
    );
}

#[test]
fn what_the_settings_do_not_want_any_more_is_deleted_dependents_first() {
    let observed = there(&with(ALL, &bundle()).unwrap());
    let desired =
        with("lambda.environment = { LEVEL = \"info\" }\ntags = { team = \"sky\" }", &bundle())
            .unwrap();
    check(
        &desired,
        &observed,
        expect![[r#"
            - alarm `stepwright-dev-store-failed`, which the settings do not want any more
            - schedule `stepwright-dev-schedules/store`, which the settings do not want any more
            - schedule group `stepwright-dev-schedules`, which the settings do not want any more
            - role `stepwright-dev-schedule-eu-central-1`, which the settings do not want any more
            4 to delete, 9 unchanged; about 6 requests to apply it"#]],
    );
}

#[test]
fn what_is_left_over_is_told() {
    let desired = with("", &bundle()).unwrap();
    let mut observed = there(&desired);
    for name in ["gone".to_owned(), "deployment.lock".to_owned()] {
        let group = Id::new(Kind::LogGroup, format!("{}{name}", desired.log_group_prefix()));
        observed.found.insert(group, Found::ours(Properties::new()));
    }
    check(
        &desired,
        &observed,
        expect![[r#"
        ! `gone` is left over from an earlier deployment; `destroy` removes it
        9 unchanged"#]],
    );
}

#[test]
fn a_plan_is_json_for_tools() {
    let desired = with("", &bundle()).unwrap();
    let mut observed = there(&desired);
    observed
        .found
        .get_mut(&id(Kind::Function, &desired))
        .unwrap()
        .properties
        .insert("Timeout", json!(3));
    let plan = Plan::new(&desired, &observed).to_json();
    let function =
        &plan["steps"].as_array().unwrap().iter().find(|it| it["type"] == "AWS::Lambda::Function");
    expect![[r#"
        {
          "type": "AWS::Lambda::Function",
          "name": "stepwright-dev-download",
          "action": "update",
          "drifted": true,
          "changes": [
            {
              "property": "Timeout",
              "old": 3,
              "new": 60
            }
          ]
        }"#]]
    .assert_eq(&format!("{:#}", function.unwrap()));
    assert_eq!((&plan["changes"], &plan["requests"]), (&json!(true), &json!(4)));
}

#[test]
fn a_plan_is_drawn_with_what_is_new_what_changes_and_what_goes() {
    let before = with("", &bundle()).unwrap();
    let mut bundle = bundle();
    let definition = &mut bundle.machines[0].definition;
    *definition = definition
        .replace(r#""Download":{"#, r#""Look":{"Type":"Succeed"},"Download":{"Comment":"c","#)
        .replace(r#""End":true"#, r#""Next":"Look""#);
    let desired = with("", &bundle).unwrap();
    let classes = |desired: &Desired, observed: &Observed| {
        let picture = Plan::new(desired, observed).pictures(desired).remove("store").unwrap();
        let boxes = picture.split("class=\"state ").skip(1);
        let boxes = boxes.map(|it| it.split('"').next().unwrap().to_owned());
        boxes.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(classes(&desired, &there(&before)), ["succeed added", "task changed"]);
    assert_eq!(classes(&before, &there(&desired)), ["succeed removed", "task changed"]);
    assert_eq!(classes(&desired, &there(&desired)), ["succeed", "task"]);
    assert_eq!(classes(&desired, &Observed::default()), ["succeed added", "task added"]);
}
