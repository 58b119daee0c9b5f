//! Comparison of histories: position by position, or where branches run side by side, thread by thread.

use std::collections::BTreeMap;

use stepwright_json::{Object, Value};

use super::threads::{Key, threads};
use super::{Binding, Difference, diff};

/// Events whose cause depends on which branch happens to end last or first.
const FLEXIBLE: [&str; 11] = [
    "MapIterationStarted",
    "MapIterationAborted",
    "MapStateSucceeded",
    "MapStateExited",
    "ParallelStateSucceeded",
    "ParallelStateExited",
    "TaskStateAborted",
    "MapStateAborted",
    "ParallelStateAborted",
    "WaitStateAborted",
    "PassStateAborted",
];

/// What differs, by the case's `ordering`.
pub(crate) fn compare_events(
    expected: &[Value],
    actual: &[Value],
    ordering: &str,
    binding: &mut Binding,
) -> Vec<Difference> {
    let broken = compare_ids(actual);
    if !broken.is_empty() {
        return broken;
    }
    if ordering == "erased" {
        return compare_erased(expected, actual, binding);
    }
    let mut trial = binding.clone();
    let exact = compare_exact(expected, actual, &mut trial);
    if exact.is_empty() || ordering != "concurrent" {
        *binding = trial;
        return exact;
    }
    compare_concurrent(expected, actual, binding)
}

/// "`id` must run 1..n and `previousEventId` must be smaller than `id`."
fn compare_ids(actual: &[Value]) -> Vec<Difference> {
    let mut acc = Vec::new();
    for (id, event) in (1..).zip(actual) {
        if number(event, "id") != id {
            acc.push(Difference::new(&format!("$.events[{}].id", id - 1), id, line(event)));
        }
        if number(event, "previousEventId") >= id {
            let at = format!("$.events[{}].previousEventId", id - 1);
            acc.push(Difference::new(&at, format!("less than {id}"), line(event)));
        }
    }
    acc
}

fn compare_exact(expected: &[Value], actual: &[Value], binding: &mut Binding) -> Vec<Difference> {
    let mut acc = Vec::new();
    for index in 0..expected.len().max(actual.len()) {
        let at = format!("$.events[{index}]");
        let Some((e, a)) = pair(expected.get(index), actual.get(index), &at, &mut acc) else {
            continue;
        };
        diff(Some(&body(e)), Some(&body(a)), (&at, ""), binding, &mut acc);
        for key in ["id", "previousEventId"] {
            let is_known =
                key == "previousEventId" && is_change_of_the_service((e, expected), (a, actual));
            if e.get(key) != a.get(key) && !is_known {
                acc.push(Difference::new(&format!("{at}.{key}"), line(e), line(a)));
            }
        }
    }
    acc
}

/// "`MapStateExited` of a Distributed Map is caused by `MapRunSucceeded` in every recording up to August
/// 2024 and by `MapRunStarted` in every one since November 2024."
fn is_change_of_the_service(
    (e, expected): (&Value, &[Value]),
    (a, actual): (&Value, &[Value]),
) -> bool {
    let cause = |event: &Value, events: &[Value]| {
        let at = usize::try_from(number(event, "previousEventId")).ok()?.checked_sub(1)?;
        events.get(at).map(|it| kind(it).to_owned())
    };
    let mut causes = [cause(e, expected), cause(a, actual)].map(Option::unwrap_or_default);
    causes.sort();
    kind(e) == "MapStateExited" && causes == ["MapRunStarted", "MapRunSucceeded"]
}

/// Both, where both are there and of one type.
fn pair<'a>(
    expected: Option<&'a Value>,
    actual: Option<&'a Value>,
    at: &str,
    acc: &mut Vec<Difference>,
) -> Option<(&'a Value, &'a Value)> {
    match (expected, actual) {
        (Some(e), Some(a)) if kind(e) == kind(a) => Some((e, a)),
        (e, a) => {
            let show = |it: Option<&Value>| it.map_or_else(|| "(absent)".to_owned(), line);
            acc.push(Difference::new(at, show(e), show(a)));
            None
        }
    }
}

