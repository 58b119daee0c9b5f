//! Random paths of `JSONPath` that parse.

use crate::Chance;

/// Data that their names are of.
pub const DATA: &str = r#"{"a":{"b":[1,2.5,"x",null,true],"c":{"a":1}},"b":[{"a":1,"b":"x"},{"a":2,"b":"y"},{"b":[1,2]}],"c":"text","d e":[[1,2],[3],[]]}"#;

const STEPS: [&str; 24] = [
    ".a",
    ".b",
    ".c",
    "['c']",
    "[\"d e\"]",
    "['a','b']",
    "[0]",
    "[1]",
    "[-1]",
    "[9]",
    "[0,1]",
    "[-1,0]",
    "[0:2]",
    "[1:]",
    "[:-1]",
    "[-2:]",
    "[*]",
    ".*",
    "..a",
    "..b",
    "..*",
    "..[0]",
    ".length()",
    "['b'][0]",
];

/// A random path.
pub fn path(chance: &mut dyn Chance) -> String {
    let mut path = "$".to_owned();
    for _ in 0..chance.below(5) {
        if chance.below(6) == 0 {
            path.extend(["[?(", &filter(chance, 2), ")]"]);
        } else {
            path.push_str(chance.pick(&STEPS));
        }
    }
    path
}

/// A random condition of a filter, nested as deep as told.
pub fn filter(chance: &mut dyn Chance, depth: usize) -> String {
    match (depth, chance.below(5)) {
        (1.., 0) => format!("!({})", filter(chance, depth - 1)),
        (1.., 1) => format!("{} && {}", filter(chance, depth - 1), filter(chance, depth - 1)),
        (1.., 2) => format!("({} || {})", filter(chance, depth - 1), filter(chance, depth - 1)),
        (_, 3) => operand(chance).to_owned(),
        _ => {
            let left = operand(chance);
            let op = chance.pick(&[
                "==", "!=", "<", "<=", ">", ">=", "in", "nin", "subsetof", "anyof", "noneof",
                "size", "empty", "contains", "=~",
            ]);
            let right = match op {
                "=~" => chance.pick(&["/x.*/", "/(a|b)+/i"]),
                "in" | "nin" | "subsetof" | "anyof" | "noneof" => {
                    chance.pick(&["[1,2]", "['x','y']", "@.b", "$.b[*].a"])
                }
                _ => chance.pick(&["1", "2.5", "'x'", "true", "null", "@.b", "$.c", "'tex'"]),
            };
            format!("{left} {op} {right}")
        }
    }
}

fn operand(chance: &mut dyn Chance) -> &'static str {
    chance.pick(&["@", "@.a", "@.b", "@.b[0]", "@['c']", "@.b[*]", "@..a", "$.c", "@.b.length()"])
}
