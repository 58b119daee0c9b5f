//! R17: an optional value is never `undefined` where a value has to be.

use expect_test::expect;

use super::{Group, input, json, text};

#[test]
fn r17_an_optional_leaf_is_null_where_it_is_absent() {
    let group = input::<Group>();
    expect![[r#""{% $exists($states.input.note) ? $states.input.note : null %}""#]]
        .assert_eq(&json(group.note));
}

#[test]
fn r17_is_some_asks_for_null_where_null_may_be_written() {
    let group = input::<Group>();
    expect!["$exists($states.input.note)"].assert_eq(&text(group.note.is_some()));
    expect!["$exists($states.input.rank) and $states.input.rank != null"]
        .assert_eq(&text(group.rank.is_some()));
    expect!["$not($exists($states.input.note))"].assert_eq(&text(group.note.is_none()));
}

#[test]
fn r17_unwrap_or() {
    let group = input::<Group>();
    expect![[r#"$exists($states.input.note) ? $states.input.note : "none""#]]
        .assert_eq(&text(group.note.unwrap_or("none")));
}

#[test]
fn r17_map_leaves_null_where_there_is_nothing() {
    let group = input::<Group>();
    expect![
        "$exists($states.input.rank) and $states.input.rank != null ? $states.input.rank + 1 : null"
    ]
    .assert_eq(&text(group.rank.map(|rank| rank + 1)));
}

#[test]
fn r17_an_absent_value_is_compared_as_null() {
    let group = input::<Group>();
    expect!["($exists($states.input.rank) ? $states.input.rank : null) = null"]
        .assert_eq(&text(group.rank.eq(None)));
}
