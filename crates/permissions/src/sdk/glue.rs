//! AWS Glue: jobs, crawlers, and the catalog, which is checked from the whole down to the table.

use crate::arguments::Said;
use crate::call::Call;
use crate::need::{Scope, literal};

use super::{has, named, need_all, need_anything};

pub(super) fn needs(call: &mut Call<'_>) {
    let operation = call.integration.action.as_str();
    let catalog = operation.contains("Database")
        || operation.contains("Table")
        || operation.contains("Partition");
    let scopes = if operation.contains("Crawler") && has(call, "Name") {
        vec![call.named(named("Name", "crawler", "glue", "crawler/"))]
    } else if has(call, "JobName") && !catalog {
        vec![call.named(named("JobName", "job", "glue", "job/"))]
    } else if catalog {
        in_catalog(call)
    } else {
        return need_anything(call);
    };
    need_all(call, &scopes);
}

/// "To be allowed to act on a table, the catalog and the database must be allowed too."
fn in_catalog(call: &Call<'_>) -> Vec<Scope> {
    let arguments = &call.arguments;
    let about_database = call.integration.action.contains("Database");
    let database = if about_database {
        arguments.field("Name").said().or(|| arguments.at(&["DatabaseInput", "Name"]).said())
    } else {
        arguments.field("DatabaseName").said()
    };
    let of = |kind: &str, said: &Said, what: &str, before: &str| {
        let any = call.context.arn("glue", &format!("{kind}/{before}*"));
        said.scope(what, any, |it| call.context.arn("glue", &format!("{kind}/{before}{it}")))
    };
    let mut scopes = vec![
        Scope::exactly(call.context.arn("glue", "catalog")),
        of("database", &database, "database", ""),
    ];
    if about_database {
        return scopes;
    }
    let table = arguments
        .field("TableName")
        .said()
        .or(|| arguments.at(&["TableInput", "Name"]).said())
        .or(|| arguments.field("Name").said());
    let before = database.text().map_or_else(|| "*/".to_owned(), |it| format!("{}/", literal(it)));
    scopes.push(of("table", &table, "table", &before));
    scopes
}
