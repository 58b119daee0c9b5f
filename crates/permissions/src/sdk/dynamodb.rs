//! Amazon DynamoDB: the tables of one request, of a batch, of a transaction.

use crate::arguments::{Arguments, Said};
use crate::call::Call;
use crate::integration::messages::TABLE;
use crate::need::{Scope, literal};

use super::{has, need_all, need_anything};

pub(super) fn needs(call: &mut Call<'_>) {
    match call.integration.action.as_str() {
        "batchGetItem" | "batchWriteItem" => batch(call),
        "transactGetItems" | "transactWriteItems" => transaction(call),
        "executeStatement" | "batchExecuteStatement" | "executeTransaction" => {
            let any = call.context.arn("dynamodb", "table/*");
            need_all(call, &[Scope::open(any, "the statement says which table")]);
        }
        _ if has(call, "TableName") => {
            let table = call.named(TABLE);
            let scope = of_index(call, table);
            need_all(call, &[scope]);
        }
        _ => need_anything(call),
    }
}

/// Query and Scan of an index are checked against the index.
fn of_index(call: &Call<'_>, table: Scope) -> Scope {
    let reads = matches!(call.integration.action.as_str(), "query" | "scan");
    if !reads || call.arguments.fields().is_none() || table.pattern.ends_with('*') {
        return table;
    }
    match call.arguments.field("IndexName").said() {
        Said::Absent => table,
        Said::Text(index) => table.map(|it| format!("{it}/index/{}", literal(&index))),
        said => {
            let open = said.open("index").unwrap_or_default();
            Scope::open(format!("{}/index/*", table.pattern), open)
        }
    }
}

/// The keys of `RequestItems` are the tables.
fn batch(call: &mut Call<'_>) {
    let requests = call.arguments.field("RequestItems");
    let tables: Vec<Said> = match requests.fields() {
        Some(fields) => fields.into_iter().map(|(name, _)| Said::Text(name.to_owned())).collect(),
        None => vec![requests.said()],
    };
    let scopes: Vec<Scope> = tables.iter().map(|it| call.named_by(it, TABLE)).collect();
    need_all(call, &scopes);
}

/// Each item does one thing with one table, and is checked as if it were alone.
fn transaction(call: &mut Call<'_>) {
    let Some(items) = call.arguments.field("TransactItems").items() else {
        let any = call.context.arn("dynamodb", "table/*");
        return need_all(call, &[Scope::open(any, "the items say which tables")]);
    };
    for item in items {
        for (kind, action) in [
            ("Get", "dynamodb:GetItem"),
            ("Put", "dynamodb:PutItem"),
            ("Update", "dynamodb:UpdateItem"),
            ("Delete", "dynamodb:DeleteItem"),
            ("ConditionCheck", "dynamodb:ConditionCheckItem"),
        ] {
            let part: Arguments<'_> = item.field(kind);
            if part.is_present() {
                let table = call.named_by(&part.field("TableName").said(), TABLE);
                call.need(&[action], &table);
            }
        }
    }
}
