//! The handler over ports in memory: what is stored, in which order, and what is said of it.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::sync::Mutex;

use benner::{
    contract::{BennerError, BennerRequest, Source, Stored},
    handle,
    ports::{Download, Object, PutObject},
};
use expect_test::{Expect, expect};

const FIXTURE: &str = include_str!("../fixtures/delta_v.rendezvous.html");

/// A web of one page.
struct Web(Result<Vec<u8>, BennerError>);

impl Download for Web {
    async fn download(&self, _url: &str) -> Result<Vec<u8>, BennerError> {
        self.0.clone()
    }
}

/// A bucket that is full after some objects.
struct Bucket {
    room: usize,
    objects: Mutex<Vec<Object>>,
}

impl Bucket {
    fn new(room: usize) -> Self {
        Self { room, objects: Mutex::default() }
    }

    fn objects(self) -> Vec<Object> {
        self.objects.into_inner().unwrap()
    }
}

impl PutObject for Bucket {
    async fn put_object(&self, object: Object) -> Result<String, BennerError> {
        let mut objects = self.objects.lock().unwrap();
        if objects.len() == self.room {
            return Err(BennerError::General("full".to_owned()));
        }
        objects.push(object);
        Ok(format!("\"{}\"", objects.len()))
    }
}

fn request(filename: &str) -> BennerRequest {
    let source = Source { url: "http://jpl.example/".to_owned(), filename: filename.to_owned() };
    BennerRequest { bucket_name: "asteroids".to_owned(), benner: source }
}

async fn run(page: &str, filename: &str, bucket: &Bucket) -> Result<Stored, BennerError> {
    handle(request(filename), &Web(Ok(page.as_bytes().to_vec())), bucket).await
}

#[track_caller]
fn check_error(result: Result<Stored, BennerError>, expect: Expect) {
    let text = match result.unwrap_err() {
        BennerError::Http(text) => format!("HTTPError: {text}"),
        BennerError::General(text) => format!("GeneralError: {text}"),
    };
    expect.assert_eq(&text);
}

#[tokio::test]
async fn the_output_says_what_was_stored() {
    let stored = run(FIXTURE, "benner.csv", &Bucket::new(5)).await.unwrap();
    expect![[r#"
        {
          "bucket": "asteroids",
          "key": "benner.csv",
          "rows": 336,
          "etag": "\"5\"",
          "sha256": "d25becb5b4b3547297d0b5052c8e12cdaeb1b757784f30b2a692e97b0f8063df",
          "lowestDeltaV": 3.813,
          "refused": [],
          "refusedCount": 0,
          "bands": [
            {
              "name": "ultra-low",
              "maxDeltaV": 4.5,
              "rows": 50,
              "key": "benner.ultra-low.csv",
              "etag": "\"1\""
            },
            {
              "name": "moon-like",
              "maxDeltaV": 6.0,
              "rows": 107,
              "key": "benner.moon-like.csv",
              "etag": "\"2\""
            },
            {
              "name": "mars-like",
              "maxDeltaV": 6.3,
              "rows": 52,
              "key": "benner.mars-like.csv",
              "etag": "\"3\""
            },
            {
              "name": "beyond",
              "rows": 127,
              "key": "benner.beyond.csv",
              "etag": "\"4\""
            }
          ]
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&stored).unwrap());
}

#[tokio::test]
async fn the_bands_are_written_first_and_are_the_whole() {
    let bucket = Bucket::new(5);
    run(FIXTURE, "2013/benner.csv", &bucket).await.unwrap();
    let objects = bucket.objects();
    let keys: Vec<_> = objects.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "2013/benner.ultra-low.csv",
            "2013/benner.moon-like.csv",
            "2013/benner.mars-like.csv",
            "2013/benner.beyond.csv",
            "2013/benner.csv",
        ]
    );
    let texts: Vec<_> = objects.iter().map(|it| std::str::from_utf8(&it.body).unwrap()).collect();
    let [bands @ .., whole] = texts.as_slice() else { panic!("no object") };
    let (header, rows) = whole.split_once("\r\n").unwrap();
    // The table is in the order of delta-v, so the bands are pieces of it.
    let pieces: String =
        bands.iter().map(|band| band.strip_prefix(header).unwrap().trim_start()).collect();
    assert_eq!(pieces, rows);
    assert!(rows.contains("\r\n335,0.30,,,2005 MW9,17.346,2.891,2.753,19.2,3.589,0.887,55.3,\r\n"));
    assert!(rows.contains(",Wilson-Harrington,1979 VA,"));
    assert!(rows.contains(",3552,Don Quixote,1983 SA,"));
}

