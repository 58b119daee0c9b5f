//! What is true of every definition, also of those that nobody would write.

use proptest::prelude::*;
use stepwright_asl::{
    Catcher, ChoiceRule, Document, Format, NumberOr, Object, Operator, Pass, Retrier, SourceOrder,
    State, StateMachine, Task, Test, Value, Visitor,
};
use stepwright_asl::{Choice, Parallel, Pointer, Succeed};
use stepwright_json::Array;

proptest! {
    // A failure is told with the input that shows it; nothing is written beside the sources.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Keys are mostly those of the language, so that every field meets values of every type.
    #[test]
    fn any_object_comes_back_with_its_keys_in_order(object in object()) {
        let machine = StateMachine::from_object(&object);
        prop_assert_eq!(machine.to_value().to_string(), Value::from(object).to_string());
    }

    #[test]
    fn any_object_can_be_validated_and_walked(object in object()) {
        let machine = StateMachine::from_object(&object);
        machine.validate();
        machine.transitions().count();
    }

    #[test]
    fn a_machine_made_in_code_comes_back_from_its_text(machine in machine()) {
        let read: StateMachine = machine.to_string().parse().unwrap();
        prop_assert_eq!(&read, &machine);
        prop_assert_eq!(read.to_string(), machine.to_string());
    }

    /// The order of the source has no other effect than the order of the text.
    #[test]
    fn a_machine_is_the_same_whatever_the_order_of_its_fields(machine in machine()) {
        let reversed = reverse(&machine.to_value());
        let read = StateMachine::from_value(&reversed).unwrap();
        prop_assert_eq!(&read, &machine);
        prop_assert_eq!(read.to_value().to_string(), reversed.to_string());
        prop_assert_eq!(read.validate().len(), machine.validate().len());
        let canonical = StateMachine { source_order: SourceOrder::default(), ..read };
        let object = canonical.to_object();
        prop_assert_eq!(object.keys().next(), Some("StartAt"));
    }

    #[test]
    fn every_problem_and_every_transition_is_somewhere_in_the_text(machine in machine()) {
        let value = machine.to_value();
        for problem in machine.validate() {
            prop_assert!(problem.at.get(&value).is_some(), "{}", problem);
        }
        for transition in machine.transitions() {
            let to = transition.at.get(&value).and_then(Value::as_str);
            prop_assert_eq!(to, Some(transition.to));
        }
    }

    #[test]
    fn every_state_has_its_place(machine in machine()) {
        struct Places<'d>(&'d Document, &'d str);
        impl<'a> Visitor<'a> for Places<'_> {
            fn state(&mut self, at: &Pointer, name: &'a str, state: &'a State) {
                let Places(document, text) = self;
                let span = document.source.span(at);
                let read = Value::parse(text.get(span.start..span.end).unwrap()).unwrap();
                assert_eq!(read, state.to_value(), "{name}");
            }
        }
        let text = machine.to_string();
        let document = Document::parse("machine.json", &text).unwrap();
        document.machine.walk(&mut Places(&document, &text));
    }

    #[test]
    fn json_reads_the_same_as_yaml(machine in machine()) {
        let text = machine.to_string();
        let yaml = Document::parse_as(Format::Yaml, "machine.yaml", &text).unwrap();
        prop_assert_eq!(yaml.machine.to_string(), text);
    }

    #[test]
    fn no_text_is_too_strange_to_be_refused(text in r#"[-{}\[\]:,&*!|>'"%@#?<~a0-9\n\t .é]{0,60}"#) {
        for format in [Format::Json, Format::Yaml] {
            if let Err(error) = Document::parse_as(format, "strange", &text) {
                prop_assert!(error.location.line <= text.lines().count() + 1, "{}", error);
            }
        }
    }
}

/// Turns the keys of every object of the language round, but not those of data and of `States`.
fn reverse(value: &Value) -> Value {
    let Value::Object(object) = value else {
        return match value {
            Value::Array(items) => items.iter().map(reverse).collect::<Array>().into(),
            other => other.clone(),
        };
    };
    let mut entries: Vec<(&str, Value)> =
        object.iter().map(|(key, value)| (key, reverse(value))).collect();
    entries.reverse();
    entries.into_iter().collect::<Object>().into()
}

