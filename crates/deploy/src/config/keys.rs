//! Which keys there are: what each means, what it takes, and what it is where nobody says.
//!
//! The one place where a key is added: reading, refusing, the variables of the environment and the
//! documentation follow from the table.

use std::fmt::Write as _;

/// A key of `stepwright.toml`.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// With dots, as TOML has them.
    pub path: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it is where nobody says.
    pub default: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A text.
    Text,
    /// A text of this list.
    OneOf(&'static [&'static str]),
    /// A whole number within these bounds.
    Count(u32, u32),
    /// A whole number of this list.
    CountOf(&'static [u32]),
    /// `true` or `false`.
    Flag,
    /// A list of texts; outside of the file, with commas between them.
    List,
    /// A table of texts, with keys that are the user's.
    Table,
}

/// How many days CloudWatch Logs can keep logs, as `PutRetentionPolicy` lists them.
const RETENTION_DAYS: &[u32] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

const fn key(
    path: &'static str,
    takes: Takes,
    default: Option<&'static str>,
    doc: &'static str,
) -> Key {
    Key { path, takes, default, doc }
}

/// All keys, in the order in which they are documented.
pub const KEYS: &[Key] = &[
    key(
        "project",
        Takes::Text,
        Some("stepwright"),
        "The name that everything of this workspace is marked with, and named after. Changing it makes everything anew.",
    ),
    key("default-stage", Takes::Text, Some("dev"), "The stage where the command line names none."),
    key(
        "region",
        Takes::Text,
        None,
        "The AWS region, such as `eu-central-1`. Without it, the region of the AWS profile or of the environment.",
    ),
    key(
        "profile",
        Takes::Text,
        None,
        "The profile of the AWS configuration whose credentials are used. Without it, what the environment says.",
    ),
    key(
        "account",
        Takes::Text,
        None,
        "The AWS account that it has to be: with the credentials of another, nothing is read or changed.",
    ),
    key(
        "names",
        Takes::Text,
        Some("{project}-{stage}-{name}"),
        "How functions, state machines, roles, schedules and alarms are named. `{project}`, `{stage}`, `{region}`, `{account}` and `{name}` are filled in.",
    ),
    key(
        "bucket",
        Takes::Text,
        Some("{project}-{stage}-{account}-{region}"),
        "How the bucket is named. Names of buckets are unique in the world: keep `{account}` in it.",
    ),
    key(
        "lambda.architecture",
        Takes::OneOf(&["auto", "arm64", "x86_64"]),
        Some("auto"),
        "The processor of the Lambda functions. `auto` is `arm64` where it can be built, and else the processor of the machine that builds.",
    ),
    key(
        "lambda.memory-mb",
        Takes::Count(128, 10_240),
        Some("256"),
        "The memory of the Lambda functions in MiB; processing power grows with it.",
    ),
    key(
        "lambda.timeout-seconds",
        Takes::Count(1, 900),
        Some("60"),
        "How long an invocation may take.",
    ),
    key(
        "lambda.reserved-concurrency",
        Takes::Count(0, 1000),
        None,
        "How many invocations of a function may run at the same time, taken out of what the account has. Without it, nothing is reserved.",
    ),
    key(
        "lambda.environment",
        Takes::Table,
        None,
        "Variables of the Lambda functions' environment. They are visible in the console: no secrets.",
    ),
    key(
        "state-machine.type",
        Takes::OneOf(&["STANDARD", "EXPRESS"]),
        Some("STANDARD"),
        "The type of the state machines. It cannot be changed: another type replaces the state machine.",
    ),
    key(
        "state-machine.log-level",
        Takes::OneOf(&["OFF", "FATAL", "ERROR", "ALL"]),
        Some("ERROR"),
        "Which events of executions go to CloudWatch Logs.",
    ),
    key(
        "state-machine.log-execution-data",
        Takes::Flag,
        Some("false"),
        "Whether the logs have inputs and outputs of states.",
    ),
    key("state-machine.tracing", Takes::Flag, Some("true"), "Whether X-Ray traces executions."),
    key(
        "state-machine.keep-versions",
        Takes::Count(1, 900),
        Some("5"),
        "How many old versions are kept. Older ones are removed, unless an execution or an alias uses them.",
    ),
    key(
        "topics",
        Takes::List,
        None,
        "The ARNs of the SNS topics that executions may publish to where only their input names one. Without it, any topic of the account and region.",
    ),
    key(
        "other-buckets",
        Takes::List,
        None,
        "The names of the buckets, beside the stage's own, that executions may use where only their input names one.",
    ),
    key(
        "logs.retention-days",
        Takes::CountOf(RETENTION_DAYS),
        Some("30"),
        "How long logs are kept.",
    ),
    key(
        "schedule.expression",
        Takes::Text,
        None,
        "When executions start by themselves, such as `cron(0 6 ? * MON *)`, with the default input. Without it, never.",
    ),
    key(
        "schedule.timezone",
        Takes::Text,
        Some("UTC"),
        "Where the schedule's time is told, such as `Europe/Berlin`.",
    ),
    key("schedule.enabled", Takes::Flag, Some("true"), "Whether the schedule starts anything."),
    key(
        "alarm.topic-arn",
        Takes::Text,
        None,
        "The SNS topic that is told of failed executions. Without it, there is no alarm.",
    ),
    key(
        "alarm.failed-executions",
        Takes::Count(1, 100_000),
        Some("1"),
        "How many executions have to fail in a period.",
    ),
    key(
        "alarm.period-seconds",
        Takes::CountOf(&[60, 300, 900, 3600, 21_600, 86_400]),
        Some("300"),
        "How long a period is.",
    ),
    key(
        "strategy",
        Takes::Text,
        Some("all-at-once"),
        "How new executions move to a new version: `all-at-once`, `canary:10%,10m` or `linear:20%,5m`.",
    ),
    key(
        "watch.error-rate-percent",
        Takes::Count(1, 100),
        Some("10"),
        "How many in a hundred executions of a new version may fail while it is watched, before it is taken back.",
    ),
    key(
        "tags",
        Takes::Table,
        None,
        "Tags that everything gets, and loses again when they are gone from here; those that others have put stay. Keys that begin with `stepwright:` or `aws:` are taken.",
    ),
];

