//! Random JSONata expressions that parse, and mostly evaluate to something.

use crate::Chance;

/// The input that their names are of.
pub const INPUT: &str = r#"{"a":1,"b":"bcd","c":[1,2,3],"n":7,"s":"str","items":[{"n":3,"s":"p","items":[{"n":9}]},{"n":1,"s":"q"},{"n":2,"s":"p","b":["u","v"]}],"nested":[[1,[2]],[3]],"obj":{"k":{"n":4},"a":[{"n":5},{"n":6}]}}"#;

const LITERALS: [&str; 22] = [
    "1",
    "2",
    "0",
    "-1",
    "3.5",
    "1e21",
    "1e-7",
    "\"a\"",
    "\"b c\"",
    "\"\"",
    "\"12\"",
    "\"é😀\"",
    "true",
    "false",
    "null",
    "[]",
    "{}",
    "[1,2,3]",
    "[\"x\",\"y\"]",
    "{\"k\":1}",
    "[[1,2],[3]]",
    "[1..4]",
];
const NAMES: [&str; 9] = ["a", "b", "c", "items", "n", "s", "zz", "nested", "obj"];
const STEPS: [&str; 26] = [
    "[0]",
    "[-1]",
    ".*",
    "[]",
    "[n>1]",
    ".$string()",
    "^(n)",
    "^(>s)",
    "^(s,>n)",
    ".{\"q\":n}",
    "#$i",
    ".(%.n)",
    "{s: n}",
    "{s: $sum(n)}",
    ".[n,s]",
    "@$v.items",
    "@$v.($v.n)",
    ".$[0]",
    ".**",
    "#$i[$i>0]",
    "[[0,1]]",
    ".`b`",
    ".$",
    "[s=\"p\"]",
    "[%.n>1]",
    ".items.%",
];
const ONE: [&str; 42] = [
    "$sum",
    "$count",
    "$max",
    "$min",
    "$average",
    "$string",
    "$length",
    "$uppercase",
    "$lowercase",
    "$trim",
    "$number",
    "$floor",
    "$ceil",
    "$round",
    "$abs",
    "$sqrt",
    "$boolean",
    "$not",
    "$keys",
    "$exists",
    "$spread",
    "$merge",
    "$reverse",
    "$type",
    "$sort",
    "$distinct",
    "$base64encode",
    "$base64decode",
    "$encodeUrl",
    "$encodeUrlComponent",
    "$decodeUrl",
    "$decodeUrlComponent",
    "$zip",
    "$single",
    "$error",
    "$assert",
    "$clone",
    "$join",
    "$toMillis",
    "$fromMillis",
    "$parse",
    "$uuid",
];
const TWO: [&str; 24] = [
    "$append",
    "$split",
    "$contains",
    "$join",
    "$substringBefore",
    "$substringAfter",
    "$lookup",
    "$power",
    "$round",
    "$formatBase",
    "$pad",
    "$substring",
    "$zip",
    "$formatNumber",
    "$formatInteger",
    "$parseInteger",
    "$string",
    "$match",
    "$fromMillis",
    "$toMillis",
    "$assert",
    "$partition",
    "$hash",
    "$random",
];
const PICTURES: [&str; 20] = [
    "$formatNumber(1234.567, \"#,##0.00\")",
    "$formatNumber(n, \"00.0e0\")",
    "$formatNumber(-a, \"0;(0)\")",
    "$formatNumber(0.126, \"0%\")",
    "$formatInteger(n, \"I\")",
    "$formatInteger(1999, \"w\")",
    "$formatInteger(n, \"001;o\")",
    "$formatInteger(n, \"Ww;o\")",
    "$parseInteger(\"MCMXC\", \"I\")",
    "$parseInteger(\"twelve thousand\", \"w\")",
    "$fromMillis(1510067557121)",
    "$fromMillis(1510067557121, \"[Y0001]-[M01]-[D01] [H#1]:[m01] [P]\")",
    "$fromMillis(1510067557121, \"[FNn], [D1o] of [MNn,3-3] [YI]\", \"+0530\")",
    "$fromMillis(-1e12, \"[X0001]-W[W01]-[F1] [d] [w] [x] [E] [C] [Z] [z]\")",
    "$toMillis(\"2018-02-03\")",
    "$toMillis(\"1970-01-01T00:00:00.001Z\")",
    "$toMillis(\"21 August 2017\", \"[D1] [MNn] [Y0001]\")",
    "$toMillis(\"2018-02-03 12:30 pm\", \"[Y]-[M]-[D] [h]:[m] [Pn]\")",
    "$formatBase(255, 16)",
    "$range(1,9,2)",
];
const REGEXES: [&str; 10] = [
    "/[a-c]+/",
    "/b/",
    "/(b)(c)?/i",
    "/^./m",
    "/(?=d)/",
    "/\\w+|x*/",
    "/(.)\\1/",
    "/[^b]*?/",
    "/\\bs\\S/",
    "/(?:a|ab)(c|bcd)(d*)/",
];

