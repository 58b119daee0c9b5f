//! S3 on a desk: a bucket is a folder, an object is a file in it, and any S3 client can be pointed at it.
//!
//! [`Store`] keeps the objects. The wire (signatures, chunked bodies, checksums in trailers, XML) is
//! `s3s`'s work; `protocol.rs` joins the two. The store is ours because the one that comes with `s3s`
//! puts an upload in place before it has compared its checksums, and makes a bucket that is not there.

mod attributes;
mod checksums;
mod listing;
mod name;
mod protocol;
mod store;
mod upload;

use std::net::SocketAddr;

use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;

pub(crate) use listing::Query;
pub use name::{BucketName, ObjectKey};
pub use store::{Object, Receipt, Store, StoreError};

use crate::http::{self, BindError, Server};

/// The only access key and the only secret key that are accepted.
const ACCESS_KEY: &str = "test";

/// S3 on a port of the loopback interface. Dropping it ends all uploads; none of them leaves a trace.
#[derive(Debug)]
pub struct S3Server(Server);

impl S3Server {
    /// Serves `store` on a port; 0 takes one that is free.
    ///
    /// # Errors
    ///
    /// Where the port cannot be listened on.
    pub async fn start(store: Store, port: u16) -> Result<Self, BindError> {
        let listener = http::bind(port).await?;
        let mut service = S3ServiceBuilder::new(store);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, ACCESS_KEY));
        Ok(Self(Server::on(listener, service.build())?))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }

    /// What `AWS_ENDPOINT_URL_S3` has to say.
    pub fn endpoint_url(&self) -> String {
        format!("http://{}", self.address())
    }
}
