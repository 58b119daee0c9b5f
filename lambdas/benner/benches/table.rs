//! How long the whole table takes.

fn main() {}
