//! The Benner Lambda: downloads Lance Benner's table of near-Earth asteroids by delta-v, and stores
//! it as CSV on S3.
//!
//! [`contract`] is what a workflow imports. [`handle`] is the work, over [`ports`]; so the tests run
//! it without a network, and this library has no AWS in it. With the feature `lambda` come the
//! adapters for both ports, and the binary that is deployed.
//!
//! ```
//! use benner::{contract::BennerError, handle, ports::{Download, Object, PutObject}};
//!
//! struct Web;
//! impl Download for Web {
//!     async fn download(&self, _url: &str) -> Result<Vec<u8>, BennerError> {
//!         Ok(b"1 0.00 2006 RH120 3.813 0.635 0.605 29.5 1.033 0.025 0.6 RADAR".to_vec())
//!     }
//! }
//!
//! struct Nowhere;
//! impl PutObject for Nowhere {
//!     async fn put_object(&self, _object: Object) -> Result<String, BennerError> {
//!         Ok("\"etag\"".to_owned())
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let request = serde_json::from_str(
//!     r#"{"bucketName": "asteroids", "benner": {"url": "http://jpl.example/", "filename": "benner.csv"}}"#,
//! )?;
//! let stored = handle(request, &Web, &Nowhere).await?;
//! assert_eq!(stored.rows, 1);
//! assert_eq!(stored.bands[0].key, "benner.ultra-low.csv");
//! # Ok(())
//! # }
//! ```

pub mod contract;
mod handler;
pub mod ports;

pub mod page;
pub mod table;

mod bands;
pub mod csv;

#[cfg(feature = "lambda")]
pub mod download;
#[cfg(feature = "lambda")]
pub mod s3;

pub use handler::handle;
