//! A page that ships with the repository, in the place of one on the internet.
//!
//! Without leave to go out, a run asks nobody but this machine: an address in its input that leads
//! elsewhere is replaced by the page's.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use stepwright_json::{Object, Value};

use crate::http::{self, BindError, Server};

/// The largest page that is served. The function that reads it has such a limit, too.
const PAGE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A page that has been read.
#[derive(Debug)]
pub struct PageFile {
    content: Bytes,
    name: String,
}

/// A page on loopback, until it is dropped.
#[derive(Debug)]
pub struct Page {
    server: Server,
    name: String,
}

/// Why a page cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("could not read the page `{}`: give the path of a file with `--page`", path.display())]
pub struct PageError {
    path: PathBuf,
    source: io::Error,
}

impl PageFile {
    /// Reads a page.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is larger than any table.
    pub fn read(path: &Path) -> Result<Self, PageError> {
        let unreadable = |source| PageError { path: path.to_owned(), source };
        let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
        if bytes > PAGE_BYTES_MAX {
            return Err(unreadable(io::Error::other("it is larger than 64 MiB")));
        }
        let content = Bytes::from(std::fs::read(path).map_err(unreadable)?);
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { content, name })
    }
}

impl Page {
    /// Serves a page as HTML.
    ///
    /// # Errors
    ///
    /// Where there is no port for it.
    pub async fn start(PageFile { content, name }: PageFile) -> Result<Self, BindError> {
        let service = service_fn(move |request: Request<Incoming>| {
            let content = content.clone();
            async move { Ok::<_, Infallible>(answer(&request, content)) }
        });
        Ok(Self { server: Server::start(service).await?, name })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}/{}", self.server.address(), self.name)
    }
}

fn answer(request: &Request<Incoming>, content: Bytes) -> Response<Full<Bytes>> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        http::answer(StatusCode::OK, "text/html; charset=utf-8", content)
    } else {
        http::answer(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "only GET\n")
    }
}

/// Puts `url` in the place of the address at `pointer`, where that leads away from this machine. Gives
/// the input, and the address that was there.
pub fn stand_in(input: &Value, pointer: &str, url: &str) -> (Value, Option<String>) {
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let there = parts.iter().try_fold(input, |value, part| value.get(part));
    match there.and_then(Value::as_str) {
        Some(there) if leads_away(there) => {
            let there = there.to_owned();
            (with(input, &parts, url), Some(there))
        }
        _ => (input.clone(), None),
    }
}

fn with(value: &Value, path: &[&str], url: &str) -> Value {
    let ([first, rest @ ..], Some(object)) = (path, value.as_object()) else {
        return Value::from(url);
    };
    let mut changed: Object = object.clone();
    if let Some(inner) = object.get(first) {
        changed.insert(*first, with(inner, rest, url));
    }
    changed.into()
}

/// Whether this is an address on the internet. What is no address is the function's to refuse.
fn leads_away(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    let host = match host_and_port.strip_prefix('[') {
        Some(ipv6) => ipv6.split(']').next().unwrap_or_default(),
        None => host_and_port.split(':').next().unwrap_or_default(),
    };
    let is_loopback = host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback());
    !(is_loopback || host.eq_ignore_ascii_case("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_on_the_internet_is_replaced_and_no_other() {
        let page = "http://127.0.0.1:1/page.html";
        for (there, expect) in [
            ("http://echo.jpl.nasa.gov/~lance/x.html", page),
            ("https://localhost.example/x", page),
            ("http://localhost@example.org/", page),
            ("http://127.0.0.1:8080/other", "http://127.0.0.1:8080/other"),
            ("http://[::1]/other", "http://[::1]/other"),
            ("http://LOCALHOST:1/", "http://LOCALHOST:1/"),
            ("no address", "no address"),
        ] {
            let text = format!(r#"{{"a":1,"benner":{{"url":"{there}","filename":"f"}}}}"#);
            let (input, was) = stand_in(&Value::parse(&text).unwrap(), "/benner/url", page);
            assert_eq!(input.to_string(), text.replace(there, expect));
            assert_eq!(was.is_some(), there != expect);
        }
    }

    #[test]
    fn an_input_without_an_address_stays_as_it_is() {
        let input = Value::parse(r#"{"benner":7}"#).unwrap();
        assert_eq!(stand_in(&input, "/benner/url", "x"), (input.clone(), None));
    }
}
