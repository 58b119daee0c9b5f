//! What `derive(Shape)` makes of each form of type, and what it refuses.

use expect_test::{Expect, expect, expect_file};

use super::derive;
use crate::snapshot;

#[track_caller]
fn check(input: &str, expect: Expect) {
    snapshot::derived(derive, input, expect);
}

#[test]
fn a_struct_has_a_mirror() {
    let made = snapshot::made(
        derive,
        r#"
            #[serde(rename_all = "camelCase")]
            pub struct Chunk {
                /// Where it is.
                pub key: String,
                pub(crate) first_row: u64,
                #[serde(skip_serializing_if = "Option::is_none", default)]
                r#type: Option<Type>,
            }
        "#,
    );
    expect_file!["expanded/struct.txt"].assert_eq(&made);
}

#[test]
fn a_mirror_has_the_type_parameters_that_it_mentions() {
    let made = snapshot::made(
        derive,
        r#"
            #[shape(crate = "crate::sw")]
            struct Page<T, M = ()> where M: Marker, T: Clone {
                items: Vec<T>,
                #[serde(skip)]
                marker: PhantomData<M>,
            }
        "#,
    );
    expect_file!["expanded/generic_struct.txt"].assert_eq(&made);
}

#[test]
fn a_newtype_is_what_it_wraps() {
    check(
        "struct Metres(f64);",
        expect![[r#"
        #[automatically_derived]
        impl ::stepwright::Shape for Metres {
            type Fields = <f64 as ::stepwright::Shape>::Fields;
            const KIND: ::stepwright::Kind = <f64 as ::stepwright::Shape>::KIND;
            fn fields(base: ::stepwright::__private::NodeRef) -> Self::Fields {
                <f64 as ::stepwright::Shape>::fields(base)
            }
            fn keys() -> ::std::vec::Vec<::stepwright::Key> {
                <f64 as ::stepwright::Shape>::keys()
            }
        }
    "#]],
    );
    check(
        "#[serde(transparent)] struct Key { text: String, #[serde(skip)] of: PhantomData<()> }",
        expect![[r#"
            #[automatically_derived]
            impl ::stepwright::Shape for Key {
                type Fields = <String as ::stepwright::Shape>::Fields;
                const KIND: ::stepwright::Kind = <String as ::stepwright::Shape>::KIND;
                fn fields(base: ::stepwright::__private::NodeRef) -> Self::Fields {
                    <String as ::stepwright::Shape>::fields(base)
                }
                fn keys() -> ::std::vec::Vec<::stepwright::Key> {
                    <String as ::stepwright::Shape>::keys()
                }
            }
        "#]],
    );
}

#[test]
fn what_has_no_fields_to_refer_to_is_whole() {
    let kind = |input: &str| {
        let made = syn::parse_str(input).and_then(|it| derive(&it)).unwrap().to_string();
        let kind = made.split("Kind :: ").last().unwrap().split(' ').next().unwrap();
        kind.to_owned()
    };
    let kinds = [
        kind("struct Unit;"),
        kind("struct Pair(u64, String);"),
        kind(
            "#[serde(rename_all = \"kebab-case\")] enum Colour { Red, #[serde(rename = \"b\")] Blue }",
        ),
        kind("enum Answer { Yes(u64), No { why: String } }"),
    ];
    assert_eq!(kinds, ["Scalar", "List", "Scalar", "Any"]);
}

#[test]
fn names_that_agree_may_be_said_apart() {
    let keys = |input: &str| -> Vec<String> {
        let made = syn::parse_str(input).and_then(|it| derive(&it)).unwrap().to_string();
        made.split("name : ").skip(1).map(|it| it.split(" ,").next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        keys(
            r#"
                #[serde(rename_all(serialize = "camelCase", deserialize = "lowercase"))]
                struct Same {
                    one: u64,
                    #[serde(rename(serialize = "b", deserialize = "b"))]
                    two_words: u64,
                    #[serde(rename(serialize = "three"))]
                    three: u64,
                    #[serde(skip_serializing, default)]
                    gone: u64,
                    #[serde(skip_deserializing)]
                    gone_too: u64,
                }
            "#
        ),
        ["\"one\"", "\"b\"", "\"three\""]
    );
}

#[test]
fn names_that_differ_are_refused() {
    check(
        r#"
            #[serde(rename_all(serialize = "camelCase"))]
            struct Split {
                one: u64,
                two_words: u64,
                #[serde(rename(serialize = "c"))]
                three: u64,
                #[serde(rename(serialize = "d", deserialize = "e"))]
                four: u64,
            }
        "#,
        expect![[r#"
            Shape: #[serde(rename_all)] writes the field `two_words` as `twoWords` and reads it as `two_words`; give one name for both
            Shape: #[serde(rename)] writes the field `three` as `c` and reads it as `three`; give one name for both
            Shape: #[serde(rename)] writes the field `four` as `d` and reads it as `e`; give one name for both"#]],
    );
    check(
        r#"enum Split { #[serde(rename(deserialize = "red"))] Red }"#,
        expect![
            "Shape: #[serde(rename)] writes the variant `Red` as `Red` and reads it as `red`; give one name for both"
        ],
    );
    check(
        r#"#[serde(rename_all = "Camel")] struct Unknown { a: u64 }"#,
        expect![
            "Shape: unknown spelling; serde knows `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`"
        ],
    );
}

#[test]
fn an_attribute_that_changes_the_form_is_refused() {
    check(
        r#"
            struct Wrong {
                #[serde(flatten)]
                a: A,
                #[serde(with = "b")]
                b: B,
                #[serde(serialize_with = "c")]
                c: C,
                #[serde(deserialize_with = "d")]
                d: D,
                #[serde(skip_serializing_if = "Vec::is_empty", default)]
                e: Vec<E>,
                #[serde(skip_serializing)]
                f: F,
            }
        "#,
        expect![[r#"
            Shape: #[serde(flatten)] fields cannot be referenced; nest the struct instead
            Shape: #[serde(with)] hides the form of the value; give it a type of its own that implements `Shape` by hand
            Shape: #[serde(serialize_with)] hides the form of the value; give it a type of its own that implements `Shape` by hand
            Shape: #[serde(deserialize_with)] hides the form of the value; give it a type of its own that implements `Shape` by hand
            Shape: #[serde(skip_serializing_if)]: a field that may be left out must be an `Option`
            Shape: #[serde(skip_serializing)] leaves the field out, and yet it is read; add `default`, or use #[serde(skip)]"#]],
    );
    check(
        r#"#[serde(tag = "kind")] enum Tagged { A { a: u64 } }"#,
        expect![
            "Shape: #[serde(tag)] values have no one form; implement `Shape` by hand, or leave the attribute out: an enum with data is passed on whole"
        ],
    );
    check(
        "#[serde(untagged)] enum Untagged { A(u64) }",
        expect![
            "Shape: #[serde(untagged)] values have no one form; implement `Shape` by hand, or leave the attribute out: an enum with data is passed on whole"
        ],
    );
    check(
        "enum Untagged { #[serde(untagged)] A(String), B }",
        expect!["Shape: #[serde(untagged)] values have no one form; implement `Shape` by hand"],
    );
    check(
        r#"#[serde(from = "Other")] struct From { a: u64 }"#,
        expect![
            "Shape: #[serde(from)] gives the type another form; derive `Shape` for that form, or implement it by hand"
        ],
    );
    check(
        r#"#[serde(try_from = "Other")] struct TryFrom { a: u64 }"#,
        expect![
            "Shape: #[serde(try_from)] gives the type another form; derive `Shape` for that form, or implement it by hand"
        ],
    );
    check(
        r#"#[serde(into = "Other")] struct Into { a: u64 }"#,
        expect![
            "Shape: #[serde(into)] gives the type another form; derive `Shape` for that form, or implement it by hand"
        ],
    );
    check(
        "struct Newtype(#[serde(with = \"a\")] A);",
        expect![
            "Shape: #[serde(with)] hides the form of the value; give it a type of its own that implements `Shape` by hand"
        ],
    );
}

#[test]
fn what_has_no_json_form_is_refused() {
    check(
        "struct Borrows<'a> { a: &'a str }",
        expect!["Shape: a value that flows through a workflow cannot borrow; own the data instead"],
    );
    check("union Union { a: u64 }", expect!["Shape: a union has no JSON form"]);
    check(
        "#[serde(transparent)] struct Two { a: u64, b: u64 }",
        expect!["Shape: #[serde(transparent)] wraps exactly one field; skip the others"],
    );
    check(
        "#[shape(krate = \"x\")] struct Misspelt;",
        expect![[r#"unknown key; `#[shape(..)]` knows `crate = "path::to::stepwright"`"#]],
    );
}
