//! AWS Lambda: the function that is called, with its qualifier.

use stepwright_asl::LambdaFunction;

use crate::Context;
use crate::arguments::Said;
use crate::call::Call;
use crate::need::{Scope, literal};

pub(super) fn lambda(call: &mut Call<'_>, action: &str) -> Option<()> {
    if action != "invoke" {
        return None;
    }
    invoke(call);
    Some(())
}

/// Needs to call the function that `FunctionName` and `Qualifier` name.
pub(crate) fn invoke(call: &mut Call<'_>) {
    for scope in named_function(call) {
        call.need(&["lambda:InvokeFunction"], &scope);
    }
}

/// The function's ARN. Lambda checks the very ARN that is called: one with a qualifier is another
/// resource than one without.
pub(crate) fn function_scope(function: &LambdaFunction, context: &Context) -> String {
    let LambdaFunction { partition, region, account, name, qualifier } = function;
    let or =
        |given: &str, own: &str| if given.is_empty() { own.to_owned() } else { given.to_owned() };
    let region = or(region, &context.region);
    let account = or(account, &context.account);
    let arn = format!("arn:{partition}:lambda:{region}:{account}:function:{}", literal(name));
    match qualifier {
        Some(qualifier) => format!("{arn}:{}", literal(qualifier)),
        None => arn,
    }
}

/// The function that the arguments name: by name, by ARN or by a part of it, with a qualifier in it or
/// beside it.
pub(crate) fn named_function(call: &Call<'_>) -> Vec<Scope> {
    let name = call.arguments.field("FunctionName").said();
    let any = call.context.arn("lambda", "function:*");
    let of_name = |name: &str| function_arn(call.context, name);
    let function = name.resource("function", any, Some(&of_name));
    let fields = call.arguments.fields().is_some();
    let qualifier = if fields { call.arguments.field("Qualifier").said() } else { Said::Absent };
    if function.pattern.ends_with('*') {
        // A star takes in qualifiers too.
        return vec![function];
    }
    match &qualifier {
        Said::Absent => vec![function],
        Said::Text(text) => vec![function.map(|it| format!("{it}:{}", literal(text)))],
        Said::Beginning(..) | Said::Open(_) => {
            let open = qualifier.open("qualifier").unwrap_or_default();
            vec![Scope::open(format!("{}:*", function.pattern), open)]
        }
    }
}

fn function_arn(context: &Context, name: &str) -> String {
    match name.split_once(":function:") {
        // `123456789012:function:name`
        Some((account, name)) if account.bytes().all(|it| it.is_ascii_digit()) => {
            let Context { partition, region, .. } = context;
            format!("arn:{partition}:lambda:{region}:{account}:function:{name}")
        }
        _ => context.arn("lambda", &format!("function:{name}")),
    }
}
