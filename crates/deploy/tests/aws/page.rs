//! `docs/deploy.md` shows what is really printed: this repository's own definition is deployed by the page's
//! commands, one after the other, and what each prints is compared with the block below it.
//!
//! The emulator runs no executions of this kind. What it says of one is a recording: `execution.json`, the
//! history that the local engine made of this definition, with the names that it has on AWS.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, io};

use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use serde_json::{Value, json};
use stepwright_deploy::Bundle;
use stepwright_deploy::bundle::{Machine, Target};

use crate::desk::{Desk, assert_no_secret};
use crate::stage::config;

/// The recording of an execution: its input, its output, its history, and what the Lambda function logged.
const EXECUTION: &str = include_str!("execution.json");
const ARN: &str = "arn:aws:states:eu-central-1:123456789012:execution:stepwright-dev-get-asteroid-data:c0ffee00-2006-4120-8006-000000000001";

#[tokio::test(flavor = "multi_thread")]
async fn each_command_of_the_page_prints_what_the_page_says() {
    let zip = zip();
    let Some(desk) = Desk::with("dev", |bundle| workspace(bundle, zip.as_deref())).await else {
        return;
    };
    fs::copy(root().join("stepwright.toml"), desk.folder.path().join("stepwright.toml")).unwrap();
    desk.proxy.stub(executed);
    let mut page = Page::read();
    page.check(&desk, "deploy --dry-run").await;
    page.check(&desk, "deploy --explain-permissions").await;
    desk.proxy.take();
    page.check(&desk, "deploy --yes").await;
    let made = desk.proxy.take().len();
    page.check(&desk, "deploy --yes").await;
    let unchanged = desk.proxy.take().len();
    page.check(&desk, "start-execution --aws").await;
    page.check(&desk, "status").await;
    logged(&desk).await;
    page.check(&desk, "logs").await;
    look_more_often(&desk);
    desk.proxy.take();
    page.check(&desk, "deploy --yes").await;
    let changed = desk.proxy.take().len();
    page.check(&desk, "rollback --yes").await;
    page.check(&desk, "destroy --yes").await;
    page.check_end();
    assert!(made < 60 && unchanged < 12 && changed < 15, "{made}, {unchanged}, {changed} requests");
}

/// The console blocks of the page, in its order.
struct Page {
    blocks: std::vec::IntoIter<Block>,
    /// What is not so.
    wrong: Vec<String>,
}

/// A command, and what it prints.
struct Block {
    command: String,
    output: Vec<String>,
}

impl Page {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("docs/deploy.md")).unwrap();
        let blocks = text.split("```console\n").skip(1).map(|it| {
            let (block, _) = it.split_once("```").unwrap();
            let (command, output) = block.split_once('\n').unwrap();
            let command = command.strip_prefix("$ cargo xtask ").unwrap().to_owned();
            Block { command, output: output.lines().map(str::to_owned).collect() }
        });
        // What `export` prints, `xtask` itself prints, and its own tests look at it.
        let blocks = blocks.filter(|it| !it.command.starts_with("export "));
        Self { blocks: blocks.collect::<Vec<_>>().into_iter(), wrong: Vec::new() }
    }

    /// Runs the page's next command, which is this one.
    async fn check(&mut self, desk: &Desk, command: &str) {
        let Block { command: written, output } = self.blocks.next().unwrap();
        assert_eq!(written, command, "the page has another command here");
        let printed = printed(desk, command).await;
        if !fits(&output, &lines(&printed)) {
            let page = output.join("\n");
            self.wrong.push(format!("$ {command}\n{page}\n\nis not what it prints:\n\n{printed}"));
        }
        // For those who measure: `--nocapture` shows it.
        for line in printed.lines().filter(|it| it.contains(" requests in ")) {
            eprintln!("{command}: {line}");
        }
    }

    fn check_end(mut self) {
        let next = self.blocks.next().map(|it| it.command);
        assert_eq!(next, None, "nothing runs this command of the page");
        assert!(self.wrong.is_empty(), "docs/deploy.md:\n{}", self.wrong.join("\n\n"));
    }
}

/// What somebody sees on a terminal: both streams, as they come.
async fn printed(desk: &Desk, command: &str) -> String {
    let (mut reader, writer) = io::pipe().unwrap();
    // The flag is xtask's: it says which program is started.
    let mut command = desk.command(command.trim_end_matches(" --aws"));
    command.stdout(Stdio::from(writer.try_clone().unwrap())).stderr(Stdio::from(writer));
    let mut child = command.spawn().unwrap();
    // It holds both ends of the pipe that are written to.
    drop(command);
    let reading = tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        child.wait().unwrap();
        text
    });
    let text = reading.await.unwrap();
    assert_no_secret(&text);
    text
}

fn lines(text: &str) -> Vec<String> {
    text.trim_end().lines().map(str::to_owned).collect()
}

