//! R18: the fewest parentheses, names in backticks where they need them, strings in double quotes.

use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};

use super::{input, text};
use crate::{Expr, Shape, expr};

#[derive(Serialize, Deserialize, Shape)]
struct Odd {
    #[serde(rename = "with blank")]
    blank: u64,
    and: u64,
    #[serde(rename = "function")]
    function: u64,
    #[serde(rename = "a-b")]
    dash: u64,
    b: bool,
    s: String,
}

#[track_caller]
fn check<T: Shape>(f: impl FnOnce(Expr<Odd>) -> Expr<T>, expect: Expect) {
    expect.assert_eq(&text(f(input())).replace("$states.input.", "."));
}

#[test]
fn r18_products_bind_tighter_than_sums() {
    check(|i| expr!(i.and + i.and * 2), expect![[".`and` + .`and` * 2"]]);
    check(|i| expr!((i.and + 1) * 2), expect![["(.`and` + 1) * 2"]]);
}

#[test]
fn r18_operators_lean_to_the_left() {
    check(|i| expr!(i.dash - i.dash - 1), expect![[".`a-b` - .`a-b` - 1"]]);
    check(|i| expr!(i.dash + (i.dash + 1)), expect![[".`a-b` + (.`a-b` + 1)"]]);
}

#[test]
fn r18_comparisons_and_truth() {
    check(
        |i| expr!(i.blank > 1 && i.b || i.blank == 0),
        expect![[".`with blank` > 1 and .b or .`with blank` = 0"]],
    );
    check(|i| expr!((i.b || i.blank > 1) && i.b), expect![["(.b or .`with blank` > 1) and .b"]]);
}

#[test]
fn r18_not_turns_a_comparison_round() {
    check(|i| expr!(!(i.blank == 1)), expect![[".`with blank` != 1"]]);
    check(|i| expr!(!(i.blank > 1)), expect![[".`with blank` <= 1"]]);
    check(|i| expr!(!i.b), expect!["$not(.b)"]);
    check(|i| expr!(!(i.b && i.b)), expect!["$not(.b and .b)"]);
}

#[test]
fn r18_keywords_and_odd_names_stand_in_backticks() {
    check(|i| i.function, expect![".`function`"]);
}

#[test]
fn r18_strings_are_quoted() {
    check(|i| i.s.concat("a\"b\\c\n"), expect![[r#".s & "a\"b\\c\n""#]]);
}

#[test]
fn r18_a_conditional_value() {
    check(
        |i| {
            expr!(if i.b {
                i.blank
            } else if i.blank > 2 {
                1
            } else {
                2
            })
        },
        expect![[".b ? .`with blank` : .`with blank` > 2 ? 1 : 2"]],
    );
    check(
        |i| expr!((if i.b { i.blank } else { 1 }) + 1),
        expect![["(.b ? .`with blank` : 1) + 1"]],
    );
}

#[test]
fn r18_text_starts_with() {
    check(|i| i.s.starts_with("ab"), expect![[r#"$substring(.s, 0, $length("ab")) = "ab""#]]);
}