fn compare_concurrent(
    expected: &[Value],
    actual: &[Value],
    binding: &mut Binding,
) -> Vec<Difference> {
    let (expected, actual) = (Grouped::new(expected), Grouped::new(actual));
    let mut acc = Vec::new();
    let mut keys: Vec<&Key> = expected.groups.keys().chain(actual.groups.keys()).collect();
    keys.sort();
    keys.dedup();
    let nothing = Vec::new();
    for key in keys {
        let es = expected.groups.get(key).unwrap_or(&nothing);
        let as_ = actual.groups.get(key).unwrap_or(&nothing);
        for index in 0..es.len().max(as_.len()) {
            let at = format!("thread {key:?}[{index}]");
            let (e, a) = (es.get(index).copied(), as_.get(index).copied());
            let Some((e, a)) = pair(e, a, &at, &mut acc) else { continue };
            diff(Some(&body(e)), Some(&body(a)), (&at, ""), binding, &mut acc);
            let (cause_e, cause_a) = (expected.cause(e), actual.cause(a));
            let above = key.split_last().map_or(&[][..], |(_, above)| above);
            let agrees = if FLEXIBLE.contains(&kind(e)) || kind(e).ends_with("StateAborted") {
                cause_a.is_some_and(|(thread, _)| thread.starts_with(above))
            } else {
                cause_e == cause_a
            };
            if !agrees {
                acc.push(Difference::new(&format!("{at}.previousEventId"), line(e), line(a)));
            }
        }
    }
    acc
}

/// A history by threads of control.
struct Grouped<'a> {
    groups: BTreeMap<Key, Vec<&'a Value>>,
    /// Where each event is: its thread and its place there.
    places: BTreeMap<u64, (Key, usize)>,
}

impl<'a> Grouped<'a> {
    fn new(events: &'a [Value]) -> Self {
        let (mut groups, mut places) = (BTreeMap::<Key, Vec<&Value>>::new(), BTreeMap::new());
        for (key, event) in threads(events) {
            let group = groups.entry(key.clone()).or_default();
            places.insert(number(event, "id"), (key, group.len() + 1));
            group.push(event);
        }
        places.insert(0, (Key::new(), 0));
        Self { groups, places }
    }

    fn cause(&self, event: &Value) -> Option<(&Key, usize)> {
        self.places.get(&number(event, "previousEventId")).map(|(key, place)| (key, *place))
    }
}

/// "Such a run of events compares as a bag. Everything outside compares as in *exact*;
/// `previousEventId` of the event right after such a run is not compared."
fn compare_erased(expected: &[Value], actual: &[Value], binding: &mut Binding) -> Vec<Difference> {
    let mut acc = Vec::new();
    if expected.len() != actual.len() {
        let lengths = (expected.len(), actual.len());
        acc.push(Difference::new("$.events", lengths.0, lengths.1));
    }
    let is_erased = |it: &Value| it.get("id").is_none_or(Value::is_null);
    let mut at = 0;
    while let Some(e) = expected.get(at) {
        if is_erased(e) {
            let run = expected.iter().skip(at).take_while(|it| is_erased(it)).count();
            let wanted = expected.iter().skip(at).take(run);
            let mut left: Vec<&Value> = actual.iter().skip(at).take(run).collect();
            for e in wanted {
                match left.iter().position(|a| is_same(e, a, binding)) {
                    Some(found) => _ = left.remove(found),
                    None => acc.push(Difference::new("$.events region", line(e), "(absent)")),
                }
            }
            at += run;
            continue;
        }
        let place = format!("$.events[{at}]");
        if let Some((e, a)) = pair(Some(e), actual.get(at), &place, &mut acc) {
            diff(Some(&body(e)), Some(&body(a)), (&place, ""), binding, &mut acc);
            let is_joined = at > 0 && expected.get(at - 1).is_some_and(is_erased);
            let is_flexible = is_joined || FLEXIBLE.contains(&kind(e));
            if e.get("id") != a.get("id")
                || (!is_flexible && e.get("previousEventId") != a.get("previousEventId"))
            {
                acc.push(Difference::new(&format!("{place}.previousEventId"), line(e), line(a)));
            }
        }
        at += 1;
    }
    acc
}

/// Whether an event is another; then what it binds is kept.
fn is_same(expected: &Value, actual: &Value, binding: &mut Binding) -> bool {
    let (mut trial, mut differences) = (binding.clone(), Vec::new());
    diff(Some(&body(expected)), Some(&body(actual)), ("", ""), &mut trial, &mut differences);
    if differences.is_empty() {
        *binding = trial;
    }
    differences.is_empty()
}

