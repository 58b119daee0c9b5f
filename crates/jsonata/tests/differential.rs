//! Random expressions on one input, ours beside `jsonata-core`: the same value, or both an error.
//!
//! `DIFFERENTIAL_COUNT=100000 cargo test --release -p stepwright-jsonata --test differential` makes
//! more of them than the usual run, `DIFFERENTIAL_SEED` others. Where `JSONATA_JS` says where the
//! language's reference lies (`node_modules/jsonata`), a difference is explained where the reference
//! is with us, and by nothing else; without it rules explain it, which are broader. The comparison
//! with the reference itself is the example `reference`.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "../examples/reference/node.rs"]
mod node;
#[path = "../examples/reference/rules.rs"]
#[expect(dead_code, reason = "the example compares cases, too")]
mod rules;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jsonata_core::evaluator::Evaluator;
use jsonata_core::value::JValue;
use node::{Answer, Node, Request};
use stepwright_cases::{Ending, INPUT, Seeded, jsonata};
use stepwright_json::{Object, Value};
use stepwright_jsonata::{Environment, Expression};

const COUNT: u64 = 5_000;

#[test]
fn values_agree_with_another_implementation() {
    let count = std::env::var("DIFFERENTIAL_COUNT").map_or(COUNT, |it| it.parse().unwrap());
    let input = Value::parse(INPUT).unwrap();
    let theirs_input = JValue::from_json_str(INPUT).unwrap();
    let mut different = Vec::new();
    let first = std::env::var("DIFFERENTIAL_SEED").map_or(0, |it| it.parse().unwrap());
    for seed in first..first + count {
        let text = jsonata(&mut Seeded::new(seed), 3);
        let (ours, theirs) = (ours(&text, &input), theirs(&text, &theirs_input));
        if !agree(&ours, &theirs) {
            different.push(Difference { text, ours, theirs });
        }
    }
    let asked = different.len();
    match std::env::var("JSONATA_JS") {
        Ok(package) => different = not_as_the_reference(different, &package, &input),
        Err(_) => different.retain(|it| explain(&it.text, &it.ours, &it.theirs).is_none()),
    }
    println!("{count} from {first}: {asked} are different, {} unexplained", different.len());
    let report: Vec<String> = different
        .iter()
        .map(|Difference { text, ours, theirs }| {
            format!("{text}\n  ours   {ours}\n  theirs {theirs}")
        })
        .collect();
    assert!(report.is_empty(), "{} are different\n{}", report.len(), report.join("\n"));
}

/// An expression that ends otherwise there.
struct Difference {
    text: String,
    ours: Ending,
    theirs: Ending,
}

/// Those in which the language's reference is not with us either.
fn not_as_the_reference(all: Vec<Difference>, package: &str, input: &Value) -> Vec<Difference> {
    let modules = Path::new(package).parent().unwrap().to_str().unwrap();
    let requests = all.iter().map(|it| Request {
        expression: it.text.clone(),
        input: Some(input.clone()),
        bindings: Value::Object(Object::new()),
    });
    let answers = Node::ask(modules, requests.collect()).unwrap();
    let unexplained = all.into_iter().zip(answers).filter(|(it, answer)| match answer {
        Ok(Answer::Ended(reference)) => {
            !rules::agree(&it.ours, reference)
                && rules::explain(&it.text, &it.ours, reference).is_none()
        }
        Ok(Answer::Exhausted) => false,
        Err(_) => true,
    });
    unexplained.map(|(it, _)| it).collect()
}

fn ours(text: &str, input: &Value) -> Ending {
    let mut environment = Environment { now_millis: 1_700_000_000_000, ..Environment::standard() };
    let result = match Expression::parse(text) {
        Err(error) => Err(format!("{} at {}: {error}", error.code, error.end)),
        Ok(it) => it.evaluate(input, &[], &mut environment).map_err(|it| {
            let place = it.position.map(|at| format!(" at {at}")).unwrap_or_default();
            format!("{}{place}: {}", it.code, it.message)
        }),
    };
    result.into()
}

