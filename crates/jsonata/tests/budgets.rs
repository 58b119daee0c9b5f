//! Whatever an expression does, it ends: with a value, or with the error of its budget.

use stepwright_json::json;
use stepwright_jsonata::{Environment, Expression, Limits};

/// The code or sentence with which an expression ends.
#[track_caller]
fn check(text: &str, expected: &str) {
    check_within(2_000_000, text, expected);
}

#[track_caller]
fn check_within(steps: u64, text: &str, expected: &str) {
    for environment in [Environment::standard(), Environment::aws()] {
        let mut environment =
            Environment { limits: Limits { steps, ..environment.limits }, ..environment };
        let ended = match Expression::parse(text) {
            Err(error) => error.code.to_owned(),
            Ok(it) => match it.evaluate(&json!({}), &[], &mut environment) {
                Ok(_) => "a value".to_owned(),
                Err(error) if error.code.is_empty() => error.message,
                Err(error) => format!("{} {}", error.code, error.message),
            },
        };
        assert!(
            expected.split('|').any(|it| ended.contains(it)),
            "{}: {ended}",
            text.chars().take(80).collect::<String>()
        );
    }
}

#[test]
fn deep_nesting_is_refused_by_an_error_and_not_by_the_stack() {
    const DEEP: usize = 20_000;
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("-", "1", ""),
        ("{\"a\":", "1", "}"),
        ("a.", "a", ""),
        ("\"a\" & ", "\"a\"", ""),
        ("1 ? ", "1", " : 2"),
        ("function(){", "1", "}"),
        ("a[", "1", "]"),
        ("$f(", "1", ")"),
        ("a ~> ", "a", ""),
        ("$a := ", "1", ""),
        ("1 + ", "1", ""),
    ] {
        check(&format!("{}{middle}{}", open.repeat(DEEP), close.repeat(DEEP)), "U1001");
    }
    check(&"(".repeat(DEEP), "U1001");
    check(&format!("/{}a{}/", "(".repeat(DEEP), ")".repeat(DEEP)), "S0303");
}

#[test]
fn endless_recursion_ends() {
    check("($f := function($n){ 1 + $f($n) }; $f(1))", "Stack overflow");
    check("($f := function($n){ $f($n) }; $f(1))", "timeout");
    check("($f := function($n){ $map([1,2], $f) }; $f(1))", "Stack overflow");
    check("($f := function($n){ [$f([$n])] }; $f(1))", "Stack overflow|timeout");
    check("($f := function($a){ $f([$a]) }; $f([]))", "timeout");
    check("($f := function($a){ $f($append($a, $a)) }; $f([1,2]))", "memory limit|timeout");
}

#[test]
fn catastrophic_patterns_end() {
    check("$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(a+)+$/)", "timeout");
    check("$contains($pad('', 5000, 'a'), /(a|aa)+$b/)", "timeout|a value");
    check("$replace($pad('', 3000, 'a'), /(.*)*x/, '')", "timeout");
}

#[test]
fn huge_values_end_at_the_limit_of_memory() {
    check("$pad('a', 1e9)", "memory limit");
    check("$pad('a', -1e300)", "memory limit");
    check("[1..1e9]", "D2014|memory limit");
    check(
        "($p := function($s,$n){ $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', 60)))",
        "memory limit|timeout",
    );
    check("$join($map([1..100000], function($x){ $pad('', 100000) }))", "memory limit|timeout");
    check("$count([1..3000].([1..3000].$))", "timeout|memory limit");
    check("$formatInteger(1e300, 'I')", "a value");
    check("$formatBase(1e308, 2)", "a value");
    check("$formatNumber(1e308, '0.000')", "a value");
    check("$round(1e308, 1e9)", "a value");
    check("$fromMillis(9e18)", "D3110");
    check("$fromMillis(-9e300, '[Y][M][d][W][w][X][x]')", "D3110");
    check("$fromMillis(-8.64e15, '[Y][M][d][W][w][X][x]')", "a value");
    check("$toMillis('99999999999999999999', '[Y]')", "a value");
    check("$power(10, 400)", "D3061");
    check("$substring('abc', -1e300, 1e300)", "a value");
    check("$split('abc', '', 1e300)", "a value");
}

