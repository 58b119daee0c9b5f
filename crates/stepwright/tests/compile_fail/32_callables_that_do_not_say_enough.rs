//! Callables that do not say what they are.

use stepwright::Callable;

#[derive(Callable)]
struct Nothing;

#[derive(Callable)]
#[lambda(name = "load", output = u64)]
struct NoInput;

#[derive(Callable)]
#[lambda(name = "load", inputs = u64)]
struct UnknownKey;

#[derive(Callable)]
#[lambda(name = "load", input = u64)]
#[machine(name = "load", input = u64)]
struct Both;

fn main() {}
