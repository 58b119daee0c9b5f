//! What the settings come to, and what is refused.

use expect_test::{Expect, expect};

use super::*;

fn sources(file: &str) -> Sources {
    Sources { file: file.to_owned(), ..Sources::default() }
}

fn load(sources: &Sources) -> Result<Config, ConfigError> {
    Config::load(sources, &["download-benner", "rank"])
}

#[track_caller]
fn check_refusal(file: &str, expect: Expect) {
    expect.assert_eq(&load(&sources(file)).unwrap_err().to_string());
}

#[test]
fn without_a_file_everything_is_as_documented() {
    let config = load(&Sources::default()).unwrap();
    assert_eq!((config.project.as_str(), config.stage.as_str()), ("stepwright", "dev"));
    assert_eq!(config.functions["rank"].memory_mb, 256);
    assert_eq!(config.functions["rank"].reserved_concurrency, None);
    assert_eq!(config.log_retention_days, 30);
    assert_eq!(config.strategy, Strategy::AllAtOnce);
    assert_eq!((config.schedule, config.alarm), (None, None));
}

#[test]
fn the_more_special_wins_within_the_file() {
    let mut sources = sources(
        r#"
        lambda.memory-mb = 1
        [functions.rank]
        memory-mb = 300
        [stages.prod]
        lambda.memory-mb = 400
        [stages.prod.functions.rank]
        memory-mb = 500
        "#
        .replace("memory-mb = 1\n", "memory-mb = 200\n")
        .as_str(),
    );
    let memory = |sources: &Sources| {
        let config = load(sources).unwrap();
        (config.functions["download-benner"].memory_mb, config.functions["rank"].memory_mb)
    };
    assert_eq!(memory(&sources), (200, 300));
    sources.stage = Some("prod".to_owned());
    assert_eq!(memory(&sources), (400, 500));
}

#[test]
fn the_command_line_goes_over_the_environment_and_that_over_the_file() {
    let mut sources = sources("lambda.memory-mb = 200\ntags = { team = \"sky\", cost = \"1\" }");
    let memory = |sources: &Sources| load(sources).unwrap().functions["rank"].memory_mb;
    assert_eq!(memory(&sources), 200);
    sources.environment.insert("STEPWRIGHT_LAMBDA_MEMORY_MB".to_owned(), "300".to_owned());
    assert_eq!(memory(&sources), 300);
    sources.flags.push(("lambda.memory-mb".to_owned(), "400".to_owned()));
    assert_eq!(memory(&sources), 400);
    sources.flags.push(("tags.team".to_owned(), "sea".to_owned()));
    let tags = load(&sources).unwrap().tags;
    assert_eq!((tags["team"].as_str(), tags["cost"].as_str()), ("sea", "1"));
}

