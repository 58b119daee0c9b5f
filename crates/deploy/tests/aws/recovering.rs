//! Whatever is lost on the way, and wherever a deployment is killed, the next one reaches the goal.

use stepwright_deploy::aws::destroy::{destroy, inventory};
use stepwright_deploy::aws::rollback::{rollback, ways_back};
use stepwright_deploy::aws::{ApplyError, Clock, Look};
use stepwright_deploy::plan::Action;

use crate::proxy::Loss;
use crate::stage::{NOW, Stage};

/// A request is lost before it arrives, or after it was done; or it and all after it are.
const LOSSES: [(&str, Loss); 3] =
    [("lost", Loss::Request), ("unheard", Loss::Answer), ("dead", Loss::Death)];

/// The emulator gives the numbers of versions that were removed again; AWS never does.
const KEEPING: &str = "state-machine.keep-versions = 900\n";

const EVERYTHING: &str = r#"
    schedule.expression = "rate(7 days)"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
    lambda.reserved-concurrency = 2
"#;

/// Deploys from nothing again and again, each time in a stage of its own and with one more request until
/// the one that is lost.
async fn check_creation(name: &str, loss: Loss, settings: &str) {
    for number in 0.. {
        let Some(mut stage) = Stage::new(&format!("{name}-{number}")).await else { return };
        stage.settings = settings.to_owned();
        if fails(&stage, number, loss, async |stage: &Stage| stage.deploy().await.map(drop)).await {
            assert!(number > 20, "only {number} requests");
            return;
        }
        recovers(&stage, number).await;
    }
}

/// Changes a stage again and again, each time with one more request until the one that is lost.
async fn check(name: &str, strategy: &'static str, change: impl Fn(&mut Stage, usize)) {
    for (how, loss) in LOSSES {
        let Some(mut stage) = Stage::new(&format!("{name}-{how}")).await else { return };
        KEEPING.clone_into(&mut stage.settings);
        stage.deploy().await.unwrap();
        stage.strategy = strategy;
        for number in 0.. {
            change(&mut stage, number);
            if fails(&stage, number, loss, async |stage: &Stage| stage.deploy().await.map(drop))
                .await
            {
                assert!(number > 10, "only {number} requests");
                break;
            }
            recovers(&stage, number).await;
        }
    }
}

/// Loses the request of this number; whether there was none, and all was well.
async fn fails(
    stage: &Stage,
    number: usize,
    loss: Loss,
    act: impl AsyncFn(&Stage) -> Result<(), ApplyError>,
) -> bool {
    stage.proxy.lose(number, loss);
    let ended = act(stage).await;
    let asked = stage.proxy.take().len();
    stage.proxy.heal();
    if asked <= number {
        ended.unwrap();
    }
    asked <= number
}

async fn recovers(stage: &Stage, number: usize) {
    stage.deploy().await.unwrap_or_else(|error| panic!("after request {number}: {error}"));
    stage.assert_done().await;
}

