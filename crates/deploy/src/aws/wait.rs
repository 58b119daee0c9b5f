//! [`until`]: asks again, with growing pauses, while AWS does not know yet what it was told before.

use crate::aws::clock::{Clock, TRIES_MAX};
use crate::aws::error::CallError;

/// Repeats a call while it fails because something is not there yet; for about two minutes.
pub(crate) async fn until<T>(
    clock: Clock,
    not_yet: impl Fn(&CallError) -> bool,
    call: impl AsyncFn() -> Result<T, CallError>,
) -> Result<T, CallError> {
    let mut tries = 0;
    loop {
        match call().await {
            Err(error) if not_yet(&error) && tries < TRIES_MAX => {
                clock.back_off(tries).await;
                tries += 1;
            }
            ended => return ended,
        }
    }
}
