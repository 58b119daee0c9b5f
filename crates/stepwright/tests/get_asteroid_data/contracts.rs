//! The types that the handlers, the workflow, the schemas and the tests share.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stepwright::{Callable, Shape, TaskError};

#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub bucket_name: String,
    pub benner: Source,
    pub exoplanets: Source,
    pub masses: Masses,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct Source {
    /// Where the table is published.
    pub url: String,
    pub filename: String,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct Masses {
    pub filename: String,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct BennerRequest {
    pub bucket_name: String,
    pub benner: Source,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct DownloadRequest {
    pub bucket_name: String,
    pub source: Source,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct ParseMassesRequest {
    pub bucket_name: String,
    pub filename: String,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct Stored {
    pub bucket: String,
    pub key: String,
    pub rows: u64,
    pub etag: String,
    pub sha256: String,
    pub chunks: Vec<Chunk>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Chunk {
    pub key: String,
    pub first_row: u64,
    pub last_row: u64,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct LoadRequest {
    pub bucket: String,
    pub chunk: Chunk,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct Loaded {
    pub rows: u64,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct Report {
    pub etags: Vec<String>,
    pub rows: u64,
    pub best: Vec<String>,
}

#[derive(Debug, TaskError)]
pub enum DownloadError {
    #[retriable]
    #[error_name("HTTPError")]
    Http(String),
    #[error_name("GeneralError")]
    General(String),
}
#[derive(Debug, TaskError)]
pub enum LoadError {
    #[retriable]
    Throttled,
    BadRow(u64),
}

/// Downloads the Benner delta-v table and stores it as CSV.
#[derive(Callable, Clone, Copy)]
#[lambda(name = "download-benner", input = BennerRequest, output = Stored, error = DownloadError)]
pub struct DownloadBenner;
/// Downloads the exoplanet table.
#[derive(Callable, Clone, Copy)]
#[lambda(name = "download-exoplanets", input = DownloadRequest, output = Stored, error = DownloadError)]
pub struct DownloadExoplanets;
/// Turns the packaged list of masses into JSON.
#[derive(Callable, Clone, Copy)]
#[lambda(name = "parse-masses", input = ParseMassesRequest, output = Stored, error = DownloadError)]
pub struct ParseMasses;
/// Loads one chunk into the database.
#[derive(Callable, Clone, Copy)]
#[lambda(name = "load-chunk", input = LoadRequest, output = Loaded, error = LoadError)]
pub struct LoadChunk;

/// The state machine that puts the loaded rows to use.
#[derive(Callable, Clone, Copy)]
#[machine(name = "rank-asteroids", input = RankRequest, output = Ranked)]
pub struct RankAsteroids;
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct RankRequest {
    pub tables: Vec<String>,
    pub row_count: u64,
}
#[derive(Serialize, Deserialize, JsonSchema, Shape, Clone, Debug)]
pub struct Ranked {
    pub best: Vec<String>,
}
