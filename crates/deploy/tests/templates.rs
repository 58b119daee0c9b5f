//! What is exported, checked by `cfn-lint` from `PyPI` and synthesised by the library of the CDK from npm, which
//! `cargo xtask emulator` installs, and by `terraform`, where somebody has it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot prepare has failed, and one that skips says so"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use stepwright_deploy::bundle::{Bundle, Code, Function, Machine, Target};
use stepwright_deploy::config::{Config, Sources};
use stepwright_deploy::export::{Format, export, place};

/// The definition of this repository's own state machine.
const DEFINITION: &str = include_str!("../../../workflows/definitions/get-asteroid-data.asl.json");

/// Everything that can be configured.
const SETTINGS: &str = r#"
    strategy = "linear:20%,5m"
    schedule.expression = "cron(0 6 ? * MON *)"
    schedule.timezone = "Europe/Berlin"
    alarm.topic-arn = "arn:aws:sns:eu-central-1:123456789012:oncall"
    lambda.environment = { LEVEL = "info" }
    lambda.reserved-concurrency = 2
    state-machine.log-level = "ALL"
    tags = { team = "sky" }
"#;

fn bundle() -> Bundle {
    let function = "download-benner".to_owned();
    let placeholder = ("DownloadBennerArn".to_owned(), Target::Lambda(function.clone()));
    Bundle {
        machines: vec![Machine {
            name: "get-asteroid-data".to_owned(),
            definition: DEFINITION.to_owned(),
            placeholders: BTreeMap::from([placeholder]),
            default_input: serde_json::json!({ "bucketName": "local" }),
        }],
        functions: vec![Function {
            name: function,
            zip: "download-benner.zip".into(),
            architecture: "arm64".to_owned(),
            writes: vec!["benner.csv".to_owned(), "benner.*.csv".to_owned()],
        }],
    }
}

/// Writes the files of an export into a folder.
fn write(format: Format, settings: &str, folder: &Path) {
    let bundle = bundle();
    let sources = Sources { file: settings.to_owned(), ..Sources::default() };
    let config = Config::load(&sources, &bundle.function_names()).unwrap();
    let code = Code::new("download-benner", b"a zip".to_vec()).unwrap();
    let code = BTreeMap::from([("download-benner".to_owned(), code)]);
    let desired = stepwright_deploy::desired(&config, &bundle, &code, &place()).unwrap();
    for file in export(format, &desired, &bundle, config.strategy).files {
        fs::write(folder.join(file.path), file.contents).unwrap();
    }
}

/// Where a tool is; nothing where it is not installed.
fn installed(path: &str) -> Option<PathBuf> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/stepwright").join(path);
    if !tool.exists() {
        let ci = env::var("CI").as_deref() == Ok("true");
        assert!(!ci, "there is no {path}: `cargo xtask emulator` installs it");
        eprintln!("skipped: there is no {path}; `cargo xtask emulator` installs it");
        return None;
    }
    Some(tool)
}

/// `cfn-lint` on templates; nothing where it is not installed.
fn lint(folder: &Path, templates: &[&str]) -> Option<Output> {
    let program = installed("emulator/bin/cfn-lint")?;
    // What it says of a region does not depend on the machine's settings.
    let mut lint = Command::new(program);
    lint.current_dir(folder).args(["--format", "parseable", "--regions", "eu-central-1"]);
    Some(lint.args(["--non-zero-exit-code", "warning"]).args(templates).output().unwrap())
}

#[test]
fn templates_pass_cfn_lint() {
    let folder = tempfile::tempdir().unwrap();
    let plain = "state-machine.log-level = \"OFF\"\nstate-machine.tracing = false";
    let express = "state-machine.type = \"EXPRESS\"";
    let mut templates = Vec::new();
    for (name, format, settings) in [
        ("cloudformation", Format::CloudFormation, SETTINGS),
        ("cloudformation-plain", Format::CloudFormation, plain),
        ("sam", Format::Sam, SETTINGS),
        ("sam-express", Format::Sam, express),
    ] {
        let own = folder.path().join(name);
        fs::create_dir(&own).unwrap();
        write(format, settings, &own);
        templates.push(format!("{name}/template.json"));
    }
    let templates: Vec<&str> = templates.iter().map(String::as_str).collect();
    let Some(output) = lint(folder.path(), &templates) else { return };
    let found = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{found}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(found, "");
}

