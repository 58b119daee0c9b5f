//! `derive(Shape)` agrees with serde: the names that an expression reads are the names that serde
//! writes.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's own helpers")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stepwright::{
    AsExpr, Callable, Expr, Flow, Kind, Shape, Step, Target, TaskError, Timestamp, Workflow, expr,
    json_path, pass,
};

/// The keys that the shape knows and the keys that serde writes.
#[track_caller]
fn check<T: Shape + Serialize>(sample: T) {
    let serde_json::Value::Object(written) = serde_json::to_value(&sample).expect("JSON") else {
        panic!("not an object");
    };
    let known: Vec<&str> = T::keys().iter().map(|key| key.name).collect();
    let written: Vec<&String> = written.keys().collect();
    assert_eq!(known, written);
}

macro_rules! spellings {
    ($($name:ident = $case:literal),*) => {$(
        #[derive(Serialize, Deserialize, Shape)]
        #[serde(rename_all = $case)]
        #[expect(non_snake_case, reason = "what serde makes of two blanks")]
        struct $name { first_row: u64, r#type: String, x: u8, two__blanks: u8, last_: u8 }

        impl $name {
            fn sample() -> Self {
                Self { first_row: 1, r#type: "t".into(), x: 1, two__blanks: 2, last_: 3 }
            }
        }
    )*

    #[test]
    fn every_spelling_of_rename_all_is_serdes() {
        $(check($name::sample());)*
    }};
}

spellings!(
    Lower = "lowercase",
    Upper = "UPPERCASE",
    Pascal = "PascalCase",
    Camel = "camelCase",
    Snake = "snake_case",
    ScreamingSnake = "SCREAMING_SNAKE_CASE",
    Kebab = "kebab-case",
    ScreamingKebab = "SCREAMING-KEBAB-CASE"
);

#[derive(Serialize, Deserialize, Shape)]
#[serde(rename_all(serialize = "camelCase", deserialize = "camelCase"), deny_unknown_fields)]
struct Renamed {
    #[serde(rename = "ETag")]
    e_tag: String,
    #[serde(rename(serialize = "Key", deserialize = "Key"), alias = "key")]
    name: String,
    #[serde(skip)]
    #[expect(dead_code, reason = "skipped: it is not on the wire")]
    hidden: Option<fn()>,
    #[serde(default)]
    rows_read: u64,
}

#[test]
fn names_of_fields_are_those_on_the_wire() {
    check(Renamed { e_tag: String::new(), name: String::new(), hidden: None, rows_read: 0 });
    assert_eq!(json_path(|it: Expr<Renamed>| it.e_tag), "$.ETag");
    assert_eq!(json_path(|it: Expr<Renamed>| it.rows_read), "$.rowsRead");
    let optional: Vec<bool> = Renamed::keys().iter().map(|key| key.optional).collect();
    assert_eq!(optional, [false, false, true]);
}

#[derive(Serialize, Deserialize, Shape)]
struct Optional {
    written_as_null: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    left_out: Option<u64>,
}

#[test]
fn an_option_may_be_null_or_left_out() {
    check(Optional { written_as_null: None, left_out: Some(1) });
    assert_eq!(Option::<u64>::KIND, Kind::Optional { null: true, list: false });
    assert_eq!(Option::<Vec<u64>>::KIND, Kind::Optional { null: true, list: true });
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(transparent)]
struct Transparent {
    only: String,
}

#[derive(Serialize, Deserialize, Shape)]
struct Wrapper(Renamed);

#[derive(Serialize, Deserialize, Shape)]
struct Pair(u64, String);

#[derive(Serialize, Deserialize, Shape)]
enum Colour {
    Red,
    #[serde(rename = "dark-blue")]
    DarkBlue,
}

#[derive(Serialize, Deserialize, Shape)]
enum Answer {
    Yes(u64),
    No { why: String },
}

#[test]
fn a_newtype_is_what_it_wraps() {
    assert_eq!(json_path(|it: Expr<Wrapper>| it.e_tag), "$.ETag");
    assert_eq!(Wrapper::KIND, Kind::Object);
    assert_eq!(Transparent::KIND, Kind::Scalar);
    assert_eq!(Transparent::keys(), []);
    assert_eq!(Pair::KIND, Kind::List);
}

#[test]
fn an_enum_of_units_is_a_text_and_any_other_is_opaque() {
    assert_eq!(Colour::KIND, Kind::Scalar);
    assert_eq!(Answer::KIND, Kind::Any);
    let same: Expr<bool> = Colour::Red.as_expr().eq(Colour::DarkBlue);
    let shown = format!("{same:?}");
    assert!(shown.contains("Red") && shown.contains("dark-blue"), "{shown}");
}

#[derive(Serialize, Deserialize, Shape)]
struct Page<T: 'static> {
    items: Vec<T>,
    next: Option<Box<Page<T>>>,
}

#[derive(Serialize, Deserialize, Shape)]
struct Tree {
    name: String,
    parent: Box<Tree>,
}

#[test]
fn generic_and_recursive_types_have_a_shape() {
    assert_eq!(json_path(|page: Expr<Page<String>>| page.items), "$.items");
    assert_eq!(json_path(|tree: Expr<Tree>| tree.parent.parent.name), "$.parent.parent.name");
    let page: Expr<Page<u64>> = expr!(Page::<u64> { items: [1, 2], next: None });
    let _ = page;
}

mod again {
    //! A crate that gives `stepwright` out under another name.
    pub(crate) use stepwright as sw;
}

#[derive(Serialize, Deserialize, Shape)]
#[shape(crate = "crate::again::sw")]
struct Elsewhere {
    a: u64,
}

#[test]
fn the_crate_may_have_another_name() {
    assert_eq!(json_path(|it: Expr<Elsewhere>| it.a), "$.a");
}

#[derive(Serialize, Deserialize, Shape)]
struct Clash {
    node: u64,
    len: u64,
    fields: u64,
}

#[test]
fn a_field_may_be_called_like_something_of_expr() {
    assert_eq!(json_path(|it: Expr<Clash>| it.node), "$.node");
    assert_eq!(json_path(|it: Expr<Clash>| it.len), "$.len");
    assert_eq!(json_path(|it: Expr<Clash>| it.fields), "$.fields");
}

#[derive(Debug, TaskError)]
#[expect(dead_code, reason = "only the names are looked at")]
enum DownloadError {
    #[retriable]
    #[error_name("HTTPError")]
    Http(String),
    BadRow {
        line: u64,
    },
    #[retriable]
    Throttled,
}

#[test]
fn an_errors_name_is_one_constant() {
    assert_eq!(DownloadError::NAMES, ["HTTPError", "BadRow", "Throttled"]);
    assert_eq!(DownloadError::RETRIABLE, ["HTTPError", "Throttled"]);
    assert_eq!(DownloadError::HTTP.name(), "HTTPError");
    assert_eq!(DownloadError::BAD_ROW.name(), "BadRow");
    assert_eq!(DownloadError::BadRow { line: 1 }.error_name(), "BadRow");
}

#[derive(Callable)]
#[lambda(name = "download", input = Tree, output = Page<u64>, error = DownloadError)]
struct Download;

#[derive(Callable)]
#[service(resource = "arn:aws:states:::sns:publish", input = Tree)]
struct Publish;

#[derive(Callable)]
#[machine(name = "rank", input = Tree)]
struct Rank;

#[derive(Callable)]
#[activity(name = "stamp", input = Tree)]
struct Stamp;

#[test]
fn a_callable_says_what_it_is() {
    assert_eq!(Download::TARGET, Target::Lambda("download"));
    assert_eq!(Publish::TARGET, Target::Service("arn:aws:states:::sns:publish"));
    assert_eq!(Rank::TARGET, Target::Machine("rank"));
    assert_eq!(Stamp::TARGET, Target::Activity("stamp"));
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(default)]
struct OneWay {
    #[serde(skip_serializing)]
    read_only: u64,
    #[serde(rename(serialize = "both", deserialize = "both"))]
    both_ways: u64,
}

impl Default for OneWay {
    fn default() -> Self {
        Self { read_only: 1, both_ways: 2 }
    }
}

#[test]
fn a_field_that_is_not_written_is_not_seen() {
    check(OneWay::default());
    assert!(OneWay::keys().iter().all(|key| key.optional));
}

#[derive(Serialize, Deserialize, Shape)]
struct Id<T> {
    text: String,
    #[serde(skip)]
    of: std::marker::PhantomData<T>,
}

#[test]
fn a_type_parameter_need_not_be_in_the_json() {
    check(Id::<Tree> { text: String::new(), of: std::marker::PhantomData });
    let id = expr!(Id::<Tree> { text: "a" });
    assert!(format!("{:?}", id.text).contains('a'));
}

/// A value of Rust as the only state's output.
#[track_caller]
fn check_value<T: Shape + Serialize>(value: T, expect: &str) {
    let workflow =
        Workflow::new("value", |w: &mut Flow, _: Expr<()>| pass("Value").value(value).run(w));
    let definition = workflow.build().expect("a definition").to_value();
    let state = definition.get("States").and_then(|it| it.get("Value"));
    let output = state.expect("a state").get("Output");
    assert_eq!(output.map_or_else(|| "none".to_owned(), ToString::to_string), expect);
}

#[test]
fn rusts_own_types_have_a_shape() {
    check_value(-1_i8, "-1");
    check_value(i16::MAX, "32767");
    check_value(-3_i32, "-3");
    check_value(i64::MIN, "-9223372036854775808");
    check_value(u8::MAX, "255");
    check_value(7_u16, "7");
    check_value(7_u32, "7");
    check_value(u64::MAX, "18446744073709551615");
    check_value(0.5_f32, "0.5");
    check_value(0.5_f64, "0.5");
    check_value(true, "true");
    check_value("text".to_owned(), r#""text""#);
    check_value(serde_json::json!({"a": [null]}), r#"{"a":[null]}"#);
    check_value((), "none");
    check_value(vec![1_u8], "[1]");
    check_value(Some(1_u8), "1");
    check_value(None::<u8>, "null");
    check_value(Box::new(1_u8), "1");
    check_value(BTreeMap::from([("a".to_owned(), 1_u8)]), r#"{"a":1}"#);
    check_value((1_u8, "b".to_owned(), true), r#"[1,"b",true]"#);
    check_value((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), "[1,2,3,4,5,6,7,8,9,10,11,12]");
    check_value(Timestamp::new("2026-01-01T00:00:00Z"), r#""2026-01-01T00:00:00Z""#);
}

#[test]
fn a_path_for_json_path_is_nothing_but_a_path() {
    let path = |f: fn(Expr<Vec<String>>) -> Expr<u64>| std::panic::catch_unwind(|| json_path(f));
    assert!(path(Expr::<Vec<String>>::len).is_err());
    assert!(path(Expr::assert).is_ok_and(|it| it == "$"));
}
