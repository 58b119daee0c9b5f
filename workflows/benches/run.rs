//! What a transition of `get-asteroid-data` costs the engine: `cargo bench -p workflows`.
//!
//! The whole state machine, from start to end, against answers that are ready before it starts. The
//! items a second are states entered in `states`, and events of the history in `events`: what one of
//! them costs is the time of a run by their number.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use benner::contract::{Band, Stored};
use divan::Bencher;
use divan::counter::ItemsCount;
use stepwright::Account;
use stepwright_compiler::{Program, compile};
use stepwright_json::{Object, Value, to_value};
use stepwright_testkit::{Answer, World};
use workflows::get_asteroid_data::Input;

fn main() {
    divan::main();
}

/// How the world behaves.
#[derive(Clone, Copy, Debug)]
enum Day {
    /// All answers are right at once.
    Good,
    /// JPL fails twice, and S3 shows each object only when it is asked for the third time.
    Bad,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Good => "a good day",
            Self::Bad => "a bad day",
        })
    }
}

const DAYS: [Day; 2] = [Day::Good, Day::Bad];
const BANDS: [&str; 4] = ["ultra-low", "moon-like", "mars-like", "beyond"];

#[divan::bench(args = DAYS)]
fn states(bencher: Bencher<'_, '_>, day: Day) {
    bench(bencher, day, |event| event.ends_with("StateEntered"));
}

#[divan::bench(args = DAYS)]
fn events(bencher: Bencher<'_, '_>, day: Day) {
    bench(bencher, day, |_| true);
}

#[divan::bench]
fn from_rust_to_definition() -> bool {
    workflows::get_asteroid_data().build().is_ok()
}

#[divan::bench]
fn from_definition_to_program(bencher: Bencher<'_, '_>) {
    let definition = workflows::get_asteroid_data().build_for(&account()).ok();
    bencher.bench(|| definition.as_ref().map(compile));
}

fn bench(bencher: Bencher<'_, '_>, day: Day, counts: impl Fn(&str) -> bool) {
    let Some(parts) = Parts::new() else { return };
    let history = parts.run(day);
    let items = history.into_iter().filter(|it| counts(it)).count();
    bencher.counter(ItemsCount::new(items)).bench_local(|| parts.run_only(day));
}

/// All that a run needs, made once.
struct Parts {
    program: Arc<Program>,
    input: Value,
    /// What the function answers.
    stored: Value,
}

impl Parts {
    fn new() -> Option<Self> {
        let definition = workflows::get_asteroid_data().build_for(&account()).ok()?;
        Some(Self {
            program: Arc::new(compile(&definition).ok()?),
            input: to_value(&Input::default_for("bench")).ok()?,
            stored: object([
                ("ExecutedVersion", "$LATEST".into()),
                ("Payload", to_value(&stored()).ok()?),
                ("StatusCode", 200.into()),
            ]),
        })
    }

    /// Runs it, and says which events there were. A run that does not succeed has none.
    fn run(&self, day: Day) -> Vec<&'static str> {
        let execution = self.run_only(day);
        let events = execution.history().iter().map(|it| it.details.name());
        events.filter(|_| execution.output().is_some()).collect()
    }

    fn run_only(&self, day: Day) -> stepwright_engine::Execution {
        let downloads = Cell::new(0_u32);
        let looks = Cell::new(0_usize);
        let mut world = World::new(|request| {
            let calls = if request.resource.ends_with(":lambda:invoke") {
                downloads.set(downloads.get() + 1);
                if matches!(day, Day::Bad) && downloads.get() <= 2 {
                    return Answer::failure("HTTPError", "503");
                }
                return Answer::success(self.stored.clone());
            } else {
                looks.set(looks.get() + 1);
                looks.get()
            };
            // The objects are asked for in turns: two times each they are what they were before.
            let is_old = matches!(day, Day::Bad) && calls <= 2 * (1 + BANDS.len());
            let key = request.input.get("Key").cloned().unwrap_or_default();
            Answer::success(object([
                ("ContentLength", 100.into()),
                ("ETag", if is_old { "\"old\"".into() } else { key }),
                ("LastModified", "2026-01-01T00:00:00Z".into()),
            ]))
        });
        world.run(&self.program, self.input.clone())
    }
}

fn account() -> Account {
    Account::new("us-east-1", "123456789012")
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    fields.into_iter().collect::<Object>().into()
}

/// What was stored. Each object's `ETag` is its key, so that the answers are quickly made.
fn stored() -> Stored {
    let band = |name: &str| Band {
        name: name.to_owned(),
        max_delta_v: Some(4.5),
        rows: 100,
        key: name.to_owned(),
        etag: name.to_owned(),
    };
    Stored {
        bucket: "stepwright-asteroids-bench".to_owned(),
        key: "benner.csv".to_owned(),
        rows: 400,
        etag: "benner.csv".to_owned(),
        sha256: "8ad43c8095e95ce81138268262f2b65d8f03b8955f266b9eccf756434e23d92b".to_owned(),
        lowest_delta_v: 3.813,
        refused: vec![],
        refused_count: 0,
        bands: BANDS.map(band).into(),
    }
}
