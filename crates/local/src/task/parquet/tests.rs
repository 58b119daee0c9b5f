//! Files that the library itself writes, and what their rows are as JSON.

mod cells;
mod files;
mod nested;

use std::sync::Arc;

use expect_test::Expect;
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::lines;

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// A file of this schema, with a row group for each of `groups`.
fn file(schema: &str, properties: WriterProperties, groups: &[&dyn Fn(&mut Group<'_>)]) -> Vec<u8> {
    let schema = parse_message_type(&format!("message rows {{ {schema} }}")).unwrap();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).unwrap();
    for write in groups {
        let mut group = writer.next_row_group().unwrap();
        write(&mut group);
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// Writes a column: its values, and its levels, as many as a value or none of it takes.
fn column<T: DataType>(group: &mut Group<'_>, values: &[T::T], levels: &[(i16, i16)]) {
    let (definitions, repetitions): (Vec<i16>, Vec<i16>) = levels.iter().copied().unzip();
    let mut column = group.next_column().unwrap().unwrap();
    let (definitions, repetitions) = (Some(&*definitions), Some(&*repetitions));
    column
        .typed::<T>()
        .write_batch(
            values,
            definitions.filter(|it| !it.is_empty()),
            repetitions.filter(|it| !it.is_empty()),
        )
        .unwrap();
    column.close().unwrap();
}

/// The rows of a file of one required column.
#[track_caller]
fn check<T: DataType>(schema: &str, values: &[T::T], expect: Expect) {
    let written = file(schema, WriterProperties::default(), &[&|it| column::<T>(it, values, &[])]);
    check_file(written, expect);
}

#[track_caller]
fn check_file(bytes: Vec<u8>, expect: Expect) {
    expect.assert_eq(&lines(bytes, u64::MAX).unwrap_or_else(|it| it).replace(r#"{"v":"#, "{:"));
}

fn bytes(it: &[u8]) -> ByteArray {
    it.to_vec().into()
}

fn fixed(it: &[u8]) -> FixedLenByteArray {
    bytes(it).into()
}
