//! [`start`] and [`follow`]: an execution on AWS, started by the alias, and watched to its end.

mod glance;

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_sfn::types::{
    ExecutionStatus, HistoryEvent, StateEnteredEventDetails, StateExitedEventDetails,
};
use jiff::SignedDuration;
use stepwright_view::{Event, Outcome};
use tokio::sync::watch;

use super::call::call;
use super::clients::Clients;
use super::error::CallError;
use crate::desired::StateMachine;

/// The first pause between two looks, and the longest.
const FIRST_LOOK: Duration = Duration::from_millis(300);
const LAST_LOOK: Duration = Duration::from_secs(3);
/// How many events one request asks for: AWS gives no more.
const EVENTS_MAX: i32 = 1000;

/// An execution that was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Its ARN.
    pub arn: String,
}

/// How an execution ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It succeeded.
    Succeeded,
    /// It did not.
    NotSucceeded,
    /// It still runs: whoever watched it went away.
    StillRuns,
}

/// Starts an execution of what the alias serves.
///
/// # Errors
///
/// Where the call fails.
pub async fn start(
    clients: &Clients,
    machine: &StateMachine,
    input: &str,
) -> Result<Started, CallError> {
    let action = "states:StartExecution";
    let request = clients.sfn.start_execution().state_machine_arn(machine.alias_arn()).input(input);
    let answer = call(action, machine.id(), request.send()).await?;
    Ok(Started { arn: answer.execution_arn })
}

/// Tells the lines of an execution as they come, and the outcome, until it has ended or `stop`.
///
/// # Errors
///
/// The first call that fails.
pub async fn follow(
    clients: &Clients,
    started: &Started,
    state_width: usize,
    mut stop: watch::Receiver<bool>,
    tell: &dyn Fn(&str),
) -> Result<Ended, CallError> {
    let mut view = View { state_width, ..View::default() };
    let mut pause = FIRST_LOOK;
    loop {
        // Asked first: what has ended has all its events.
        let request = clients.sfn.describe_execution().execution_arn(&started.arn).send();
        let execution = call("states:DescribeExecution", &started.arn, request).await?;
        let before = view.shown;
        read(clients, started, &mut view, tell).await?;
        if execution.status != ExecutionStatus::Running {
            let outcome = Outcome {
                status: execution.status.as_str(),
                took: view.took(),
                without_waits: None,
                events: view.events,
                output: execution.output.clone(),
                error: execution.error(),
                cause: execution.cause(),
            };
            tell(&outcome.text());
            let is_good = execution.status == ExecutionStatus::Succeeded;
            return Ok(if is_good { Ended::Succeeded } else { Ended::NotSucceeded });
        }
        pause = if view.shown > before { FIRST_LOOK } else { (pause * 2).min(LAST_LOOK) };
        tokio::select! {
            biased;
            _ = stop.wait_for(|it| *it) => return Ok(Ended::StillRuns),
            () = clients.clock.sleep(pause) => {}
        }
    }
}

/// Reads the events that were not shown yet.
async fn read(
    clients: &Clients,
    started: &Started,
    view: &mut View,
    tell: &dyn Fn(&str),
) -> Result<(), CallError> {
    let mut next = None;
    loop {
        let request = clients.sfn.get_execution_history().execution_arn(&started.arn);
        let request = request.max_results(EVENTS_MAX).set_next_token(next).send();
        let page = call("states:GetExecutionHistory", &started.arn, request).await?;
        for event in page.events() {
            if let Some(line) = view.line(event) {
                tell(&line);
            }
        }
        next = page.next_token;
        if next.is_none() {
            return Ok(());
        }
    }
}

/// What was shown, and what later events need of it.
#[derive(Debug, Default)]
struct View {
    state_width: usize,
    /// The number of the last event that was shown.
    shown: i64,
    events: usize,
    /// When the first event was, and the last, in milliseconds.
    began: Option<i64>,
    ended: Option<i64>,
    /// The states that each event is in, the innermost last: what follows an event of a state is of that state
    /// too, until it is left; then it is of the one around it.
    states: BTreeMap<i64, Vec<String>>,
}

