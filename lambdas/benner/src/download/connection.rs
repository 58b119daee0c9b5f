//! A connection to an address that was looked at before.
//!
//! The name is resolved once, and the connection is made to what was found and checked. A client
//! that checked a name and then connected to it would resolve it twice, and a hostile name server
//! would answer the second time with another address.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        self, ClientConfig, RootCertStore, crypto::aws_lc_rs::default_provider,
        pki_types::ServerName,
    },
};
use url::{Host, Url};

use super::address::Addresses;
use crate::contract::BennerError;

/// Makes connections.
#[derive(Debug)]
pub(super) struct Connector {
    addresses: Addresses,
    timeout: Duration,
    /// Made when the first `https` URL needs it: to read the certificates takes time.
    tls: OnceLock<Arc<ClientConfig>>,
}

impl Connector {
    pub(super) fn new(addresses: Addresses, timeout: Duration) -> Self {
        Self { addresses, timeout, tls: OnceLock::new() }
    }

    /// Connects to the server of `url`, over TLS where it says so.
    pub(super) async fn connect(&self, url: &Url) -> Result<SendRequest<String>, BennerError> {
        let timeout = self.timeout;
        let in_time = tokio::time::timeout(timeout, self.open(url)).await;
        in_time.unwrap_or_else(|_| {
            Err(BennerError::Http(format!("`{url}` took longer than {timeout:?} to connect to")))
        })
    }

    async fn open(&self, url: &Url) -> Result<SendRequest<String>, BennerError> {
        let tcp = self.tcp(url).await?;
        if url.scheme() != "https" {
            return speak_http(url, tcp).await;
        }
        let server = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let server = ServerName::try_from(server)
            .map_err(|error| BennerError::General(format!("`{url}`: {error}")))?;
        let tls = TlsConnector::from(self.tls()?).connect(server, tcp).await;
        speak_http(url, tls.map_err(|error| tls_failed(url, &error))?).await
    }

    async fn tcp(&self, url: &Url) -> Result<TcpStream, BennerError> {
        let mut failed = None;
        for address in self.resolve(url).await? {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => failed = Some(error),
            }
        }
        let why = failed.map_or_else(|| "its name has no address".to_owned(), |it| it.to_string());
        Err(BennerError::Http(format!("`{url}` cannot be connected to: {why}")))
    }

    /// The addresses of the server that may be reached.
    async fn resolve(&self, url: &Url) -> Result<Vec<SocketAddr>, BennerError> {
        let port = url.port_or_known_default().unwrap_or(80);
        let found: Vec<SocketAddr> = match url.host() {
            Some(Host::Ipv4(address)) => vec![(IpAddr::from(address), port).into()],
            Some(Host::Ipv6(address)) => vec![(IpAddr::from(address), port).into()],
            Some(Host::Domain(name)) => lookup_host((name, port))
                .await
                .map_err(|error| BennerError::Http(format!("`{url}` cannot be found: {error}")))?
                .collect(),
            None => return Err(BennerError::General(format!("`{url}` names no server"))),
        };
        let (allowed, refused): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|it| self.addresses.allow(it.ip()));
        match (allowed.is_empty(), refused.first()) {
            (true, Some(refused)) => Err(BennerError::General(format!(
                "`{url}` leads to {}, which is not an address of the public internet; \
                 a function reaches others only with `BENNER_ALLOW_PRIVATE_ADDRESSES=true`",
                refused.ip()
            ))),
            _ => Ok(allowed),
        }
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, BennerError> {
        if let Some(tls) = self.tls.get() {
            return Ok(Arc::clone(tls));
        }
        let tls = Arc::new(configure_tls()?);
        Ok(Arc::clone(self.tls.get_or_init(|| tls)))
    }
}

async fn speak_http<S>(url: &Url, stream: S) -> Result<SendRequest<String>, BennerError>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = handshake(TokioIo::new(stream))
        .await
        .map_err(|error| BennerError::Http(format!("`{url}` cannot be connected to: {error}")))?;
    // What goes wrong here is also told to whoever waits for the answer. The task ends with the
    // connection, which ends when the sender and the body are dropped.
    tokio::spawn(connection);
    Ok(sender)
}

fn configure_tls() -> Result<ClientConfig, BennerError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(BennerError::general(
            "this machine has no root certificates: install its `ca-certificates`, or give an http URL",
        ));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(BennerError::general)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// A certificate that does not hold needs a person; a connection that breaks does not.
fn tls_failed(url: &Url, error: &io::Error) -> BennerError {
    let what = format!("`{url}` cannot be connected to over TLS: {error}");
    let inner = error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(_)) => BennerError::General(what),
        _ => BennerError::Http(what),
    }
}
