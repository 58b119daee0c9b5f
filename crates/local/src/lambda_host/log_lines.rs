//! What a function prints, line by line.

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::sync::mpsc;

use crate::happening::Happening;

/// A longer line is handed on in pieces of this size: CloudWatch's limit for an event, 256 KiB.
const LINE_BYTES_MAX: usize = 256 * 1024;

/// A line that a function printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The function's name.
    pub function: String,
    /// The line, without its end.
    pub text: String,
}

/// Hands on every line of `output` until it ends. A reader that is slow makes the function wait.
pub(super) async fn forward(
    function: String,
    output: impl AsyncRead + Unpin,
    lines: mpsc::Sender<Happening>,
) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    while let Ok(chunk) = output.fill_buf().await {
        if chunk.is_empty() {
            break;
        }
        let room = LINE_BYTES_MAX.saturating_sub(line.len());
        let end = chunk.iter().position(|it| *it == b'\n').unwrap_or(chunk.len()).min(room);
        let (taken, rest) = chunk.split_at(end);
        line.extend_from_slice(taken);
        let is_whole = rest.first() == Some(&b'\n');
        let consumed = taken.len() + usize::from(is_whole);
        output.consume(consumed);
        if is_whole || line.len() == LINE_BYTES_MAX {
            hand_on(&function, &mut line, &lines).await;
        }
    }
    if !line.is_empty() {
        hand_on(&function, &mut line, &lines).await;
    }
}

async fn hand_on(function: &str, line: &mut Vec<u8>, lines: &mpsc::Sender<Happening>) {
    let text = String::from_utf8_lossy(line).trim_end_matches('\r').to_owned();
    line.clear();
    // Nobody listens any more: the function must not be stopped by that.
    let line = LogLine { function: function.to_owned(), text };
    drop(lines.send(Happening::Log(line)).await);
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn check(output: &[u8], expect: &[&str]) {
        let (send, mut receive) = mpsc::channel(16);
        forward("benner".to_owned(), output, send).await;
        let mut found = Vec::new();
        while let Some(Happening::Log(line)) = receive.recv().await {
            assert_eq!(line.function, "benner");
            found.push(line.text);
        }
        assert_eq!(found, expect);
    }

    #[tokio::test]
    async fn each_line_is_handed_on_without_its_end() {
        check(b"one\ntwo\r\n\nlast", &["one", "two", "", "last"]).await;
    }

    #[tokio::test]
    async fn what_is_no_utf_8_is_marked() {
        check(b"a\xffb\n", &["a\u{fffd}b"]).await;
    }

    #[tokio::test]
    async fn a_line_without_end_comes_in_pieces() {
        let long = vec![b'x'; LINE_BYTES_MAX + 1];
        let piece = "x".repeat(LINE_BYTES_MAX);
        check(&long, &[&piece, "x"]).await;
    }
}