#[test]
fn unknown_keys_are_refused_with_their_line_and_what_may_have_been_meant() {
    check_refusal(
        "project = \"p\"\n\n[lambda]\nmemroy-mb = 256\ncolour = 1\n[stages.prod]\nproject = \"q\"\n[statemachine]\ntype = \"EXPRESS\"\n",
        expect![[r#"
            stepwright.toml:4: there is no key `lambda.memroy-mb`; did you mean `lambda.memory-mb`?
            stepwright.toml:5: there is no key `lambda.colour`; did you mean `lambda.memory-mb`?
            stepwright.toml:7: `project` is the same in all stages: write it at the top of the file
            stepwright.toml:8: there is no key `statemachine`; did you mean `state-machine.type`?"#]],
    );
}

#[test]
fn values_that_a_key_does_not_take_are_refused_all_at_once() {
    check_refusal(
        "[lambda]\nmemory-mb = 64\narchitecture = \"arm\"\nenvironment = { A = 1 }\n[logs]\nretention-days = 31\n[state-machine]\ntracing = \"yes\"\n[schedule]\nexpression = 2026-01-01\n",
        expect![[r#"
            stepwright.toml:2: `lambda.memory-mb` takes a number from 128 to 10240
            stepwright.toml:3: `lambda.architecture` is one of `auto`, `arm64`, `x86_64`
            stepwright.toml:4: `lambda.environment` takes a table of texts
            stepwright.toml:6: `logs.retention-days` is one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
            stepwright.toml:8: `state-machine.tracing` is `true` or `false`
            stepwright.toml:10: `schedule.expression` takes no date"#]],
    );
}

#[test]
fn names_that_aws_or_the_marks_do_not_take_are_refused() {
    check_refusal(
        "project = \"My Project\"\naccount = \"12\"\nnames = \"{project}-{nmae}\"\nbucket = \"data\"\nstrategy = \"slow\"\n[tags]\n\"aws:x\" = \"1\"\n[schedule]\nexpression = \"weekly\"\n[alarm]\ntopic-arn = \"me\"\n",
        expect![[r#"
            stepwright.toml:5: `slow` is no strategy: write `all-at-once`, `canary:10%,10m` or `linear:20%,5m` (1% to 99%; seconds `s`, minutes `m` or hours `h`, a day at most)
            stepwright.toml:1: the project `My Project` has to be of lowercase letters, digits and hyphens, 32 at most
            stepwright.toml:2: an account has twelve digits, in quotation marks
            stepwright.toml:3: `names` has `{nmae}` in it, but there are only `{project}`, `{stage}`, `{region}`, `{account}`, `{name}`
            stepwright.toml:3: `names` has to have `{name}` in it: without it, two would have one name
            stepwright.toml:3: `names` has to have `{stage}` in it: without it, two would have one name
            stepwright.toml:4: `bucket` has to have `{stage}` in it: without it, two would have one name
            stepwright.toml:6: the tag `aws:x` begins with what is taken
            stepwright.toml:9: `weekly` is no schedule: write `cron(0 6 ? * MON *)` or `rate(7 days)`
            stepwright.toml:11: `me` is not the ARN of an SNS topic"#]],
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    check_refusal(
        "project = \"p\"\nregion = \n",
        expect!["stepwright.toml:2: string values must be quoted, expected literal string"],
    );
}

#[test]
fn functions_that_are_not_there_are_refused() {
    check_refusal(
        "[functions.download-bener]\nmemory-mb = 256\n",
        expect![
            "stepwright.toml:2: there is no Lambda function `download-bener`; did you mean `download-benner`?"
        ],
    );
    check_refusal(
        "[functions.rank]\nmemory = 1\n",
        expect!["stepwright.toml:2: a function has no key `memory`; did you mean `memory-mb`?"],
    );
}

#[test]
fn the_environment_and_the_command_line_are_checked_too() {
    let sources = Sources {
        environment: BTreeMap::from([(
            "STEPWRIGHT_LOGS_RETENTION_DAYS".to_owned(),
            "two".to_owned(),
        )]),
        flags: vec![
            ("lambda.memory".to_owned(), "1".to_owned()),
            ("schedule.enabled".to_owned(), "1".to_owned()),
        ],
        stage: Some("Prod!".to_owned()),
        ..Sources::default()
    };
    expect![[r#"
        environment variable `STEPWRIGHT_LOGS_RETENTION_DAYS`: `logs.retention-days` is one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
        `--set lambda.memory=1`: there is no key `lambda.memory`; did you mean `lambda.memory-mb`?
        `--set schedule.enabled=1`: `schedule.enabled` is `true` or `false`"#]].assert_eq(&load(&sources).unwrap_err().to_string());
}

#[test]
fn every_key_has_its_documentation_and_a_default_that_it_takes() {
    for key in keys::KEYS {
        assert!(key.doc.ends_with('.'), "{}", key.path);
        if let Some(default) = key.default {
            let flags = vec![(key.path.to_owned(), default.to_owned())];
            load(&Sources { flags, ..Sources::default() }).unwrap();
        }
    }
}

#[test]
fn the_reference_in_the_documents_is_that_of_the_table() {
    expect_test::expect_file!["../../../../docs/stepwright-toml.md"].assert_eq(&keys::reference());
}

#[test]
fn the_file_of_this_repository_is_taken() {
    let file = include_str!("../../../../stepwright.toml");
    for stage in [None, Some("prod".to_owned())] {
        load(&Sources { stage, ..sources(file) }).unwrap();
    }
}

#[test]
fn lists_come_from_the_file_the_stage_and_with_commas_from_elsewhere() {
    let topic = "arn:aws:sns:eu-central-1:123456789012:news";
    let mut sources = sources(&format!(
        "topics = [\"{topic}\"]\n[stages.prod]\nother-buckets = [\"maps\", \"charts\"]"
    ));
    let lists = |sources: &Sources| {
        let config = load(sources).unwrap();
        (config.topics, config.other_buckets)
    };
    assert_eq!(lists(&sources), (vec![topic.to_owned()], vec![]));
    sources.stage = Some("prod".to_owned());
    let both = vec!["maps".to_owned(), "charts".to_owned()];
    assert_eq!(lists(&sources), (vec![topic.to_owned()], both));
    sources.flags.push(("other-buckets".to_owned(), "a, b".to_owned()));
    assert_eq!(lists(&sources).1, ["a", "b"]);
}

#[test]
fn lists_of_what_is_none_are_refused() {
    check_refusal(
        r#"
        topics = ["news"]
        other-buckets = ["arn:aws:s3:::maps", "maps"]
        "#,
        expect![[r#"
            stepwright.toml:2: `news` is no ARN of an SNS topic
            stepwright.toml:3: `arn:aws:s3:::maps` is no name of a bucket"#]],
    );
    check_refusal(
        "topics = \"news\"\ntopic = [\"x\"]",
        expect![[r#"
        stepwright.toml:1: `topics` takes a list of texts
        stepwright.toml:2: there is no key `topic`; did you mean `topics`?"#]],
    );
}
