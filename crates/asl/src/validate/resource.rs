//! `Resource` and `Credentials` of a Task state.

use super::context::{Context, has_placeholder};
use crate::{Resource, ResourceError, Task};

pub(super) fn check(context: &mut Context, task: &Task) {
    let resource = task.resource.as_deref().filter(|it| !has_placeholder(it));
    let parsed = resource.map(str::parse::<Resource>);
    if let (Some(arn), Some(Err(error))) = (resource, &parsed) {
        let message = match error {
            ResourceError::NotAnArn(_) => "Value is not a valid resource ARN".to_owned(),
            ResourceError::NotCallable(_) | ResourceError::Pattern { .. } => format!(
                "The resource provided {arn} is not recognized. The value is not a valid resource \
                 ARN, or the resource is not available in this region."
            ),
        };
        context.field("Resource", message).help(error.to_string());
    }
    let Some(credentials) = &task.credentials else { return };
    if matches!(parsed, Some(Ok(Resource::Activity(_)))) {
        context
            .object_for("Credentials", "The field 'Credentials' is not supported for activities");
    }
    if !credentials.contains_key("RoleArn") && !credentials.contains_key("RoleArn.$") {
        context.field("Credentials", "The field 'RoleArn' is required but was missing");
    }
}
