//! JSONata: no text and no data bring the parser or the evaluator down.

use std::sync::LazyLock;

use stepwright_cases::{Bytes, Chance, INPUT, jsonata};
use stepwright_json::{Value, json};
use stepwright_jsonata::{Environment, Expression, Limits};

/// Small ones: what is slow within them is slow everywhere, and a run that spends them is short.
const LIMITS: Limits = Limits { depth: 60, steps: 5_000, bytes: 50_000 };

/// How deep the expressions of the grammar nest: most of them less, as deeper ones take longer and
/// find little else.
const GRAMMAR_DEPTHS: [usize; 4] = [2, 3, 2, 1];

/// What the grammar's names are of.
static DATA: LazyLock<Value> = LazyLock::new(|| Value::parse(INPUT).unwrap_or_default());

/// Any text as an expression, any JSON as its input.
pub fn text(bytes: &[u8]) {
    let Some((text, data)) = crate::text_and_data(bytes, &DATA) else { return };
    match Expression::parse(text) {
        Ok(expression) => check(&expression, &data, bytes.len()),
        Err(error) => {
            assert!(text.get(error.start..error.end).is_some(), "{error:?} is not within {text:?}");
            assert!(!error.to_string().is_empty());
        }
    }
}

/// The expression that the grammar makes of the bytes; it parses.
pub fn grammar(bytes: &[u8]) {
    let mut chance = Bytes::new(bytes);
    let depth = GRAMMAR_DEPTHS.get(chance.below(GRAMMAR_DEPTHS.len())).copied().unwrap_or_default();
    let text = jsonata(&mut chance, depth);
    match Expression::parse(&text) {
        Ok(expression) => check(&expression, &DATA, bytes.len()),
        Err(error) => {
            // The grammar writes `%` where nothing is above, steps that cannot follow each other,
            // and what is nested too deep.
            let known = ["U1001", "S0209", "S0210", "S0215", "S0216", "S0217", "S0213"];
            assert!(known.contains(&error.code), "{text}: {error}");
        }
    }
}

/// The same expression on the same data gives the same, in the dialect that `turn` chooses.
fn check(expression: &Expression, data: &Value, turn: usize) {
    let text = expression.text();
    let _ = (expression.references(), expression.free_variables(), expression.as_literal());
    let states = [("states", json!({ "input": data.clone() }))];
    let run = || {
        let dialect = if turn.is_multiple_of(2) { Environment::standard() } else { Environment::aws() };
        let mut environment =
            Environment { limits: LIMITS, now_millis: 1_700_000_000_000, ..dialect };
        expression.evaluate(data, &states, &mut environment)
    };
    let first = run();
    assert_eq!(first, run(), "{text}: the same, and yet another result");
    if let Err(error) = &first {
        assert!(error.position.is_none_or(|it| text.is_char_boundary(it)), "{text}: {error:?}");
    }
}
