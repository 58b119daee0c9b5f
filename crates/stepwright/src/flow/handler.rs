//! [`Handler`]: states that several catchers lead to.

use std::panic::Location;

use super::Flow;
use crate::Ends;
use crate::error::ErrorOutput;
use crate::expr::Expr;
use crate::graph::{BindKind, Edge, HandlerId, HandlerInfo, Open, ScopeId, VarName};

/// States that several catchers lead to: made by [`Flow::handler`], led to by `catch_to`.
#[derive(Debug, Clone)]
pub struct Handler {
    pub(crate) id: HandlerId,
    pub(crate) scope: ScopeId,
}

impl Flow {
    /// States that several catchers lead to, written after the main path.
    ///
    /// `var` is the name of the variable that holds the caught error. The closure must end its
    /// path; a catcher that recovers is a `catch` of its own step.
    #[track_caller]
    pub fn handler(
        &mut self,
        var: &str,
        f: impl FnOnce(&mut Self, Expr<ErrorOutput>) -> Ends,
    ) -> Handler {
        let location = Location::caller();
        let what = format!("the error `{var}`");
        let error = self.bind(BindKind::Value, VarName::Given(var.to_owned()), what, location);
        let entry = Edge::default();
        let id = self.graph.handlers.push(HandlerInfo { location, entry, error });
        self.follow_late(vec![Open::Handler(id)], |w| {
            let Ends { .. } = f(w, Expr::of_bind(error));
            None
        });
        Handler { id, scope: self.scope }
    }
}
