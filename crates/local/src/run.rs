//! `stepwright-local run`: one execution on this machine, from its input to its outcome.
//!
//! Checks everything that can be wrong before anything starts, then puts the parts together.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use stepwright_engine::{Execution, ExecutionStatus, Start};
use stepwright_json::Value;
use tokio::sync::{mpsc, watch};

use crate::definition::{self, Definition};
use crate::desk::s3::{BucketName, S3Server, Store};
use crate::desk::sns::Topics;
use crate::happening::{self, Happening};
use crate::http;
use crate::input;
use crate::lambda_host::{Function, FunctionConfig};
use crate::lock::FolderLock;
use crate::page::{self, Page, PageFile};
use crate::report::{Layout, Report};
use crate::runtime::{Clock, Driver};
use crate::stop;
use crate::task::{Functions, Injection, Injections, Services};

/// A column for states' names is not wider than this.
const STATE_WIDTH_MAX: usize = 32;

/// Runs a state machine on this machine.
#[derive(Debug, Clone, clap::Args)]
pub struct RunArgs {
    /// The definition, with every placeholder filled in.
    #[arg(long, value_name = "FILE")]
    pub definition: PathBuf,
    /// The execution's input: a JSON file, or the JSON itself.
    #[arg(long, value_name = "FILE|JSON", default_value = "{}")]
    pub input: String,
    /// The JSON Schema that the input has to fit.
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// A Lambda function, and the binary that would be its `bootstrap`. Repeatable.
    #[arg(long, value_name = "NAME=BINARY", value_parser = pair)]
    pub lambda: Vec<(String, String)>,
    /// A variable of the Lambda functions' environment. Repeatable.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub lambda_env: Vec<(String, String)>,
    /// How long an invocation may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub lambda_timeout_seconds: u64,
    /// How many invocations of a function may run at the same time; more wait.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub lambda_concurrency_max: u16,
    /// A bucket to make where it is not there. Repeatable.
    #[arg(long, value_name = "NAME", value_parser = bucket_name)]
    pub create_bucket: Vec<BucketName>,
    /// A page to serve in the place of an address on the internet.
    #[arg(long, value_name = "FILE", requires = "page_at")]
    pub page: Option<PathBuf>,
    /// Where in the input that address is: a JSON Pointer.
    #[arg(long, value_name = "POINTER", requires = "page")]
    pub page_at: Option<String>,
    /// Fails the first N calls of a state or function: part of its name is enough. Repeatable.
    #[arg(long, value_name = "STATE_OR_FUNCTION=N:ERROR")]
    pub fail: Vec<Injection>,
    /// Skips waits and the delays of retries.
    #[arg(long)]
    pub fast_forward: bool,
    /// Starts nothing: only says whether what was given can be run. No binary needs to be there yet.
    #[arg(long)]
    pub check: bool,
    /// Where objects and messages are kept.
    #[arg(long, value_name = "FOLDER", default_value = "target/stepwright")]
    pub data_dir: PathBuf,
    /// The port of S3, so that other tools can look at the objects; 0 takes one that is free.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub s3_port: u16,
    /// The state machine's name.
    #[arg(long, default_value = "local")]
    pub name: String,
    /// The region in ARNs.
    #[arg(long, default_value = "us-east-1")]
    pub region: String,
    /// The account in ARNs.
    #[arg(long, default_value = "123456789012")]
    pub account: String,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The execution succeeded.
    Succeeded,
    /// It did not.
    NotSucceeded,
    /// It was stopped before its end.
    Stopped,
}

/// Everything that was checked, and that the run is made of.
struct Prepared {
    definition: Definition,
    input: Value,
    injections: Injections,
    page: Option<PageFile>,
}

/// Runs an execution, and shows it on the terminal.
///
/// # Errors
///
/// Where something is wrong with what was given, or the machine refuses what is needed: then nothing
/// was started.
pub async fn run(args: RunArgs) -> anyhow::Result<Outcome> {
    let stop = stop::on_signal()?;
    let prepared = prepare(&args)?;
    let _lock = FolderLock::take(&args.data_dir)?;
    if args.check {
        drop(http::bind(args.s3_port).await?);
        return Ok(Outcome::Succeeded);
    }
    let mut out = anstream::stdout();
    let mut log = anstream::stderr();
    let layout = Layout {
        state_width: prepared.definition.state_width.min(STATE_WIDTH_MAX),
        counts_down: std::io::stdout().is_terminal(),
    };
    let mut report = Report::new(&mut out, &mut log, layout);
    let started = Instant::now();
    let execution = execute(&args, prepared, stop.clone(), &mut report).await?;
    report.outcome(&execution, args.fast_forward.then(|| started.elapsed()));
    Ok(match execution.status() {
        ExecutionStatus::Succeeded => Outcome::Succeeded,
        ExecutionStatus::Aborted if *stop.borrow() => Outcome::Stopped,
        _ => Outcome::NotSucceeded,
    })
}

