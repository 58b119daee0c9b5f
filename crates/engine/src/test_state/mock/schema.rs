//! Whether a mocked result looks like what the service answers.
//!
//! `responses/*.txt` have the shapes of the answers, by the services' public API models: those of the
//! optimized integrations, and of the AWS SDK integrations that stand beside them. What is in none of
//! them passes. So do fields that a shape does not have, as on AWS.

use stepwright_json::Value;

use crate::test_state::TestStateError;
use crate::test_state::request::FieldValidationMode;

/// The shapes of each service's answers.
const SERVICES: [(&[&str], &str); 20] = [
    (&["athena"], include_str!("responses/athena.txt")),
    (&["batch"], include_str!("responses/batch.txt")),
    (&["codebuild"], include_str!("responses/codebuild.txt")),
    (&["databrew"], include_str!("responses/databrew.txt")),
    (&["dynamodb", "aws-sdk:dynamodb"], include_str!("responses/dynamodb.txt")),
    (&["ecs"], include_str!("responses/ecs.txt")),
    (&["emr-containers"], include_str!("responses/emr-containers.txt")),
    (&["emr-serverless"], include_str!("responses/emr-serverless.txt")),
    (&["events", "aws-sdk:eventbridge"], include_str!("responses/events.txt")),
    (&["glue"], include_str!("responses/glue.txt")),
    (&["aws-sdk:kms"], include_str!("responses/kms.txt")),
    (&["lambda", "aws-sdk:lambda"], include_str!("responses/lambda.txt")),
    (&["aws-sdk:s3"], include_str!("responses/s3.txt")),
    (&["sagemaker"], include_str!("responses/sagemaker.txt")),
    (&["aws-sdk:scheduler"], include_str!("responses/scheduler.txt")),
    (&["aws-sdk:secretsmanager"], include_str!("responses/secretsmanager.txt")),
    (&["sns", "aws-sdk:sns"], include_str!("responses/sns.txt")),
    (&["sqs", "aws-sdk:sqs"], include_str!("responses/sqs.txt")),
    (&["states", "aws-sdk:sfn"], include_str!("responses/states.txt")),
    (&["aws-sdk:sts"], include_str!("responses/sts.txt")),
];

/// Holds a result against the service's own. `.sync` integrations answer what the API does that they
/// ask how the job stands.
///
/// What an integration parses has to be text here, as the API answers it: the `Payload` of
/// `lambda:invoke`, the `Output` of `startExecution.sync:2`.
// UNVERIFIED: two users of the API reported that; nobody has recorded it.
pub(super) fn check(
    (resource_type, resource): (&str, &str),
    mode: FieldValidationMode,
    result: &Value,
) -> Result<(), TestStateError> {
    let requires = match mode {
        FieldValidationMode::Strict => true,
        FieldValidationMode::Present => false,
        FieldValidationMode::None => return Ok(()),
    };
    let service = SERVICES.iter().find(|(names, _)| names.contains(&resource_type));
    let Some((_, text)) = service else { return Ok(()) };
    let shapes = Shapes { text, requires };
    let Some(shape) = shapes.find(&format!("{resource_type}:{resource} = ")) else { return Ok(()) };
    shapes.check_structure(shape, result).map_err(|what| {
        TestStateError::Validation(format!("Mock result schema validation error: {what}"))
    })
}

/// The shapes of a service, as text: a mock looks at few of them, once.
#[derive(Clone, Copy)]
struct Shapes<'a> {
    text: &'a str,
    /// Whether required fields have to be there.
    requires: bool,
}

impl<'a> Shapes<'a> {
    /// What follows a line's beginning.
    fn find(self, beginning: &str) -> Option<&'a str> {
        self.text.lines().find_map(|line| line.strip_prefix(beginning))
    }

    /// Holds an object against a structure. The recursion is bounded by the depth of the value.
    fn check_structure(self, name: &str, value: &Value) -> Result<(), String> {
        let Some(fields) = self.find(&format!("{name}:")) else { return Ok(()) };
        for field in split(fields) {
            let (field, of) = field.split_once(' ').unwrap_or((field, "any"));
            let (field, is_required) = match field.strip_suffix('!') {
                Some(field) => (field, self.requires),
                None => (field, false),
            };
            match value.get(field) {
                Some(value) if !value.is_null() => self.check_value(field, of, value)?,
                _ if is_required => return Err(format!("Required field '{field}' is missing")),
                _ => {}
            }
        }
        Ok(())
    }

    /// Holds a field's value against its type.
    fn check_value(self, field: &str, of: &str, value: &Value) -> Result<(), String> {
        let must_be = |what: &str| Err(format!("Field '{field}' must be {what}"));
        let inner = |open, close| of.strip_prefix(open).and_then(|it| it.strip_suffix(close));
        if let Some(item) = inner('[', ']') {
            let Some(items) = value.as_array() else { return must_be("an array") };
            return items.iter().try_for_each(|it| self.check_value(field, item, it));
        }
        // UNVERIFIED: the texts for objects and booleans, and those for what is too long.
        if let Some(item) = inner('{', '}') {
            let Some(fields) = value.as_object() else { return must_be("an object") };
            return fields.values().try_for_each(|it| self.check_value(field, item, it));
        }
        if let Some(values) = inner('"', '"') {
            let Some(text) = value.as_str() else { return must_be("a string") };
            if values.split('|').any(|it| it == text) {
                return Ok(());
            }
            return Err(format!("Field '{field}' is not an expected value"));
        }
        let (name, bounds) = match of.split_once('(') {
            Some((name, bounds)) => (name, bounds.strip_suffix(')').unwrap_or(bounds)),
            None => (of, ".."),
        };
        match name {
            "any" => Ok(()),
            "boolean" if value.as_bool().is_some() => Ok(()),
            "boolean" => must_be("a boolean"),
            "string" => match value.as_str() {
                Some(text) => check_length(field, bounds, text),
                None => must_be("a string"),
            },
            "number" => match value.as_f64() {
                Some(number) => check_number(field, bounds, number),
                None => must_be("a number"),
            },
            structure if value.as_object().is_some() => self.check_structure(structure, value),
            _ => must_be("an object"),
        }
    }
}

