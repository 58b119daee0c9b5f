//! `get-asteroid-data`: downloads the delta-v table of near-Earth asteroids, stores it as CSV on S3,
//! and makes sure of what was stored.
//!
//! This is the example to start from. A workflow is a function from the value that comes in to the
//! value that goes out. Read it like one: a step becomes a state when `.run(w)` is called on it, its
//! value can be used in every later step, and a branch is a closure.

use benner::contract::{BennerError, BennerRequest, DownloadBenner, Refused, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use stepwright::services::s3::{HeadObject, HeadObjectRequest, S3Error};
use stepwright::services::sns::{Publish, PublishRequest, PublishResponse};
use stepwright::{
    Backoff, Expr, Flow, LambdaFaults, Shape, States, Step, choice, expr, jsonata, map, parallel,
    pass, task,
};

/// What an execution is started with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Input {
    /// The bucket that the objects are written to. It has to exist.
    #[schemars(length(min = 3, max = 63), regex(pattern = r"^[a-z0-9][a-z0-9.-]*[a-z0-9]$"))]
    pub bucket_name: String,
    /// The table, and what it is called in the bucket.
    pub benner: Source,
    /// The SNS topic that is told of a failure. Without it nobody is told.
    #[serde(default)]
    pub failure_topic_arn: Option<String>,
}

impl Input {
    /// The real table at JPL, and the bucket of a stage.
    pub fn default_for(stage: &str) -> Self {
        Self {
            bucket_name: format!("stepwright-asteroids-{stage}"),
            benner: Source {
                url: "http://echo.jpl.nasa.gov/~lance/delta_v/delta_v.rendezvous.html".to_owned(),
                filename: "benner.csv".to_owned(),
            },
            failure_topic_arn: None,
        }
    }
}

/// What an execution hands back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `complete`, or `some rows were refused`.
    pub verdict: String,
    /// How many asteroids are in the table.
    pub rows: u64,
    /// The smallest delta-v of all, in km/s.
    #[serde(rename = "lowestDeltaV")]
    pub lowest_delta_v: f64,
    /// How many lines of the page were not taken for asteroids.
    pub refused_count: u64,
    /// The first of those lines, at most twenty.
    pub refused: Vec<Refused>,
    /// The SHA-256 of the whole table, in hexadecimal.
    pub sha256: String,
    /// The object with the whole table, as S3 shows it.
    pub table: Checked,
    /// The objects of the bands, as S3 shows them.
    pub bands: Vec<Checked>,
}

/// An object that S3 shows with the `ETag` that was reported when it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Its key.
    pub key: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its `ETag`, in quotation marks.
    pub etag: String,
}

/// What an operator needs to know of a failure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Shape)]
#[serde(rename_all = "camelCase")]
pub struct FailureNotice {
    /// The execution that failed.
    pub execution: String,
    /// The error's name.
    pub error: String,
    /// What is known of its cause.
    pub cause: String,
    /// Where the table was to be downloaded from.
    pub url: String,
    /// The bucket it was to be stored in.
    pub bucket_name: String,
}

/// Three more times, after 10, 20 and 40 seconds: JPL's server is a small one.
const POLITELY: Backoff = Backoff::every_secs(10).max_attempts(3).rate(2.0);

/// S3 is asked this often, this many seconds apart, before an object counts as lost.
const LOOKS: u32 = 10;
const SECONDS_BETWEEN_LOOKS: u32 = 3;

