//! What the function takes, what it gives, and the errors it names: all that a workflow knows of it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stepwright::{Callable, Shape, TaskError};
use thiserror::Error;

/// The function `download-benner`.
#[derive(Debug, Clone, Copy, Callable)]
#[lambda(name = "download-benner", input = BennerRequest, output = Stored, error = BennerError)]
pub struct DownloadBenner;

/// What to download, and where to store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct BennerRequest {
    /// The bucket that the objects are written to.
    pub bucket_name: String,
    /// The table.
    pub benner: Source,
}

/// Where a table is published, and what it is called here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Where the table is published: an `http` or `https` URL.
    pub url: String,
    /// The key of the object with all asteroids, such as `benner.csv`. The keys of the bands are
    /// made from it: `benner.ultra-low.csv`.
    pub filename: String,
}

/// What was stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct Stored {
    /// The bucket that all objects are in.
    pub bucket: String,
    /// The object with all asteroids.
    pub key: String,
    /// How many asteroids are in it.
    pub rows: u64,
    /// Its `ETag` as S3 gives it, in quotation marks, so that it equals what `HeadObject` gives.
    pub etag: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The smallest delta-v of all, in km/s.
    #[serde(rename = "lowestDeltaV")]
    pub lowest_delta_v: f64,
    /// The first lines that are not taken for asteroids, at most twenty.
    pub refused: Vec<Refused>,
    /// How many lines are not taken for asteroids.
    pub refused_count: u64,
    /// The same asteroids in four objects, from the easiest to reach to the hardest.
    pub bands: Vec<Band>,
}

/// A line among the table's rows that is not taken for an asteroid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// Where it is on the page, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
    /// The line, or its beginning.
    pub text: String,
}

/// The asteroids up to a delta-v, and the object that they are in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// `ultra-low`, `moon-like`, `mars-like` or `beyond`.
    pub name: String,
    /// The highest delta-v in it, in km/s; the last band has none.
    #[serde(rename = "maxDeltaV", default, skip_serializing_if = "Option::is_none")]
    pub max_delta_v: Option<f64>,
    /// How many asteroids are in it.
    pub rows: u64,
    /// The object.
    pub key: String,
    /// The object's `ETag` as S3 gives it, in quotation marks.
    pub etag: String,
}

/// Why nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, Error, TaskError)]
pub enum BennerError {
    /// `HTTPError`: the page or S3 could not be reached, or did not answer as it should. May pass.
    #[retriable]
    #[error_name("HTTPError")]
    #[error("{0}")]
    Http(String),
    /// `GeneralError`: somebody has to look at it.
    #[error_name("GeneralError")]
    #[error("{0}")]
    General(String),
}

impl BennerError {
    pub(crate) fn http(what: impl fmt::Display) -> Self {
        Self::Http(what.to_string())
    }

    pub(crate) fn general(what: impl fmt::Display) -> Self {
        Self::General(what.to_string())
    }
}
