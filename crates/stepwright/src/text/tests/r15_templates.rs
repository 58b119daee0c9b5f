//! R15: structs and lists are JSON, literals are JSON, every other leaf is one `{% … %}`.

use expect_test::expect;

use super::{Group, R, input, json};
use crate::expr::placeholder;
use crate::into_expr::{AsExpr, IntoExpr};
use crate::{Expr, expr};

#[test]
fn r15_a_struct_is_an_object_whose_leaves_are_expressions() {
    let group = input::<Group>();
    let r = expr!(R { k: group.key, n: group.ys.map(|y| y.a) });
    expect![[r#"{"k":"{% $states.input.key %}","n":"{% [$states.input.ys.a] %}"}"#]]
        .assert_eq(&json(r));
}

#[test]
fn r15_literals_are_json() {
    expect![[r#"{"k":"plain","n":[1,2]}"#]]
        .assert_eq(&json(R { k: "plain".into(), n: vec![1, 2] }.as_expr()));
}

#[test]
fn r15_a_list_of_expressions_is_an_array() {
    let group = input::<Group>();
    let keys: Expr<Vec<String>> = expr!([group.key, "b"]);
    expect![[r#"["{% $states.input.key %}","b"]"#]].assert_eq(&json(keys));
}

#[test]
fn r15_a_literal_that_looks_like_an_expression_stays_a_literal() {
    expect![[r#"{"k":"{% \"{% 1 + 1 %}\" %}","n":[]}"#]]
        .assert_eq(&json(R { k: "{% 1 + 1 %}".into(), n: vec![] }.as_expr()));
}

#[test]
fn r15_a_placeholder_is_filled_at_deployment() {
    expect![[r#""${TopicArn}""#]].assert_eq(&json(placeholder("TopicArn")));
    let greeting = "to ".into_expr().concat(placeholder("TopicArn"));
    expect![[r#""{% \"to \" & \"${TopicArn}\" %}""#]].assert_eq(&json(greeting));
}

#[test]
fn r15_inside_an_expression_a_struct_is_a_jsonata_object() {
    let groups = input::<Vec<Group>>();
    let rs = groups.map(|g| expr!(R { k: g.key, n: [1, 2] }));
    expect![[r#""{% [$states.input.{\"k\": key, \"n\": [1, 2]}] %}""#]].assert_eq(&json(rs));
}

#[test]
fn r15_a_member_of_what_is_known_is_that_member() {
    let group = input::<Group>();
    let r = expr!(R { k: group.key, n: [1] });
    expect![[r#""{% $states.input.key %}""#]].assert_eq(&json(r.k));
}
