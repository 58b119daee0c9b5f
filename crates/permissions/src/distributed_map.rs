//! What a Distributed Map needs: its children are executions of its own machine, its items and its
//! results are objects in S3.

use stepwright_asl::{
    ExecutionType, InputType, ItemReader, ManifestType, Map, Pointer, QueryLanguage,
    ReaderTransformation, ResultWriter,
};

use crate::Context;
use crate::arguments::{Arguments, Said};
use crate::need::{Need, Scope};
use crate::{Condition, s3};

/// Adds what the Map needs, beyond what its processor's states do.
pub(crate) fn needs(
    map: &Map,
    language: Option<&QueryLanguage>,
    at: &Pointer,
    context: &Context,
    acc: &mut Vec<Need>,
) {
    let mut needs = Needs { at, acc };
    children(map, context, &mut needs);
    if let Some(reader) = &map.item_reader {
        let ItemReader { parameters, arguments, .. } = reader;
        let sent = Arguments::new(language, parameters.as_ref(), arguments.as_ref(), context);
        items(reader, &sent, context, &mut needs);
    }
    if let Some(writer) = &map.result_writer {
        let ResultWriter { parameters, arguments, .. } = writer;
        // One that only says the form of the results writes nothing.
        if writer.resource.is_some() {
            let sent = Arguments::new(language, parameters.as_ref(), arguments.as_ref(), context);
            results(&sent, context, &mut needs);
        }
    }
}

struct Needs<'a> {
    at: &'a Pointer,
    acc: &'a mut Vec<Need>,
}

impl Needs<'_> {
    fn need(&mut self, why: &str, actions: &[&str], scope: &Scope, conditions: &[Condition]) {
        self.acc.extend(actions.iter().map(|action| Need {
            action: (*action).to_owned(),
            scope: scope.clone(),
            conditions: conditions.to_vec(),
            why: why.to_owned(),
            at: Some(self.at.clone()),
        }));
    }
}

fn children(map: &Map, context: &Context, needs: &mut Needs<'_>) {
    let name = &context.state_machine;
    let machine = Scope::exactly(context.state_machine_arn());
    needs.need("starts its children", &["states:StartExecution"], &machine, &[]);

    let children = Scope::exactly(context.arn("states", &format!("execution:{name}/*")));
    let actions = ["states:DescribeExecution", "states:StopExecution"];
    needs.need("watches its children, and stops them with the execution", &actions, &children, &[]);

    let config = map.processor().and_then(|it| it.processor_config.as_ref());
    if config.and_then(|it| it.execution_type.as_ref()) == Some(&ExecutionType::Express) {
        // "unsuccessful Express children are started anew".
        return;
    }
    let redriven = match &map.label {
        Some(label) => format!("execution:{name}/{label}:*"),
        None => format!("execution:{name}/*"),
    };
    let redriven = Scope::exactly(context.arn("states", &redriven));
    let why = "redrives its children, where the execution is redriven";
    needs.need(why, &["states:RedriveExecution"], &redriven, &[]);
}

fn items(reader: &ItemReader, sent: &Arguments<'_>, context: &Context, needs: &mut Needs<'_>) {
    let why = "reads its items";
    let bucket = sent.field("Bucket").said();
    let (key, prefix) = (sent.field("Key").said(), sent.field("Prefix").said());
    let lists = reader.resource.as_deref().is_some_and(|it| it.ends_with(":listObjectsV2"));
    let config = reader.reader_config.as_ref();
    if lists {
        let conditions = s3::listing_conditions(&prefix);
        for scope in s3::bucket_scopes(context, &bucket) {
            needs.need(why, &["s3:ListBucket"], &scope, &conditions);
        }
        let loads = config.and_then(|it| it.transformation.as_ref())
            == Some(&ReaderTransformation::LoadAndFlatten);
        if loads {
            for scope in s3::prefix_scopes(context, &bucket, &prefix) {
                needs.need("reads the objects that it lists", &["s3:GetObject"], &scope, &[]);
            }
        }
        return;
    }
    let versioned = sent.fields().is_some() && sent.field("VersionId").is_present();
    let action = if versioned { "s3:GetObjectVersion" } else { "s3:GetObject" };
    for scope in s3::object_scopes(context, &bucket, &key) {
        needs.need(why, &[action], &scope, &[]);
    }
    let manifest = config.and_then(|it| it.manifest_type.as_ref());
    let is_manifest = config.and_then(|it| it.input_type.as_ref()) == Some(&InputType::Manifest);
    if manifest == Some(&ManifestType::AthenaData) {
        // The query says where its files go, and that can be another bucket than the manifest's.
        let written = Said::Open("in the manifest".to_owned());
        for scope in s3::object_scopes(context, &written, &written) {
            needs.need("reads the files that its manifest lists", &["s3:GetObject"], &scope, &[]);
        }
    } else if is_manifest || manifest.is_some() {
        // An inventory's files are in the manifest's bucket, beside it.
        let listed = Said::Open("in the manifest".to_owned());
        for scope in s3::object_scopes(context, &bucket, &listed) {
            needs.need("reads the files that its manifest lists", &["s3:GetObject"], &scope, &[]);
        }
        for scope in s3::bucket_scopes(context, &bucket) {
            needs.need("finds the files that its manifest lists", &["s3:ListBucket"], &scope, &[]);
        }
    }
}

fn results(sent: &Arguments<'_>, context: &Context, needs: &mut Needs<'_>) {
    let actions =
        ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];
    let bucket = sent.field("Bucket").said();
    // Keys are `<prefix>/<map run>/…`, whether or not the prefix ends in a slash.
    let prefix = match sent.field("Prefix").said() {
        Said::Text(it) if !it.is_empty() => Said::Text(format!("{}/", it.trim_end_matches('/'))),
        other => other,
    };
    for scope in s3::prefix_scopes(context, &bucket, &prefix) {
        needs.need("writes its results", &actions, &scope, &[]);
    }
}
