//! Functions that are passed to functions: called for every item, so that nothing is made for a call
//! that it does not want.

use std::rc::Rc;
use std::sync::Arc;

use super::straight::{self, Scope};
use super::{Evaluator, Fallible, Function, Inside};
use crate::ast::{Node, Symbol};
use crate::value::{Seen, View};

/// What a straight body refers to: its parameters, and what is around it.
pub(super) struct Called<'v, 'c> {
    parameters: &'c [Symbol],
    args: &'c [View<'v>],
    around: Inside<'v, 'c>,
}

impl<'v> Scope<'v> for Called<'v, '_> {
    fn input(&self) -> View<'v> {
        self.around.input()
    }
    fn variable(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<Seen<'v>> {
        match self.parameter(symbol) {
            Some(_) => self.place(symbol, names).map(Seen::There),
            None => self.around.variable(symbol, names),
        }
    }
    fn place(&self, symbol: Symbol, names: &'v [Arc<str>]) -> Option<View<'v>> {
        match self.parameter(symbol) {
            Some(View::Undef) => Some(View::Undef),
            Some(View::Json(start)) => straight::fields(start, names),
            Some(View::Val(_)) => None,
            None => self.around.place(symbol, names),
        }
    }
    fn is_builtin(&self, symbol: Symbol) -> bool {
        !self.parameters.contains(&symbol) && self.around.is_builtin(symbol)
    }
    fn bytes_max(&self) -> usize {
        self.around.bytes_max()
    }
}

impl<'v> Called<'v, '_> {
    /// The argument for a parameter. Of two of the same name the first one counts.
    #[inline]
    fn parameter(&self, symbol: Symbol) -> Option<View<'v>> {
        let place = self.parameters.iter().position(|it| *it == symbol)?;
        Some(self.args.get(place).copied().unwrap_or(View::Undef))
    }
}

impl Evaluator<'_> {
    /// How many arguments a function that is passed to another wants at most.
    pub(crate) fn arity(function: &Function) -> usize {
        match function {
            Function::Builtin(builtin) => builtin.arity,
            Function::Closure(it) => it.lambda.parameters.len(),
            Function::Partial { args, .. } => args.iter().filter(|it| it.is_none()).count(),
            Function::Extra(_) => 3,
            Function::Compose { .. }
            | Function::Transform { .. }
            | Function::Regex(_)
            | Function::Next { .. } => 1,
        }
    }

    /// Calls a function that was passed, with as many of the arguments as it wants.
    pub(crate) fn callback(&mut self, function: &Rc<Function>, args: &[View<'_>]) -> Fallible {
        // A level must be left, but none is taken.
        self.pass()?;
        let straight = self.called_straight(function, args, |body, scope| {
            straight::value(body, scope).map(Seen::into_val)
        });
        let value = match straight {
            Some(value) => value,
            None => self.called_at_length(function, args)?,
        };
        self.weigh(&value)?;
        Ok(value)
    }

    /// The same, where only the truth of the result counts.
    pub(crate) fn callback_holds(
        &mut self,
        function: &Rc<Function>,
        args: &[View<'_>],
    ) -> Fallible<bool> {
        self.pass()?;
        match self.called_straight(function, args, |body, scope| straight::truth(body, scope)) {
            Some(holds) => Ok(holds),
            None => {
                let value = self.called_at_length(function, args)?;
                self.truth(View::of(&value))
            }
        }
    }

    /// Calls a lambda whose body is straight: its arguments are not even bound.
    fn called_straight<T>(
        &mut self,
        function: &Function,
        args: &[View<'_>],
        run: impl FnOnce(&Node, &Called<'_, '_>) -> Option<T>,
    ) -> Option<T> {
        let Function::Closure(closure) = function else { return None };
        let lambda = closure.lambda.as_ref();
        if lambda.signature.is_some() {
            return None;
        }
        let left = self.afford(&lambda.body)?;
        let around = self.inside(View::of(&closure.input), &closure.frame);
        let result = run(&lambda.body, &Called { parameters: &lambda.parameters, args, around })?;
        self.steps = left;
        Some(result)
    }

    fn called_at_length(&mut self, function: &Rc<Function>, args: &[View<'_>]) -> Fallible {
        let args = args.iter().take(Self::arity(function).max(1)).map(|it| it.to_val());
        match function.as_ref() {
            Function::Closure(closure) if closure.lambda.signature.is_none() => {
                let inner = self.frame_of(closure, args);
                self.run(Rc::clone(closure), inner, View::NULL)
            }
            _ => self.apply(function, args.collect(), View::NULL),
        }
    }
}
