//! A Distributed Map over 1,000,000 items, and how much memory it takes at most.
//!
//! The items are lines of a file, each is a child with one state, and the outputs are written to files,
//! which are thrown away. Run with `cargo bench -p stepwright-engine --bench million`.

#![expect(clippy::print_stdout, reason = "what it measures is its result")]
#![expect(clippy::disallowed_methods, reason = "a clock is what it measures with")]
#![expect(clippy::panic, reason = "what does not run cannot be measured")]

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use peak_alloc::PeakAlloc;
use stepwright_asl::StateMachine;
use stepwright_compiler::{Program, compile};
use stepwright_engine::{ChildOutcome, Command, Completion, Execution, ExecutionStatus, Start};
use stepwright_json::json;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() {
    println!("items      seconds  items/s   file MB  peak MB above it  results MB");
    for items in [10_000, 100_000, 1_000_000] {
        measure(items);
    }
}

fn measure(items: u32) {
    let mut file = String::new();
    for item in 0..items {
        // Infallible: it is a String.
        _ = writeln!(file, r#"{{"number": {item}, "name": "asteroid {item}"}}"#);
    }
    let file: Arc<[u8]> = file.into_bytes().into();
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let began = Instant::now();
    let mut world = World { program: program(), file, written: 0 };
    world.run();
    let seconds = began.elapsed().as_secs_f64();
    let peak = ALLOCATOR.peak_usage().saturating_sub(before);
    let (file, written) = (world.file.len(), world.written);
    println!(
        "{items:<9}  {seconds:>7.2}  {:>7.0}  {:>7.1}  {:>16.1}  {:>10.1}",
        f64::from(items) / seconds,
        megabytes(file),
        megabytes(peak),
        megabytes(written),
    );
}

/// Does what it is told, one thing after the other, and keeps nothing.
struct World {
    program: Arc<Program>,
    file: Arc<[u8]>,
    written: usize,
}

impl World {
    fn run(&mut self) {
        let start = Start {
            input: json!({}),
            execution_name: "e".to_owned(),
            execution_arn: "arn:aws:states:us-east-1:123456789012:execution:m:e".to_owned(),
            state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
            state_machine_name: "m".to_owned(),
            role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
            now: Timestamp::UNIX_EPOCH,
            seed: 0,
        };
        let begun = Execution::start(Arc::clone(&self.program), start);
        let (mut execution, commands) = begun.unwrap_or_else(|error| panic!("{error}"));
        let mut agenda: VecDeque<Command> = commands.into();
        while let Some(command) = agenda.pop_front() {
            let Some(completion) = self.carry_out(command) else { continue };
            match execution.complete(completion, Timestamp::UNIX_EPOCH) {
                Ok(commands) => agenda.extend(commands),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(execution.status(), ExecutionStatus::Succeeded, "{:?}", execution.failure());
    }

    fn carry_out(&mut self, command: Command) -> Option<Completion> {
        match command {
            Command::ReadItems(read) => {
                Some(Completion::ObjectRead { map_run: read.map_run, body: Arc::clone(&self.file) })
            }
            Command::StartChild(start) => {
                let child = start.child;
                let (execution, _) = start.open(Arc::clone(&self.program));
                let outcome = ChildOutcome::of(&execution)?;
                Some(Completion::ChildEnded { child, outcome })
            }
            Command::WriteResults(write) => {
                self.written += write.files.iter().map(|it| it.body.len()).sum::<usize>();
                Some(Completion::ResultsWritten { map_run: write.map_run })
            }
            _ => None,
        }
    }
}

fn program() -> Arc<Program> {
    let definition = json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Each",
        "States": {"Each": {
            "Type": "Map",
            "End": true,
            "MaxConcurrency": 1000,
            "ItemReader": {
                "Resource": "arn:aws:states:::s3:getObject",
                "ReaderConfig": {"InputType": "JSONL"},
                "Arguments": {"Bucket": "data", "Key": "items.jsonl"}
            },
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "StartAt": "Name",
                "States": {"Name": {
                    "Type": "Pass",
                    "Output": {"name": "{% $uppercase($states.input.name) %}"},
                    "End": true
                }}
            },
            "ResultWriter": {
                "Resource": "arn:aws:states:::s3:putObject",
                "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"},
                "Arguments": {"Bucket": "data", "Prefix": "results"}
            }
        }}
    });
    let machine = StateMachine::from_value(&definition).unwrap_or_default();
    match compile(&machine) {
        Ok(program) => Arc::new(program),
        Err(diagnostics) => panic!("{diagnostics:?}"),
    }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "to be looked at")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
