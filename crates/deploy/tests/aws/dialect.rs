//! What the emulator says otherwise than AWS: put right on the way, so that the AWS SDK understands it.

use bytes::Bytes;
use hyper::http::{HeaderName, HeaderValue, request, response};
use serde_json::Value;

/// `CloudWatch`'s requests are CBOR, to a path; the emulator knows JSON and a header.
pub(crate) fn to_emulator(parts: &mut request::Parts, body: Bytes) -> Bytes {
    let Some(operation) = cbor_operation(parts) else { return body };
    let value = plain(ciborium::from_reader(body.as_ref()).unwrap());
    let target = format!("GraniteServiceVersion20100801.{operation}");
    parts.uri = "/".parse().unwrap();
    let headers =
        [("x-amz-target", target.as_str()), ("content-type", "application/x-amz-json-1.0")];
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).unwrap();
        parts.headers.insert(HeaderName::from_static(name), value);
    }
    parts.headers.remove("smithy-protocol");
    let body = Bytes::from(value.to_string());
    parts.headers.insert("content-length", HeaderValue::from(body.len()));
    body
}

/// CBOR as JSON: of what has a type of its own, such as a time, the value.
fn plain(value: ciborium::Value) -> Value {
    match value {
        ciborium::Value::Tag(_, value) => plain(*value),
        ciborium::Value::Array(items) => items.into_iter().map(plain).collect(),
        ciborium::Value::Map(fields) => {
            fields.into_iter().map(|(name, it)| (name.into_text().unwrap(), plain(it))).collect()
        }
        other => other.deserialized().unwrap(),
    }
}

/// JSON as CBOR: lists of times are of a type of their own.
fn tagged(value: &Value, are_times: bool) -> ciborium::Value {
    match value {
        Value::Array(items) => {
            ciborium::Value::Array(items.iter().map(|it| tagged(it, are_times)).collect())
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, it)| {
                (ciborium::Value::Text(name.clone()), tagged(it, name == "Timestamps"))
            });
            ciborium::Value::Map(fields.collect())
        }
        other => {
            let value = ciborium::Value::serialized(other).unwrap();
            if are_times { ciborium::Value::Tag(1, Box::new(value)) } else { value }
        }
    }
}

/// The operation of a request in CBOR: `/service/GraniteServiceVersion20100801/operation/DescribeAlarms`.
pub(crate) fn cbor_operation(parts: &request::Parts) -> Option<String> {
    let path = parts.uri.path().strip_prefix("/service/")?;
    path.split_once("/operation/").map(|(_, operation)| operation.to_owned())
}

/// The answer as AWS gives it.
pub(crate) fn from_emulator(what: &str, parts: &mut response::Parts, body: Bytes) -> Bytes {
    let body = if what.starts_with("monitoring ") {
        parts.headers.insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
        parts.headers.insert("content-type", HeaderValue::from_static("application/cbor"));
        cbor(&body)
    } else if what.ends_with("?versioning") {
        // AWS's element is called as what it holds.
        let text = String::from_utf8_lossy(&body);
        Bytes::from(text.replace("GetBucketVersioningResponse", "VersioningConfiguration"))
    } else {
        return body;
    };
    parts.headers.insert("content-length", HeaderValue::from(body.len()));
    body
}

fn cbor(body: &Bytes) -> Bytes {
    let mut value: Value = serde_json::from_slice(body).unwrap();
    // Times are of a type of their own in CBOR, and nobody here looks at them.
    for alarm in value["MetricAlarms"].as_array_mut().into_iter().flatten() {
        alarm.as_object_mut().unwrap().retain(|name, _| !name.ends_with("Timestamp"));
    }
    let mut bytes = Vec::new();
    ciborium::into_writer(&tagged(&value, false), &mut bytes).unwrap();
    bytes.into()
}
