//! A page to rows: where the table is, which lines are asteroids, which are refused.
//!
//! Owns: the whole table's promises, that ranks have no gaps and that the last row is there.
//! A single row's promises are [`Row`]'s. Knows neither HTML nor CSV.

pub(crate) mod decimal;
mod row;

use thiserror::Error;

pub use self::row::{Refusal, Row};
use crate::page::{Line, Page};

/// The most refused lines that are kept with their text; the others are counted.
pub const REFUSED_SHOWN_MAX: usize = 20;
/// The most rows that may be refused, in percent, before nothing on the page is trusted.
pub const REFUSED_PERCENT_MAX: usize = 1;

/// The asteroids of a page.
///
/// ```
/// use benner::{page::Page, table::Table};
///
/// let page = Page::read(b"\
/// RANK  PERCENTILE ASTEROID NAME             DESIGNATION  (KM/S)    THE MOON MARS   H (mag) a (AU)   e     i (deg)
/// ====  ========== =============             ===========  =======   ======== ====   ======= ======   =     =======
///    1   50.00                                2006 RH120   3.813    0.635   0.605    29.5   1.033  0.025    0.6  RADAR
///    2    0.00      (10563) Izhdubar          1993 WD     25.277    4.213   4.012    16.8   1.007  0.266   63.5
/// ".to_vec())?;
/// let table = Table::read(&page)?;
/// assert_eq!(table.rows[1].name, "Izhdubar");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Table<'a> {
    /// The rows that hold what they promise, in the page's order.
    pub rows: Vec<Row<'a>>,
    /// The first [`REFUSED_SHOWN_MAX`] of the lines that stand among the rows and are none.
    pub refused: Vec<RefusedLine<'a>>,
    /// How many there are of those.
    pub refused_count: usize,
    /// The percentile that the last line of the table gives, where that can be read.
    last_percentile: Option<&'a str>,
}

/// A line that stands among the rows and is not taken for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine<'a> {
    /// The line, and where it is on the page.
    pub line: Line<'a>,
    /// What is wrong with it.
    pub why: Refusal,
}

/// Why a page is not taken for the table.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NotTheTable {
    /// It has no row.
    #[error("the page is not the delta-v table: no line of it is a row")]
    NoRow,
    /// Its rows are not what they were.
    #[error(
        "{refused} of the table's {candidates} rows are refused, more than {REFUSED_PERCENT_MAX} %: \
         its format may have changed. Line {line} is the first: it {why}"
    )]
    TooManyRefused {
        /// How many are refused.
        refused: usize,
        /// Of how many.
        candidates: usize,
        /// The first of them.
        line: usize,
        /// What is wrong with the first.
        why: Refusal,
    },
    /// Its end is missing, so that it is worth another try.
    #[error(
        "the page was cut short: the table's last line, {line}, is not that of the last percentile, 0.00"
    )]
    CutShort {
        /// The last line of what is there.
        line: usize,
    },
}

impl<'a> Table<'a> {
    /// Finds the table on a page and reads it.
    ///
    /// # Errors
    ///
    /// Where the page has no row, where too many of its rows are refused, or where it was cut short.
    pub fn read(page: &'a Page) -> Result<Self, NotTheTable> {
        let Some((first, last)) = extent(page) else { return Err(NotTheTable::NoRow) };
        let lines = page.lines().skip(first).take(last - first + 1);
        let mut table = Self::default();
        let mut ranks = Ranks::default();
        let mut last_line = 0;
        for line in lines.filter(|line| !is_heading(line.text)) {
            last_line = line.number;
            table.last_percentile = row::percentile(line.text);
            // The rank counts even where the rest of the row is refused.
            let in_order = ranks.next(line.text);
            match Row::read(line.text).and_then(|row| in_order.map(|()| row)) {
                Ok(row) => table.rows.push(row),
                Err(why) => table.refuse(line, why),
            }
        }
        table.trusted(last_line)
    }

    /// The sum of the delta-v of all rows, in thousandths of a km/s.
    ///
    /// A reader that skips a row shows in the sum.
    pub fn delta_v_thousandths(&self) -> i64 {
        self.rows.iter().map(Row::delta_v_thousandths).sum()
    }

