//! Whatever is lost on the way, the next deployment reaches the goal.

use crate::proxy::Loss;
use crate::stage::Stage;

/// Deploys again and again, each time in a stage of its own and with one more request until the one that
/// is lost.
async fn check(name: &str, loss: Loss, settings: &str) {
    for number in 0.. {
        let Some(mut stage) = Stage::new(&format!("{name}-{number}")).await else { return };
        stage.settings = settings.to_owned();
        stage.proxy.lose(number, loss);
        let ended = stage.deploy().await;
        let asked = stage.proxy.take().len();
        stage.proxy.heal();
        if asked <= number {
            assert!(number > 20, "only {number} requests");
            ended.unwrap();
            return;
        }
        stage.deploy().await.unwrap_or_else(|error| panic!("after request {number}: {error}"));
        stage.assert_done().await;
    }
}

#[tokio::test]
async fn after_any_request_that_never_arrives() {
    check("lost", Loss::Request, "").await;
}

#[tokio::test]
async fn after_any_answer_that_never_arrives() {
    check("unheard", Loss::Answer, "schedule.expression = \"rate(7 days)\"").await;
}
