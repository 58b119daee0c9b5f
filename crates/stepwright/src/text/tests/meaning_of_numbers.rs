//! What the methods and operators of numbers mean: each evaluated, and compared with Rust.

use proptest::prelude::*;

use super::input;
use super::meaning::same;
use crate::expr;

#[test]
fn round_goes_to_the_even_one_of_two() {
    for (given, expect) in [(0.5, 0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2), (2.4, 2)] {
        same(&given, input::<f64>().round(), expect);
    }
}

#[test]
fn a_number_is_text_as_json_writes_it() {
    for (given, expect) in [(0.0, "0"), (1.0, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (1e21, "1e+21")] {
        same(&given, input::<f64>().to_text(), expect);
    }
}

#[test]
fn a_quotient_has_its_fraction() {
    same(&7_u32, expr!(input::<u32>() / 2), 3.5);
    same(&6_u32, expr!(input::<u32>() / 2), 3);
}

#[test]
fn a_difference_of_unsigned_numbers_may_be_negative() {
    same(&1_u32, expr!(input::<u32>() - 2), -1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn numbers_mean_what_rust_means(a in -50_i64..50, b in prop_oneof![-9_i64..0, 1_i64..9]) {
        let n = || input::<i64>();
        same(&a, expr!(n() + b), a + b);
        same(&a, expr!(n() - b), a - b);
        same(&a, expr!(n() * b), a * b);
        same(&a, expr!(n() % b), a % b);
        same(&a, n().min(b), a.min(b));
        same(&a, n().max(b), a.max(b));
        same(&a, n().abs(), a.abs());
        same(&a, n().round(), a);
        same(&a, n().to_text(), a.to_string());
        same(&a, n().to_text().to_number(), a);
        same(&a, expr!(n() == b), a == b);
        same(&a, expr!(n() != b), a != b);
        same(&a, expr!(n() > b), a > b);
        same(&a, expr!(n() >= b), a >= b);
        same(&a, expr!(n() <= b), a <= b);
        same(&a, expr!(-n()), -a);
    }

    #[test]
    fn fractions_mean_what_rust_means(a in -50_i32..50, b in 1_i32..9) {
        let (x, y) = (f64::from(a) / 4.0, f64::from(b) / 2.0);
        let n = || input::<f64>();
        same(&x, expr!(n() / y), x / y);
        same(&x, expr!(n() * y), x * y);
        same(&x, n().min(y), x.min(y));
        same(&x, n().abs(), x.abs());
        same(&x, n().round(), x.round_ties_even());
    }

    #[test]
    fn truth_means_what_rust_means(p in any::<bool>(), q in any::<bool>()) {
        let t = || input::<bool>();
        same(&p, t().and(q), p && q);
        same(&p, t().or(q), p || q);
        same(&p, !t(), !p);
        same(&p, t() & q, p & q);
        same(&p, t() | q, p | q);
    }
}
