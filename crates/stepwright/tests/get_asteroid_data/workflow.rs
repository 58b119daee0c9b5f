//! The worked example: the state machine as an author writes it.

use super::contracts::*;
use stepwright::*;

mod aws {
    //! Two service actions, typed. Any of the AWS SDK integrations is declared the same way.
    use stepwright::{Callable, Shape};
    #[derive(serde::Serialize, serde::Deserialize, Shape)]
    #[serde(rename_all = "PascalCase")]
    pub struct HeadObjectRequest {
        pub bucket: String,
        pub key: String,
    }
    #[derive(serde::Serialize, serde::Deserialize, Shape)]
    #[serde(rename_all = "PascalCase")]
    pub struct HeadObjectResponse {
        pub content_length: u64,
        #[serde(rename = "ETag")]
        pub e_tag: String,
    }
    #[derive(Callable)]
    #[service(resource = "arn:aws:states:::aws-sdk:s3:headObject", input = HeadObjectRequest, output = HeadObjectResponse)]
    pub struct HeadObject;
    #[derive(serde::Serialize, serde::Deserialize, Shape)]
    #[serde(rename_all = "PascalCase")]
    pub struct PublishRequest {
        pub topic_arn: String,
        pub subject: String,
        pub message: String,
    }
    #[derive(Callable)]
    #[service(resource = "arn:aws:states:::sns:publish", input = PublishRequest)]
    pub struct Publish;
}
use aws::*;

/// Asks S3 until the object has the ETag that was written, every five seconds, at most ten times.
fn verify(w: &mut Flow, stored: Expr<Stored>) {
    let looks = w.var("looks", 0u32);
    let look = w.label();
    let head = task("Verify Benner", HeadObject)
        .input(expr!(HeadObjectRequest { bucket: stored.bucket, key: stored.key }))
        .run(w);
    choice("Is It Whole?")
        .when(expr!(head.e_tag == stored.etag), |_| ())
        .when(expr!(looks.get() >= 10), |w| {
            w.fail("Never Whole", "VerifyFailed", "S3 never showed the ETag that was written")
        })
        .otherwise(|w| {
            w.wait("Wait For S3", 5);
            w.set(&looks, looks.get() + 1);
            w.go_to(&look)
        })
        .run(w);
}

/// Loads asteroid data from various NASA sources, parses it and puts it into a database.
pub fn get_asteroid_data(w: &mut Flow, input: Expr<Input>) -> Expr<Report> {
    let politely = Backoff::every_secs(10).max_attempts(3).rate(2.0);

    let give_up = w.handler("failure", |w, failure| {
        task("Notify Failure", Publish)
            .input(expr!(PublishRequest {
                topic_arn: placeholder("FailureTopicArn"),
                subject: "get-asteroid-data failed",
                message: failure.cause,
            }))
            .run(w);
        w.fail("Failed", failure.error, failure.cause)
    });

    let (benner, exoplanets, masses) = parallel("Download Initial Files")
        .branch("benner", |w| {
            task("Download Benner", DownloadBenner)
                .input(expr!(BennerRequest {
                    bucket_name: input.bucket_name,
                    benner: input.benner
                }))
                .retry(DownloadError::HTTP, politely)
                .run(w)
        })
        .branch("exoplanets", |w| {
            let request = expr!(DownloadRequest {
                bucket_name: input.bucket_name,
                source: Source { url: input.exoplanets.url, filename: "exoplanets.csv" },
            });
            task("Download Exoplanets", DownloadExoplanets)
                .input(request)
                .retry(Retriable, politely)
                .run(w)
        })
        .branch("masses", |w| {
            task("Parse Masses", ParseMasses)
                .input(expr!(ParseMassesRequest {
                    bucket_name: input.bucket_name,
                    filename: input.masses.filename
                }))
                .run(w)
        })
        .catch_to(States::All, &give_up)
        .run(w);

    verify(w, benner);

    choice("Any Rows?")
        .when(expr!(benner.rows > 0 && !benner.chunks.is_empty()), |w| {
            let loaded = map("Load Chunks", benner.chunks, |w, chunk| {
                task("Load Chunk", LoadChunk)
                    .input(expr!(LoadRequest { bucket: benner.bucket, chunk }))
                    .retry(LoadError::THROTTLED, politely)
                    .catch(LoadError::BAD_ROW, |w, _| {
                        pass("Skip Bad Chunk").value(Loaded { rows: 0 }).run(w)
                    })
                    .run(w)
            })
            .max_concurrency(5)
            .run(w);
            let rows = loaded.map(|l| l.rows).sum();
            let ranked = task("Rank Asteroids", RankAsteroids)
                .input(expr!(RankRequest {
                    tables: [benner.key, exoplanets.key, masses.key],
                    row_count: rows,
                }))
                .catch_to(States::All, &give_up)
                .run(w);
            expr!(Report {
                etags: [benner.etag, exoplanets.etag, masses.etag],
                rows,
                best: ranked.best
            })
        })
        .otherwise(|w| {
            pass("Nothing To Load").value(Report { etags: vec![], rows: 0, best: vec![] }).run(w)
        })
        .run(w)
}
