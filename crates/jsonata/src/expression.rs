//! [`Expression`]: parsed once, evaluated often.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

use stepwright_json::Value;

use crate::ast::{Kind, Node, Symbol};
use crate::environment::Environment;
use crate::error::{EvaluateError, ParseError};
use crate::evaluate::Evaluator;
use crate::evaluate::straight::{self, Extent, Scope};
use crate::functions::{self, Builtin};
use crate::parser;
use crate::references::{self, Reference};
use crate::value::{Outer, Seen, Val, View};

/// A parsed expression. Cloning copies a pointer.
///
/// ```
/// use stepwright_json::json;
/// use stepwright_jsonata::{Environment, Expression};
///
/// let total = Expression::parse("$sum(lines.(price * n))")?;
/// let order = json!({ "lines": [{ "price": 2, "n": 3 }, { "price": 1.5, "n": 2 }] });
/// let value = total.evaluate(&order, &[], &mut Environment::standard()).unwrap();
/// assert_eq!(value, Some(json!(9)));
/// # Ok::<(), stepwright_jsonata::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Expression(Arc<Inner>);

struct Inner {
    text: Box<str>,
    root: Node,
    tables: Tables,
}

/// What the numbers in a tree stand for.
#[derive(Clone, Default)]
pub(crate) struct Tables {
    pub(crate) entries: Vec<Entry>,
    pub(crate) labels: Vec<Symbol>,
    /// The number of `$`, where the expression has it.
    pub(crate) context: Option<Symbol>,
}

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Arc<str>,
    pub(crate) builtin: Option<&'static Builtin>,
}

impl Tables {
    pub(crate) fn entry(&self, symbol: Symbol) -> Option<&Entry> {
        self.entries.get(usize::try_from(symbol).ok()?)
    }
    pub(crate) fn name(&self, symbol: Symbol) -> &str {
        self.entry(symbol).map_or("", |it| it.name.as_ref())
    }
    /// The variable that keeps the context which a `%` means.
    pub(crate) fn label(&self, slot: usize) -> Option<Symbol> {
        self.labels.get(slot).copied()
    }
}

/// Parses with the numbers that an expression around it already uses.
pub(crate) fn parse_within(text: &str, outer: &Tables) -> Result<(Node, Tables), ParseError> {
    let names = outer.entries.iter().map(|it| Arc::clone(&it.name)).collect();
    let parsed = parser::parse(text, names, &outer.labels)?;
    let entries = parsed
        .symbols
        .into_iter()
        .map(|name| Entry { builtin: functions::find(&name), name })
        .collect();
    let tables = Tables { entries, labels: parsed.labels, context: parsed.context };
    Ok((parsed.root, tables))
}