#[tokio::test]
async fn an_empty_band_is_stored_too() {
    let page = "1 0.00 2006 RH120 3.813 0.635 0.605 29.5 1.033 0.025 0.6 RADAR";
    let bucket = Bucket::new(5);
    let stored = run(page, "benner.csv", &bucket).await.unwrap();
    let rows: Vec<_> = stored.bands.iter().map(|it| it.rows).collect();
    assert_eq!(rows, [1, 0, 0, 0]);
    assert_eq!(bucket.objects()[3].body.split(|&it| it == b'\n').count(), 2);
}

#[tokio::test]
async fn refused_rows_are_listed_and_counted() {
    // 3 of 336 rows: less than one in a hundred.
    let page = FIXTURE
        .replace("0.635   0.605    29.5", "0.635   0.505    29.5")
        .replace("4.213   4.012", "4.213        ")
        .replace(" 2010 UE51", "           ");
    let stored = run(&page, "benner.csv", &Bucket::new(5)).await.unwrap();
    assert_eq!((stored.rows, stored.refused_count), (333, 3));
    expect![[r#"
        [
          {
            "line": 22,
            "why": "has delta-v 3.813, which is not Mars's 6.3 km/s times 0.505",
            "text": "   1   99.70                                2006 RH120   3.813    0.635   0.505    29.5   1.033  0.025    0.6  RADAR"
          },
          {
            "line": 23,
            "why": "has no provisional designation before the delta-v",
            "text": "   2   99.40                                              3.829    0.638   0.608    28.3   1.055  0.060    0.6"
          },
          {
            "line": 357,
            "why": "has 6 numbers in a row, not the seven from delta-v to inclination",
            "text": " 336    0.00      (10563) Izhdubar          1993 WD     25.277    4.213            16.8   1.007  0.266   63.5"
          }
        ]"#]].assert_eq(&serde_json::to_string_pretty(&stored.refused).unwrap());
}

#[tokio::test]
async fn nothing_is_stored_of_a_page_that_is_not_the_table() {
    let bucket = Bucket::new(5);
    let result = run("<html><p>We have moved.</p></html>", "benner.csv", &bucket).await;
    check_error(
        result,
        expect!["GeneralError: the page is not the delta-v table: no line of it is a row"],
    );
    assert!(bucket.objects().is_empty());
}

#[tokio::test]
async fn a_page_that_was_cut_short_is_worth_another_try() {
    let half = FIXTURE.split_at(FIXTURE.len() / 2).0;
    check_error(
        run(half, "benner.csv", &Bucket::new(5)).await,
        expect![
            "HTTPError: the page was cut short: the table's last line, 186, is not that of the last percentile, 0.00"
        ],
    );
}

#[tokio::test]
async fn the_errors_of_the_ports_are_the_handlers() {
    let web = Web(Err(BennerError::Http("no answer".to_owned())));
    let result = handle(request("benner.csv"), &web, &Bucket::new(5)).await;
    check_error(result, expect!["HTTPError: no answer"]);
    check_error(run(FIXTURE, "benner.csv", &Bucket::new(4)).await, expect!["GeneralError: full"]);
}

#[tokio::test]
async fn a_filename_that_is_no_key_is_refused_before_anything_is_done() {
    for filename in
        ["", "/benner.csv", "a//b.csv", "a/../b.csv", "a/", "a\nb.csv", &"a".repeat(1001)]
    {
        let web = Web(Err(BennerError::Http("was asked".to_owned())));
        let error = handle(request(filename), &web, &Bucket::new(0)).await.unwrap_err();
        let BennerError::General(text) = error else { panic!("{filename:?}: {error}") };
        assert!(text.starts_with("`benner.filename` "), "{text}");
    }
}
