//! No path takes for ever, whatever data it is let loose on.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use stepwright_json::{Object, Value};
use stepwright_jsonpath::{EvaluateError, Intrinsic, Path, Randomness, ReferencePath, Scope};

fn evaluate(path: &str, data: &Value) -> Result<Value, EvaluateError> {
    Path::parse(path).unwrap().evaluate(&Scope::of(data))
}

#[track_caller]
fn check_is_too_much(path: &str, data: &Value) {
    let error = evaluate(path, data).unwrap_err();
    assert_eq!(error.to_string(), format!("`{path}` finds more than can be looked at"));
}

/// Objects within objects.
fn deep(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| Object::from_iter([("a", inner)]).into())
}

#[test]
fn descents_within_descents_end() {
    let data = deep(120);
    assert_eq!(evaluate("$..*", &data).unwrap().as_array().unwrap().len(), 120);
    check_is_too_much("$..*..*..*..*..*..*", &data);
}

#[test]
fn a_filter_that_searches_everything_for_each_item_ends() {
    let data: Value = (0..20_000).collect();
    check_is_too_much("$[?($[*] == 1)]", &data);
    check_is_too_much("$[?(@ in $)]", &data);
    assert_eq!(evaluate("$[?(@ < 3)]", &data).unwrap().to_string(), "[0,1,2]");
}

#[test]
fn patterns_that_try_every_way_end() {
    let data = Value::from(vec![Value::from(format!("{}!", "a".repeat(5_000)))]);
    assert_eq!(evaluate("$[?(@ =~ /(a+)+b/)]", &data).unwrap().to_string(), "[]");
    assert_eq!(evaluate("$[?(@ =~ /(a|aa)*!/)]", &data).unwrap().as_array().unwrap().len(), 1);
    check_is_too_much("$[?(@ =~ /(?:a|aa)+(?=b).*/)]", &data);
    check_is_too_much(r"$[?(@ =~ /(a|aa)+\1(?!!).*b/)]", &data);
}

#[test]
fn the_largest_payload_can_be_searched() {
    let data: Value = (0..131_072).map(|it| it % 10).collect();
    assert_eq!(evaluate("$..*", &data).unwrap().as_array().unwrap().len(), 131_072);
    assert!(evaluate("$[?(@ == 1 || @ == 2 || @ == 3)]", &data).is_ok());
}

#[test]
fn a_long_list_is_rid_of_its_duplicates_at_once() {
    let data: Value = (0..50_000).chain(0..50_000).collect();
    let unique = Intrinsic::parse("States.ArrayUnique($)").unwrap();
    let unique = unique.evaluate(&Scope::of(&data), &mut Randomness::seeded(1)).unwrap();
    assert_eq!(unique.as_array().unwrap().len(), 50_000);
}

#[test]
fn what_is_equal_is_kept_once() {
    let data = Value::parse(
        r#"[1, 1.0, 0, -0.0, "1", [1], [1.0], {"a": 1, "b": 2}, {"b": 2, "a": 1.0}, {}, null, false]"#,
    );
    let unique = Intrinsic::parse("States.ArrayUnique($)").unwrap();
    let unique = unique.evaluate(&Scope::of(&data.unwrap()), &mut Randomness::seeded(1)).unwrap();
    assert_eq!(unique.to_string(), r#"[1,0,"1",[1],{"a":1,"b":2},{},null,false]"#);
}

#[test]
fn data_that_is_nested_deeper_than_the_stack_is_high_brings_nothing_down() {
    const LEVELS: usize = 200_000;
    let wrapped = |inner: Value| Value::from(vec![inner]);
    let arrays = (0..LEVELS).fold(Value::Null, |inner, _| wrapped(inner));
    let objects = deep(LEVELS);
    let data: Value = Object::from_iter([("o", objects), ("a", arrays)]).into();
    for path in [
        "$..a",
        "$..*",
        "$.*",
        "$.a[0][0][0]",
        "$[?(@.a == @.o)]",
        "$.a[?(@ == $.a)]",
        "$.a.length()",
    ] {
        drop(evaluate(path, &data));
    }
    for call in [
        "States.Format('{} {}', $.a, $.o)",
        "States.JsonToString($)",
        "States.StringToJson(States.JsonToString($.a))",
        "States.ArrayUnique(States.Array($.a, $.a, $.o, $.o))",
        "States.ArrayContains(States.Array($.a), $.o)",
        "States.JsonMerge($.o, $, false)",
        "States.ArrayPartition($.a, 1)",
        "States.Hash($.a, 'MD5')",
    ] {
        let call = Intrinsic::parse(call).unwrap();
        drop(call.evaluate(&Scope::of(&data), &mut Randomness::seeded(1)));
    }
    let path = ReferencePath::parse("$.a[0][0].b.c").unwrap();
    drop((path.read(&Scope::of(&data)), path.write(&data, data.clone())));
}
