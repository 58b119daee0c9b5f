//! Fields that hold a path: that it begins as one. Its grammar is the compiler's to check.

use super::context::{Context, has_placeholder};

/// Checks a field that holds any path.
pub(super) fn check(context: &mut Context, field: &str, path: Option<&str>) {
    if path.is_some_and(|it| !it.starts_with('$')) {
        report(context, field, path, "Value must be a valid JSONPath.");
    }
}

/// Checks a field that holds a path to one place.
pub(super) fn check_reference(context: &mut Context, field: &str, path: Option<&str>) {
    if path.is_some_and(|it| !it.starts_with('$')) {
        let message = "Value is not a Reference Path: Reference path didn't start with '$'";
        report(context, field, path, message);
    }
}

/// Checks a field that holds the path to a place that is written to.
pub(super) fn check_result_path(context: &mut Context, path: Option<&str>) {
    check_reference(context, "ResultPath", path);
    if path.is_some_and(|it| it.starts_with("$$")) {
        context
            .field("ResultPath", "Value is not a Reference Path")
            .help("the Context Object cannot be written to");
    }
}

/// Checks a field that holds a path, or an intrinsic function.
pub(super) fn check_or_intrinsic(context: &mut Context, field: &str, path: Option<&str>) {
    if path.is_some_and(|it| !it.starts_with("States.")) {
        check_reference(context, field, path);
    }
}

fn report(context: &mut Context, field: &str, path: Option<&str>, message: &str) {
    let Some(path) = path.filter(|it| !has_placeholder(it)) else { return };
    let problem = context.field(field, message);
    if !path.is_empty() && path.chars().all(|it| it.is_alphanumeric() || "._[]'-".contains(it)) {
        problem.help(format!("did you mean `$.{path}`?"));
    }
}
