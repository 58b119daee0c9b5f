//! [`Policy`]: statements, their JSON, and the reasons for them in words.

use std::fmt::{self, Write as _};

use stepwright_asl::Pointer;
use stepwright_json::{Object, Value, json};

/// A policy: what may be done, each permission with its reason.
///
/// [`Display`](fmt::Display) gives the JSON that IAM and S3 take, indented by two spaces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// What is allowed or denied.
    pub statements: Vec<Statement>,
    /// What the policy may lack, since the definition does not say enough.
    pub gaps: Vec<Gap>,
}

/// One permission, or one denial.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The statement's id: letters and digits, unique within its policy.
    pub sid: String,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Who it is about; a policy that is attached to a role has none.
    pub principal: Option<Principal>,
    /// The actions, such as `s3:GetObject`, sorted.
    pub actions: Vec<String>,
    /// ARNs with `*` and `?`; a role's trust policy has none.
    pub resources: Vec<String>,
    /// All of these must be met.
    pub conditions: Vec<Condition>,
    /// Why it is here.
    pub reasons: Vec<Reason>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// Who a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// `*`: everyone.
    Everyone,
    /// A service, such as `states.amazonaws.com`.
    Service(String),
}

/// Something that must be so for a statement to apply.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// How to compare: `StringEquals`, `StringLike`, `ArnLike`, `Bool`, ….
    pub operator: String,
    /// What to compare, such as `aws:SourceAccount`.
    pub key: String,
    /// With what; one of them suffices.
    pub values: Vec<String>,
}

impl Condition {
    pub(crate) fn new(operator: &str, key: &str, value: impl Into<String>) -> Self {
        Self { operator: operator.to_owned(), key: key.to_owned(), values: vec![value.into()] }
    }
}

/// Why a statement is in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is done that needs it, such as ``calls `sns:publish` ``.
    pub why: String,
    /// The states that do it; none where the state machine as a whole needs it.
    pub at: Vec<Pointer>,
    /// Why the resource is no narrower, where it could be.
    pub open: Option<String>,
}

/// A state whose permissions cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The state.
    pub at: Pointer,
    /// Why.
    pub why: String,
}

impl Policy {
    /// The policy's JSON: `{"Version": "2012-10-17", "Statement": […]}`.
    pub fn to_value(&self) -> Value {
        let statements: Vec<Value> = self.statements.iter().map(Statement::to_value).collect();
        json!({ "Version": "2012-10-17", "Statement": statements })
    }

    /// How many characters AWS counts: those of the compact JSON without blanks.
    pub fn size_chars(&self) -> usize {
        self.to_value().to_string().chars().filter(|it| !it.is_whitespace()).count()
    }

    /// Each statement in words, with the reasons for it and the places in the definition.
    pub fn explanation(&self) -> String {
        let mut text = String::new();
        for statement in &self.statements {
            if !text.is_empty() {
                text.push('\n');
            }
            // Writing to a `String` cannot fail.
            let _ = statement.explain(&mut text);
        }
        for Gap { at, why } in &self.gaps {
            let _ = writeln!(text, "\nunknown at {at}: {why}");
        }
        text
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.to_value())
    }
}

impl Statement {
    fn to_value(&self) -> Value {
        let Self { sid, effect, principal, actions, resources, conditions, reasons: _ } = self;
        let mut statement = Object::new();
        statement.insert("Sid", sid.as_str());
        statement.insert("Effect", effect.as_str());
        match principal {
            Some(Principal::Everyone) => statement.insert("Principal", "*"),
            Some(Principal::Service(service)) => {
                statement.insert("Principal", json!({ "Service": service.as_str() }))
            }
            None => None,
        };
        statement.insert("Action", one_or_more(actions));
        if !resources.is_empty() {
            statement.insert("Resource", one_or_more(resources));
        }
        if !conditions.is_empty() {
            statement.insert("Condition", Condition::block(conditions));
        }
        Value::Object(statement)
    }

    fn explain(&self, out: &mut String) -> fmt::Result {
        let Self { sid, effect, principal, actions, resources, conditions, reasons } = self;
        writeln!(out, "{sid}")?;
        let verb = if *effect == Effect::Allow { "allows" } else { "denies" };
        column(out, verb, actions)?;
        match principal {
            Some(Principal::Everyone) => writeln!(out, "  to      everyone")?,
            Some(Principal::Service(service)) => writeln!(out, "  to      {service}")?,
            None => {}
        }
        if !resources.is_empty() {
            column(out, "on", resources)?;
        }
        for Condition { operator, key, values } in conditions {
            writeln!(out, "  if      {key} {operator} {}", values.join(", "))?;
        }
        for (index, Reason { why, at, open }) in reasons.iter().enumerate() {
            let word = if index == 0 { "because" } else { "and" };
            writeln!(out, "  {word:<7} {why}")?;
            for at in at {
                writeln!(out, "          at {at}")?;
            }
            if let Some(open) = open {
                writeln!(out, "          {open}")?;
            }
        }
        Ok(())
    }
}

/// A word, and then its lines one below the other.
fn column(out: &mut String, word: &str, lines: &[String]) -> fmt::Result {
    for (index, line) in lines.iter().enumerate() {
        let word = if index == 0 { word } else { "" };
        writeln!(out, "  {word:<7} {line}")?;
    }
    Ok(())
}

impl Condition {
    /// Conditions by operator and key, as IAM has them.
    fn block(conditions: &[Self]) -> Value {
        let mut block = Object::new();
        for Self { operator, key, values } in conditions {
            let mut keys = block.get(operator).and_then(Value::as_object).cloned();
            keys.get_or_insert_default().insert(key.as_str(), one_or_more(values));
            block.insert(operator.as_str(), keys.unwrap_or_default());
        }
        Value::Object(block)
    }
}

impl Effect {
    fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

/// A text where there is one, else a list.
fn one_or_more(texts: &[String]) -> Value {
    match texts {
        [only] => only.as_str().into(),
        all => all.iter().map(String::as_str).map(Value::from).collect::<Vec<_>>().into(),
    }
}
