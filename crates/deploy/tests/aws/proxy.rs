//! The proxy between a deployment and the emulator: it writes down what is asked, loses what it is told to
//! lose, and answers for the emulator where that has no answer and AWS's is known.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::dialect;
use crate::emulator::Emulator;

/// What happens to a request that is to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// It never arrives.
    Request,
    /// The connection ends when a part of what is sent along has arrived.
    Upload,
    /// It is done, but nobody hears of it.
    Answer,
    /// It never arrives, nor does any after it: whoever sends them was killed.
    Death,
    /// It is done, and the answer is on its way for ever.
    Silence,
    /// AWS refuses it, with this answer.
    Refusal(u16, &'static str),
}

/// A request, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asked {
    /// Such as `iam CreateRole`.
    pub(crate) what: String,
    /// What was sent along.
    pub(crate) body: String,
}

type Rewrite = fn(&str) -> String;
type Stub = Box<dyn Fn(&str, &str) -> Option<(u16, String)> + Send>;

#[derive(Default)]
struct State {
    asked: Vec<Asked>,
    /// Which request fails, counted from 0, and how.
    loses: Option<(usize, Loss)>,
    /// Which requests fail by name, and how many of them.
    refuses: Vec<(String, usize, Loss)>,
    /// Which answers are others than the emulator's, and how many of them.
    rewrites: Vec<(String, usize, Rewrite)>,
    /// At which request whoever sends it dies.
    dies_at: Option<String>,
    stubs: Vec<Stub>,
}

/// A proxy on a port of its own.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
    fell_silent: Arc<Notify>,
}

impl Proxy {
    pub(crate) async fn start(emulator: &'static Emulator) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let proxy = Self { url, state, fell_silent: Arc::default() };
        let served = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let proxy = served.clone();
                tokio::spawn(async move {
                    let answer = service_fn(|request| answer(&proxy, emulator, request));
                    let connection = hyper::server::conn::http1::Builder::new();
                    // A request that is lost ends its connection.
                    drop(connection.serve_connection(TokioIo::new(stream), answer).await);
                });
            }
        });
        proxy
    }

    /// What was asked since the last time.
    pub(crate) fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// Loses the request with this number, counted from 0 and from now on.
    pub(crate) fn lose(&self, number: usize, loss: Loss) {
        let mut state = self.state.lock().unwrap();
        state.asked.clear();
        state.loses = Some((number, loss));
    }

    /// Fails all requests of this name.
    pub(crate) fn refuse(&self, what: &str, loss: Loss) {
        self.refuse_first(usize::MAX, what, loss);
    }

    /// Fails the first requests of this name.
    pub(crate) fn refuse_first(&self, times: usize, what: &str, loss: Loss) {
        self.state.lock().unwrap().refuses.push((what.to_owned(), times, loss));
    }

    /// Answers the first requests of this name otherwise than the emulator.
    pub(crate) fn rewrite_first(&self, times: usize, what: &str, rewrite: Rewrite) {
        self.state.lock().unwrap().rewrites.push((what.to_owned(), times, rewrite));
    }

    /// Waits until a request is done whose answer never comes.
    pub(crate) async fn silence(&self) {
        self.fell_silent.notified().await;
    }

    /// Loses the first request of this name, and all after it.
    pub(crate) fn die_at(&self, what: &str) {
        self.state.lock().unwrap().dies_at = Some(what.to_owned());
    }

    /// Loses nothing any more.
    pub(crate) fn heal(&self) {
        let mut state = self.state.lock().unwrap();
        state.loses = None;
        state.dies_at = None;
        state.refuses.clear();
        state.rewrites.clear();
        state.asked.clear();
    }

    /// Answers for the emulator where `stub` does, by the request's name and body.
    pub(crate) fn stub(&self, stub: impl Fn(&str, &str) -> Option<(u16, String)> + Send + 'static) {
        self.state.lock().unwrap().stubs.push(Box::new(stub));
    }
}

impl Proxy {
    /// Whether this request is to be lost before all of it has arrived: then what comes first has to name it.
    fn cuts(&self, parts: &Parts) -> bool {
        let asked = asked(parts, &Bytes::new());
        let mut state = self.state.lock().unwrap();
        let mut rules = state.refuses.iter_mut();
        let is_cut =
            rules.find(|(it, left, loss)| *it == asked.what && *left > 0 && *loss == Loss::Upload);
        let Some((_, left, _)) = is_cut else { return false };
        *left -= 1;
        state.asked.push(asked);
        true
    }
}

/// A connection that ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("lost")]
struct Lost;

