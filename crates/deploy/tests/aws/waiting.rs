//! What AWS needs time for is waited for: a role that nobody knows yet, a function that is not ready, an
//! account that is throttled. The clock stands still; what is counted is how often something is asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_sts::config::{AsyncSleep, SharedAsyncSleep, Sleep, StalledStreamProtectionConfig};
use expect_test::{Expect, expect};
use serde_json::Value;
use stepwright_deploy::aws::{Clients, Clock, clients};

use crate::proxy::{Asked, Loss};
use crate::stage::{self, Stage};

const CREATE_FUNCTION: &str = "lambda POST /2015-03-31/functions";
const CREATE_STATE_MACHINE: &str = "states CreateStateMachine";
const NOT_ASSUMED_BY_LAMBDA: Loss = Loss::Refusal(
    400,
    r#"{"Type":"User","__type":"InvalidParameterValueException","message":"The role defined for the function cannot be assumed by Lambda."}"#,
);
const NOT_ASSUMED_BY_STATES: Loss = Loss::Refusal(
    400,
    r#"{"__type":"AccessDeniedException","message":"Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role."}"#,
);
const BUSY: Loss = Loss::Refusal(
    409,
    r#"{"Type":"User","__type":"ResourceConflictException","message":"The operation cannot be performed at this time. An update is in progress for resource: download"}"#,
);
const THROTTLED: Loss =
    Loss::Refusal(400, r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#);

/// How often something was asked.
fn times(asked: &[Asked], what: &str) -> usize {
    asked.iter().filter(|it| it.what == what).count()
}

/// An answer about a function that is not ready yet.
fn pending(answer: &str) -> String {
    with(answer, "State", "Pending")
}

/// An answer about a function whose update still goes on.
fn in_progress(answer: &str) -> String {
    with(answer, "LastUpdateStatus", "InProgress")
}

fn with(answer: &str, name: &str, value: &str) -> String {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    answer[name] = value.into();
    answer.to_string()
}

#[tokio::test]
async fn a_fresh_role_that_cannot_be_assumed_yet() {
    let Some(stage) = Stage::new("fresh").await else { return };
    stage.proxy.refuse_first(3, CREATE_FUNCTION, NOT_ASSUMED_BY_LAMBDA);
    stage.proxy.refuse_first(2, CREATE_STATE_MACHINE, NOT_ASSUMED_BY_STATES);
    stage.deploy().await.unwrap();
    let asked = stage.proxy.take();
    assert_eq!(times(&asked, CREATE_FUNCTION), 4);
    assert_eq!(times(&asked, CREATE_STATE_MACHINE), 3);
    stage.assert_done().await;
}

/// Refuses for ever: it is asked so often, and then told.
async fn check_given_up(name: &str, what: &str, loss: Loss, expect: Expect) {
    let Some(stage) = Stage::new(name).await else { return };
    stage.proxy.refuse(what, loss);
    let error = stage.deploy().await.unwrap_err();
    expect.assert_eq(&error.to_string());
    // A minute and a half: see `clock.rs`.
    assert_eq!(times(&stage.proxy.take(), what), 17);
    stage.proxy.heal();
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn a_role_that_can_never_be_assumed() {
    check_given_up("never-l", CREATE_FUNCTION, NOT_ASSUMED_BY_LAMBDA, expect!["`lambda:CreateFunction` on function `stepwright-never-l-download` failed: AWS says `InvalidParameterValueException`: The role defined for the function cannot be assumed by Lambda."]).await;
    check_given_up("never-s", CREATE_STATE_MACHINE, NOT_ASSUMED_BY_STATES, expect!["`states:CreateStateMachine` on state machine `stepwright-never-s-store` failed: AWS says `AccessDeniedException`: Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role."]).await;
}

#[tokio::test]
async fn a_function_that_is_pending() {
    let Some(stage) = Stage::new("pending").await else { return };
    let look = "lambda GET /2015-03-31/functions/stepwright-pending-download/configuration";
    stage.proxy.rewrite_first(1, CREATE_FUNCTION, pending);
    stage.proxy.rewrite_first(2, look, pending);
    stage.deploy().await.unwrap();
    assert_eq!(times(&stage.proxy.take(), look), 3);
    stage.assert_done().await;
}

#[tokio::test]
async fn a_function_that_stays_pending() {
    let Some(stage) = Stage::new("stays").await else { return };
    let look = "lambda GET /2015-03-31/functions/stepwright-stays-download/configuration";
    stage.proxy.rewrite_first(1, CREATE_FUNCTION, pending);
    stage.proxy.rewrite_first(usize::MAX, look, pending);
    let error = stage.deploy().await.unwrap_err();
    expect!["function `stepwright-stays-download` was not ready after about two minutes; what was done until then stays, and the next deployment goes on from there"].assert_eq(&error.to_string());
    stage.proxy.heal();
    stage.deploy().await.unwrap();
    stage.assert_done().await;
}

#[tokio::test]
async fn an_update_that_still_goes_on() {
    let Some(mut stage) = Stage::new("busy").await else { return };
    stage.deploy().await.unwrap();
    stage.code(b"second");
    stage.proxy.take();
    let update = "lambda PUT /2015-03-31/functions/stepwright-busy-download/code";
    let look = "lambda GET /2015-03-31/functions/stepwright-busy-download/configuration";
    let publish = "lambda POST /2015-03-31/functions/stepwright-busy-download/versions";
    stage.proxy.refuse_first(1, update, BUSY);
    stage.proxy.rewrite_first(1, update, in_progress);
    stage.proxy.rewrite_first(1, look, in_progress);
    stage.proxy.refuse_first(2, publish, BUSY);
    stage.deploy().await.unwrap();
    let asked = stage.proxy.take();
    let counts = [update, look, publish].map(|it| times(&asked, it));
    assert_eq!(counts, [2, 2, 3]);
    stage.assert_done().await;
}

/// Writes down how long somebody would have slept.
#[derive(Debug, Clone, Default)]
struct Slept(Arc<Mutex<Vec<Duration>>>);

impl AsyncSleep for Slept {
    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.lock().unwrap().push(duration);
        Sleep::new(std::future::ready(()))
    }
}

/// A stage whose calls are repeated as those of the program are.
async fn patient(name: &str) -> Option<(Stage, Slept)> {
    let mut stage = Stage::new(name).await?;
    let slept = Slept::default();
    let config = stage::config(&stage.proxy)
        .into_builder()
        .retry_config(clients::retries())
        .sleep_impl(SharedAsyncSleep::new(slept.clone()))
        // Nothing else may sleep.
        .identity_cache(IdentityCache::no_cache())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    let who = stage.clients.who;
    stage.clients = Clients::new(&config, Clock::standing(stage::NOW)).unwrap();
    stage.clients.who = who;
    Some((stage, slept))
}

#[tokio::test]
async fn throttled_calls_are_repeated() {
    let Some((stage, slept)) = patient("throttled-once").await else { return };
    stage.proxy.refuse_first(3, CREATE_STATE_MACHINE, THROTTLED);
    stage.deploy().await.unwrap();
    assert_eq!(times(&stage.proxy.take(), CREATE_STATE_MACHINE), 4);
    let slept = slept.0.lock().unwrap().clone();
    assert_eq!(slept.len(), 3, "{slept:?}");
    stage.assert_done().await;
}

#[tokio::test]
async fn an_account_that_stays_throttled_is_told_after_growing_pauses_with_an_end() {
    let Some((stage, slept)) = patient("throttled-ever").await else { return };
    stage.proxy.refuse(CREATE_STATE_MACHINE, THROTTLED);
    let error = stage.deploy().await.unwrap_err();
    expect![[r#"
        `states:CreateStateMachine` on state machine `stepwright-throttled-ever-store` failed: AWS says `ThrottlingException`: Rate exceeded
          the account makes too many calls; this one was repeated with growing pauses. Repeat the command later: what was done until now stays"#]].assert_eq(&error.to_string());
    let asked = stage.proxy.take();
    assert_eq!(times(&asked, CREATE_STATE_MACHINE), 6);
    // Repeated requests count, as they do for AWS.
    assert_eq!(stage.clients.requests(), asked.len());
    let slept = slept.0.lock().unwrap().clone();
    let longest = [1, 2, 4, 8, 16].map(Duration::from_secs);
    assert_eq!(slept.len(), longest.len());
    assert!(slept.iter().zip(longest).all(|(slept, longest)| *slept <= longest), "{slept:?}");
}
