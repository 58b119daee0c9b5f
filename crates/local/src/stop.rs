//! Hearing that somebody wants this to end: Ctrl-C, a `kill`, a terminal that is closed.

use tokio::sync::watch;

/// Becomes true with the first signal. It no longer ends the process by itself: whoever holds this has to.
///
/// # Errors
///
/// Where the system does not let signals be heard.
#[cfg(unix)]
pub(crate) fn on_signal() -> std::io::Result<watch::Receiver<bool>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (stop, stopped) = watch::channel(false);
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    for kind in kinds {
        let mut signals = signal(kind)?;
        let stop = stop.clone();
        tokio::spawn(async move {
            if signals.recv().await.is_some() {
                stop.send_replace(true);
            }
            // The sender stays: without one, waiting for the signal would end.
            std::future::pending::<()>().await;
        });
    }
    Ok(stopped)
}

/// Becomes true with the first Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn on_signal() -> std::io::Result<watch::Receiver<bool>> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.send_replace(true);
        }
        std::future::pending::<()>().await;
    });
    Ok(stopped)
}
