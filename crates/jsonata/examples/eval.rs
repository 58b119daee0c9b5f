//! Evaluates an expression on a JSON text: `eval EXPRESSION [INPUT]`.
#![expect(clippy::print_stdout, reason = "what it prints is its result")]

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use stepwright_json::Value;
use stepwright_jsonata::{Environment, Expression};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let text = args.next().ok_or("give an expression, and perhaps a JSON text")?;
    let input = args.next().map(|it| Value::parse(&it)).transpose()?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let now_millis = i64::try_from(since.as_millis())?;
    let mut environment = Environment { now_millis, seed: since.as_secs(), ..Environment::aws() };
    match Expression::parse(&text)?.evaluate(input.as_ref(), &[], &mut environment)? {
        Some(value) => println!("{value:#}"),
        None => println!("nothing (undefined)"),
    }
    Ok(())
}