pub(super) fn kind(event: &Value) -> &str {
    event.get("type").and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn number(event: &Value, key: &str) -> u64 {
    event.get(key).and_then(Value::as_u64).unwrap_or_default()
}

fn body(event: &Value) -> Value {
    let masked = ["id", "previousEventId", "timestamp"];
    let fields = event.as_object().into_iter().flatten();
    fields.filter(|(key, _)| !masked.contains(key)).collect::<Object>().into()
}

fn line(event: &Value) -> String {
    let body: String = body(event).to_string().chars().take(300).collect();
    format!("{}<{} {} {body}", number(event, "id"), number(event, "previousEventId"), kind(event))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Events in short: a type, a name perhaps, and the id of the event before.
    fn events(lines: &[(&str, &str, u64)]) -> Vec<Value> {
        let event = |(id, (kind, name, previous)): (u64, &(&str, &str, u64))| {
            let mut event = Object::from_iter([
                ("id", Value::from(id)),
                ("previousEventId", (*previous).into()),
                ("type", (*kind).into()),
            ]);
            if !name.is_empty() {
                event.insert("stateEnteredEventDetails", Object::from_iter([("name", *name)]));
            }
            event.into()
        };
        (1..).zip(lines).map(event).collect()
    }

    #[track_caller]
    fn check(expected: &[Value], actual: &[(&str, &str, u64)], ordering: &str, expect: Expect) {
        let found = compare_events(expected, &events(actual), ordering, &mut Binding::default());
        let mut lines = vec![format!("differences: {}", found.len())];
        lines.extend(found.iter().map(|it| it.path.clone()));
        expect.assert_eq(&lines.join("\n"));
    }

    const BRANCHES: [(&str, &str, u64); 6] = [
        ("ExecutionStarted", "", 0),
        ("ParallelStateEntered", "P", 0),
        ("ParallelStateStarted", "", 2),
        ("PassStateEntered", "A", 3),
        ("PassStateEntered", "B", 3),
        ("ParallelStateSucceeded", "", 5),
    ];
    const OTHER_WAY_ROUND: [(&str, &str, u64); 6] = [
        ("ExecutionStarted", "", 0),
        ("ParallelStateEntered", "P", 0),
        ("ParallelStateStarted", "", 2),
        ("PassStateEntered", "B", 3),
        ("PassStateEntered", "A", 3),
        ("ParallelStateSucceeded", "", 5),
    ];

    #[test]
    fn in_exact_order_every_position_and_every_cause_counts() {
        check(&events(&BRANCHES), &BRANCHES, "exact", expect!["differences: 0"]);
        check(
            &events(&BRANCHES),
            &OTHER_WAY_ROUND,
            "exact",
            expect![[r"
                differences: 2
                $.events[3].stateEnteredEventDetails.name
                $.events[4].stateEnteredEventDetails.name"]],
        );
        let late = BRANCHES.map(|it| if it.1 == "B" { (it.0, it.1, 4) } else { it });
        check(
            &events(&BRANCHES),
            &late,
            "exact",
            expect![[r"
                differences: 1
                $.events[4].previousEventId"]],
        );
    }

    #[test]
    fn branches_may_run_in_another_order_but_not_after_one_another() {
        check(&events(&BRANCHES), &OTHER_WAY_ROUND, "concurrent", expect!["differences: 0"]);
        let one_after_the_other = BRANCHES.map(|it| if it.1 == "B" { (it.0, it.1, 4) } else { it });
        check(
            &events(&BRANCHES),
            &one_after_the_other,
            "concurrent",
            expect![[r#"
                differences: 2
                thread [Branch(1, "A")][1]
                thread [Branch(1, "B")][0]"#]],
        );
    }

    #[test]
    fn where_the_recording_lost_the_order_the_events_are_a_bag() {
        let mut erased = events(&BRANCHES);
        for event in erased.iter_mut().skip(3).take(2) {
            let fields = event.as_object_mut().unwrap();
            fields.insert("id", Value::Null);
            fields.insert("previousEventId", Value::Null);
        }
        check(&erased, &OTHER_WAY_ROUND, "erased", expect!["differences: 0"]);
        let other = OTHER_WAY_ROUND.map(|it| if it.1 == "B" { (it.0, "C", it.2) } else { it });
        check(
            &erased,
            &other,
            "erased",
            expect![[r"
                differences: 1
                $.events region"]],
        );
    }

    #[test]
    fn ids_count_from_one_and_causes_come_before() {
        let ahead = BRANCHES.map(|it| if it.1 == "A" { (it.0, it.1, 5) } else { it });
        check(
            &events(&BRANCHES),
            &ahead,
            "concurrent",
            expect![[r"
                differences: 1
                $.events[3].previousEventId"]],
        );
    }

    #[test]
    fn the_exit_of_a_distributed_map_may_follow_from_either_event_of_its_run() {
        const RUN: [(&str, &str, u64); 3] =
            [("MapRunStarted", "", 0), ("MapRunSucceeded", "", 1), ("MapStateExited", "", 2)];
        let newer = RUN.map(|it| if it.0 == "MapStateExited" { (it.0, it.1, 1) } else { it });
        check(&events(&RUN), &newer, "exact", expect!["differences: 0"]);
    }
}
