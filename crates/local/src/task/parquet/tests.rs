//! Files that the library itself writes, and what their rows are as JSON.

use std::sync::Arc;

use expect_test::{Expect, expect};
use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::column::page::Page;
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
    FixedLenByteArrayType, FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::*;

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

#[test]
fn numbers_booleans_and_text_are_what_json_has_for_them() {
    check::<BoolType>(
        "required boolean v;",
        &[true, false],
        expect![[r#"
        {:true}
        {:false}
    "#]],
    );
    check::<Int32Type>(
        "required int32 v;",
        &[i32::MIN, 0, i32::MAX],
        expect![[r#"
        {:-2147483648}
        {:0}
        {:2147483647}
    "#]],
    );
    check::<Int32Type>(
        "required int32 v (INTEGER(8, true));",
        &[-128],
        expect![[r#"
        {:-128}
    "#]],
    );
    check::<Int32Type>(
        "required int32 v (UINT_32);",
        &[-1],
        expect![[r#"
        {:4294967295}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v;",
        &[i64::MIN, i64::MAX],
        expect![[r#"
        {:-9223372036854775808}
        {:9223372036854775807}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (INTEGER(64, false));",
        &[-1],
        expect![[r#"
        {:18446744073709551615}
    "#]],
    );
    check::<FloatType>(
        "required float v;",
        &[3.8, -0.5, f32::MAX, 1.0],
        expect![[r#"
        {:3.8}
        {:-0.5}
        {:3.4028235e+38}
        {:1.0}
    "#]],
    );
    check::<DoubleType>(
        "required double v;",
        &[0.1, 1e300],
        expect![[r#"
        {:0.1}
        {:1e+300}
    "#]],
    );
    let texts = [bytes("2006 RH120".as_bytes()), bytes("\"ä\n\\".as_bytes()), bytes(b"")];
    check::<ByteArrayType>(
        "required binary v (UTF8);",
        &texts,
        expect![[r#"
        {:"2006 RH120"}
        {:"\"ä\n\\"}
        {:""}
    "#]],
    );
    check::<ByteArrayType>(
        "required binary v (ENUM);",
        &[bytes(b"AMOR")],
        expect![[r#"
        {:"AMOR"}
    "#]],
    );
    check::<ByteArrayType>(
        "required binary v (JSON);",
        &[bytes(b"[1]")],
        expect![[r#"
        {:"[1]"}
    "#]],
    );
}

#[test]
fn a_number_that_json_has_no_form_for_is_null() {
    check::<DoubleType>(
        "required double v;",
        &[f64::NAN, f64::INFINITY],
        expect![[r#"
        {:null}
        {:null}
    "#]],
    );
    check::<FloatType>(
        "required float v;",
        &[f32::NEG_INFINITY],
        expect![[r#"
        {:null}
    "#]],
    );
}

#[test]
fn days_and_times_are_those_of_iso_8601() {
    check::<Int32Type>(
        "required int32 v (DATE);",
        &[0, 13_405, -1],
        expect![[r#"
        {:"1970-01-01"}
        {:"2006-09-14"}
        {:"1969-12-31"}
    "#]],
    );
    check::<Int32Type>(
        "required int32 v (TIME_MILLIS);",
        &[0, 86_399_999],
        expect![[r#"
        {:"00:00:00.000"}
        {:"23:59:59.999"}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (TIME_MICROS);",
        &[3_723_000_004],
        expect![[r#"
        {:"01:02:03.000004"}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (TIME(NANOS, true));",
        &[5],
        expect![[r#"
        {:"00:00:00.000000005"}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (TIMESTAMP_MILLIS);",
        &[1_158_192_000_000, -1],
        expect![[r#"
        {:"2006-09-14T00:00:00.000Z"}
        {:"1969-12-31T23:59:59.999Z"}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (TIMESTAMP_MICROS);",
        &[1_158_192_000_000_001],
        expect![[r#"
        {:"2006-09-14T00:00:00.000001Z"}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (TIMESTAMP(NANOS, true));",
        &[1_158_192_000_000_000_001],
        expect![[r#"
        {:"2006-09-14T00:00:00.000000001Z"}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (TIMESTAMP(MICROS, false));",
        &[1_158_192_000_000_001],
        expect![[r#"
        {:"2006-09-14T00:00:00.000001"}
    "#]],
    );
    // 2006-09-14, and five nanoseconds.
    let day: Int96 = vec![5, 0, 2_453_993].into();
    check::<Int96Type>(
        "required int96 v;",
        &[day],
        expect![[r#"
        {:"2006-09-14T00:00:00.000000005Z"}
    "#]],
    );
    let interval = [1, 0, 0, 0, 2, 0, 0, 0, 188, 11, 0, 0];
    check::<FixedLenByteArrayType>(
        "required fixed_len_byte_array (12) v (INTERVAL);",
        &[fixed(&interval)],
        expect![[r#"
            {:"P1M2DT3.004S"}
        "#]],
    );
}

#[test]
fn a_time_that_there_is_not_is_told_with_its_column() {
    check::<Int32Type>(
        "required int32 v (DATE);",
        &[i32::MAX],
        expect!["The column `v`: 2147483647 is no day."],
    );
    check::<Int32Type>(
        "required int32 v (TIME_MILLIS);",
        &[-1],
        expect!["The column `v`: -1 is no time of a day."],
    );
    check::<Int64Type>(
        "required int64 v (TIMESTAMP_MICROS);",
        &[i64::MAX],
        expect!["The column `v`: 9223372036854775807 is out of the range of times."],
    );
}

#[test]
fn a_decimal_is_a_number_where_all_of_its_column_are_exact() {
    check::<Int32Type>(
        "required int32 v (DECIMAL(9, 2));",
        &[380, -5, 0],
        expect![[r#"
        {:3.8}
        {:-0.05}
        {:0.0}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (DECIMAL(18, 0));",
        &[999_999_999_999_999_999],
        expect![[r#"
        {:999999999999999999}
    "#]],
    );
    check::<Int64Type>(
        "required int64 v (DECIMAL(18, 4));",
        &[-38_000],
        expect![[r#"
        {:"-3.8000"}
    "#]],
    );
    check::<Int32Type>(
        "required int32 v (DECIMAL(2, 0));",
        &[100],
        expect!["The column `v`: 100 has more than 2 digits."],
    );
    let wide = [bytes(&[0xff]), bytes(&12_345_678_901_234_567_890_123_i128.to_be_bytes())];
    check::<ByteArrayType>(
        "required binary v (DECIMAL(38, 3));",
        &wide,
        expect![[r#"
        {:"-0.001"}
        {:"12345678901234567890.123"}
    "#]],
    );
    check::<FixedLenByteArrayType>(
        "required fixed_len_byte_array (3) v (DECIMAL(6, 1));",
        &[fixed(&[0, 0, 38]), fixed(&[0xff, 0xff, 0xda])],
        expect![[r#"
            {:3.8}
            {:-3.8}
        "#]],
    );
    check::<ByteArrayType>(
        "required binary v (DECIMAL(39, 3));",
        &[bytes(&[0])],
        expect![
            "The column `v`: a decimal of 39 digits, 3 of them behind the point, cannot be read: 38 at most."
        ],
    );
}

#[test]
fn bytes_are_base64_and_a_uuid_is_one() {
    check::<ByteArrayType>(
        "required binary v;",
        &[bytes(&[0, 255])],
        expect![[r#"
        {:"AP8="}
    "#]],
    );
    check::<ByteArrayType>(
        "required binary v (BSON);",
        &[bytes(b"5")],
        expect![[r#"
        {:"NQ=="}
    "#]],
    );
    check::<FixedLenByteArrayType>(
        "required fixed_len_byte_array (2) v;",
        &[fixed(b"RH")],
        expect![[r#"
        {:"Ukg="}
    "#]],
    );
    check::<FixedLenByteArrayType>(
        "required fixed_len_byte_array (16) v (UUID);",
        &[fixed(&[0x20; 16])],
        expect![[r#"
            {:"20202020-2020-2020-2020-202020202020"}
        "#]],
    );
    // 1.5, the least there is, infinity.
    let halves = [fixed(&[0, 0x3e]), fixed(&[1, 0]), fixed(&[0, 0x7c])];
    check::<FixedLenByteArrayType>(
        "required fixed_len_byte_array (2) v (FLOAT16);",
        &halves,
        expect![[r#"
            {:1.5}
            {:5.9604645e-8}
            {:null}
        "#]],
    );
    check::<ByteArrayType>(
        "required binary v (UTF8);",
        &[bytes(&[255])],
        expect!["The column `v`: it has text that is not UTF-8."],
    );
}

#[test]
fn what_is_not_there_is_null() {
    let written = file(
        "optional int64 n; optional group g { optional binary t (UTF8); required int32 i; }",
        WriterProperties::default(),
        &[&|it| {
            column::<Int64Type>(it, &[5], &[(1, 0), (0, 0), (0, 0)]);
            column::<ByteArrayType>(it, &[bytes(b"x")], &[(2, 0), (1, 0), (0, 0)]);
            column::<Int32Type>(it, &[1, 2], &[(1, 0), (1, 0), (0, 0)]);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {"n":5,"g":{"t":"x","i":1}}
        {"n":null,"g":{"t":null,"i":2}}
        {"n":null,"g":null}
    "#]],
    );
}

#[test]
fn a_list_is_an_array_however_it_is_written() {
    let three_levels =
        "optional group v (LIST) { repeated group list { optional int32 element; } }";
    let levels = [(3, 0), (2, 1), (3, 1), (1, 0), (0, 0), (3, 0)];
    let written = file(
        three_levels,
        WriterProperties::default(),
        &[&|it| {
            column::<Int32Type>(it, &[1, 2, 3], &levels);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {:[1,null,2]}
        {:[]}
        {:null}
        {:[3]}
    "#]],
    );
    for (schema, levels) in [
        ("optional group v (LIST) { repeated int32 element; }", [(2, 0), (2, 1), (1, 0), (2, 0)]),
        ("repeated int32 v;", [(1, 0), (1, 1), (0, 0), (1, 0)]),
    ] {
        let written = file(
            schema,
            WriterProperties::default(),
            &[&|it| {
                column::<Int32Type>(it, &[1, 2, 3], &levels);
            }],
        );
        check_file(
            written,
            expect![[r#"
            {:[1,2]}
            {:[]}
            {:[3]}
        "#]],
        );
    }
    for name in ["array", "v_tuple"] {
        let schema =
            format!("required group v (LIST) {{ repeated group {name} {{ required int32 i; }} }}");
        let written = file(
            &schema,
            WriterProperties::default(),
            &[&|it| {
                column::<Int32Type>(it, &[1, 2], &[(1, 0), (1, 1)]);
            }],
        );
        check_file(
            written,
            expect![[r#"
            {:[{"i":1},{"i":2}]}
        "#]],
        );
    }
}

#[test]
fn lists_are_of_lists_and_of_objects() {
    let lists = "required group v (LIST) { repeated group list { required group element (LIST) {
        repeated group list { required int32 element; } } } }";
    let written = file(
        lists,
        WriterProperties::default(),
        &[&|it| {
            let levels = [(2, 0), (2, 2), (2, 1), (1, 1), (0, 0), (2, 0)];
            column::<Int32Type>(it, &[1, 2, 3, 4], &levels);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {:[[1,2],[3],[]]}
        {:[]}
        {:[[4]]}
    "#]],
    );
    let objects = "repeated group v { required int32 i; repeated binary t (UTF8); }";
    let written = file(
        objects,
        WriterProperties::default(),
        &[&|it| {
            column::<Int32Type>(it, &[1, 2], &[(1, 0), (1, 1), (0, 0)]);
            let texts = [bytes(b"a"), bytes(b"b")];
            column::<ByteArrayType>(it, &texts, &[(2, 0), (2, 2), (1, 1), (0, 0)]);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {:[{"i":1,"t":["a","b"]},{"i":2,"t":[]}]}
        {:[]}
    "#]],
    );
}

#[test]
fn a_map_is_an_object() {
    let schema = "optional group v (MAP) { repeated group key_value { required binary key (UTF8); optional int32 value; } }";
    let written = file(
        schema,
        WriterProperties::default(),
        &[&|it| {
            let keys = [bytes(b"a"), bytes(b"b")];
            column::<ByteArrayType>(it, &keys, &[(2, 0), (2, 1), (1, 0), (0, 0)]);
            column::<Int32Type>(it, &[1], &[(3, 0), (2, 1), (1, 0), (0, 0)]);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {:{"a":1,"b":null}}
        {:{}}
        {:null}
    "#]],
    );
    let schema = "required group v (MAP) { repeated group map { required int32 key; required int32 value; } }";
    let written = file(
        schema,
        WriterProperties::default(),
        &[&|it| {
            column::<Int32Type>(it, &[7], &[(1, 0)]);
            column::<Int32Type>(it, &[8], &[(1, 0)]);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {:{"7":8}}
    "#]],
    );
    let set = "required group v (MAP) { repeated group map { required int32 key; } }";
    let written = file(
        set,
        WriterProperties::default(),
        &[&|it| {
            column::<Int32Type>(it, &[7, 8], &[(1, 0), (1, 1)]);
        }],
    );
    check_file(
        written,
        expect![[r#"
        {:[7,8]}
    "#]],
    );
}

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
    let half = whole.get(..whole.len() / 2).unwrap().to_vec();
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
    let codec = file.get_mut(name + 3).unwrap();
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
                assert!(lines(whole.get(..length).unwrap().to_vec(), 100_000).is_err());
                // With an end that says what it said before.
                let mut cut = whole.get(..length).unwrap().to_vec();
                cut.extend(whole.last_chunk::<8>().unwrap());
                drop(lines(cut, 100_000));
            }
            for at in 0..whole.len() {
                let mut damaged = whole.clone();
                *damaged.get_mut(at).unwrap() ^= 1 << (at % 8);
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
