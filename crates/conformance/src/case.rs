//! [`Case`]: something that AWS did, and whether the engine does it too.

use std::fmt;

use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_json::{ParseError, Value};

use crate::compare::Difference;
use crate::{execution, measured, test_state};

/// What a case is about, and so how it runs. Each kind has its own list of cases that pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A whole execution, recorded with its history.
    Execution,
    /// One call of `TestState`, recorded with its answer.
    TestState,
    /// What somebody measured on AWS and published: an execution, or one expression in a Pass state.
    Measured,
}

impl Kind {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Execution, Self::TestState, Self::Measured];

    /// The name of its folder in the corpus.
    pub fn name(self) -> &'static str {
        match self {
            Self::Execution => "execution",
            Self::TestState => "test_state",
            Self::Measured => "measured",
        }
    }
}

/// A case of the corpus.
#[derive(Clone, Debug)]
pub struct Case {
    /// How it runs.
    pub kind: Kind,
    /// Its name: unique among its kind.
    pub id: String,
    /// What it is about.
    pub topic: String,
    json: Value,
}

/// How a case went.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The engine does what AWS did.
    Pass,
    /// It does something else.
    Fail(Vec<Difference>),
    /// The definition does not compile, and why.
    NotRun(String),
}

impl Verdict {
    pub(crate) fn of(differences: Vec<Difference>) -> Self {
        if differences.is_empty() { Self::Pass } else { Self::Fail(differences) }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("passed"),
            Self::NotRun(why) => write!(f, "not run: {why}"),
            Self::Fail(differences) => {
                f.write_str("failed")?;
                differences.iter().try_for_each(|it| write!(f, "\n{it}"))
            }
        }
    }
}

impl Case {
    /// Reads a case, the text of a file of the corpus.
    ///
    /// # Errors
    ///
    /// Where the text is no JSON.
    pub fn read(kind: Kind, text: &str) -> Result<Self, ParseError> {
        let json = Value::parse(text)?;
        let topic = json.get("topic").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Self::new(kind, topic, json))
    }

    pub(crate) fn new(kind: Kind, topic: String, json: Value) -> Self {
        let id = json.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { kind, id, topic, json }
    }

    /// Runs it, and compares.
    pub fn judge(&self) -> Verdict {
        let actual = match self.kind {
            Kind::Measured => return measured::judge(self),
            Kind::Execution | Kind::TestState => self.actual(),
        };
        match actual {
            Err(why) => Verdict::NotRun(why),
            Ok(actual) => Verdict::of(self.compare(&actual)),
        }
    }

    /// What the engine makes of it, in the form that the corpus' own comparer reads.
    ///
    /// # Errors
    ///
    /// Why it does not run: its definition does not compile, or there is no such form for its kind.
    pub fn actual(&self) -> Result<Value, String> {
        match self.kind {
            Kind::Execution => execution::actual(self),
            Kind::TestState => Ok(test_state::actual(self)),
            Kind::Measured => Err("what is measured has expectations of its own".to_owned()),
        }
    }

    /// Holds something against what AWS did.
    fn compare(&self, actual: &Value) -> Vec<Difference> {
        match self.kind {
            Kind::Execution => execution::compare(self, actual),
            Kind::TestState => test_state::compare(self, actual),
            Kind::Measured => Vec::new(),
        }
    }

    /// The case as the corpus has it.
    pub fn recorded(&self) -> &Value {
        &self.json
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.json.get(key)
    }

    pub(crate) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn items(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.get(key).and_then(Value::as_array).into_iter().flat_map(|it| it.iter())
    }
}

/// A definition as a program, or why it is none.
pub(crate) fn program(definition: &Value) -> Result<Program, String> {
    let machine = StateMachine::from_value(definition).map_err(|it| it.to_string())?;
    compile(&machine).map_err(|diagnostics| {
        let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })
}
