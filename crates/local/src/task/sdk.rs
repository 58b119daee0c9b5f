//! What an AWS SDK adds: metadata to results, and its words to causes.

use jiff::Timestamp;
use stepwright_json::{Array, Object, Value};

/// `SdkHttpMetadata` and `SdkResponseMetadata`, which results of optimized integrations end with.
///
/// Each header stands in `AllHttpHeaders` as a list and in `HttpHeaders` as a text.
pub(super) fn metadata(
    content_type: &str,
    bytes: usize,
    more: &[(&str, &str)],
) -> [(&'static str, Value); 2] {
    let request_id = request_id();
    let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
    let date = printer.timestamp_to_rfc9110_string(&Timestamp::now()).unwrap_or_default();
    let content_length = bytes.to_string();
    let ours = [
        ("Connection", "keep-alive"),
        ("x-amzn-RequestId", request_id.as_str()),
        ("Content-Length", &content_length),
        ("Date", &date),
        ("Content-Type", content_type),
    ];
    let headers = || more.iter().copied().chain(ours);
    let all: Object = headers()
        .map(|(name, value)| (name, Value::Array(Array::from(vec![Value::from(value)]))))
        .collect();
    let single: Object = headers().map(|(name, value)| (name, Value::from(value))).collect();
    let http: Object = [
        ("AllHttpHeaders", Value::from(all)),
        ("HttpHeaders", Value::from(single)),
        ("HttpStatusCode", Value::from(200)),
    ]
    .into_iter()
    .collect();
    let response: Object = [("RequestId", Value::from(request_id))].into_iter().collect();
    [("SdkHttpMetadata", http.into()), ("SdkResponseMetadata", response.into())]
}

/// A cause as the SDK for Java, version 1, words it: what optimized integrations report.
pub(super) fn cause(message: &str, service: &str, status: u16, code: &str) -> String {
    let id = request_id();
    format!(
        "{message} (Service: {service}; Status Code: {status}; Error Code: {code}; Request ID: {id}; Proxy: null)"
    )
}

/// An id as services give to requests.
pub(super) fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
