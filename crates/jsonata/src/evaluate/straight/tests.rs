//! The straight way and the general way give the same value, or the same error at the same place.

use std::sync::Arc;

use proptest::prelude::*;
use stepwright_json::{Value, json};

use crate::{Dialect, Environment, Expression, ExtraFunction, Limits};

fn input() -> Value {
    json!({
        "a": 1, "b": "text", "t": true, "z": null, "f": 2.5, "big": 9_007_199_254_740_993_i64,
        "o": { "a": 7, "b": "text", "o": { "a": [1, 2], "b": {} } },
        "l": [{ "a": 1 }, { "a": 2, "b": [3] }], "one": [{ "a": 5 }], "none": [], "n": [1, [2], "text"],
    })
}

#[track_caller]
fn check(text: &str) {
    let (Ok(straight), Ok(general)) = (Expression::parse(text), Expression::general(text)) else {
        return;
    };
    let bindings = [("v", input()), ("w", json!([input()])), ("x", json!("text"))];
    // Names of functions that mean something else.
    let taken = [("exists", json!(1)), ("v", input())];
    let extra: ExtraFunction = Arc::new(|_| Ok(Some(json!("extra"))));
    let extra = vec![(Arc::from("not"), extra)];
    let array = json!([1, input()]);
    for (dialect, bindings, functions) in [
        (Dialect::Standard, &bindings[..], Vec::new()),
        (Dialect::Aws, &bindings, Vec::new()),
        (Dialect::Standard, &taken, extra),
    ] {
        for limits in [Limits::STANDARD, Limits { depth: 3, steps: 40, bytes: 12 }] {
            for input in [None, Some(&input()), Some(&array), Some(&json!("text"))] {
                let run = |it: &Expression| {
                    let functions = functions.clone();
                    let mut environment =
                        Environment { limits, dialect, functions, ..Environment::default() };
                    it.evaluate(input, bindings, &mut environment)
                };
                let (straight, general) = (run(&straight), run(&general));
                // The two need not count the same steps and levels, nor the same bytes of what holds
                // other values; bytes of text they must.
                let holds = text.contains(['[', '{']);
                let is_spent = |it: &Result<_, crate::EvaluateError>| {
                    it.as_ref().is_err_and(|it| {
                        it.message.contains("timeout")
                            || it.message.contains("Stack overflow")
                            || holds && it.message.contains("memory limit")
                    })
                };
                if limits == Limits::STANDARD || !is_spent(&general) && !is_spent(&straight) {
                    assert_eq!(straight, general, "{text} on {input:?}, {dialect:?}");
                    let printed = |it: &Option<Value>| it.as_ref().map(ToString::to_string);
                    assert_eq!(
                        straight.as_ref().ok().map(printed),
                        general.as_ref().ok().map(printed)
                    );
                }
            }
        }
    }
}

fn expression() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec!["", "$.", "$v.", "$w.", "$$.", "$x.", "$nowhere."]);
    let name = prop::sample::select(vec![
        "a",
        "b",
        "t",
        "z",
        "f",
        "big",
        "o",
        "o.a",
        "o.b",
        "o.o",
        "o.o.a",
        "o.o.b",
        "l",
        "l.a",
        "l.b",
        "one",
        "one.a",
        "none",
        "none.a",
        "n",
        "nothing",
        "nothing.a",
    ]);
    let path = (start, name).prop_map(|(start, name)| format!("{start}{name}"));
    let other = prop::sample::select(vec![
        "1", "0", "2.5", "1e300", "\"text\"", "\"\"", "\"tuxt\"", "true", "false", "null", "$",
        "$$", "$v", "$w", "$x", "$nowhere", "$count", "[]", "{}", "-1", "a[]", "$v.a[0]",
    ]);
    let leaf = prop_oneof![3 => path, 2 => other.prop_map(str::to_owned)];
    leaf.prop_recursive(4, 16, 3, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "&", "??", "?:",
        ]);
        prop_oneof![
            5 => (inner.clone(), operator, inner.clone())
                .prop_map(|(left, operator, right)| format!("({left}) {operator} {right}")),
            5 => (inner.clone(), prop::sample::select(vec!["=", "<", ">", "&", "and", "+"]), inner.clone())
                .prop_map(|(left, operator, right)| format!("{left} {operator} {right}")),
            2 => (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(test, then, other)| format!("{test} ? {then} : {other}")),
            3 => (prop::sample::select(vec!["exists", "not", "boolean", "count"]), inner.clone())
                .prop_map(|(name, it)| format!("${name}({it})")),
            1 => inner.clone().prop_map(|it| format!("($exists := $count; $exists({it}))")),
            1 => inner.clone().prop_map(|it| format!("$map(l, function($not) {{ $not({it}) }})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(test, then)| format!("{test} ? {then}")),
            2 => prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            2 => (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("{{\"a\": {a}, \"b\": {b}}}")),
            1 => inner.clone().prop_map(|it| format!("l[{it}]")),
            1 => inner.clone().prop_map(|it| format!("$map(n, function($v, $x){{ {it} }})")),
            1 => inner.clone().prop_map(|it| format!("$filter(l, function($v){{ {it} }})")),
            1 => inner.clone().prop_map(|it| format!("$reduce(l, function($v, $x){{ {it} }}, 1)")),
            1 => inner.prop_map(|it| format!("l.({it})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_straight_way_and_the_general_way_agree(text in expression()) {
        check(&text);
    }
}

#[test]
fn the_odd_cases_agree() {
    for text in [
        "{\"a\": $}",
        "[[1], a, l]",
        "$v.z ?? 1",
        "nothing < 1",
        "nothing < true",
        "(nothing < 1) ?? 2",
        "1 / 0",
        "a & z",
        "a & o",
        "big & \"\"",
        "big = 9007199254740993",
        "l in [l]",
        "o in [o]",
        "\"text\" in n",
        "{\"a\": $count}",
        "$x & $x & $x & $x",
        "$count()",
        "$count(l, l)",
        "$boolean($x)",
        "$not($count)",
    ] {
        check(text);
    }
}
