//! [`Mocks`]: who answers for the callables of a workflow.
//!
//! Owns what a mock is and what it is made from. Which mock answers which call is in
//! [`script`], the form in which each kind of target is asked and answers in [`target`].

pub(crate) mod script;
mod target;

use std::collections::BTreeSet;
use std::fmt;

use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stepwright::{Callable, ErrorName, Target, TaskError};
use stepwright_json::{ConvertError, Value, from_value, to_value};

/// Who answers for the callables of a workflow.
///
/// A mock has the callable's own types, so that a contract that changes breaks its mocks too. Of the
/// mocks of one callable, a call is answered by
///
/// 1. a fault for just this call, made with [`fail_call`](Self::fail_call);
/// 2. the first [`once`](Self::once) that no call has used up;
/// 3. the last of all the others, so that what many tests share can be said first, and a test says
///    after it what is different.
///
/// Every run begins anew: what one uses up is there again for the next.
///
/// ```
/// use stepwright::{Backoff, Callable, Expr, Flow, Step, TaskError, Workflow, task};
/// use stepwright_testkit::{Mocks, RunLocally};
///
/// #[derive(Debug, TaskError, thiserror::Error)]
/// enum HalveError {
///     #[retriable]
///     #[error("come back later")]
///     Busy,
/// }
///
/// #[derive(Callable, Clone, Copy)]
/// #[lambda(name = "halve", input = u32, output = u32, error = HalveError)]
/// struct Halve;
///
/// let workflow = Workflow::new("halve", |w: &mut Flow, n: Expr<u32>| {
///     let backoff = Backoff::every_secs(60).max_attempts(2).rate(2.0);
///     task("Halve", Halve).input(n).retry(HalveError::BUSY, backoff).run(w)
/// });
/// let usual = Mocks::new().on(Halve, |n| Ok(n / 2));
///
/// let mocks = usual
///     .once(Halve, |_| Err(HalveError::Busy))
///     .fail_call(Halve, 2, HalveError::BUSY);
/// let run = workflow.run_locally(&mocks, 42)?;
///
/// assert_eq!((run.output, run.elapsed().as_secs()), (21, 60 + 120));
/// # Ok::<(), stepwright_testkit::RunError>(())
/// ```
#[derive(Default)]
pub struct Mocks<'a> {
    mocks: Vec<Mock<'a>>,
}

struct Mock<'a> {
    target: Target,
    lasts: Lasts,
    respond: Respond<'a>,
    after: SignedDuration,
}

/// For which calls a mock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lasts {
    Always,
    Once,
    /// For the n-th call of its callable, counted from 1.
    Nth(usize),
}

type Respond<'a> = Box<dyn Fn(&Value) -> Result<Response, ConvertError> + 'a>;

/// What a callable answers, before it has the form in which its target answers.
enum Response {
    Output(Value),
    /// An error of the callable itself.
    Error {
        name: &'static str,
        message: String,
    },
    /// An error of the service around it.
    Fault {
        name: &'static str,
        cause: String,
    },
    Silence,
}

impl<'a> Mocks<'a> {
    /// No mocks: every call is an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers every call of a callable.
    ///
    /// An error's message is its `Display`, as where it is served. A Task that waits for a task
    /// token is answered by whoever returns the token: with the output, or with the error.
    #[must_use]
    pub fn on<C: Callable>(
        self,
        callable: C,
        respond: impl Fn(C::Input) -> Result<C::Output, C::Error> + 'a,
    ) -> Self
    where
        C::Input: DeserializeOwned,
        C::Output: Serialize,
        C::Error: fmt::Display,
    {
        self.typed(&callable, Lasts::Always, respond)
    }

    /// Answers one call of a callable; then the next mock answers. Several queue up.
    #[must_use]
    pub fn once<C: Callable>(
        self,
        callable: C,
        respond: impl Fn(C::Input) -> Result<C::Output, C::Error> + 'a,
    ) -> Self
    where
        C::Input: DeserializeOwned,
        C::Output: Serialize,
        C::Error: fmt::Display,
    {
        self.typed(&callable, Lasts::Once, respond)
    }

    /// Fails the `nth` call of a callable, counted from 1, whatever other mocks there are.
    #[must_use]
    pub fn fail_call<C: Callable>(
        self,
        _callable: C,
        nth: usize,
        error: ErrorName<C::Error>,
    ) -> Self {
        self.failing::<C>(Lasts::Nth(nth), error, format!("made to fail in call {nth}"))
    }

