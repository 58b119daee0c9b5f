//! Whatever an expression does, it ends: with a value, or with the error of its budget.

use stepwright_json::json;
use stepwright_jsonata::{Environment, Expression, Limits};

/// The code or sentence with which an expression ends.
#[track_caller]
fn check(text: &str, expected: &str) {
    for environment in [Environment::standard(), Environment::aws()] {
        let mut environment = Environment {
            limits: Limits { steps: 2_000_000, ..environment.limits },
            ..environment
        };
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
        "memory limit",
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
