//! [`Placeholder`]: a name in a definition that is known only where it is deployed, and
//! [`Resolve`], who knows it.

use stepwright_asl as asl;
use stepwright_json::{Array, Object, Value};

use crate::callable::Target;

/// A name in a definition that is filled when it is deployed: `${DownloadBennerArn}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placeholder {
    /// What stands between `${` and `}`.
    pub name: String,
    /// What it stands for; `None` where the author wrote it with
    /// [`placeholder`](crate::placeholder()).
    pub target: Option<Target>,
}

impl Placeholder {
    /// The placeholder of a target, if it has one: service actions have not.
    pub(crate) fn of(target: Target) -> Option<Self> {
        let (Target::Lambda(name) | Target::Machine(name) | Target::Activity(name)) = target else {
            return None;
        };
        Some(Self { name: format!("{}Arn", pascal_case(name)), target: Some(target) })
    }

    /// As it stands in the definition.
    pub(crate) fn text(&self) -> String {
        format!("${{{}}}", self.name)
    }
}

/// `download-benner` → `DownloadBenner`.
fn pascal_case(name: &str) -> String {
    let words = name.split(|it: char| !it.is_ascii_alphanumeric());
    words
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|it| it.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// Knows what placeholders stand for.
pub trait Resolve {
    /// The partition that ARNs begin with: `aws`, `aws-cn`, `aws-us-gov`.
    #[expect(clippy::unnecessary_literal_bound, reason = "an implementation has its own")]
    fn partition(&self) -> &str {
        "aws"
    }

    /// What to write in the place of `${name}`. `None` leaves it as it is.
    fn resolve(&self, placeholder: &Placeholder) -> Option<String>;
}

/// An account and region, in which everything has the name that its callable says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "an ARN calls it so")]
pub struct Account {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// Such as `eu-central-1`.
    pub region: String,
    /// Twelve digits.
    pub account: String,
}

impl Account {
    /// An account of the partition `aws`.
    pub fn new(region: &str, account: &str) -> Self {
        Self { partition: "aws".to_owned(), region: region.to_owned(), account: account.to_owned() }
    }
}

impl Resolve for Account {
    fn partition(&self) -> &str {
        &self.partition
    }

    fn resolve(&self, placeholder: &Placeholder) -> Option<String> {
        let Self { partition, region, account } = self;
        let (service, kind, name) = match placeholder.target? {
            Target::Lambda(name) => ("lambda", "function", name),
            Target::Machine(name) => ("states", "stateMachine", name),
            Target::Activity(name) => ("states", "activity", name),
            Target::Service(_) => return None,
        };
        Some(format!("arn:{partition}:{service}:{region}:{account}:{kind}:{name}"))
    }
}

/// Writes what is known in the place of placeholders, wherever they stand.
pub(crate) fn fill(
    machine: asl::StateMachine,
    placeholders: &[Placeholder],
    resolve: &dyn Resolve,
) -> asl::StateMachine {
    let known = placeholders
        .iter()
        .filter_map(|it| Some((it.text(), resolve.resolve(it)?)))
        .collect::<Vec<_>>();
    let filled = fill_value(&machine.to_value(), &known);
    asl::StateMachine::from_value(&filled).unwrap_or(machine)
}

fn fill_value(value: &Value, known: &[(String, String)]) -> Value {
    match value {
        Value::String(text) => Value::from(
            known.iter().fold(text.as_ref().to_owned(), |text, (from, to)| text.replace(from, to)),
        ),
        Value::Array(items) => {
            Value::Array(items.iter().map(|it| fill_value(it, known)).collect::<Array>())
        }
        Value::Object(fields) => Value::Object(
            fields.iter().map(|(key, it)| (key, fill_value(it, known))).collect::<Object>(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}
