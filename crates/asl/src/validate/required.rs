//! Fields that an object must have.

use super::context::Context;
use crate::json::Fields;

/// Reports those of the fields that the object lacks.
pub(super) fn check(context: &mut Context, fields: &dyn Fields, required: &[&str]) {
    let missing: Vec<&str> = required.iter().copied().filter(|it| !fields.has(it)).collect();
    if !missing.is_empty() {
        context.object(format!("These fields are required: [{}]", missing.join(", ")));
    }
}
