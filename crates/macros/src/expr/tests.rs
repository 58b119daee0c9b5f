//! What `expr!` makes of each form of its grammar, and what it refuses.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{NO_COUNTERPART, expand};
use crate::snapshot;

#[track_caller]
fn check(input: &str, expect: Expect) {
    snapshot::expression(syn::parse_str(input).and_then(expand), expect);
}

#[test]
fn a_struct_literal_is_built_field_by_field() {
    check(
        r#"Request { bucket: input.bucket, source: Source { url: "x", r#type: kind }, chunk }"#,
        expect![[r#"
            {
                type __Fields = <Request as ::stepwright::Shape>::Fields;
                <Request as ::stepwright::Construct>::construct(__Fields {
                    bucket: __Fields::bucket(input.bucket),
                    source: __Fields::source({
                        type __Fields = <Source as ::stepwright::Shape>::Fields;
                        <Source as ::stepwright::Construct>::construct(__Fields {
                            url: __Fields::url("x"),
                            r#type: __Fields::r#type(kind),
                        })
                    }),
                    chunk: __Fields::chunk(chunk),
                })
            }"#]],
    );
}

#[test]
fn a_literal_of_a_generic_struct_names_its_type() {
    check(
        "Page::<u64> { items: [1, 2], next: None }",
        expect![[r#"
        {
            type __Fields = <Page<u64> as ::stepwright::Shape>::Fields;
            <Page<
                u64,
            > as ::stepwright::Construct>::construct(__Fields {
                items: __Fields::items(
                    ::stepwright::__private::list([
                        ::stepwright::IntoExpr::into_expr(1),
                        ::stepwright::IntoExpr::into_expr(2),
                    ]),
                ),
                next: __Fields::next(None),
            })
        }"#]],
    );
}

#[test]
fn a_list_takes_its_type_from_the_first_item_that_has_one() {
    check(
        "[1, a.rows, 3u64]",
        expect![[r#"
        ::stepwright::__private::list([
            ::stepwright::IntoExpr::into_expr(1),
            ::stepwright::AsExpr::as_expr(a.rows),
            ::stepwright::IntoExpr::into_expr(3u64),
        ])"#]],
    );
    check("[]", expect!["::stepwright::__private::list([])"]);
}

#[test]
fn comparisons_and_logic_are_methods() {
    check(
        "a.rows > 0 && !b.chunks.is_empty() || c != \"x\"",
        expect![[r#"
            ::stepwright::AsExpr::as_expr(a.rows)
                .gt(0)
                .and(!b.chunks.is_empty())
                .or(::stepwright::AsExpr::as_expr(c).ne("x"))"#]],
    );
    check(
        "(a == b) == (c <= d)",
        expect![
            "::stepwright::AsExpr::as_expr(a).eq(b).eq(::stepwright::AsExpr::as_expr(c).le(d))"
        ],
    );
    check("a & b | c", expect!["::stepwright::AsExpr::as_expr(a).and(b).or(c)"]);
}

#[test]
fn arithmetic_is_a_function_each() {
    check(
        "(a + 1) * b.rows - -c % 2",
        expect![[r#"
            ::stepwright::__private::sub(
                ::stepwright::__private::mul(
                    ::stepwright::__private::add(::stepwright::AsExpr::as_expr(a), 1),
                    b.rows,
                ),
                ::stepwright::__private::rem(::stepwright::AsExpr::as_expr(-c), 2),
            )"#]],
    );
    check("60 * 60", expect!["60 * 60"]);
}

#[test]
fn a_literal_on_the_left_has_the_type_of_what_it_meets() {
    check(
        "10 - a.rows",
        expect![[r#"
            {
                let right = ::stepwright::AsExpr::as_expr(a.rows);
                ::stepwright::__private::sub(::stepwright::__private::like(10, right), right)
            }"#]],
    );
    check(
        "-1 < a",
        expect![[r#"
        {
            let right = ::stepwright::AsExpr::as_expr(a);
            ::stepwright::__private::like(-1, right).lt(right)
        }"#]],
    );
    check(
        "1 + a > Row { n: 1 }.n",
        expect![[r#"
        ::stepwright::AsExpr::as_expr({
                let right = ::stepwright::AsExpr::as_expr(a);
                ::stepwright::__private::add(::stepwright::__private::like(1, right), right)
            })
            .gt(
                ({
                    type __Fields = <Row as ::stepwright::Shape>::Fields;
                    <Row as ::stepwright::Construct>::construct(__Fields {
                        n: __Fields::n(1),
                    })
                })
                    .n,
            )"#]],
    );
    check("LIMIT >= a", expect!["::stepwright::AsExpr::as_expr(LIMIT).ge(a)"]);
}

#[test]
fn an_if_is_one_value_or_the_other() {
    check(
        "if a > b { 0 } else if c { 1 } else { d }",
        expect![[r#"
            ::stepwright::__private::select(
                ::stepwright::AsExpr::as_expr(a).gt(b),
                ::stepwright::IntoExpr::into_expr(0),
                ::stepwright::__private::select(
                    c,
                    ::stepwright::IntoExpr::into_expr(1),
                    ::stepwright::AsExpr::as_expr(d),
                ),
            )"#]],
    );
    check(
        "Row { n: if a { 0 } else { 1 } }",
        expect![[r#"
            {
                type __Fields = <Row as ::stepwright::Shape>::Fields;
                <Row as ::stepwright::Construct>::construct(__Fields {
                    n: ::stepwright::__private::select(a, __Fields::n(0), __Fields::n(1)),
                })
            }"#]],
    );
}

#[test]
fn methods_take_workflow_expressions() {
    check(
        "(a + b).max(c * 2)",
        expect![[r#"
        (::stepwright::__private::add(::stepwright::AsExpr::as_expr(a), b))
            .max(::stepwright::__private::mul(::stepwright::AsExpr::as_expr(c), 2))"#]],
    );
    check(
        "chunks.filter(|it| it.rows > 0).map(|it| Row { n: it.rows })",
        expect![[r#"
            chunks
                .filter(|it| ::stepwright::AsExpr::as_expr(it.rows).gt(0))
                .map(|it| {
                    type __Fields = <Row as ::stepwright::Shape>::Fields;
                    <Row as ::stepwright::Construct>::construct(__Fields {
                        n: __Fields::n(it.rows),
                    })
                })"#]],
    );
    check(
        "chunks.filter(|it| { it.rows > 0 })",
        expect!["chunks.filter(|it| ::stepwright::AsExpr::as_expr(it.rows).gt(0))"],
    );
    check(
        "chunks.map(|it| { let n = it.rows; n })",
        expect![[r#"
        chunks
            .map(|it| {
                let n = it.rows;
                n
            })"#]],
    );
}

#[test]
fn what_rust_can_say_as_it_stands_is_left_alone() {
    check("helper(a > b, &c)", expect!["helper(a > b, &c)"]);
    check(
        "{ let a = 1; a }",
        expect![[r#"
        {
            let a = 1;
            a
        }"#]],
    );
    check("jsonata!(u64, \"1\")", expect![[r#"jsonata!(u64, "1")"#]]);
    check("limits::MAX", expect!["limits::MAX"]);
    check("seconds as u64", expect!["seconds as u64"]);
}

#[test]
fn what_has_no_counterpart_is_refused() {
    for input in [
        "Row { n: 1, ..other }",
        "match a { _ => b }",
        "while a { b }",
        "for a in b { c }",
        "loop { a }",
        "|a| a",
        "a = b",
        "a += b",
        "a << b",
        "*a",
        "a..b",
        "a?",
        "return a",
        "a.await",
        "if let Some(a) = b { c } else { d }",
    ] {
        assert_eq!(refusal(input), NO_COUNTERPART, "{input}");
    }
}

#[test]
fn an_if_with_steps_leads_to_choice() {
    for input in [
        "if a { b }",
        "if a { let c = b; c } else { d }",
        "if a { b } else { c; }",
        "if a {} else { b }",
    ] {
        let refusal = refusal(input);
        assert!(refusal.starts_with(NO_COUNTERPART), "{input}: {refusal}");
        assert!(refusal.ends_with("for steps, use `choice(..)`"), "{input}: {refusal}");
    }
}

fn refusal(input: &str) -> String {
    syn::parse_str(input).and_then(expand).unwrap_err().to_string()
}

proptest! {
    #[test]
    fn what_is_not_refused_becomes_rust(input in expression()) {
        if let Ok(made) = syn::parse_str(&input).and_then(expand) {
            prop_assert!(syn::parse2::<syn::Expr>(made.clone()).is_ok(), "{input}: {made}");
        }
    }
}

/// Rust expressions, most of which have a counterpart.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "a.b.c",
        "LIMIT",
        "limits::MAX",
        "1",
        "-2.5",
        "\"text\"",
        "true",
        "None",
        "f(a)",
        "jsonata!(u64, \"1\")",
        "{ a }",
        "a as u64",
        "()",
        "a?",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(5, 40, 4, |inner| {
        let operator = prop::sample::select(vec![
            "==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "-", "*", "/", "%", "&", "|", "^",
        ]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
            inner.clone().prop_map(|it| format!("({it})")),
            inner.clone().prop_map(|it| format!("!{it}")),
            inner.clone().prop_map(|it| format!("-({it})")),
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|it| format!("[{}]", it.join(", "))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("Foo {{ a: {a}, r#b: {b} }}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("if {a} {{ {b} }} else {{ {c} }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}).max({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}).filter(|it| {b})")),
        ]
    })
}
