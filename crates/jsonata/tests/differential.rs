//! Random expressions on one input, ours beside `jsonata-core`: the same value, or both an error.
//!
//! An order-by after an operator (`1 + b^(n)`) is left out: the reference refuses it as we do,
//! `jsonata-core` does not.

use jsonata_core::evaluator::Evaluator;
use jsonata_core::value::JValue;
use proptest::prelude::*;
use stepwright_json::Value;
use stepwright_jsonata::{Environment, Expression};

const INPUT: &str = r#"{"a":1,"b":"bcd","c":[1,2,3],"n":7,"items":[{"n":3,"s":"p","items":[{"n":9}]},{"n":1,"s":"q"},{"n":2,"s":"p"}],"obj":{"k":{"n":4}}}"#;

fn path() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "b", "c", "n", "items", "obj", "zz"]);
    let step = prop::sample::select(vec![
        "",
        ".n",
        ".s",
        ".items",
        ".k",
        "[0]",
        "[-1]",
        "[n>1]",
        "[s=\"p\"]",
        "[]",
        ".{\"q\": n}",
    ]);
    (name, prop::collection::vec(step, 0..3))
        .prop_map(|(name, steps)| format!("{name}{}", steps.concat()))
}

fn expression() -> impl Strategy<Value = String> {
    let literal = prop::sample::select(vec![
        "1",
        "2.5",
        "-3",
        "\"x\"",
        "true",
        "null",
        "[]",
        "[1,2]",
        "{\"k\":1}",
    ]);
    let leaf = prop_oneof![literal.prop_map(str::to_owned), path()];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let one = prop::sample::select(vec![
            "$sum",
            "$count",
            "$string",
            "$exists",
            "$not",
            "$keys",
            "$reverse",
            "$type",
            "$max",
            "$length",
            "$uppercase",
        ]);
        let two = prop::sample::select(vec![
            "+", "-", "*", "&", "=", "!=", "<", ">=", " and ", " or ", " in ",
        ]);
        prop_oneof![
            (one, inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            (inner.clone(), two, inner.clone()).prop_map(|(a, op, b)| format!("({a}{op}{b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a}, {b}]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{\"x\": {a}, \"y\": {b}}}")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            inner.clone().prop_map(|a| format!("$map({a}, function($v){{ $string($v) & \"!\" }})")),
            inner.prop_map(|a| format!("($q := {a}; $q)")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn values_agree_with_another_implementation(text in expression()) {
        let ours = Expression::parse(&text).unwrap().evaluate(&Value::parse(INPUT).unwrap(), &[], &mut Environment::standard());
        let ast = jsonata_core::parser::parse(&text).unwrap();
        let theirs = Evaluator::new().evaluate(&ast, &JValue::from_json_str(INPUT).unwrap());
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => {
                let theirs = if theirs.is_undefined() { None } else { Some(Value::parse(&theirs.to_json_string().unwrap()).unwrap()) };
                prop_assert_eq!(ours, theirs, "{}", text);
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => prop_assert!(false, "{text}: {ours:?} but {theirs:?}"),
        }
    }
}
