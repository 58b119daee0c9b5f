//! Lowering of `Retry` and `Catch`.

use stepwright_asl::{self as asl, NumberOr};

use super::data_flow::Fields;
use super::{Lowering, Names, Place};
use crate::program::{Catcher, ErrorSet, JitterStrategy, Retrier};

impl Lowering {
    pub(super) fn retriers(
        &mut self,
        place: &Place<'_>,
        retriers: Option<&Vec<asl::Retrier>>,
    ) -> Vec<Retrier> {
        let place = place.key("Retry");
        let retriers = retriers.into_iter().flatten().enumerate();
        retriers.filter_map(|(index, it)| self.retrier(&place.index(index), it)).collect()
    }

    fn retrier(&mut self, place: &Place<'_>, retrier: &asl::Retrier) -> Option<Retrier> {
        let asl::Retrier {
            comment: _,
            error_equals,
            interval_seconds,
            max_attempts,
            backoff_rate,
            max_delay_seconds,
            jitter_strategy,
            extra,
            source_order: _,
        } = retrier;
        self.unknown_fields(place, extra);
        let mut number = |field, number: Option<&NumberOr>| {
            number.and_then(|it| self.known_number(&place.key(field), it))
        };
        let interval_seconds = number("IntervalSeconds", interval_seconds.as_ref()).unwrap_or(1);
        let max_attempts = number("MaxAttempts", max_attempts.as_ref()).unwrap_or(3);
        let max_delay_seconds = number("MaxDelaySeconds", max_delay_seconds.as_ref());
        let backoff_rate = match backoff_rate {
            Some(it) => self.backoff_rate(&place.key("BackoffRate"), it)?,
            None => 2.0,
        };
        let jitter = match jitter_strategy {
            None | Some(asl::JitterStrategy::None) => JitterStrategy::None,
            Some(asl::JitterStrategy::Full) => JitterStrategy::Full,
            Some(asl::JitterStrategy::Other(_)) => {
                let message = "Value should be one of the following: [NONE, FULL]".to_owned();
                return self.schema(&place.key("JitterStrategy"), message);
            }
        };
        let errors = self.error_set(place, error_equals.as_deref())?;
        Some(Retrier {
            errors,
            interval_seconds,
            max_attempts,
            backoff_rate,
            max_delay_seconds,
            jitter,
        })
    }

    fn backoff_rate(&mut self, place: &Place<'_>, rate: &NumberOr) -> Option<f64> {
        match rate.as_number().map(stepwright_json::Number::as_f64) {
            Some(it) if it >= 1.0 => Some(it),
            Some(_) => self.schema(place, "Minimum value is 1.0".to_owned()),
            None => self.schema(place, "Expected value of type [FLOAT]".to_owned()),
        }
    }

    pub(super) fn catchers(
        &mut self,
        place: &Place<'_>,
        catchers: Option<&Vec<asl::Catcher>>,
        names: &Names<'_>,
    ) -> Vec<Catcher> {
        let place = place.key("Catch");
        let catchers = catchers.into_iter().flatten().enumerate();
        catchers.filter_map(|(index, it)| self.catcher(&place.index(index), it, names)).collect()
    }

    fn catcher(
        &mut self,
        place: &Place<'_>,
        catcher: &asl::Catcher,
        names: &Names<'_>,
    ) -> Option<Catcher> {
        let asl::Catcher {
            comment: _,
            error_equals,
            result_path,
            assign,
            output,
            next,
            extra,
            source_order: _,
        } = catcher;
        self.unknown_fields(place, extra);
        self.only_json_path(place, "ResultPath", result_path.is_some());
        self.only_jsonata(place, "Output", output.is_some());
        let data_flow = self.data_flow(
            place,
            Fields {
                result_path: result_path.as_ref(),
                output: output.as_ref(),
                assign: assign.as_ref(),
                ..Fields::default()
            },
        );
        let errors = self.error_set(place, error_equals.as_deref());
        let next = match next {
            Some(next) => self.target(&place.key("Next"), next, names),
            None => self.required(place, "Next"),
        };
        Some(Catcher { errors: errors?, next: next?, data_flow })
    }

    fn error_set(&mut self, place: &Place<'_>, names: Option<&[String]>) -> Option<ErrorSet> {
        match names {
            Some([]) => self.schema(&place.key("ErrorEquals"), "Value cannot be empty".to_owned()),
            Some(names) => Some(ErrorSet::new(names.iter().map(String::as_str))),
            None => self.required(place, "ErrorEquals"),
        }
    }
}