fn check_length(field: &str, bounds: &str, text: &str) -> Result<(), String> {
    let length = text.chars().count();
    match limits::<usize>(bounds) {
        (Some(min), _) if length < min => {
            Err(format!("Field '{field}' is smaller than the minimum length"))
        }
        (_, Some(max)) if length > max => {
            Err(format!("Field '{field}' exceeds the maximum length"))
        }
        _ => Ok(()),
    }
}

fn check_number(field: &str, bounds: &str, number: f64) -> Result<(), String> {
    match limits::<f64>(bounds) {
        (Some(min), _) if number < min => {
            Err(format!("Field '{field}' is less than the minimum value"))
        }
        (_, Some(max)) if number > max => Err(format!("Field '{field}' exceeds the maximum value")),
        _ => Ok(()),
    }
}

/// `min..max`, either of which may be missing.
fn limits<T: std::str::FromStr>(bounds: &str) -> (Option<T>, Option<T>) {
    let (min, max) = bounds.split_once("..").unwrap_or((bounds, ""));
    (min.parse().ok(), max.parse().ok())
}

/// The fields of a structure. No type has a comma and a space in it.
fn split(fields: &str) -> impl Iterator<Item = &str> {
    fields.trim().split(", ").filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check_result(
        resource: (&str, &str),
        mode: FieldValidationMode,
        result: &str,
        expect: Expect,
    ) {
        let checked = check(resource, mode, &Value::parse(result).unwrap());
        expect.assert_eq(&checked.map_or_else(|it| it.to_string(), |()| "fine".to_owned()));
    }

    const STRICT: FieldValidationMode = FieldValidationMode::Strict;

    #[test]
    fn a_required_field_is_missed_only_where_the_mode_is_strict() {
        let start = ("states", "startExecution");
        let missing = "{\"StartDate\": \"today\"}";
        check_result(
            start,
            STRICT,
            missing,
            expect![
                "Mock result schema validation error: Required field 'ExecutionArn' is missing"
            ],
        );
        check_result(start, FieldValidationMode::Present, missing, expect!["fine"]);
        check_result(start, FieldValidationMode::None, "{\"StartDate\": 1}", expect!["fine"]);
    }

    #[test]
    fn a_field_at_any_depth_has_the_services_type_and_bounds() {
        let function = ("aws-sdk:lambda", "getFunction");
        check_result(
            function,
            STRICT,
            r#"{"Configuration": {"MemorySize": 64}}"#,
            expect![[
                r"Mock result schema validation error: Field 'MemorySize' is less than the minimum value"
            ]],
        );
        check_result(
            function,
            STRICT,
            r#"{"Configuration": {"Layers": [{"CodeSize": "1"}]}}"#,
            expect!["Mock result schema validation error: Field 'CodeSize' must be a number"],
        );
        check_result(
            function,
            STRICT,
            r#"{"Tags": {"a": 1}}"#,
            expect!["Mock result schema validation error: Field 'Tags' must be a string"],
        );
        check_result(
            function,
            STRICT,
            r#"{"Configuration": []}"#,
            expect!["Mock result schema validation error: Field 'Configuration' must be an object"],
        );
    }

    #[test]
    fn what_an_integration_parses_is_text_here() {
        check_result(("lambda", "invoke"), STRICT, r#"{"Payload": "{}"}"#, expect!["fine"]);
        check_result(
            ("lambda", "invoke"),
            STRICT,
            r#"{"Payload": {"a": 1}}"#,
            expect!["Mock result schema validation error: Field 'Payload' must be a string"],
        );
        check_result(
            ("states", "startExecution.sync:2"),
            FieldValidationMode::Present,
            r#"{"Output": {"a": 1}}"#,
            expect!["Mock result schema validation error: Field 'Output' must be a string"],
        );
    }

    #[test]
    fn what_no_shape_has_passes() {
        check_result(("lambda", "invoke"), STRICT, r#"{"else": 1}"#, expect!["fine"]);
        check_result(("apigateway", "invoke"), STRICT, "[]", expect!["fine"]);
        check_result(("aws-sdk:s3", "noSuchAction"), STRICT, "[]", expect!["fine"]);
    }

    #[test]
    fn every_shape_that_is_named_is_there() {
        for (names, text) in SERVICES {
            let shapes = Shapes { text, requires: true };
            let lines = text.lines().filter(|it| !it.starts_with('#') && !it.is_empty());
            for line in lines {
                if let Some((_, shape)) = line.split_once(" = ") {
                    assert!(shapes.find(&format!("{shape}:")).is_some(), "{names:?}: {line}");
                    continue;
                }
                let (_, fields) = line.split_once(':').unwrap();
                for field in split(fields) {
                    let (_, of) = field.split_once(' ').unwrap();
                    let of = of.trim_matches(['[', ']', '{', '}']);
                    let is_scalar = ["string", "number", "boolean", "any", "\""]
                        .iter()
                        .any(|it| of.starts_with(it));
                    let is_there = shapes.text.contains(&format!("\n{of}:"));
                    assert!(is_scalar || is_there, "{names:?}: `{of}` in {line}");
                }
            }
        }
    }
}
