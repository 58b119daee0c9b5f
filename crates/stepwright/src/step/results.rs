//! [`ResultsTo`]: where a Distributed Map's results are written, and what it hands back then.

use stepwright_asl::{OutputType, WriterConfig, WriterTransformation};

use crate::graph::Results;
use crate::into_expr::IntoExpr;
use crate::message::message;
use crate::node::{Node, NodeRef};

/// Where in S3 a Distributed Map's results are written.
///
/// ```
/// use stepwright::items::ResultsTo;
///
/// let results = ResultsTo::s3("my-bucket").prefix("results").compact().json_lines();
/// # let _ = results;
/// ```
#[derive(Debug, Clone)]
pub struct ResultsTo {
    arguments: Vec<(&'static str, NodeRef)>,
    transformation: Option<WriterTransformation>,
    output_type: Option<OutputType>,
}

impl ResultsTo {
    /// Into this bucket.
    pub fn s3(bucket: impl IntoExpr<String>) -> Self {
        let arguments = vec![("Bucket", bucket.into_expr().node())];
        Self { arguments, transformation: None, output_type: None }
    }

    /// Under keys that begin so.
    #[must_use]
    pub fn prefix(mut self, prefix: impl IntoExpr<String>) -> Self {
        self.arguments.push(("Prefix", prefix.into_expr().node()));
        self
    }

    /// Only the outputs, without what is known of each child execution.
    #[must_use]
    pub fn compact(mut self) -> Self {
        self.transformation = Some(WriterTransformation::Compact);
        self
    }

    /// Only the outputs, and of outputs that are lists the items.
    #[must_use]
    pub fn flatten(mut self) -> Self {
        self.transformation = Some(WriterTransformation::Flatten);
        self
    }

    /// A JSON value on each line, instead of one list.
    #[must_use]
    pub fn json_lines(mut self) -> Self {
        self.output_type = Some(OutputType::JsonLines);
        self
    }

    pub(super) fn into_results(self) -> Results {
        let Self { arguments, transformation, output_type } = self;
        // AWS wants both or neither.
        let config = (transformation.is_some() || output_type.is_some()).then(|| WriterConfig {
            transformation: Some(transformation.unwrap_or(WriterTransformation::None)),
            output_type: Some(output_type.unwrap_or(OutputType::Json)),
            ..WriterConfig::default()
        });
        Results { arguments: NodeRef::of(Node::Object(arguments)), config }
    }
}

message! {
    /// What a Distributed Map hands back whose results are written to S3.
    #[derive(Eq)]
    ResultsWritten {
        /// The ARN of the Map Run.
        pub map_run_arn: String,
        /// Where the results are.
        pub result_writer_details: ResultWriterDetails,
    }
}

message! {
    /// Where the results of a Map Run are.
    #[derive(Eq)]
    ResultWriterDetails {
        /// The bucket.
        pub bucket: String,
        /// The key of `manifest.json`, which lists the files.
        pub key: String,
    }
}
