//! Workflows that nobody thought of: each is written twice, as a flow and as plain Rust, and both
//! give the same.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "all of this is test code")]
#![expect(clippy::too_many_lines, reason = "a table of all parts")]

use std::cell::Cell;

use proptest::prelude::*;
use stepwright::{
    Callable, Expr, Flow, Step, TaskError, Var, Workflow, choice, expr, map, parallel, pass, task,
};
use stepwright_testkit::{Mocks, RunLocally};

#[derive(Debug, TaskError, thiserror::Error)]
enum HalveError {
    #[error("it is odd")]
    Odd,
}
/// Halves an even number.
#[derive(Callable, Clone, Copy)]
#[lambda(name = "halve", input = u32, output = u32, error = HalveError)]
struct Halve;

/// A part of a program. All values are numbers; a number of a value says which of those that can be
/// read here is meant, counted round.
#[derive(Debug, Clone)]
enum Part {
    /// A Pass state.
    Pass(Sum),
    /// A kept value.
    Keep(Sum),
    /// The variable of the scope, set.
    Set(Sum),
    /// The variable of the scope, read.
    Get,
    /// One of two ways, each handing back its last value.
    Choice { of: usize, then: Program, otherwise: Program },
    /// A Task; where it fails, its Catcher's last value.
    Halve { of: usize, otherwise: Program },
    /// A Map over two numbers, whose iterations' last values are added.
    Map { of: usize, body: Program },
    /// Two branches, whose last values are two more.
    Parallel { one: Program, two: Program },
    /// A loop that is gone through so often.
    Repeat { times: u32, body: Program },
}

type Program = Vec<Part>;

/// Two values and a number, added, kept small.
#[derive(Debug, Clone, Copy)]
struct Sum {
    a: usize,
    b: usize,
    plus: u32,
}

fn program() -> impl Strategy<Value = Program> {
    let sum = || (0..9_usize, 0..9_usize, 0..50_u32).prop_map(|(a, b, plus)| Sum { a, b, plus });
    let leaf = prop_oneof![
        sum().prop_map(Part::Pass),
        sum().prop_map(Part::Keep),
        sum().prop_map(Part::Set),
        Just(Part::Get),
    ];
    let part = leaf.prop_recursive(3, 24, 4, |part| {
        let body = || prop::collection::vec(part.clone(), 0..4);
        prop_oneof![
            (0..9_usize, body(), body()).prop_map(|(of, then, otherwise)| Part::Choice {
                of,
                then,
                otherwise
            }),
            (0..9_usize, body()).prop_map(|(of, otherwise)| Part::Halve { of, otherwise }),
            (0..9_usize, body()).prop_map(|(of, body)| Part::Map { of, body }),
            (body(), body()).prop_map(|(one, two)| Part::Parallel { one, two }),
            (1..4_u32, body()).prop_map(|(times, body)| Part::Repeat { times, body }),
        ]
    });
    prop::collection::vec(part, 1..6)
}

/// Whether the variable of the scope is set somewhere in a program.
fn sets(program: &[Part]) -> bool {
    program.iter().any(|part| match part {
        Part::Set(_) => true,
        Part::Choice { then, otherwise, .. } => sets(then) || sets(otherwise),
        Part::Halve { otherwise, .. } => sets(otherwise),
        Part::Repeat { body, .. } => sets(body),
        // Maps and Parallels have scopes of their own, with variables of their own.
        Part::Pass(_) | Part::Keep(_) | Part::Get | Part::Map { .. } | Part::Parallel { .. } => {
            false
        }
    })
}

/// Whether a scope begins with a state and a variable of its own: always, but where it has no need
/// of either, so that scopes begin in all ways there are.
fn begins(program: &[Part]) -> bool {
    fn uses(program: &[Part]) -> bool {
        program.iter().any(|part| match part {
            Part::Set(_) | Part::Get => true,
            Part::Choice { then, otherwise, .. } => uses(then) || uses(otherwise),
            Part::Halve { otherwise, .. } => uses(otherwise),
            Part::Repeat { body, .. } => uses(body),
            Part::Pass(_) | Part::Keep(_) | Part::Map { .. } | Part::Parallel { .. } => false,
        })
    }
    program.is_empty() || uses(program)
}

