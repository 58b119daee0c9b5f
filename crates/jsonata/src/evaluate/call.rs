//! Calling functions: built in, lambdas (tail calls in a loop), partial applications, matchers.

use std::rc::Rc;
use std::sync::Arc;

use super::{Evaluator, Fallible, Frame, Function, boolean};
use crate::ast::{Kind, Lambda, Node, Symbol};
use crate::error::EvaluateError;
use crate::functions::pattern;
use crate::value::Val;

/// What a lambda's body comes to: a value, or one more call in its place.
enum Tail {
    Done(Val),
    Call(Rc<Function>, Vec<Val>),
}

impl Evaluator<'_> {
    fn procedure(&mut self, procedure: &Node, input: &Val, frame: &Rc<Frame>) -> Fallible<Val> {
        if let Kind::Variable(symbol) = procedure.kind
            && procedure.stages.is_empty()
        {
            return Ok(self.variable(symbol, input, frame));
        }
        self.evaluate(procedure, input, frame)
    }

    /// A name that would be a function had it its `$`.
    fn meant(&self, procedure: &Node, frame: &Rc<Frame>) -> Option<String> {
        let Kind::Path { steps, .. } = &procedure.kind else { return None };
        let Kind::Name(name) = &steps.first()?.kind else { return None };
        let bound = self
            .tables
            .entries
            .iter()
            .position(|it| it.name == *name)
            .and_then(|at| Symbol::try_from(at).ok());
        let is_bound = bound.is_some_and(|it| frame.get(it).is_some());
        let known = is_bound
            || crate::functions::find(name).is_some_and(|it| it.is_in(self.environment.dialect));
        known.then(|| name.as_ref().to_owned())
    }

    pub(super) fn call(
        &mut self,
        node: &Node,
        procedure: &Node,
        args: &[Node],
        first: Option<Val>,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let function = self.procedure(procedure, input, frame)?;
        let args = self.arguments(args, first, input, frame)?;
        let token = self.name_of(procedure);
        let Val::Func(function) = function else {
            return Err(self
                .not_a_function(procedure, frame, ("T1006", "T1005"), "invoke")
                .at(node.end, &token));
        };
        self.apply(&function, args, input).map_err(|it| it.at(node.end, &token))
    }

    fn not_a_function(
        &self,
        procedure: &Node,
        frame: &Rc<Frame>,
        (plain, meant): (&'static str, &'static str),
        verb: &str,
    ) -> Box<EvaluateError> {
        match self.meant(procedure, frame) {
            Some(name) => EvaluateError::new(
                meant,
                format!("Attempted to {verb} a non-function. Did you mean ${name}?"),
            ),
            None => EvaluateError::new(plain, format!("Attempted to {verb} a non-function")),
        }
    }

    fn name_of(&self, procedure: &Node) -> String {
        match &procedure.kind {
            Kind::Variable(symbol) => self.tables.name(*symbol).to_owned(),
            Kind::Path { steps, .. } => match steps.first().map(|it| &it.kind) {
                Some(Kind::Name(name)) => name.as_ref().to_owned(),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    fn arguments(
        &mut self,
        args: &[Node],
        first: Option<Val>,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Fallible<Vec<Val>> {
        let mut values = Vec::with_capacity(args.len() + 1);
        values.extend(first);
        for arg in args {
            values.push(self.evaluate(arg, input, frame)?);
        }
        Ok(values)
    }

    pub(super) fn partial(
        &mut self,
        node: &Node,
        procedure: &Node,
        args: &[Node],
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(match arg.kind {
                Kind::Placeholder => None,
                _ => Some(self.evaluate(arg, input, frame)?),
            });
        }
        let Val::Func(function) = self.procedure(procedure, input, frame)? else {
            let token = self.name_of(procedure);
            return Err(self
                .not_a_function(procedure, frame, ("T1008", "T1007"), "partially apply")
                .at(node.end, &token));
        };
        Ok(Val::Func(Rc::new(Function::Partial { function, args: values })))
    }

    /// Calls a function.
    pub(crate) fn apply(
        &mut self,
        function: &Rc<Function>,
        args: Vec<Val>,
        input: &Val,
    ) -> Fallible {
        match function.as_ref() {
            Function::Lambda { .. } => self.apply_lambda(Rc::clone(function), args, input),
            Function::Builtin(builtin) => {
                let args = builtin.signature().validate(args, input, builtin.name)?;
                (builtin.run)(self, args, input)
            }
            Function::Partial { function, args: fixed } => {
                let mut given = args.into_iter();
                let mut all: Vec<Val> = Vec::with_capacity(fixed.len());
                for it in fixed {
                    match it {
                        Some(it) => all.push(it.clone()),
                        None => all.extend(given.next()),
                    }
                }
                all.extend(given);
                self.nested(|it| it.apply(function, all, input))
            }
            Function::Compose(first, second) => {
                let value = self.nested(|it| it.apply(first, args, &Val::Undef))?;
                self.nested(|it| it.apply(second, vec![value], &Val::Undef))
            }
            Function::Transform { transform, frame } => {
                let value = args.into_iter().next().unwrap_or(Val::Undef);
                self.transform(transform, value, frame)
            }
            Function::Regex(regex) => {
                let Some(Val::Json(stepwright_json::Value::String(text))) = args.into_iter().next()
                else {
                    return Ok(Val::Undef);
                };
                pattern::next_match(self, regex, &Rc::new(text.chars().collect()), 0)
            }
            Function::Next { regex, text, from } => pattern::next_match(self, regex, text, *from),
            Function::Extra(index) => {
                let args: Vec<_> =
                    args.iter().map(|it| it.json(crate::value::Outer::Plain)).collect();
                let run = self.environment.extra_at(*index);
                match run {
                    Some(run) => Ok(run(&args)?.map_or(Val::Undef, Val::Json)),
                    None => Ok(Val::Undef),
                }
            }
        }
    }

    fn nested<T>(&mut self, run: impl FnOnce(&mut Self) -> Fallible<T>) -> Fallible<T> {
        self.enter()?;
        let value = run(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn apply_lambda(
        &mut self,
        mut function: Rc<Function>,
        mut args: Vec<Val>,
        input: &Val,
    ) -> Fallible {
        loop {
            let Function::Lambda { lambda, frame, input: captured } = function.as_ref() else {
                return self.apply(&function, args, input);
            };
            let (lambda, captured): (Arc<Lambda>, Val) = (Arc::clone(lambda), captured.clone());
            if let Some(signature) = &lambda.signature {
                args = signature.validate(args, input, "lambda")?;
            }
            let inner = Frame::inside(frame);
            {
                let mut vars = inner.vars.borrow_mut();
                let mut args = args.drain(..);
                vars.extend(
                    lambda.parameters.iter().map(|it| (*it, args.next().unwrap_or(Val::Undef))),
                );
            }
            let depth = self.depth;
            match self.tail(&lambda.body, &captured, &inner)? {
                Tail::Done(value) => return Ok(value),
                Tail::Call(next, values) => (function, args) = (next, values),
            }
            self.depth = depth;
            self.step(1)?;
        }
    }

    fn tail(&mut self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Fallible<Tail> {
        if !node.stages.is_empty() || node.group.is_some() || node.keep_array || node.flags.tuple {
            return self.evaluate(node, input, frame).map(Tail::Done);
        }
        match &node.kind {
            Kind::Condition(test, then, other) => {
                self.enter()?;
                let test = self.evaluate(test, input, frame)?;
                let result = match (boolean(&test), other) {
                    (true, _) => self.tail(then, input, frame)?,
                    (false, Some(other)) => self.tail(other, input, frame)?,
                    (false, None) => Tail::Done(Val::Undef),
                };
                self.depth -= 1;
                Ok(result)
            }
            Kind::Block(parts) => {
                self.enter()?;
                let inner = Frame::inside(frame);
                let mut result = Tail::Done(Val::Undef);
                for (index, part) in parts.iter().enumerate() {
                    if index + 1 == parts.len() {
                        result = self.tail(part, input, &inner)?;
                    } else {
                        self.evaluate(part, input, &inner)?;
                    }
                }
                self.depth -= 1;
                Ok(result)
            }
            Kind::Call { procedure, args, partial: false } => {
                let function = self.procedure(procedure, input, frame)?;
                if let Val::Func(it) = &function
                    && let Function::Lambda { .. } = it.as_ref()
                {
                    self.enter()?;
                    let args = self.arguments(args, None, input, frame)?;
                    self.depth -= 1;
                    return Ok(Tail::Call(Rc::clone(it), args));
                }
                self.evaluate(node, input, frame).map(Tail::Done)
            }
            _ => self.evaluate(node, input, frame).map(Tail::Done),
        }
    }

    /// How many arguments a function that is passed to another wants at most.
    pub(crate) fn arity(function: &Function) -> usize {
        match function {
            Function::Builtin(builtin) => builtin.arity,
            Function::Lambda { lambda, .. } => lambda.parameters.len(),
            Function::Partial { args, .. } => args.iter().filter(|it| it.is_none()).count(),
            Function::Extra(_) => 3,
            Function::Compose(..)
            | Function::Transform { .. }
            | Function::Regex(_)
            | Function::Next { .. } => 1,
        }
    }

    /// Calls a function that was passed, with as many of the arguments as it wants.
    pub(crate) fn callback(&mut self, function: &Rc<Function>, mut args: Vec<Val>) -> Fallible {
        args.truncate(Self::arity(function).max(1));
        self.nested(|it| {
            it.depth -= 1;
            let value = it.apply(function, args, &Val::Undef);
            it.depth += 1;
            value
        })
    }
}
