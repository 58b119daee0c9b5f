//! A page of any size, made from the one of this repository: its rows again and again, with new
//! ranks and percentiles.

const FIXTURE: &str = include_str!("../../fixtures/delta_v.rendezvous.html");

/// How many rows the whole table had in 2013.
pub(crate) const WHOLE_TABLE_ROWS: usize = 9_726;

/// The fixture with as many rows as are wanted.
pub(crate) fn page(rows: usize) -> Vec<u8> {
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
