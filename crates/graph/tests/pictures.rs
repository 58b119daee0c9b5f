//! What is true of every picture: of the recorded definitions, and of machines nobody thought of.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot prepare has failed"
)]

use std::{env, fs, path::PathBuf};

use proptest::prelude::*;
use stepwright_asl::{StateMachine, Value};
use stepwright_graph::{Frame, Node, NodeKind, Options, Picture, Theme, svg};

/// No boxes overlap, but for those that lie in each other; all lies in the picture.
fn check(machine: &StateMachine) -> Picture {
    let picture = Picture::of(machine);
    let Picture { width, height, nodes, edges } = &picture;
    let whole = Frame { x: 0.0, y: 0.0, width: *width, height: *height };
    for (place, node) in nodes.iter().enumerate() {
        assert!(whole.contains(&node.frame), "`{}` is outside", node.name);
        if let Some(parent) = node.parent {
            let inside = |lane: &Frame| grown(lane).contains(&node.frame);
            assert!(nodes[parent].lanes.iter().any(inside), "`{}` is in no lane", node.name);
        }
        for other in nodes[..place].iter().filter(|other| other.parent == node.parent) {
            assert!(!node.frame.overlaps(&other.frame), "`{}` on `{}`", node.name, other.name);
        }
    }
    for edge in edges {
        for point in &edge.points {
            let point = Frame { x: point.x, y: point.y, width: 0.0, height: 0.0 };
            assert!(whole.contains(&point), "an edge leads out of the picture");
        }
        assert!(crossed(edge.points.as_slice(), edge.from, edge.to, nodes).is_none());
    }
    picture
}

/// Rounding may put a frame a hair outside.
fn grown(frame: &Frame) -> Frame {
    let Frame { x, y, width, height } = *frame;
    Frame { x: x - 0.01, y: y - 0.01, width: width + 0.02, height: height + 0.02 }
}

/// A box that the straight parts of an edge lead through.
fn crossed<'a>(
    points: &[stepwright_graph::Point],
    from: usize,
    to: usize,
    nodes: &'a [Node],
) -> Option<&'a str> {
    let parent = nodes[from].parent;
    points.windows(2).find_map(|pair| {
        let (top, bottom) = (pair[0].y.min(pair[1].y), pair[0].y.max(pair[1].y));
        let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
        let way = Frame { x: left, y: top, width: right - left, height: bottom - top };
        let others = nodes.iter().enumerate().filter(|(place, _)| *place != from && *place != to);
        let mut others = others.filter(|(_, node)| node.parent == parent);
        others
            .find(|(_, node)| from != to && way.overlaps(&node.frame))
            .map(|it| it.1.name.as_str())
    })
}

fn read(definition: &str) -> StateMachine {
    StateMachine::from_value(&Value::parse(definition).unwrap()).unwrap()
}

#[test]
fn no_boxes_overlap_in_any_recorded_definition() {
    let shared = env::var_os("STEPWRIGHT_SHARED")
        .map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    let Ok(folder) = fs::read_dir(shared.join("corpus/definitions")) else {
        eprintln!("skipped: there is no corpus in `{}`; set STEPWRIGHT_SHARED", shared.display());
        return;
    };
    let mut drawn = 0;
    for entry in folder {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "json") || path.ends_with("index.json") {
            continue;
        }
        let value = Value::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        let Ok(machine) = StateMachine::from_value(&value) else { continue };
        eprintln!("{}", path.display());
        let picture = check(&machine);
        assert!(picture.to_svg(&Options::default()).ends_with("</svg>\n"));
        drawn += 1;
    }
    assert!(drawn >= 700, "{drawn} definitions were drawn");
}

