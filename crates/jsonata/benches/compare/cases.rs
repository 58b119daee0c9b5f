//! What is measured: small things that workflows do all the time, and larger ones.

use stepwright_json::{Value, json};

/// An expression, and what it is evaluated on.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    pub(crate) input: Value,
    pub(crate) bindings: Vec<(&'static str, Value)>,
}

/// All cases: paths and conditions first.
pub(crate) fn all() -> Vec<Case> {
    let input = input();
    let plain = [
        ("small path", "order.customer.address.city"),
        ("choice condition", "order.total > 100 and order.status = \"open\""),
        (
            "object constructor",
            "{\"id\": order.id, \"city\": order.customer.address.city, \"total\": order.total * 1.2}",
        ),
        ("filter 100", "items[price > 50].name"),
        ("`$map` 100", "$map(items, function($i){ $i.price * $i.n })"),
        ("sort 100", "items^(>price).name"),
        (
            "fib(15)",
            "($fib := function($n){ $n < 2 ? $n : $fib($n - 1) + $fib($n - 2) }; $fib(15))",
        ),
        ("`$count` over 110 KB", "$count(rows[flag])"),
        ("range and `$sum`", "$sum([1..100])"),
        ("`$filter` 100", "$filter(items, function($i){ $i.price > 50 })"),
        ("`$reduce` 100", "$reduce(items.price, function($a, $b){ $a + $b })"),
        ("string", "\"order \" & order.id & \" to \" & $uppercase(order.customer.address.city)"),
    ];
    let states = [
        ("path in a state", "$states.input.order.customer.address.city"),
        (
            "condition in a state",
            "$states.input.order.total > 100 and $states.input.order.status = \"open\"",
        ),
        (
            "questions in a state",
            "$exists($states.input.order.id) and $count($states.input.items) > 2",
        ),
        (
            "object in a state",
            "{\"id\": $states.input.order.id, \"total\": $states.input.order.total * 1.2}",
        ),
    ];
    let plain =
        plain.map(|(name, text)| Case { name, text, input: input.clone(), bindings: vec![] });
    let states = states.map(|(name, text)| Case {
        name,
        text,
        input: Value::Null,
        bindings: vec![("states", json!({ "input": input.clone() }))],
    });
    plain.into_iter().chain(states).collect()
}

fn input() -> Value {
    let items: Value = (0..100_u32)
        .map(|n| json!({ "name": format!("item {n}"), "price": n * 37 % 101, "n": n % 7 }))
        .collect();
    let rows: Value = (0..1200_u32)
        .map(|n| json!({ "id": n, "flag": n % 3 == 0, "text": "some text that fills a row with what rows have" }))
        .collect();
    json!({
        "order": { "id": "a1", "status": "open", "total": 120, "customer": { "address": { "city": "Ulm", "zip": "89073" } } },
        "items": items,
        "rows": rows
    })
}
