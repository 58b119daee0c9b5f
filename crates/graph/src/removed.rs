//! [`with_removed`]: a machine with the states that an older one had besides, so that a picture of a change
//! shows what is gone.

use std::collections::BTreeSet;

use stepwright_asl::{State, StateChange, StateMachine};

/// The new machine, with the states of the old one that are there no more: each beside those that it stood
/// beside. For pictures only: it need not be a machine that runs.
///
/// ```
/// use stepwright_asl::StateMachine;
/// use stepwright_graph::{Change, Options, svg, with_removed};
///
/// let old: StateMachine = r#"{"StartAt": "A", "States": {
///     "A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}
/// }}"#.parse()?;
/// let new: StateMachine = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#.parse()?;
/// let changes = Change::of(&old.diff(&new));
/// let picture = svg(&with_removed(&old, &new), &Options { changes: Some(changes), ..Options::default() });
/// assert!(picture.contains("state succeed removed"));
/// # Ok::<(), stepwright_asl::ReadError>(())
/// ```
pub fn with_removed(old: &StateMachine, new: &StateMachine) -> StateMachine {
    let diff = old.diff(new);
    let gone = diff.states.iter().filter(|it| it.change == StateChange::Removed);
    let gone: BTreeSet<&str> = gone.map(|it| it.name.as_str()).collect();
    let mut both = new.clone();
    put_back(&gone, old, &mut both);
    both
}

fn put_back(gone: &BTreeSet<&str>, old: &StateMachine, new: &mut StateMachine) {
    for (name, state) in &old.states {
        match (state, new.states.get_mut(name)) {
            (State::Parallel(old), Some(State::Parallel(new))) => {
                let olds = old.branches.iter().flatten();
                let pairs = olds.zip(new.branches.iter_mut().flatten());
                pairs.for_each(|(old, new)| put_back(gone, old, new));
            }
            (State::Map(old), Some(State::Map(new))) => {
                let new = &mut **new;
                let new_processor = new.item_processor.as_mut().or(new.iterator.as_mut());
                if let (Some(old), Some(new)) = (old.processor(), new_processor) {
                    put_back(gone, old, new);
                }
            }
            (_, None) if gone.contains(name.as_str()) => {
                let mut state = state.clone();
                keep_gone(gone, &mut state);
                new.states.insert(name.clone(), state);
            }
            _ => {}
        }
    }
}

/// Leaves out of a state that is gone what was in it and has moved elsewhere.
fn keep_gone(gone: &BTreeSet<&str>, state: &mut State) {
    let machines: Vec<&mut StateMachine> = match state {
        State::Parallel(it) => it.branches.iter_mut().flatten().collect(),
        State::Map(it) => {
            let it = &mut **it;
            it.item_processor.iter_mut().chain(it.iterator.iter_mut()).collect()
        }
        _ => Vec::new(),
    };
    for machine in machines {
        machine.states.retain(|name, _| gone.contains(name.as_str()));
        machine.states.values_mut().for_each(|it| keep_gone(gone, it));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_is_back_where_it_stood_and_what_has_moved_is_there_once() {
        let old = r#"{"StartAt":"P","States":{"P":{"Type":"Parallel","Next":"M","Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","End":true}}}]},"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"C","States":{"C":{"Type":"Pass","Next":"D"},"D":{"Type":"Pass","End":true}}}}}}"#;
        let new = r#"{"StartAt":"P","States":{"P":{"Type":"Parallel","Next":"C","Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}]},"C":{"Type":"Pass","End":true}}}"#;
        let (old, new): (StateMachine, StateMachine) = (old.parse().unwrap(), new.parse().unwrap());
        let both = with_removed(&old, &new);
        assert_eq!(both.states.keys().collect::<Vec<_>>(), ["P", "C", "M"]);
        let State::Parallel(parallel) = &both.states["P"] else { panic!("it is a Parallel") };
        let branch = &parallel.branches.as_ref().unwrap()[0];
        assert_eq!(branch.states.keys().collect::<Vec<_>>(), ["A", "B"]);
        let State::Map(map) = &both.states["M"] else { panic!("it is a Map") };
        assert_eq!(map.processor().unwrap().states.keys().collect::<Vec<_>>(), ["D"]);
        assert_eq!(with_removed(&new, &new), new);
    }
}
