//! [`Environment`]: what an evaluation takes from outside: time, chance, budgets, a dialect.

use std::fmt;
use std::sync::Arc;

use stepwright_json::Value;

use crate::error::EvaluateError;

/// Which functions there are, and how what JSON lacks leaves the language.
///
/// ```
/// use stepwright_json::json;
/// use stepwright_jsonata::{Environment, Expression};
///
/// let it = Expression::parse("[1 / 0, $exists($partition)]")?;
/// let standard = it.evaluate(None, &[], &mut Environment::standard()).unwrap();
/// assert_eq!(standard, Some(json!([null, false])));
/// let aws = it.evaluate(None, &[], &mut Environment::aws()).unwrap();
/// assert_eq!(aws, Some(json!(["Infinity", true])));
/// # Ok::<(), stepwright_jsonata::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The language as its reference has it.
    #[default]
    Standard,
    /// As AWS Step Functions has it: `$partition`, `$range`, `$hash`, `$uuid`, `$parse` and a
    /// `$random` that takes a seed are added, `$eval` is not bound, infinities become strings.
    Aws,
}

/// What one evaluation may take. What is spent ends it with an error.
///
/// ```
/// use stepwright_jsonata::{Environment, Expression, Limits};
///
/// let limits = Limits { steps: 10_000, ..Limits::STANDARD };
/// let mut environment = Environment { limits, ..Environment::standard() };
/// let endless = Expression::parse("($f := function() { $f() }; $f())")?;
/// let error = endless.evaluate(None, &[], &mut environment).unwrap_err();
/// assert_eq!(error.message, "Expression evaluation timeout: Check for infinite loop");
/// # Ok::<(), stepwright_jsonata::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep expressions and calls may nest. A tail call does not nest.
    pub depth: usize,
    /// How many steps it may take: nodes, items, tries of a regular expression, and a part of what
    /// a function or a comparison has to look through.
    pub steps: u64,
    /// How many bytes one value may have, with all that the evaluation has put into it: 8 for an item
    /// of an array, 1 for one of a string. Whatever that is, it nests 500 deep at most.
    pub bytes: usize,
}

impl Limits {
    /// Generous ones that fit a thread's stack.
    pub const STANDARD: Self = Self { depth: 300, steps: 50_000_000, bytes: 256 * 1024 * 1024 };
    /// Those that were measured on AWS. Its bound on time is unknown.
    // UNVERIFIED: steps stand for time, which the service does not publish.
    pub const AWS: Self = Self { depth: 100, steps: 20_000_000, bytes: 6_990_256 };
}

impl Default for Limits {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// A function that is added to the language: values in, a value or nothing out.
///
/// ```
/// use std::sync::Arc;
/// use stepwright_json::{Value, json};
/// use stepwright_jsonata::{Environment, Expression, ExtraFunction};
///
/// let double: ExtraFunction =
///     Arc::new(|args| Ok(args.first().and_then(Value::as_f64).map(|it| Value::from(it * 2.0))));
/// let functions = vec![("double".into(), double)];
/// let mut environment = Environment { functions, ..Environment::standard() };
/// let it = Expression::parse("$map([1, 2], $double)")?;
/// assert_eq!(it.evaluate(None, &[], &mut environment).unwrap(), Some(json!([2, 4])));
/// # Ok::<(), stepwright_jsonata::ParseError>(())
/// ```
pub type ExtraFunction =
    Arc<dyn Fn(&[Value]) -> Result<Option<Value>, EvaluateError> + Send + Sync>;

/// What an evaluation takes from outside. The same environment gives the same result.
///
/// ```
/// use stepwright_json::json;
/// use stepwright_jsonata::{Environment, Expression};
///
/// let mut environment = Environment { now_millis: 1_700_000_000_000, ..Environment::aws() };
/// let now = Expression::parse("$now()")?;
/// let value = now.evaluate(&json!(null), &[], &mut environment).unwrap();
/// assert_eq!(value, Some(json!("2023-11-14T22:13:20.000Z")));
/// # Ok::<(), stepwright_jsonata::ParseError>(())
/// ```
#[derive(Clone, Default)]
pub struct Environment {
    /// The time, in milliseconds since 1970.
    pub now_millis: i64,
    /// The state of the source of `$random`, `$shuffle` and `$uuid`; moves on as it is used.
    pub seed: u64,
    /// What the evaluation may take.
    pub limits: Limits,
    /// The dialect.
    pub dialect: Dialect,
    /// Functions that are added, by their names without the `$`.
    pub functions: Vec<(Arc<str>, ExtraFunction)>,
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { now_millis, seed, limits, dialect, functions } = self;
        let names: Vec<&str> = functions.iter().map(|(name, _)| name.as_ref()).collect();
        f.debug_struct("Environment")
            .field("now_millis", now_millis)
            .field("seed", seed)
            .field("limits", limits)
            .field("dialect", dialect)
            .field("functions", &names)
            .finish()
    }
}

impl Environment {
    /// The language of the reference.
    pub fn standard() -> Self {
        Self::default()
    }
    /// The dialect of AWS Step Functions, with its limits.
    pub fn aws() -> Self {
        Self { dialect: Dialect::Aws, limits: Limits::AWS, ..Self::default() }
    }

    /// The next 64 random bits (`SplitMix64`).
    pub(crate) fn random(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.seed;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }
    /// A random number from 0 up to but not including 1.
    pub(crate) fn random_f64(&mut self) -> f64 {
        (self.random() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn is_aws(&self) -> bool {
        self.dialect == Dialect::Aws
    }
    pub(crate) fn extra(&self, name: &str) -> Option<usize> {
        self.functions.iter().position(|(it, _)| it.as_ref() == name)
    }
    pub(crate) fn extra_at(&self, index: usize) -> Option<ExtraFunction> {
        self.functions.get(index).map(|(_, run)| Arc::clone(run))
    }

    fn spent(&self, code: &'static str, text: &str) -> Box<EvaluateError> {
        EvaluateError::new(if self.is_aws() { "" } else { code }, text)
    }
    pub(crate) fn too_deep(&self) -> Box<EvaluateError> {
        let text = "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive";
        self.spent("U1001", text)
    }
    pub(crate) fn timeout(&self) -> Box<EvaluateError> {
        self.spent("U1001", "Expression evaluation timeout: Check for infinite loop")
    }
    pub(crate) fn out_of_memory(&self) -> Box<EvaluateError> {
        self.spent(
            "U1001",
            "Expression evaluation memory limit exceeded: Check for excessive memory usage",
        )
    }
}