async fn answer(
    proxy: &Proxy,
    emulator: &'static Emulator,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Lost> {
    let (mut parts, mut body) = request.into_parts();
    if proxy.cuts(&parts) {
        // As much as came at once.
        let _ = body.frame().await;
        return Err(Lost);
    }
    let body = body.collect().await.map_err(|_| Lost)?.to_bytes();
    let body = dialect::to_emulator(&mut parts, body);
    let asked = asked(&parts, &body);
    let what = asked.what.clone();
    let (loss, stubbed, rewrite) = {
        let mut state = proxy.state.lock().unwrap();
        let number = state.asked.len();
        if state.dies_at.as_ref() == Some(&asked.what) {
            state.loses = Some((number, Loss::Death));
        }
        let is_lost =
            |(it, loss): &(usize, Loss)| *it == number || (*it < number && *loss == Loss::Death);
        let by_number = state.loses.filter(is_lost).map(|(_, loss)| loss);
        let loss = by_number.or_else(|| next(&mut state.refuses, &asked.what));
        // What is refused has no answer to be changed.
        let rewrite = loss.is_none().then(|| next(&mut state.rewrites, &asked.what)).flatten();
        let stubbed = state.stubs.iter().find_map(|it| it(&asked.what, &asked.body));
        state.asked.push(asked);
        (loss, stubbed, rewrite)
    };
    match loss {
        Some(Loss::Request | Loss::Upload | Loss::Death) => return Err(Lost),
        Some(Loss::Refusal(status, text)) => return Ok(response(status, text.to_owned())),
        Some(Loss::Answer | Loss::Silence) | None => {}
    }
    if let Some((status, text)) = stubbed {
        let (mut parts, _) = response(status, String::new()).into_parts();
        let body = dialect::from_emulator(&what, &mut parts, text.into());
        return Ok(Response::from_parts(parts, Full::new(body)));
    }
    let answered = forward(emulator, &what, Request::from_parts(parts, Full::new(body))).await;
    match (loss, rewrite) {
        (Some(Loss::Answer), _) => Err(Lost),
        (Some(Loss::Silence), _) => {
            proxy.fell_silent.notify_one();
            std::future::pending().await
        }
        (_, Some(rewrite)) => rewritten(answered, rewrite).await,
        _ => Ok(answered),
    }
}

/// What is to happen to a request of this name, as often as it was said.
fn next<T: Copy>(rules: &mut [(String, usize, T)], what: &str) -> Option<T> {
    let (_, left, rule) = rules.iter_mut().find(|(it, left, _)| it == what && *left > 0)?;
    *left -= 1;
    Some(*rule)
}

async fn rewritten(
    answered: Response<Full<Bytes>>,
    rewrite: Rewrite,
) -> Result<Response<Full<Bytes>>, Lost> {
    let (mut parts, body) = answered.into_parts();
    let Ok(body) = body.collect().await;
    let body = Bytes::from(rewrite(&String::from_utf8_lossy(&body.to_bytes())));
    parts.headers.insert("content-length", body.len().into());
    Ok(Response::from_parts(parts, Full::new(body)))
}

fn response(status: u16, text: String) -> Response<Full<Bytes>> {
    Response::builder().status(status).body(Full::new(text.into())).unwrap()
}

async fn forward(
    emulator: &'static Emulator,
    what: &str,
    request: Request<Full<Bytes>>,
) -> Response<Full<Bytes>> {
    let _turn = emulator.turn.lock().await;
    let stream = TcpStream::connect(("127.0.0.1", emulator.port)).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let (mut parts, body) = sender.send_request(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let body = dialect::from_emulator(what, &mut parts, body);
    Response::from_parts(parts, Full::new(body))
}

/// The request in words: its service, its operation, and what it says.
fn asked(parts: &Parts, body: &Bytes) -> Asked {
    let header =
        |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default();
    // Credential=test/20261125/eu-central-1/iam/aws4_request
    let service = header("authorization").split('/').nth(3).unwrap_or("?").to_owned();
    let text = String::from_utf8_lossy(body).into_owned();
    let target = header("x-amz-target").rsplit('.').next().unwrap_or_default();
    let form: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    let action = form.iter().find(|(name, _)| name == "Action").map(|(_, value)| value.clone());
    let path = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let (what, body) = match (target, action) {
        ("", Some(action)) => {
            let rest = form.iter().filter(|(name, _)| name != "Action" && name != "Version");
            (
                action,
                rest.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("\n"),
            )
        }
        ("", None) => (format!("{} {path}", parts.method), text),
        (target, _) => (target.to_owned(), text),
    };
    Asked { what: format!("{service} {what}"), body: shown(&body) }
}

/// JSON with its fields one below the other, and without zips.
fn shown(body: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
    for zip in ["/ZipFile", "/Code/ZipFile"] {
        if let Some(zip) = value.pointer_mut(zip) {
            *zip = "a zip".into();
        }
    }
    sort(&mut value);
    format!("{value:#}")
}

/// Maps are sent in any order, and shown in one.
fn sort(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.sort_keys();
            fields.values_mut().for_each(sort);
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}
