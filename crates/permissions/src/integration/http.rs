//! HTTP endpoints outside AWS, and APIs in Amazon API Gateway.

use crate::Condition;
use crate::arguments::Said;
use crate::call::Call;
use crate::need::{Scope, literal};

pub(super) fn http(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "invoke" {
        return None;
    }
    let machine = Scope::exactly(call.context.state_machine_arn());
    let endpoint = call.arguments.field("ApiEndpoint").said();
    let method = call.arguments.field("Method").said();
    let mut conditions = Vec::new();
    let mut open = Vec::new();
    match &endpoint {
        Said::Text(url) => {
            conditions.push(Condition::new("StringLike", "states:HTTPEndpoint", literal(url)));
        }
        Said::Beginning(url, _) => {
            let url = format!("{}*", literal(url));
            conditions.push(Condition::new("StringLike", "states:HTTPEndpoint", url));
        }
        Said::Absent | Said::Open(_) => {}
    }
    open.extend(endpoint.open("endpoint"));
    match method.text() {
        Some(method) => {
            conditions.push(Condition::new("StringEquals", "states:HTTPMethod", method));
        }
        None => open.extend(method.open("method")),
    }
    let open = (!open.is_empty()).then(|| open.join("; "));
    let scope = Scope { pattern: machine.pattern, open };
    call.need_if(&["states:InvokeHTTPEndpoint"], &scope, &conditions);
    connection(call);
    Some(())
}

/// EventBridge keeps the credentials in a connection, and those in a secret of its own.
fn connection(call: &mut Call<'_>) {
    let authentication = call.arguments.at(&["Authentication", "ConnectionArn"]).said();
    let said =
        authentication.or(|| call.arguments.at(&["InvocationConfig", "ConnectionArn"]).said());
    let any = call.context.arn("events", "connection/*");
    let connection = said.resource("connection", any, None);
    let secret = connection.clone().map(|arn| {
        let name = arn.split_once(":connection/").map_or("*", |(_, name)| name);
        let name = name.split_once('/').map_or(name, |(name, _)| name);
        let name = if name.ends_with('*') { name.to_owned() } else { format!("{name}/*") };
        // The secret is where the connection is.
        let head: Vec<&str> = arn.split(':').take(5).collect();
        match head.as_slice() {
            [_, partition, _, region, account] => format!(
                "arn:{partition}:secretsmanager:{region}:{account}:secret:events!connection/{name}"
            ),
            _ => call.context.arn("secretsmanager", &format!("secret:events!connection/{name}")),
        }
    });
    let why = "signs in with the connection";
    call.need_since(why, &["events:RetrieveConnectionCredentials"], &connection, &[]);
    let reads = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
    call.need_since("reads the secret that the connection keeps", &reads, &secret, &[]);
}

pub(super) fn api_gateway(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "invoke" {
        return None;
    }
    let auth = call.arguments.field("AuthType").said();
    // Without authentication nobody is asked; with a resource policy, the API's own policy is.
    if matches!(auth.text(), Some("NO_AUTH" | "RESOURCE_POLICY")) || auth == Said::Absent {
        return Some(());
    }
    let endpoint = call.arguments.field("ApiEndpoint").said();
    let host = endpoint.text().and_then(|it| it.split_once(".execute-api."));
    let (api, region) = match host {
        Some((api, host)) => {
            (literal(api), host.split_once('.').map_or(call.context.region.as_str(), |it| it.0))
        }
        None => ("*".to_owned(), call.context.region.as_str()),
    };
    let part = |field| {
        let said = call.arguments.field(field).said();
        let text = said.text().map(|it| literal(it.trim_matches('/')));
        text.unwrap_or_else(|| "*".to_owned())
    };
    let (stage, method, path) = (part("Stage"), part("Method"), part("Path"));
    let open: Vec<String> = [("endpoint", "ApiEndpoint"), ("method", "Method"), ("path", "Path")]
        .into_iter()
        .filter_map(|(what, field)| call.arguments.field(field).said().open(what))
        .collect();
    let (partition, account) = (&call.context.partition, &call.context.account);
    let pattern =
        format!("arn:{partition}:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}");
    let scope = Scope { pattern, open: (!open.is_empty()).then(|| open.join("; ")) };
    call.need(&["execute-api:Invoke"], &scope);
    Some(())
}
