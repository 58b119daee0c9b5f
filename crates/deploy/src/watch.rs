//! What is watched while new executions move to a new version, told before anything moves.

use crate::desired::{Desired, StateMachine};
use crate::plan::Plan;
use crate::resource::Kind;
use crate::strategy::Strategy;

/// What the executions of a state machine are watched by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// The executions of the new version are listed.
    Executions,
    /// AWS lists no executions of an express state machine: the metrics count them.
    Metrics,
    /// Nothing but the alarm.
    Alarm,
}

/// What a state machine is watched by, beside an alarm.
pub fn of(desired: &Desired, machine: &StateMachine) -> Watch {
    match machine.settings.r#type.as_str() {
        "EXPRESS" if desired.alarms.is_empty() => Watch::Metrics,
        "EXPRESS" => Watch::Alarm,
        _ => Watch::Executions,
    }
}

/// In lines for people; nothing where nothing moves part by part.
pub fn told(desired: &Desired, plan: &Plan, strategy: Strategy, most: u8) -> Vec<String> {
    let is_alias = |kind| matches!(kind, Kind::FunctionAlias | Kind::StateMachineAlias);
    let moves = plan.steps.iter().any(|it| is_alias(it.id.kind) && it.action.moves_on());
    if strategy == Strategy::AllAtOnce || !moves {
        return Vec::new();
    }
    let mut lines = vec![format!(
        "new executions move as `{strategy}` says, and back by themselves where what is watched goes wrong:"
    )];
    lines.extend(desired.alarms.iter().map(|it| format!("  the alarm `{}`", it.name)));
    lines.extend(desired.machines.iter().filter_map(|it| match of(desired, it) {
        Watch::Executions => Some(format!(
            "  the executions of `{}`: {most}% of those of the new version may fail",
            it.name
        )),
        Watch::Metrics => Some(format!(
            "  the metrics of `{}`: failed, timed out and aborted executions may be {most}% of the new version's share, beside what failed before; they come minutes late, so watch for ten or more",
            it.name
        )),
        Watch::Alarm => None,
    }));
    lines
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::desired::tests::{bundle, with};
    use crate::observed::{Found, Observed};

    #[track_caller]
    fn check(settings: &str, strategy: &str, expect: Expect) {
        let desired = with(settings, &bundle()).unwrap();
        let found = desired.resources().into_iter().map(|(id, mut properties)| {
            if id.kind == Kind::StateMachineAlias {
                properties.insert(crate::desired::alias::CONTENT, "other".into());
            }
            (id, Found::ours(properties))
        });
        let plan = Plan::new(&desired, &Observed { found: found.collect() });
        let strategy = strategy.parse().unwrap();
        expect.assert_eq(&told(&desired, &plan, strategy, 10).join("\n"));
        let plan = Plan::new(&desired, &Observed::default());
        assert!(
            told(&desired, &plan, strategy, 10).is_empty(),
            "what is new has nothing to move from"
        );
    }

    #[test]
    fn all_at_once_is_not_watched() {
        check("", "all-at-once", expect![[""]]);
    }

    #[test]
    fn executions_are_listed() {
        check(
            "",
            "canary:10%,10m",
            expect![[r#"
            new executions move as `canary:10%,10m` says, and back by themselves where what is watched goes wrong:
              the executions of `stepwright-dev-store`: 10% of those of the new version may fail"#]],
        );
    }

    #[test]
    fn an_alarm_watches_too() {
        let alarm = "alarm.topic-arn = \"arn:aws:sns:eu-central-1:123456789012:oncall\"";
        check(
            alarm,
            "linear:20%,5m",
            expect![[r#"
            new executions move as `linear:20%,5m` says, and back by themselves where what is watched goes wrong:
              the alarm `stepwright-dev-store-failed`
              the executions of `stepwright-dev-store`: 10% of those of the new version may fail"#]],
        );
        let express = format!("{alarm}\nstate-machine.type = \"EXPRESS\"");
        check(
            &express,
            "linear:20%,5m",
            expect![[r#"
            new executions move as `linear:20%,5m` says, and back by themselves where what is watched goes wrong:
              the alarm `stepwright-dev-store-failed`"#]],
        );
    }

    #[test]
    fn express_executions_are_counted_by_their_metrics() {
        check(
            "state-machine.type = \"EXPRESS\"",
            "canary:10%,10m",
            expect![[r#"
            new executions move as `canary:10%,10m` says, and back by themselves where what is watched goes wrong:
              the metrics of `stepwright-dev-store`: failed, timed out and aborted executions may be 10% of the new version's share, beside what failed before; they come minutes late, so watch for ten or more"#]],
        );
    }
}
