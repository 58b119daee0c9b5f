//! How long a page takes, from bytes to the CSV of all its rows: `cargo bench -p benner`.
//!
//! Pages of this repository's size, of the whole table's and of five times that; and, where the
//! folder that `STEPWRIGHT_SHARED` names has it, the whole page of 2013. For that one, 50 ms is the
//! most that is allowed.

#[path = "../tests/memory/page.rs"]
mod page;

use std::{env, fmt, fs, path::Path};

use benner::{csv, page::Page, table::Table};
use page::{WHOLE_TABLE_ROWS, page};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(args = samples())]
fn page_to_csv(bencher: divan::Bencher<'_, '_>, sample: &Sample) {
    bencher.with_inputs(|| sample.page.clone()).bench_values(|page| {
        let page = Page::read(page).ok()?;
        let table = Table::read(&page).ok().filter(|it| it.rows.len() == sample.rows)?;
        csv::write(&table.rows).ok()
    });
}

#[divan::bench(args = samples())]
fn page_to_lines(bencher: divan::Bencher<'_, '_>, sample: &Sample) {
    bencher.with_inputs(|| sample.page.clone()).bench_values(Page::read);
}

/// A page, and how many rows it has.
struct Sample {
    name: &'static str,
    rows: usize,
    page: Vec<u8>,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows{}", self.rows, self.name)
    }
}

fn samples() -> Vec<Sample> {
    let made = [336, WHOLE_TABLE_ROWS, 50_000];
    let made = made.map(|rows| Sample { name: "", rows, page: page(rows) });
    let real = page_of_2013().map(|page| Sample { name: ", 2013", rows: WHOLE_TABLE_ROWS, page });
    made.into_iter().chain(real).collect()
}

fn page_of_2013() -> Option<Vec<u8>> {
    let shared = env::var_os("STEPWRIGHT_SHARED")?;
    fs::read(Path::new(&shared).join("data/benner/delta_v.rendezvous.2013-04-14.txt")).ok()
}
