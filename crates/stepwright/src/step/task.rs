//! [`Task`]: calls something, and waits for its answer.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

use super::Step;
use super::catching::{Common, bound, catching, tweaked};
use crate::callable::{Callable, Target, TaskToken};
use crate::error::{Inner, TaskError};
use crate::expr::Expr;
use crate::flow::{Flow, expr_of, is_unit};
use crate::graph::{BindInfo, BindKind, Input, Kind, TaskSpec, VarName, Work};
use crate::into_expr::{AsExpr, IntoExpr};
use crate::node::Bind;
use crate::shape::Shape;
use crate::text::Source;

/// Calls something: a Lambda function, a service action, another state machine, an activity.
///
/// What is called says what it takes, what it gives back and which errors it has:
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use stepwright::{Backoff, Callable, Expr, Flow, LambdaFaults, Shape, Step, TaskError, task};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Request { url: String }
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Page { title: String }
/// #[derive(Debug, TaskError)]
/// enum FetchError { NotFound, #[retriable] Busy }
///
/// #[derive(Callable)]
/// #[lambda(name = "fetch", input = Request, output = Page, error = FetchError)]
/// struct Fetch;
///
/// fn title(w: &mut Flow, request: Expr<Request>) -> Expr<String> {
///     let page = task("Fetch Page", Fetch)
///         .input(request)
///         .retry((FetchError::BUSY, LambdaFaults), Backoff::every_secs(2).max_attempts(5))
///         .catch(FetchError::NOT_FOUND, |w, error| w.fail("No Page", error.error, error.cause))
///         .run(w);
///     page.title
/// }
/// # stepwright::Workflow::new("title", title).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn task<C: Callable>(name: &str, callable: C) -> Call<C> {
    // The callable is named for its type only.
    let _ = callable;
    Call { name: name.to_owned(), of: PhantomData }
}

/// A [`task`] that does not have its input yet.
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Call<C> {
    name: String,
    of: PhantomData<fn() -> C>,
}

impl<C> fmt::Debug for Call<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<C: Callable> Call<C> {
    /// What it is called with.
    pub fn input<'a>(self, input: impl IntoExpr<C::Input>) -> Task<'a, C::Output, C::Error> {
        Task::new(
            &self.name,
            TaskSpec {
                work: Work::Target(C::TARGET),
                input: if is_unit::<C::Input>() {
                    Input::Nothing
                } else {
                    Input::Value(input.into_expr().node())
                },
                token: None,
                errors: Some(<C::Error as TaskError>::NAMES),
                timeout: None,
                heartbeat: None,
                credentials: None,
            },
        )
    }

    /// Calls it, and waits until somebody answers with the token, which goes into the input. What
    /// the answer holds is the value.
    ///
    /// ```
    /// use stepwright::services::sqs::{SendMessage, SendMessageRequest};
    /// use stepwright::{Expr, Flow, Step, expr, task};
    ///
    /// fn ask(w: &mut Flow, queue: Expr<String>) {
    ///     task("Ask A Person", SendMessage)
    ///         .input_with_token(|token| expr!(SendMessageRequest {
    ///             queue_url: queue,
    ///             message_body: token.assert::<String>(),
    ///         }))
    ///         .heartbeat_secs(3600)
    ///         .run(w);
    /// }
    /// # stepwright::Workflow::new("ask", ask).build()?;
    /// # Ok::<(), stepwright::Mistakes>(())
    /// ```
    pub fn input_with_token<'a>(
        self,
        f: impl FnOnce(Expr<TaskToken>) -> Expr<C::Input>,
    ) -> Task<'a, C::Output, C::Error> {
        let token = Bind::new();
        Task::new(
            &self.name,
            TaskSpec {
                work: Work::Target(C::TARGET),
                input: Input::Value(f(Expr::of_bind(token)).node()),
                token: Some(token),
                errors: Some(<C::Error as TaskError>::NAMES),
                timeout: None,
                heartbeat: None,
                credentials: None,
            },
        )
    }
}

/// A Task of any resource, without a callable: the way to what has no type here. Its output's type
/// is asserted.
///
/// ```
/// use stepwright::{Expr, Flow, Step, raw_task};
///
/// fn count(w: &mut Flow, query: Expr<serde_json::Value>) -> Expr<serde_json::Value> {
///     raw_task("Count", "arn:aws:states:::aws-sdk:athena:startQueryExecution", query).run(w)
/// }
/// # stepwright::Workflow::new("count", count).build()?;
/// # Ok::<(), stepwright::Mistakes>(())
/// ```
pub fn raw_task<'a, O: Shape>(
    name: &str,
    resource: &str,
    input: impl AsExpr,
) -> Task<'a, O, Inner> {
    Task::new(
        name,
        TaskSpec {
            work: Work::Raw(resource.to_owned()),
            input: Input::Value(input.as_expr().node()),
            token: None,
            errors: None,
            timeout: None,
            heartbeat: None,
            credentials: None,
        },
    )
}

/// A Task state: see [`task`].
#[derive(Debug)]
#[must_use = "a step joins the workflow only when .run(w) is called on it"]
pub struct Task<'a, O, E> {
    common: Common<'a>,
    spec: TaskSpec,
    of: PhantomData<fn() -> (O, E)>,
}

impl<'a, O: Shape, E> Task<'a, O, E> {
    fn new(name: &str, spec: TaskSpec) -> Self {
        Self { common: Common::new(name), spec, of: PhantomData }
    }

    catching!(E, O);
    bound!();
    tweaked!(Task, stepwright_asl::Task);

    /// How long it may take, in seconds.
    pub fn timeout_secs(mut self, seconds: impl IntoExpr<u32>) -> Self {
        self.spec.timeout = Some(seconds.into_expr().node());
        self
    }

    /// How long may pass between two heartbeats, in seconds.
    pub fn heartbeat_secs(mut self, seconds: impl IntoExpr<u32>) -> Self {
        self.spec.heartbeat = Some(seconds.into_expr().node());
        self
    }

    /// The role that Step Functions assumes for this call: for what is in another account.
    pub fn credentials(mut self, role_arn: impl IntoExpr<String>) -> Self {
        self.spec.credentials = Some(role_arn.into_expr().node());
        self
    }
}

impl<O: Shape, E> Step for Task<'_, O, E> {
    type Out = Expr<O>;

    #[track_caller]
    fn run(self, w: &mut Flow) -> Expr<O> {
        let Self { common, spec, .. } = self;
        let location = Location::caller();
        if let Some(token) = spec.token {
            let info = BindInfo {
                kind: BindKind::Token(w.graph.states.next()),
                scope: w.scope,
                location,
                name: VarName::Derived("token".to_owned()),
                what: format!("the task token of \"{}\"", common.name),
            };
            w.binds.insert(token, info);
        }
        let result = Source::Text(result(&spec).to_owned());
        let bind = common.run(
            w,
            Kind::Task(spec),
            |w, id, var| w.value_of(id, result, var),
            |bind, node| vec![(*bind, node)],
        );
        expr_of(bind)
    }
}

/// Where a Task's result has the callable's own output.
fn result(spec: &TaskSpec) -> &'static str {
    match &spec.work {
        // What a callback is answered with is the whole result.
        _ if spec.token.is_some() => "$states.result",
        Work::Target(Target::Lambda(_)) => "$states.result.Payload",
        Work::Target(Target::Machine(_)) => "$states.result.Output",
        Work::Target(Target::Service(_) | Target::Activity(_)) | Work::Raw(_) => "$states.result",
    }
}
