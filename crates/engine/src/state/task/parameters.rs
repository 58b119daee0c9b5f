//! What the service itself checks of a task's parameters before it starts the task.
//!
//! Only what was recorded: most parameters are for the called service to judge.

use stepwright_compiler::{Resource, ResourceKind};
use stepwright_json::Value;

/// Why a task cannot be started with these parameters, where it cannot.
pub(super) fn refused(resource: &Resource, parameters: &Value) -> Option<String> {
    let ResourceKind::Integration { resource_type, .. } = &resource.kind else { return None };
    if **resource_type != *"apigateway" {
        return None;
    }
    let headers = parameters.get("Headers")?;
    if is_multimap(headers) {
        return None;
    }
    Some(format!(
        "The Parameters '{parameters}' could not be used to start the Task: [The value of the field 'Headers' has an invalid format]"
    ))
}

/// Whether each value is a list of texts.
fn is_multimap(value: &Value) -> bool {
    let is_text = |it: &Value| it.as_str().is_some();
    let is_list = |it: &Value| it.as_array().is_some_and(|items| items.iter().all(is_text));
    value.as_object().is_some_and(|fields| fields.values().all(is_list))
}

#[cfg(test)]
mod tests {
    use stepwright_json::json;

    use super::*;

    #[track_caller]
    fn check(headers: Value, is_refused: bool) {
        let resource = Resource::parse("arn:aws:states:::apigateway:invoke").unwrap();
        let parameters = json!({ "ApiEndpoint": "a", "Headers": headers.clone() });
        assert_eq!(refused(&resource, &parameters).is_some(), is_refused, "{headers}");
    }

    #[test]
    fn headers_of_an_api_gateway_call_are_lists_of_texts() {
        check(json!({ "Accept": ["text/html", "text/plain"] }), false);
        check(json!({}), false);
        check(json!({ "Accept": "text/html" }), true);
        check(json!({ "Accept": [1] }), true);
        check(json!("Accept: text/html"), true);
    }

    #[test]
    fn what_other_services_are_given_is_theirs_to_judge() {
        let resource = Resource::parse("arn:aws:states:::sns:publish").unwrap();
        assert_eq!(refused(&resource, &json!({ "Headers": 1 })), None);
    }
}