/// Checks what can be checked without starting anything.
fn prepare(args: &RunArgs) -> anyhow::Result<Prepared> {
    let definition = definition::read(&args.definition)?;
    let input = input::read(&args.input)?;
    input::check_length(&input)?;
    if let Some(path) = &args.schema {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("could not read the schema `{}`", path.display()))?;
        let schema = serde_json::from_str(&text)
            .with_context(|| format!("the schema `{}` is not JSON", path.display()))?;
        input::check(&input, &schema)?;
    }
    for (name, binary) in &args.lambda {
        if !args.check && !Path::new(binary).is_file() {
            bail!(
                "there is no binary `{binary}` for the function `{name}`: build it, or correct `--lambda {name}=…`"
            );
        }
    }
    let names = definition.tasks.iter().map(String::as_str);
    let names: Vec<&str> = names.chain(args.lambda.iter().map(|(name, _)| name.as_str())).collect();
    let injections = Injections::new(args.fail.clone(), &names)?;
    let page = args.page.as_deref().map(PageFile::read).transpose()?;
    Ok(Prepared { definition, input, injections, page })
}

/// Starts what the execution needs, runs it, and ends it all again.
async fn execute(
    args: &RunArgs,
    prepared: Prepared,
    stop: watch::Receiver<bool>,
    report: &mut Report<'_>,
) -> anyhow::Result<Execution> {
    let Prepared { definition, input, injections, page } = prepared;
    let (happenings_in, happenings) = happening::channel();
    let store = Store::open(&args.data_dir.join("s3"), happenings_in.clone())?;
    for bucket in &args.create_bucket {
        store.create_bucket(bucket)?;
    }
    let s3 = S3Server::start(store.clone(), args.s3_port).await?;
    if args.s3_port != 0 {
        report.note(&format!(
            "S3 is at {}, with the access key `test` and the secret key `test`",
            s3.endpoint_url()
        ));
    }
    let (input, _page) = with_page(args, input, page, report).await?;
    let functions = functions(args, &s3.endpoint_url(), &happenings_in)?;
    let services = Services {
        functions: Functions::new(&args.region, &args.account, functions),
        s3: store,
        sns: Topics::new(&args.data_dir.join("sns"), happenings_in),
        injections,
    };
    let clock = if args.fast_forward { Clock::fast_forward() } else { Clock::real() };
    let driver = Driver { services: Arc::new(services), clock, happenings, stop };
    let start = start(args, input, &clock);
    driver.run(definition.program, start, report).await.context("the execution was not started")
}

/// Serves the page, and puts its address into the input.
async fn with_page(
    args: &RunArgs,
    input: Value,
    page: Option<PageFile>,
    report: &mut Report<'_>,
) -> anyhow::Result<(Value, Option<Page>)> {
    let (Some(page), Some(pointer)) = (page, &args.page_at) else { return Ok((input, None)) };
    let page = Page::start(page).await?;
    let url = page.url();
    let (input, was) = page::stand_in(&input, pointer, &url);
    if let Some(was) = was {
        report.note(&format!("{url} stands in for {was}"));
    }
    Ok((input, Some(page)))
}

fn functions(
    args: &RunArgs,
    s3_endpoint: &str,
    lines: &mpsc::Sender<Happening>,
) -> anyhow::Result<Vec<Function>> {
    let launcher = std::env::current_exe().context("could not find this program's own file")?;
    let mut environment: BTreeMap<String, String> = args.lambda_env.iter().cloned().collect();
    environment.insert("AWS_ENDPOINT_URL_S3".to_owned(), s3_endpoint.to_owned());
    let function = |(name, binary): &(String, String)| {
        let binary = std::path::absolute(binary)?;
        let config = FunctionConfig {
            name: name.clone(),
            binary,
            region: args.region.clone(),
            account: args.account.clone(),
            timeout: Duration::from_secs(args.lambda_timeout_seconds.max(1)),
            memory_megabytes: 256,
            concurrency_max: args.lambda_concurrency_max,
            environment: environment.clone(),
            launcher: Some(launcher.clone()),
        };
        Ok(Function::new(config, lines.clone()))
    };
    args.lambda.iter().map(function).collect()
}

fn start(args: &RunArgs, input: Value, clock: &Clock) -> Start {
    let RunArgs { name, region, account, .. } = args;
    let id = uuid::Uuid::new_v4();
    let (seed, _) = id.as_u64_pair();
    Start {
        input,
        execution_name: id.to_string(),
        execution_arn: format!("arn:aws:states:{region}:{account}:execution:{name}:{id}"),
        state_machine_arn: format!("arn:aws:states:{region}:{account}:stateMachine:{name}"),
        state_machine_name: name.clone(),
        role_arn: format!("arn:aws:iam::{account}:role/{name}"),
        now: clock.now(),
        seed,
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it has to be of the form NAME=VALUE".to_owned()),
    }
}

fn bucket_name(text: &str) -> Result<BucketName, String> {
    BucketName::parse(text).ok_or_else(|| {
        "a bucket's name has 3 to 63 lowercase letters, digits, dots and hyphens, and begins and ends with a letter or a digit"
            .to_owned()
    })
}
