//! [`Tolerance`]: how many items of a Map Run may fail.

/// `ToleratedFailureCount` and `ToleratedFailurePercentage`. Without either, none may fail.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tolerance {
    pub(crate) count: Option<u64>,
    pub(crate) percentage: Option<f64>,
}

impl Tolerance {
    /// Whether more have failed than either limit lets.
    ///
    /// A percentage can be told only where the number of all items is known.
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "a hundredth of a percent of 2^53 items makes no difference"
    )]
    pub(crate) fn is_exceeded(self, failed: u64, total: impl FnOnce() -> Option<u64>) -> bool {
        let Self { count, percentage } = self;
        if failed == 0 {
            return false;
        }
        if count.is_some_and(|it| failed > it) || (count.is_none() && percentage.is_none()) {
            return true;
        }
        let Some(percentage) = percentage else { return false };
        percentage <= 0.0
            || total().is_some_and(|it| failed as f64 * 100.0 > percentage * it as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: Option<u64>, percentage: Option<f64>, failed: u64, expected: bool) {
        let tolerance = Tolerance { count, percentage };
        assert_eq!(tolerance.is_exceeded(failed, || Some(10)), expected, "{tolerance:?} {failed}");
    }

    #[test]
    fn none_may_fail_where_nothing_is_said() {
        check(None, None, 0, false);
        check(None, None, 1, true);
    }

    #[test]
    fn as_many_may_fail_as_is_said_and_no_more() {
        check(Some(2), None, 2, false);
        check(Some(2), None, 3, true);
        check(None, Some(20.0), 2, false);
        check(None, Some(20.0), 3, true);
        check(None, Some(19.9), 2, true);
        check(None, Some(100.0), 10, false);
    }

    #[test]
    fn either_limit_counts() {
        check(Some(1), Some(50.0), 2, true);
        check(Some(9), Some(10.0), 2, true);
        check(Some(9), Some(50.0), 5, false);
        check(Some(0), Some(50.0), 1, true);
    }

    #[test]
    fn a_percentage_of_an_unknown_number_is_not_exceeded() {
        let tolerance = Tolerance { count: None, percentage: Some(10.0) };
        assert!(!tolerance.is_exceeded(1000, || None));
        let none = Tolerance { count: None, percentage: Some(0.0) };
        assert!(none.is_exceeded(1, || None));
    }
}
