//! Calling functions: built in, lambdas (tail calls in a loop), partial applications, matchers.

use std::rc::Rc;
use std::sync::Arc;

use stepwright_json::Value;

use super::{BYTES_PER_STEP, Evaluator, Fallible, Frame, Function};
use crate::ast::{Kind, Lambda, Node, Symbol};
use crate::error::EvaluateError;
use crate::functions::{Builtin, pattern};
use crate::signature::Signature;
use crate::value::{Heft, Outer, Val, View};

/// A lambda, with what was around it where it was written.
pub(crate) struct Closure {
    pub(super) lambda: Arc<Lambda>,
    pub(super) frame: Rc<Frame>,
    pub(super) input: Val,
    /// How deep functions and values nest below.
    pub(super) depth: u16,
}

/// What stands where a function is called. Where a name means a function of the table, none is
/// made of it first.
enum Callee {
    Builtin(&'static Builtin),
    Function(Rc<Function>),
    Other,
}

/// What a lambda's body comes to: a value, or one more call in its place.
enum Tail {
    Done(Val),
    /// The call's arguments are in its frame.
    Entered(Rc<Closure>, Rc<Frame>),
    /// The call's arguments are still to be checked.
    Called(Rc<Closure>, Vec<Val>),
}

impl Evaluator<'_> {
    fn callee(&mut self, procedure: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible<Callee> {
        let value = match procedure.kind {
            Kind::Variable(symbol)
                if procedure.stages.is_empty() && self.tables().context != Some(symbol) =>
            {
                if let Some(value) = frame.get(symbol) {
                    value
                } else {
                    return Ok(match self.outside(symbol) {
                        Some(Function::Builtin(builtin)) => Callee::Builtin(builtin),
                        Some(function) => Callee::Function(Rc::new(function)),
                        None => Callee::Other,
                    });
                }
            }
            _ => self.evaluate(procedure, input, frame)?,
        };
        Ok(if let Val::Func(it) = value { Callee::Function(it) } else { Callee::Other })
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
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let callee = self.callee(procedure, input, frame)?;
        self.call_known(callee, node, procedure, (args, first), input, frame)
    }

    fn call_known(
        &mut self,
        callee: Callee,
        node: &Node,
        procedure: &Node,
        (args, first): (&[Node], Option<Val>),
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let result = match callee {
            Callee::Builtin(builtin) => {
                let args = self.arguments(args, first, input, frame)?;
                self.apply_builtin(builtin, args, input)
            }
            Callee::Function(function) => {
                if let Function::Closure(closure) = function.as_ref()
                    && closure.lambda.signature.is_none()
                {
                    let inner = self.enter_closure(closure, args, first, input, frame)?;
                    self.run(Rc::clone(closure), inner, input)
                } else {
                    let args = self.arguments(args, first, input, frame)?;
                    self.apply(&function, args, input)
                }
            }
            Callee::Other => {
                self.arguments(args, first, input, frame)?;
                Err(self.not_a_function(procedure, frame, ("T1006", "T1005"), "invoke"))
            }
        };
        result.map_err(|it| it.at(node.end, self.name_of(procedure)))
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

    fn name_of<'n>(&'n self, procedure: &'n Node) -> &'n str {
        match &procedure.kind {
            Kind::Variable(symbol) => self.tables().name(*symbol),
            Kind::Path { steps, .. } => match steps.first().map(|it| &it.kind) {
                Some(Kind::Name(name)) => name,
                _ => "",
            },
            _ => "",
        }
    }

    fn arguments(
        &mut self,
        args: &[Node],
        first: Option<Val>,
        input: View<'_>,
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
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(match arg.kind {
                Kind::Placeholder => None,
                _ => Some(self.evaluate(arg, input, frame)?),
            });
        }
        let function = match self.callee(procedure, input, frame)? {
            Callee::Builtin(builtin) => Rc::new(Function::Builtin(builtin)),
            Callee::Function(function) => function,
            Callee::Other => {
                return Err(self
                    .not_a_function(procedure, frame, ("T1008", "T1007"), "partially apply")
                    .at(node.end, self.name_of(procedure)));
            }
        };
        let args = Heft::around(values.iter().flatten());
        let depth = args.depth.max(function.depth().saturating_add(1));
        Ok(Val::Func(Rc::new(Function::Partial { function, args: values, depth })))
    }

    /// Calls a function.
    pub(crate) fn apply(
        &mut self,
        function: &Rc<Function>,
        args: Vec<Val>,
        input: View<'_>,
    ) -> Fallible {
        match function.as_ref() {
            Function::Closure(closure) => {
                let args = match &closure.lambda.signature {
                    Some(signature) => self.fitted(signature, args, input, "lambda")?,
                    None => args,
                };
                let inner = self.frame_of(closure, args);
                self.run(Rc::clone(closure), inner, input)
            }
            Function::Builtin(builtin) => self.apply_builtin(builtin, args, input),
            Function::Partial { function, args: fixed, .. } => {
                let mut given = args.into_iter();
                let mut all: Vec<Val> = Vec::with_capacity(fixed.len());
                for it in fixed {
                    match it {
                        Some(it) => all.push(it.clone()),
                        None => all.extend(given.next()),
                    }
                }
                all.extend(given);
                self.deeper(|it| it.apply(function, all, input))
            }
            Function::Compose { first, second, .. } => {
                let value = self.deeper(|it| it.apply(first, args, View::NULL))?;
                self.deeper(|it| it.apply(second, vec![value], View::NULL))
            }
            Function::Transform { transform, frame } => {
                let value = args.into_iter().next().unwrap_or(Val::Undef);
                self.transform(transform, value, frame)
            }
            Function::Regex(regex) => {
                let Some(Val::Json(Value::String(text))) = args.into_iter().next() else {
                    return Ok(Val::Undef);
                };
                pattern::next_match(self, regex, &Rc::new(text.chars().collect()), None)
            }
            Function::Next { regex, text, from } => {
                pattern::next_match(self, regex, text, Some(*from))
            }
            Function::Extra(index) => {
                args.iter().try_for_each(|it| self.weigh(it))?;
                let args: Vec<_> = args.into_iter().map(|it| it.into_json(Outer::Plain)).collect();
                let run = self.environment.extra_at(*index);
                match run {
                    Some(run) => Ok(run(&args)?.map_or(Val::Undef, Val::Json)),
                    None => Ok(Val::Undef),
                }
            }
        }
    }

    fn apply_builtin(
        &mut self,
        builtin: &'static Builtin,
        args: Vec<Val>,
        input: View<'_>,
    ) -> Fallible {
        // A function looks at all of its arguments, and most make something as large.
        self.step(args.iter().map(walked).sum())?;
        let args = self.fitted(builtin.signature(), args, input, builtin.name)?;
        (builtin.run)(self, args, input)
    }

    /// The arguments as a signature wants them.
    fn fitted(
        &mut self,
        signature: &Signature,
        args: Vec<Val>,
        input: View<'_>,
        name: &str,
    ) -> Fallible<Vec<Val>> {
        self.step(signature.work(args.len()))?;
        signature.validate(args, input, name)
    }

    /// The frame of a call, its parameters bound.
    pub(super) fn frame_of(
        &mut self,
        closure: &Closure,
        args: impl IntoIterator<Item = Val>,
    ) -> Rc<Frame> {
        let inner = self.frame_inside(&closure.frame);
        let mut args = args.into_iter();
        for parameter in &closure.lambda.parameters {
            inner.bind_parameter(*parameter, args.next().unwrap_or(Val::Undef));
        }
        inner
    }

    /// The same, the arguments evaluated on the way.
    fn enter_closure(
        &mut self,
        closure: &Closure,
        args: &[Node],
        first: Option<Val>,
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible<Rc<Frame>> {
        let inner = self.frame_inside(&closure.frame);
        let mut parameters = closure.lambda.parameters.iter();
        if let Some(first) = first
            && let Some(parameter) = parameters.next()
        {
            inner.bind_parameter(*parameter, first);
        }
        for arg in args {
            let value = self.evaluate(arg, input, frame)?;
            if let Some(parameter) = parameters.next() {
                inner.bind_parameter(*parameter, value);
            }
        }
        for parameter in parameters {
            inner.bind_parameter(*parameter, Val::Undef);
        }
        Ok(inner)
    }

    /// Runs a lambda's body, and what it calls in its place.
    pub(super) fn run(
        &mut self,
        mut closure: Rc<Closure>,
        mut frame: Rc<Frame>,
        input: View<'_>,
    ) -> Fallible {
        loop {
            let depth = self.depth;
            let tail = self.tail(&closure.lambda.body, View::of(&closure.input), &frame)?;
            self.leave(frame);
            (closure, frame) = match tail {
                Tail::Done(value) => return Ok(value),
                Tail::Entered(next, inner) => (next, inner),
                Tail::Called(next, args) => {
                    let args = match &next.lambda.signature {
                        Some(signature) => self.fitted(signature, args, input, "lambda")?,
                        None => args,
                    };
                    let inner = self.frame_of(&next, args);
                    (next, inner)
                }
            };
            self.depth = depth;
            self.step(1)?;
        }
    }

    fn tail(&mut self, node: &Node, input: View<'_>, frame: &Rc<Frame>) -> Fallible<Tail> {
        if !node.is_plain() {
            return self.evaluate(node, input, frame).map(Tail::Done);
        }
        match &node.kind {
            Kind::Condition(test, then, other) => self.deeper(|it| {
                let holds = it.holds(test, input, frame)?;
                match (holds, other) {
                    (true, _) => it.tail(then, input, frame),
                    (false, Some(other)) => it.tail(other, input, frame),
                    (false, None) => Ok(Tail::Done(Val::Undef)),
                }
            }),
            Kind::Block(parts) => self.deeper(|it| {
                let inner = it.frame_inside(frame);
                let mut result = Tail::Done(Val::Undef);
                for (index, part) in parts.iter().enumerate() {
                    if index + 1 == parts.len() {
                        result = it.tail(part, input, &inner)?;
                    } else {
                        it.evaluate(part, input, &inner)?;
                    }
                }
                it.leave(inner);
                Ok(result)
            }),
            Kind::Call { procedure, args, partial: false, .. } => {
                self.deeper(|it| it.tail_call(node, procedure, args, input, frame))
            }
            _ => self.evaluate(node, input, frame).map(Tail::Done),
        }
    }

    /// A call at the end of a lambda's body: another lambda takes the body's place.
    fn tail_call(
        &mut self,
        node: &Node,
        procedure: &Node,
        args: &[Node],
        input: View<'_>,
        frame: &Rc<Frame>,
    ) -> Fallible<Tail> {
        let callee = self.callee(procedure, input, frame)?;
        if let Callee::Function(function) = &callee
            && let Function::Closure(closure) = function.as_ref()
        {
            if closure.lambda.signature.is_some() {
                let args = self.arguments(args, None, input, frame)?;
                return Ok(Tail::Called(Rc::clone(closure), args));
            }
            let inner = self.enter_closure(closure, args, None, input, frame)?;
            return Ok(Tail::Entered(Rc::clone(closure), inner));
        }
        let value = self.call_known(callee, node, procedure, (args, None), input, frame)?;
        // As it is: what is called at the end of a lambda's body is no step of its own, so that
        // `$map` sees the sequence and not the one item in it.
        Ok(Tail::Done(value))
    }
}

impl Function {
    /// How deep functions and values nest in it.
    pub(crate) fn depth(&self) -> u16 {
        match self {
            Self::Closure(it) => it.depth,
            Self::Partial { depth, .. } | Self::Compose { depth, .. } => *depth,
            Self::Builtin(_)
            | Self::Transform { .. }
            | Self::Regex(_)
            | Self::Next { .. }
            | Self::Extra(_) => 0,
        }
    }
}

/// The steps that walking an argument takes.
fn walked(arg: &Val) -> usize {
    match View::of(arg) {
        View::Json(Value::String(it)) => it.len() / BYTES_PER_STEP,
        it if it.is_array() => it.len() / 8,
        _ => 0,
    }
}
