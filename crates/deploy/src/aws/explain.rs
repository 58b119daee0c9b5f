//! What to do about AWS's refusals: the permission that is missing with the statement that would grant
//! it, the login that has run out, the region that does not exist.

use serde_json::json;

use super::error::{CallError, Reason};

const DENIED: [&str; 6] = [
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "Forbidden",
    "UnauthorizedOperation",
];
const EXPIRED: [&str; 4] =
    ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"];
const UNKNOWN_CREDENTIALS: [&str; 6] = [
    "AuthFailure",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];
const THROTTLED: [&str; 7] = [
    "LimitExceededException",
    "RequestLimitExceeded",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TooManyUpdates",
];

pub(super) fn is_denied(code: &str) -> bool {
    DENIED.contains(&code)
}

/// What to do; nothing where AWS's own words say it.
pub(super) fn advice(error: &CallError) -> Option<String> {
    let Reason::Refused { code, message, .. } = &error.reason else {
        return Some(without_answer(&error.reason));
    };
    let code = code.as_str();
    let advice = match code {
        // Not a permission of whoever deploys: the role is not ready, and was waited for.
        _ if is_denied(code)
            && !message.contains("authorized to perform")
            && message.contains("assume") =>
        {
            return None;
        }
        _ if is_denied(code) => return Some(missing(error, message)),
        _ if EXPIRED.contains(&code) => {
            "the credentials have run out: log in again, for instance with `aws sso login`, and repeat the command; what was done until now stays"
        }
        _ if UNKNOWN_CREDENTIALS.contains(&code) => {
            "AWS does not know these credentials: they are wrong or deleted, or the region is not enabled in the account"
        }
        _ if THROTTLED.contains(&code) => {
            "the account makes too many calls; this one was repeated with growing pauses. Repeat the command later: what was done until now stays"
        }
        "BucketAlreadyExists" => {
            "somebody else in the world has a bucket of that name: change `bucket` in stepwright.toml"
        }
        "IllegalLocationConstraintException"
        | "PermanentRedirect"
        | "AuthorizationHeaderMalformed" => {
            "the bucket is in another region: deploy there, or change `bucket` in stepwright.toml"
        }
        "RequestEntityTooLargeException" | "CodeStorageExceededException" => {
            "Lambda takes zips of 50 MB, 250 MB unpacked, and 75 GB for all functions and versions of a region: look for what the binary does not need, or remove old versions"
        }
        "InvalidParameterValueException" if message.contains("Unzipped size") => {
            "Lambda takes 250 MB unpacked: look for what the binary does not need"
        }
        "DeleteConflict" => {
            "somebody attached something to it: take that off, and repeat the command"
        }
        "BucketNotEmpty" => "somebody put something into it meanwhile: repeat the command",
        _ => return None,
    };
    Some(advice.to_owned())
}

fn without_answer(reason: &Reason) -> String {
    match reason {
        Reason::NoCredentials(_) => {
            "log in, for instance with `aws sso login`, or name a profile with `--profile`"
        }
        Reason::Network(why) if why.contains("dns") || why.contains("lookup") => {
            "is the region spelled right, and is there a network? Nothing was changed by this call"
        }
        _ => "repeat the command: what was done until now stays, and it goes on from there",
    }
    .to_owned()
}