#[test]
fn what_holds_itself_many_times_over_ends_at_the_limit_of_memory() {
    // Twice as much with each turn, though nothing is copied.
    check(
        "($f := function($x,$n){ $n = 0 ? $x : $f([[$x],[$x]], $n-1) }; $f(1,90))",
        "memory limit",
    );
    check(
        "($f := function($x,$n){ $n = 0 ? $x : $f({'a':$x,'b':$x}, $n-1) }; $f(1,90))",
        "memory limit",
    );
    check(
        "($f := function($x,$n){ $n = 0 ? $x : $f({'a':[$x],'b':[$x,1]}, $n-1) }; $f(1,90))",
        "memory limit|timeout",
    );
    check(&format!("(1){}", ".[[$],[$]]".repeat(90)), "memory limit");
    check(&format!("(1){}", ".{'a':$,'b':$}".repeat(90)), "memory limit");
    check(
        &format!("{}1{}", "(".repeat(60), "{'a':$,'b':$})".repeat(60)),
        "Stack overflow|memory limit|a value",
    );
    check(&format!("1{}", " ~> function($x){ [[$x],[$x]] }".repeat(40)), "memory limit");
    check("$reduce([1..90], function($x, $n){ [[$x],[$x]] }, 1)", "memory limit");
    check("$map([1..800000], function(){ [1..800000] })", "memory limit|timeout");
    check("[1..800000].[[1..800000]]", "memory limit|timeout");
    check("[1..3000]@$a.[1..3000]@$b.[$a,$b]", "memory limit|timeout");
}

#[test]
fn what_nests_without_end_is_refused_by_an_error_and_not_by_the_stack() {
    let turns = |next: &str, first: &str| {
        format!("($f := function($x,$n){{ $n = 0 ? 1 : $f({next}, $n-1) }}; $f({first}, 20000))")
    };
    check(&turns("[[$x]]", "1"), "Stack overflow");
    check(&turns("{'a':$x,'f':function(){1}}", "1"), "Stack overflow");
    check(&turns("$x ~> $sum", "$sum"), "Stack overflow");
    check(&turns("$append(?, $x)", "$sum"), "Stack overflow");
    check(&turns("$x.(function(){1})", "$sum"), "Stack overflow");
    check("$reduce([1..20000], function($a, $b){ [[$a]] }, 1)", "Stack overflow");
    // What is held by what holds it, or by JSON, is no deeper for it.
    check(&turns("function(){ $x }", "1"), "a value");
    check(&turns("{'a':$x}", "1"), "a value");
    check(
        &format!("{} ~> |a|{{'b':1}}|", turns("{'a':$x}", "1").replace("? 1 :", "? $x :")),
        "Stack overflow",
    );
    check(
        &format!("{}.**", turns("{'a':[[$x]]}", "1").replace("? 1 :", "? $x :")),
        "a value|timeout",
    );
}

#[test]
fn data_that_is_nested_deeper_than_the_stack_is_high_brings_nothing_down() {
    const LEVELS: usize = 100_000;
    let arrays = (0..LEVELS).fold(json!(1), |inner, _| json!([inner]));
    let objects = (0..LEVELS).fold(json!(1), |inner, _| json!({ "a": inner }));
    let data = json!({ "l": arrays.clone(), "o": objects.clone(), "same": [objects, arrays] });
    for text in [
        "$",
        "$count(**)",
        "o.a.a",
        "*",
        "l.*",
        "l.a",
        "l[0][0]",
        "$string($)",
        "$ = $",
        "l = same[1]",
        "l in same",
        "$ ~> |o|{'b':1}|",
        "$spread(l)",
        "$keys(l)",
        "$distinct(same)",
        "same.a",
        "$map(same, function($x){ $x })",
        "[l, o]",
        "{'l': l, 'o': o}",
        "$append(l, l)",
        "$sort(same, function($a, $b){ $a = $b })",
        "$merge([o, o])",
        "$each(o, function($v, $k){ [$v] })",
        "same^($string($))",
        "-o",
        "$clone(o)",
        "same{$type($): $}",
        "l%2",
    ] {
        for environment in [Environment::standard(), Environment::aws()] {
            let limits = Limits { steps: 500_000, ..environment.limits };
            let mut environment = Environment { limits, ..environment };
            if let Ok(it) = Expression::parse(text) {
                drop(it.evaluate(&data, &[], &mut environment));
            }
        }
    }
}

