//! What is true of every value and every text: printing and parsing undo each other, and both agree
//! with `serde_json`.

use proptest::prelude::*;
use stepwright_json::{Number, Object, Pointer, Value, parse_with_positions};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |it| Number::from_f64(it).map(Value::Number)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..20)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Object>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn parsing_undoes_printing(value in value()) {
        for text in [value.to_string(), format!("{value:#}")] {
            let (read, _) = parse_with_positions(&text).expect("printed text is JSON");
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(read.to_string(), value.to_string());
        }
        prop_assert_eq!(value.size_bytes(), value.to_string().len());
    }

    #[test]
    fn the_text_is_that_of_serde_json(value in value()) {
        let theirs = serde_json::to_value(&value).expect("a value has a JSON form");
        prop_assert_eq!(value.to_string(), theirs.to_string());
        prop_assert_eq!(format!("{value:#}"), serde_json::to_string_pretty(&theirs).expect("JSON"));
        prop_assert_eq!(Value::try_from(theirs).expect("JSON"), value);
    }

    #[test]
    fn what_is_accepted_is_what_serde_json_accepts(
        text in r#"([\[\]{},:"\\a-fu0-9.+eE\-tnrlsu \n]|true|false|null|"[a-z]*"){0,24}"#
    ) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        match (Value::parse(&text), theirs) {
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(ours, Value::try_from(theirs).expect("JSON"));
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => prop_assert!(false, "{text:?}: {ours:?}, {theirs:?}"),
        }
    }

    #[test]
    fn a_clone_does_not_see_a_change(mut value in value(), new in any::<i64>()) {
        let before = value.clone();
        let text = value.to_string();
        if let Some(object) = value.as_object_mut() {
            object.insert("changed", new);
        }
        if let Some(array) = value.as_array_mut() {
            array.push(new);
        }
        prop_assert_eq!(before.to_string(), text);
        prop_assert_eq!(value.size_bytes(), value.to_string().len());
    }

    #[test]
    fn every_place_is_where_the_value_stands(value in value()) {
        let text = format!("{value:#}");
        let (read, positions) = parse_with_positions(&text).expect("JSON");
        let mut todo = vec![(Pointer::root(), read)];
        while let Some((pointer, value)) = todo.pop() {
            let span = positions.value(&pointer).expect("every value has a place");
            let again = Value::parse(text.get(span.start..span.end).expect("a stretch")).expect("JSON");
            prop_assert_eq!(&again, &value);
            match value {
                Value::Array(items) => {
                    todo.extend(items.iter().enumerate().map(|(i, it)| (pointer.join(i), it.clone())));
                }
                Value::Object(fields) => {
                    todo.extend(fields.iter().map(|(key, it)| (pointer.join(key), it.clone())));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_value_deeper_than_the_stack_is_dropped_printed_measured_and_compared() {
    let build = || (0..200_000).fold(Value::Null, |inner, _| Value::from(vec![inner]));
    let (deep, other) = (build(), build());
    assert_eq!(deep.size_bytes(), deep.to_string().len());
    assert_eq!(deep, other);
}

#[test]
fn a_long_text_is_escaped_wherever_its_escapes_are() {
    for at in 0..200 {
        for escaped in ["\"", "\\", "\n", "\u{1}", "\u{1f}é\"", "\u{7f}"] {
            let text = format!("{}{escaped}{}", "x".repeat(at), "é".repeat(70));
            let value = Value::from(text.as_str());
            let written = serde_json::to_string(&text).unwrap();
            assert_eq!(value.to_string(), written);
            assert_eq!(value.size_bytes(), written.len());
            assert_eq!(Value::parse(&written).unwrap(), value);
        }
    }
}
