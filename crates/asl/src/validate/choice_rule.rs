//! Rules of Choice states: exactly one test, of the right form.

use stepwright_json::Value;

use super::context::{Context, has_placeholder};
use super::{fields, path, required};
use crate::json::{Expected, Fields};
use crate::{
    ChoiceRule, Comparison, Operand, Operator, QueryLanguage, Test, is_timestamp, jsonata_code,
};

/// What says what a rule tests.
const SELECTORS: [&str; 5] = ["And", "Or", "Not", "Variable", "Condition"];

/// Checks an element of `Choices`.
pub(super) fn check(context: &mut Context, rule: &ChoiceRule) {
    check_rule(context, rule, &[]);
    required::check(context, rule, &["Next"]);
}

/// Checks a rule within `And`, `Or` or `Not`.
fn check_nested(context: &mut Context, rule: &ChoiceRule) {
    check_rule(context, rule, &["Next"]);
}

fn check_rule(context: &mut Context, rule: &ChoiceRule, not_here: &[&str]) {
    fields::check(context, rule, not_here);
    selector(context, rule);
    if let Some(condition) = &rule.condition {
        check_condition(context, condition);
    }
    if let Some(assign) = &rule.assign {
        super::name::check_variables(context, assign);
    }
    match &rule.test {
        Some(Test::And(rules)) => check_nested_rules(context, "And", rules),
        Some(Test::Or(rules)) => check_nested_rules(context, "Or", rules),
        Some(Test::Not(rule)) => context.within("Not", |it| check_nested(it, rule)),
        Some(Test::Comparison(comparison)) => check_comparison(context, comparison),
        None => {}
    }
}

fn check_nested_rules(context: &mut Context, field: &str, rules: &[ChoiceRule]) {
    if rules.is_empty() {
        context.field(field, "Value cannot be empty");
    }
    context.each(field, rules, check_nested);
}

/// Exactly one test, and exactly one operator.
fn selector(context: &mut Context, rule: &ChoiceRule) {
    let selectors = SELECTORS.iter().filter(|it| rule.has(it)).count();
    if selectors != 1 {
        let message = format!(
            "The object must have only one of the following fields, [{}]",
            SELECTORS.join(", ")
        );
        context.object(message);
    } else if rule.test.is_none() {
        // The only test there is has the right type, and yet could not be read.
        for spec in rule.specs().iter().filter(|it| ["And", "Or", "Not"].contains(&it.name)) {
            if rule.extra.get(spec.name).is_some_and(|it| fields::is(it, spec.expected)) {
                context.within(spec.name, fields::too_deep);
            }
        }
    }
    if !rule.has("Variable") {
        return;
    }
    let operators: Vec<&str> =
        Operator::ALL.iter().map(|it| it.as_str()).filter(|it| rule.has(it)).collect();
    match operators.as_slice() {
        [_] => {}
        [] => {
            // UNVERIFIED: the service surely names all 39 operators; nobody has published its text.
            context
                .object("This object should have only one of the comparison operators")
                .help("add one, such as `\"IsPresent\": true` or `\"StringEquals\": \"…\"`");
        }
        [_, second, ..] => {
            let names = operators.join(", ");
            let message = format!("There should only be one of the following fields: [{names}]");
            context.object_for(second, message).help("put each into a rule of an `And`");
        }
    }
}

fn check_condition(context: &mut Context, condition: &Value) {
    if context.language == Some(QueryLanguage::JsonPath) || condition.as_bool().is_some() {
        return;
    }
    match condition.as_str() {
        Some(text) if jsonata_code(text).is_some() || has_placeholder(text) => {}
        Some(text) => {
            context
                .field("Condition", "JSONata string must start with {% and end with %}")
                .help(format!("write `{{% {} %}}`", text.trim()));
        }
        None => {
            context.field("Condition", "Expected value of type [STRING, BOOLEAN]");
        }
    }
}

fn check_comparison(context: &mut Context, comparison: &Comparison) {
    let Comparison { variable, operator, operand } = comparison;
    path::check_reference(context, "Variable", Some(variable));
    let name = operator.as_str();
    let expected = match operator.operand() {
        Operand::String | Operand::Timestamp | Operand::Path => Expected::String,
        Operand::Number => Expected::Number,
        Operand::Boolean => Expected::Boolean,
    };
    if !fields::is(operand, expected) {
        if !operand.as_str().is_some_and(has_placeholder) {
            // A field that wants a number wants an integer nearly everywhere else.
            let number = expected == Expected::Number;
            let name_of_type = if number { "[NUMBER]" } else { fields::type_name(expected) };
            let message = format!("Expected value of type {name_of_type}");
            context.field(name, message);
        }
        return;
    }
    match operator.operand() {
        Operand::Timestamp => check_timestamp(context, name, operand.as_str()),
        Operand::Path => path::check_reference(context, name, operand.as_str()),
        Operand::String | Operand::Number | Operand::Boolean => {}
    }
}

/// Checks a field that holds a timestamp.
pub(super) fn check_timestamp(context: &mut Context, field: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    if !is_timestamp(text) && !has_placeholder(text) {
        context
            .field(field, "String does not match RFC3339 timestamp")
            .help("write it as `2016-03-14T01:59:00Z`");
    }
}