/// The permission that is missing, and the statement that would grant it.
fn missing(error: &CallError, message: &str) -> String {
    // "User: … is not authorized to perform: lambda:CreateFunction on resource: arn:… because …"
    let after = |text: &str| {
        let (_, rest) = message.split_once(text)?;
        rest.split_whitespace().next().map(|it| it.trim_end_matches([',', '.']).to_owned())
    };
    let action = after("to perform: ").unwrap_or_else(|| error.action.clone());
    let resource = after("on resource: ").map(|it| it.trim_matches('"').to_owned());
    let resource = resource.filter(|it| it.starts_with("arn:"));
    let bucket = error.on.strip_prefix("bucket `").and_then(|it| it.strip_suffix('`'));
    let resource = resource.or_else(|| Some(format!("arn:aws:s3:::{}", bucket?)));
    let resource = resource.unwrap_or_else(|| "*".to_owned());
    let statement = json!({ "Effect": "Allow", "Action": action, "Resource": resource });
    let lacks = format!(
        "whoever deploys lacks the permission `{action}`; this statement grants it:\n  {statement}"
    );
    // S3 says why to those of the bucket's own account, and not a word more to all others.
    match bucket {
        Some(_) if !message.contains("to perform") => format!(
            "either somebody else in the world has a bucket of that name: change `bucket` in stepwright.toml; or {lacks}"
        ),
        _ => lacks,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(reason: Reason, expect: Expect) {
        let action = "lambda:CreateFunction".to_owned();
        let error = CallError { action, on: "function `store`".to_owned(), reason };
        expect.assert_eq(&error.to_string());
    }

    fn refused(code: &str, message: &str) -> Reason {
        let request_id = Some("r-1".to_owned());
        Reason::Refused { code: code.to_owned(), message: message.to_owned(), request_id }
    }

    #[test]
    fn a_missing_permission_is_named_with_the_statement_that_grants_it() {
        check(
            refused(
                "AccessDeniedException",
                "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/store because no identity-based policy allows the iam:PassRole action",
            ),
            expect![[r#"
                `lambda:CreateFunction` on function `store` failed: AWS says `AccessDeniedException`: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/store because no identity-based policy allows the iam:PassRole action (request r-1)
                  whoever deploys lacks the permission `iam:PassRole`; this statement grants it:
                  {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/store"}"#]],
        );
        check(
            refused("AccessDenied", "Access Denied"),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS says `AccessDenied`: Access Denied (request r-1)
              whoever deploys lacks the permission `lambda:CreateFunction`; this statement grants it:
              {"Effect":"Allow","Action":"lambda:CreateFunction","Resource":"*"}"#]],
        );
    }

    #[test]
    fn lost_and_expired_credentials_say_how_to_log_in() {
        check(
            Reason::NoCredentials("no providers in chain".to_owned()),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: there are no AWS credentials: no providers in chain
              log in, for instance with `aws sso login`, or name a profile with `--profile`"#]],
        );
        check(
            refused(
                "ExpiredTokenException",
                "The security token included in the request is expired",
            ),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS says `ExpiredTokenException`: The security token included in the request is expired (request r-1)
              the credentials have run out: log in again, for instance with `aws sso login`, and repeat the command; what was done until now stays"#]],
        );
        check(
            refused(
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            ),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS says `UnrecognizedClientException`: The security token included in the request is invalid. (request r-1)
              AWS does not know these credentials: they are wrong or deleted, or the region is not enabled in the account"#]],
        );
    }

    #[test]
    fn a_network_that_dies_says_that_the_next_run_goes_on() {
        check(
            Reason::Network("dispatch failure: io error: connection reset".to_owned()),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS was not reached: dispatch failure: io error: connection reset
              repeat the command: what was done until now stays, and it goes on from there"#]],
        );
        check(
            Reason::Network("dns error: failed to lookup address information".to_owned()),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS was not reached: dns error: failed to lookup address information
              is the region spelled right, and is there a network? Nothing was changed by this call"#]],
        );
    }

    #[test]
    fn a_throttled_account_a_taken_bucket_and_large_code_each_say_what_to_do() {
        check(
            refused("TooManyRequestsException", "Rate exceeded"),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS says `TooManyRequestsException`: Rate exceeded (request r-1)
              the account makes too many calls; this one was repeated with growing pauses. Repeat the command later: what was done until now stays"#]],
        );
        check(
            refused("BucketAlreadyExists", "The requested bucket name is not available."),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS says `BucketAlreadyExists`: The requested bucket name is not available. (request r-1)
              somebody else in the world has a bucket of that name: change `bucket` in stepwright.toml"#]],
        );
        check(
            refused(
                "RequestEntityTooLargeException",
                "Request must be smaller than 70167211 bytes for the CreateFunction operation",
            ),
            expect![[r#"
            `lambda:CreateFunction` on function `store` failed: AWS says `RequestEntityTooLargeException`: Request must be smaller than 70167211 bytes for the CreateFunction operation (request r-1)
              Lambda takes zips of 50 MB, 250 MB unpacked, and 75 GB for all functions and versions of a region: look for what the binary does not need, or remove old versions"#]],
        );
    }

    #[test]
    fn what_nobody_has_advice_for_is_in_awss_own_words() {
        check(
            refused("InvalidName", "Invalid Name: 'x y'"),
            expect![
                "`lambda:CreateFunction` on function `store` failed: AWS says `InvalidName`: Invalid Name: 'x y' (request r-1)"
            ],
        );
    }
}
