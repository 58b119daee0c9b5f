//! Two hundred tasks, each of which takes what the one before it gave: as large as definitions
//! get, written out so that the compiler has as much to check.

use serde::{Deserialize, Serialize};
use stepwright::{Backoff, Callable, Expr, Flow, LambdaFaults, Retriable, Shape, Step, TaskError};
use stepwright::{expr, task};

#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Table {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) rows: u64,
}
#[derive(Debug, TaskError)]
#[expect(dead_code, reason = "only their names are of interest")]
pub(crate) enum WorkError {
    #[retriable]
    Busy,
    Broken,
}
#[derive(Callable)]
#[lambda(name = "work", input = Table, output = Table, error = WorkError)]
pub(crate) struct Work;

const POLITELY: Backoff = Backoff::every_secs(10).max_attempts(3).rate(2.0);

fn part_1(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 1", Work)
        .input(expr!(Table { bucket: table.bucket, key: "1", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 2", Work)
        .input(expr!(Table { bucket: table.bucket, key: "2", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 3", Work)
        .input(expr!(Table { bucket: table.bucket, key: "3", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 4", Work)
        .input(expr!(Table { bucket: table.bucket, key: "4", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 5", Work)
        .input(expr!(Table { bucket: table.bucket, key: "5", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 6", Work)
        .input(expr!(Table { bucket: table.bucket, key: "6", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 7", Work)
        .input(expr!(Table { bucket: table.bucket, key: "7", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 8", Work)
        .input(expr!(Table { bucket: table.bucket, key: "8", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 9", Work)
        .input(expr!(Table { bucket: table.bucket, key: "9", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 10", Work)
        .input(expr!(Table { bucket: table.bucket, key: "10", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_2(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 11", Work)
        .input(expr!(Table { bucket: table.bucket, key: "11", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 12", Work)
        .input(expr!(Table { bucket: table.bucket, key: "12", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 13", Work)
        .input(expr!(Table { bucket: table.bucket, key: "13", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 14", Work)
        .input(expr!(Table { bucket: table.bucket, key: "14", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 15", Work)
        .input(expr!(Table { bucket: table.bucket, key: "15", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 16", Work)
        .input(expr!(Table { bucket: table.bucket, key: "16", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 17", Work)
        .input(expr!(Table { bucket: table.bucket, key: "17", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 18", Work)
        .input(expr!(Table { bucket: table.bucket, key: "18", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 19", Work)
        .input(expr!(Table { bucket: table.bucket, key: "19", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 20", Work)
        .input(expr!(Table { bucket: table.bucket, key: "20", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_3(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 21", Work)
        .input(expr!(Table { bucket: table.bucket, key: "21", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 22", Work)
        .input(expr!(Table { bucket: table.bucket, key: "22", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 23", Work)
        .input(expr!(Table { bucket: table.bucket, key: "23", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 24", Work)
        .input(expr!(Table { bucket: table.bucket, key: "24", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 25", Work)
        .input(expr!(Table { bucket: table.bucket, key: "25", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 26", Work)
        .input(expr!(Table { bucket: table.bucket, key: "26", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 27", Work)
        .input(expr!(Table { bucket: table.bucket, key: "27", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 28", Work)
        .input(expr!(Table { bucket: table.bucket, key: "28", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 29", Work)
        .input(expr!(Table { bucket: table.bucket, key: "29", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 30", Work)
        .input(expr!(Table { bucket: table.bucket, key: "30", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_4(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 31", Work)
        .input(expr!(Table { bucket: table.bucket, key: "31", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 32", Work)
        .input(expr!(Table { bucket: table.bucket, key: "32", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 33", Work)
        .input(expr!(Table { bucket: table.bucket, key: "33", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 34", Work)
        .input(expr!(Table { bucket: table.bucket, key: "34", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 35", Work)
        .input(expr!(Table { bucket: table.bucket, key: "35", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 36", Work)
        .input(expr!(Table { bucket: table.bucket, key: "36", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 37", Work)
        .input(expr!(Table { bucket: table.bucket, key: "37", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 38", Work)
        .input(expr!(Table { bucket: table.bucket, key: "38", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 39", Work)
        .input(expr!(Table { bucket: table.bucket, key: "39", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 40", Work)
        .input(expr!(Table { bucket: table.bucket, key: "40", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_5(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 41", Work)
        .input(expr!(Table { bucket: table.bucket, key: "41", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 42", Work)
        .input(expr!(Table { bucket: table.bucket, key: "42", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 43", Work)
        .input(expr!(Table { bucket: table.bucket, key: "43", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 44", Work)
        .input(expr!(Table { bucket: table.bucket, key: "44", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 45", Work)
        .input(expr!(Table { bucket: table.bucket, key: "45", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 46", Work)
        .input(expr!(Table { bucket: table.bucket, key: "46", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 47", Work)
        .input(expr!(Table { bucket: table.bucket, key: "47", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 48", Work)
        .input(expr!(Table { bucket: table.bucket, key: "48", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 49", Work)
        .input(expr!(Table { bucket: table.bucket, key: "49", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 50", Work)
        .input(expr!(Table { bucket: table.bucket, key: "50", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_6(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 51", Work)
        .input(expr!(Table { bucket: table.bucket, key: "51", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 52", Work)
        .input(expr!(Table { bucket: table.bucket, key: "52", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 53", Work)
        .input(expr!(Table { bucket: table.bucket, key: "53", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 54", Work)
        .input(expr!(Table { bucket: table.bucket, key: "54", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 55", Work)
        .input(expr!(Table { bucket: table.bucket, key: "55", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 56", Work)
        .input(expr!(Table { bucket: table.bucket, key: "56", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 57", Work)
        .input(expr!(Table { bucket: table.bucket, key: "57", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 58", Work)
        .input(expr!(Table { bucket: table.bucket, key: "58", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 59", Work)
        .input(expr!(Table { bucket: table.bucket, key: "59", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 60", Work)
        .input(expr!(Table { bucket: table.bucket, key: "60", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_7(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 61", Work)
        .input(expr!(Table { bucket: table.bucket, key: "61", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 62", Work)
        .input(expr!(Table { bucket: table.bucket, key: "62", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 63", Work)
        .input(expr!(Table { bucket: table.bucket, key: "63", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 64", Work)
        .input(expr!(Table { bucket: table.bucket, key: "64", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 65", Work)
        .input(expr!(Table { bucket: table.bucket, key: "65", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 66", Work)
        .input(expr!(Table { bucket: table.bucket, key: "66", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 67", Work)
        .input(expr!(Table { bucket: table.bucket, key: "67", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 68", Work)
        .input(expr!(Table { bucket: table.bucket, key: "68", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 69", Work)
        .input(expr!(Table { bucket: table.bucket, key: "69", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 70", Work)
        .input(expr!(Table { bucket: table.bucket, key: "70", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_8(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 71", Work)
        .input(expr!(Table { bucket: table.bucket, key: "71", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 72", Work)
        .input(expr!(Table { bucket: table.bucket, key: "72", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 73", Work)
        .input(expr!(Table { bucket: table.bucket, key: "73", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 74", Work)
        .input(expr!(Table { bucket: table.bucket, key: "74", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 75", Work)
        .input(expr!(Table { bucket: table.bucket, key: "75", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 76", Work)
        .input(expr!(Table { bucket: table.bucket, key: "76", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 77", Work)
        .input(expr!(Table { bucket: table.bucket, key: "77", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 78", Work)
        .input(expr!(Table { bucket: table.bucket, key: "78", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 79", Work)
        .input(expr!(Table { bucket: table.bucket, key: "79", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 80", Work)
        .input(expr!(Table { bucket: table.bucket, key: "80", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_9(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 81", Work)
        .input(expr!(Table { bucket: table.bucket, key: "81", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 82", Work)
        .input(expr!(Table { bucket: table.bucket, key: "82", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 83", Work)
        .input(expr!(Table { bucket: table.bucket, key: "83", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 84", Work)
        .input(expr!(Table { bucket: table.bucket, key: "84", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 85", Work)
        .input(expr!(Table { bucket: table.bucket, key: "85", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 86", Work)
        .input(expr!(Table { bucket: table.bucket, key: "86", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 87", Work)
        .input(expr!(Table { bucket: table.bucket, key: "87", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 88", Work)
        .input(expr!(Table { bucket: table.bucket, key: "88", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 89", Work)
        .input(expr!(Table { bucket: table.bucket, key: "89", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 90", Work)
        .input(expr!(Table { bucket: table.bucket, key: "90", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_10(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 91", Work)
        .input(expr!(Table { bucket: table.bucket, key: "91", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 92", Work)
        .input(expr!(Table { bucket: table.bucket, key: "92", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 93", Work)
        .input(expr!(Table { bucket: table.bucket, key: "93", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 94", Work)
        .input(expr!(Table { bucket: table.bucket, key: "94", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 95", Work)
        .input(expr!(Table { bucket: table.bucket, key: "95", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 96", Work)
        .input(expr!(Table { bucket: table.bucket, key: "96", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 97", Work)
        .input(expr!(Table { bucket: table.bucket, key: "97", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 98", Work)
        .input(expr!(Table { bucket: table.bucket, key: "98", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 99", Work)
        .input(expr!(Table { bucket: table.bucket, key: "99", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 100", Work)
        .input(expr!(Table { bucket: table.bucket, key: "100", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_11(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 101", Work)
        .input(expr!(Table { bucket: table.bucket, key: "101", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 102", Work)
        .input(expr!(Table { bucket: table.bucket, key: "102", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 103", Work)
        .input(expr!(Table { bucket: table.bucket, key: "103", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 104", Work)
        .input(expr!(Table { bucket: table.bucket, key: "104", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 105", Work)
        .input(expr!(Table { bucket: table.bucket, key: "105", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 106", Work)
        .input(expr!(Table { bucket: table.bucket, key: "106", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 107", Work)
        .input(expr!(Table { bucket: table.bucket, key: "107", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 108", Work)
        .input(expr!(Table { bucket: table.bucket, key: "108", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 109", Work)
        .input(expr!(Table { bucket: table.bucket, key: "109", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 110", Work)
        .input(expr!(Table { bucket: table.bucket, key: "110", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_12(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 111", Work)
        .input(expr!(Table { bucket: table.bucket, key: "111", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 112", Work)
        .input(expr!(Table { bucket: table.bucket, key: "112", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 113", Work)
        .input(expr!(Table { bucket: table.bucket, key: "113", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 114", Work)
        .input(expr!(Table { bucket: table.bucket, key: "114", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 115", Work)
        .input(expr!(Table { bucket: table.bucket, key: "115", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 116", Work)
        .input(expr!(Table { bucket: table.bucket, key: "116", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 117", Work)
        .input(expr!(Table { bucket: table.bucket, key: "117", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 118", Work)
        .input(expr!(Table { bucket: table.bucket, key: "118", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 119", Work)
        .input(expr!(Table { bucket: table.bucket, key: "119", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 120", Work)
        .input(expr!(Table { bucket: table.bucket, key: "120", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_13(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 121", Work)
        .input(expr!(Table { bucket: table.bucket, key: "121", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 122", Work)
        .input(expr!(Table { bucket: table.bucket, key: "122", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 123", Work)
        .input(expr!(Table { bucket: table.bucket, key: "123", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 124", Work)
        .input(expr!(Table { bucket: table.bucket, key: "124", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 125", Work)
        .input(expr!(Table { bucket: table.bucket, key: "125", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 126", Work)
        .input(expr!(Table { bucket: table.bucket, key: "126", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 127", Work)
        .input(expr!(Table { bucket: table.bucket, key: "127", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 128", Work)
        .input(expr!(Table { bucket: table.bucket, key: "128", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 129", Work)
        .input(expr!(Table { bucket: table.bucket, key: "129", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 130", Work)
        .input(expr!(Table { bucket: table.bucket, key: "130", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_14(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 131", Work)
        .input(expr!(Table { bucket: table.bucket, key: "131", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 132", Work)
        .input(expr!(Table { bucket: table.bucket, key: "132", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 133", Work)
        .input(expr!(Table { bucket: table.bucket, key: "133", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 134", Work)
        .input(expr!(Table { bucket: table.bucket, key: "134", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 135", Work)
        .input(expr!(Table { bucket: table.bucket, key: "135", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 136", Work)
        .input(expr!(Table { bucket: table.bucket, key: "136", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 137", Work)
        .input(expr!(Table { bucket: table.bucket, key: "137", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 138", Work)
        .input(expr!(Table { bucket: table.bucket, key: "138", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 139", Work)
        .input(expr!(Table { bucket: table.bucket, key: "139", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 140", Work)
        .input(expr!(Table { bucket: table.bucket, key: "140", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_15(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 141", Work)
        .input(expr!(Table { bucket: table.bucket, key: "141", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 142", Work)
        .input(expr!(Table { bucket: table.bucket, key: "142", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 143", Work)
        .input(expr!(Table { bucket: table.bucket, key: "143", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 144", Work)
        .input(expr!(Table { bucket: table.bucket, key: "144", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 145", Work)
        .input(expr!(Table { bucket: table.bucket, key: "145", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 146", Work)
        .input(expr!(Table { bucket: table.bucket, key: "146", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 147", Work)
        .input(expr!(Table { bucket: table.bucket, key: "147", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 148", Work)
        .input(expr!(Table { bucket: table.bucket, key: "148", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 149", Work)
        .input(expr!(Table { bucket: table.bucket, key: "149", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 150", Work)
        .input(expr!(Table { bucket: table.bucket, key: "150", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_16(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 151", Work)
        .input(expr!(Table { bucket: table.bucket, key: "151", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 152", Work)
        .input(expr!(Table { bucket: table.bucket, key: "152", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 153", Work)
        .input(expr!(Table { bucket: table.bucket, key: "153", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 154", Work)
        .input(expr!(Table { bucket: table.bucket, key: "154", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 155", Work)
        .input(expr!(Table { bucket: table.bucket, key: "155", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 156", Work)
        .input(expr!(Table { bucket: table.bucket, key: "156", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 157", Work)
        .input(expr!(Table { bucket: table.bucket, key: "157", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 158", Work)
        .input(expr!(Table { bucket: table.bucket, key: "158", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 159", Work)
        .input(expr!(Table { bucket: table.bucket, key: "159", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 160", Work)
        .input(expr!(Table { bucket: table.bucket, key: "160", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_17(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 161", Work)
        .input(expr!(Table { bucket: table.bucket, key: "161", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 162", Work)
        .input(expr!(Table { bucket: table.bucket, key: "162", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 163", Work)
        .input(expr!(Table { bucket: table.bucket, key: "163", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 164", Work)
        .input(expr!(Table { bucket: table.bucket, key: "164", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 165", Work)
        .input(expr!(Table { bucket: table.bucket, key: "165", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 166", Work)
        .input(expr!(Table { bucket: table.bucket, key: "166", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 167", Work)
        .input(expr!(Table { bucket: table.bucket, key: "167", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 168", Work)
        .input(expr!(Table { bucket: table.bucket, key: "168", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 169", Work)
        .input(expr!(Table { bucket: table.bucket, key: "169", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 170", Work)
        .input(expr!(Table { bucket: table.bucket, key: "170", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_18(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 171", Work)
        .input(expr!(Table { bucket: table.bucket, key: "171", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 172", Work)
        .input(expr!(Table { bucket: table.bucket, key: "172", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 173", Work)
        .input(expr!(Table { bucket: table.bucket, key: "173", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 174", Work)
        .input(expr!(Table { bucket: table.bucket, key: "174", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 175", Work)
        .input(expr!(Table { bucket: table.bucket, key: "175", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 176", Work)
        .input(expr!(Table { bucket: table.bucket, key: "176", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 177", Work)
        .input(expr!(Table { bucket: table.bucket, key: "177", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 178", Work)
        .input(expr!(Table { bucket: table.bucket, key: "178", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 179", Work)
        .input(expr!(Table { bucket: table.bucket, key: "179", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 180", Work)
        .input(expr!(Table { bucket: table.bucket, key: "180", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_19(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 181", Work)
        .input(expr!(Table { bucket: table.bucket, key: "181", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 182", Work)
        .input(expr!(Table { bucket: table.bucket, key: "182", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 183", Work)
        .input(expr!(Table { bucket: table.bucket, key: "183", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 184", Work)
        .input(expr!(Table { bucket: table.bucket, key: "184", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 185", Work)
        .input(expr!(Table { bucket: table.bucket, key: "185", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 186", Work)
        .input(expr!(Table { bucket: table.bucket, key: "186", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 187", Work)
        .input(expr!(Table { bucket: table.bucket, key: "187", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 188", Work)
        .input(expr!(Table { bucket: table.bucket, key: "188", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 189", Work)
        .input(expr!(Table { bucket: table.bucket, key: "189", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 190", Work)
        .input(expr!(Table { bucket: table.bucket, key: "190", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

fn part_20(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = task("Task 191", Work)
        .input(expr!(Table { bucket: table.bucket, key: "191", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 192", Work)
        .input(expr!(Table { bucket: table.bucket, key: "192", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 193", Work)
        .input(expr!(Table { bucket: table.bucket, key: "193", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 194", Work)
        .input(expr!(Table { bucket: table.bucket, key: "194", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 195", Work)
        .input(expr!(Table { bucket: table.bucket, key: "195", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 196", Work)
        .input(expr!(Table { bucket: table.bucket, key: "196", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 197", Work)
        .input(expr!(Table { bucket: table.bucket, key: "197", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 198", Work)
        .input(expr!(Table { bucket: table.bucket, key: "198", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    let table = task("Task 199", Work)
        .input(expr!(Table { bucket: table.bucket, key: "199", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w);
    task("Task 200", Work)
        .input(expr!(Table { bucket: table.bucket, key: "200", rows: table.rows + 1 }))
        .retry((Retriable, LambdaFaults), POLITELY)
        .run(w)
}

/// All of them.
pub(crate) fn large(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
    let table = part_1(w, table);
    let table = part_2(w, table);
    let table = part_3(w, table);
    let table = part_4(w, table);
    let table = part_5(w, table);
    let table = part_6(w, table);
    let table = part_7(w, table);
    let table = part_8(w, table);
    let table = part_9(w, table);
    let table = part_10(w, table);
    let table = part_11(w, table);
    let table = part_12(w, table);
    let table = part_13(w, table);
    let table = part_14(w, table);
    let table = part_15(w, table);
    let table = part_16(w, table);
    let table = part_17(w, table);
    let table = part_18(w, table);
    let table = part_19(w, table);
    part_20(w, table)
}
