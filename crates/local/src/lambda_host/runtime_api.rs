//! The Lambda Runtime API, version 2018-06-01, for one process: `next`, `response`, `error`, `init/error`.
//!
//! Speaks HTTP and checks that an answer belongs to the event that was handed out. What an answer or a
//! silence means is `sandbox.rs`'s to say.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc;

use crate::http::{self, BindError, BodyError, Server};

/// Maximum size of a synchronous invocation's response: 6 MB, of Lambda's quotas "Invocation payload".
pub(super) const RESPONSE_BYTES_MAX: usize = 6 * 1024 * 1024;

/// An event for the function, and what comes with it.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) request_id: String,
    /// Milliseconds since the epoch.
    pub(super) deadline_ms: i64,
    pub(super) function_arn: String,
    pub(super) trace_id: String,
    pub(super) body: Bytes,
}

/// What a process says.
#[derive(Debug)]
pub(super) enum Said {
    /// It asks for an event: whatever had to be set up is set up.
    Ready,
    /// The result of the event that it works on.
    Response(Bytes),
    /// A result that is too large to be one.
    ResponseTooLarge,
    /// The event could not be worked on.
    Error(Bytes),
    /// It could not be set up.
    InitError(Bytes),
}

/// The API that one process sees, on a port of its own.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    server: Server,
    events: mpsc::Sender<Event>,
    said: mpsc::Receiver<Said>,
}

/// What the handlers of the API share.
#[derive(Debug)]
struct Desk {
    next: tokio::sync::Mutex<mpsc::Receiver<Event>>,
    said: mpsc::Sender<Said>,
    /// The id of the event that is being worked on.
    in_hand: Mutex<Option<String>>,
}

impl RuntimeApi {
    pub(super) async fn start() -> Result<Self, BindError> {
        let (events, next) = mpsc::channel(1);
        let (say, said) = mpsc::channel(4);
        let desk = Arc::new(Desk {
            next: tokio::sync::Mutex::new(next),
            said: say,
            in_hand: Mutex::new(None),
        });
        let service = service_fn(move |request| {
            let desk = Arc::clone(&desk);
            async move { Ok::<_, Infallible>(desk.answer(request).await) }
        });
        Ok(Self { server: Server::start(service).await?, events, said })
    }

    /// What `AWS_LAMBDA_RUNTIME_API` says.
    pub(super) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Hands an event to the process as soon as it asks for one.
    pub(super) async fn hand_out(&self, event: Event) {
        // The receiver lives as long as the server, and so does somebody to take it.
        drop(self.events.send(event).await);
    }

    /// What the process says next. May be dropped and asked again.
    pub(super) async fn said(&mut self) -> Said {
        match self.said.recv().await {
            Some(said) => said,
            // The sender lives as long as the server: it cannot be gone.
            None => std::future::pending().await,
        }
    }
}

impl Desk {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let Some(path) = path.strip_prefix("/2018-06-01/runtime/") else {
            return refusal(StatusCode::NOT_FOUND, "UnknownPath", "no such path");
        };
        let parts: Vec<&str> = path.split('/').collect();
        match (method, parts.as_slice()) {
            (Method::GET, ["invocation", "next"]) => self.next().await,
            (Method::POST, ["invocation", id, "response"]) => self.response(id, request).await,
            (Method::POST, ["invocation", id, "error"]) => self.error(id, request).await,
            (Method::POST, ["init", "error"]) => self.init_error(request).await,
            (
                _,
                ["invocation", "next"]
                | ["invocation", _, "response" | "error"]
                | ["init", "error"],
            ) => refusal(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "no such method here"),
            _ => refusal(StatusCode::NOT_FOUND, "UnknownPath", "no such path"),
        }
    }

    async fn next(&self) -> Response<Full<Bytes>> {
        self.say(Said::Ready).await;
        let Some(event) = self.next.lock().await.recv().await else {
            return refusal(StatusCode::GONE, "Runtime.Ended", "the function is no longer wanted");
        };
        let Event { request_id, deadline_ms, function_arn, trace_id, body } = event;
        let mut response = http::answer(StatusCode::OK, "application/json", body);
        let headers = [
            ("lambda-runtime-aws-request-id", request_id.clone()),
            ("lambda-runtime-deadline-ms", deadline_ms.to_string()),
            ("lambda-runtime-invoked-function-arn", function_arn),
            ("lambda-runtime-trace-id", trace_id),
        ];
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        self.set_in_hand(Some(request_id));
        response
    }

    async fn response(&self, id: &str, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if !self.has_in_hand(id) {
            return not_in_hand();
        }
        match http::read(request.into_body(), RESPONSE_BYTES_MAX).await {
            Ok(body) => self.done(Said::Response(body)).await,
            Err(BodyError::TooLong) => {
                self.done(Said::ResponseTooLarge).await;
                let words = "the response is longer than 6 MB";
                refusal(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", words)
            }
            Err(BodyError::CutShort) => cut_short(),
        }
    }

    async fn error(&self, id: &str, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if !self.has_in_hand(id) {
            return not_in_hand();
        }
        match http::read(request.into_body(), RESPONSE_BYTES_MAX).await {
            Ok(body) => self.done(Said::Error(body)).await,
            Err(_) => cut_short(),
        }
    }

    async fn init_error(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        match http::read(request.into_body(), RESPONSE_BYTES_MAX).await {
            Ok(body) => {
                self.say(Said::InitError(body)).await;
                accepted()
            }
            Err(_) => cut_short(),
        }
    }

    async fn done(&self, said: Said) -> Response<Full<Bytes>> {
        self.set_in_hand(None);
        self.say(said).await;
        accepted()
    }

    async fn say(&self, said: Said) {
        // Nobody listens when the function is being ended: then it does not matter what it says.
        drop(self.said.send(said).await);
    }

    fn has_in_hand(&self, id: &str) -> bool {
        let in_hand = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner);
        in_hand.as_deref() == Some(id)
    }

    fn set_in_hand(&self, id: Option<String>) {
        *self.in_hand.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }
}

