//! The shared value beside `serde_json`'s: `cargo bench -p stepwright-json`.

#![expect(clippy::indexing_slicing, reason = "a bench reads a payload that it made")]

use divan::{Bencher, black_box};
use serde_json::Value as Theirs;
use stepwright_json::{Object, Pointer, Value};

fn main() {
    divan::main();
}

/// A payload as states pass it on: some fields, and a list of a hundred objects.
fn text() -> String {
    let items: Vec<String> = (0..100)
        .map(|n| format!(r#"{{"id":{n},"name":"asteroid {n}","deltaV":{n}.5,"tags":["a","b"]}}"#))
        .collect();
    format!(
        r#"{{"bucketName":"asteroids","benner":{{"url":"https://example.com","filename":"a.csv"}},"items":[{}]}}"#,
        items.join(",")
    )
}

fn ours() -> Value {
    Value::parse(&text()).unwrap_or_default()
}

fn theirs() -> Theirs {
    serde_json::from_str(&text()).unwrap_or_default()
}

macro_rules! pair {
    ($group:ident, $ours:expr, $theirs:expr) => {
        mod $group {
            use super::*;

            #[divan::bench]
            fn stepwright(bencher: Bencher<'_, '_>) {
                let value = ours();
                let f: fn(&Value) -> _ = $ours;
                bencher.bench_local(|| f(black_box(&value)));
            }

            #[divan::bench]
            fn serde_json(bencher: Bencher<'_, '_>) {
                let value = theirs();
                let f: fn(&Theirs) -> _ = $theirs;
                bencher.bench_local(|| f(black_box(&value)));
            }
        }
    };
}

pair!(clone, |it| it.clone(), |it| it.clone());
pair!(path_read, |it| it["items"][50]["name"].as_str().map(str::len), |it| it["items"][50]["name"]
    .as_str()
    .map(str::len));
pair!(
    one_field_update,
    |it| it.as_object().map(|it: &Object| it.with("bucketName", "other")),
    |it| {
        let mut changed = it.clone();
        changed["bucketName"] = "other".into();
        changed
    }
);
pair!(print, |it| it.to_string(), |it| it.to_string());

mod nested_update {
    use super::{Bencher, Pointer, black_box, ours, theirs};

    #[divan::bench]
    fn stepwright(bencher: Bencher<'_, '_>) {
        let value = ours();
        let place = Pointer::root().join("items").join(50).join("name");
        bencher.bench_local(|| {
            let mut changed = black_box(&value).clone();
            if let Some(name) = changed.pointer_mut(&place) {
                *name = "other".into();
            }
            changed
        });
    }

    #[divan::bench]
    fn serde_json(bencher: Bencher<'_, '_>) {
        let value = theirs();
        bencher.bench_local(|| {
            let mut changed = black_box(&value).clone();
            changed["items"][50]["name"] = "other".into();
            changed
        });
    }
}

mod parse {
    use super::{Bencher, Theirs, Value, black_box, text};

    #[divan::bench]
    fn stepwright(bencher: Bencher<'_, '_>) {
        let text = text();
        bencher.bench_local(|| Value::parse(black_box(&text)));
    }

    #[divan::bench]
    fn serde_json(bencher: Bencher<'_, '_>) {
        let text = text();
        bencher.bench_local(|| serde_json::from_str::<Theirs>(black_box(&text)));
    }
}
