//! [`ChoiceRule`]: when a Choice state goes which way.

mod operator;

use stepwright_json::{Object, Value};

pub use self::operator::{Operand, Operator};
use crate::json::{Depth, Expected, Field, FieldSpec, Fields, Slot, SourceOrder};

/// An element of `Choices`, or of the rules within `And`, `Or` and `Not`.
///
/// In JSONata a rule has a [`condition`](Self::condition), in JSONPath a [`test`](Self::test).
///
/// ```
/// use stepwright_asl::{ChoiceRule, Operator, Test};
///
/// let jsonata = ChoiceRule {
///     condition: Some("{% $states.input.rows > 0 %}".into()),
///     next: Some("Load".to_owned()),
///     ..ChoiceRule::default()
/// };
/// let json_path = ChoiceRule {
///     test: Some(Test::comparison("$.rows", Operator::NumericGreaterThan, 0)),
///     next: Some("Load".to_owned()),
///     ..ChoiceRule::default()
/// };
/// assert_eq!(
///     json_path.to_value().to_string(),
///     r#"{"Variable":"$.rows","NumericGreaterThan":0,"Next":"Load"}"#,
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceRule {
    /// `Comment`: free text.
    pub comment: Option<String>,
    /// `Condition` (JSONata): a boolean, or an expression that gives one.
    pub condition: Option<Value>,
    /// `Variable` with its operator, `And`, `Or` or `Not` (JSONPath). Where an object has several of
    /// these, the first is here and the others are in `extra`.
    pub test: Option<Test>,
    /// `Assign`: variables to set where this rule matches.
    pub assign: Option<Object>,
    /// `Output` (JSONata): the state's output where this rule matches.
    pub output: Option<Value>,
    /// `Next`: the state to go to; only in an element of `Choices`.
    pub next: Option<String>,
    /// What there is no field for, and fields whose value has another type than theirs.
    pub extra: Object,
    /// The order in which the author wrote the fields.
    pub source_order: SourceOrder,
}

/// What a JSONPath rule tests.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// A value is compared with another, or its type is looked at.
    Comparison(Comparison),
    /// All of the rules match.
    And(Vec<ChoiceRule>),
    /// At least one of the rules matches.
    Or(Vec<ChoiceRule>),
    /// The rule does not match.
    Not(Box<ChoiceRule>),
}

/// A value, an operator, and what the value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// `Variable`: the path of the value.
    pub variable: String,
    /// The operator: the name of the field.
    pub operator: Operator,
    /// What the value is compared with: the field's value.
    pub operand: Value,
}

impl Test {
    /// A comparison.
    pub fn comparison(
        variable: impl Into<String>,
        operator: Operator,
        operand: impl Into<Value>,
    ) -> Self {
        Self::Comparison(Comparison {
            variable: variable.into(),
            operator,
            operand: operand.into(),
        })
    }

    /// The rules within `And`, `Or` or `Not`.
    pub fn rules(&self) -> &[ChoiceRule] {
        match self {
            Self::Comparison(_) => &[],
            Self::And(rules) | Self::Or(rules) => rules,
            Self::Not(rule) => std::slice::from_ref(rule),
        }
    }
}

impl ChoiceRule {
    /// Reads the rule. Whatever it holds, nothing is lost: what has no field here, or not the type of
    /// its field, is in `extra`.
    pub fn from_object(object: &Object) -> Self {
        Self::read_object(object, Depth::default())
    }

    fn read_object(object: &Object, depth: Depth) -> Self {
        let (test, tested) = read_test(object, depth);
        let mut it = Self { test, source_order: SourceOrder::of(object), ..Self::default() };
        for (key, value) in object {
            let known = match key {
                "Comment" => it.comment.fill(value, depth),
                "Condition" => it.condition.fill(value, depth),
                "Assign" => it.assign.fill(value, depth),
                "Output" => it.output.fill(value, depth),
                "Next" => it.next.fill(value, depth),
                key => tested.contains(&Some(key)),
            };
            if !known {
                it.extra.insert(key, value.clone());
            }
        }
        it
    }

