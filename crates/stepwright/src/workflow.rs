//! [`Workflow`]: a function from input to output, as a state machine.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use stepwright_asl as asl;

use crate::expr::Expr;
use crate::flow::Flow;
use crate::graph::{BindKind, Graph, VarName};
use crate::lower;
use crate::mistake::{Mistake, Mistakes};
use crate::placeholder::{Placeholder, Resolve};
use crate::shape::Shape;
use crate::tail::Tail;

/// A state machine, from a function: what the function adds to its [`Flow`] becomes the states,
/// what it hands back becomes the output.
///
/// ```
/// use stepwright::{Expr, Flow, Step, Workflow, expr, pass};
///
/// fn double(w: &mut Flow, n: Expr<u32>) -> Expr<u32> {
///     pass("Double").value(expr!(n * 2)).run(w)
/// }
///
/// let workflow = Workflow::new("double", double).comment("Doubles a number.");
/// assert_eq!(
///     workflow.build()?.to_string(),
///     r#"{
///   "Comment": "Doubles a number.",
///   "QueryLanguage": "JSONata",
///   "StartAt": "Double",
///   "States": {
///     "Double": {
///       "Type": "Pass",
///       "Output": "{% $states.input * 2 %}",
///       "End": true
///     }
///   }
/// }
/// "#
/// );
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub struct Workflow<I, O> {
    name: String,
    comment: Option<String>,
    timeout_seconds: Option<u32>,
    graph: Graph,
    of: PhantomData<fn(I) -> O>,
}

impl<I, O> fmt::Debug for Workflow<I, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workflow").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<I: Shape, O: Shape> Workflow<I, O> {
    /// From a function.
    #[track_caller]
    pub fn new<R: Tail<O>>(name: &str, f: impl FnOnce(&mut Flow, Expr<I>) -> R) -> Self {
        let location = Location::caller();
        let mut w = Flow::main::<O>(location);
        let what = "the input of the workflow".to_owned();
        let given = VarName::Derived("input".to_owned());
        let input = w.bind(BindKind::Input, given, what, location);
        let value = f(&mut w, Expr::of_bind(input)).into_node();
        w.close::<O>(value);
        let mut graph = w.graph;
        graph.finish(&w.binds);
        let name = name.to_owned();
        Self { name, comment: None, timeout_seconds: None, graph, of: PhantomData }
    }

    /// A comment at the top of the definition.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// How long an execution may take, in seconds.
    #[must_use]
    pub fn timeout_secs(mut self, seconds: u32) -> Self {
        self.timeout_seconds = Some(seconds);
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The definition. Lambda functions, machines and activities are placeholders:
    /// `${DownloadBennerArn}`.
    ///
    /// # Errors
    ///
    /// All [`Mistakes`], each with the source lines involved.
    pub fn build(&self) -> Result<asl::StateMachine, Mistakes> {
        self.lower("aws").map_err(Mistakes::new)
    }

    /// The definition with the names that `resolve` knows in place of placeholders.
    ///
    /// ```
    /// # use stepwright::{Account, Callable, Expr, Flow, Step, Workflow, task};
    /// #[derive(Callable)]
    /// #[lambda(name = "sweep", input = ())]
    /// struct Sweep;
    ///
    /// let workflow = Workflow::new("clean", |w: &mut Flow, _: Expr<()>| {
    ///     task("Sweep", Sweep).input(()).run(w);
    /// });
    /// let account = Account::new("eu-central-1", "123456789012");
    /// let definition = workflow.build_for(&account)?.to_string();
    /// assert!(definition.contains("arn:aws:lambda:eu-central-1:123456789012:function:sweep"));
    /// # Ok::<(), stepwright::Mistakes>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_for(&self, resolve: &dyn Resolve) -> Result<asl::StateMachine, Mistakes> {
        let machine = self.lower(resolve.partition()).map_err(Mistakes::new)?;
        Ok(crate::placeholder::fill(machine, &self.placeholders(), resolve))
    }

    /// Every placeholder that the definition needs, in the order of the states, with what it
    /// stands for.
    pub fn placeholders(&self) -> Vec<Placeholder> {
        lower::placeholders(&self.graph)
    }

    /// All that is wrong, and all that may be: the mistakes of [`build`](Self::build) and the
    /// warnings that it keeps to itself.
    pub fn build_report(&self) -> Vec<Mistake> {
        let mut report = self.lower("aws").err().unwrap_or_default();
        report.extend(crate::mistake::warnings(&self.graph));
        report
    }

    fn lower(&self, partition: &str) -> Result<asl::StateMachine, Vec<Mistake>> {
        let Self { comment, timeout_seconds, graph, .. } = self;
        lower::lower(graph, comment.as_deref(), *timeout_seconds, partition)
    }
}

impl<I: schemars::JsonSchema, O> Workflow<I, O> {
    /// The JSON Schema of its input.
    #[expect(clippy::unused_self, reason = "the schema is asked of a workflow")]
    pub fn input_schema(&self) -> schemars::Schema {
        schemars::schema_for!(I)
    }
}

/// A [`Workflow`] of whatever types, for tools that handle many.
pub trait AnyWorkflow {
    /// Its name.
    fn name(&self) -> &str;
    /// As [`Workflow::build`].
    ///
    /// # Errors
    ///
    /// All mistakes.
    fn build(&self) -> Result<asl::StateMachine, Mistakes>;
    /// As [`Workflow::build_for`].
    ///
    /// # Errors
    ///
    /// All mistakes.
    fn build_for(&self, resolve: &dyn Resolve) -> Result<asl::StateMachine, Mistakes>;
    /// As [`Workflow::build_report`].
    fn build_report(&self) -> Vec<Mistake>;
    /// As [`Workflow::placeholders`].
    fn placeholders(&self) -> Vec<Placeholder>;
    /// As [`Workflow::input_schema`].
    fn input_schema(&self) -> schemars::Schema;
}

impl<I: Shape + schemars::JsonSchema, O: Shape> AnyWorkflow for Workflow<I, O> {
    fn name(&self) -> &str {
        self.name()
    }
    fn build(&self) -> Result<asl::StateMachine, Mistakes> {
        self.build()
    }
    fn build_for(&self, resolve: &dyn Resolve) -> Result<asl::StateMachine, Mistakes> {
        self.build_for(resolve)
    }
    fn build_report(&self) -> Vec<Mistake> {
        self.build_report()
    }
    fn placeholders(&self) -> Vec<Placeholder> {
        self.placeholders()
    }
    fn input_schema(&self) -> schemars::Schema {
        self.input_schema()
    }
}

#[cfg(test)]
mod tests {
    use super::Workflow;

    #[test]
    fn a_workflow_can_be_shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<Workflow<u32, String>>();
    }
}
