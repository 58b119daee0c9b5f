//! The download: what is followed, what is refused, and which error it is.

use std::{
    io::Write,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use benner::{
    contract::BennerError,
    download::{Addresses, HttpDownload, Limits},
    ports::Download,
};
use expect_test::{Expect, expect};
use flate2::{Compression, write::GzEncoder};
use tokio::{io::AsyncWriteExt, net::TcpListener};

use crate::server::{Answer, Request, Server, answer};

const PAGE: &[u8] = b"a page";

/// Small, so that tests reach them.
fn limits() -> Limits {
    Limits { body_bytes_max: 1_000, redirects_max: 2, ..Limits::default() }
}

async fn get(url: &str, limits: Limits, addresses: Addresses) -> Result<Vec<u8>, BennerError> {
    HttpDownload::new(limits, addresses).download(url).await
}

/// Downloads `/` of a server that answers as given; the server's address is left out of the result.
async fn check(
    limits: Limits,
    server: impl Fn(Request) -> Answer + Send + Sync + 'static,
    expect: Expect,
) {
    let server = Server::start(server).await;
    let result = get(&server.url("/"), limits, Addresses::Any).await;
    expect.assert_eq(&show(result).replace(&server.address.to_string(), "server"));
}

fn show(result: Result<Vec<u8>, BennerError>) -> String {
    match result {
        Ok(body) => String::from_utf8(body).unwrap(),
        Err(BennerError::Http(text)) => format!("HTTPError: {text}"),
        Err(BennerError::General(text)) => format!("GeneralError: {text}"),
    }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(text).unwrap();
    writer.finish().unwrap()
}

#[tokio::test]
async fn a_page_is_downloaded() {
    check(limits(), |_| answer("200 OK", &[], PAGE), expect!["a page"]).await;
}

#[tokio::test]
async fn the_request_says_who_asks_and_that_gzip_is_welcome() {
    let server = |request: Request| {
        let of = |name| request.header(name).unwrap_or_default().to_owned();
        let agent = of("user-agent").replace(env!("CARGO_PKG_VERSION"), "VERSION");
        let text = [&request.method, &request.path, &of("host"), &agent, &of("accept-encoding")];
        answer("200 OK", &[], text.map(String::as_str).join("\n"))
    };
    check(
        limits(),
        server,
        expect![[r#"
            GET
            /
            server
            stepwright-benner/VERSION
            gzip"#]],
    )
    .await;
}

#[tokio::test]
async fn chunks_are_a_body() {
    let body = b"2\r\na \r\n4\r\npage\r\n0\r\n\r\n";
    check(
        limits(),
        move |_| answer("200 OK", &["transfer-encoding: chunked"], body),
        expect!["a page"],
    )
    .await;
}

#[tokio::test]
async fn gzip_is_unpacked() {
    check(
        limits(),
        |_| answer("200 OK", &["content-encoding: gzip"], gzip(PAGE)),
        expect!["a page"],
    )
    .await;
}

#[tokio::test]
async fn redirects_are_followed_with_their_query() {
    let server = |request: Request| match request.path.as_str() {
        "/" => answer("301 Moved Permanently", &["location: a/?q=1"], ""),
        "/a/?q=1" => answer("307 Temporary Redirect", &["location: /b#part"], ""),
        path => answer("200 OK", &[], path),
    };
    check(limits(), server, expect!["/b"]).await;
}

#[tokio::test]
async fn a_circle_of_redirects_ends() {
    check(limits(), |_| answer("302 Found", &["location: /"], ""), expect!["GeneralError: more than 2 redirects, the last one to `http://server/`: give the URL where they should end"]).await;
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_an_error() {
    check(
        limits(),
        |_| answer("302 Found", &[], ""),
        expect!["GeneralError: `http://server/` redirects, but does not say where to"],
    )
    .await;
    check(limits(), |_| answer("302 Found", &["location: http://["], ""), expect!["GeneralError: `http://server/` redirects to what is no URL: invalid IPv6 address: `http://[`"]).await;
    check(
        limits(),
        |_| answer("302 Found", &["location: file:///etc/passwd"], ""),
        expect!["GeneralError: `file:///etc/passwd` is neither an http nor an https URL"],
    )
    .await;
}

#[tokio::test]
async fn the_servers_own_trouble_may_pass() {
    for status in ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"]
    {
        let server = Server::start(move |_| answer(status, &[], "")).await;
        let error = get(&server.url("/"), limits(), Addresses::Any).await.unwrap_err();
        assert_eq!(error, BennerError::Http(format!("`{}` answered {status}", server.url("/"))));
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_needs_a_person() {
    check(
        limits(),
        |_| answer("404 Not Found", &[], ""),
        expect!["GeneralError: `http://server/` answered 404 Not Found"],
    )
    .await;
    check(
        limits(),
        |_| answer("403 Forbidden", &[], ""),
        expect!["GeneralError: `http://server/` answered 403 Forbidden"],
    )
    .await;
    check(
        limits(),
        |_| answer("204 No Content", &[], ""),
        expect!["GeneralError: `http://server/` answered 204 No Content"],
    )
    .await;
}

#[tokio::test]
async fn a_body_that_is_cut_short_may_be_whole_the_next_time() {
    check(limits(), |_| answer("200 OK", &["content-length: 100"], PAGE), expect!["HTTPError: the body of `http://server/` was cut short: error reading a body from connection"]).await;
    check(
        limits(),
        |_| answer("200 OK", &["transfer-encoding: chunked"], b"20\r\na page"),
        expect!["HTTPError: the body of `http://server/` was cut short: error reading a body from connection"],
    )
    .await;
    let half = |_| {
        let packed = gzip(PAGE);
        answer("200 OK", &["content-encoding: gzip"], packed.split_at(packed.len() - 4).0)
    };
    check(
        limits(),
        half,
        expect!["HTTPError: the body of `http://server/` was cut short: unexpected end of file"],
    )
    .await;
}

#[tokio::test]
async fn a_damaged_body_may_be_whole_the_next_time() {
    check(
        limits(),
        |_| answer("200 OK", &["content-encoding: gzip"], b"no gzip at all"),
        expect!["HTTPError: the body of `http://server/` is damaged: invalid gzip header"],
    )
    .await;
}

#[tokio::test]
async fn a_body_is_never_larger_than_wanted() {
    check(
        limits(),
        |_| answer("200 OK", &[], vec![b' '; 1_001]),
        expect!["GeneralError: `http://server/` is larger than 1000 bytes, which the table is not"],
    )
    .await;
    // A promise is enough, and so is what the gzip unpacks to.
    check(
        limits(),
        |_| answer("200 OK", &["content-length: 1001"], ""),
        expect!["GeneralError: `http://server/` is larger than 1000 bytes, which the table is not"],
    )
    .await;
    check(
        limits(),
        |_| answer("200 OK", &["content-encoding: gzip"], gzip(&vec![b' '; 1_000_000])),
        expect!["GeneralError: `http://server/` is larger than 1000 bytes, which the table is not"],
    )
    .await;
    let server = |_| answer("200 OK", &["content-encoding: gzip"], gzip(&[b'x'; 1_000]));
    let server = Server::start(server).await;
    let full = get(&server.url("/"), limits(), Addresses::Any).await;
    assert_eq!(full, Ok(vec![b'x'; 1_000]));
}

#[tokio::test]
async fn an_encoding_that_was_not_asked_for_is_refused() {
    check(limits(), |_| answer("200 OK", &["content-encoding: br"], PAGE), expect!["GeneralError: `http://server/` answered with the content encoding `br`, which was not asked for"]).await;
}

#[tokio::test]
async fn a_server_that_is_silent_is_not_waited_for() {
    let limits = Limits { total: Duration::from_millis(50), ..limits() };
    check(
        limits,
        |_| Answer::Silence,
        expect!["HTTPError: `http://server/` took longer than 50ms to download"],
    )
    .await;
}

#[tokio::test]
async fn a_server_that_hangs_up_may_answer_the_next_time() {
    check(
        limits(),
        |_| Answer::Bytes(Vec::new()),
        expect![
            "HTTPError: `http://server/` did not answer: connection closed before message completed"
        ],
    )
    .await;
}

#[tokio::test]
async fn a_server_that_is_not_there_may_come_back() {
    let address = Server::start(|_| Answer::Silence).await.address;
    // Dropped, and its port with it.
    tokio::task::yield_now().await;
    let result = get(&format!("http://{address}/"), limits(), Addresses::Any).await;
    expect![
        "HTTPError: `http://server/` cannot be connected to: Connection refused (os error 111)"
    ]
    .assert_eq(&show(result).replace(&address.to_string(), "server"));
}

#[tokio::test]
async fn private_addresses_are_never_connected_to() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(|_| {
        ASKED.fetch_add(1, Ordering::Relaxed);
        answer("200 OK", &[], PAGE)
    })
    .await;
    let port = server.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "0x7f.1",
        "2130706433",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
        "169.254.169.254",
        "10.0.0.1",
    ] {
        let url = format!("http://{host}:{port}/");
        let error = get(&url, limits(), Addresses::Public).await.unwrap_err();
        let BennerError::General(text) = error else { panic!("{host}: {error}") };
        assert!(text.contains("not an address of the public internet"), "{host}: {text}");
    }
    assert_eq!(ASKED.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn only_http_and_https_are_downloaded() {
    for url in ["ftp://a/", "file:///etc/passwd", "data:,x", "benner", "", "http://me:secret@a/"] {
        let error = get(url, limits(), Addresses::Any).await.unwrap_err();
        let BennerError::General(text) = error else { panic!("{url}: {error}") };
        assert!(!text.contains("secret"), "{text}");
    }
}

#[tokio::test]
async fn a_server_without_tls_does_not_answer_https() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        stream
    };
    let (result, _stream) = tokio::join!(get(&url, limits(), Addresses::Any), server);
    let text = show(result);
    // The second where there are no root certificates, as in a bare container.
    let why = ["cannot be connected to over TLS", "has no root certificates"];
    assert!(why.iter().any(|it| text.contains(it)), "{text}");
}