    /// The object: fields in the order of the source, or in canonical order.
    pub fn to_object(&self) -> Object {
        let Self { comment, condition, test, assign, output, next, extra, source_order } = self;
        let mut fields = Vec::new();
        let mut push = |name, value: Value| fields.push((name, value));
        if let Some(it) = comment {
            push("Comment", it.write());
        }
        if let Some(it) = condition {
            push("Condition", it.write());
        }
        match test {
            Some(Test::Comparison(Comparison { variable, operator, operand })) => {
                push("Variable", variable.write());
                push(operator.as_str(), operand.clone());
            }
            Some(Test::And(rules)) => push("And", rules.write()),
            Some(Test::Or(rules)) => push("Or", rules.write()),
            Some(Test::Not(rule)) => push("Not", rule.write()),
            None => {}
        }
        if let Some(it) = assign {
            push("Assign", it.write());
        }
        if let Some(it) = output {
            push("Output", it.write());
        }
        if let Some(it) = next {
            push("Next", it.write());
        }
        source_order.arrange(fields, extra)
    }

    /// The rule as a JSON value.
    pub fn to_value(&self) -> Value {
        self.to_object().into()
    }
}

/// The first test in the object, and the keys that make it.
fn read_test(object: &Object, depth: Depth) -> (Option<Test>, [Option<&str>; 2]) {
    for (key, value) in object {
        let test = match key {
            "And" => Field::read(value, depth).map(Test::And),
            "Or" => Field::read(value, depth).map(Test::Or),
            "Not" => Field::read(value, depth).map(|it| Test::Not(Box::new(it))),
            key => {
                let variable = object.get("Variable").and_then(Value::as_str);
                let operator = Operator::from_name(key);
                let comparison = variable.zip(operator);
                if let Some((variable, operator)) = comparison {
                    let test = Test::comparison(variable, operator, value.clone());
                    return (Some(test), [Some("Variable"), Some(key)]);
                }
                None
            }
        };
        if test.is_some() {
            return (test, [Some(key), None]);
        }
    }
    (None, [None, None])
}

impl Fields for ChoiceRule {
    fn specs(&self) -> &'static [FieldSpec] {
        const fn spec(name: &'static str, expected: Expected) -> FieldSpec {
            FieldSpec { name, expected }
        }
        const {
            &[
                spec("Comment", Expected::String),
                spec("Condition", Expected::Any),
                spec("Variable", Expected::String),
                spec("And", Expected::ArrayOfObjects),
                spec("Or", Expected::ArrayOfObjects),
                spec("Not", Expected::Object),
                spec("Assign", Expected::Object),
                spec("Output", Expected::Any),
                spec("Next", Expected::String),
            ]
        }
    }

    fn has(&self, key: &str) -> bool {
        let set = match key {
            "Comment" => self.comment.is_some(),
            "Condition" => self.condition.is_some(),
            "Assign" => self.assign.is_some(),
            "Output" => self.output.is_some(),
            "Next" => self.next.is_some(),
            key => match &self.test {
                Some(Test::Comparison(it)) => key == "Variable" || key == it.operator.as_str(),
                Some(Test::And(_)) => key == "And",
                Some(Test::Or(_)) => key == "Or",
                Some(Test::Not(_)) => key == "Not",
                None => false,
            },
        };
        set || self.extra.contains_key(key)
    }

    fn extra(&self) -> &Object {
        &self.extra
    }

    /// What could be a test is in `extra` where it is but half of one, or the second one.
    fn knows(&self, key: &str) -> bool {
        matches!(key, "Variable" | "And" | "Or" | "Not") || Operator::from_name(key).is_some()
    }
}

impl Field for ChoiceRule {
    const EXPECTED: Expected = Expected::Object;

    fn read(value: &Value, depth: Depth) -> Option<Self> {
        Some(Self::read_object(value.as_object()?, depth.deeper()?))
    }

    fn write(&self) -> Value {
        self.to_value()
    }
}
