//! [`Results`]: what a Map Run's children leave behind, as the state's result or as files.
//!
//! Owns the shapes of records, files and manifest. Does not write: the driver does.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_compiler::{ResultFormat, ResultTransformation};
use stepwright_json::{Array, Object, Value};

use crate::completion::ChildOutcome;
use crate::context_object::time;
use crate::{ResultFile, quota};

/// About how many bytes an output takes in memory besides its text.
const OUTPUT_BYTES_AROUND: usize = 256;

/// What the children of a Map Run leave behind.
#[derive(Debug)]
pub(crate) struct Results {
    transformation: ResultTransformation,
    format: ResultFormat,
    /// Whether they become files; otherwise they are the state's result, and bounded like one.
    export: Option<Export>,
    /// By the children's order: those that are in no file yet.
    succeeded: BTreeMap<u64, Value>,
    /// Those that are being written to the next file.
    in_writing: BTreeMap<u64, Value>,
    /// The files of outputs that are written: the entries of the manifest.
    written: Vec<Value>,
    failed: BTreeMap<u64, Value>,
    /// The files of inputs that no child has had: the entries of the manifest.
    pending: Vec<Value>,
    size_bytes: usize,
    is_too_large: bool,
}

/// Where results are written to.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(crate) bucket: Arc<str>,
    /// What every key begins with; ends with `/` where it is not empty.
    pub(crate) prefix: String,
}

/// A child that has ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Child<'a> {
    pub(crate) index: u64,
    pub(crate) name: &'a str,
    pub(crate) execution_arn: &'a str,
    pub(crate) state_machine_arn: &'a str,
    pub(crate) input: &'a Value,
    pub(crate) started: Timestamp,
    pub(crate) stopped: Timestamp,
    pub(crate) redrives: u64,
}

impl Results {
    pub(crate) fn new(
        transformation: ResultTransformation,
        format: ResultFormat,
        export: Option<Export>,
    ) -> Self {
        Self {
            transformation,
            format,
            export,
            succeeded: BTreeMap::new(),
            in_writing: BTreeMap::new(),
            written: Vec::new(),
            failed: BTreeMap::new(),
            pending: Vec::new(),
            size_bytes: 0,
            is_too_large: false,
        }
    }

    /// Takes in how a child has ended.
    pub(crate) fn add(&mut self, child: Child<'_>, outcome: &ChildOutcome) {
        let is_whole = self.transformation == ResultTransformation::None;
        match outcome {
            ChildOutcome::Succeeded(output) => {
                let value = if is_whole { record(child, outcome) } else { output.clone() };
                let around = if self.export.is_some() { OUTPUT_BYTES_AROUND } else { 1 };
                self.size_bytes += value.size_bytes() + around;
                if self.export.is_none() && self.size_bytes > quota::PAYLOAD_BYTES_MAX {
                    // Nothing will come of them any more.
                    self.is_too_large = true;
                    self.succeeded.clear();
                }
                if !self.is_too_large {
                    self.succeeded.insert(child.index, value);
                }
            }
            // Whatever `Transformation` says: of a failed child all there is to say is written.
            ChildOutcome::Failed(_) | ChildOutcome::TimedOut | ChildOutcome::Aborted(_) => {
                if self.export.is_some() {
                    self.failed.insert(child.index, record(child, outcome));
                }
            }
        }
    }

    /// The child that failed is redriven: how it ended does not count any more.
    pub(crate) fn forget_failure(&mut self, index: u64) {
        self.failed.remove(&index);
    }

    pub(crate) fn export(&self) -> Option<&Export> {
        self.export.as_ref()
    }

    /// Whether they are more than a state's result may be.
    pub(crate) fn are_too_large(&self) -> bool {
        self.is_too_large
    }

    /// The state's result: the children's outputs in the order of their items, without those of
    /// children that failed and were tolerated.
    // UNVERIFIED: that nothing stands in the place of those.
    pub(crate) fn result(&mut self) -> Value {
        let values = std::mem::take(&mut self.succeeded);
        Value::Array(self.transformed(values.into_values()))
    }

    /// Whether there is enough for a file, so that no more has to be held.
    pub(crate) fn is_file_full(&self) -> bool {
        self.export.is_some() && self.size_bytes >= quota::RESULT_FILE_BYTES_MAX
    }

    /// The file of what there is so far. It counts once [`file_written`](Self::file_written) says so.
    pub(crate) fn take_file(&mut self) -> Option<ResultFile> {
        let Export { prefix, .. } = self.export.as_ref()?;
        let key = self.key_of_outputs(prefix);
        self.in_writing = std::mem::take(&mut self.succeeded);
        self.size_bytes = 0;
        let body = self.body(&self.transformed(self.in_writing.values().cloned()));
        Some(ResultFile { key: key.into(), body })
    }

    /// The file that was taken is written, and so long.
    pub(crate) fn file_written(&mut self, size: usize) {
        let Some(Export { prefix, .. }) = &self.export else { return };
        let key = self.key_of_outputs(prefix);
        self.written.push(entry(key, size));
        self.in_writing.clear();
    }

    /// The file that was taken may not be written: what is in it is still to be.
    pub(crate) fn file_not_written(&mut self) {
        self.succeeded.append(&mut self.in_writing);
    }

    /// The next file of inputs that no child has had.
    pub(crate) fn pending_file(&mut self, inputs: &[Value]) -> Option<ResultFile> {
        let Export { prefix, .. } = self.export.as_ref().filter(|_| !inputs.is_empty())?;
        let key = format!("{prefix}PENDING_{}.{}", self.pending.len(), self.extension());
        let body = self.body(&inputs.iter().map(pending).collect());
        self.pending.push(entry(key.clone(), body.len()));
        Some(ResultFile { key: key.into(), body })
    }