impl Expression {
    /// Parses an expression.
    ///
    /// # Errors
    ///
    /// Where the text is none, with JSONata's own code and the place.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let (root, tables) = parse_within(text, &Tables::default())?;
        Ok(Self(Arc::new(Inner { text: text.into(), root, tables })))
    }

    /// The text it was parsed from.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What the expression reads from outside: paths and variables, and the functions it calls,
    /// with their places, in the order of the text.
    ///
    /// ```
    /// use stepwright_jsonata::{Expression, Reference};
    ///
    /// let it = Expression::parse("$count($states.result.items) > $limit")?;
    /// assert!(it.references().iter().any(|it| matches!(
    ///     it, Reference::Variable { name, path, .. } if name == "states" && path == &["result", "items"]
    /// )));
    /// # Ok::<(), stepwright_jsonata::ParseError>(())
    /// ```
    pub fn references(&self) -> Vec<Reference> {
        references::collect(&self.0.root, &self.0.tables)
    }

    /// The names of the variables that it reads and does not bind itself, without their `$`.
    ///
    /// ```
    /// use stepwright_jsonata::Expression;
    ///
    /// let it = Expression::parse("($rate := 2; $amount * $rate)")?;
    /// assert_eq!(it.free_variables().into_iter().collect::<Vec<_>>(), ["amount"]);
    /// # Ok::<(), stepwright_jsonata::ParseError>(())
    /// ```
    pub fn free_variables(&self) -> BTreeSet<String> {
        let free = self.references().into_iter().filter_map(|it| match it {
            Reference::Variable { name, .. } => Some(name),
            Reference::Function { .. } | Reference::Path { .. } => None,
        });
        free.collect()
    }

    /// The value, where the expression is one literal: a string, a number, a boolean or null.
    ///
    /// ```
    /// use stepwright_json::json;
    /// use stepwright_jsonata::Expression;
    ///
    /// assert_eq!(Expression::parse("'a'")?.as_literal(), Some(&json!("a")));
    /// assert_eq!(Expression::parse("'a' & 'b'")?.as_literal(), None);
    /// # Ok::<(), stepwright_jsonata::ParseError>(())
    /// ```
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.0.root.kind {
            Kind::Literal(it) if self.0.root.stages.is_empty() => Some(it),
            _ => None,
        }
    }

    /// Evaluates the expression on `input` (or on nothing), with variables by their names without the `$`.
    /// `None` is JSONata's «nothing».
    ///
    /// # Errors
    ///
    /// Where an operator or a function refuses its operands, or a budget is spent; in the dialect of
    /// AWS also where the value is a function.
    pub fn evaluate<'v>(
        &self,
        input: impl Into<Option<&'v Value>>,
        bindings: &[(&str, Value)],
        environment: &mut Environment,
    ) -> Result<Option<Value>, EvaluateError> {
        self.evaluate_on(input.into(), bindings, environment)
    }

    fn evaluate_on(
        &self,
        input: Option<&Value>,
        bindings: &[(&str, Value)],
        environment: &mut Environment,
    ) -> Result<Option<Value>, EvaluateError> {
        // The result is written once, where it is wanted: most expressions are over here.
        match self.straight(input, bindings, environment) {
            Some(Seen::There(View::Json(it))) => return Ok(Some(it.clone())),
            Some(Seen::There(View::Undef)) => return Ok(None),
            Some(Seen::Made(Val::Json(it))) => return Ok(Some(it)),
            _ => {}
        }
        self.evaluate_at_length(input, bindings, environment)
    }

    fn evaluate_at_length(
        &self,
        input: Option<&Value>,
        bindings: &[(&str, Value)],
        environment: &mut Environment,
    ) -> Result<Option<Value>, EvaluateError> {
        let wrapped;
        let input = match input {
            None => View::Undef,
            Some(input @ Value::Array(_)) => {
                wrapped = Val::outer(input.clone());
                View::Val(&wrapped)
            }
            Some(input) => View::Json(input),
        };
        let tables = &self.0.tables;
        let outer = if environment.is_aws() { Outer::Aws } else { Outer::Plain };
        let mut evaluator = Evaluator::new(tables, environment);
        let frame = Rc::clone(&evaluator.root);
        for (symbol, entry) in (0..).zip(&tables.entries) {
            if entry.name.as_ref() == "$" {
                frame.bind(symbol, input.to_val());
            } else if let Some((_, value)) =
                bindings.iter().find(|(name, _)| *name == entry.name.as_ref())
            {
                frame.bind(symbol, Val::Json(value.clone()));
            }
        }
        let seen = evaluator.look(&self.0.root, input, &frame).map_err(|it| *it)?;
        Ok(match seen.into_val() {
            Val::Func(_) if matches!(outer, Outer::Aws) => {
                return Err(*EvaluateError::new("", crate::error::UNSUPPORTED));
            }
            Val::Undef | Val::Func(_) => None,
            it => Some(it.into_json(outer)),
        })
    }
}

impl Expression {
    /// Evaluates a straight expression, without any machinery.
    #[inline]
    fn straight<'v>(
        &'v self,
        input: Option<&'v Value>,
        bindings: &'v [(&str, Value)],
        environment: &'v Environment,
    ) -> Option<Seen<'v>> {
        let Inner { root, tables, .. } = self.0.as_ref();
        let Extent { depth, steps } = root.straight?;
        let limits = environment.limits;
        if usize::from(depth) > limits.depth || u64::from(steps) > limits.steps {
            return None;
        }
        let input = input.map_or(View::Undef, View::Json);
        let scope = Outside { input, bindings, tables, environment };
        if root.is_decision() {
            return straight::truth(root, &scope).map(|it| Seen::Made(Val::bool(it)));
        }
        straight::value(root, &scope)
    }
}

#[cfg(test)]
impl Expression {
    /// The same expression, of no node of which it is known that it is straight.
    pub(crate) fn general(text: &str) -> Result<Self, ParseError> {
        let (mut root, tables) = parse_within(text, &Tables::default())?;
        crate::shape::forget_straight(&mut root);
        Ok(Self(Arc::new(Inner { text: text.into(), root, tables })))
    }
}

/// What a straight expression refers to.
struct Outside<'v, 'n> {
    input: View<'v>,
    bindings: &'v [(&'n str, Value)],
    tables: &'v Tables,
    environment: &'v Environment,
}

impl<'v> Scope<'v> for Outside<'v, '_> {
    fn input(&self) -> View<'v> {
        self.input
    }
    fn variable(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<Seen<'v>> {
        self.place(symbol, names).map(Seen::There)
    }
    fn place(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<View<'v>> {
        if self.tables.context == Some(symbol) {
            return Some(self.input);
        }
        let name = self.tables.name(symbol);
        let (_, value) = self.bindings.iter().find(|(it, _)| *it == name && name != "$")?;
        straight::fields(value, names)
    }
    fn is_builtin(&self, symbol: Symbol) -> bool {
        let name = self.tables.name(symbol);
        self.bindings.iter().all(|(it, _)| *it != name) && self.environment.extra(name).is_none()
    }
    fn bytes_max(&self) -> usize {
        self.environment.limits.bytes
    }
}

impl FromStr for Expression {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.0.text)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}
