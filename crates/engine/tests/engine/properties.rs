//! What is true of every execution, over machines and happenings that nobody thought of.

use std::fmt;

use proptest::prelude::*;
use stepwright_engine::{Completion, ExecutionStatus, HistoryEventDetails};

use crate::random::bytes::Bytes;
use crate::random::invariants;
use crate::random::journal::{Case, Played};

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