/// What stands before the keys.
const INTRODUCTION: &str = "\
# stepwright.toml

What a stage is like on AWS.
`cargo xtask deploy` and its siblings read it, where it is, at the root of the workspace; without it, every key has its default.

- The environment goes over the file, and the command line (`--set lambda.memory-mb=512`) over both.
- What stands below `[stages.NAME]` is for that stage only, and goes over what is for all: `[stages.prod]` with `lambda.memory-mb = 512`.
- What stands below `[functions.NAME]` is for one Lambda function, by its name in the workspace, and takes the keys of `[lambda]`.
- A key that does not exist is refused, with its line.

## Keys

";

/// The keys that a stage has no say in.
pub const NOT_IN_STAGES: [&str; 2] = ["project", "default-stage"];

/// The key of this path.
pub fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|it| it.path == path)
}

impl Key {
    /// The variable of the environment that goes over the file: `STEPWRIGHT_LAMBDA_MEMORY_MB`.
    /// Tables have none.
    pub fn variable(&self) -> Option<String> {
        let name = || format!("STEPWRIGHT_{}", self.path.replace(['.', '-'], "_").to_uppercase());
        (!matches!(self.takes, Takes::Table)).then(name)
    }
}

/// The reference of `stepwright.toml`, in Markdown.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    for key in KEYS {
        let takes = match key.takes {
            Takes::Text => "a text".to_owned(),
            Takes::OneOf(texts) => {
                texts.iter().map(|it| format!("`\"{it}\"`")).collect::<Vec<_>>().join(", ")
            }
            Takes::Count(least, most) => format!("a number from {least} to {most}"),
            Takes::CountOf(counts) => {
                counts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            }
            Takes::Flag => "`true` or `false`".to_owned(),
            Takes::List => "a list of texts".to_owned(),
            Takes::Table => "a table of texts".to_owned(),
        };
        let default = key.default.map_or_else(|| "none".to_owned(), |it| format!("`{it}`"));
        let _ = writeln!(text, "### `{}`\n\n{}\n", key.path, key.doc);
        let _ = writeln!(text, "- Takes {takes}; default: {default}.");
        if let Some(variable) = key.variable() {
            let form = if matches!(key.takes, Takes::List) { ", with commas between" } else { "" };
            let _ = writeln!(text, "- Environment: `{variable}`{form}.");
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
