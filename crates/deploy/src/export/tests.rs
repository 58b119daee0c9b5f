//! Templates as snapshots, and what is true of each: JSON and HCL that name only what there is.

use std::collections::BTreeSet;

use expect_test::{Expect, expect, expect_file};
use serde_json::Value;

use super::*;
use crate::bundle::Code;
use crate::config::{Config, Sources};
use crate::desired::desired;
use crate::desired::tests::{ALL, bundle};

/// The export of the examples that the plan has too, with a schedule, an alarm and tags.
fn exported(format: Format, settings: &str) -> Export {
    let bundle = bundle();
    let sources = Sources { file: settings.to_owned(), ..Sources::default() };
    let config = Config::load(&sources, &bundle.function_names()).unwrap();
    let codes = bundle.functions.iter();
    let code = codes.map(|it| (it.name.clone(), Code::new(&it.name, b"a zip".to_vec()).unwrap()));
    let desired = desired(&config, &bundle, &code.collect(), &place()).unwrap();
    export(format, &desired, &bundle, config.strategy)
}

fn all(format: Format) -> Export {
    exported(format, &format!("strategy = \"canary:10%,10m\"\n{ALL}"))
}

fn text(export: &Export, path: &str) -> String {
    let file = export.files.iter().find(|it| it.path.as_os_str() == path).unwrap();
    String::from_utf8(file.contents.clone()).unwrap()
}

#[track_caller]
fn check_rest(export: &Export, expect: Expect) {
    let files = export.files.iter().map(|it| format!("{}\n", it.path.display()));
    let commands = export.commands.iter().map(|it| format!("$ {it}\n"));
    expect.assert_eq(&files.chain(commands).collect::<String>());
}

/// Each `Ref`, `Fn::GetAtt` and `${…}` names a resource or a parameter of the template.
#[track_caller]
fn check_references(template: &Value) {
    let section = |name: &str| template.get(name).and_then(Value::as_object).into_iter();
    let ids: BTreeSet<&str> = section("Resources")
        .chain(section("Parameters"))
        .flat_map(|it| it.keys().map(String::as_str))
        .collect();
    let mut named = Vec::new();
    references(template, &mut named);
    assert!(!named.is_empty());
    for name in named {
        let id = name.split('.').next().unwrap();
        assert!(ids.contains(id) || name.starts_with("AWS::"), "nothing is called `{name}`");
    }
    let text = template.to_string();
    for word in [PARTITION, REGION, ACCOUNT] {
        assert!(!text.contains(word), "`{word}` is left over");
    }
}

fn references(value: &Value, acc: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("Ref", Value::String(id)) => acc.push(id.clone()),
                    ("Fn::GetAtt", Value::Array(path)) => {
                        acc.push(path[0].as_str().unwrap().to_owned());
                    }
                    ("Fn::Sub", Value::String(text)) => {
                        let parts = text.split("${").skip(1).filter(|it| !it.starts_with('!'));
                        acc.extend(parts.map(|it| it.split('}').next().unwrap().to_owned()));
                    }
                    _ => references(value, acc),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|it| references(it, acc)),
        _ => {}
    }
}

