//! [`Label`]: a marked place, to which a path can go back.

use std::panic::Location;

use super::Flow;
use crate::Ends;
use crate::graph::{LabelId, LabelInfo, ScopeId, Target};
use crate::mistake;

/// A marked place of a flow: made by [`Flow::label`], gone to by [`Flow::go_to`].
#[derive(Debug, Clone)]
pub struct Label {
    pub(crate) id: LabelId,
    pub(crate) scope: ScopeId,
}

impl Flow {
    /// Marks the place of the next state, so that a path can come back to it.
    ///
    /// ```
    /// use stepwright::{Expr, Flow, Step, Workflow, choice, expr, pass};
    ///
    /// fn count_to_three(w: &mut Flow, _: Expr<()>) {
    ///     let n = w.var("n", 0u32);
    ///     let again = w.label();
    ///     choice::<()>("Enough?")
    ///         .when(expr!(n.get() >= 3), |_| ())
    ///         .otherwise(|w| {
    ///             pass("Count").run(w);
    ///             w.set(&n, n.get() + 1);
    ///             w.go_to(&again)
    ///         })
    ///         .run(w);
    /// }
    /// # Workflow::new("count", count_to_three).build()?;
    /// # Ok::<(), stepwright::Mistakes>(())
    /// ```
    #[track_caller]
    pub fn label(&mut self) -> Label {
        let location = Location::caller();
        let made_at = self.binds.now();
        let id = self.graph.labels.push(LabelInfo { location, target: None, made_at });
        self.labels.push(id);
        Label { id, scope: self.scope }
    }

    /// Goes to a marked place: the end of this path.
    #[track_caller]
    pub fn go_to(&mut self, label: &Label) -> Ends {
        let location = Location::caller();
        if label.scope != self.scope {
            let mistake = mistake::leaves::go_to(&self.graph, label, self.scope, location);
            self.graph.mistakes.push(mistake);
            return self.end(location);
        }
        // Labels that wait for a state here are where the other label is.
        for waiting in std::mem::take(&mut self.labels) {
            self.graph.labels[waiting].target = self.graph.labels[label.id].target;
        }
        for open in std::mem::take(&mut self.open) {
            self.lead(open, Target::Label(label.id));
        }
        self.end(location)
    }
}
