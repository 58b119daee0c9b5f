//! One process of a function with the Runtime API it talks to: starts, works on one event at a time,
//! ends.

use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::process::Process;
use super::runtime_api::{Event, RuntimeApi, Said};
use super::{FunctionConfig, environment};
use crate::happening::Happening;

/// How long a function may take until it asks for its first event: 10 s, of Lambda's "Init phase".
const INIT_SECONDS_MAX: u64 = 10;

/// A process that works, or is ready to.
#[derive(Debug)]
pub(super) struct Sandbox {
    process: Process,
    api: RuntimeApi,
    is_ready: bool,
}

/// How an invocation ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// With a result. The sandbox can be used again.
    Response(Bytes),
    /// With an error that the function reported. The sandbox can be used again.
    Error(Bytes),
    /// With a result that is too large.
    ResponseTooLarge,
    /// The function could not be set up, and said why.
    InitError(Bytes),
    /// The process ended: the words say how.
    Exited(String),
    /// It took too long, and was killed. So long it was allowed to take.
    TimedOut(Duration),
}

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartError {
    #[error(transparent)]
    Bind(#[from] crate::http::BindError),
    #[error(transparent)]
    Spawn(#[from] std::io::Error),
}

impl Sandbox {
    /// Starts a process of the function. It is not waited for until [`invoke`](Self::invoke).
    pub(super) async fn start(
        config: &FunctionConfig,
        lines: &mpsc::Sender<Happening>,
    ) -> Result<Self, StartError> {
        let api = RuntimeApi::start().await?;
        let log_stream = format!("local/[$LATEST]{}", uuid::Uuid::new_v4().simple());
        let variables = environment::variables(config, api.address(), &log_stream);
        let process = Process::start(config, variables, lines)?;
        Ok(Self { process, api, is_ready: false })
    }

    /// Whether it can take another event.
    pub(super) fn is_alive(&mut self) -> bool {
        self.process.is_running()
    }

    /// Ends the process, after all that it has printed was handed on.
    pub(super) async fn end(&mut self) {
        self.process.kill().await;
    }

    /// Has the function work on an event, for at most `allowed`. `event` is given the deadline.
    ///
    /// Dropping the future in the middle leaves a sandbox that must be dropped too.
    pub(super) async fn invoke(
        &mut self,
        allowed: Duration,
        event: impl FnOnce(Duration) -> Event,
    ) -> Ending {
        if let Err(ending) = self.set_up().await {
            return ending;
        }
        let deadline = Instant::now() + allowed;
        self.api.hand_out(event(allowed)).await;
        loop {
            let said = tokio::select! {
                // What it said before it ended counts.
                biased;
                said = self.api.said() => said,
                how = self.process.ended() => return Ending::Exited(how),
                () = tokio::time::sleep_until(deadline) => {
                    self.process.kill().await;
                    return Ending::TimedOut(allowed);
                }
            };
            match said {
                Said::Response(body) => return Ending::Response(body),
                Said::Error(body) => return Ending::Error(body),
                Said::ResponseTooLarge => return Ending::ResponseTooLarge,
                // It lost its connection and asks again; or reports what it can no longer change.
                Said::Ready | Said::InitError(_) => {}
            }
        }
    }

    /// Waits until the process asks for its first event.
    async fn set_up(&mut self) -> Result<(), Ending> {
        if self.is_ready {
            return Ok(());
        }
        let allowed = Duration::from_secs(INIT_SECONDS_MAX);
        let first = timeout_at(Instant::now() + allowed, async {
            tokio::select! {
                biased;
                said = self.api.said() => Ok(said),
                how = self.process.ended() => Err(how),
            }
        });
        match first.await {
            Ok(Ok(Said::InitError(body))) => {
                self.process.kill().await;
                Err(Ending::InitError(body))
            }
            Ok(Ok(_)) => {
                self.is_ready = true;
                Ok(())
            }
            Ok(Err(how)) => Err(Ending::Exited(how)),
            Err(_) => {
                self.process.kill().await;
                Err(Ending::TimedOut(allowed))
            }
        }
    }
}
