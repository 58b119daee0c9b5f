//! `expr!` and `jsonata!` in use: what compiles, and with which types.

use serde::{Deserialize, Serialize};
use stepwright::{Expr, Shape, expr, jsonata};

#[derive(Serialize, Deserialize, Shape, Clone)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    key: String,
    first_row: u64,
    note: Option<String>,
}

#[derive(Serialize, Deserialize, Shape)]
struct Stored {
    rows: u64,
    whole: bool,
    chunks: Vec<Chunk>,
    first: Chunk,
}

#[derive(Serialize, Deserialize, Shape)]
enum Colour {
    Red,
}

const LIMIT: u64 = 10;

fn stored() -> Expr<Stored> {
    Expr::jsonata("$stored")
}

fn is<T: Shape>(_: Expr<T>) {}

#[test]
fn a_literal_stands_on_either_side() {
    let stored = stored();
    is::<bool>(expr!(0 < stored.rows));
    is::<bool>(expr!(stored.rows > 0));
    is::<bool>(expr!(LIMIT >= stored.rows));
    is::<bool>(expr!("a" == stored.first.key));
    is::<u64>(expr!(100 * stored.rows % 7));
    is::<i64>(expr!(100 - stored.rows));
    is::<f64>(expr!(1 / stored.rows));
    is::<f64>(expr!(2.5 * (1 / stored.rows)));
    is::<bool>(expr!(true && stored.whole));
    is::<u64>(expr!(LIMIT * 60 + stored.rows));
}

#[test]
fn a_rust_value_stands_on_either_side() {
    let (stored, n) = (stored(), 2_u64);
    is::<u64>(expr!(n * stored.rows));
    is::<u64>(expr!(n * 2 + stored.rows));
    is::<bool>(expr!(n < stored.rows && stored.rows < n));
}

#[test]
fn what_meets_a_literal_may_be_called_as_the_macros_own_words() {
    let right = stored().rows;
    let left = stored().rows;
    is::<u64>(expr!(1 + right * (2 + left)));
}

#[test]
fn a_variant_is_compared_like_any_literal() {
    let colour = Expr::<Colour>::jsonata("$colour");
    is::<bool>(expr!(colour == Colour::Red));
    is::<bool>(expr!(Colour::Red == colour));
}

#[test]
fn a_list_has_the_type_of_its_place_or_of_its_items() {
    let stored = stored();
    is::<Vec<String>>(expr!([stored.first.key, "b"]));
    is::<Vec<u64>>(expr!([1, stored.rows]));
    is::<Vec<u64>>(expr!([1, 2]));
    is::<Vec<Chunk>>(expr!([Chunk { key: "a", first_row: 1, note: None }, stored.first]));
    is::<u64>(expr!([stored.rows, 2].sum()));
    is::<Stored>(expr!(Stored { rows: 0, whole: true, chunks: [], first: stored.first }));
    is::<Vec<Vec<String>>>(expr!([[stored.first.key], ["b", "c"]]));
}

#[test]
fn an_if_has_the_type_of_its_place_or_of_its_values() {
    let stored = stored();
    is::<u64>(expr!(if stored.whole { stored.rows } else { 0 }));
    is::<u64>(expr!(if stored.whole { 0 } else { stored.rows }));
    is::<u64>(expr!(if stored.whole {
        0
    } else if stored.rows > LIMIT {
        stored.rows
    } else {
        1
    }));
    is::<String>(expr!(if !stored.whole { "no" } else { stored.first.key }));
    is::<Chunk>(expr!(Chunk {
        key: if stored.rows == 0 { "none" } else { "some" },
        first_row: if stored.whole { 0 } else { 1 },
        note: if stored.whole { stored.first.note } else { stored.first.key },
    }));
    is::<bool>(expr!((if stored.whole { stored.rows } else { 0 }) > 3));
}

#[test]
fn closures_bodies_are_workflow_expressions() {
    let stored = stored();
    is::<Vec<Chunk>>(expr!(stored.chunks.filter(|it| it.first_row > 0 && it.note.is_some())));
    is::<Vec<Chunk>>(expr!(stored.chunks.map(|it| Chunk {
        key: it.key,
        first_row: 0,
        note: None
    })));
    is::<String>(expr!(stored.first.note.unwrap_or("none").uppercase()));
    is::<bool>(expr!(!stored.chunks.is_empty() || stored.rows != stored.chunks.len()));
}

#[test]
fn holes_are_lowered_as_expressions() {
    let stored = stored();
    let share: Expr<f64> = jsonata!(f64, "$round({rows} / {n}, 2)", rows = stored.rows, n = 3);
    let shown = format!("{share:?}");
    assert!(shown.contains("$round(") && shown.contains("rows"), "{shown}");
    is::<Chunk>(jsonata!(Chunk, "$merge([{it}, {{'key': {key}}}])", it = stored.first, key = "b"));
    is::<bool>(expr!(jsonata!(u64, "$millis()") > stored.rows));
}
