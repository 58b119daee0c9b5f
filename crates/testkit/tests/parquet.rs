//! Items that a workflow reads from Parquet: in its tests, lines of JSON stand in the file's place.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, in its helpers too")]

use std::sync::Arc;

use expect_test::{Expect, expect};
use serde::{Deserialize, Serialize};
use stepwright::items::{Inventory, ParquetFile};
use stepwright::{Expr, Flow, Shape, Step, Workflow, asl, distributed_map, pass};
use stepwright_compiler::compile;
use stepwright_json::Value;
use stepwright_testkit::{Answer, World};

#[derive(Serialize, Deserialize, Shape)]
struct Row {
    name: String,
}

/// Runs the workflow over these objects of the bucket `asteroids`.
#[track_caller]
fn check(workflow: &Workflow<(), Vec<String>>, objects: &[(&str, &str)], expect: Expect) {
    let program = Arc::new(compile(&workflow.build().unwrap()).unwrap());
    let mut world = World::new(|_| Answer::failure("NoTask", "there is none"));
    for (key, body) in objects {
        world = world.with_object("asteroids", *key, *body);
    }
    let execution = world.run(&program, Value::Null);
    let told = match (execution.output(), execution.failure()) {
        (Some(output), _) => output.to_string(),
        (None, Some(it)) => {
            format!("{}: {}", it.error.as_deref().unwrap(), it.cause.as_deref().unwrap())
        }
        (None, None) => "nothing".to_owned(),
    };
    expect.assert_eq(&told);
}

#[test]
fn a_workflow_reads_its_items_from_a_parquet_file() {
    let workflow = Workflow::new("names", |w: &mut Flow, _: Expr<()>| {
        let rows = ParquetFile::<Row>::new("asteroids", "rows.parquet").max_items(2_u32);
        distributed_map("Rows", rows, (), |w, row, _: Expr<()>| pass("Name").value(row.name).run(w))
            .run(w)
    });
    let rows = r#"{"name":"2006 RH120"}
{"name":"Eros"}
{"name":"Apollo"}"#;
    check(&workflow, &[("rows.parquet", rows)], expect![[r#"["2006 RH120","Eros"]"#]]);
    check(
        &workflow,
        &[("rows.parquet", "PAR1")],
        expect![
            "States.ItemReaderFailed: Parquet is not read in a test: put its rows as lines of JSON."
        ],
    );
}

#[test]
fn a_workflow_reads_its_items_from_the_parquet_files_of_a_query() {
    let workflow = Workflow::new("names", |w: &mut Flow, _: Expr<()>| {
        let rows = Inventory::<Row>::athena("asteroids", "manifest.csv", asl::InputType::Parquet);
        distributed_map("Rows", rows, (), |w, row, _: Expr<()>| pass("Name").value(row.name).run(w))
            .run(w)
    });
    let objects = [
        ("manifest.csv", "s3://asteroids/1.gz\ns3://asteroids/2.gz\n"),
        ("1.gz", r#"{"name":"2006 RH120"}"#),
        ("2.gz", r#"{"name":"Eros"}"#),
    ];
    check(&workflow, &objects, expect![[r#"["2006 RH120","Eros"]"#]]);
}