    /// The row that is easiest to reach.
    pub fn lowest(&self) -> Option<&Row<'a>> {
        self.rows.iter().min_by_key(|row| row.delta_v_kms)
    }

    fn refuse(&mut self, line: Line<'a>, why: Refusal) {
        self.refused_count += 1;
        if self.refused.len() < REFUSED_SHOWN_MAX {
            self.refused.push(RefusedLine { line, why });
        }
    }

    fn trusted(self, last_line: usize) -> Result<Self, NotTheTable> {
        let candidates = self.rows.len() + self.refused_count;
        let too_many = self.refused_count * 100 > candidates * REFUSED_PERCENT_MAX;
        match self.refused.first() {
            Some(RefusedLine { line, why }) if too_many => Err(NotTheTable::TooManyRefused {
                refused: self.refused_count,
                candidates,
                line: line.number,
                why: why.clone(),
            }),
            // Whoever is last is above nobody. Where the rest was lost on the way, the percentiles
            // end higher; a length that the server gave would not be needed to know it.
            _ if self.last_percentile.is_none_or(|it| it != "0.00") => {
                Err(NotTheTable::CutShort { line: last_line })
            }
            _ => Ok(self),
        }
    }
}

/// The first and the last line of the table, counted among the page's lines.
///
/// Prose before it ends with the ruler, where there is one; prose after it begins with the last
/// line that looks like a row. All lines between them have to be rows.
fn extent(page: &Page) -> Option<(usize, usize)> {
    let after_ruler = page.lines().position(|line| is_ruler(line.text)).map_or(0, |at| at + 1);
    let mut rows = page.lines().enumerate().skip(after_ruler);
    let mut rows = rows.by_ref().filter(|(_, line)| looks_like_a_row(line.text)).map(|(at, _)| at);
    let first = rows.next()?;
    let last = rows.last().unwrap_or(first);
    Some((if after_ruler > 0 { after_ruler } else { first }, last))
}

/// A rank and a percentile, or the better half of the numbers.
fn looks_like_a_row(line: &str) -> bool {
    row::percentile(line).is_some() || row::decimals(line) >= 4
}

/// The line of `=` under the titles.
fn is_ruler(line: &str) -> bool {
    line.chars().all(|it| it == '=' || it.is_whitespace()) && line.split_whitespace().count() >= 5
}

/// The titles and the ruler, which may be repeated within the table.
fn is_heading(line: &str) -> bool {
    let has_title = || ["DELTA-V", "DESIGNATION", "PERCENTILE"].iter().any(|it| line.contains(it));
    is_ruler(line) || (!line.contains(|it: char| it.is_ascii_digit()) && has_title())
}

/// The ranks so far, in their order.
#[derive(Default)]
struct Ranks {
    /// The rank of the line before, as it should have been and as it said.
    before: (u64, u64),
}