    /// The Map Run goes on: there will be other files of those that no child has had, or none.
    pub(crate) fn forget_pending(&mut self) {
        self.pending.clear();
    }

    fn key_of_outputs(&self, prefix: &str) -> String {
        format!("{prefix}SUCCEEDED_{}.{}", self.written.len(), self.extension())
    }

    /// The files that are still to be written, and the key of the manifest.
    pub(crate) fn files(&self, map_run_arn: &str) -> (Vec<ResultFile>, Option<String>) {
        let Some(Export { bucket, prefix }) = self.export.clone() else {
            return (Vec::new(), None);
        };
        // They stay: a Map Run that is redriven writes them again, with what has come since.
        let succeeded = self.transformed(self.succeeded.values().cloned());
        let failed: Array = self.failed.values().cloned().collect();
        let mut files = Vec::new();
        let mut file = |key: String, values: &Array| -> Option<Value> {
            if values.is_empty() {
                return None;
            }
            let body = self.body(values);
            let size = body.len();
            files.push(ResultFile { key: key.as_str().into(), body });
            Some(entry(key, size))
        };
        let of_failures = file(format!("{prefix}FAILED_0.{}", self.extension()), &failed);
        let of_outputs = file(self.key_of_outputs(&prefix), &succeeded);
        let written = self.written.iter().cloned();
        let result_files = [
            ("FAILED", of_failures.into_iter().collect::<Value>()),
            ("PENDING", self.pending.iter().cloned().collect()),
            ("SUCCEEDED", written.chain(of_outputs).collect()),
        ];
        let manifest: Object = [
            ("DestinationBucket", Value::String(bucket)),
            ("MapRunArn", Value::from(map_run_arn)),
            ("ResultFiles", result_files.into_iter().collect::<Object>().into()),
        ]
        .into_iter()
        .collect();
        let key = format!("{prefix}manifest.json");
        let body = Value::from(manifest).to_string().into_bytes();
        files.push(ResultFile { key: key.as_str().into(), body });
        (files, Some(key))
    }

    fn transformed(&self, values: impl Iterator<Item = Value>) -> Array {
        match self.transformation {
            ResultTransformation::None | ResultTransformation::Compact => values.collect(),
            ResultTransformation::Flatten => {
                let mut flat = Vec::new();
                for value in values {
                    match value.as_array() {
                        Some(items) => flat.extend(items.iter().cloned()),
                        None => flat.push(value),
                    }
                }
                Array::from(flat)
            }
        }
    }

    fn extension(&self) -> &'static str {
        match self.format {
            ResultFormat::Json => "json",
            ResultFormat::JsonLines => "jsonl",
        }
    }

    fn body(&self, values: &Array) -> Vec<u8> {
        match self.format {
            ResultFormat::Json => Value::Array(values.clone()).to_text().into_bytes(),
            ResultFormat::JsonLines => {
                values.iter().flat_map(|it| (it.to_text() + "\n").into_bytes()).collect()
            }
        }
    }
}

/// What the manifest says of a file.
fn entry(key: String, size: usize) -> Value {
    let entry = [("Key", Value::from(key)), ("Size", Value::from(size))];
    entry.into_iter().collect::<Object>().into()
}

/// What there is to say of a child that never was.
// UNVERIFIED: documented is that such files are; their form is known at second hand only.
fn pending(input: &Value) -> Value {
    let fields = [
        ("Input", Value::from(input.to_text())),
        ("InputDetails", included()),
        ("Status", "PENDING".into()),
    ];
    fields.into_iter().collect::<Object>().into()
}

fn included() -> Value {
    Object::from_iter([("Included", true)]).into()
}

/// All there is to say of a child.
fn record(child: Child<'_>, outcome: &ChildOutcome) -> Value {
    let Child { index: _, name, execution_arn, state_machine_arn, input, .. } = child;
    let Child { started, stopped, redrives, .. } = child;
    let text = |it: &Value| Value::from(it.to_text());
    let mut fields: Vec<(&str, Value)> = vec![
        ("ExecutionArn", execution_arn.into()),
        ("Input", text(input)),
        ("InputDetails", included()),
        ("Name", name.into()),
    ];
    let failure = match outcome {
        ChildOutcome::Succeeded(output) => {
            fields.extend([("Output", text(output)), ("OutputDetails", included())]);
            None
        }
        ChildOutcome::Failed(failure) | ChildOutcome::Aborted(failure) => Some(failure.clone()),
        ChildOutcome::TimedOut => None,
    };
    if let Some(failure) = failure {
        let part = |it: Option<Arc<str>>| it.map(Value::String);
        fields.extend(part(failure.cause).map(|it| ("Cause", it)));
        fields.extend(part(failure.error).map(|it| ("Error", it)));
    }
    let redrive = match outcome {
        ChildOutcome::Succeeded(_) => {
            ("NOT_REDRIVABLE", Some("Execution is SUCCEEDED and cannot be redriven"))
        }
        ChildOutcome::Failed(_) | ChildOutcome::TimedOut | ChildOutcome::Aborted(_) => {
            ("REDRIVABLE_BY_MAP_RUN", None)
        }
    };
    fields.extend([("RedriveCount", redrives.into()), ("RedriveStatus", redrive.0.into())]);
    fields.extend(redrive.1.map(|it| ("RedriveStatusReason", it.into())));
    fields.extend([
        ("StartDate", time(started)),
        ("StateMachineArn", state_machine_arn.into()),
        ("Status", outcome.status().as_str().into()),
        ("StopDate", time(stopped)),
    ]);
    fields.into_iter().collect::<Object>().into()
}
