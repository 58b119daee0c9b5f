//! The port [`Download`] over HTTP/1.1: redirects, time-outs, bounds.
//!
//! Owns: one GET and its redirects. Which addresses may be reached is [`address`]'s, how a
//! connection is made [`connection`]'s, what a body may be [`body`]'s.

mod address;
mod body;
mod connection;

use std::time::Duration;

use hyper::{
    HeaderMap, Request, Response, StatusCode,
    body::Incoming,
    header::{ACCEPT, ACCEPT_ENCODING, HOST, HeaderName, LOCATION, USER_AGENT},
};
use url::Url;

pub use self::address::Addresses;
use self::connection::Connector;
use crate::{contract::BennerError, ports::Download};

/// Who asks, for the server's log.
const AGENT: &str = concat!("stepwright-benner/", env!("CARGO_PKG_VERSION"));

/// How far a download may go.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For the name, the connection and TLS together, each time one is made.
    pub connect: Duration,
    /// From the first byte that is sent to the last that is read, redirects included.
    pub total: Duration,
    /// The size of the body, as it is sent and as it is when decompressed.
    pub body_bytes_max: usize,
    /// How many times the server may point elsewhere.
    pub redirects_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(30),
            body_bytes_max: 32 * 1024 * 1024,
            redirects_max: 5,
        }
    }
}

/// Downloads over `http` and `https`.
#[derive(Debug)]
pub struct HttpDownload {
    limits: Limits,
    connector: Connector,
}

impl HttpDownload {
    /// A downloader that reaches only `addresses`.
    pub fn new(limits: Limits, addresses: Addresses) -> Self {
        Self { limits, connector: Connector::new(addresses, limits.connect) }
    }

    async fn follow(&self, url: &str) -> Result<Vec<u8>, BennerError> {
        let mut url = Url::parse(url).map_err(|error| {
            BennerError::General(format!("`benner.url` is not a URL: {error}: `{url}`"))
        })?;
        for _ in 0..=self.limits.redirects_max {
            check_url(&url)?;
            let response = self.get(&url).await?;
            if !is_redirect(response.status()) {
                check_status(&url, response.status())?;
                return body::read(&url, response, self.limits.body_bytes_max).await;
            }
            url = location(&url, response.headers())?;
        }
        let most = self.limits.redirects_max;
        Err(BennerError::General(format!(
            "more than {most} redirects, the last one to `{url}`: give the URL where they should end"
        )))
    }

    async fn get(&self, url: &Url) -> Result<Response<Incoming>, BennerError> {
        let mut sender = self.connector.connect(url).await?;
        let request = request(url).map_err(BennerError::general)?;
        let answer = sender.send_request(request).await;
        answer.map_err(|error| BennerError::Http(format!("`{url}` did not answer: {error}")))
    }
}

impl Download for HttpDownload {
    async fn download(&self, url: &str) -> Result<Vec<u8>, BennerError> {
        let total = self.limits.total;
        let in_time = tokio::time::timeout(total, self.follow(url)).await;
        in_time.unwrap_or_else(|_| {
            Err(BennerError::Http(format!("`{url}` took longer than {total:?} to download")))
        })
    }
}

fn check_url(url: &Url) -> Result<(), BennerError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BennerError::General(format!("`{url}` is neither an http nor an https URL")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Not shown: it may be a secret.
        return Err(BennerError::general("the URL has a user name in it: the table needs none"));
    }
    Ok(())
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn check_status(url: &Url, status: StatusCode) -> Result<(), BennerError> {
    let answered = || format!("`{url}` answered {status}");
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::TOO_MANY_REQUESTS => Err(BennerError::Http(answered())),
        _ if status.is_server_error() => Err(BennerError::Http(answered())),
        _ => Err(BennerError::General(answered())),
    }
}

fn location(url: &Url, headers: &HeaderMap) -> Result<Url, BennerError> {
    let location = headers.get(LOCATION).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if location.is_empty() {
        return Err(BennerError::General(format!("`{url}` redirects, but does not say where to")));
    }
    url.join(location).map_err(|error| {
        BennerError::General(format!("`{url}` redirects to what is no URL: {error}: `{location}`"))
    })
}

/// A GET in origin form: HTTP/1.1 wants the path in the first line, and the host beside it.
fn request(url: &Url) -> Result<Request<String>, hyper::http::Error> {
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let headers: [(HeaderName, &str); 4] = [
        (HOST, &host),
        (USER_AGENT, AGENT),
        (ACCEPT, "text/html, text/plain;q=0.9, */*;q=0.1"),
        (ACCEPT_ENCODING, "gzip"),
    ];
    let request = Request::get(path);
    let request = headers.into_iter().fold(request, |it, (name, value)| it.header(name, value));
    request.body(String::new())
}
