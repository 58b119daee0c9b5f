//! What a [`distributed_map`](crate::distributed_map) runs over, and where its results go.
//!
//! A list or an object of the workflow is what it is. Items in S3 are the objects of a bucket
//! ([`S3Objects`]) or what a file holds ([`CsvFile`], [`JsonFile`], [`JsonLinesFile`],
//! [`ParquetFile`], [`Inventory`]); [`Batches`] puts any of them together. [`ResultsTo`] says where
//! results are written that are too many to be handed back.

pub use crate::step::{
    Batches, CsvFile, Delimiter, Entry, Flattened, Inventory, ItemSource, JsonFile, JsonLinesFile,
    ParquetFile, ResultWriterDetails, ResultsTo, ResultsWritten, S3Object, S3Objects,
};
