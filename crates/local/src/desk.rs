//! AWS's services on a desk: what a Task's work reaches besides Lambda functions.

pub mod s3;
pub mod sns;