fn change_state(stage: &mut Stage, number: usize) {
    let definition = &mut stage.bundle.machines[0].definition;
    let (before, _) = definition.split_once(r#""Type":"Pass""#).unwrap();
    *definition = format!(r#"{before}"Type":"Pass","Comment":"{number}","End":true}}}}}}"#);
}

#[tokio::test]
async fn from_nothing_after_any_request_that_never_arrives() {
    check_creation("lost", Loss::Request, "").await;
}

#[tokio::test]
async fn from_nothing_after_any_answer_that_never_arrives() {
    check_creation("unheard", Loss::Answer, "schedule.expression = \"rate(7 days)\"").await;
}

#[tokio::test]
async fn from_nothing_after_being_killed_anywhere() {
    check_creation("dead", Loss::Death, EVERYTHING).await;
}

#[tokio::test]
async fn a_change_of_a_state() {
    check("state", "all-at-once", change_state).await;
}

#[tokio::test]
async fn a_change_of_code_and_settings() {
    check("code", "all-at-once", |stage, number| {
        stage.code(&[u8::try_from(number).unwrap()]);
        stage.settings = format!(
            "{KEEPING}lambda.memory-mb = {}\nlambda.reserved-concurrency = {number}\nlogs.retention-days = {}",
            128 + number,
            [1, 3][number % 2]
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_of_tags() {
    check("tags", "all-at-once", |stage, number| {
        stage.settings =
            format!("{KEEPING}tags = {{ team = \"{number}\", only-{number} = \"x\" }}");
    })
    .await;
}

#[tokio::test]
async fn a_canary_of_a_state_and_of_code() {
    check("canary", "canary:10%,10s", |stage, number| {
        change_state(stage, number);
        stage.code(&[u8::try_from(number).unwrap()]);
    })
    .await;
}

#[tokio::test]
async fn a_canary_of_code_alone() {
    check("linear", "linear:50%,10s", |stage, number| {
        stage.code(&[u8::try_from(number).unwrap()]);
    })
    .await;
}

/// Rolls back what was left by a canary that was killed: the versions before serve again, all of them.
#[tokio::test]
async fn a_canary_that_was_killed_anywhere_is_taken_back_by_rollback() {
    let Some(mut stage) = Stage::new("killed-canary").await else { return };
    stage.settings = KEEPING.to_owned();
    stage.deploy().await.unwrap();
    stage.strategy = "canary:10%,10s";
    for number in 0.. {
        let before = stage.routes().await;
        change_state(&mut stage, number);
        stage.code(&[u8::try_from(number).unwrap()]);
        stage.clients.clock = Clock::standing(NOW + u64::try_from(number).unwrap());
        let deploy = async |stage: &Stage| stage.deploy().await.map(drop);
        if fails(&stage, number, Loss::Death, deploy).await {
            break;
        }
        let is_moving = stage.routes().await.iter().any(|it| it.contains('+'));
        if is_moving {
            roll_back(&stage).await.unwrap();
            assert_eq!(stage.routes().await, before, "after request {number}");
            // What was taken back is told, and nobody is blamed for it.
            let plan = stage.plan(Look::Quick).await.to_string();
            assert!(plan.contains("serves since a `rollback`"), "{plan}");
            assert!(!plan.contains("outside of Stepwright"), "{plan}");
        }
        recovers(&stage, number).await;
    }
}

async fn roll_back(stage: &Stage) -> Result<(), ApplyError> {
    let (_, desired) = stage.desired().await?;
    let ways = ways_back(&stage.clients, &desired).await?;
    rollback(&stage.clients, &desired, &ways, &|_| ()).await
}

#[tokio::test]
async fn a_rollback_that_failed_anywhere_is_finished_by_the_next() {
    for (how, loss) in LOSSES {
        let Some(mut stage) = Stage::new(&format!("rollback-{how}")).await else { return };
        stage.settings = KEEPING.to_owned();
        stage.deploy().await.unwrap();
        for number in 0.. {
            let before = stage.routes().await;
            change_state(&mut stage, number);
            stage.code(&[u8::try_from(number).unwrap()]);
            let now = NOW + 10 * u64::try_from(number).unwrap();
            stage.clients.clock = Clock::standing(now);
            stage.deploy().await.unwrap();
            let after = stage.routes().await;
            stage.clients.clock = Clock::standing(now + 1);
            if fails(&stage, number, loss, roll_back).await {
                assert!(number > 5, "only {number} requests");
                break;
            }
            // Nothing, a part, or all of it was done, and the answer may have been lost: who wants the
            // version before asks again where it does not serve.
            stage.clients.clock = Clock::standing(now + 2);
            if stage.routes().await != before {
                roll_back(&stage).await.unwrap();
            }
            assert_eq!(stage.routes().await, before, "after request {number}");
            // And forward again, all of them.
            stage.clients.clock = Clock::standing(now + 3);
            roll_back(&stage).await.unwrap();
            assert_eq!(stage.routes().await, after, "after request {number}");
        }
    }
}

#[tokio::test]
async fn a_removal_that_failed_anywhere_is_finished_by_the_next() {
    let destroyed = async |stage: &Stage| {
        let (identity, desired) = stage.desired().await?;
        let ids = inventory(&stage.clients, &desired, &identity, false).await?;
        destroy(&stage.clients, &desired, &ids, &|_| ()).await
    };
    for (how, loss) in LOSSES {
        let Some(mut stage) = Stage::new(&format!("destroy-{how}")).await else { return };
        stage.settings = EVERYTHING.to_owned();
        for number in 0.. {
            stage.deploy().await.unwrap();
            if fails(&stage, number, loss, destroyed).await {
                assert!(number > 15, "only {number} requests");
                break;
            }
            destroyed(&stage)
                .await
                .unwrap_or_else(|error| panic!("after request {number}: {error}"));
            let plan = stage.plan(Look::Quick).await;
            assert!(plan.steps.iter().all(|it| it.action == Action::Create), "{plan}");
        }
    }
}
