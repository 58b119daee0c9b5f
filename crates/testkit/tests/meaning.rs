//! What workflows mean: each is run, and gives what its Rust says.
//!
//! The rules of the lowering have snapshots of their own; here is the proof that what they write
//! does what was meant.

#![expect(clippy::unwrap_used, reason = "the workflows of tests are test code")]

use expect_test::{Expect, expect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stepwright::{
    AsExpr, Backoff, Callable, Expr, Flow, Shape, States, Step, Tail, TaskError, Workflow, asl,
    branch, choice, distributed_map, expr, map, map_indexed, parallel, parallel_list, pass,
    raw_branch, task,
};
use stepwright_testkit::{Mocks, RunError, RunLocally};

#[derive(Debug, TaskError, thiserror::Error)]
enum HalveError {
    #[error("odd")]
    Odd,
    #[error("zero")]
    Zero,
}
/// Halves a number that is even and not zero.
#[derive(Callable, Clone, Copy)]
#[lambda(name = "halve", input = u32, output = u32, error = HalveError)]
struct Halve;

fn halve(n: u32) -> Result<u32, HalveError> {
    match n {
        0 => Err(HalveError::Zero),
        n if n % 2 == 1 => Err(HalveError::Odd),
        n => Ok(n / 2),
    }
}

#[track_caller]
fn check<I, O, R>(f: impl FnOnce(&mut Flow, Expr<I>) -> R, input: I, expect: Expect)
where
    I: Shape + Serialize,
    O: Shape + DeserializeOwned + std::fmt::Debug,
    R: Tail<O>,
{
    let mocks = Mocks::new().on(Halve, halve);
    let gave = match Workflow::new("test", f).run_locally(&mocks, input) {
        Ok(run) => format!("{:?}", run.output),
        Err(RunError::Ended(it)) => {
            format!("{}: {}", it.error().unwrap_or(""), it.cause().unwrap_or(""))
        }
        Err(error) => error.to_string(),
    };
    expect.assert_eq(&gave);
}

#[test]
fn the_input_can_be_read_anywhere() {
    check(
        |w: &mut Flow, n: Expr<u32>| {
            let a = pass("A").value(expr!(n + 1)).run(w);
            let (b, c) = parallel("Both")
                .branch("b", |w| {
                    pass("B1").run(w);
                    pass("B2").value(expr!(n + a)).run(w)
                })
                .branch("c", |w| pass("C").value(expr!(n * 10)).run(w))
                .run(w);
            expr!(a * 10000 + b * 100 + c + n)
        },
        1,
        expect!["20311"],
    );
}

#[test]
fn a_parallel_at_the_start_gives_its_branches_the_input() {
    check(
        |w: &mut Flow, n: Expr<u32>| {
            let (a, rest) = parallel("Both")
                .branch("a", |w| pass("A").value(expr!(n + 1)).run(w))
                .branch("inner", |w| {
                    let (b, c) = parallel("Inner")
                        .branch("b", |w| pass("B").value(expr!(n + 2)).run(w))
                        .branch("c", |w| pass("C").value(expr!(n + 3)).run(w))
                        .run(w);
                    expr!([b, c])
                })
                .run(w);
            expr!([a]).concat(rest)
        },
        5,
        expect!["[6, 7, 8]"],
    );
}

#[test]
fn arms_join_with_the_value_of_the_one_that_was_taken() {
    let f = |w: &mut Flow, n: Expr<u32>| {
        let size = choice("Size?")
            .when(expr!(n > 10), |w| {
                choice("Huge?")
                    .when(expr!(n > 100), |w| w.fail("Too Large", "TooLarge", "over a hundred"))
                    .when(expr!(n > 50), |_| "large".as_expr())
                    .otherwise(|w| pass("Medium").value("medium").run(w))
                    .run(w)
            })
            .when(expr!(n > 5), |_| "small".as_expr())
            .otherwise(|_| "tiny".as_expr())
            .run(w);
        pass("Tell").value(size.concat("!")).run(w)
    };
    check(f, 200, expect!["TooLarge: over a hundred"]);
    check(f, 60, expect![[r#""large!""#]]);
    check(f, 20, expect![[r#""medium!""#]]);
    check(f, 6, expect![[r#""small!""#]]);
    check(f, 1, expect![[r#""tiny!""#]]);
}

#[test]
fn arms_at_the_end_hand_back_their_values() {
    let f = |w: &mut Flow, n: Expr<u32>| {
        choice("Size?")
            .when(expr!(n > 10), |_| "large".as_expr())
            .when(expr!(n > 5), |w| pass("Medium").value("medium").run(w))
            .otherwise(|_| n.to_text())
            .run(w)
    };
    check(f, 11, expect![[r#""large""#]]);
    check(f, 6, expect![[r#""medium""#]]);
    check(f, 5, expect![[r#""5""#]]);
}

#[test]
fn catchers_recover_fail_and_share_a_handler() {
    let f = |w: &mut Flow, n: Expr<u32>| {
        let give_up = w.handler("failure", |w, failure| {
            w.wait("Calm Down", 5);
            w.fail("Given Up", failure.error.concat("!"), failure.cause)
        });
        let half = task("Halve", Halve)
            .input(n)
            .catch(HalveError::ODD, |_, _| 1000u32.as_expr())
            .catch_to(States::All, &give_up)
            .run(w);
        task("Halve Again", Halve)
            .input(half)
            .catch(HalveError::ODD, |w, error| {
                pass("Length").value(error.error.len()).run(w).assert::<u32>()
            })
            .run(w)
    };
    check(f, 8, expect!["2"]);
    check(f, 6, expect!["3"]);
    check(f, 7, expect!["500"]);
    check(f, 0, expect![[r#"Zero!: {"errorMessage":"zero","errorType":"Zero"}"#]]);
}

#[test]
fn variables_are_set_in_loops() {
    // The sum of the odd numbers up to n, and how many there are.
    let f = |w: &mut Flow, n: Expr<u32>| {
        let sum = w.var("sum", 0u32);
        let odds = w.var("odds", 0u32);
        let i = w.var("i", 0u32);
        let next = w.label();
        w.set(&i, i.get() + 1);
        choice::<()>("Done?")
            .when(expr!(i.get() > n), |_| ())
            .when(expr!(i.get() % 2 == 1), |w| {
                w.set(&sum, sum.get() + i.get());
                w.set(&odds, odds.get() + 1);
                w.go_to(&next)
            })
            .otherwise(|w| w.go_to(&next))
            .run(w);
        expr!([sum.get(), odds.get()])
    };
    check(f, 0, expect!["[0, 0]"]);
    check(f, 5, expect!["[9, 3]"]);
    check(f, 6, expect!["[9, 3]"]);
}

#[test]
fn a_second_set_sees_the_first_and_an_old_value_stays_old() {
    check(
        |w: &mut Flow, n: Expr<u32>| {
            let v = w.var("v", n);
            w.wait("Rest", 1);
            let before = w.keep("before", v.get());
            w.set(&v, v.get() * 2);
            w.set(&v, v.get() + before);
            let after = v.get();
            pass("Both").value(expr!([before, after])).run(w)
        },
        5,
        expect!["[5, 15]"],
    );
}

#[test]
fn maps_see_what_is_around_them_and_their_own_items() {
    check(
        |w: &mut Flow, rows: Expr<Vec<Vec<u32>>>| {
            let ten = pass("Ten").value(10u32).run(w);
            map_indexed("Rows", rows, |w, row, y| {
                let cells = map_indexed("Cells", row, |w, cell, x| {
                    let more = pass("More").value(expr!(cell + ten)).run(w);
                    pass("Place").value(expr!([cell.assert::<u64>(), more.assert(), x, y])).run(w)
                })
                .run(w);
                pass("Row").value(cells.map(Expr::sum)).run(w)
            })
            .run(w)
        },
        vec![vec![1], vec![], vec![2, 3, 4]],
        expect!["[[12], [], [16, 19, 22]]"],
    );
}

#[test]
fn the_item_is_there_in_every_state_of_an_iteration() {
    check(
        |w: &mut Flow, numbers: Expr<Vec<u32>>| {
            map("Each", numbers, |w, n| {
                // Back to the start: the item has to be kept before.
                let tries = w.var("tries", n);
                let again = w.label();
                let half = task("Halve", Halve)
                    .input(tries.get())
                    .catch(HalveError::ZERO, |_, _| 0u32.as_expr())
                    .catch(HalveError::ODD, |w, _| {
                        w.set(&tries, tries.get() + 1);
                        w.go_to(&again)
                    })
                    .run(w);
                pass("Tell").value(expr!([n, half])).run(w)
            })
            .run(w)
        },
        vec![0, 3, 8],
        expect!["[[0, 0], [3, 2], [8, 4]]"],
    );
}

#[test]
fn an_iteration_of_a_parallel_gives_the_item_to_the_branches() {
    check(
        |w: &mut Flow, numbers: Expr<Vec<u32>>| {
            map("Each", numbers, |w, n| {
                let (a, b) = parallel("Both")
                    .branch("a", |w| pass("A").value(expr!(n + 1)).run(w))
                    .branch("b", |w| {
                        pass("B1").run(w);
                        pass("B2").value(expr!(n + 2)).run(w)
                    })
                    .run(w);
                expr!([n, a, b])
            })
            .run(w)
        },
        vec![1, 10],
        expect!["[[1, 2, 3], [10, 11, 12]]"],
    );
}

#[test]
fn a_parallel_that_recovers_hands_back_a_tuple() {
    let f = |w: &mut Flow, n: Expr<u32>| {
        let (a, b) = parallel("Both")
            .branch("a", |w| task("Halve A", Halve).input(n).run(w))
            .branch("b", |w| pass("B").value(n).run(w))
            .catch(HalveError::ODD, |w, error| {
                let length = pass("Length").value(error.error.len()).run(w).assert::<u32>();
                (length, expr!(length + n))
            })
            .catch(States::All, |w, _| pass("Literal").value((7u32, 8u32)).run(w))
            .run(w);
        pass("Pair").value(expr!([a, b])).run(w)
    };
    check(f, 4, expect!["[2, 4]"]);
    check(f, 5, expect!["[3, 8]"]);
    check(f, 0, expect!["[7, 8]"]);
}

#[test]
fn branches_of_one_type_give_a_list_even_if_there_is_one() {
    let f = |count: u32| {
        move |w: &mut Flow, n: Expr<u32>| {
            let branches = (0..count)
                .map(|i| branch(move |w| pass(&format!("Branch {i}")).value(expr!(n + i)).run(w)));
            let all = parallel_list("All", branches.collect()).run(w);
            pass("List").value(all.map(|it| expr!(it * 2))).run(w)
        }
    };
    check(f(1), 5, expect!["[10]"]);
    check(f(3), 5, expect!["[10, 12, 14]"]);
}

#[test]
fn a_succeed_state_ends_its_branch_with_its_value() {
    let f = |w: &mut Flow, numbers: Expr<Vec<u32>>| {
        map("Each", numbers, |w, n| {
            choice("Large?")
                .when(expr!(n > 10), |w| w.succeed("Large", 10u32))
                .otherwise(|w| pass("Same").value(n).run(w))
                .run(w)
        })
        .run(w)
    };
    check(f, vec![1, 100], expect!["[1, 10]"]);
}

/// A definition from elsewhere.
fn times() -> asl::StateMachine {
    r#"{"StartAt": "Times", "States": {"Times": {
        "Type": "Pass", "Output": "{% $states.input.item * $states.input.shared %}", "End": true
    }}}"#
        .parse()
        .unwrap()
}

#[test]
fn a_raw_branch_is_run_by_each_child_of_a_distributed_map() {
    check(
        |w: &mut Flow, numbers: Expr<Vec<u32>>| {
            let products = distributed_map("Each", numbers, 10_u32, |w, _, _: Expr<u32>| {
                raw_branch::<u32>(times()).run(w)
            })
            .run(w);
            pass("Sum").value(expr!([products.sum(), products.len().assert()])).run(w)
        },
        vec![1, 2, 4],
        expect!["[70, 3]"],
    );
}

#[test]
fn facts_of_the_execution_are_there_when_it_runs() {
    check(
        |w: &mut Flow, _: Expr<()>| {
            let context = w.context();
            w.wait("Rest", 60);
            let entered = context.state_entered_time();
            let later = expr!(entered > context.start_time() && !(context.start_time() > entered));
            pass("Facts")
                .value(expr!([
                    context.state_name(),
                    context.state_machine_name(),
                    if later { "entered later" } else { "entered before" },
                    if context.execution_id().contains(context.execution_name()) {
                        "named"
                    } else {
                        "nameless"
                    },
                    if context.execution_role().starts_with("arn:aws:iam::") {
                        "a role"
                    } else {
                        ""
                    },
                ]))
                .run(w)
        },
        (),
        expect![[r#"["Facts", "machine", "entered later", "named", "a role"]"#]],
    );
}

#[test]
fn a_task_can_tell_how_often_it_was_tried() {
    let workflow = Workflow::new("test", |w: &mut Flow, _: Expr<()>| {
        let tries = w.context().retry_count();
        task("Halve", Halve)
            .input(tries)
            .retry(HalveError::ZERO, Backoff::every_secs(1).max_attempts(5))
            .retry(HalveError::ODD, Backoff::every_secs(1).max_attempts(5))
            .run(w)
    });
    let run = workflow.run_locally(&Mocks::new().on(Halve, halve), ()).unwrap();
    // 0 is refused, 1 is odd, 2 is halved.
    assert_eq!((run.output, run.elapsed().as_secs()), (1, 2));
}

#[test]
fn whole_numbers_pass_through_exactly() {
    check(
        |w: &mut Flow, numbers: Expr<Vec<u64>>| {
            let first = pass("Keep").value(numbers).run(w);
            w.wait("Rest", 1);
            map("Each", first, |w, n| pass("Same").value(n).run(w)).run(w)
        },
        vec![(1 << 53) + 1, u64::MAX, 0],
        expect!["[9007199254740993, 18446744073709551615, 0]"],
    );
}
