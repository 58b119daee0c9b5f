//! What is true of every text and every value.

use proptest::prelude::*;
use stepwright_json::{Value, json};
use stepwright_jsonpath::{Intrinsic, Path, PayloadTemplate, Randomness, ReferencePath, Scope};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_i64..9).prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[abc]", inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn path() -> impl Strategy<Value = String> {
    let step = prop_oneof![
        Just(".a"),
        Just(".b"),
        Just("['c']"),
        Just("[0]"),
        Just("[-1]"),
        Just("[*]"),
        Just(".*"),
        Just("..a"),
        Just("[0:2]"),
        Just("[?(@.a > 1)]"),
        Just("[?(@.b)]"),
        Just("['a','b']"),
        Just("..[0]"),
        Just("[0,1]"),
        Just("[?(@ == 'a' || !(@.a in [1,2]))]"),
    ];
    prop::collection::vec(step, 0..6).prop_map(|steps| format!("${}", steps.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_brings_the_parsers_down(text in any::<String>(), odd in r"[$.\[\]?@()'*0-9a-c,:&|!<>=S-]{0,24}") {
        for text in [&text, &odd] {
            let _ = Path::parse(text);
            let _ = ReferencePath::parse(text);
            let _ = Intrinsic::parse(text);
            let _ = Intrinsic::parse(&format!("States.Format({text})"));
        }
    }

    #[test]
    fn an_indefinite_path_gives_an_array_whatever_the_data(path in path(), data in value()) {
        let path = Path::parse(&path).expect("a path");
        let found = path.evaluate(&Scope::of(&data));
        if !path.is_definite() {
            prop_assert!(found.expect("no error").as_array().is_some());
        }
    }

    #[test]
    fn what_is_written_is_read_again(data in value(), new in value(), path in "(\\.[abc]){0,3}") {
        let path = ReferencePath::parse(&format!("${path}")).expect("a path");
        if let Ok(written) = path.write(&data, new.clone()) {
            prop_assert_eq!(path.read(&Scope::of(&written)).expect("there"), new);
        }
    }

    #[test]
    fn a_template_without_dollars_is_what_it_says(data in value()) {
        let template = PayloadTemplate::compile(&data).expect("a template");
        let value = template.evaluate(&Scope::of(&Value::Null), &mut Randomness::seeded(1));
        prop_assert_eq!(value.expect("constant"), data);
    }
}

#[test]
fn deep_nesting_is_refused() {
    assert!(Path::parse(&format!("$[?({}@.a)]", "!".repeat(20_000))).is_err());
    assert!(Path::parse(&format!("$[?({}@.a)]", "(".repeat(20_000))).is_err());
    assert!(Path::parse(&format!("${}", "[?(@".repeat(20_000))).is_err());
    assert!(Intrinsic::parse(&"States.Array(".repeat(20_000)).is_err());
}

#[test]
fn a_template_shares_what_is_constant() {
    let constant = json!({ "a": [1, 2, 3] });
    let template =
        PayloadTemplate::compile(&json!({ "c": constant.clone(), "v.$": "$" })).expect("template");
    let data = json!([1]);
    let value = template.evaluate(&Scope::of(&data), &mut Randomness::seeded(1)).expect("value");
    let same = |a: &Value, b: &Value| {
        a.as_object().zip(b.as_object()).is_some_and(|(a, b)| a.ptr_eq(b))
            || a.as_array().zip(b.as_array()).is_some_and(|(a, b)| a.ptr_eq(b))
    };
    assert!(same(&value["c"], &constant));
    assert!(same(&value["v"], &data));
}
