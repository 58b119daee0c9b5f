//! The state machines of this workspace, and one of them by its name. What they do is theirs.

use std::fmt;

use anyhow::anyhow;
use stepwright::{AnyWorkflow, Severity};
use stepwright_asl::StateMachine;

/// A state machine that is written in Rust.
pub(crate) trait Machine {
    /// Its name, of which the names of its files are made.
    fn name(&self) -> &str;
    /// The definition; or what is wrong with it, in the authoring layer's words.
    fn build(&self) -> Result<StateMachine, Mistakes>;
    /// What may be wrong with it, in the same words.
    fn warnings(&self) -> Vec<String>;
    /// The JSON Schema of its input, as text with a final newline.
    fn input_schema(&self) -> anyhow::Result<String>;
}

impl Machine for Box<dyn AnyWorkflow> {
    fn name(&self) -> &str {
        self.as_ref().name()
    }

    fn build(&self) -> Result<StateMachine, Mistakes> {
        self.as_ref().build().map_err(|mistakes| Mistakes(mistakes.to_string()))
    }

    fn warnings(&self) -> Vec<String> {
        let report = self.build_report().into_iter();
        report.filter(|it| it.severity() == Severity::Warning).map(|it| it.to_string()).collect()
    }

    fn input_schema(&self) -> anyhow::Result<String> {
        let schema = self.as_ref().input_schema();
        Ok(format!("{}\n", serde_json::to_string_pretty(&schema)?))
    }
}

/// What is wrong with a state machine: text for a terminal, to be printed as it is.
#[derive(Debug)]
pub(crate) struct Mistakes(pub(crate) String);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.trim_end())
    }
}

impl std::error::Error for Mistakes {}

/// Every state machine there is.
pub(crate) fn all() -> Vec<Box<dyn Machine>> {
    let machines = workflows::all().into_iter();
    machines.map(|it| -> Box<dyn Machine> { Box::new(it.workflow) }).collect()
}

/// The state machine of this name.
///
/// # Errors
///
/// Where there is none: which there are, and which of them may have been meant.
pub(crate) fn find<'a>(
    machines: &'a [Box<dyn Machine>],
    name: &str,
) -> anyhow::Result<&'a dyn Machine> {
    if let Some(machine) = machines.iter().find(|machine| machine.name() == name) {
        return Ok(machine.as_ref());
    }
    Err(unknown(name, machines.iter().map(|machine| machine.name())))
}

/// That there is no such state machine: which there are, and which of them may have been meant.
pub(crate) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> anyhow::Error {
    let known: Vec<&str> = known.collect();
    let near = known.iter().map(|it| (strsim::jaro_winkler(it, name), it));
    let near = near.filter(|(nearness, _)| *nearness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    let meant = near.map_or(String::new(), |(_, it)| format!("; did you mean `{it}`?"));
    let known: Vec<String> = known.iter().map(|it| format!("\n    {it}")).collect();
    anyhow!("there is no state machine `{name}`{meant}\nthere are:{}", known.concat())
}

#[cfg(test)]
pub(crate) mod tests {
    use expect_test::{Expect, expect};
    use stepwright::{Expr, Flow, Step, Workflow, pass};

    use super::*;

    /// A machine of one state; or one with mistakes.
    pub(crate) struct Fake(pub(crate) &'static str, pub(crate) Option<&'static str>);

    impl Machine for Fake {
        fn name(&self) -> &str {
            self.0
        }

        fn build(&self) -> Result<StateMachine, Mistakes> {
            match self.1 {
                Some(mistakes) => Err(Mistakes(mistakes.to_owned())),
                None => {
                    Ok(StateMachine { comment: Some(self.0.to_owned()), ..StateMachine::default() })
                }
            }
        }

        fn warnings(&self) -> Vec<String> {
            Vec::new()
        }

        fn input_schema(&self) -> anyhow::Result<String> {
            Ok("{}\n".to_owned())
        }
    }

    #[track_caller]
    fn check(name: &str, expect: Expect) {
        let machines: Vec<Box<dyn Machine>> =
            vec![Box::new(Fake("get-asteroid-data", None)), Box::new(Fake("rank-asteroids", None))];
        match find(&machines, name) {
            Ok(machine) => expect.assert_eq(machine.name()),
            Err(error) => expect.assert_eq(&error.to_string()),
        }
    }

    #[test]
    fn a_workflow_is_built_and_its_input_has_a_schema() {
        let workflow = Workflow::new("clean", |w: &mut Flow, _: Expr<String>| {
            pass("Done").run(w);
        });
        let machine: Box<dyn AnyWorkflow> = Box::new(workflow);
        assert_eq!(Machine::name(&machine), "clean");
        assert!(Machine::build(&machine).unwrap().states.contains_key("Done"));
        expect![[r#"
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "title": "string",
              "type": "string"
            }
        "#]]
        .assert_eq(&Machine::input_schema(&machine).unwrap());
    }

    #[test]
    fn mistakes_keep_the_words_of_the_authoring_layer() {
        let workflow = Workflow::new("twice", |w: &mut Flow, _: Expr<String>| {
            pass("Same").run(w);
            pass("Same").run(w);
        });
        let machine: Box<dyn AnyWorkflow> = Box::new(workflow);
        let mistakes = Machine::build(&machine).unwrap_err().to_string();
        assert!(mistakes.contains("Same") && mistakes.contains("machines.rs"), "{mistakes}");
    }

    #[test]
    fn a_machine_is_found_by_its_name() {
        check("rank-asteroids", expect!["rank-asteroids"]);
    }

    #[test]
    fn a_near_miss_is_told() {
        check(
            "get-asteriod-data",
            expect![[r#"
            there is no state machine `get-asteriod-data`; did you mean `get-asteroid-data`?
            there are:
                get-asteroid-data
                rank-asteroids"#]],
        );
    }

    #[test]
    fn a_name_like_none_lists_what_there_is() {
        check(
            "x",
            expect![[r#"
            there is no state machine `x`
            there are:
                get-asteroid-data
                rank-asteroids"#]],
        );
    }
}
