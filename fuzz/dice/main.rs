//! Runs a target without the fuzzer: bytes come from a seeded generator, and from a corpus whose files
//! it changes a little. It sees no coverage, and is many times as quick.
//!
//! `dice TARGET RUNS SEED [FOLDER…]`; each run is repeated by its seed. A run that panics or takes more
//! than five minutes ends all, and its bytes are in the file `dice-TARGET-SEED`, which `dice TARGET FILE`
//! runs once more. In the end it says how long the slowest run took, and how much memory there was at most.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[cfg(feature = "engine")]
use stepwright_fuzz::engine;
use stepwright_fuzz::{jsonata, jsonpath};

/// What a target does with its bytes.
type Run = fn(&[u8]);

/// The targets by their names.
const TARGETS: &[(&str, Run)] = &[
    ("jsonata", jsonata::text),
    ("jsonata_grammar", jsonata::grammar),
    ("jsonpath_path", jsonpath::path),
    ("jsonpath_reference_path", jsonpath::reference_path),
    ("jsonpath_intrinsic", jsonpath::intrinsic),
    ("jsonpath_template", jsonpath::template),
    #[cfg(feature = "engine")]
    ("engine_definition", engine::definition),
    #[cfg(feature = "engine")]
    ("engine_execution", engine::execution),
    #[cfg(feature = "engine")]
    ("engine_test_state", engine::test_state),
];

/// The longest run that is no hang.
const RUN_MAX: Duration = Duration::from_secs(300);
/// How many bytes a run has that is made of nothing.
const BYTES_MAX: u64 = 400;

/// What is run now: its bytes, and since when.
static CURRENT: Mutex<Option<(Vec<u8>, Instant)>> = Mutex::new(None);
static DONE: AtomicU64 = AtomicU64::new(0);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, rest @ ..] = &arguments[..] else { return usage() };
    let Some((_, run)) = TARGETS.iter().find(|(name, _)| name == target) else { return usage() };
    if let [file] = rest {
        return once(*run, file);
    }
    let [runs, seed, folders @ ..] = rest else { return usage() };
    let (Ok(runs), Ok(seed)) = (runs.parse::<u64>(), seed.parse::<u64>()) else { return usage() };
    let corpus = corpus(folders);
    let found = PathBuf::from(format!("dice-{target}-{seed}"));
    keep_what_is_found(found.clone());
    std::thread::spawn(move || watch(&found));
    let (began, mut slowest) = (Instant::now(), Duration::ZERO);
    for at in 0..runs {
        let bytes = Dice(seed ^ at.wrapping_mul(0x9E37_79B9_7F4A_7C15)).bytes(&corpus);
        let now = Instant::now();
        set_current(Some((bytes.clone(), now)));
        run(&bytes);
        slowest = slowest.max(now.elapsed());
        DONE.store(at + 1, Ordering::Relaxed);
        if (at + 1) % 100_000 == 0 {
            say(&format!("{} runs in {} s", at + 1, began.elapsed().as_secs()));
        }
    }
    set_current(None);
    let memory = peak_memory().unwrap_or_else(|| "unknown".to_owned());
    say(&format!(
        "{target}: {runs} runs from seed {seed} in {} s, with {} files; the slowest took {} ms; most memory: {memory}",
        began.elapsed().as_secs(),
        corpus.len(),
        slowest.as_millis()
    ));
    ExitCode::SUCCESS
}

/// What was found, again; or any other file.
fn once(run: Run, file: &str) -> ExitCode {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            say(&format!("cannot read `{file}`: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let began = Instant::now();
    run(&bytes);
    say(&format!("it took {} ms", began.elapsed().as_millis()));
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    say(&format!(
        "dice TARGET RUNS SEED [FOLDER…], or dice TARGET FILE, with one of {}",
        names.join(", ")
    ));
    ExitCode::FAILURE
}

fn say(line: &str) {
    // Where nobody listens, there is nothing to say.
    _ = writeln!(std::io::stdout(), "{line}");
}

fn set_current(current: Option<(Vec<u8>, Instant)>) {
    if let Ok(mut it) = CURRENT.lock() {
        *it = current;
    }
}

/// The files of the folders, and of those in them, that are no longer than 64 KiB.
fn corpus(folders: &[String]) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut todo: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    while let Some(path) = todo.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => todo.extend(entries.flatten().map(|it| it.path())),
            Err(_) => files.push(path),
        }
    }
    files.sort();
    let contents = files.iter().filter_map(|it| std::fs::read(it).ok());
    contents.filter(|it| it.len() <= 65_536).collect()
}

/// A panic leaves the bytes that led to it.
fn keep_what_is_found(found: PathBuf) {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        usual(panic);
        keep(&found);
    }));
}

fn keep(found: &Path) {
    let Ok(current) = CURRENT.lock() else { return };
    if let Some((bytes, _)) = current.as_ref() {
        _ = std::fs::write(found, bytes);
        say(&format!("its bytes are in {}", found.display()));
    }
}

/// Ends all where a run does not end.
fn watch(found: &Path) {
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let since = CURRENT.lock().ok().and_then(|it| it.as_ref().map(|(_, since)| *since));
        if since.is_some_and(|it| it.elapsed() > RUN_MAX) {
            say(&format!("run {} hangs", DONE.load(Ordering::Relaxed)));
            keep(found);
            std::process::exit(1);
        }
    }
}

/// The most memory that this process has had, as Linux tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

/// `SplitMix64`, which a seed decides.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % count).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    /// Half of them new, half of them a file with a few changes; where there are files.
    fn bytes(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let at = self.below(corpus.len() * 2);
        match corpus.get(at) {
            Some(file) => self.changed(file, corpus),
            None => (0..self.next() % BYTES_MAX).map(|_| self.byte()).collect(),
        }
    }

    fn changed(&mut self, file: &[u8], corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = file.to_vec();
        for _ in 0..=self.below(4) {
            let (from, to) = (self.below(bytes.len()), self.below(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match self.below(5) {
                0 if !bytes.is_empty() => bytes[from] = self.byte(),
                1 => bytes.insert(from, self.byte()),
                2 => _ = bytes.drain(from..to.min(from + 16)),
                3 => {
                    let part = bytes[from..to.min(from + 64)].to_vec();
                    let at = self.below(bytes.len());
                    bytes.splice(at..at, part);
                }
                _ => {
                    let other = &corpus[self.below(corpus.len())];
                    let at = self.below(other.len());
                    let part = &other[at..other.len().min(at + 64)];
                    let end = bytes.len().min(from + part.len());
                    bytes.splice(from..end, part.iter().copied());
                }
            }
        }
        bytes
    }
}
