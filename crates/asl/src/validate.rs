//! `validate()`: what is wrong with the structure of a definition, all of it at once.
//!
//! It judges what the plain model can see: fields, their types and ranges, names, transitions. What
//! paths, payload templates and expressions say is the compiler's to judge.

mod choice_rule;
mod context;
mod error_equals;
mod exclusive;
mod fields;
mod graph;
mod map;
mod name;
mod path;
mod query_language;
mod range;
mod required;
mod resource;
mod spelling;
mod state;
mod word;

use self::context::Context;
use crate::{Problem, StateMachine};

impl StateMachine {
    /// What is wrong with this state machine; empty where nothing is. The errors are those for which
    /// the service refuses a definition, in its words where they are known.
    ///
    /// A text with a placeholder such as `${FunctionArn}` is not judged: what will stand there is not
    /// known yet.
    ///
    /// ```
    /// use stepwright_asl::StateMachine;
    ///
    /// let machine: StateMachine = r#"{
    ///     "StartAt": "Load",
    ///     "States": {"Load": {"Type": "Pass", "Next": "Done"}, "Dome": {"Type": "Succeed"}}
    /// }"#.parse()?;
    /// let problems: Vec<String> = machine.validate().iter().map(ToString::to_string).collect();
    /// assert_eq!(problems, [
    ///     "error[MISSING_TRANSITION_TARGET] /States/Load/Next: Missing 'Next' target: Done \
    ///      (did you mean `Dome`?)",
    ///     "error[MISSING_TRANSITION_TARGET] /States/Dome: State \"Dome\" is not reachable.",
    /// ]);
    /// # Ok::<(), stepwright_asl::ReadError>(())
    /// ```
    pub fn validate(&self) -> Vec<Problem> {
        let mut context = Context::new(self);
        state::check_machine(&mut context, self, state::Role::Whole);
        name::check_all(&mut context, self);
        graph::check(&mut context, self);
        context.problems
    }
}
