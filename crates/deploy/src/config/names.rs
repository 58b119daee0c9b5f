//! What names, templates and tags have to be, so that AWS takes what is made of them.

use super::Config;
use super::layers::{Layers, Reader};

/// The longest project, so that the marks fit into an alias's description.
const PROJECT_CHARS_MAX: usize = 32;
/// The longest stage, likewise.
const STAGE_CHARS_MAX: usize = 16;
/// How many tags a resource can have, beside the three marks: AWS takes 50, and S3 objects fewer.
const TAGS_MAX: usize = 40;

pub(super) fn check(config: &Config, layers: &Layers, read: &mut Reader<'_>) {
    let Config { project, stage, account, names, bucket, tags, schedule, alarm, .. } = config;
    if !is_name(project, PROJECT_CHARS_MAX) {
        let message = format!(
            "the project `{project}` has to be of lowercase letters, digits and hyphens, {PROJECT_CHARS_MAX} at most"
        );
        read.problem(layers.place("project"), message);
    }
    if !is_name(stage, STAGE_CHARS_MAX) {
        let message = format!(
            "the stage `{stage}` has to be of lowercase letters, digits and hyphens, {STAGE_CHARS_MAX} at most"
        );
        read.problem("--stage".to_owned(), message);
    }
    if account
        .as_ref()
        .is_some_and(|it| it.len() != 12 || !it.bytes().all(|it| it.is_ascii_digit()))
    {
        read.problem(
            layers.place("account"),
            "an account has twelve digits, in quotation marks".to_owned(),
        );
    }
    let all = ["project", "stage", "region", "account", "name"];
    let needed = &["name", "stage"];
    Template { path: "names", text: names, known: &all, needed }.check(layers, read);
    let [most @ .., _] = &all;
    let needed = &["stage"];
    Template { path: "bucket", text: bucket, known: most, needed }.check(layers, read);
    for key in tags.keys().filter(|it| it.starts_with("stepwright:") || it.starts_with("aws:")) {
        read.problem(layers.place("tags"), format!("the tag `{key}` begins with what is taken"));
    }
    if tags.len() > TAGS_MAX {
        read.problem(
            layers.place("tags"),
            format!("there are {} tags, {TAGS_MAX} at most", tags.len()),
        );
    }
    for topic in config.topics.iter().filter(|it| !is_topic(it)) {
        read.problem(layers.place("topics"), format!("`{topic}` is no ARN of an SNS topic"));
    }
    for name in config.other_buckets.iter().filter(|it| it.contains([':', '/', '*'])) {
        read.problem(layers.place("other-buckets"), format!("`{name}` is no name of a bucket"));
    }
    if let Some(schedule) = schedule
        && !["cron(", "rate(", "at("].iter().any(|it| schedule.expression.starts_with(it))
    {
        let message = format!(
            "`{}` is no schedule: write `cron(0 6 ? * MON *)` or `rate(7 days)`",
            schedule.expression
        );
        read.problem(layers.place("schedule.expression"), message);
    }
    if let Some(alarm) = alarm
        && !is_topic(&alarm.topic_arn)
    {
        let message = format!("`{}` is not the ARN of an SNS topic", alarm.topic_arn);
        read.problem(layers.place("alarm.topic-arn"), message);
    }
}

fn is_topic(arn: &str) -> bool {
    arn.starts_with("arn:") && arn.contains(":sns:")
}

fn is_name(text: &str, chars_max: usize) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    (1..=chars_max).contains(&text.len())
        && text.bytes().all(fits)
        && text.bytes().next().is_some_and(|it| it.is_ascii_lowercase())
        && !text.ends_with('-')
}

/// A template of names, and what can and has to be in it.
struct Template<'a> {
    path: &'a str,
    text: &'a str,
    known: &'a [&'a str],
    needed: &'a [&'a str],
}

impl Template<'_> {
    /// It names nothing unknown, and what tells stages apart.
    fn check(&self, layers: &Layers, read: &mut Reader<'_>) {
        let Self { path, text, known, needed } = self;
        let mut rest = *text;
        while let Some((_, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            if !known.contains(&name) {
                let known: Vec<String> = known.iter().map(|it| format!("`{{{it}}}`")).collect();
                let known = known.join(", ");
                let message =
                    format!("`{path}` has `{{{name}}}` in it, but there are only {known}");
                read.problem(layers.place(path), message);
            }
            rest = after;
        }
        for name in needed.iter().filter(|it| !text.contains(&format!("{{{it}}}"))) {
            let message = format!(
                "`{path}` has to have `{{{name}}}` in it: without it, two would have one name"
            );
            read.problem(layers.place(path), message);
        }
    }
}
