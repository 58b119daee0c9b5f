//! What is written means what Rust means: the same function, once over Rust values and once as
//! JSONata, for lists of 0, 1 and 3 items and for absent, null and present values.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Serialize;
use stepwright_json::{Value, from_value, json, to_value};
use stepwright_jsonata::{Environment, Expression};

use super::{Group, R, Y, input, text};
use crate::{Expr, Shape, expr};

/// Evaluates an expression over an input, as Step Functions would.
pub(super) fn evaluate<T: Shape>(expr: Expr<T>, input: &serde_json::Value) -> serde_json::Value {
    let text = text(expr);
    let states = json!({ "input": to_value(input).expect("input") });
    let expression = Expression::parse(&text).expect(&text);
    let mut environment = Environment::aws();
    let value = expression.evaluate(&Value::Null, &[("states", states)], &mut environment);
    let value = value.expect(&text).unwrap_or_else(|| panic!("undefined: {text} over {input}"));
    from_value(&value).expect("json")
}

/// The expression gives what Rust gives.
#[track_caller]
pub(super) fn same<I: Serialize, T: Shape>(data: &I, expr: Expr<T>, expect: impl Serialize) {
    let data = serde_json::to_value(data).expect("data");
    let expect = serde_json::to_value(expect).expect("expected");
    // JSONata has one kind of number.
    let (got, expect) = (numbers(evaluate(expr, &data)), numbers(expect));
    assert_eq!(got, expect, "{} over {data}", text(expr));
}

fn numbers(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(it) => Value::from(it.as_f64()),
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, it)| (key, numbers(it))).collect(),
        other => other,
    }
}

