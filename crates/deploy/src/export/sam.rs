//! A template for the AWS Serverless Application Model, in JSON, with the definitions and the code in
//! files beside it.

use serde_json::{Map, Value, json};

use super::cloudformation::{
    around, attribute, configuration, description, insert, local, logging, outputs, preference,
    reference, resource, schedules, stack, text,
};
use super::{Export, File, Meaning, Source, Stated, names};
use crate::desired::{Function, LIVE, StateMachine};

const TEMPLATE: &str = "template.json";

pub(super) fn export(source: &Source<'_>) -> Export {
    let mut files = vec![File::text(TEMPLATE, template(source))];
    let machines = source.machines();
    let definitions = machines
        .iter()
        .map(|it| File::text(&names::definition(&it.machine.local_name), it.definition));
    files.extend(definitions);
    files.extend(source.zips());
    let deploy = format!(
        "sam deploy --template-file {TEMPLATE} --stack-name {} --capabilities CAPABILITY_IAM --resolve-s3",
        stack(source)
    );
    Export { files, commands: vec![deploy] }
}

fn template(source: &Source<'_>) -> String {
    let mut resources = around(source);
    for function in &source.desired.functions {
        let id = names::logical(&function.local_name, "Function");
        resources.insert(id, lambda(source, function));
    }
    for it in source.machines() {
        let id = names::logical(&it.machine.local_name, "StateMachine");
        resources.insert(id, step_functions(source, &it));
    }
    resources.extend(schedules(source, alias));
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": description(source),
        "Resources": resources,
        "Outputs": outputs(source, alias),
    });
    text(&template)
}

/// SAM makes the alias itself; its ARN is the state machine's with the alias's name.
fn alias(machine: &StateMachine) -> Value {
    let id = names::logical(&machine.local_name, "StateMachine");
    json!({ "Fn::Sub": format!("${{{id}}}:{LIVE}") })
}

fn lambda(source: &Source<'_>, function: &Function) -> Value {
    let mut properties = configuration(function);
    insert(&mut properties, "CodeUri", json!(names::zip(&function.local_name)));
    insert(&mut properties, "AutoPublishAlias", json!(LIVE));
    // A version for each change, not only of the code.
    insert(&mut properties, "AutoPublishAliasAllProperties", json!(true));
    insert(&mut properties, "Tags", json!(source.desired.tags));
    resource("AWS::Serverless::Function", properties)
}

fn step_functions(source: &Source<'_>, of: &Stated<'_>) -> Value {
    let Stated { machine, placeholders, .. } = of;
    let settings = &machine.settings;
    let mut properties = json!({
        "Name": machine.name,
        "Type": settings.r#type,
        "DefinitionUri": names::definition(&machine.local_name),
        "Role": attribute(&names::logical(&machine.local_name, "Role"), "Arn"),
        "Logging": logging(machine),
        "Tracing": { "Enabled": settings.tracing },
        "AutoPublishAlias": LIVE,
        "Tags": source.desired.tags,
    });
    if let Some(preference) = preference(source, machine) {
        insert(&mut properties, "DeploymentPreference", preference);
    }
    if !placeholders.is_empty() {
        let arn = |meaning: &Meaning<'_>| match meaning {
            Meaning::Function(it) => {
                reference(&format!("{}.Alias", names::logical(&it.local_name, "Function")))
            }
            Meaning::Machine(it) => local(&json!(it.alias_arn())),
            Meaning::Arn(arn) => local(&json!(arn)),
        };
        let substitutions = placeholders.iter().map(|(name, it)| ((*name).to_owned(), arn(it)));
        let substitutions = substitutions.collect::<Map<_, _>>();
        insert(&mut properties, "DefinitionSubstitutions", json!(substitutions));
    }
    resource("AWS::Serverless::StateMachine", properties)
}
