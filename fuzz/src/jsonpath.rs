//! JSONPath: no text and no data bring the parsers or the evaluators down.

use std::sync::LazyLock;

use stepwright_cases::{Bytes, path as random_path};
use stepwright_json::{Value, json};
use stepwright_jsonpath::{Intrinsic, Path, PayloadTemplate, Randomness, ReferencePath, Scope};

/// What the grammar's names are of.
static DATA: LazyLock<Value> =
    LazyLock::new(|| Value::parse(stepwright_cases::DATA).unwrap_or_default());

/// Any text as a path, and a path that the grammar makes of the same bytes.
pub fn path(bytes: &[u8]) {
    if let Some((text, data)) = crate::text_and_data(bytes, &DATA) {
        check_path(text, &data);
    }
    let text = random_path(&mut Bytes::new(bytes));
    assert!(Path::parse(&text).is_ok() || text.contains(".length()"), "{text} does not parse");
    check_path(&text, &DATA);
}

fn check_path(text: &str, data: &Value) {
    let path = match Path::parse(text) {
        Ok(it) => it,
        Err(error) => {
            assert!(error.at <= text.chars().count() + 1, "{error:?} is not within {text:?}");
            return;
        }
    };
    assert_eq!(path.as_str(), text.trim_end());
    let scope = scope(data);
    let found = path.evaluate(&scope);
    if let (false, Ok(found)) = (path.is_definite(), &found) {
        let function = text.trim_end().ends_with(')');
        assert!(found.as_array().is_some() || function, "{text}: indefinite, but no array");
    }
    let again = Path::parse(path.as_str()).map(|it| it.evaluate(&scope));
    assert_eq!(again, Ok(found), "{text}: the same, and yet another result");
}

/// Any text as a reference path: what is written is read again.
pub fn reference_path(bytes: &[u8]) {
    let Some((text, data)) = crate::text_and_data(bytes, &DATA) else { return };
    let Ok(path) = ReferencePath::parse(text) else { return };
    assert!(Path::parse(text).is_ok(), "{text}: a reference path that is no path");
    let _ = path.read(&scope(&data));
    let mark = json!({ "mark": [text] });
    if let Ok(written) = path.write(&data, mark.clone())
        && *path.root() == stepwright_jsonpath::Root::Data
    {
        assert_eq!(path.read(&Scope::of(&written)), Ok(mark), "{text} in {data}");
    }
}

/// Any text as a call.
pub fn intrinsic(bytes: &[u8]) {
    let Some((text, data)) = crate::text_and_data(bytes, &DATA) else { return };
    let Ok(call) = Intrinsic::parse(text) else { return };
    let first = call.evaluate(&scope(&data), &mut Randomness::seeded(1));
    let again = call.evaluate(&scope(&data), &mut Randomness::seeded(1));
    assert_eq!(first, again, "{text}: the same, and yet another result");
}

/// Any JSON as a template; without a key that ends in `.$` it is what it says.
pub fn template(bytes: &[u8]) {
    let Some((text, data)) = crate::text_and_data(bytes, &DATA) else { return };
    let Ok(value) = Value::parse(text) else { return };
    let Ok(template) = PayloadTemplate::compile(&value) else { return };
    let result = template.evaluate(&scope(&data), &mut Randomness::seeded(1));
    if !text.contains('$') && !text.contains('\\') {
        assert_eq!(result, Ok(value));
    }
}

fn scope(data: &Value) -> Scope<'_> {
    Scope { variable: &|name| (name == "v").then(|| json!([{ "a": 1 }, "x"])), ..Scope::of(data) }
}