fn accepted() -> Response<Full<Bytes>> {
    http::answer(StatusCode::ACCEPTED, "application/json", "{\"status\":\"OK\"}\n")
}

fn not_in_hand() -> Response<Full<Bytes>> {
    refusal(StatusCode::BAD_REQUEST, "InvalidRequestID", "no event with this id is in hand")
}

fn cut_short() -> Response<Full<Bytes>> {
    refusal(StatusCode::BAD_REQUEST, "InvalidBody", "the body could not be read")
}

fn refusal(status: StatusCode, kind: &str, message: &str) -> Response<Full<Bytes>> {
    let body = format!("{{\"errorMessage\":\"{message}\",\"errorType\":\"{kind}\"}}");
    http::answer(status, "application/json", body)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    /// The status of the answer to a request.
    async fn ask(api: &RuntimeApi, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(api.address()).await.unwrap();
        let bytes = body.len();
        let head = format!(
            "{method} /2018-06-01/runtime/{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {bytes}\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.lines().next().unwrap().to_owned()
    }

    fn event(request_id: &str) -> Event {
        Event {
            request_id: request_id.to_owned(),
            deadline_ms: 0,
            function_arn: "arn".to_owned(),
            trace_id: "trace".to_owned(),
            body: Bytes::from_static(b"{}"),
        }
    }

    #[tokio::test]
    async fn an_answer_to_no_event_is_refused() {
        let api = RuntimeApi::start().await.unwrap();
        for path in ["invocation/1/response", "invocation/1/error"] {
            assert_eq!(ask(&api, "POST", path, "{}").await, "HTTP/1.1 400 Bad Request");
        }
    }

    #[tokio::test]
    async fn an_event_is_answered_once_and_under_its_own_id() {
        let mut api = RuntimeApi::start().await.unwrap();
        api.hand_out(event("1")).await;
        assert_eq!(ask(&api, "GET", "invocation/next", "").await, "HTTP/1.1 200 OK");
        assert!(matches!(api.said().await, Said::Ready));
        let refused = ask(&api, "POST", "invocation/2/response", "{}").await;
        assert_eq!(refused, "HTTP/1.1 400 Bad Request");
        let accepted = ask(&api, "POST", "invocation/1/response", "{}").await;
        assert_eq!(accepted, "HTTP/1.1 202 Accepted");
        assert!(matches!(api.said().await, Said::Response(body) if body == "{}"));
        let again = ask(&api, "POST", "invocation/1/error", "{}").await;
        assert_eq!(again, "HTTP/1.1 400 Bad Request");
    }

    #[tokio::test]
    async fn what_the_api_does_not_have_is_refused() {
        let api = RuntimeApi::start().await.unwrap();
        assert_eq!(ask(&api, "GET", "nothing", "").await, "HTTP/1.1 404 Not Found");
        let refused = ask(&api, "DELETE", "invocation/next", "").await;
        assert_eq!(refused, "HTTP/1.1 405 Method Not Allowed");
    }
}
