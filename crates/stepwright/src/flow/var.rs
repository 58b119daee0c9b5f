//! [`Var`]: a variable that may be set again; and `keep`, for one that may not.

use std::marker::PhantomData;
use std::panic::Location;

use super::Flow;
use crate::expr::Expr;
use crate::graph::{Assign, BindInfo, BindKind, Binds, ScopeId, VarName};
use crate::into_expr::{AsExpr, IntoExpr};
use crate::mistake;
use crate::node::Bind;
use crate::shape::Shape;
use crate::text::Source;

/// A variable of a workflow that may be set again, as loops need.
#[derive(Debug)]
pub struct Var<T> {
    name: String,
    bind: Bind,
    binds: Binds,
    scope: ScopeId,
    of: PhantomData<fn() -> T>,
}

impl<T: Shape> Var<T> {
    /// The value the variable has at this point of the flow.
    #[track_caller]
    pub fn get(&self) -> Expr<T> {
        let location = Location::caller();
        let at = self.binds.now();
        let info = self.binds.with(self.bind, |info| {
            let BindKind::Var { sets } = info.kind else { return info.clone() };
            let kind = BindKind::Read { var: self.bind, seen: sets, at };
            BindInfo { kind, location, ..info.clone() }
        });
        Expr::of_bind(info.map_or(self.bind, |info| self.binds.add(info)))
    }
}

impl Flow {
    /// A variable that may be set again, with its first value.
    #[track_caller]
    pub fn var<V: AsExpr>(&mut self, name: &str, value: V) -> Var<V::Of> {
        let location = Location::caller();
        let what = format!("the variable `{name}`");
        let given = VarName::Given(name.to_owned());
        let bind = self.bind(BindKind::Var { sets: 1 }, given, what, location);
        let source = Source::Node(value.as_expr().node());
        self.ride(format!("Set {name}"), &Assign { bind, source, nth: 1, location });
        let (name, binds, scope) = (name.to_owned(), self.binds.clone(), self.scope);
        Var { name, bind, binds, scope, of: PhantomData }
    }

    /// Sets a variable again. The value may be made of the one it has.
    #[track_caller]
    pub fn set<T: Shape>(&mut self, var: &Var<T>, value: impl IntoExpr<T>) {
        let location = Location::caller();
        let source = Source::Node(value.into_expr().node());
        if var.scope != self.scope {
            let word = self.graph.scopes[self.scope].kind.word();
            let made = self.binds.with(var.bind, |info| info.location).unwrap_or(location);
            let mistake = mistake::variable::set_from_inside(&var.name, word, location, made);
            self.graph.mistakes.push(mistake);
        }
        let nth = self.binds.with(var.bind, |info| match &mut info.kind {
            BindKind::Var { sets } => {
                *sets += 1;
                *sets
            }
            _ => 0,
        });
        let assign = Assign { bind: var.bind, source, nth: nth.unwrap_or(0), location };
        self.ride(format!("Set {}", var.name), &assign);
    }

    /// Gives a value a variable of its own, set once: a name in the definition for what would
    /// otherwise be written out wherever it is read.
    #[track_caller]
    pub fn keep<V: AsExpr>(&mut self, name: &str, value: V) -> Expr<V::Of> {
        let location = Location::caller();
        let what = format!("the kept value `{name}`");
        let given = VarName::Given(name.to_owned());
        let bind = self.bind(BindKind::Value, given, what, location);
        let source = Source::Node(value.as_expr().node());
        self.ride(format!("Keep {name}"), &Assign { bind, source, nth: 0, location });
        Expr::of_bind(bind)
    }
}
