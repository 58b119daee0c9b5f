//! What `docs/deploy.md` shows of `cargo xtask export` is what it prints. The tests of `stepwright-deploy` look at
//! the page's other commands.
//!
//! Builds the Lambda as it is deployed.

use std::path::Path;
use std::process::Command;

#[test]
fn export_prints_what_the_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = std::fs::read_to_string(root.join("docs/deploy.md")).unwrap();
    let (_, block) = page.split_once("$ cargo xtask export sam\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let mut export = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = export.args(["export", "sam"]).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), block);
}
