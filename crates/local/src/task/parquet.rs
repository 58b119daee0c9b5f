//! Parquet files: their rows as lines of JSON.
//!
//! Owns what is refused before it is read, and the order of rows. The records are put together here,
//! out of the columns: the library's own `RowIter` cuts the nanoseconds off an `INT96`, panics on an
//! `INTERVAL`, and reads a list of the older, two-level kind as a list in a list.

mod cell;
mod column;
mod contained;
mod pages;
mod tree;

#[cfg(test)]
mod tests;

use std::fmt::Write;

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::column::reader::get_column_reader;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use stepwright_engine::quota::{PARQUET_FOOTER_BYTES_MAX, PARQUET_ROW_GROUP_BYTES_MAX};

use self::column::Column;
use self::pages::CheckedPages;
use self::tree::Tree;

/// What a Parquet file begins and ends with.
const MAGIC: &[u8] = b"PAR1";

/// The rows of a file, each a JSON object on a line of its own; `bytes_max` of text at most.
pub(super) fn lines(file: Vec<u8>, bytes_max: u64) -> Result<String, String> {
    check_ends(&file)?;
    // The library has asserts that bytes can reach.
    contained::contained(|| read(file.into(), bytes_max)).unwrap_or_else(|panic| {
        Err(format!("The content of the file is not valid Parquet: {panic}"))
    })
}

fn read(file: Bytes, bytes_max: u64) -> Result<String, String> {
    let reader = SerializedFileReader::new(file).map_err(malformed)?;
    check_sizes(reader.metadata())?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let tree = Tree::of(schema)?;
    let mut text = String::new();
    for index in 0..reader.num_row_groups() {
        let group = reader.get_row_group(index).map_err(malformed)?;
        let mut columns = open(&*group)?;
        for _ in 0..group.metadata().num_rows() {
            let row = tree.row(&mut columns)?;
            // Writing to a string does not fail.
            _ = writeln!(text, "{row}");
            if u64::try_from(text.len()).is_ok_and(|it| it > bytes_max) {
                return Err(format!(
                    "The rows of the file are more than {bytes_max} bytes as JSON."
                ));
            }
        }
        for column in &mut columns {
            column.has_ended()?;
        }
    }
    Ok(text)
}

/// The columns of a row group, each at its beginning.
fn open(group: &dyn RowGroupReader) -> Result<Vec<Column>, String> {
    let described = group.metadata().schema_descr().columns();
    let columns = described.iter().enumerate().map(|(index, description)| {
        let pages = group.get_column_page_reader(index).map_err(malformed)?;
        let pages = Box::new(CheckedPages::new(pages, description));
        Column::open(description, get_column_reader(description.clone(), pages))
    });
    columns.collect()
}

/// Looks at both ends, so that what is no Parquet at all is told in words.
fn check_ends(file: &[u8]) -> Result<(), String> {
    if !file.starts_with(MAGIC) {
        return Err("The content of the file is not Parquet: it does not begin with `PAR1`.".into());
    }
    let footer = file.last_chunk::<8>().filter(|it| it.ends_with(MAGIC));
    let Some(&[a, b, c, d, ..]) = footer else {
        return Err(
            "The content of the file is not whole Parquet: it does not end with `PAR1`.".into()
        );
    };
    if u64::from(u32::from_le_bytes([a, b, c, d])) > PARQUET_FOOTER_BYTES_MAX {
        return Err(format!(
            "The footer of the file is more than {PARQUET_FOOTER_BYTES_MAX} bytes."
        ));
    }
    Ok(())
}

fn check_sizes(file: &ParquetMetaData) -> Result<(), String> {
    for group in file.row_groups() {
        if bytes(group).is_none_or(|it| it > PARQUET_ROW_GROUP_BYTES_MAX) {
            return Err(format!(
                "A row group of the file is more than {PARQUET_ROW_GROUP_BYTES_MAX} bytes."
            ));
        }
        for column in group.columns() {
            let codec = column.compression();
            match codec {
                Compression::UNCOMPRESSED
                | Compression::SNAPPY
                | Compression::GZIP(_)
                | Compression::ZSTD(_) => {}
                Compression::LZO
                | Compression::BROTLI(_)
                | Compression::LZ4
                | Compression::LZ4_RAW => {
                    let codec = codec.to_string();
                    let name = codec.split('(').next().unwrap_or_default();
                    let column = column.column_path().string();
                    return Err(format!(
                        "The column `{column}` is compressed with {name}: use GZIP, ZSTD or Snappy."
                    ));
                }
            }
        }
    }
    Ok(())
}

/// The size of a row group before it is compressed; nothing where it cannot be.
fn bytes(group: &RowGroupMetaData) -> Option<u64> {
    let columns = group.columns().iter().map(|it| u64::try_from(it.uncompressed_size()).ok());
    columns.sum()
}

// UNVERIFIED: no recording has a Parquet file that cannot be read.
fn malformed(error: ParquetError) -> String {
    let told = error.to_string();
    let told = told.strip_prefix("Parquet error: ").unwrap_or(&told);
    format!("The content of the file is not valid Parquet: {told}")
}
