//! What a value is as JSON, type by type.

use expect_test::expect;
use parquet::data_type::{
    BoolType, ByteArrayType, DoubleType, FixedLenByteArrayType, FloatType, Int32Type, Int64Type,
    Int96, Int96Type,
};

use super::{bytes, check, fixed};

#[test]
fn booleans_and_integers_are_exact() {
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
}

#[test]
fn floats_and_text_are_what_json_has_for_them() {
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
fn days_and_times_of_a_day_are_those_of_iso_8601() {
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
}

#[test]
fn timestamps_are_those_of_iso_8601_in_utc() {
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
