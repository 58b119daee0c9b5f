//! `stepwright-conformance`: how the engine stands against recordings of AWS.
//!
//! `cargo xtask conformance` starts it. Ends with exit code 1 where a case that passed before does not
//! pass now.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what it prints is its result, and what ends it is an error"
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use stepwright_conformance::{Case, Corpus, Ratchet, Report, Verdict, judge_all};

/// Runs the recorded cases of AWS, and prints which ones pass.
#[derive(Debug, Parser)]
#[command(name = "stepwright-conformance")]
struct Args {
    /// Only cases that have this in their name; each is printed with what differs.
    #[arg(long, value_name = "ID")]
    case: Option<String>,

    /// Only cases of this topic; those that do not pass are named.
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,

    /// Also write what the engine makes of each case to a folder, in the form that the corpus' own
    /// comparer reads.
    #[arg(long, value_name = "FOLDER")]
    actual: Option<PathBuf>,

    /// Add the cases that pass now to the lists of those that may no longer fail.
    #[arg(long, conflicts_with_all = ["case", "topic"])]
    update: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    run(&args).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        let mut source = error.source();
        while let Some(error) = source {
            eprintln!("  because: {error}");
            source = error.source();
        }
        ExitCode::FAILURE
    })
}

fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let Some(corpus) = Corpus::find() else {
        eprintln!("skipped: {}", Corpus::ABSENT);
        return Ok(ExitCode::SUCCESS);
    };
    let began = Instant::now();
    let mut cases = corpus.cases()?;
    cases.retain(|it| is_wanted(args, it));
    if cases.is_empty() {
        return Err("no case has that name and topic".into());
    }
    let verdicts = judge_all(&cases);
    let judged: Vec<(&Case, &Verdict)> = cases.iter().zip(&verdicts).collect();
    for (case, verdict) in &judged {
        print_case(args, case, verdict);
    }
    if let Some(folder) = &args.actual {
        write_actual(folder, &cases)?;
    }
    println!("{}", Report::new(judged.iter().copied()));
    println!("{} cases in {:.1} s", cases.len(), began.elapsed().as_secs_f64());
    if args.case.is_some() || args.topic.is_some() {
        return Ok(ExitCode::SUCCESS);
    }
    let ratchet = Ratchet::default();
    if args.update {
        ratchet.raise(&judged)?;
    }
    let moved = ratchet.compare(&judged)?;
    if moved.is_none() {
        return Ok(ExitCode::SUCCESS);
    }
    eprint!("{moved}");
    Ok(ExitCode::FAILURE)
}

/// Writes a file for each case, named as the case's own.
fn write_actual(folder: &Path, cases: &[Case]) -> Result<(), Box<dyn Error>> {
    for case in cases {
        if let Ok(actual) = case.actual() {
            let folder = folder.join(case.kind.name());
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(format!("{}.json", case.id)), actual.to_string())?;
        }
    }
    Ok(())
}

fn is_wanted(args: &Args, case: &Case) -> bool {
    let Args { case: id, topic, actual: _, update: _ } = args;
    id.as_ref().is_none_or(|it| case.id.contains(it.as_str()))
        && topic.as_ref().is_none_or(|it| case.topic == *it)
}

fn print_case(args: &Args, case: &Case, verdict: &Verdict) {
    let Case { kind, id, .. } = case;
    if args.case.is_some() {
        println!("{} {id}: {verdict}\n", kind.name());
    } else if args.topic.is_some() && !matches!(verdict, Verdict::Pass) {
        println!("{} {id}", kind.name());
    }
}