fn key() -> impl Strategy<Value = String> {
    const KEYS: &[&str] = &[
        "And",
        "Assign",
        "Branches",
        "Catch",
        "Choices",
        "Comment",
        "Condition",
        "Credentials",
        "Default",
        "End",
        "ErrorEquals",
        "InputPath",
        "IsNull",
        "ItemProcessor",
        "ItemReader",
        "Iterator",
        "MaxAttempts",
        "MaxConcurrency",
        "Next",
        "Not",
        "NumericEquals",
        "Or",
        "Output",
        "Parameters",
        "ProcessorConfig",
        "QueryLanguage",
        "ReaderConfig",
        "Resource",
        "Result",
        "ResultPath",
        "ResultWriter",
        "Retry",
        "Seconds",
        "StartAt",
        "States",
        "TimeoutSeconds",
        "Timestamp",
        "Type",
        "Variable",
        "Version",
        "a",
    ];
    prop_oneof![9 => prop::sample::select(KEYS).prop_map(str::to_owned), 1 => any::<String>()]
}

fn word() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "Task",
        "Pass",
        "Choice",
        "Wait",
        "Succeed",
        "Fail",
        "Parallel",
        "Map",
        "a",
        "JSONata",
        "JSONPath",
        "$.a",
        "{% 1 %}",
        "${A}",
        "States.ALL",
        "1.0",
    ];
    prop_oneof![9 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => any::<String>()]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| Value::Array(items.into_iter().collect())),
            prop::collection::vec((key(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Object> {
    prop::collection::vec((key(), value()), 0..8).prop_map(|entries| entries.into_iter().collect())
}

fn name() -> impl Strategy<Value = String> {
    "[A-Da-d]"
}

fn retrier() -> impl Strategy<Value = Retrier> {
    (prop::collection::vec(name(), 0..3), prop::option::of(0_u32..9)).prop_map(
        |(errors, attempts)| Retrier {
            error_equals: Some(errors),
            max_attempts: attempts.map(NumberOr::from),
            ..Retrier::default()
        },
    )
}

fn catcher() -> impl Strategy<Value = Catcher> {
    (name(), prop::option::of(prop::option::of(Just("$.error".to_owned())))).prop_map(
        |(next, result_path)| Catcher { next: Some(next), result_path, ..Catcher::default() },
    )
}

fn rule() -> impl Strategy<Value = ChoiceRule> {
    let comparison =
        (prop::sample::select(Operator::ALL), 0_i64..9).prop_map(|(operator, operand)| {
            ChoiceRule {
                test: Some(Test::comparison("$.a", operator, operand)),
                ..ChoiceRule::default()
            }
        });
    comparison.prop_recursive(3, 12, 3, |inner| {
        let rules = prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            rules.clone().prop_map(Test::And),
            rules.prop_map(Test::Or),
            inner.prop_map(|it| Test::Not(Box::new(it))),
        ]
        .prop_map(|test| ChoiceRule { test: Some(test), ..ChoiceRule::default() })
    })
}

fn plain_state() -> impl Strategy<Value = State> {
    let task = (
        prop::collection::vec(retrier(), 0..2),
        prop::option::of(prop::collection::vec(catcher(), 0..2)),
        prop::option::of(name()),
    );
    let choice = (prop::collection::vec((rule(), name()), 0..3), prop::option::of(name()));
    prop_oneof![
        task.prop_map(|(retry, catch, next)| {
            Task { retry: Some(retry), catch, next, ..Task::default() }.into()
        }),
        (value(), any::<bool>()).prop_map(|(result, end)| {
            Pass { result: Some(result), end: Some(end), ..Pass::default() }.into()
        }),
        choice.prop_map(|(rules, default)| {
            let rules =
                rules.into_iter().map(|(rule, next)| ChoiceRule { next: Some(next), ..rule });
            Choice { choices: Some(rules.collect()), default, ..Choice::default() }.into()
        }),
        Just(Succeed::default().into()),
    ]
}

fn machine() -> impl Strategy<Value = StateMachine> {
    let whole = |state: BoxedStrategy<State>| {
        (name(), prop::collection::vec((name(), state), 0..4)).prop_map(|(start_at, states)| {
            StateMachine {
                start_at: Some(start_at),
                states: states.into_iter().collect(),
                ..StateMachine::default()
            }
        })
    };
    whole(plain_state().boxed()).prop_recursive(3, 16, 3, move |inner| {
        let branches = prop::collection::vec(inner.clone(), 0..3);
        let parallel = branches.prop_map(|branches| {
            Parallel { branches: Some(branches), ..Parallel::default() }.into()
        });
        let map = inner.prop_map(|processor| {
            stepwright_asl::Map { item_processor: Some(processor), ..Default::default() }.into()
        });
        whole(prop_oneof![plain_state(), parallel, map].boxed())
    })
}
