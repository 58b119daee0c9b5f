//! Which variables each state reads: what `DescribeStateMachine` answers as `variableReferences`.
//!
//! Looks at the definition only. What is no path and no expression reads nothing; that it is wrong is
//! told elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use stepwright_asl::StateMachine;
use stepwright_json::Value;
use stepwright_jsonpath::{Intrinsic, Path, Root};

/// The variables that each state reads, by the state's name; states that read none are left out.
///
/// ```
/// use stepwright_asl::StateMachine;
/// use stepwright_compiler::variable_references;
/// use stepwright_json::json;
///
/// let machine = StateMachine::from_value(&json!({
///     "QueryLanguage": "JSONata",
///     "StartAt": "Set",
///     "States": {
///         "Set": {"Type": "Pass", "Assign": {"limit": 3}, "Next": "Look"},
///         "Look": {
///             "Type": "Choice",
///             "Choices": [{"Condition": "{% $states.input.n > $limit %}", "Next": "Done"}],
///             "Default": "Set"
///         },
///         "Done": {"Type": "Succeed"}
///     }
/// }))?;
/// let read = variable_references(&machine);
/// assert_eq!(read.keys().collect::<Vec<_>>(), ["Look"]);
/// assert!(read["Look"].contains("limit"));
/// # Ok::<(), stepwright_asl::NotAnObject>(())
/// ```
pub fn variable_references(machine: &StateMachine) -> BTreeMap<String, BTreeSet<String>> {
    let machine = machine.to_value();
    let mut acc = BTreeMap::new();
    let language = machine.get("QueryLanguage").and_then(Value::as_str).unwrap_or(JSON_PATH);
    scope(&machine, language, &mut acc);
    acc
}

const JSON_PATH: &str = "JSONPath";
/// What states are made of that are states themselves.
const SCOPES: [&str; 3] = ["Branches", "ItemProcessor", "Iterator"];
/// Templates: in them, and only in them, a field is a path or a call where its name ends in `.$`.
const TEMPLATES: [&str; 7] = [
    "Parameters",
    "Arguments",
    "ItemSelector",
    "ResultSelector",
    "BatchInput",
    "Assign",
    "Credentials",
];

/// The recursion is bounded by the depth of the definition's text.
fn scope(machine: &Value, language: &str, acc: &mut BTreeMap<String, BTreeSet<String>>) {
    let states = machine.get("States").and_then(Value::as_object);
    for (name, state) in states.into_iter().flatten() {
        let own = state.get("QueryLanguage").and_then(Value::as_str).unwrap_or(language);
        let mut read = BTreeSet::new();
        if own == JSON_PATH {
            in_json_path(state, false, &mut read);
        } else {
            in_jsonata(state, &mut read);
        }
        if !read.is_empty() {
            acc.insert(name.to_owned(), read);
        }
        for inner in SCOPES.iter().filter_map(|it| state.get(it)) {
            match inner.as_array() {
                Some(branches) => branches.iter().for_each(|it| scope(it, language, acc)),
                None => scope(inner, language, acc),
            }
        }
    }
}

fn in_json_path(value: &Value, is_template: bool, acc: &mut BTreeSet<String>) {
    let fields = match value {
        Value::Object(fields) => fields,
        Value::Array(items) => {
            return items.iter().for_each(|it| in_json_path(it, is_template, acc));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    for (name, value) in fields {
        let is_path = if is_template {
            name.ends_with(".$")
        } else {
            name.ends_with("Path") || name == "Variable"
        };
        match value.as_str() {
            Some(text) if is_path => in_path(text, acc),
            Some(_) => {}
            // `Result` is static: nothing in it is evaluated.
            None if !is_template && (SCOPES.contains(&name) || name == "Result") => {}
            None => in_json_path(value, is_template || TEMPLATES.contains(&name), acc),
        }
    }
}

/// The variables in a path, or in a call of an intrinsic function.
fn in_path(text: &str, acc: &mut BTreeSet<String>) {
    let mut add = |path: &Path| {
        if let Root::Variable(name) = path.root() {
            acc.insert(name.to_string());
        }
    };
    if let Ok(path) = Path::parse(text) {
        add(&path);
    } else if let Ok(call) = Intrinsic::parse(text) {
        call.paths().into_iter().for_each(add);
    }
}

fn in_jsonata(value: &Value, acc: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            let source = text.strip_prefix("{%").and_then(|it| it.strip_suffix("%}"));
            let Some(source) = source else { return };
            if let Ok(expression) = stepwright_jsonata::Expression::parse(source.trim()) {
                // `$` and `$$` have no names to speak of, and `$states` is no variable.
                let free = expression.free_variables().into_iter();
                acc.extend(free.filter(|it| !matches!(it.as_str(), "states" | "" | "$")));
            }
        }
        Value::Array(items) => items.iter().for_each(|it| in_jsonata(it, acc)),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| !SCOPES.contains(name));
            fields.for_each(|(_, it)| in_jsonata(it, acc));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(states: &str, expect: Expect) {
        let text = format!(r#"{{"StartAt": "A", "States": {states}}}"#);
        let machine = StateMachine::from_value(&Value::parse(&text).unwrap()).unwrap();
        let lines: Vec<String> = variable_references(&machine)
            .into_iter()
            .map(|(state, read)| format!("{state}: {}", Vec::from_iter(read).join(" ")))
            .collect();
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn path_fields_templates_and_calls_read_variables() {
        check(
            r#"{"A": {
                "Type": "Task",
                "InputPath": "$in.part",
                "Parameters": {"a.$": "$a", "b": {"c.$": "States.Format('{}', States.Hash($h, 'MD5'))"}},
                "TimeoutSecondsPath": "$seconds",
                "Catch": [{"ErrorEquals": ["E"], "Assign": {"d.$": "$e"}, "Next": "A"}],
                "End": true
            }}"#,
            expect!["A: a e h in seconds"],
        );
    }

    #[test]
    fn what_only_looks_like_a_path_reads_nothing() {
        check(
            r#"{"A": {
                "Type": "Pass",
                "Comment": "$comment",
                "Result": {"ThePath": "$x", "y.$": "$y"},
                "Parameters": {"ThePath": "$z", "data.$": "$.w", "context.$": "$$.State"},
                "End": true
            }}"#,
            expect![""],
        );
    }

    #[test]
    fn an_inner_state_reads_for_itself_in_its_own_language() {
        check(
            r#"{"A": {
                "Type": "Map",
                "ItemsPath": "$items",
                "ItemProcessor": {"StartAt": "B", "States": {"B": {
                    "Type": "Pass",
                    "QueryLanguage": "JSONata",
                    "Output": {"sum": "{% $sum($map($values, function($v) { $v * $rate })) %}"},
                    "End": true
                }}},
                "End": true
            }}"#,
            expect![[r"
                A: items
                B: rate values"]],
        );
    }
}
