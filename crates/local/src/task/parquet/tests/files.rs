//! Files as they are written and as they come: codecs, row groups, damage.

use bytes::Bytes;
use expect_test::expect;
use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::column::page::Page;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::super::pages::CheckedPages;
use super::super::{lines, malformed};
use super::{Group, bytes, check_file, column, file};

/// A file that has something of everything: more rows than are read at once, in three row groups.
fn many(properties: WriterProperties) -> Vec<u8> {
    let write = |from: i32| {
        move |it: &mut Group<'_>| {
            let numbers: Vec<i32> = (from..from + 1500).collect();
            column::<Int32Type>(it, &numbers, &[]);
            let texts: Vec<ByteArray> = numbers
                .iter()
                .map(|it| bytes(format!("asteroid {}", it % 100).as_bytes()))
                .collect();
            let levels: Vec<(i16, i16)> = numbers.iter().map(|_| (1, 0)).collect();
            column::<ByteArrayType>(it, &texts, &levels);
            let levels: Vec<(i16, i16)> = numbers.iter().flat_map(|_| [(3, 0), (3, 1)]).collect();
            let doubles: Vec<f64> = numbers.iter().flat_map(|it| [f64::from(*it), 0.5]).collect();
            column::<DoubleType>(it, &doubles, &levels);
        }
    };
    let schema = "required int32 n; optional binary t (UTF8);
        optional group l (LIST) { repeated group list { optional double element; } }";
    file(schema, properties, &[&write(0), &write(1500), &write(3000)])
}

#[test]
fn rows_of_all_row_groups_are_read_however_they_are_compressed() {
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    for codec in codecs {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            let properties = WriterProperties::builder().set_compression(codec);
            // Small pages, so that there are several.
            let properties = properties.set_writer_version(version).set_data_page_size_limit(2000);
            let text = lines(many(properties.build()), u64::MAX).unwrap();
            for (index, line) in text.lines().enumerate() {
                let t = index % 100;
                assert_eq!(
                    line,
                    format!(r#"{{"n":{index},"t":"asteroid {t}","l":[{index}.0,0.5]}}"#)
                );
            }
            assert_eq!(text.lines().count(), 4500, "{codec} {version:?}");
        }
    }
}

#[test]
fn a_file_without_rows_has_none() {
    check_file(file("required int32 v;", WriterProperties::default(), &[]), expect![""]);
}

#[test]
fn what_is_no_parquet_is_told() {
    check_file(
        vec![],
        expect!["The content of the file is not Parquet: it does not begin with `PAR1`."],
    );
    check_file(
        b"name,dv\nEros,6.1\n".to_vec(),
        expect!["The content of the file is not Parquet: it does not begin with `PAR1`."],
    );
    let whole = many(WriterProperties::default());
    let half = whole[..whole.len() / 2].to_vec();
    check_file(
        half,
        expect!["The content of the file is not whole Parquet: it does not end with `PAR1`."],
    );
    check_file(b"PAR1PAR1".to_vec(), expect!["The footer of the file is more than 5242880 bytes."]);
    check_file(
        b"PAR1\x05\0\0\0PAR1".to_vec(),
        expect![
            "The content of the file is not valid Parquet: EOF: Parquet file too small. Size is 12 but need 13"
        ],
    );
}

#[test]
fn a_codec_that_is_not_read_is_named() {
    // The codec of a column stands in the footer behind the column's name; this makes one of it that
    // the library does not write here.
    let mut file = file(
        "required int32 v;",
        WriterProperties::default(),
        &[&|it| {
            column::<Int32Type>(it, &[1], &[]);
        }],
    );
    let name = file.windows(2).rposition(|it| it == [1, b'v']).unwrap();
    let codec = &mut file[name + 3];
    assert_eq!(*codec, 0, "no codec");
    *codec = 14;
    check_file(
        file,
        expect!["The column `v` is compressed with LZ4_RAW: use GZIP, ZSTD or Snappy."],
    );
}

#[test]
fn more_text_than_there_may_be_is_refused() {
    let told = lines(many(WriterProperties::default()), 1000).unwrap_err();
    expect!["The rows of the file are more than 1000 bytes as JSON."].assert_eq(&told);
}

#[test]
fn no_damage_brings_it_down() {
    for codec in
        [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())]
    {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            let properties = WriterProperties::builder().set_compression(codec);
            let properties = properties.set_writer_version(version).build();
            let whole = small(properties);
            for length in 0..whole.len() {
                assert!(lines(whole[..length].to_vec(), 100_000).is_err());
                // With an end that says what it said before.
                let mut cut = whole[..length].to_vec();
                cut.extend(whole.last_chunk::<8>().unwrap());
                drop(lines(cut, 100_000));
            }
            for at in 0..whole.len() {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << (at % 8);
                if let Err(told) = lines(damaged, 100_000) {
                    assert!(!told.contains('\n'), "{told}");
                }
            }
        }
    }
}

/// A file with lists, dictionaries and nulls that is quick to damage at every place.
fn small(properties: WriterProperties) -> Vec<u8> {
    let schema = "required int64 n (TIMESTAMP_MICROS); optional binary t (UTF8);
        optional group l (LIST) { repeated group list { optional double element; } }";
    file(
        schema,
        properties,
        &[&|it| {
            column::<Int64Type>(it, &[1, 2, 3], &[]);
            column::<ByteArrayType>(it, &[bytes(b"x"), bytes(b"x")], &[(1, 0), (0, 0), (1, 0)]);
            column::<DoubleType>(it, &[0.5, 1.5], &[(3, 0), (2, 1), (1, 0), (3, 0)]);
        }],
    )
}

#[test]
fn a_dictionary_has_no_more_values_than_its_bytes_hold() {
    let file = small(WriterProperties::default());
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    let group = reader.get_row_group(0).unwrap();
    let described = group.metadata().schema_descr().column(0);
    let pages = group.get_column_page_reader(0).unwrap();
    let pages = CheckedPages::new(pages, &described);
    let of_16_bytes = |num_values| Page::DictionaryPage {
        buf: vec![0; 16].into(),
        num_values,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    pages.check(&of_16_bytes(2)).unwrap();
    let told = malformed(pages.check(&of_16_bytes(2_000_000_000)).unwrap_err());
    expect!["The content of the file is not valid Parquet: a dictionary of 16 bytes cannot have 2000000000 values"].assert_eq(&told);
}
