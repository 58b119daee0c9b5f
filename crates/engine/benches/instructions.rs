//! How many instructions the work of [`work`] takes: counted by Valgrind, so that neither the machine's
//! speed nor its mood matters. Run with
//! `cargo bench --profile count -p stepwright-engine --bench instructions`.
//!
//! `instructions.txt` is what they may be: 5 % more fails. `UPDATE_COSTS=1` writes it. Where Valgrind is
//! not installed, nothing is counted, and that is said: CI goes on without.

#![expect(clippy::print_stdout, reason = "what it counts is its result")]
#![expect(clippy::panic, reason = "what cannot be counted is a mistake here")]

#[path = "transitions/work.rs"]
mod work;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use stepwright_compiler::compile;

/// How much more is nothing yet.
const TOLERANCE_PERCENT: u64 = 5;

const COMPILE: &str = "compile of 100 states";

const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.txt");

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, run, name, times] = &arguments[..]
        && run == "run"
    {
        return run_work(name, times.parse().unwrap_or(1));
    }
    if let Some(why) = skipped() {
        println!("SKIPPED, no instructions are counted: {why}");
        return Ok(());
    }
    let works = work::all();
    let names: Vec<&str> = works.iter().map(|it| &*it.name).chain([COMPILE]).collect();
    let counted: Vec<(&str, u64)> = names.iter().copied().zip(count_all(&names)).collect();
    let mut transitions = works.iter().map(|it| it.transitions);
    for (name, one) in &counted {
        let each = transitions.next().and_then(|it| one.checked_div(u64::try_from(it).ok()?));
        let each = each.map(|it| format!("  {it:>6} a transition")).unwrap_or_default();
        println!("{name:<42} {one:>12}{each}");
    }
    if std::env::var_os("UPDATE_COSTS").is_some() {
        return write(&counted);
    }
    let baseline = read()?;
    let too_many: Vec<String> = counted.iter().filter_map(|it| excess(it, &baseline)).collect();
    if too_many.is_empty() {
        return Ok(());
    }
    let help = "if that is the price of something, `UPDATE_COSTS=1` writes the new baseline; \
        it is of the profile `count`";
    Err(format!("{}\n{help}", too_many.join("\n")))
}

/// Why nothing can be counted, or compared, here.
fn skipped() -> Option<&'static str> {
    if !cfg!(target_arch = "x86_64") {
        return Some("the baseline is of x86-64");
    }
    let found = Command::new("valgrind").arg("--version").output();
    found.err().map(|_| "`valgrind` is not installed; whatever has a package manager has it")
}

fn excess((name, now): &(&str, u64), baseline: &BTreeMap<String, u64>) -> Option<String> {
    let Some(before) = baseline.get(*name) else {
        return Some(format!("{name}: not in the baseline"));
    };
    let limit = before + before * TOLERANCE_PERCENT / 100;
    (*now > limit).then(|| format!("{name}: {now} instructions, but {before} in the baseline"))
}

/// The instructions of one run of each, as many at once as there are processors.
fn count_all(names: &[&str]) -> Vec<u64> {
    let counted: Vec<OnceLock<u64>> = names.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let count_some = || {
        let take = || {
            let at = next.fetch_add(1, Ordering::Relaxed);
            Some((names.get(at)?, counted.get(at)?))
        };
        while let Some((name, place)) = take() {
            place.get_or_init(|| one_run(name));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(count_some);
        }
    });
    counted.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// What runs under Valgrind: once for what is made only once, and then so many times.
fn run_work(name: &str, times: u32) -> Result<(), String> {
    if name == COMPILE {
        let machine = work::hundred_states();
        for _ in 0..=times {
            black_box(compile(black_box(&machine)).is_ok());
        }
        return Ok(());
    }
    let all = work::all();
    let work = all.iter().find(|it| it.name == name).ok_or("no such work")?;
    let program = work.program();
    // As many as the longer of the two counts needs, in both.
    let inputs: [_; 2] = std::array::from_fn(|_| work.fresh_input());
    for (_, input) in (0..=times).zip(inputs) {
        black_box(work.run(black_box(&program), input));
    }
    Ok(())
}

/// What goes before and after a run is in both counts.
fn one_run(name: &str) -> u64 {
    count(name, 1).saturating_sub(count(name, 0))
}

fn count(name: &str, times: u32) -> u64 {
    let own = std::env::current_exe().unwrap_or_default();
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(own)
        .args(["run", name, &times.to_string()])
        .output();
    let text = match output {
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => panic!("valgrind did not run: {error}"),
    };
    // ==123== I refs:        1,234,567
    let line = text.lines().find_map(|line| line.split_once("refs:"));
    let number = line.map(|(_, it)| it.trim().replace(',', ""));
    match number.and_then(|it| it.parse().ok()) {
        Some(number) => number,
        None => panic!("valgrind counted nothing:\n{text}"),
    }
}

/// `name: instructions`
fn read() -> Result<BTreeMap<String, u64>, String> {
    let text = std::fs::read_to_string(BASELINE).map_err(|error| format!("{BASELINE}: {error}"))?;
    let lines = text.lines().filter(|it| !it.starts_with('#') && !it.is_empty());
    let parsed = lines.map(|line| {
        let (name, number) = line.split_once(": ").ok_or("a line without a colon")?;
        let number = number.parse().map_err(|error| format!("{name}: {error}"))?;
        Ok((name.to_owned(), number))
    });
    parsed.collect()
}

fn write(counted: &[(&str, u64)]) -> Result<(), String> {
    let mut text =
        "# Instructions of one run of each work of transitions/work.rs (x86-64, profile count)\n"
            .to_owned();
    for (name, instructions) in counted {
        _ = writeln!(text, "{name}: {instructions}");
    }
    std::fs::write(BASELINE, text).map_err(|error| format!("{BASELINE}: {error}"))
}
