//! Wires the handler to the world.

fn main() {}
