//! What is true of every execution, over machines and happenings that nobody thought of.

use std::collections::BTreeSet;
use std::fmt;

use expect_test::expect;
use proptest::prelude::*;
use stepwright_engine::{Completion, ExecutionStatus, HistoryEventDetails};
use stepwright_json::Value;

use crate::random::bytes::Bytes;
use crate::random::invariants;
use crate::random::journal::{Case, Played};
use crate::random::test_state;

/// Bytes that make a case and what happens to it. Where a property fails, they are printed as text.
fn some_bytes() -> impl Strategy<Value = Text> {
    prop::collection::vec(any::<u8>(), 0..700).prop_map(Text)
}

struct Text(Vec<u8>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "b\"{}\"\n{}",
            self.0.escape_ascii(),
            Case::of(&mut Bytes::new(&self.0)).definition
        )
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn play(Text(bytes): &Text) -> (Case, Played) {
    let mut bytes = Bytes::new(bytes);
    let case = Case::of(&mut bytes);
    let played = case.play(&mut bytes);
    (case, played)
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn every_history_is_well_formed(bytes in some_bytes()) {
        let (_, played) = play(&bytes);
        invariants::check(&played.execution);
    }

    #[test]
    fn an_execution_ends_once_all_it_asks_for_is_answered(bytes in some_bytes()) {
        let (_, mut played) = play(&bytes);
        played.answer_all();
        invariants::check(&played.execution);
    }

    #[test]
    fn the_same_seed_is_the_same_history_byte_for_byte(bytes in some_bytes()) {
        let ((_, first), (_, second)) = (play(&bytes), play(&bytes));
        prop_assert_eq!(&first.journal, &second.journal);
        prop_assert_eq!(format!("{:?}", first.history()), format!("{:?}", second.history()));
        prop_assert_eq!(first.commands, second.commands);
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn a_journal_replayed_from_any_prefix_gives_the_same_history(
        bytes in some_bytes(), cut: prop::sample::Index,
    ) {
        let (case, whole) = play(&bytes);
        let cut = cut.index(whole.journal.len() + 1);
        // What was refused is not in the journal: it had no effect, on nothing that came later.
        let mut again = case.replay(&whole.journal[..cut]);
        prop_assert_eq!(again.history(), &whole.history()[..again.history().len()]);
        for entry in &whole.journal[cut..] {
            again.tell(entry.completion.clone(), entry.now);
        }
        prop_assert_eq!(again.history(), whole.history());
        prop_assert_eq!(again.commands, whole.commands);
        prop_assert_eq!(again.execution.status(), whole.execution.status());
    }

    #[test]
    fn an_execution_stopped_at_any_point_leaves_a_well_formed_history(
        bytes in some_bytes(), cut: prop::sample::Index,
    ) {
        let (case, whole) = play(&bytes);
        let cut = cut.index(whole.journal.len() + 1);
        let mut stopped = case.replay(&whole.journal[..cut]);
        prop_assume!(stopped.execution.status() == ExecutionStatus::Running);
        let now = stopped.execution.now();
        stopped.tell(Completion::Stop { error: None, cause: None }, now);
        invariants::check(&stopped.execution);
        let last = stopped.history().last().unwrap();
        prop_assert_eq!(last.previous_event_id, 0);
        prop_assert!(matches!(last.details, HistoryEventDetails::ExecutionAborted(_)));
        prop_assert_eq!(stopped.execution.status(), ExecutionStatus::Aborted);
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn what_is_late_repeated_or_unknown_is_refused_without_effect(bytes in some_bytes()) {
        let mut bytes = Bytes::new(&bytes.0);
        let case = Case::of(&mut bytes);
        case.play_and_look(&mut bytes, |execution, completion, now| {
            // Long ones say nothing more, and take long to compare.
            if execution.history().len() > 500 {
                return;
            }
            let before = format!("{execution:?}");
            assert!(execution.complete(completion.clone(), now).is_err());
            assert!(before == format!("{execution:?}"), "{completion:?} was not without effect");
        });
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn whatever_is_asked_of_one_state_is_answered_or_refused(bytes in some_bytes()) {
        test_state::check(&mut Bytes::new(&bytes.0));
    }
}

/// What the properties above are about: a machine has it, or a history.
const WANTED: &[&str] = &[
    // Types of states, in either language.
    "Task in JSONata",
    "Pass in JSONata",
    "Choice in JSONata",
    "Wait in JSONata",
    "Succeed in JSONata",
    "Fail in JSONata",
    "Parallel in JSONata",
    "Map in JSONata",
    "Task in JSONPath",
    "Pass in JSONPath",
    "Choice in JSONPath",
    "Wait in JSONPath",
    "Succeed in JSONPath",
    "Fail in JSONPath",
    "Parallel in JSONPath",
    "Map in JSONPath",
    // Ways to work, and what follows.
    "Task with .waitForTaskToken",
    "Task with .sync:2",
    "Task with :activity:",
    "Task with Retry",
    "Parallel with Retry",
    "Map with Retry",
    "Task with Catch",
    "Parallel with Catch",
    "Map with Catch",
    "Map with \"STANDARD\"",
    "Map with \"EXPRESS\"",
    "Map with ItemReader",
    "Map with ItemBatcher",
    "Map with ResultWriter",
];

/// Notes what the states of a machine are and have.
fn note(machine: &Value, is_json_path: bool, seen: &mut BTreeSet<String>) {
    for (_, state) in machine.get("States").and_then(Value::as_object).into_iter().flatten() {
        let kind = state["Type"].as_str().unwrap_or_default();
        let is_jsonata = !is_json_path || state.get("QueryLanguage").is_some();
        let language = if is_jsonata { "JSONata" } else { "JSONPath" };
        seen.insert(format!("{kind} in {language}"));
        let text = state.to_string();
        let parts = WANTED.iter().filter_map(|it| it.split_once(" with "));
        let here = parts.filter(|(of, what)| *of == kind && text.contains(what));
        seen.extend(here.map(|(of, what)| format!("{of} with {what}")));
        let branches = state.get("Branches").and_then(Value::as_array).into_iter().flatten();
        branches.chain(state.get("ItemProcessor")).for_each(|it| note(it, is_json_path, seen));
    }
}

#[test]
fn the_machines_and_histories_of_these_properties_have_all_that_there_is() {
    let mut seen = BTreeSet::new();
    let mut number = 0_u64;
    for _ in 0..1_500 {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            // Numerical Recipes' generator: any will do.
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            number.to_le_bytes()[3]
        })
        .take(700)
        .collect();
        let (case, played) = play(&Text(bytes));
        note(&case.definition, case.definition.get("QueryLanguage").is_none(), &mut seen);
        seen.extend(played.history().iter().map(|it| it.details.name().to_owned()));
    }
    let missing: Vec<_> = WANTED.iter().filter(|it| !seen.contains(**it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let events = seen.iter().filter(|it| !it.contains(' ')).count();
    expect!["62 of 62 types of events"].assert_eq(&format!("{events} of 62 types of events"));
}