fn theirs(text: &str, input: &JValue) -> Ending {
    let ast = match jsonata_core::parser::parse(text) {
        Ok(it) => it,
        Err(error) => return Ending::Error(error.to_string()),
    };
    // It adds without looking: `$substring("a", 1, 1e21)` overflows.
    let run = || Evaluator::new().evaluate(&ast, input);
    let Ok(result) = catch_unwind(AssertUnwindSafe(run)) else {
        return Ending::Error("panicked".to_owned());
    };
    match result {
        Ok(it) if it.is_undefined() => Ending::Nothing,
        Ok(it) => Ending::Value(Value::parse(&it.to_json_string().unwrap()).unwrap()),
        Err(error) => Ending::Error(error.to_string()),
    }
}

fn agree(ours: &Ending, theirs: &Ending) -> bool {
    match (ours, theirs) {
        (Ending::Error(ours), Ending::Error(theirs)) => code(ours) == code(theirs),
        _ => ours == theirs,
    }
}

/// The code of an error: `T2001` of `Type error: T2001: …`.
fn code(error: &str) -> &str {
    let is_code = |it: &&str| {
        it.len() == 5
            && it.starts_with(['S', 'T', 'D', 'U'])
            && it.bytes().skip(1).all(|it| it.is_ascii_digit())
    };
    error.split([' ', ':']).find(is_code).unwrap_or(error)
}

/// The rule that explains a difference. In all of them the language's reference is with us.
fn explain(text: &str, ours: &Ending, theirs: &Ending) -> Option<&'static str> {
    let in_text = |it: &str| text.contains(it);
    let ours_fails = |it: &str| matches!(ours, Ending::Error(error) if error.contains(it));
    let theirs_fails = |it: &str| matches!(theirs, Ending::Error(error) if error.contains(it));
    let null = |it: &Ending| it.to_string().contains("null");
    let rules = [
        (ours_fails("D3121"), "it hands on an error from within `$eval`"),
        (in_text("$clone"), "it has no `$clone`"),
        (theirs_fails("not supported"), "it has no look-around and no back-references"),
        (theirs_fails("T1010"), "it refuses to split at nothing"),
        (theirs_fails("T0410"), "it lets no context stand in within `*`"),
        (theirs_fails("panicked"), "it panics where a sum overflows"),
        (in_text("$base64decode"), "it refuses bytes that are no UTF-8"),
        (in_text("$encodeUrl"), "it leaves blanks in URLs"),
        (in_text("$base64encode"), "it encodes wide characters as UTF-8"),
        (in_text("$decodeUrl"), "it leaves half a sequence as it is"),
        (in_text("$formatBase"), "it knows no exponent"),
        (in_text("$parseInteger"), "it reads nothing where there are no digits"),
        (in_text("){$filter("), "it takes the one item out of a sequence at the end of a lambda"),
        (in_text("$filter(null"), "it finds nothing in null"),
        (in_text("..n]"), "it makes an empty range of what is no number"),
        (in_text("[[0,1]]"), "it drops what a predicate keeps of nothing"),
        (in_text("][%"), "it knows the parent in a second predicate"),
        (in_text("$fromMillis"), "it refuses fractions of a millisecond"),
        (theirs_fails("requires a"), "it refuses a picture that is nothing"),
        (in_text("$round"), "it takes a fraction for a precision"),
        (in_text("$reduce"), "it makes something of nothing, and nothing of null"),
        (in_text("$spread"), "it does not spread arrays in arrays"),
        (in_text("$exists($)"), "it says that the input is not there"),
        (in_text("^("), "it orders one thing by a key of its own, and keeps its array"),
        (in_text("{s: "), "it groups nothing and lists of one otherwise"),
        (ours_fails("D1004"), "it goes on behind a match of an empty text"),
        (in_text("*[%"), "it knows the parent in a predicate of a wildcard"),
        (in_text(".["), "it makes no array of what a predicate keeps of nothing"),
        (ours_fails("T0412"), "it sums what is not there"),
        (ours_fails("T20") && in_text("zz["), "it looks at no predicate of nothing"),
        (ours_fails("T0410"), "it lets the context stand in for more arguments"),
        (null(ours) && !null(theirs), "it drops what a predicate keeps of nothing"),
        (null(theirs) && !null(ours), "it keeps null for a group that takes no part"),
        (ours_fails("T2010") && in_text("nested["), "it looks at no predicate of nothing"),
        (ours_fails("T20") && *theirs == Ending::Nothing, "it looks at no predicate of nothing"),
    ];
    rules.into_iter().find(|(holds, _)| *holds).map(|(_, rule)| rule)
}
