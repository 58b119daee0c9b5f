//! What an execution costs, counted: allocations and their bytes. They do not depend on the machine, nor
//! on its mood.
//!
//! `baseline.txt` is what they may be; 5 % more is a failure, and 5 % less asks to be written down:
//! `UPDATE_COSTS=1 cargo test -p stepwright-engine --test costs`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panic")]

#[path = "../../benches/transitions/work.rs"]
mod work;

use std::alloc::System;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::work::Work;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How much more, or less, is nothing yet.
const TOLERANCE_PERCENT: usize = 5;

/// What one run costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Costs {
    allocations: usize,
    bytes: usize,
}

// One test: others beside it would be counted too.
#[test]
fn an_execution_costs_what_it_did() {
    let mut costs: Vec<(String, Costs)> = work::all().iter().map(costs_of).collect();
    costs.push(("compile of 100 states".to_owned(), costs_of_compile()));
    if std::env::var_os("UPDATE_COSTS").is_some() {
        return write(&costs);
    }
    let baseline = read();
    let mut wrong = Vec::new();
    for (name, now) in &costs {
        let Some(before) = baseline.get(name) else {
            wrong.push(format!("{name}: is not in the baseline"));
            continue;
        };
        for (what, now, before) in [
            ("allocations", now.allocations, before.allocations),
            ("bytes", now.bytes, before.bytes),
        ] {
            let change = now.abs_diff(before) * 100;
            if change > before * TOLERANCE_PERCENT {
                wrong.push(format!("{name}: {now} {what}, but {before} in the baseline"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nwhere that is meant: UPDATE_COSTS=1 cargo test -p stepwright-engine --test costs",
        wrong.join("\n")
    );
}

fn costs_of(work: &Work) -> (String, Costs) {
    let program = work.program();
    // What is made once, such as what a regular expression becomes, is there after the first run.
    work.run(&program, work.fresh_input());
    let input = work.fresh_input();
    let region = Region::new(ALLOCATOR);
    let execution = work.run(&program, input);
    let change = region.change();
    assert!(execution.history().len() >= work.transitions, "{}", work.name);
    let allocations = change.allocations + change.reallocations;
    (work.name.clone(), Costs { allocations, bytes: change.bytes_allocated })
}

fn costs_of_compile() -> Costs {
    let machine = work::hundred_states();
    let region = Region::new(ALLOCATOR);
    assert!(stepwright_compiler::compile(&machine).is_ok());
    let change = region.change();
    Costs { allocations: change.allocations + change.reallocations, bytes: change.bytes_allocated }
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/costs/baseline.txt")
}

fn read() -> BTreeMap<String, Costs> {
    let text = std::fs::read_to_string(file()).unwrap();
    let lines = text.lines().filter(|it| !it.starts_with('#') && !it.is_empty());
    lines
        .map(|line| parse(line).unwrap_or_else(|| panic!("`{line}` is no line of costs")))
        .collect()
}

/// `name: allocations, bytes`
fn parse(line: &str) -> Option<(String, Costs)> {
    let (name, costs) = line.split_once(": ")?;
    let (allocations, bytes) = costs.split_once(", ")?;
    let number = |it: &str| it.trim().replace(' ', "").parse().ok();
    let costs = Costs { allocations: number(allocations)?, bytes: number(bytes)? };
    Some((name.to_owned(), costs))
}

fn write(costs: &[(String, Costs)]) {
    let mut text =
        "# What each work of benches/transitions/work.rs allocates: name: allocations, bytes\n"
            .to_owned();
    for (name, Costs { allocations, bytes }) in costs {
        _ = writeln!(text, "{name}: {allocations}, {bytes}");
    }
    std::fs::write(file(), text).unwrap();
}
