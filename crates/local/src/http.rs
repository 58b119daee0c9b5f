//! HTTP on loopback: binding a port, and serving one service on it until it is dropped.
//!
//! Knows nothing of what is served: the Runtime API, S3 and the page each bring their own service.

use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::HttpService;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// How many connections one server answers at a time; more wait to be accepted.
const CONNECTIONS_MAX: usize = 256;

/// Why a port of this machine could not be listened on.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Something else listens there.
    #[error("port {port} is in use: give another port, or none to take one that is free")]
    InUse {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system refused for another reason.
    #[error("could not listen on 127.0.0.1:{port}")]
    Refused {
        /// The port that was asked for; 0 stands for any.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Listens on a port of the loopback interface; 0 takes one that is free.
pub(crate) async fn bind(port: u16) -> Result<TcpListener, BindError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|source| match source.kind() {
        std::io::ErrorKind::AddrInUse => BindError::InUse { port, source },
        _ => BindError::Refused { port, source },
    })
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The body of an answer, which any connection can send.
pub(crate) trait SentBody: Body<Data: Send, Error: Into<BoxError>> + Send + 'static {}

impl<B: Body<Data: Send, Error: Into<BoxError>> + Send + 'static> SentBody for B {}

/// A service that many connections ask at a time.
pub(crate) trait Shared:
    HttpService<Incoming, ResBody: SentBody, Error: Into<BoxError>, Future: Send>
    + Clone
    + Send
    + 'static
{
}

impl<S> Shared for S where
    S: HttpService<Incoming, ResBody: SentBody, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + 'static
{
}

/// A server on loopback. Dropping it closes the port and every connection.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    // Held for its `Drop`, which stops the task that accepts, and with it all connections.
    _accepting: JoinSet<()>,
}

impl Server {
    /// Serves `service` on a free port.
    pub(crate) async fn start(service: impl Shared) -> Result<Self, BindError> {
        Self::on(bind(0).await?, service)
    }

    /// Serves `service` on a port that is listened on already.
    pub(crate) fn on(listener: TcpListener, service: impl Shared) -> Result<Self, BindError> {
        let address =
            listener.local_addr().map_err(|source| BindError::Refused { port: 0, source })?;
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, service));
        Ok(Self { address, _accepting: accepting })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn accept(listener: TcpListener, service: impl Shared) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= CONNECTIONS_MAX {
            connections.join_next().await;
        }
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that is gone before it was accepted is its client's affair.
                let Ok((stream, _)) = accepted else { continue };
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .serve_connection(TokioIo::new(stream), service.clone());
                connections.spawn(async move {
                    // A client that hangs up in the middle is no error of this server.
                    drop(connection.await);
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Why the body of a request could not be taken in.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// It is longer than what was allowed.
    TooLong,
    /// The connection ended before it did.
    CutShort,
}

/// Reads a body of at most `bytes_max`.
pub(crate) async fn read(body: Incoming, bytes_max: usize) -> Result<Bytes, BodyError> {
    match Limited::new(body, bytes_max).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyError::TooLong),
        Err(_) => Err(BodyError::CutShort),
    }
}

/// An answer with a body of a known length.
pub(crate) fn answer(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Bytes>,
) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(content_type));
    response
}
