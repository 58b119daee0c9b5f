//! The types, errors and callables that the cases share.

#![allow(dead_code)]

use serde::{Deserialize, Serialize};
use stepwright::{Callable, Shape, TaskError};

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    pub bucket_name: String,
    pub benner: Source,
    pub comment: Option<String>,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
pub struct Source {
    pub url: String,
    pub filename: String,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct BennerRequest {
    pub bucket_name: String,
    pub benner: Source,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct DownloadRequest {
    pub bucket_name: String,
    pub source: Source,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
pub struct Stored {
    pub key: String,
    pub rows: u64,
    pub chunks: Vec<Chunk>,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
pub struct Chunk {
    pub key: String,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
pub struct LoadRequest {
    pub bucket: String,
    pub chunk: Chunk,
}

#[derive(Serialize, Deserialize, Shape, Clone, Debug)]
pub struct Loaded {
    pub rows: u64,
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

#[derive(Callable, Clone, Copy)]
#[lambda(name = "download-benner", input = BennerRequest, output = Stored, error = DownloadError)]
pub struct DownloadBenner;

#[derive(Callable, Clone, Copy)]
#[lambda(name = "load-chunk", input = LoadRequest, output = Loaded, error = LoadError)]
pub struct LoadChunk;
