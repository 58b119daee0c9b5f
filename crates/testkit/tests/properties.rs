//! What workflows mean, for inputs that nobody thought of: each gives in the engine what a plain
//! Rust function gives.
//!
//! JSONata takes a list of one for its item, and a missing value for none: these are the inputs on
//! which a definition and the Rust that it was made from would part.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

use proptest::collection::vec;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use stepwright::{
    Callable, Expr, Flow, Shape, Step, TaskError, Workflow, choice, expr, map, parallel, pass, task,
};
use stepwright_testkit::{Mocks, RunLocally};

#[derive(Debug, TaskError, thiserror::Error)]
enum HalveError {
    #[error("{0} is odd")]
    Odd(u32),
}

#[derive(Callable, Clone, Copy)]
#[lambda(name = "halve", input = u32, output = u32, error = HalveError)]
struct Halve;

fn halve(n: u32) -> Result<u32, HalveError> {
    if n.is_multiple_of(2) { Ok(n / 2) } else { Err(HalveError::Odd(n)) }
}

/// Optional values of all kinds: written as `null`, or left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Shape)]
struct Options {
    #[serde(default)]
    null: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent: Option<u32>,
    #[serde(default)]
    list: Option<Vec<u32>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent_list: Option<Vec<u32>>,
}

/// What is known of a list.
#[derive(Debug, PartialEq, Serialize, Deserialize, Shape)]
struct Lists {
    doubled: Vec<u32>,
    large: Vec<u32>,
    count: u64,
    none: bool,
    nested: Vec<Vec<u32>>,
}

/// What is known of optional values.
#[derive(Debug, PartialEq, Serialize, Deserialize, Shape)]
struct Answers {
    null: bool,
    absent: bool,
    or: u32,
    other: u32,
    list: Vec<u32>,
    fewer: Vec<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, Shape)]
struct Given {
    n: u32,
    items: Vec<u32>,
}

fn options() -> impl Strategy<Value = Options> {
    let number = || proptest::option::of(0..9_u32);
    let list = || proptest::option::of(vec(0..9_u32, 0..4));
    (number(), number(), list(), list()).prop_map(|(null, absent, list, absent_list)| Options {
        null,
        absent,
        list,
        absent_list,
    })
}

/// Runs the workflow of a function, and gives what it gives.
fn run<I, O>(f: impl Fn(&mut Flow, Expr<I>) -> Expr<O>, input: I) -> O
where
    I: Shape + Serialize,
    O: Shape + DeserializeOwned,
{
    let mocks = Mocks::new().on(Halve, halve);
    Workflow::new("test", f).run_locally(&mocks, input).unwrap().output
}

/// No items, one, and some: where JSONata's lists differ.
fn lists() -> impl Strategy<Value = Vec<u32>> {
    vec(0..20_u32, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_map_state_gives_one_value_for_each_item(items in lists()) {
        let gave: Vec<u32> = run(
            |w, items: Expr<Vec<u32>>| {
                map("Halves", items, |w, n| {
                    task("Halve", Halve)
                        .input(n)
                        .catch(HalveError::ODD, |w, _| pass("Odd").value(expr!(n * 100)).run(w))
                        .run(w)
                })
                .run(w)
            },
            items.clone(),
        );
        let rust: Vec<u32> = items.iter().map(|&n| halve(n).unwrap_or(n * 100)).collect();
        prop_assert_eq!(gave, rust);
    }

    #[test]
    fn lists_are_lists_however_many_items_they_have(items in lists()) {
        let gave: Lists = run(
            |w, items: Expr<Vec<u32>>| {
                let doubled = pass("Doubled").value(items.map(|n| expr!(n * 2))).run(w);
                let large = pass("Large").value(items.filter(|n| expr!(n > 9))).run(w);
                let count = pass("Count").value(items.len()).run(w).assert::<u64>();
                let none = pass("None?").value(items.is_empty()).run(w);
                let nested = pass("Nested").value(items.map(|n| expr!([n]))).run(w);
                expr!(Lists { doubled, large, count, none, nested })
            },
            items.clone(),
        );
        let doubled = items.iter().map(|n| n * 2).collect();
        let large = items.iter().copied().filter(|&n| n > 9).collect();
        let nested = items.iter().map(|&n| vec![n]).collect();
        let count = u64::try_from(items.len()).unwrap();
        prop_assert_eq!(gave, Lists { doubled, large, count, none: items.is_empty(), nested });
    }

    #[test]
    fn a_list_passes_through_branches_and_iterations_whole(lists in vec(lists(), 0..4)) {
        let gave: Vec<Vec<u32>> = run(
            |w, lists: Expr<Vec<Vec<u32>>>| {
                let (all, _) = parallel("Both")
                    .branch("all", |w| {
                        map("Lists", lists, |w, list| {
                            map("Items", list, |w, n| pass("Item").value(n).run(w)).run(w)
                        })
                        .run(w)
                    })
                    .branch("nothing", |w| pass("Nothing").value(0_u32).run(w))
                    .run(w);
                pass("Kept").value(all).run(w)
            },
            lists.clone(),
        );
        prop_assert_eq!(gave, lists);
    }

    #[test]
    fn a_choice_joins_at_the_value_of_the_arm_that_was_taken(n in 0..40_u32, items in lists()) {
        let gave: Vec<u32> = run(
            |w, input: Expr<Given>| {
                let n = input.n;
                let joined = choice("Size?")
                    .when(expr!(n > 20), |w| pass("Large").value(expr!([n])).run(w))
                    .when(expr!(n % 3 == 0 && n > 9), |_| input.items)
                    .otherwise(|w| {
                        map("Few", input.items, |w, it| pass("More").value(expr!(it + n)).run(w))
                            .run(w)
                    })
                    .run(w);
                pass("Joined").value(joined).run(w)
            },
            Given { n, items: items.clone() },
        );
        let rust = match n {
            21.. => vec![n],
            10..=20 if n % 3 == 0 => items,
            0..=20 => items.iter().map(|it| it + n).collect(),
        };
        prop_assert_eq!(gave, rust);
    }

    #[test]
    fn optional_values_are_there_or_not(given in options()) {
        let gave: Answers = run(
            |w, it: Expr<Options>| {
                let null = pass("Null?").value(it.null.is_some()).run(w);
                let absent = pass("Absent?").value(it.absent.is_none()).run(w);
                let or = pass("Or").value(it.null.unwrap_or(7_u32)).run(w);
                let other = pass("Other").value(it.absent.unwrap_or(or)).run(w);
                let list = pass("List").value(it.list.unwrap_or(vec![1_u32])).run(w);
                let fewer = pass("Fewer").value(it.absent_list.unwrap_or(vec![])).run(w);
                expr!(Answers { null, absent, or, other, list, fewer })
            },
            given.clone(),
        );
        let Options { null, absent, list, absent_list } = given;
        let or = null.unwrap_or(7);
        let rust = Answers {
            null: null.is_some(),
            absent: absent.is_none(),
            or,
            other: absent.unwrap_or(or),
            list: list.unwrap_or_else(|| vec![1]),
            fewer: absent_list.unwrap_or_default(),
        };
        prop_assert_eq!(gave, rust);
    }

    #[test]
    fn an_object_with_optional_values_passes_through_whole(given in options()) {
        let gave: Options = run(
            |w, it: Expr<Options>| {
                let kept = pass("Keep").value(it).run(w);
                w.wait("Rest", 1);
                pass("Hand Back").value(kept).run(w)
            },
            given.clone(),
        );
        prop_assert_eq!(gave, given);
    }
}