#[test]
fn whoever_looks_at_large_values_again_and_again_runs_out_of_time() {
    for each in [
        "$sum($a)",
        "$count($a[$ < 0])",
        "$a.zz",
        "$reverse($a)",
        "$boolean($z)",
        "$z ? 1 : 2",
        "$z and true",
        "$a = $b",
        "-5 in $a",
        "$uppercase($s)",
        "$s & 'x'",
        "$s & 'x' = $s & 'y'",
        "$s < $t",
        "$s = $t",
        "$string([$s])",
        "$o = $p",
        "$substring($s, 1, 1)",
        "[$a]",
        "$keys($o)",
        "$distinct([$s, $t])",
        "$lookup($a, 'x')",
        "$merge([$o, $p])",
        "$match($s, /[^x]*?y/)",
        "$a^($).x",
        "[$s, $t]^($)",
        "$z ?: 1",
        "$o.*",
    ] {
        check_within(
            300_000,
            &format!(
                "($a := [1..9999]; $b := [1..9999]; $z := [1..9999].(0); $s := $pad('', 200000);
                  $t := $pad('', 200000); $o := {{'k': $a}}; $p := {{'k': $b}};
                  $map([1..100000], function(){{ {each} }}))"
            ),
            "timeout|memory limit",
        );
    }
}

#[test]
fn long_pictures_end() {
    for picture in ["[Y,1000000000]", "[f,1000000000]", "[Y,70000]"] {
        check(&format!("$fromMillis(0, '{picture}')"), "timeout");
    }
    check("$formatInteger(1, $pad('0', 70000, '0'))", "timeout");
    check("$formatNumber(1, $pad('0', 70000, '0'))", "timeout");
    check("$formatNumber(1, $pad('0.', 70000, '0'))", "timeout");
    check("$formatNumber(1, $pad('0e', 70000, '0'))", "timeout");
    check("$length($formatInteger(1, $pad('0', 7000, '0')))", "a value");
    check("$fromMillis(0, $pad('', 70000, '[Y]'))", "timeout");
    check("$toMillis('1', $pad('', 70000, '[Y]'))", "timeout");
    check("$toMillis('2018', '[Y,100000]')", "a value");
    check("$toMillis('999999999', '[Y]')", "a value");
    check("$formatInteger(18446744073709551615, 'A')", "a value");
    check("$parseInteger($pad('', 40000, 'M'), 'I')", "a value");
}

#[test]
fn long_signatures_are_not_tried_in_every_way() {
    let ones = |count: usize| vec!["1"; count].join(",");
    check(&format!("(function($a)<{}s:x>{{1}})({})", "n?".repeat(80), ones(40)), "T0410");
    check(&format!("(function($a)<{}s:x>{{1}})({})", "x+".repeat(40), ones(80)), "T0410|timeout");
    check(&format!("(function($a)<{}:x>{{1}})()", "n?".repeat(20_000)), "a value");
    check(&format!("(function($a)<{}:x>{{1}})({})", "n?".repeat(20_000), ones(20_001)), "timeout");
}

#[test]
fn the_same_seed_gives_the_same_chance() {
    let it = Expression::parse("[$random(), $shuffle([1..9]), $uuid()]").unwrap();
    let run = |seed| {
        it.evaluate(&json!(null), &[], &mut Environment { seed, ..Environment::aws() }).unwrap()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn an_expression_is_shared_between_threads() {
    let it = Expression::parse("$sum(a.b)").unwrap();
    let threads: Vec<_> = (0..4)
        .map(|n| {
            let it = it.clone();
            std::thread::spawn(move || {
                it.evaluate(&json!({ "a": [{ "b": n }, { "b": 1 }] }), &[], &mut Environment::aws())
            })
        })
        .collect();
    for (n, thread) in threads.into_iter().enumerate() {
        assert_eq!(thread.join().unwrap(), Ok(Some(json!(n + 1))));
    }
}