/// What can be read at a place. What was read from the variable is gone once that is set again.
#[derive(Clone)]
struct Values<T>(Vec<(T, bool)>);

impl<T: Copy> Values<T> {
    fn at(&self, number: usize) -> T {
        self.0[number % self.0.len()].0
    }
    fn last(&self) -> T {
        self.0[self.0.len() - 1].0
    }
    fn push(&mut self, value: T) {
        self.0.push((value, false));
    }
    fn forget_variable(&mut self) {
        self.0.retain(|(_, read)| !read);
    }
}

/// A program as a flow.
struct Writer {
    names: Cell<usize>,
}

impl Writer {
    fn name(&self, what: &str) -> String {
        self.names.set(self.names.get() + 1);
        format!("{what} {}", self.names.get())
    }

    fn scope(&self, w: &mut Flow, program: &[Part], mut values: Values<Expr<u32>>) -> Expr<u32> {
        let mut var = None;
        if begins(program) {
            let first = pass(&self.name("Begin")).value(values.last()).run(w);
            values.push(first);
            var = Some(w.var(&self.name("v").replace(' ', ""), first));
        }
        self.write(w, program, &mut values, var.as_ref());
        values.last()
    }

    fn write(
        &self,
        w: &mut Flow,
        program: &[Part],
        values: &mut Values<Expr<u32>>,
        var: Option<&Var<u32>>,
    ) {
        for part in program {
            self.write_part(w, part, values, var);
            if sets(std::slice::from_ref(part)) {
                values.forget_variable();
            }
        }
    }

    fn last(
        &self,
        w: &mut Flow,
        program: &[Part],
        at: &Values<Expr<u32>>,
        var: Option<&Var<u32>>,
    ) -> Expr<u32> {
        let mut values = at.clone();
        self.write(w, program, &mut values, var);
        values.last()
    }

    fn write_part(
        &self,
        w: &mut Flow,
        part: &Part,
        values: &mut Values<Expr<u32>>,
        var: Option<&Var<u32>>,
    ) {
        let sum = |it: Sum, values: &Values<Expr<u32>>| {
            let (a, b) = (values.at(it.a), values.at(it.b));
            expr!((a + b + it.plus) % 997)
        };
        match part {
            Part::Pass(it) => {
                let value = pass(&self.name("Pass")).value(sum(*it, values)).run(w);
                values.push(value);
            }
            Part::Keep(it) => {
                let value = w.keep(&self.name("k").replace(' ', ""), sum(*it, values));
                values.push(value);
            }
            Part::Set(it) => w.set(var.unwrap(), sum(*it, values)),
            Part::Get => values.0.push((var.unwrap().get(), true)),
            Part::Choice { of, then, otherwise } => {
                let of = values.at(*of);
                let at = &*values;
                let value = choice(&self.name("Choice"))
                    .when(expr!(of % 2 == 0), |w| self.last(w, then, at, var))
                    .otherwise(|w| self.last(w, otherwise, at, var))
                    .run(w);
                values.push(value);
            }
            Part::Halve { of, otherwise } => {
                let at = &*values;
                let value = task(&self.name("Halve"), Halve)
                    .input(values.at(*of))
                    .catch(HalveError::ODD, |w, _| self.last(w, otherwise, at, var))
                    .run(w);
                values.push(value);
            }
            Part::Map { of, body } => {
                let of = values.at(*of);
                let at = &*values;
                let items = expr!([of, of + 1]);
                let list = map(&self.name("Map"), items, |w, item| {
                    let mut values = at.clone();
                    values.push(item);
                    self.scope(w, body, values)
                })
                .run(w);
                values.push(expr!(list.sum() % 997));
            }
            Part::Parallel { one, two } => {
                let at = &*values;
                let (a, b) = (self.name("a").replace(' ', ""), self.name("b").replace(' ', ""));
                let (a, b) = parallel(&self.name("Parallel"))
                    .branch(&a, |w| self.scope(w, one, at.clone()))
                    .branch(&b, |w| self.scope(w, two, at.clone()))
                    .run(w);
                values.push(a);
                values.push(b);
            }
            Part::Repeat { times, body } => {
                let times = *times;
                let count = w.var(&self.name("i").replace(' ', ""), 0_u32);
                let again = w.label();
                if sets(body) {
                    values.forget_variable();
                }
                let mut inside = values.clone();
                inside.push(pass(&self.name("Round")).value(count.get()).run(w));
                self.write(w, body, &mut inside, var);
                w.set(&count, count.get() + 1);
                choice::<()>(&self.name("Again?"))
                    .when(expr!(count.get() >= times), |_| ())
                    .otherwise(|w| w.go_to(&again))
                    .run(w);
            }
        }
    }
}

