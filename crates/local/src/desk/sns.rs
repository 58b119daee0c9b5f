//! SNS on a desk: a message is a file, and is shown to whoever watches.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use stepwright_json::Value;
use tokio::sync::mpsc;

use crate::happening::Happening;

/// Topics in a folder: each has a folder of its own, each message a file in it. Every topic exists.
#[derive(Debug, Clone)]
pub struct Topics {
    root: PathBuf,
    happenings: mpsc::Sender<Happening>,
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Whom it is for.
    pub topic_arn: String,
    /// Its subject, where it has one.
    pub subject: Option<String>,
    /// What it says.
    pub text: String,
    /// The whole request, which is what the file holds.
    pub request: Value,
}

impl Topics {
    /// Topics below `root`, which is made when the first message comes.
    pub fn new(root: &Path, happenings: mpsc::Sender<Happening>) -> Self {
        Self { root: root.to_owned(), happenings }
    }

    /// Publishes a message, and gives its id.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub async fn publish(&self, message: Message) -> io::Result<String> {
        let Message { topic_arn, subject, text, request } = message;
        let id = uuid::Uuid::new_v4().to_string();
        let folder = self.root.join(folder_name(&topic_arn));
        let path = folder.join(format!("{id}.json"));
        fs::create_dir_all(&folder)?;
        fs::write(&path, format!("{request:#}\n"))?;
        let published = Happening::Published { topic_arn, subject, message: text, path };
        // Where nobody looks on, the file is what remains.
        drop(self.happenings.send(published).await);
        Ok(id)
    }
}

/// The topic's own name, as far as it can name a folder.
fn folder_name(topic_arn: &str) -> String {
    let name = topic_arn.rsplit(':').next().unwrap_or_default();
    let safe =
        name.chars().filter(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.'));
    let safe: String = safe.take(100).collect();
    if safe.trim_matches('.').is_empty() { "topic".to_owned() } else { safe }
}
