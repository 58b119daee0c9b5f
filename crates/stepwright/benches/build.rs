//! How long a workflow of 200 tasks takes from Rust to the plain model.

#[path = "../tests/large/workflow.rs"]
mod workflow;

use stepwright::Workflow;

fn main() {
    divan::main();
}

#[divan::bench]
fn record_200_tasks() -> Workflow<workflow::Table, workflow::Table> {
    Workflow::new("large", workflow::large)
}

#[divan::bench]
fn build_200_tasks(bencher: divan::Bencher<'_, '_>) {
    let workflow = Workflow::new("large", workflow::large);
    bencher.bench(|| workflow.build());
}
