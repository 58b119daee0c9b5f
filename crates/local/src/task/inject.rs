//! Failures on order: `--fail download=2:HTTPError`, so that one can watch what a workflow does then.

use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use stepwright_json::{Object, Value};

use super::TaskFailure;

/// An order: the first `times` calls of what `target` matches fail with `error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Injection {
    /// Part of the name of a state or of a function, in upper or lower case.
    pub target: String,
    /// How many calls fail; then they succeed again.
    pub times: u32,
    /// The error's name.
    pub error: String,
}

/// An order that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InjectionError {
    /// It is not of the right form.
    #[error("`{0}` is not of the form STATE_OR_FUNCTION=N:ERROR, such as `download=2:HTTPError`")]
    Form(String),
    /// It would never be carried out.
    #[error("`{target}` is part of no Task state's or function's name; there are: {names}")]
    NoSuchTask {
        /// What was to be matched.
        target: String,
        /// What there is.
        names: String,
    },
}

impl FromStr for Injection {
    type Err = InjectionError;

    fn from_str(text: &str) -> Result<Self, InjectionError> {
        let read = || {
            let (target, order) = text.split_once('=')?;
            let (times, error) = order.split_once(':')?;
            let (target, error) = (target.trim(), error.trim());
            let times = times.trim().parse().ok()?;
            let is_valid = !target.is_empty() && !error.is_empty();
            is_valid.then(|| Self { target: target.to_owned(), times, error: error.to_owned() })
        };
        read().ok_or_else(|| InjectionError::Form(text.to_owned()))
    }
}

impl Injection {
    fn matches(&self, name: &str) -> bool {
        name.to_lowercase().contains(&self.target.to_lowercase())
    }
}

/// All orders, and how often each was carried out.
#[derive(Debug, Default)]
pub struct Injections(Mutex<Vec<(Injection, u32)>>);

impl Injections {
    /// Takes orders, each of which must match one of the names that there are.
    ///
    /// # Errors
    ///
    /// Where one matches none of `names`.
    pub fn new(injections: Vec<Injection>, names: &[&str]) -> Result<Self, InjectionError> {
        for injection in &injections {
            if !names.iter().any(|it| injection.matches(it)) {
                let names = names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
                return Err(InjectionError::NoSuchTask { target: injection.target.clone(), names });
            }
        }
        Ok(Self(Mutex::new(injections.into_iter().map(|it| (it, 0)).collect())))
    }

    /// The failure that a call of this state, with this function, has to end with, if any.
    pub(super) fn next(&self, state: &str, function: Option<&str>) -> Option<TaskFailure> {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (order, done) = orders.iter_mut().find(|(order, done)| {
            *done < order.times
                && (order.matches(state) || function.is_some_and(|it| order.matches(it)))
        })?;
        *done += 1;
        let message = format!("ordered by --fail: {done} of {}", order.times);
        let cause: Object = [
            ("errorMessage", Value::from(message)),
            ("errorType", Value::from(order.error.as_str())),
        ]
        .into_iter()
        .collect();
        Some(TaskFailure::new(order.error.as_str(), Value::from(cause).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_order_reads_as_it_was_written(
            target in "[a-zA-Z?][a-zA-Z ?]{0,8}[a-z?]",
            times: u32,
            error in "[A-Z][A-Za-z.:]{0,12}",
        ) {
            let order: Injection = format!("{target}={times}:{error}").parse().unwrap();
            prop_assert_eq!(order, Injection { target, times, error });
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text: String) {
            let _ = text.parse::<Injection>();
        }
    }

    #[test]
    fn an_order_fails_the_first_calls_and_no_more() {
        let order = "download=2:HTTPError".parse().unwrap();
        let injections = Injections::new(vec![order], &["Download Benner"]).unwrap();
        let next =
            |state, function| injections.next(state, function).map(|it| it.error.to_string());
        assert_eq!(next("Verify", None), None);
        assert_eq!(next("Download Benner", None).as_deref(), Some("HTTPError"));
        assert_eq!(next("Other", Some("download-benner")).as_deref(), Some("HTTPError"));
        assert_eq!(next("Download Benner", None), None);
    }

    #[test]
    fn an_order_may_name_an_error_with_a_colon_free_prefix() {
        let order: Injection = " Verify = 1 : States.Timeout ".parse().unwrap();
        assert_eq!((order.target.as_str(), order.error.as_str()), ("Verify", "States.Timeout"));
    }

    #[test]
    fn an_order_that_cannot_be_read_says_how_it_should_look() {
        for bad in
            ["", "download", "download=2", "download=x:E", "=2:E", "download=2:", "download=-1:E"]
        {
            let error = bad.parse::<Injection>().unwrap_err().to_string();
            assert!(error.contains("STATE_OR_FUNCTION=N:ERROR"), "{error}");
        }
    }

    #[test]
    fn an_order_for_nobody_says_who_there_is() {
        let order = "downlod=2:HTTPError".parse().unwrap();
        let error = Injections::new(vec![order], &["Download Benner", "benner"]).unwrap_err();
        let expect = "`downlod` is part of no Task state's or function's name; there are: `Download Benner`, `benner`";
        assert_eq!(error.to_string(), expect);
    }
}
