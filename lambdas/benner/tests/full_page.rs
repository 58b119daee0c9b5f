//! The whole page of 2013, which is not part of this repository: `STEPWRIGHT_SHARED` says where it is.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::{env, fs, path::PathBuf};

use benner::{csv, page::Page, table::Table};

const PAGE: &str = "data/benner/delta_v.rendezvous.2013-04-14.txt";

fn page() -> Option<Vec<u8>> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = env::var_os("STEPWRIGHT_SHARED").map_or_else(default, PathBuf::from);
    let body = fs::read(shared.join(PAGE)).ok();
    if body.is_none() {
        eprintln!("skipped: {PAGE} is not in {}", shared.display());
    }
    body
}

#[test]
fn no_row_of_the_whole_page_is_lost() {
    let Some(body) = page() else { return };
    let page = Page::read(body).unwrap();
    let table = Table::read(&page).unwrap();
    assert_eq!((table.rows.len(), table.refused_count), (9_726, 0), "{:?}", table.refused);
    assert_eq!(table.delta_v_thousandths(), 78_369_878);
    assert_eq!(table.lowest().unwrap().delta_v, "3.813");
    assert_eq!(table.rows.iter().filter(|it| !it.number.is_empty()).count(), 1_442);
    assert_eq!(table.rows.iter().filter(|it| !it.name.is_empty()).count(), 145);
}

#[test]
fn all_that_the_page_prints_is_in_the_csv() {
    let Some(body) = page() else { return };
    let page = Page::read(body.clone()).unwrap();
    let csv = csv::write(&Table::read(&page).unwrap().rows).unwrap();
    let mut reader = ::csv::Reader::from_reader(csv.as_slice());
    let printed = String::from_utf8(body).unwrap();
    let mut lines = printed.lines().skip(3);
    for record in reader.records() {
        // All characters but the blanks and the parentheses, in the page's order.
        let written: String = record.unwrap().iter().collect();
        let line = lines.next().unwrap();
        assert_eq!(written.replace(' ', ""), line.replace([' ', '(', ')'], ""));
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn the_page_as_html_is_the_same_table() {
    let Some(body) = page() else { return };
    let text = String::from_utf8(body.clone()).unwrap().replace('\n', "\r\n");
    let html = format!("<html>\r\n<body><h1>A&amp;B</h1>\r\n<pre>{text}</pre></body></html>");
    let (plain, html) = (Page::read(body).unwrap(), Page::read(html.into_bytes()).unwrap());
    assert_eq!(Table::read(&plain).unwrap().rows, Table::read(&html).unwrap().rows);
}

#[test]
fn the_page_as_a_table_of_html_is_the_same_table() {
    let Some(body) = page() else { return };
    let plain = Page::read(body).unwrap();
    let plain = Table::read(&plain).unwrap();
    let rows = plain.rows.iter().map(|row| {
        let number =
            if row.number.is_empty() { String::new() } else { format!("({})", row.number) };
        let cells = [
            row.rank,
            row.percentile,
            &number,
            row.name,
            row.designation,
            row.delta_v,
            row.relative_to_moon,
            row.relative_to_mars,
            row.h,
            row.a,
            row.e,
            row.i,
            row.notes,
        ];
        format!("<tr>\n  <td>{}</td>\n", cells.join("</td>\n  <td>"))
    });
    let html = format!("<table>{}</table>", rows.collect::<String>());
    let html = Page::read(html.into_bytes()).unwrap();
    assert_eq!(Table::read(&html).unwrap().rows, plain.rows);
}
