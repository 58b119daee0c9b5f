//! Compares with the language's reference, the npm package `jsonata`, which runs in `node`.
//!
//! `reference NODE_MODULES cases` evaluates the crate's own cases there too;
//! `reference NODE_MODULES random [COUNT] [SEED]` does the same with random expressions.
//! What differs is printed, and the end is a failure. Differences by a known rule are counted.
#![expect(clippy::print_stdout, reason = "what it prints is its result")]

mod node;
mod rules;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use node::{Answer, Node, Request};
use stepwright_cases::{Case, Ending, INPUT, Seeded, jsonata, read_folder};
use stepwright_json::{Object, Value};
use stepwright_jsonata::{Environment, Expression};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let different = match args.as_slice() {
        [modules, "cases"] => cases(modules)?,
        [modules, "random"] => random(modules, 10_000, 1)?,
        [modules, "random", count] => random(modules, count.parse()?, 1)?,
        [modules, "random", count, seed] => random(modules, count.parse()?, seed.parse()?)?,
        _ => return Err("give: NODE_MODULES cases | NODE_MODULES random [COUNT] [SEED]".into()),
    };
    if different > 0 {
        return Err(format!("{different} are different").into());
    }
    Ok(())
}

/// Our cases, but for those of AWS's dialect alone.
fn cases(modules: &str) -> Result<usize, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut cases = read_folder(&folder)?;
    cases.retain(|it| it.setting("dialect") != Some("aws") && it.setting("ours").is_none());
    let requests = cases.iter().map(request).collect::<Result<Vec<_>, _>>()?;
    let mut different = 0;
    for (case, answer) in cases.iter().zip(Node::ask(modules, requests)?) {
        let theirs = match answer? {
            Answer::Ended(ending) if rules::same(&case.ending, &ending) => continue,
            Answer::Ended(ending) => ending.to_string(),
            Answer::Exhausted => "is exhausted".to_owned(),
        };
        different += 1;
        println!("{case}\n  {}\n  ours   {}\n  theirs {theirs}", case.expression, case.ending);
    }
    println!("{} cases, {different} different", cases.len());
    Ok(different)
}

fn request(case: &Case) -> Result<Request, String> {
    let bindings = case.json_setting("bindings")?.unwrap_or(Value::Object(Object::new()));
    Ok(Request { expression: case.expression.clone(), input: case.input.clone(), bindings })
}

/// Random expressions over one input: the same value, or the same error.
fn random(modules: &str, count: u64, seed: u64) -> Result<usize, Box<dyn Error>> {
    let input = Value::parse(INPUT)?;
    let texts = (0..count).map(|it| jsonata(&mut Seeded::new(seed.wrapping_add(it)), 3));
    let texts: Vec<String> = texts.collect();
    let requests = texts.iter().map(|text| Request {
        expression: text.clone(),
        input: Some(input.clone()),
        bindings: Value::Object(Object::new()),
    });
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    let mut different = 0;
    for (text, answer) in texts.iter().zip(Node::ask(modules, requests.collect())?) {
        let ours = ours(text, &input);
        let theirs = match answer? {
            Answer::Ended(theirs) if rules::agree(&ours, &theirs) => continue,
            Answer::Ended(theirs) => theirs,
            Answer::Exhausted => {
                *explained.entry("the reference was out of memory or time").or_default() += 1;
                continue;
            }
        };
        if let Some(rule) = rules::explain(text, &ours, &theirs) {
            *explained.entry(rule).or_default() += 1;
            continue;
        }
        different += 1;
        println!("{text}\n  ours   {ours}\n  theirs {theirs}");
    }
    println!("{count} expressions, {different} different");
    for (rule, times) in explained {
        println!("  {times} explained: {rule}");
    }
    Ok(different)
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
