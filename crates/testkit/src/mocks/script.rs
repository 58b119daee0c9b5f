//! [`Script`]: mocks in a run. Owns which mock answers which call.

use stepwright_engine::ScheduleTask;
use stepwright_json::ConvertError;

use super::{Lasts, Mock, Mocks, target};
use crate::Answer;

/// Mocks in a run, in which some are used up already.
pub(crate) struct Script<'a>(Vec<Turn<'a>>);

/// A mock in a run.
struct Turn<'a> {
    mock: &'a Mock<'a>,
    /// How many calls its callable has had.
    calls: usize,
    is_used: bool,
}

/// A call that no mock answers rightly.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// There is no mock for it, or none is left.
    NoMock,
    /// What it is given is not its input, or what the mock gives has no JSON form.
    Mismatch(ConvertError),
}

impl<'a> Script<'a> {
    /// Begins a run, in which no mock is used up yet.
    pub(crate) fn new(mocks: &'a Mocks<'_>) -> Self {
        let turns = mocks.mocks.iter().map(|mock| Turn { mock, calls: 0, is_used: false });
        Self(turns.collect())
    }

    /// Answers a call.
    pub(crate) fn answer(&mut self, request: &ScheduleTask) -> Result<Answer, Unanswered> {
        let turns = self.0.iter_mut().filter(|it| target::is_called(it.mock.target, request));
        let chosen = turns
            .enumerate()
            .filter_map(|(at, turn)| {
                turn.calls += 1;
                Some((turn.rank(at)?, turn))
            })
            .min_by_key(|(rank, _)| *rank);
        let (_, turn) = chosen.ok_or(Unanswered::NoMock)?;
        turn.is_used = true;
        let Mock { target, respond, after, .. } = turn.mock;
        let input = target::input(*target, request);
        let response = respond(&input).map_err(Unanswered::Mismatch)?;
        let mut answer = target::answer(*target, request, response);
        answer.after = *after;
        Ok(answer)
    }
}

impl Turn<'_> {
    /// The least answers; nothing where it is not for this call.
    fn rank(&self, at: usize) -> Option<(u8, usize)> {
        match self.mock.lasts {
            Lasts::Nth(nth) => (nth == self.calls).then_some((0, at)),
            Lasts::Once => (!self.is_used).then_some((1, at)),
            // The last comes first.
            Lasts::Always => Some((2, usize::MAX - at)),
        }
    }
}
