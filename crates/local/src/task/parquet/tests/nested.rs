//! What is not there, lists, maps and objects.

use expect_test::expect;
use parquet::data_type::{ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;

use super::{bytes, check_file, column, file};

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
