//! How long a page takes, from bytes to the CSV of all its rows: `cargo bench -p benner`.
//!
//! The page of this repository's size and of the whole table's: its rows are repeated, with new
//! ranks and percentiles.

use benner::{csv, page::Page, table::Table};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

const FIXTURE: &str = include_str!("../fixtures/delta_v.rendezvous.html");

fn main() {
    divan::main();
}

#[divan::bench(args = [336, 9_726, 50_000])]
fn page_to_csv(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let page = page(rows);
    bencher.with_inputs(|| page.clone()).bench_values(|page| {
        let page = Page::read(page).ok()?;
        let table = Table::read(&page).ok().filter(|it| it.rows.len() == rows)?;
        csv::write(&table.rows).ok()
    });
}

#[divan::bench(args = [336, 9_726, 50_000])]
fn page_to_lines(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let page = page(rows);
    bencher.with_inputs(|| page.clone()).bench_values(Page::read);
}

/// The fixture with as many rows as are wanted.
fn page(rows: usize) -> Vec<u8> {
    let (before, rest) = FIXTURE.split_once("   =     =======\r\n").unwrap_or_default();
    let (table, after) = rest.split_once("</pre>").unwrap_or_default();
    let lines = table.lines().cycle().take(rows).enumerate().map(|(index, line)| {
        let percentile = (rows - index - 1) * 10_000 / rows;
        let (whole, part) = (percentile / 100, percentile % 100);
        let rest = line.get(12..).unwrap_or_default();
        format!("{:4}{whole:5}.{part:02}{rest}\r\n", index + 1)
    });
    let table: String = lines.collect();
    format!("{before}   =     =======\r\n{table}</pre>{after}").into_bytes()
}
