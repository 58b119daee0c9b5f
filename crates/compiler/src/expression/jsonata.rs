//! The border to the language: what an expression looks at is bound, and nothing else is made.

use stepwright_json::{Object, Value};
use stepwright_jsonata::{Environment, EvaluateError, Expression, Reference};

use super::{Bindings, SyntaxError, Thrown};

/// A parsed expression, and what it looks at.
#[derive(Debug)]
pub(super) struct Parsed {
    expression: Expression,
    states: States,
    variables: Vec<String>,
    out_of_reach: Vec<OutOfReach>,
}

/// Something that an expression refers to and that is not there, or not everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OutOfReach {
    /// A name of the input of the whole expression, or `$`, which is all of it: there is no such input.
    Input(String),
    /// `$$`
    Root,
    /// `$states.errorOutput`: only a catcher has one.
    ErrorOutput,
}

impl OutOfReach {
    fn of(reference: &Reference) -> Option<Self> {
        match reference {
            Reference::Path { path, .. } => path.first().cloned().map(Self::Input),
            Reference::Variable { name, path, .. } => match name.as_str() {
                "" => Some(Self::Input("$".to_owned())),
                "$" => Some(Self::Root),
                "states" if path.first()? == "errorOutput" => Some(Self::ErrorOutput),
                _ => None,
            },
            Reference::Function { .. } => None,
        }
    }
}

/// The members of `$states` that an expression looks at.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each member")]
struct States {
    input: bool,
    result: bool,
    error_output: bool,
    context: bool,
}

impl Parsed {
    pub(super) fn parse(source: &str) -> Result<Self, SyntaxError> {
        let expression = Expression::parse(source)
            .map_err(|error| SyntaxError { message: error.message(), code: error.code })?;
        let (mut states, mut variables) = (States::default(), Vec::new());
        let mut out_of_reach = Vec::new();
        for reference in expression.references() {
            out_of_reach.extend(OutOfReach::of(&reference).filter(|it| !out_of_reach.contains(it)));
            let Reference::Variable { name, path, .. } = reference else { continue };
            if name == "states" {
                states.add(path.first().map(String::as_str));
            } else if !variables.contains(&name) {
                variables.push(name);
            }
        }
        Ok(Self { expression, states, variables, out_of_reach })
    }

    pub(super) fn out_of_reach(&self) -> &[OutOfReach] {
        &self.out_of_reach
    }

    /// The expression's value; `Ok(None)` where it returns nothing.
    pub(super) fn evaluate(&self, bindings: &Bindings<'_>) -> Result<Option<Value>, Thrown> {
        let mut bound: Vec<(&str, Value)> = Vec::with_capacity(self.variables.len() + 1);
        if self.states.any() {
            bound.push(("states", self.states.object(bindings)));
        }
        for name in &self.variables {
            if let Some(value) = bindings.variables.get(name) {
                bound.push((name, value.clone()));
            }
        }
        let mut environment = Environment {
            now_millis: bindings.now_millis,
            seed: bindings.seed.get(),
            ..Environment::aws()
        };
        let value = self.expression.evaluate(None, &bound, &mut environment);
        bindings.seed.set(environment.seed);
        value.map_err(|error| thrown(&error, &environment))
    }
}

impl States {
    fn add(&mut self, member: Option<&str>) {
        match member {
            Some("input") => self.input = true,
            Some("result") => self.result = true,
            Some("errorOutput") => self.error_output = true,
            Some("context") => self.context = true,
            // All of it, or what is not there.
            _ => *self = Self { input: true, result: true, error_output: true, context: true },
        }
    }

    fn any(&self) -> bool {
        let Self { input, result, error_output, context } = self;
        *input || *result || *error_output || *context
    }

    fn object(&self, bindings: &Bindings<'_>) -> Value {
        let members = [
            ("context", self.context.then(|| (bindings.context)())),
            ("input", self.input.then(|| bindings.input.clone())),
            ("result", bindings.result.filter(|_| self.result).cloned()),
            ("errorOutput", bindings.error_output.filter(|_| self.error_output).cloned()),
        ];
        let members = members.into_iter().filter_map(|(key, it)| Some((key, it?)));
        Value::Object(members.collect::<Object>())
    }
}

fn thrown(error: &EvaluateError, environment: &Environment) -> Thrown {
    if error.is_unsupported() {
        return Thrown::Unsupported;
    }
    if error.is_internal() {
        // The service puts a fresh UUID behind it; the seed makes one that can be repeated.
        let half = environment.seed;
        return Thrown::Internal(format!("{half:016x}"));
    }
    if error.code.is_empty() {
        return Thrown::Uncoded(error.message.clone());
    }
    Thrown::Coded(error.to_string())
}