/// What passes has been looked at: a property that there is not is told, in either format.
#[test]
fn what_is_wrong_with_a_template_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for (name, format) in [("cloudformation", Format::CloudFormation), ("sam", Format::Sam)] {
        let own = folder.path().join(name);
        fs::create_dir(&own).unwrap();
        write(format, SETTINGS, &own);
        let template = fs::read_to_string(own.join("template.json")).unwrap();
        let broken = template.replace("\"MemorySize\": 256", "\"MemorySiz\": 256");
        assert_ne!(template, broken);
        fs::write(own.join("template.json"), broken).unwrap();
    }
    let templates = ["cloudformation/template.json", "sam/template.json"];
    let Some(output) = lint(folder.path(), &templates) else { return };
    let found = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "{output:?}");
    for template in templates {
        let told = |line: &str| line.starts_with(template) && line.contains("MemorySiz");
        assert!(found.lines().any(told), "{found}");
    }
}

/// What `cdk synth` does: it starts the program, and says where the result is to be.
#[test]
fn the_program_for_the_cdk_synthesises_the_same_resources() {
    let Some(modules) = installed("cdk/node_modules") else { return };
    let folder = tempfile::tempdir().unwrap();
    write(Format::Cdk, SETTINGS, folder.path());
    let out = folder.path().join("cdk.out");
    let app = fs::read_to_string(folder.path().join("cdk.json")).unwrap();
    assert_eq!(json(&app)["app"], "node app.js");
    let mut node = Command::new("node");
    node.arg("app.js").current_dir(folder.path());
    node.env("NODE_PATH", modules.canonicalize().unwrap()).env("CDK_OUTDIR", &out);
    let ended = node.output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));

    let synthesised = fs::read_to_string(out.join("stepwright-dev.template.json")).unwrap();
    let exported = fs::read_to_string(folder.path().join("template.json")).unwrap();
    let (synthesised, exported) = (json(&synthesised), json(&exported));
    // The code's place is known now: what was a parameter is where the CDK uploads it to.
    let code = &synthesised["Resources"]["DownloadBennerFunction"]["Properties"]["Code"];
    assert!(code["S3Bucket"].to_string().contains("cdk-hnb659fds-assets-"), "{synthesised:#}");
    for (name, resource) in exported["Resources"].as_object().unwrap() {
        let mut found = synthesised["Resources"][name].clone();
        if name == "DownloadBennerFunction" {
            found["Properties"]["Code"] = resource["Properties"]["Code"].clone();
        }
        assert_eq!(&found, resource, "{name}");
    }
    let zips = fs::read_dir(&out).unwrap().map(|it| it.unwrap().file_name());
    let zips = zips.filter(|it| it.to_string_lossy().ends_with(".zip"));
    assert_eq!(zips.count(), 1);
}

/// `terraform validate` needs the provider, which is in no registry that this repository's tests use.
#[test]
fn the_configuration_for_terraform_is_written_as_terraform_writes_it() {
    let folder = tempfile::tempdir().unwrap();
    for (name, settings) in [
        ("everything", SETTINGS),
        ("plain", "state-machine.log-level = \"OFF\"\nstate-machine.tracing = false"),
        ("express", "state-machine.type = \"EXPRESS\""),
    ] {
        let own = folder.path().join(name);
        fs::create_dir(&own).unwrap();
        write(Format::Terraform, settings, &own);
    }
    let mut terraform = Command::new("terraform");
    terraform.args(["fmt", "-check", "-diff", "-recursive", "-no-color"]);
    // Nobody's settings are read.
    terraform.current_dir(folder.path()).env("TF_CLI_CONFIG_FILE", "/dev/null");
    let output = match terraform.output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: there is no `terraform`");
            return;
        }
        output => output.unwrap(),
    };
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(told, "");
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}
