//! R16: lists stay lists.

use expect_test::{Expect, expect};

use super::{Group, R, input, text};
use crate::{Expr, Shape, expr};

#[track_caller]
fn check<T: Shape>(f: impl FnOnce(Expr<Vec<Group>>) -> Expr<T>, expect: Expect) {
    expect.assert_eq(&text(f(input())));
}

#[test]
fn r16_map_to_a_member() {
    check(|groups| groups.map(|x| x.key), expect!["[$states.input.key]"]);
}

#[test]
fn r16_map_to_a_scalar() {
    check(|groups| groups.map(|x| x.ys.len() + 1), expect!["[$states.input.($count(ys) + 1)]"]);
}

#[test]
fn r16_map_to_objects() {
    check(
        |groups| groups.map(|x| expr!(R { k: x.key, n: [] })),
        expect![[r#"[$states.input.{"k": key, "n": []}]"#]],
    );
}

#[test]
fn r16_map_to_lists() {
    check(
        |groups| groups.map(|x| x.ys.map(|y| y.a)),
        expect!["$reduce($states.input, function($list, $x) { $append($list, [[$x.ys.a]]) }, [])"],
    );
    check(
        |groups| groups.map(|x| x.tags),
        expect!["$reduce($states.input, function($list, $x) { $append($list, [[$x.tags]]) }, [])"],
    );
}

#[test]
fn r16_map_to_optional_values() {
    check(
        |groups| groups.map(|x| x.note),
        expect!["[$states.input.($exists(note) ? note : null)]"],
    );
}

#[test]
fn r16_map_with_a_closure_that_reads_the_item() {
    check(
        |groups| groups.map(|x| expr!(R { k: x.key, n: x.ys.map(|y| y.a + x.tags.len()) })),
        expect![[
            r#"[$map($states.input, function($x) { {"k": $x.key, "n": [$x.ys.(a + $count($x.tags))]} })]"#
        ]],
    );
}

#[test]
fn r16_filter() {
    check(|groups| groups.filter(|x| x.ys.len().gt(0)), expect!["[$states.input[$count(ys) > 0]]"]);
}

#[test]
fn r16_filter_with_a_closure_that_reads_the_item() {
    check(
        |groups| groups.filter(|x| x.ys.filter(|y| y.a.gt(x.tags.len())).len().gt(0)),
        expect![
            "[$filter($states.input, function($x) { $count([$x.ys[a > $count($x.tags)]]) > 0 })]"
        ],
    );
}

#[test]
fn r16_filter_of_lists() {
    check(
        |groups| groups.map(|x| x.tags).filter(|tags| tags.len().gt(1)),
        expect![
            "$reduce($reduce($states.input, function($list, $x) { $append($list, [[$x.tags]]) }, []), function($list, $x) { $count($x) > 1 ? $append($list, [[$x]]) : $list }, [])"
        ],
    );
}

#[test]
fn r16_filter_of_what_is_in_brackets_is_parenthesised() {
    check(
        |groups| groups.map(|x| x.key).filter(|key| key.eq("a")),
        expect![[r#"[([$states.input.key])[$ = "a"]]"#]],
    );
}

#[test]
fn r16_an_item_is_taken_from_the_whole_list() {
    check(
        |groups| groups.get(2),
        expect!["$exists(($states.input)[2]) ? ($states.input)[2] : null"],
    );
}

#[test]
fn r16_sums_are_of_lists() {
    check(|groups| groups.map(|x| x.ys.len()).sum(), expect!["$sum([$states.input.($count(ys))])"]);
    expect!["$sum([$states.input])"].assert_eq(&text(input::<Vec<u64>>().sum()));
}

#[test]
fn r16_functions_whose_result_jsonata_would_unwrap_stand_in_brackets() {
    let xs = input::<Vec<u64>>();
    expect!["[$distinct($states.input)]"].assert_eq(&text(xs.distinct()));
    expect!["[$append($states.input, [1, 2])]"].assert_eq(&text(xs.concat(vec![1, 2])));
    expect!["[$sort($states.input, function($l, $r) { -$l > -$r })]"]
        .assert_eq(&text(xs.sort_by(|x| -x)));
    expect![[r#"[$split($states.input, ",")]"#]].assert_eq(&text(input::<String>().split(",")));
}

#[test]
fn r16_a_list_of_lists_is_not_flattened() {
    let group = input::<Group>();
    let lists: Expr<Vec<Vec<String>>> = expr!([group.tags, group.tags.distinct()]);
    expect!["[[$states.input.tags], [$distinct($states.input.tags)]]"].assert_eq(&text(lists));
}

#[test]
fn r16_parameters_do_not_hide_variables() {
    let x = Expr::<u64>::jsonata("$x");
    check(
        |groups| groups.map(|it| it.ys.map(|y| y.a + x)),
        expect![
            "$reduce($states.input, function($list, $y) { $append($list, [[$y.ys.(a + ($x))]]) }, [])"
        ],
    );
}