#[test]
fn a_long_chain_and_a_wide_choice_are_drawn() {
    let chain = |count: usize| {
        let states: Vec<String> = (0..count)
            .map(|it| format!(r#""S{it}": {{"Type": "Pass", "Next": "S{}"}}"#, it + 1))
            .collect();
        format!(r#"{{"StartAt": "S0", "States": {{{}}}}}"#, states.join(","))
    };
    for count in [100, 290, 5000] {
        check(&read(&chain(count)));
    }
    let rule = |it: usize| format!(r#"{{"Condition": "{{% $x = {it} %}}", "Next": "S{it}"}}"#);
    let state = |it: usize| format!(r#""S{it}": {{"Type": "Pass", "End": true}}"#);
    let rules: Vec<String> = (0..100).map(rule).collect();
    let states: Vec<String> = (0..100).map(state).collect();
    check(&read(&format!(
        r#"{{"StartAt": "C", "States": {{"C": {{"Type": "Choice", "Choices": [{}]}}, {}}}}}"#,
        rules.join(","),
        states.join(",")
    )));
}

#[test]
fn containers_are_drawn_into_each_other_only_so_deep() {
    let mut definition = r#"{"StartAt": "P", "States": {"P": {"Type": "Succeed"}}}"#.to_owned();
    for _ in 0..30 {
        definition = format!(
            r#"{{"StartAt": "P", "States": {{"P": {{"Type": "Map", "End": true, "ItemProcessor": {definition}}}}}}}"#
        );
    }
    let picture = check(&read(&definition));
    assert!(picture.nodes.iter().any(|node| node.note == "too deep to draw"));
}

#[test]
fn names_are_escaped_and_ids_are_unique() {
    let machine = read(
        r#"{"States": {"<b>&\"": {"Type": "Pass", "Next": "?"}, "_b_-_": {"Type": "Pass"}, "a b": {"Type": "Pass"}, "a_b": {"Type": "Pass"}}}"#,
    );
    let text = svg(&machine, &Options { theme: Theme::Light, ..Options::default() });
    assert!(text.contains("&lt;b&gt;&amp;&quot;") && !text.contains("<b>"));
    let picture = Picture::of(&machine);
    let mut ids: Vec<&str> = picture.nodes.iter().map(|node| node.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), picture.nodes.len());
    assert!(picture.nodes.iter().any(|node| node.kind == NodeKind::Missing && node.name == "?"));
}

/// The JSON of a machine of up to so many states, right or wrong.
fn machine(depth: u32) -> BoxedStrategy<String> {
    prop::collection::vec(state(depth), 0..9)
        .prop_flat_map(|states| (Just(states), prop::option::of(0_usize..10)))
        .prop_map(|(states, start)| {
            let states: Vec<String> = states
                .iter()
                .enumerate()
                .map(|(it, state)| format!(r#""S{it}": {state}"#))
                .collect();
            let start = start.map_or(String::new(), |it| format!(r#""StartAt": "S{it}","#));
            format!(r#"{{{start} "States": {{{}}}}}"#, states.join(","))
        })
        .boxed()
}

fn state(depth: u32) -> BoxedStrategy<String> {
    let target = || (0_usize..10).prop_map(|it| format!("S{it}"));
    let next = || {
        prop_oneof![
            4 => target().prop_map(|it| format!(r#", "Next": "{it}""#)),
            2 => Just(r#", "End": true"#.to_owned()),
            1 => Just(String::new()),
        ]
    };
    let catch = || {
        let catcher = ("[A-Za-z.]{1,30}", target());
        prop::collection::vec(catcher, 0..3).prop_map(|catchers| {
            let catchers: Vec<String> = catchers
                .iter()
                .map(|(error, to)| format!(r#"{{"ErrorEquals": ["{error}"], "Next": "{to}"}}"#))
                .collect();
            format!(r#", "Catch": [{}]"#, catchers.join(","))
        })
    };
    let plain =
        prop_oneof![Just("Pass"), Just("Wait"), Just("Succeed"), Just("Fail"), Just("Loop")];
    let plain = (plain, next()).prop_map(|(name, next)| format!(r#"{{"Type": "{name}"{next}}}"#));
    let task =
        (next(), catch()).prop_map(|(next, catch)| format!(r#"{{"Type": "Task"{next}{catch}}}"#));
    let rules = prop::collection::vec(("[ -!#-\\[\\]-~]{0,60}", target()), 0..5);
    let choice = (rules, prop::option::of(target())).prop_map(|(rules, default)| {
        let rules: Vec<String> = rules
            .iter()
            .map(|(condition, to)| format!(r#"{{"Condition": "{condition}", "Next": "{to}"}}"#))
            .collect();
        let default = default.map_or(String::new(), |it| format!(r#", "Default": "{it}""#));
        format!(r#"{{"Type": "Choice", "Choices": [{}]{default}}}"#, rules.join(","))
    });
    if depth == 0 {
        return prop_oneof![plain, task, choice].boxed();
    }
    let parallel = (prop::collection::vec(machine(depth - 1), 0..4), next(), catch()).prop_map(
        |(branches, next, catch)| {
            format!(r#"{{"Type": "Parallel", "Branches": [{}]{next}{catch}}}"#, branches.join(","))
        },
    );
    let map = (machine(depth - 1), next(), catch()).prop_map(|(processor, next, catch)| {
        format!(r#"{{"Type": "Map", "ItemProcessor": {processor}{next}{catch}}}"#)
    });
    prop_oneof![2 => plain, 3 => task, 3 => choice, 1 => parallel, 1 => map].boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn no_boxes_overlap_in_any_machine_and_the_same_machine_is_the_same_picture(
        definition in machine(2),
    ) {
        let machine = read(&definition);
        let picture = check(&machine);
        prop_assert_eq!(&picture, &Picture::of(&machine));
    }
}
