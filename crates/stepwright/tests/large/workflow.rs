//! Two hundred tasks, each of which takes what the one before it gave: as large as definitions
//! get. A macro writes them out, so that the compiler has as much to check as if a person had.

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

/// A task for each number, each of which takes what the one before it gave.
macro_rules! tasks {
    ($w:ident, $table:ident: $($n:literal)*) => {{
        let table = $table;
        $(
            let table = task(concat!("Task ", $n), Work)
                .input(expr!(Table { bucket: table.bucket, key: concat!($n), rows: table.rows + 1 }))
                .retry((Retriable, LambdaFaults), POLITELY)
                .run($w);
        )*
        table
    }};
}

/// Parts of ten tasks, as a person would cut them, and all of them in a row.
macro_rules! parts {
    ($($part:ident: $($n:literal)*;)*) => {
        $(
            fn $part(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
                tasks!(w, table: $($n)*)
            }
        )*

        /// All of them.
        pub(crate) fn large(w: &mut Flow, table: Expr<Table>) -> Expr<Table> {
            $(let table = $part(w, table);)*
            table
        }
    };
}

parts! {
    part_1: 1 2 3 4 5 6 7 8 9 10;
    part_2: 11 12 13 14 15 16 17 18 19 20;
    part_3: 21 22 23 24 25 26 27 28 29 30;
    part_4: 31 32 33 34 35 36 37 38 39 40;
    part_5: 41 42 43 44 45 46 47 48 49 50;
    part_6: 51 52 53 54 55 56 57 58 59 60;
    part_7: 61 62 63 64 65 66 67 68 69 70;
    part_8: 71 72 73 74 75 76 77 78 79 80;
    part_9: 81 82 83 84 85 86 87 88 89 90;
    part_10: 91 92 93 94 95 96 97 98 99 100;
    part_11: 101 102 103 104 105 106 107 108 109 110;
    part_12: 111 112 113 114 115 116 117 118 119 120;
    part_13: 121 122 123 124 125 126 127 128 129 130;
    part_14: 131 132 133 134 135 136 137 138 139 140;
    part_15: 141 142 143 144 145 146 147 148 149 150;
    part_16: 151 152 153 154 155 156 157 158 159 160;
    part_17: 161 162 163 164 165 166 167 168 169 170;
    part_18: 171 172 173 174 175 176 177 178 179 180;
    part_19: 181 182 183 184 185 186 187 188 189 190;
    part_20: 191 192 193 194 195 196 197 198 199 200;
}