impl Ranks {
    /// Whether the next line has the next rank.
    ///
    /// After a line with a wrong rank, the next one may go on from what was said or from what
    /// should have been: a gap refuses one row, and so does one damaged rank.
    fn next(&mut self, line: &str) -> Result<(), Refusal> {
        let (should, said) = self.before;
        let expected = should + 1;
        let rank = row::rank(line).and_then(|it| it.parse::<u64>().ok());
        let Some(rank) = rank else {
            // It may have been a row, or a line too many.
            self.before = (expected, should);
            return Ok(());
        };
        if rank == expected || rank == said + 1 {
            self.before = (rank, rank);
            return Ok(());
        }
        self.before = (expected, rank);
        Err(Refusal::Rank { rank, expected })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    const HEADER: &str = "Prose, 12 words of it.\n\
        RANK  PERCENTILE ASTEROID NAME             DESIGNATION  (KM/S)    THE MOON MARS\n\
        ====  ========== =============             ===========  =======   ======== ====\n";

    /// A table of two hundred rows, in which `change` may do damage.
    fn page(change: impl Fn(&mut Vec<String>)) -> String {
        let mut rows: Vec<String> = (1..=200).map(row).collect();
        change(&mut rows);
        format!("{HEADER}{}\nLast update: 2013 April 14.\n", rows.join("\n"))
    }

    fn row(rank: usize) -> String {
        let percentile = (200 - rank) * 10_000 / 200;
        let (whole, rest) = (percentile / 100, percentile % 100);
        format!(
            "{rank} {whole}.{rest:02} 2006 RH{rank} 3.813 0.635 0.605 29.5 1.033 0.025 0.6 RADAR"
        )
    }

    #[track_caller]
    fn check(page: &str, expect: Expect) {
        let page = Page::read(page.as_bytes().to_vec()).unwrap();
        let read = match Table::read(&page) {
            Ok(table) => show(&table),
            Err(error) => format!("error: {error}"),
        };
        expect.assert_eq(&read);
    }

    fn show(table: &Table<'_>) -> String {
        let refused =
            table.refused.iter().map(|it| format!("; line {} {}", it.line.number, it.why));
        let refused: String = refused.collect();
        format!("{} rows, {} refused{refused}", table.rows.len(), table.refused_count)
    }

    #[test]
    fn prose_before_and_after_is_no_part_of_the_table() {
        check(&page(|_| ()), expect!["200 rows, 0 refused"]);
    }

    #[test]
    fn a_header_may_come_again() {
        check(
            &page(|rows| rows.insert(100, HEADER.lines().skip(1).collect::<Vec<_>>().join("\n"))),
            expect!["200 rows, 0 refused"],
        );
    }

    #[test]
    fn a_table_needs_no_ruler() {
        check(&page(|_| ()).replace('=', ""), expect!["200 rows, 0 refused"]);
    }

    #[test]
    fn a_line_that_was_cut_is_refused() {
        check(
            &page(|rows| rows[9].truncate(30)),
            expect![
                "199 rows, 1 refused; line 13 has 2 numbers in a row, not the seven from delta-v to inclination"
            ],
        );
    }

    #[test]
    fn a_missing_row_refuses_the_one_after_it() {
        check(
            &page(|rows| _ = rows.remove(9)),
            expect!["198 rows, 1 refused; line 13 has rank 11 where 10 is expected"],
        );
    }

    #[test]
    fn a_wrong_rank_refuses_its_own_row_only() {
        check(
            &page(|rows| rows[9] = rows[9].replacen("10", "70", 1)),
            expect!["199 rows, 1 refused; line 13 has rank 70 where 10 is expected"],
        );
    }

    #[test]
    fn prose_between_rows_is_refused() {
        check(
            &page(|rows| rows.insert(9, "and so on".to_owned())),
            expect!["200 rows, 1 refused; line 13 does not begin with a rank"],
        );
    }

    #[test]
    fn a_table_without_its_first_row_says_so() {
        check(
            &page(|rows| _ = rows.remove(0)),
            expect!["198 rows, 1 refused; line 4 has rank 2 where 1 is expected"],
        );
    }

    #[test]
    fn more_than_one_percent_is_too_much() {
        check(
            &page(|rows| rows[9..12].iter_mut().for_each(|row| row.truncate(30))),
            expect![
                "error: 3 of the table's 200 rows are refused, more than 1 %: its format may have changed. Line 13 is the first: it has 2 numbers in a row, not the seven from delta-v to inclination"
            ],
        );
    }

    #[test]
    fn a_page_that_ends_early_was_cut_short() {
        check(
            &page(|rows| rows.truncate(199)),
            expect![
                "error: the page was cut short: the table's last line, 202, is not that of the last percentile, 0.00"
            ],
        );
        check(
            &page(|rows| rows[199].truncate(3)),
            expect![
                "error: the page was cut short: the table's last line, 202, is not that of the last percentile, 0.00"
            ],
        );
    }

    #[test]
    fn a_last_row_that_is_refused_still_ends_the_table() {
        check(
            &page(|rows| rows[199] = rows[199].replace("0.605", "0.604")),
            expect![
                "199 rows, 1 refused; line 203 has delta-v 3.813, which is not Mars's 6.3 km/s times 0.604"
            ],
        );
    }

    #[test]
    fn another_page_is_not_the_table() {
        check(
            "<html><body><h1>Moved</h1>Our 3 pages have moved.</body></html>",
            expect!["error: the page is not the delta-v table: no line of it is a row"],
        );
        check("", expect!["error: the page is not the delta-v table: no line of it is a row"]);
        check(HEADER, expect!["error: the page is not the delta-v table: no line of it is a row"]);
    }
}
