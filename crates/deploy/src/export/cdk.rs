//! A program for the AWS Cloud Development Kit: it takes in the CloudFormation template, so that every
//! resource can be changed from there, and uploads the code.

use std::fmt::Write as _;

use serde_json::json;

use super::cloudformation::{TEMPLATE, stack, template};
use super::{Export, File, Source, names};

pub(super) fn export(source: &Source<'_>) -> Export {
    let files = [
        File::text("app.js", app(source)),
        File::text("cdk.json", format!("{:#}\n", json!({ "app": "node app.js" }))),
        File::text("package.json", package(source)),
        File::text(TEMPLATE, template(source)),
    ];
    let commands = ["npm install", "npx cdk bootstrap", "npx cdk deploy"];
    Export {
        files: files.into_iter().chain(source.zips()).collect(),
        commands: commands.map(str::to_owned).into(),
    }
}

fn app(source: &Source<'_>) -> String {
    let quoted = |text: &str| json!(text).to_string();
    let mut parameters = String::new();
    for function in &source.desired.functions {
        let id = quoted(&names::logical(&function.local_name, "Code"));
        let zip = quoted(&names::zip(&function.local_name));
        // Writing to a `String` cannot fail.
        let _ = writeln!(parameters, "      ...code(this, {id}, {zip}),");
    }
    format!(
        r"// Takes in the template that Stepwright has exported: `this.template.getResource('Bucket')` and
// the like give its resources, to be changed here.
const path = require('node:path');
const {{ App, Stack }} = require('aws-cdk-lib');
const {{ CfnInclude }} = require('aws-cdk-lib/cloudformation-include');
const {{ Asset }} = require('aws-cdk-lib/aws-s3-assets');

/** Uploads a zip, and gives the template's two parameters that say where it is. */
function code(scope, id, zip) {{
  const asset = new Asset(scope, `${{id}}Asset`, {{ path: path.join(__dirname, zip) }});
  return {{ [`${{id}}Bucket`]: asset.s3BucketName, [`${{id}}Key`]: asset.s3ObjectKey }};
}}

class Exported extends Stack {{
  constructor(scope, id, props) {{
    super(scope, id, props);
    const parameters = {{
{}    }};
    const templateFile = path.join(__dirname, {});
    this.template = new CfnInclude(this, 'Template', {{ templateFile, parameters }});
  }}
}}

new Exported(new App(), {});
",
        parameters,
        quoted(TEMPLATE),
        quoted(&stack(source))
    )
}

fn package(source: &Source<'_>) -> String {
    let package = json!({
        "name": stack(source),
        "private": true,
        "devDependencies": { "aws-cdk": "^2" },
        "dependencies": { "aws-cdk-lib": "^2", "constructs": "^10" },
    });
    format!("{package:#}\n")
}