    /// Fails every call of a callable with a name: also with one that its contract does not have,
    /// such as a fault of the service around it. The cause of such a one is the text as it is.
    ///
    /// ```
    /// use stepwright::services::sns::{Publish, PublishRequest};
    /// use stepwright::{ErrorName, Expr, Flow, Step, Workflow, expr, placeholder, task};
    /// use stepwright_testkit::{Mocks, RunLocally};
    ///
    /// let workflow = Workflow::new("tell", |w: &mut Flow, message: Expr<String>| {
    ///     let topic_arn = placeholder("TopicArn");
    ///     let request = expr!(PublishRequest { topic_arn, subject: "News", message });
    ///     task("Tell Everybody", Publish).input(request).run(w);
    /// });
    /// let name = ErrorName::new("SNS.AuthorizationErrorException");
    /// let mocks = Mocks::new().fail(Publish, name, "not yours to tell");
    ///
    /// let error = workflow.run_locally(&mocks, "Apophis".to_owned()).unwrap_err();
    /// let failed = error.ended().unwrap();
    /// assert_eq!(failed.error(), Some("SNS.AuthorizationErrorException"));
    /// assert_eq!(failed.cause(), Some("not yours to tell"));
    /// ```
    #[must_use]
    pub fn fail<C: Callable>(
        self,
        _callable: C,
        error: ErrorName<C::Error>,
        cause: impl Into<String>,
    ) -> Self {
        self.failing::<C>(Lasts::Always, error, cause.into())
    }

    /// Never answers a call of a callable: its time-outs pass, if it has any.
    ///
    /// ```
    /// use stepwright::{AsExpr, Callable, Expr, Flow, States, Step, Workflow, task};
    /// use stepwright_testkit::{Mocks, RunLocally};
    ///
    /// #[derive(Callable, Clone, Copy)]
    /// #[activity(name = "ask-a-person", input = String, output = bool)]
    /// struct AskAPerson;
    ///
    /// let workflow = Workflow::new("ask", |w: &mut Flow, question: Expr<String>| {
    ///     task("Ask A Person", AskAPerson)
    ///         .input(question)
    ///         .timeout_secs(3600)
    ///         .catch(States::Timeout, |_, _| false.as_expr())
    ///         .run(w)
    /// });
    /// let run = workflow.run_locally(&Mocks::new().never(AskAPerson), "Shall we?".to_owned())?;
    ///
    /// assert_eq!((run.output, run.elapsed().as_hours()), (false, 1));
    /// # Ok::<(), stepwright_testkit::RunError>(())
    /// ```
    #[must_use]
    pub fn never<C: Callable>(self, _callable: C) -> Self {
        self.with::<C>(Lasts::Always, Box::new(|_| Ok(Response::Silence)))
    }

    /// Has the mock before this one answer so many seconds after it was called. The seconds are
    /// virtual: nobody waits for them.
    ///
    /// ```
    /// # use stepwright::{Callable, Expr, Flow, Step, Workflow, task};
    /// # use stepwright_testkit::{Mocks, RunLocally};
    /// # #[derive(Callable, Clone, Copy)]
    /// # #[activity(name = "ask-a-person", input = String, output = bool)]
    /// # struct AskAPerson;
    /// # let workflow = Workflow::new("ask", |w: &mut Flow, question: Expr<String>| {
    /// #     task("Ask A Person", AskAPerson).input(question).run(w)
    /// # });
    /// let mocks = Mocks::new().on(AskAPerson, |_| Ok(true)).after_secs(86_400);
    /// let run = workflow.run_locally(&mocks, "Shall we?".to_owned())?;
    ///
    /// assert_eq!((run.output, run.elapsed().as_hours()), (true, 24));
    /// # Ok::<(), stepwright_testkit::RunError>(())
    /// ```
    #[must_use]
    pub fn after_secs(mut self, seconds: u32) -> Self {
        if let Some(mock) = self.mocks.last_mut() {
            mock.after = SignedDuration::from_secs(seconds.into());
        }
        self
    }

    fn typed<C: Callable>(
        self,
        _callable: &C,
        lasts: Lasts,
        respond: impl Fn(C::Input) -> Result<C::Output, C::Error> + 'a,
    ) -> Self
    where
        C::Input: DeserializeOwned,
        C::Output: Serialize,
        C::Error: fmt::Display,
    {
        let respond: Respond<'a> = Box::new(move |input| match respond(from_value(input)?) {
            Ok(output) => Ok(Response::Output(to_value(&output)?)),
            Err(error) => {
                Ok(Response::Error { name: error.error_name(), message: error.to_string() })
            }
        });
        self.with::<C>(lasts, respond)
    }

    fn failing<C: Callable>(self, lasts: Lasts, error: ErrorName<C::Error>, text: String) -> Self {
        let name = error.name();
        let is_own = <C::Error as TaskError>::NAMES.contains(&name);
        let respond: Respond<'a> = Box::new(move |_| {
            Ok(if is_own {
                Response::Error { name, message: text.clone() }
            } else {
                Response::Fault { name, cause: text.clone() }
            })
        });
        self.with::<C>(lasts, respond)
    }

    fn with<C: Callable>(mut self, lasts: Lasts, respond: Respond<'a>) -> Self {
        let after = SignedDuration::ZERO;
        self.mocks.push(Mock { target: C::TARGET, lasts, respond, after });
        self
    }

    /// The callables that have a mock, each once, in words.
    pub(crate) fn callables(&self) -> Vec<String> {
        let targets: BTreeSet<Target> = self.mocks.iter().map(|it| it.target).collect();
        targets.into_iter().map(target::in_words).collect()
    }
}

impl fmt::Debug for Mocks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mocks").field(&self.callables()).finish()
    }
}