/// A program as plain Rust.
fn scope(program: &[Part], mut values: Values<u32>) -> u32 {
    let mut var = values.last();
    if begins(program) {
        values.push(var);
    }
    run(program, &mut values, &mut var);
    values.last()
}

fn last(program: &[Part], at: &Values<u32>, var: &mut u32) -> u32 {
    let mut values = at.clone();
    run(program, &mut values, var);
    values.last()
}

fn run(program: &[Part], values: &mut Values<u32>, var: &mut u32) {
    for part in program {
        run_part(part, values, var);
        if sets(std::slice::from_ref(part)) {
            values.forget_variable();
        }
    }
}

fn run_part(part: &Part, values: &mut Values<u32>, var: &mut u32) {
    let sum = |it: Sum, values: &Values<u32>| (values.at(it.a) + values.at(it.b) + it.plus) % 997;
    match part {
        Part::Pass(it) | Part::Keep(it) => values.push(sum(*it, values)),
        Part::Set(it) => *var = sum(*it, values),
        Part::Get => values.0.push((*var, true)),
        Part::Choice { of, then, otherwise } => {
            let taken = if values.at(*of).is_multiple_of(2) { then } else { otherwise };
            let value = last(taken, values, var);
            values.push(value);
        }
        Part::Halve { of, otherwise } => {
            let of = values.at(*of);
            let value = if of.is_multiple_of(2) { of / 2 } else { last(otherwise, values, var) };
            values.push(value);
        }
        Part::Map { of, body } => {
            let of = values.at(*of);
            let iterations = [of, of + 1].map(|item| {
                let mut values = values.clone();
                values.push(item);
                scope(body, values)
            });
            values.push(iterations.iter().sum::<u32>() % 997);
        }
        Part::Parallel { one, two } => {
            let (one, two) = (scope(one, values.clone()), scope(two, values.clone()));
            values.push(one);
            values.push(two);
        }
        Part::Repeat { times, body } => {
            if sets(body) {
                values.forget_variable();
            }
            for round in 0..*times {
                let mut inside = values.clone();
                inside.push(round);
                run(body, &mut inside, var);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_flow_gives_what_the_same_program_gives_in_rust(program in program(), input in 0_u32..100) {
        let writer = Writer { names: Cell::new(0) };
        let workflow = Workflow::new("program", |w: &mut Flow, n: Expr<u32>| {
            writer.scope(w, &program, Values(vec![(n, false)]))
        });
        let definition = workflow.build().map(|it| it.to_string());
        prop_assert!(definition.is_ok(), "{}", definition.unwrap_err());
        prop_assert_eq!(&definition, &workflow.build().map(|it| it.to_string()));
        let mocks = Mocks::new()
            .on(Halve, |n| if n % 2 == 0 { Ok(n / 2) } else { Err(HalveError::Odd) });
        let gave = workflow.run_locally(&mocks, input);
        let expected = scope(&program, Values(vec![(input, false)]));
        match gave {
            Ok(run) => prop_assert_eq!(run.output, expected, "{}", definition.unwrap_or_default()),
            Err(error) => prop_assert!(false, "{error}\n{}", definition.unwrap_or_default()),
        }
    }
}
