//! How much memory the whole table takes, from the page to the objects: at most 32 MB at a time.
//!
//! A binary of its own, since it counts what the whole process allocates.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod page;

use std::sync::Mutex;
use std::{env, fs, path::PathBuf};

use benner::contract::{BennerError, BennerRequest, Source, Stored};
use benner::handle;
use benner::ports::{Download, Object, PutObject};
use page::{WHOLE_TABLE_ROWS, page};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// What the work may have at a time, the page itself included.
const HEAP_BYTES_MAX: usize = 32_000_000;

/// One at a time: the heap is everybody's.
static TURN: Mutex<()> = Mutex::new(());

/// A web of one page, which it gives away.
struct Web(Mutex<Vec<u8>>);

impl Download for Web {
    async fn download(&self, _url: &str) -> Result<Vec<u8>, BennerError> {
        Ok(std::mem::take(&mut self.0.lock().unwrap()))
    }
}

/// A bucket that forgets what was put into it, as S3 is on another machine.
struct Away;

impl PutObject for Away {
    async fn put_object(&self, object: Object) -> Result<String, BennerError> {
        drop(object);
        Ok("\"etag\"".to_owned())
    }
}

/// Reads the page and stores all that there is to store; says what was stored, and how many bytes
/// the heap had at most.
fn peak(page: impl FnOnce() -> Vec<u8>) -> (Stored, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    HEAP.reset_peak_usage();
    let source = Source { url: "http://jpl.example/".to_owned(), filename: "a.csv".to_owned() };
    let request = BennerRequest { bucket_name: "asteroids".to_owned(), benner: source };
    let web = Web(Mutex::new(page()));
    let stored = runtime.block_on(handle(request, &web, &Away)).unwrap();
    (stored, HEAP.peak_usage())
}

#[track_caller]
fn check(page: Vec<u8>) {
    let page_bytes = page.len();
    let (stored, peak) = peak(|| page);
    assert_eq!((stored.rows, stored.refused_count), (9_726, 0));
    // The page is in memory while it is read: a counter that saw less would count nothing.
    assert!(page_bytes > 900_000 && page_bytes < peak, "{page_bytes} {peak}");
    assert!(peak <= HEAP_BYTES_MAX, "{peak} bytes");
}

#[test]
fn a_page_of_the_whole_tables_size_takes_no_more_than_32_mb() {
    let _turn = TURN.lock();
    check(page(WHOLE_TABLE_ROWS));
}

#[test]
fn the_whole_page_of_2013_takes_no_more_than_32_mb() {
    let _turn = TURN.lock();
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = env::var_os("STEPWRIGHT_SHARED").map_or_else(default, PathBuf::from);
    let path = shared.join("data/benner/delta_v.rendezvous.2013-04-14.txt");
    match fs::read(&path) {
        Ok(page) => check(page),
        Err(_) => eprintln!("skipped: there is no {}", path.display()),
    }
}

#[test]
fn what_a_larger_page_takes_grows_with_it_and_no_faster() {
    let _turn = TURN.lock();
    let (_, small) = peak(|| page(WHOLE_TABLE_ROWS));
    let (stored, large) = peak(|| page(4 * WHOLE_TABLE_ROWS));
    assert_eq!(stored.rows, 4 * 9_726);
    assert!(large < 5 * small, "{small} bytes, then {large}");
}
