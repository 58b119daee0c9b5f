//! A process of `node` that evaluates a list of expressions.

use std::error::Error;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::thread;

use stepwright_cases::Ending;
use stepwright_json::{Value, json};

/// What is evaluated.
pub(crate) struct Request {
    pub(crate) expression: String,
    pub(crate) input: Option<Value>,
    pub(crate) bindings: Value,
}

/// How the evaluation of a request ended there. A function is nothing, as it is with us.
pub(crate) enum Answer {
    Ended(Ending),
    /// `node` was out of memory, or has run for too long.
    Exhausted,
}

/// A process, and the lines that it writes.
type Process = (Child, Lines<BufReader<ChildStdout>>);

/// The answers, in the order of the requests.
pub(crate) struct Node {
    modules: PathBuf,
    requests: Arc<[Request]>,
    answered: usize,
    process: Option<Process>,
}

impl Node {
    /// Asks the `jsonata` in a folder of modules.
    pub(crate) fn ask(modules: &str, requests: Vec<Request>) -> Result<Self, Box<dyn Error>> {
        let modules = std::path::absolute(modules)?;
        if !modules.join("jsonata").is_dir() {
            return Err(format!("there is no `jsonata` in {}", modules.display()).into());
        }
        Ok(Self { modules, requests: requests.into(), answered: 0, process: None })
    }

    /// Starts a process that is asked for what has no answer yet.
    fn start(&mut self) -> Result<Process, Box<dyn Error>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/reference/evaluate.js");
        let mut node = Command::new("node")
            .arg("--max-old-space-size=512")
            .arg(script)
            .env("NODE_PATH", &self.modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("`node` cannot be started: {error}"))?;
        let mut stdin = node.stdin.take().ok_or("no way to write to `node`")?;
        let stdout = node.stdout.take().ok_or("no way to read from `node`")?;
        let (requests, from) = (Arc::clone(&self.requests), self.answered);
        thread::spawn(move || {
            for request in requests.iter().skip(from) {
                // Where `node` has ended, the reader sees it.
                if writeln!(stdin, "{}", request.line()).is_err() {
                    break;
                }
            }
        });
        Ok((node, BufReader::new(stdout).lines()))
    }

    fn answer(&mut self) -> Result<Answer, Box<dyn Error>> {
        let (mut node, mut lines) = match self.process.take() {
            Some(it) => it,
            None => self.start()?,
        };
        let line = lines.next().transpose()?;
        self.answered += 1;
        match line {
            Some(line) => {
                self.process = Some((node, lines));
                Ok(Answer::Ended(ending(&Value::parse(&line)?)))
            }
            None => {
                node.wait()?;
                Ok(Answer::Exhausted)
            }
        }
    }
}

impl Iterator for Node {
    type Item = Result<Answer, Box<dyn Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.answered < self.requests.len()).then(|| self.answer())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some((mut node, _)) = self.process.take() {
            // It may have ended by itself.
            let _ = node.kill();
            let _ = node.wait();
        }
    }
}

impl Request {
    fn line(&self) -> Value {
        let Self { expression, input, bindings } = self;
        let mut line = json!({ "expression": expression, "bindings": bindings });
        if let (Value::Object(line), Some(input)) = (&mut line, input) {
            line.insert("input", input.clone());
        }
        line
    }
}

fn ending(answer: &Value) -> Ending {
    if let Some(value) = answer.get("value") {
        return Ending::Value(value.clone());
    }
    let Some(code) = answer.get("code").and_then(Value::as_str) else { return Ending::Nothing };
    let message = answer.get("message").and_then(Value::as_str).unwrap_or_default();
    let place = answer.get("position").map(|at| format!(" at {at}")).unwrap_or_default();
    Ending::Error(format!("{code}{place}: {message}"))
}
