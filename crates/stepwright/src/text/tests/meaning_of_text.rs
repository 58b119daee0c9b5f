//! What the methods of `Expr<String>` and `Expr<Timestamp>` mean: each evaluated, and compared with
//! Rust where Rust has the same.

use proptest::prelude::*;
use serde_json::json;

use super::input;
use super::meaning::{evaluate, same};
use crate::{Expr, Timestamp};

/// What a method gives for a text.
#[track_caller]
fn check<T: crate::Shape>(
    method: impl Fn(Expr<String>) -> Expr<T>,
    cases: &[(&str, serde_json::Value)],
) {
    for (given, expect) in cases {
        same(given, method(input()), expect);
    }
}

#[test]
fn concat_is_both() {
    check(|it| it.concat("b"), &[("a", json!("ab")), ("", json!("b")), ("é", json!("éb"))]);
    check(|it| it.concat(""), &[("a", json!("a")), ("", json!(""))]);
}

#[test]
fn contains_looks_for_the_part_as_it_is() {
    check(
        |it| it.contains("a.c"),
        &[("xa.cx", json!(true)), ("abc", json!(false)), ("", json!(false))],
    );
    check(|it| it.contains(""), &[("abc", json!(true)), ("", json!(true))]);
}

#[test]
fn starts_with_compares_the_beginning() {
    check(
        |it| it.starts_with("ab"),
        &[
            ("abc", json!(true)),
            ("ab", json!(true)),
            ("a", json!(false)),
            ("cab", json!(false)),
            ("", json!(false)),
        ],
    );
    check(|it| it.starts_with(""), &[("a", json!(true)), ("", json!(true))]);
    check(|it| it.starts_with("🦀"), &[("🦀 is a crab", json!(true)), ("🦞", json!(false))]);
}

#[test]
fn len_counts_characters_not_bytes() {
    check(Expr::<String>::len, &[("", json!(0)), ("abc", json!(3)), ("é🦀", json!(2))]);
}

#[test]
fn lowercase_and_uppercase_are_unicodes() {
    check(Expr::lowercase, &[("ÀB c1", json!("àb c1")), ("", json!(""))]);
    check(Expr::uppercase, &[("àb C1", json!("ÀB C1")), ("straße", json!("STRASSE"))]);
}

#[test]
fn trim_takes_blanks_from_the_ends_and_leaves_one_inside() {
    check(
        Expr::trim,
        &[
            ("  a  b\t\nc ", json!("a b c")),
            ("abc", json!("abc")),
            ("   ", json!("")),
            ("", json!("")),
        ],
    );
}

#[test]
fn split_gives_the_parts_between_the_separators() {
    check(
        |it| it.split(","),
        &[
            ("a,b", json!(["a", "b"])),
            ("a", json!(["a"])),
            ("a,,b,", json!(["a", "", "b", ""])),
            ("", json!([""])),
        ],
    );
    // One is a list too, also where its value is a list's only item.
    check(|it| it.split(",").len(), &[("a", json!(1)), ("a,b", json!(2))]);
}

#[test]
fn parse_json_gives_what_is_spelt() {
    check(Expr::parse_json::<u64>, &[("12", json!(12)), (" 1e2 ", json!(100))]);
    check(Expr::parse_json::<Vec<u64>>, &[("[1]", json!([1])), ("[1, 2]", json!([1, 2]))]);
    check(Expr::parse_json::<serde_json::Value>, &[(r#"{"a": [null]}"#, json!({"a": [null]}))]);
    check(
        |it| it.parse_json::<serde_json::Value>().at::<String>("a"),
        &[(r#"{"a": "b"}"#, json!("b"))],
    );
}

#[test]
fn to_number_gives_what_is_spelt() {
    check(
        Expr::<String>::to_number,
        &[("12", json!(12)), ("-1.5", json!(-1.5)), ("1e3", json!(1000)), ("0x1F", json!(31))],
    );
}

#[test]
fn timestamps_are_compared_by_the_instant() {
    let noon = || input::<Timestamp>();
    let data = json!("2026-01-01T12:00:00Z");
    let later = Timestamp::new("2026-01-01T12:00:00.001Z");
    let elsewhere = Timestamp::new("2026-01-01T13:00:00+01:00");
    same(&data, noon().lt(later.clone()), true);
    same(&data, noon().ge(later), false);
    same(&data, noon().le(elsewhere.clone()), true);
    same(&data, noon().ge(elsewhere.clone()), true);
    same(&data, noon().gt(elsewhere), false);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn texts_mean_what_rust_means(a in "[a-cA-CéßÀ🦀 ,.]{0,6}", b in "[a-cA-C🦀,.]{0,2}") {
        let it = || input::<String>();
        let length = u64::try_from(a.chars().count()).expect("a few");
        same(&a, it().concat(b.clone()), format!("{a}{b}"));
        same(&a, it().contains(b.clone()), a.contains(&b));
        same(&a, it().starts_with(b.clone()), a.starts_with(&b));
        same(&a, it().len(), length);
        same(&a, it().lowercase(), a.to_lowercase());
        same(&a, it().uppercase(), a.to_uppercase());
        same(&a, it().trim(), a.split_whitespace().collect::<Vec<_>>().join(" "));
        same(&a, it().split(","), a.split(',').collect::<Vec<_>>());
        same(&a, it().eq(b.clone()), a == b);
        same(&a, it().ne(b.clone()), a != b);
    }

    #[test]
    fn the_order_of_texts_is_that_of_rust(a in "[a-zA-Z0-9é ]{0,3}", b in "[a-zA-Z0-9é ]{0,3}") {
        let it = || input::<String>();
        same(&a, it().lt(b.clone()), a < b);
        same(&a, it().le(b.clone()), a <= b);
        same(&a, it().gt(b.clone()), a > b);
        same(&a, it().ge(b.clone()), a >= b);
    }

    #[test]
    fn json_that_is_parsed_is_what_was_written(numbers in prop::collection::vec(0_u32..100, 0..4)) {
        let text = serde_json::to_string(&numbers).expect("json");
        let parsed = evaluate(input::<String>().parse_json::<Vec<u32>>().len(), &json!(text));
        prop_assert_eq!(parsed, json!(numbers.len()));
        same(&text, input::<String>().parse_json::<Vec<u32>>().map(|it| it + 1),
            numbers.iter().map(|it| it + 1).collect::<Vec<_>>());
    }
}
