//! Rows to CSV, as RFC 4180 has it: CRLF, and quotation marks where a value needs them.
//!
//! Values are the page's own text. A name that began with `=` would be a formula to a spreadsheet;
//! it is written as it is, since the readers of these objects are programs.

use ::csv::{Terminator, WriterBuilder};

use crate::table::Row;

/// What the objects are stored as.
pub const CONTENT_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The first line, with units.
const HEADER: [&str; 13] = [
    "rank",
    "percentile",
    "number",
    "name",
    "designation",
    "delta_v_km_s",
    "relative_to_moon",
    "relative_to_mars",
    "h_mag",
    "a_au",
    "e",
    "i_deg",
    "notes",
];

/// Writes a header and `rows`.
///
/// # Errors
///
/// None that rows can cause; the library that writes them has one.
pub fn write<'a>(rows: impl IntoIterator<Item = &'a Row<'a>>) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for row in rows {
        writer.write_record(record(row))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn record<'a>(row: &Row<'a>) -> [&'a str; 13] {
    // No `..`: a column of the page that is not written does not compile.
    let &Row {
        rank,
        percentile,
        number,
        name,
        designation,
        delta_v,
        relative_to_moon,
        relative_to_mars,
        h,
        a,
        e,
        i,
        notes,
        delta_v_kms: _,
    } = row;
    [
        rank,
        percentile,
        number,
        name,
        designation,
        delta_v,
        relative_to_moon,
        relative_to_mars,
        h,
        a,
        e,
        i,
        notes,
    ]
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(line: &str, expect: Expect) {
        let row = Row::read(line).unwrap();
        let text = String::from_utf8(write([&row]).unwrap()).unwrap();
        let (_, record) = text.split_once("\r\n").unwrap();
        expect.assert_eq(record.strip_suffix("\r\n").unwrap());
    }

    #[test]
    fn the_header_names_the_units() {
        let text = String::from_utf8(write([]).unwrap()).unwrap();
        expect![[r#"
            rank,percentile,number,name,designation,delta_v_km_s,relative_to_moon,relative_to_mars,h_mag,a_au,e,i_deg,notes
        "#]]
        .assert_eq(&text.replace("\r\n", "\n"));
    }

    #[test]
    fn values_are_written_as_the_page_prints_them() {
        check(
            "9726 0.00 (10563) Izhdubar 1993 WD 25.277 4.213 4.012 16.8 1.007 0.266 63.5",
            expect!["9726,0.00,10563,Izhdubar,1993 WD,25.277,4.213,4.012,16.8,1.007,0.266,63.5,"],
        );
    }

    #[test]
    fn a_value_with_a_comma_or_a_quotation_mark_is_quoted() {
        check(
            "1 0.00 (1) A \"B\" 1993 WD 25.277 4.213 4.012 16.8 1.007 0.266 63.5  RADAR, BINARY",
            expect![[
                r#"1,0.00,1,"A ""B""",1993 WD,25.277,4.213,4.012,16.8,1.007,0.266,63.5,"RADAR, BINARY""#
            ]],
        );
    }
}