/// Downloads, stores, checks, reports.
pub fn get_asteroid_data(w: &mut Flow, input: Expr<Input>) -> Expr<Report> {
    // Where every failure ends up. Its states are written behind the main path.
    let give_up = w.handler("failure", |w, failure| {
        let notice = pass("Describe Failure")
            .value(expr!(FailureNotice {
                execution: w.context().execution_id(),
                error: failure.error,
                cause: failure.cause,
                url: input.benner.url,
                bucket_name: input.bucket_name,
            }))
            .run(w);
        choice::<()>("Is A Topic Configured?")
            .when(input.failure_topic_arn.is_some(), |w| {
                task("Notify Failure", Publish)
                    .input(expr!(PublishRequest {
                        topic_arn: input.failure_topic_arn.unwrap_or(""),
                        subject: "get-asteroid-data failed",
                        message: jsonata!(String, "$string({notice})", notice = notice),
                    }))
                    // That nobody could be told must not hide what went wrong first.
                    .catch(States::All, |_, _| expr!(PublishResponse { message_id: "none" }))
                    .run(w);
            })
            .otherwise(|_| ())
            .run(w);
        w.fail("Give Up", failure.error, failure.cause)
    });

    // The function, its input, its output and its errors are one contract, which it shares with the
    // workflow: what does not fit does not compile.
    let stored = task("Download Benner", DownloadBenner)
        .input(expr!(BennerRequest { bucket_name: input.bucket_name, benner: input.benner }))
        .retry(BennerError::HTTP, POLITELY)
        .retry(LambdaFaults, Backoff::every_secs(2).max_attempts(6).rate(2.0))
        .catch_to(States::All, &give_up)
        .run(w);

    // What was reported is one thing, what S3 shows another: look at all objects, side by side.
    let (table, bands) = parallel("Check What Was Written")
        .branch("table", |w| look(w, "Table", stored.bucket, stored.key, stored.etag))
        .branch("bands", |w| {
            map("Check Bands", stored.bands, |w, band| {
                look(w, "Band", stored.bucket, band.key, band.etag)
            })
            .run(w)
        })
        .catch_to(States::All, &give_up)
        .run(w);

    // A Choice is a value too: both arms hand one back.
    let verdict = choice("Is It Complete?")
        .when(expr!(stored.rows > 0 && stored.refused_count == 0), |w| {
            pass("Complete").value("complete").run(w)
        })
        .when(expr!(stored.rows > 0), |w| pass("Refusals").value("some rows were refused").run(w))
        // The function answers with an error before it stores nothing; this holds should that change.
        .otherwise(|w| w.fail("No Rows", "NoRows", "the table that was stored has no rows"))
        .run(w);

    pass("Report")
        .value(expr!(Report {
            verdict,
            rows: stored.rows,
            lowest_delta_v: stored.lowest_delta_v,
            refused_count: stored.refused_count,
            refused: stored.refused,
            sha256: stored.sha256,
            table,
            bands,
        }))
        .run(w)
}

/// Asks S3 for an object until it shows the `ETag` that was reported. A part of a workflow is a plain
/// function; the states get their names from `what`.
fn look(
    w: &mut Flow,
    what: &str,
    bucket: Expr<String>,
    key: Expr<String>,
    etag: Expr<String>,
) -> Expr<Checked> {
    let looks = w.var("looks", 1_u32);
    let again = w.label();
    let head = task(&format!("Look At {what}"), HeadObject)
        .input(expr!(HeadObjectRequest { bucket, key }))
        // Not there is not yet there, and who cannot be reached may be soon, for as long as there
        // is patience.
        .retry(
            (S3Error::NO_SUCH_KEY, S3Error::SDK_CLIENT),
            Backoff::every_secs(SECONDS_BETWEEN_LOOKS).max_attempts(LOOKS - 1).rate(1.0),
        )
        .run(w);
    choice(&format!("Is {what} Whole?"))
        .when(expr!(head.e_tag == etag), |w| {
            pass(&format!("{what} Is Whole"))
                .value(expr!(Checked { key, bytes: head.content_length, etag }))
                .run(w)
        })
        .when(expr!(looks.get() >= LOOKS), |w| {
            let cause = "S3 never showed the ETag that was reported";
            w.fail(&format!("{what} Is Never Whole"), "NeverWhole", cause)
        })
        .otherwise(|w| {
            w.wait(&format!("Wait For {what}"), SECONDS_BETWEEN_LOOKS);
            w.set(&looks, looks.get() + 1);
            w.go_to(&again)
        })
        .run(w)
}