fn sizes<T: std::fmt::Debug + Clone>(
    item: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Vec<T>> + Clone {
    prop::sample::select(vec![0_usize, 1, 3])
        .prop_flat_map(move |n| prop::collection::vec(item.clone(), n))
}

fn group() -> impl Strategy<Value = Group> + Clone {
    let text = prop::sample::select(vec!["a", "b", "cc", ""]).prop_map(str::to_owned);
    let number = 0_u64..4;
    (
        text.clone(),
        sizes(number.clone().prop_map(|a| Y { a })),
        sizes(text.clone()),
        prop::option::of(text.clone()),
        prop::option::of(number.clone()),
        sizes((text.clone(), number.clone())),
        sizes((text, sizes(number))),
    )
        .prop_map(|(key, ys, tags, note, rank, by_name, lists)| Group {
            key,
            ys,
            tags,
            note,
            rank,
            by_name: by_name.into_iter().collect(),
            lists: lists.into_iter().collect(),
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn lists_mean_what_rust_means(gs in sizes(group())) {
        let i = || input::<Vec<Group>>();
        same(&gs, i().map(|g| g.key), gs.iter().map(|g| &g.key).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.ys.len() + 1), gs.iter().map(|g| g.ys.len() + 1).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.tags), gs.iter().map(|g| &g.tags).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.tags).filter(|t| t.len().gt(0)),
            gs.iter().map(|g| &g.tags).filter(|t| !t.is_empty()).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.ys.map(|y| y.a)),
            gs.iter().map(|g| g.ys.iter().map(|y| y.a).collect()).collect::<Vec<Vec<_>>>());
        same(&gs, i().map(|g| g.note), gs.iter().map(|g| &g.note).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.rank), gs.iter().map(|g| &g.rank).collect::<Vec<_>>());
        same(&gs, i().map(|g| expr!(R { k: g.key, n: g.ys.map(|y| y.a + g.tags.len()) })),
            gs.iter().map(|g| R {
                k: g.key.clone(),
                n: g.ys.iter().map(|y| y.a + count(&g.tags)).collect(),
            }).collect::<Vec<_>>());
        same(&gs, i().filter(|g| g.ys.len().gt(1)),
            gs.iter().filter(|g| g.ys.len() > 1).collect::<Vec<_>>());
        same(&gs, i().filter(|g| g.ys.filter(|y| y.a.gt(g.tags.len())).len().gt(0)),
            gs.iter().filter(|g| g.ys.iter().any(|y| y.a > count(&g.tags))).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.key).filter(|k| k.eq("a")),
            gs.iter().map(|g| &g.key).filter(|k| *k == "a").collect::<Vec<_>>());
        same(&gs, i().len(), gs.len());
        same(&gs, i().is_empty(), gs.is_empty());
        same(&gs, i().map(|g| g.ys.len()).sum(), gs.iter().map(|g| g.ys.len()).sum::<usize>());
        same(&gs, i().map(|g| g.ys.map(|y| y.a).sum()),
            gs.iter().map(|g| g.ys.iter().map(|y| y.a).sum::<u64>()).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.key).distinct(), distinct(gs.iter().map(|g| g.key.clone())));
        same(&gs, i().map(|g| g.key).concat(vec!["z".to_owned()]),
            gs.iter().map(|g| g.key.clone()).chain(["z".to_owned()]).collect::<Vec<_>>());
        same(&gs, i().map(|g| g.key).join("-"),
            gs.iter().map(|g| g.key.clone()).collect::<Vec<_>>().join("-"));
        same(&gs, i().map(|g| g.key).sort_by(|k| k), {
            let mut keys: Vec<_> = gs.iter().map(|g| g.key.clone()).collect();
            keys.sort();
            keys
        });
        same(&gs, i().first().map(|g| g.key), gs.first().map(|g| &g.key));
        same(&gs, i().get(2).map(|g| g.tags), gs.get(2).map(|g| &g.tags));
        same(&gs, i().map(|g| g.by_name.keys()),
            gs.iter().map(|g| g.by_name.keys().collect()).collect::<Vec<Vec<_>>>());
        same(&gs, i().map(|g| g.by_name.values()),
            gs.iter().map(|g| g.by_name.values().collect()).collect::<Vec<Vec<_>>>());
        same(&gs, i().map(|g| g.lists.values()),
            gs.iter().map(|g| g.lists.values().collect()).collect::<Vec<Vec<_>>>());
        same(&gs, i().map(|g| g.by_name.get("a").unwrap_or(9)),
            gs.iter().map(|g| g.by_name.get("a").copied().unwrap_or(9)).collect::<Vec<_>>());
    }

    #[test]
    fn optional_values_mean_what_rust_means(g in group(), rank_is_written in any::<bool>()) {
        let i = || input::<Group>();
        let mut data = serde_json::to_value(&g).expect("data");
        if g.rank.is_none() && !rank_is_written {
            // A person who writes the input may leave out what Rust would write as null.
            data.as_object_mut().expect("object").remove("rank");
        }
        same(&data, i().rank, g.rank);
        same(&data, i().note, &g.note);
        same(&data, i().rank.is_some(), g.rank.is_some());
        same(&data, i().note.is_none(), g.note.is_none());
        same(&data, i().rank.unwrap_or(7), g.rank.unwrap_or(7));
        same(&data, i().rank.map(|r| r + 1), g.rank.map(|r| r + 1));
        same(&data, i().note.map(Expr::<String>::len), g.note.as_ref().map(String::len));
        same(&data, i().rank.eq(Some(1)), g.rank == Some(1));
        same(&data, i().rank.eq(None), g.rank.is_none());
        same(&data, i().rank.ne(i().rank), false);
    }

    #[test]
    fn operators_mean_what_rust_means(a in -9_i64..9, b in 1_i64..9, p in any::<bool>(), q in any::<bool>()) {
        let data = serde_json::json!({"a": a, "b": b, "p": p, "q": q});
        let n = |key| input::<serde_json::Value>().at::<i64>(key);
        let t = |key| input::<serde_json::Value>().at::<bool>(key);
        let (x, y, u, v) = (n("a"), n("b"), t("p"), t("q"));
        same(&data, expr!(x - (y - x) * 2), a - (b - a) * 2);
        same(&data, expr!(-x + y % 2), -a + b % 2);
        same(&data, expr!(-(x + y)), -(a + b));
        same(&data, expr!(x - -y), a - -b);
        same(&data, expr!(x < y && u || !v), a < b && p || !q);
        same(&data, expr!(!(x >= y) && (u || v)), a < b && (p || q));
        same(&data, expr!(if x > y { x } else { y + 1 }), if a > b { a } else { b + 1 });
        same(&data, expr!(u == v), p == q);
        same(&data, x.max(y), a.max(b));
        same(&data, x.abs(), a.abs());
    }
}

fn distinct(keys: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| seen.insert(key.clone())).collect()
}

fn count(items: &[String]) -> u64 {
    u64::try_from(items.len()).expect("a few")
}
