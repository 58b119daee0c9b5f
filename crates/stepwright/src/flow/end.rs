//! The ends of a path: `fail` and `succeed`.

use std::panic::Location;

use super::{Flow, is_unit};
use crate::Ends;
use crate::graph::{Kind, Location as Place, Name};
use crate::into_expr::{AsExpr, IntoExpr};
use crate::mistake;

impl Flow {
    /// Fails the execution (in an iteration or a branch: that) with an error and its cause.
    ///
    /// A constant of a [`TaskError`](crate::TaskError) is an error's name too, and cannot be
    /// misspelt.
    #[track_caller]
    pub fn fail(
        &mut self,
        name: &str,
        error: impl IntoExpr<String>,
        cause: impl IntoExpr<String>,
    ) -> Ends {
        let location = Location::caller();
        let kind = Kind::Fail { error: error.into_expr().node(), cause: cause.into_expr().node() };
        self.add(Name::Given(name.to_owned()), location, kind);
        self.end(location)
    }

    /// Ends the execution (in an iteration or a branch: that) well, with an output.
    #[track_caller]
    pub fn succeed<V: AsExpr>(&mut self, name: &str, output: V) -> Ends {
        let location = Location::caller();
        let output = output.as_expr().node();
        let expected = self.graph.scopes[self.scope].hands_back;
        if expected.id != std::any::TypeId::of::<V::Of>() && !expected.is_unit {
            let found = std::any::type_name::<V::Of>();
            self.graph.mistakes.push(mistake::hands_back::wrong(name, expected, found, location));
        }
        let output = if is_unit::<V::Of>() { None } else { Some(output) };
        self.add(Name::Given(name.to_owned()), location, Kind::Succeed(output));
        self.end(location)
    }

    /// From here on nothing can be reached.
    pub(crate) fn end(&mut self, location: Place) -> Ends {
        self.open.clear();
        self.ended = Some(location);
        Ends::new()
    }
}