/// Whether the page has what is printed, where a line `…` stands for any lines, and times for any times.
fn fits(page: &[String], printed: &[String]) -> bool {
    let (page, printed) = (steady(page), steady(printed));
    let mut parts: Vec<&[String]> = page.split(|it| it == "…").collect();
    let first = parts.remove(0);
    let Some(mut rest) = printed.strip_prefix(first) else { return false };
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = (0..=rest.len()).find(|at| rest[*at..].starts_with(part)) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The same without what is another thing each time: how long it took, what time it was, and in which order
/// things were done side by side.
fn steady(lines: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = lines.iter().map(|it| steady_line(it.trim_end())).collect();
    for side_by_side in lines.chunk_by_mut(|a, b| [a, b].iter().all(|it| it.starts_with(TOOK))) {
        side_by_side.sort();
    }
    lines
}

const TOOK: &str = "0.0 s";

fn steady_line(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let seconds = |at: usize| {
        words.get(at + 1).is_some_and(|it| it.trim_end_matches(',') == "s")
            && words[at].contains('.')
            && words[at].parse::<f64>().is_ok()
    };
    let is_time =
        |it: &str| it.len() >= 20 && it.ends_with('Z') && it.contains('T') && it.contains(':');
    let words = words.iter().enumerate().map(|(at, word)| match *word {
        _ if seconds(at) => "0.0",
        word if is_time(word) => "2026-01-01T00:00:00Z",
        word => word,
    });
    let line = words.collect::<Vec<_>>().join(" ");
    let of_progress = line.trim_start();
    if of_progress.starts_with(TOOK) { of_progress.to_owned() } else { line }
}

/// The zip that `cargo xtask build-lambda` made, which `cargo xtask ci` runs beforehand.
fn zip() -> Option<PathBuf> {
    let built = fs::read_dir(root().join("target/stepwright/lambda")).ok();
    let built = built.into_iter().flatten().map(|it| it.unwrap().path());
    let zip = built.into_iter().find(|it| it.extension().is_some_and(|it| it == "zip"));
    let is_ci = env::var("CI").as_deref() == Ok("true");
    assert!(zip.is_some() || !is_ci, "there is no zip: `cargo xtask build-lambda` makes it");
    zip
}

/// What `cargo xtask deploy` puts together of this workspace; a test of `xtask` compares the page with it.
fn workspace(bundle: &mut Bundle, zip: Option<&Path>) {
    let definition = root().join("workflows/definitions/get-asteroid-data.asl.json");
    let target = Target::Lambda("download-benner".to_owned());
    bundle.machines = vec![Machine {
        name: "get-asteroid-data".to_owned(),
        definition: fs::read_to_string(definition).unwrap(),
        placeholders: [("DownloadBennerArn".to_owned(), target)].into(),
        default_input: recorded()["input"].clone(),
    }];
    let [function] = bundle.functions.as_mut_slice() else { panic!("one function") };
    "download-benner".clone_into(&mut function.name);
    function.writes = ["benner.csv", "benner.*.csv"].map(str::to_owned).into();
    if let Some(zip) = zip {
        zip.clone_into(&mut function.zip);
    }
}

/// The change that the page makes.
fn look_more_often(desk: &Desk) {
    let path = desk.folder.path().join("bundle.json");
    let mut bundle = Bundle::read(&path).unwrap();
    let definition = &mut bundle.machines[0].definition;
    *definition = definition.replace(r#""MaxAttempts": 9"#, r#""MaxAttempts": 12"#);
    fs::write(path, serde_json::to_vec(&bundle).unwrap()).unwrap();
}

fn recorded() -> Value {
    serde_json::from_str(EXECUTION).unwrap()
}

/// What AWS says of the execution.
fn executed(what: &str, _: &str) -> Option<(u16, String)> {
    let recorded = recorded();
    let events = recorded["events"].as_array().unwrap();
    let time = |event: Option<&Value>| event.unwrap()["timestamp"].clone();
    let (name, _) = ARN.rsplit_once(':').unwrap();
    let machine = name.replace(":execution:", ":stateMachine:");
    let execution = json!({
        "executionArn": ARN,
        "name": ARN.rsplit(':').next(),
        "stateMachineArn": machine,
        "status": "SUCCEEDED",
        "startDate": time(events.first()),
        "stopDate": time(events.last()),
        "input": recorded["input"].to_string(),
        "output": recorded["output"].to_string(),
    });
    let answer = match what {
        "states StartExecution" | "states DescribeExecution" => execution,
        "states ListExecutions" => json!({ "executions": [execution] }),
        "states GetExecutionHistory" => json!({ "events": events }),
        _ => return None,
    };
    Some((200, answer.to_string()))
}

/// Puts what the function logged where AWS puts it.
async fn logged(desk: &Desk) {
    let logs = aws_sdk_cloudwatchlogs::Client::new(&config(&desk.proxy));
    let group = "/aws/vendedlogs/stepwright/stepwright/dev/download-benner";
    let stream = logs.create_log_stream().log_group_name(group).log_stream_name("s");
    stream.send().await.unwrap();
    // The emulator refuses what is older than two weeks.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let lines = recorded()["logs"].as_array().unwrap().clone();
    let events = lines.iter().zip(i64::try_from(now).unwrap()..).map(|(line, at)| {
        let event = InputLogEvent::builder().message(line.as_str().unwrap()).timestamp(at);
        event.build().unwrap()
    });
    let put = logs.put_log_events().log_group_name(group).log_stream_name("s");
    put.set_log_events(Some(events.collect())).send().await.unwrap();
}

/// Each state that the recording goes through is one of the definition, so that it is of this definition.
#[test]
fn the_recording_is_of_the_definition_that_is_deployed() {
    let definition = root().join("workflows/definitions/get-asteroid-data.asl.json");
    let definition = fs::read_to_string(definition).unwrap();
    let recorded = recorded();
    let events = recorded["events"].as_array().unwrap();
    let names = events.iter().filter_map(|it| it.pointer("/stateEnteredEventDetails/name"));
    let names: Vec<String> = names.map(ToString::to_string).collect();
    assert!(names.len() > 5);
    for name in names {
        assert!(
            definition.contains(&format!("{name}: {{")),
            "{name} is no state any more: record again"
        );
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