/// A random expression over [`INPUT`], nested as deep as told.
///
/// ```
/// use stepwright_cases::{Seeded, jsonata};
///
/// assert_eq!(jsonata(&mut Seeded::new(1), 3), jsonata(&mut Seeded::new(1), 3));
/// ```
pub fn jsonata(chance: &mut dyn Chance, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else {
        return if chance.below(2) == 0 { literal(chance) } else { path(chance, 0) };
    };
    let kind = chance.below(18);
    let mut inner = || jsonata(chance, depth);
    match kind {
        0 => literal(chance),
        1 | 2 => path(chance, depth),
        3 => {
            let (a, b) = (inner(), inner());
            let op = chance.pick(&["+", "-", "*", "/", "%"]);
            format!("({a} {op} {b})")
        }
        4 => {
            let (a, b) = (inner(), inner());
            let op = chance.pick(&["=", "!=", "<", "<=", ">", ">="]);
            format!("({a} {op} {b})")
        }
        5 => {
            let (a, b) = (inner(), inner());
            let op = chance.pick(&["and", "or", "in", "&", "?:", "??"]);
            format!("({a} {op} {b})")
        }
        6 => format!("[{},{}]", inner(), inner()),
        7 => format!("{{\"x\":{},\"y\":{}}}", inner(), inner()),
        8 => format!("({} ? {} : {})", inner(), inner(), inner()),
        9 => {
            let a = inner();
            format!("{}({a})", chance.pick(&ONE))
        }
        10 => {
            let (a, b) = (inner(), inner());
            format!("{}({a},{b})", chance.pick(&TWO))
        }
        11 => higher_order(chance, depth),
        12 => {
            let a = inner();
            let function = chance.pick(&ONE);
            format!("({a} ~> {function})")
        }
        13 => regex(chance, depth),
        14 => chance.pick(&PICTURES).to_owned(),
        15 => function(chance, depth),
        16 => format!("({}).({})", inner(), inner()),
        _ => form(chance, depth),
    }
}

fn literal(chance: &mut dyn Chance) -> String {
    chance.pick(&LITERALS).to_owned()
}

fn path(chance: &mut dyn Chance, depth: usize) -> String {
    let mut path = match chance.below(6) {
        0 => "$".to_owned(),
        1 => chance.pick(&["*", "**", "$$.items", "$$.obj"]).to_owned(),
        2 => "items".to_owned(),
        _ => chance.pick(&NAMES).to_owned(),
    };
    for _ in 0..chance.below(3) {
        match chance.below(5) {
            0 => {
                path.push('.');
                path.push_str(chance.pick(&NAMES));
            }
            1 => {
                path.push('[');
                path.push_str(&jsonata(chance, depth.min(1)));
                path.push(']');
            }
            _ => path.push_str(chance.pick(&STEPS)),
        }
    }
    path
}

fn higher_order(chance: &mut dyn Chance, depth: usize) -> String {
    let function = chance.pick(&["$map", "$filter", "$sift", "$each", "$single", "$sort"]);
    let value = jsonata(chance, depth);
    let body = match chance.below(7) {
        0 => jsonata(chance, depth.saturating_sub(1)),
        it => {
            let bodies = ["$v", "$i", "$v & \"!\"", "$v = 1", "$v.n", "$v > $i"];
            bodies.get(it - 1).copied().unwrap_or_default().to_owned()
        }
    };
    format!("{function}({value}, function($v,$i){{{body}}})")
}

fn regex(chance: &mut dyn Chance, depth: usize) -> String {
    let value = jsonata(chance, depth);
    let pattern = chance.pick(&REGEXES);
    match chance.below(5) {
        0 => format!("$match({value},{pattern})"),
        1 => format!("$contains({value},{pattern})"),
        2 => format!("$split({value},{pattern})"),
        3 => format!("$replace({value},{pattern},\"<$1$0$$>\")"),
        _ => format!("$replace({value},{pattern},function($m){{$m.match & $m.index}})"),
    }
}

fn function(chance: &mut dyn Chance, depth: usize) -> String {
    let (a, b) = (jsonata(chance, depth), jsonata(chance, depth));
    match chance.below(9) {
        0 => format!("$reduce({a}, function($p,$c){{$p & $c}})"),
        1 => format!("$reduce({a}, function($p,$c){{$append($c,$p)}}, {b})"),
        2 => format!("({a} ~> $map(function($x){{{b}}}))"),
        3 => format!("($f := $append(?, {a}); $f({b}))"),
        4 => format!("(function($x)<x:x>{{$x}})({a})"),
        5 => format!("(function($x,$y)<s-n?:s>{{$x & $y}})({a})"),
        6 => format!("($f := function($n){{$n < 4 ? $f($n + 1) : $n}}; $f({a}))"),
        7 => format!("($c := $uppercase ~> $trim; $c({a}))"),
        _ => format!("($g := λ($x){{λ($y){{[$x,$y]}}}}; $g({a})({b}))"),
    }
}

fn form(chance: &mut dyn Chance, depth: usize) -> String {
    let a = jsonata(chance, depth);
    match chance.below(16) {
        0 => format!("($q := {a}; $q)"),
        1 => format!("({a}; {a})"),
        2 => format!("{a}[]"),
        3 => "(items ~> |$|{\"w\":1},\"n\"|)".to_owned(),
        4 => format!("($ ~> |items|{{\"w\":{a}}}|)"),
        5 => format!("(items{{s: {a}}})"),
        6 => format!("[{}..{}]", chance.below(4), chance.below(6)),
        7 => format!("({a})[0]"),
        8 => format!("-({a})"),
        9 => format!("$eval(\"a + 1\", {a})"),
        10 => format!("(items ~> |items[n={a}]|{{\"w\":n}},[\"s\",\"b\"]|)"),
        11 => format!("items@$v#$i[$i<2].items@$w.{{\"v\":$v.n,\"w\":$w.n,\"a\":{a}}}"),
        12 => format!("items.items.(%.%.n & {a})"),
        13 => format!("items^(>$string({a}),n).n"),
        14 => format!("(items[n>1]#$p.{{s:[$p,{a}]}})"),
        _ => format!("[{a}..n]"),
    }
}
