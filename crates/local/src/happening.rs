//! [`Happening`]: what goes on beside the history, for whoever shows a run.

use std::path::PathBuf;

use tokio::sync::mpsc;

use crate::lambda_host::LogLine;

/// How many happenings may wait to be shown, before those who report them wait too.
const WAITING_MAX: usize = 1024;

/// Something that happened outside the engine and is worth showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A function printed a line.
    Log(LogLine),
    /// An object is in its bucket, whole.
    Stored {
        /// The bucket's name.
        bucket: String,
        /// The object's key.
        key: String,
        /// The file that holds it.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// A message was published.
    Published {
        /// Whom it was for.
        topic_arn: String,
        /// Its subject, where it has one.
        subject: Option<String>,
        /// What it says.
        message: String,
        /// The file that holds it.
        path: PathBuf,
    },
    /// Something a person should know, and what to do about it.
    Note(String),
}

/// A channel for happenings.
pub fn channel() -> (mpsc::Sender<Happening>, mpsc::Receiver<Happening>) {
    mpsc::channel(WAITING_MAX)
}
