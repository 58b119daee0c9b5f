//! [`Visitor`]: sees every part of a state machine, with its place.

use stepwright_json::Pointer;

use crate::{Catcher, ChoiceRule, Retrier, State, StateMachine};

/// Sees every part of a state machine in the order in which it is written, the whole before its
/// parts. Each method does nothing unless it is implemented.
///
/// ```
/// use stepwright_asl::{Pointer, State, StateMachine, Visitor};
///
/// struct Count(usize);
///
/// impl<'a> Visitor<'a> for Count {
///     fn state(&mut self, _: &Pointer, _: &'a str, _: &'a State) {
///         self.0 += 1;
///     }
/// }
///
/// let machine: StateMachine =
///     r#"{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}"#.parse()?;
/// let mut count = Count(0);
/// machine.walk(&mut count);
/// assert_eq!(count.0, 1);
/// # Ok::<(), stepwright_asl::ReadError>(())
/// ```
pub trait Visitor<'a> {
    /// The machine itself, a branch, or a processor.
    fn state_machine(&mut self, at: &Pointer, machine: &'a StateMachine) {
        let _ = (at, machine);
    }

    /// A state, by its name.
    fn state(&mut self, at: &Pointer, name: &'a str, state: &'a State) {
        let _ = (at, name, state);
    }

    /// A rule of a Choice state, also within `And`, `Or` and `Not`.
    fn choice_rule(&mut self, at: &Pointer, rule: &'a ChoiceRule) {
        let _ = (at, rule);
    }

    /// An element of `Retry`.
    fn retrier(&mut self, at: &Pointer, retrier: &'a Retrier) {
        let _ = (at, retrier);
    }

    /// An element of `Catch`.
    fn catcher(&mut self, at: &Pointer, catcher: &'a Catcher) {
        let _ = (at, catcher);
    }
}

impl StateMachine {
    /// Shows every part of this machine to a visitor.
    pub fn walk<'a>(&'a self, visitor: &mut impl Visitor<'a>) {
        walk_machine(&mut Pointer::root(), self, visitor);
    }
}

fn walk_machine<'a>(at: &mut Pointer, machine: &'a StateMachine, visitor: &mut impl Visitor<'a>) {
    visitor.state_machine(at, machine);
    at.push("States");
    for (name, state) in &machine.states {
        at.push(name);
        walk_state(at, name, state, visitor);
        at.pop();
    }
    at.pop();
}

fn walk_state<'a>(
    at: &mut Pointer,
    name: &'a str,
    state: &'a State,
    visitor: &mut impl Visitor<'a>,
) {
    visitor.state(at, name, state);
    walk_rules(at, "Choices", state.choices(), visitor);
    each(at, "Retry", state.retry(), |at, it| visitor.retrier(at, it));
    each(at, "Catch", state.catch(), |at, it| visitor.catcher(at, it));
    each(at, "Branches", state.branches(), |at, it| walk_machine(at, it, visitor));
    if let State::Map(map) = state {
        let processors = [("ItemProcessor", &map.item_processor), ("Iterator", &map.iterator)];
        for (field, processor) in processors {
            if let Some(processor) = processor {
                at.push(field);
                walk_machine(at, processor, visitor);
                at.pop();
            }
        }
    }
}

fn walk_rules<'a>(
    at: &mut Pointer,
    field: &str,
    rules: &'a [ChoiceRule],
    visitor: &mut impl Visitor<'a>,
) {
    each(at, field, rules, |at, rule| walk_rule(at, rule, visitor));
}

fn walk_rule<'a>(at: &mut Pointer, rule: &'a ChoiceRule, visitor: &mut impl Visitor<'a>) {
    use crate::Test::{And, Comparison, Not, Or};

    visitor.choice_rule(at, rule);
    match &rule.test {
        Some(And(rules)) => walk_rules(at, "And", rules, visitor),
        Some(Or(rules)) => walk_rules(at, "Or", rules, visitor),
        Some(Not(rule)) => {
            at.push("Not");
            walk_rule(at, rule, visitor);
            at.pop();
        }
        Some(Comparison(_)) | None => {}
    }
}

/// The items of an array, each with its place.
fn each<'a, T>(
    at: &mut Pointer,
    field: &str,
    items: &'a [T],
    mut visit: impl FnMut(&mut Pointer, &'a T),
) {
    at.push(field);
    for (index, item) in items.iter().enumerate() {
        at.push(index);
        visit(at, item);
        at.pop();
    }
    at.pop();
}
