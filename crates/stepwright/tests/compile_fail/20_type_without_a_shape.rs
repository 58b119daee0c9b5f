//! A callable takes a type whose JSON shape is not known.

use stepwright::*;

pub struct Plain;

#[derive(Callable)]
#[lambda(name = "plain", input = Plain)]
pub struct TakesPlain;

fn main() {}
