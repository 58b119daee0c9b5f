//! JSONata: no text and no data bring the parser or the evaluator down.

use stepwright_cases::{Bytes, INPUT, jsonata};
use stepwright_json::{Value, json};
use stepwright_jsonata::{Environment, Expression, Limits};

/// Small ones: what is slow within them is slow everywhere.
const LIMITS: Limits = Limits { depth: 60, steps: 20_000, bytes: 200_000 };

/// Any text as an expression, any JSON as its input.
pub fn text(bytes: &[u8]) {
    let Some((text, data)) = crate::text_and_data(bytes, INPUT) else { return };
    check(text, &data);
}

/// The expression that the grammar makes of the bytes; it parses.
pub fn grammar(bytes: &[u8]) {
    let text = jsonata(&mut Bytes::new(bytes), 4);
    let data = Value::parse(INPUT).unwrap_or_default();
    if let Err(error) = Expression::parse(&text) {
        // The grammar writes `%` where nothing is above, steps that cannot follow each other, and
        // what is nested too deep.
        let known = ["U1001", "S0209", "S0210", "S0215", "S0216", "S0217", "S0213"];
        assert!(known.contains(&error.code), "{text}: {error}");
    }
    check(&text, &data);
}

fn check(text: &str, data: &Value) {
    let expression = match Expression::parse(text) {
        Ok(it) => it,
        Err(error) => {
            assert!(text.get(error.start..error.end).is_some(), "{error:?} is not within {text:?}");
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let _ = (expression.references(), expression.free_variables(), expression.as_literal());
    let states = json!({ "input": data.clone() });
    let run = |environment: Environment| {
        let mut environment =
            Environment { limits: LIMITS, now_millis: 1_700_000_000_000, ..environment };
        expression.evaluate(data, &[("states", states.clone())], &mut environment)
    };
    let first = run(Environment::standard());
    assert_eq!(first, run(Environment::standard()), "{text}: the same, and yet another result");
    if let Err(error) = &first {
        assert!(error.position.is_none_or(|it| text.is_char_boundary(it)), "{text}: {error:?}");
    }
    let _ = run(Environment::aws());
}