impl View {
    /// The line of an event; nothing where it was shown before.
    fn line(&mut self, event: &HistoryEvent) -> Option<String> {
        if event.id <= self.shown {
            return None;
        }
        self.shown = event.id;
        self.events += 1;
        let millis = event.timestamp.to_millis().unwrap_or_default();
        let began = *self.began.get_or_insert(millis);
        self.ended = Some(millis);
        let name = event.r#type.as_str();
        let state = self.enter(event);
        let line = Event {
            id: u64::try_from(event.id).unwrap_or_default(),
            offset: SignedDuration::from_millis(millis.saturating_sub(began)),
            name,
            state: &state,
            glance: glance::of(event),
        };
        Some(line.line(self.state_width))
    }

    /// The state that an event is of.
    fn enter(&mut self, event: &HistoryEvent) -> String {
        let mut states = self.states.get(&event.previous_event_id).cloned().unwrap_or_default();
        let entered = event.state_entered_event_details().map(StateEnteredEventDetails::name);
        let exited = event.state_exited_event_details().map(StateExitedEventDetails::name);
        states.extend(entered.map(str::to_owned));
        let last = match exited {
            Some(name) => {
                states.pop();
                Some(name.to_owned())
            }
            None => states.last().cloned(),
        };
        self.states.insert(event.id, states);
        let is_of_none = event.r#type.as_str().starts_with("Execution");
        last.filter(|_| !is_of_none).unwrap_or_default()
    }

    fn took(&self) -> Option<Duration> {
        let millis = self.ended?.saturating_sub(self.began?);
        Some(Duration::from_millis(u64::try_from(millis).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sfn::types::{HistoryEventType, TaskFailedEventDetails};
    use aws_smithy_types::DateTime;
    use expect_test::expect;

    use super::*;

    fn event(
        id: i64,
        r#type: HistoryEventType,
        millis: i64,
    ) -> aws_sdk_sfn::types::builders::HistoryEventBuilder {
        let at = DateTime::from_millis(1_764_072_000_000 + millis);
        HistoryEvent::builder().id(id).previous_event_id(id - 1).r#type(r#type).timestamp(at)
    }

    #[test]
    fn events_between_entering_and_leaving_belong_to_the_state_and_none_is_shown_twice() {
        let entered = StateEnteredEventDetails::builder().name("Load").input("{}").build().unwrap();
        let exited = StateExitedEventDetails::builder().name("Load").output("{}").build().unwrap();
        let failed = TaskFailedEventDetails::builder().resource_type("lambda").resource("invoke");
        let failed = failed.error("HTTPError").cause("gone").build().unwrap();
        let events = [
            event(1, HistoryEventType::ExecutionStarted, 0),
            event(2, HistoryEventType::TaskStateEntered, 20).state_entered_event_details(entered),
            event(3, HistoryEventType::TaskScheduled, 21),
            event(4, HistoryEventType::TaskFailed, 1500).task_failed_event_details(failed),
            event(5, HistoryEventType::TaskStateExited, 61_500).state_exited_event_details(exited),
            event(6, HistoryEventType::ExecutionSucceeded, 61_510),
        ];
        let mut view = View { state_width: 6, ..View::default() };
        let events = events.map(|it| it.build().unwrap());
        let lines: Vec<String> =
            events.iter().chain(&events).filter_map(|it| view.line(it)).collect();
        let plain = anstream::adapter::strip_str(&lines.join("\n")).to_string();
        let lines: Vec<&str> = plain.lines().map(str::trim).collect();
        expect![[r#"
            +0.000    1  ExecutionStarted
            +0.020    2  TaskStateEntered         Load
            +0.021    3  TaskScheduled            Load
            +1.500    4  TaskFailed               Load    HTTPError: gone
            +1:01.500    5  TaskStateExited          Load
            +1:01.510    6  ExecutionSucceeded"#]]
        .assert_eq(&lines.join("\n"));
        assert_eq!(view.took(), Some(Duration::from_millis(61_510)));
    }
}