#[test]
fn cloudformation() {
    let export = all(Format::CloudFormation);
    let template = text(&export, "template.json");
    check_references(&serde_json::from_str(&template).unwrap());
    expect_file!["tests/cloudformation.json"].assert_eq(&template);
    check_rest(
        &export,
        expect![[r#"
        template.json
        download.zip
        $ aws s3 cp download.zip s3://$CODE_BUCKET/download-mkRVdGXv.zip
        $ aws cloudformation deploy --template-file template.json --stack-name stepwright-dev --capabilities CAPABILITY_IAM --parameter-overrides DownloadCodeBucket=$CODE_BUCKET DownloadCodeKey=download-mkRVdGXv.zip
    "#]],
    );
}

#[test]
fn sam() {
    let export = all(Format::Sam);
    let template = text(&export, "template.json");
    check_references(&serde_json::from_str(&template).unwrap());
    expect_file!["tests/sam.json"].assert_eq(&template);
    check_rest(
        &export,
        expect![[r#"
        template.json
        store.asl.json
        download.zip
        $ sam deploy --template-file template.json --stack-name stepwright-dev --capabilities CAPABILITY_IAM --resolve-s3
    "#]],
    );
}

#[test]
fn cdk() {
    let export = all(Format::Cdk);
    expect_file!["tests/app.js"].assert_eq(&text(&export, "app.js"));
    assert_eq!(text(&export, "template.json"), text(&all(Format::CloudFormation), "template.json"));
    check_rest(
        &export,
        expect![[r#"
        app.js
        cdk.json
        package.json
        template.json
        download.zip
        $ npm install
        $ npx cdk bootstrap
        $ npx cdk deploy
    "#]],
    );
}

#[test]
fn terraform() {
    let export = all(Format::Terraform);
    let main = text(&export, "main.tf");
    expect_file!["tests/main.tf"].assert_eq(&main);
    check_rest(
        &export,
        expect![[r#"
        main.tf
        store.asl.json
        download.zip
        $ terraform init
        $ terraform apply
    "#]],
    );
    let body: hcl::Body = hcl::parse(&main).unwrap();
    let labels = |it: &hcl::Block| -> Vec<String> {
        it.labels.iter().map(|it| it.as_str().to_owned()).collect()
    };
    let made: BTreeSet<String> = body
        .blocks()
        .filter(|it| it.identifier.as_str() == "resource")
        .map(|it| labels(it).join("."))
        .collect();
    assert!(made.contains("aws_sfn_alias.store"), "{made:?}");
    // Each `aws_….…` within the text names one of them.
    let words = main.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_' || it == '.'));
    for word in words.filter(|it| it.starts_with("aws_") && it.contains('.')) {
        let mut parts = word.split('.');
        let name = format!("{}.{}", parts.next().unwrap(), parts.next().unwrap());
        let is_data = main.contains(&format!("data.{word}"));
        assert!(made.contains(&name) || is_data, "nothing is called `{name}`");
    }
    for word in [PARTITION, REGION, ACCOUNT] {
        assert!(!main.contains(word), "`{word}` is left over");
    }
}

#[test]
fn what_is_not_configured_is_not_there() {
    let template = text(&exported(Format::CloudFormation, ""), "template.json");
    let template: Value = serde_json::from_str(&template).unwrap();
    check_references(&template);
    let ids: Vec<&String> = template["Resources"].as_object().unwrap().keys().collect();
    assert!(!ids.iter().any(|it| it.contains("Schedule") || it.contains("Alarm")), "{ids:?}");
    let alias = &template["Resources"]["StoreLive"]["Properties"];
    assert_eq!(alias["RoutingConfiguration"][0]["Weight"], 100);
    let main = text(&exported(Format::Terraform, ""), "main.tf");
    hcl::parse(&main).unwrap();
    assert!(!main.contains("scheduler") && !main.contains("alarm"), "{main}");
}

#[test]
fn another_content_is_another_version() {
    let version = |settings: &str| {
        let template = text(&exported(Format::CloudFormation, settings), "template.json");
        let template: Value = serde_json::from_str(&template).unwrap();
        let ids = template["Resources"].as_object().unwrap().keys();
        let versions: Vec<String> = ids.filter(|it| it.contains("Version")).cloned().collect();
        versions
    };
    assert_eq!(version(""), version("tags = { a = \"b\" }"));
    assert_ne!(version(""), version("lambda.memory-mb = 512"));
}

#[test]
fn what_is_no_format_is_refused() {
    let error = "pulumi".parse::<Format>().unwrap_err();
    expect!["`pulumi` is no format: one of `cloudformation`, `sam`, `cdk`, `terraform`"]
        .assert_eq(&error.to_string());
    for name in Format::NAMES {
        assert_eq!(name.parse::<Format>().unwrap().to_string(), name);
    }
}
