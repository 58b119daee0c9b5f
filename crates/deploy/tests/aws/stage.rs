//! [`Stage`]: a deployment of a small workspace of its own, to be made, changed and broken.

use std::collections::BTreeMap;
use std::sync::Mutex;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use serde_json::json;
use stepwright_deploy::aws::apply::Options;
use stepwright_deploy::aws::{
    self, Applied, ApplyError, CallError, Clients, Clock, Identity, Look,
};
use stepwright_deploy::bundle::{Code, Function, Machine, Target};
use stepwright_deploy::config::Sources;
use stepwright_deploy::{Bundle, Config, Desired, Plan, desired};
use tokio::sync::watch;

use crate::emulator;
use crate::proxy::{Asked, Proxy};

const DEFINITION: &str = r#"{"QueryLanguage":"JSONata","StartAt":"Download","States":{"Download":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"${DownloadArn}","Payload":"{% $states.input %}"},"Next":"Done"},"Done":{"Type":"Pass","End":true}}}"#;
/// It is always this time: a snapshot has the same in it every day.
pub(crate) const NOW: u64 = 1_764_072_000;

/// A workspace, its settings, and where it is deployed.
pub(crate) struct Stage {
    pub(crate) proxy: Proxy,
    pub(crate) clients: Clients,
    pub(crate) bundle: Bundle,
    pub(crate) code: BTreeMap<String, Code>,
    /// What is in `stepwright.toml`.
    pub(crate) settings: String,
    pub(crate) strategy: &'static str,
    pub(crate) stop: watch::Sender<bool>,
    /// What was told of while it was applied.
    pub(crate) told: Mutex<Vec<String>>,
    name: String,
}

impl Stage {
    /// A stage of this name; nothing where there is no emulator.
    pub(crate) async fn new(name: &str) -> Option<Self> {
        let proxy = Proxy::start(emulator::next()?).await;
        proxy.stub(validated);
        let bundle = Bundle {
            machines: vec![Machine {
                name: "store".to_owned(),
                definition: DEFINITION.to_owned(),
                placeholders: [("DownloadArn".to_owned(), Target::Lambda("download".to_owned()))]
                    .into(),
                default_input: json!({ "bucketName": "local" }),
            }],
            functions: vec![Function {
                name: "download".to_owned(),
                zip: "download.zip".into(),
                architecture: "x86_64".to_owned(),
                writes: vec!["benner*.csv".to_owned()],
            }],
        };
        let mut stage = Self {
            clients: clients(&proxy),
            proxy,
            bundle,
            code: BTreeMap::new(),
            settings: String::new(),
            strategy: "all-at-once",
            stop: watch::Sender::new(false),
            told: Mutex::default(),
            name: name.to_owned(),
        };
        stage.code(b"first");
        Some(stage)
    }

    /// Changes what the function is. A zip need not be one: nothing runs it.
    pub(crate) fn code(&mut self, zip: &[u8]) {
        self.code.insert("download".to_owned(), Code::new("download", zip.to_vec()).unwrap());
    }

    /// Changes a state of the state machine.
    pub(crate) fn change_state(&mut self) {
        let definition = &mut self.bundle.machines[0].definition;
        *definition =
            definition.replace(r#""Type":"Pass""#, r#""Type":"Pass","Comment":"changed""#);
    }

    pub(crate) fn config(&self) -> Config {
        let sources = Sources {
            file: self.settings.clone(),
            stage: Some(self.name.clone()),
            flags: vec![("strategy".to_owned(), self.strategy.to_owned())],
            ..Sources::default()
        };
        Config::load(&sources, &["download"]).unwrap()
    }

    pub(crate) async fn desired(&self) -> Result<(Identity, Desired), CallError> {
        let config = self.config();
        let identity = match aws::identify(&self.clients, &config, &self.bundle).await {
            Err(aws::observe::IdentityError::Call(error)) => return Err(error),
            other => other.unwrap(),
        };
        let desired = desired(&config, &self.bundle, &self.code, &identity.place).unwrap();
        Ok((identity, desired))
    }

    pub(crate) async fn plan(&self, look: Look) -> Plan {
        let (identity, desired) = self.desired().await.unwrap();
        aws::look_and_plan(&self.clients, &desired, &identity, look).await.unwrap().1
    }

    /// Looks, plans and applies.
    pub(crate) async fn deploy(&self) -> Result<Applied, ApplyError> {
        self.deploy_looking(Look::Quick).await
    }

    pub(crate) async fn deploy_looking(&self, look: Look) -> Result<Applied, ApplyError> {
        let (identity, desired) = self.desired().await?;
        let (observed, plan) = aws::look_and_plan(&self.clients, &desired, &identity, look).await?;
        let config = self.config();
        let options = Options {
            strategy: config.strategy,
            error_rate_percent_max: config.error_rate_percent_max,
            stop: self.stop.subscribe(),
            tell: &|text| self.told.lock().unwrap().push(text.to_owned()),
        };
        aws::apply(&self.clients, &desired, &observed, &plan, &options).await
    }

    /// A bucket that somebody made by hand.
    pub(crate) async fn make_bucket(&self, name: &str) {
        let location = aws_sdk_s3::types::BucketLocationConstraint::EuCentral1;
        let configuration = aws_sdk_s3::types::CreateBucketConfiguration::builder();
        let configuration = configuration.location_constraint(location).build();
        let request = self.sdk(s3).create_bucket().bucket(name);
        request.create_bucket_configuration(configuration).send().await.unwrap();
    }

    /// A client for whoever does things behind the back of a deployment.
    pub(crate) fn sdk<T>(&self, new: impl Fn(&SdkConfig) -> T) -> T {
        new(&config(&self.proxy))
    }

    /// Where the aliases `live` of the function and of the state machine send their callers: the version, and
    /// another that gets a part.
    pub(crate) async fn routes(&self) -> Vec<String> {
        let (_, desired) = self.desired().await.unwrap();
        let lambda = self.sdk(aws_sdk_lambda::Client::new);
        let request = lambda.get_alias().function_name(&desired.functions[0].name).name("live");
        let alias = request.send().await.unwrap();
        let weights = alias.routing_config().and_then(|it| it.additional_version_weights());
        let parts = weights.into_iter().flatten().map(|(version, _)| version.clone());
        let function = alias.function_version.clone().into_iter().chain(parts);
        let sfn = self.sdk(aws_sdk_sfn::Client::new);
        let request = sfn.describe_state_machine_alias();
        let request = request.state_machine_alias_arn(desired.machines[0].alias_arn());
        let alias = request.send().await.unwrap();
        let machine = alias.routing_configuration().iter().map(|it| {
            let arn = it.state_machine_version_arn();
            arn.rsplit(':').next().unwrap().to_owned()
        });
        [function.collect::<Vec<_>>(), machine.collect()].map(|it| it.join("+")).into()
    }

    /// That there is nothing left to do, however closely one looks.
    pub(crate) async fn assert_done(&self) {
        let plan = self.plan(Look::Deep).await;
        assert!(plan.is_done(), "{plan}");
    }
}

/// The names of requests, sorted: what runs side by side comes in any order.
pub(crate) fn names(asked: &[Asked]) -> String {
    let mut names: Vec<&str> = asked.iter().map(|it| it.what.as_str()).collect();
    names.sort_unstable();
    names.join("\n")
}

/// Whether a request changes nothing.
pub(crate) fn reads(asked: &Asked) -> bool {
    let (_, what) = asked.what.split_once(' ').unwrap();
    ["Describe", "Get", "List", "GET ", "HEAD ", "Validate"].iter().any(|it| what.starts_with(it))
}

/// The names of requests that delete something; the lock comes and goes.
pub(crate) fn deletes(asked: &[Asked]) -> Vec<&str> {
    let is_lock = |it: &Asked| it.body.contains("/deployment.lock\"");
    let deletes = asked.iter().filter(|it| !is_lock(it)).map(|it| it.what.as_str());
    deletes.filter(|it| it.contains(" Delete") || it.contains(" DELETE ")).collect()
}

/// S3, where buckets are no names of hosts.
pub(crate) fn s3(config: &SdkConfig) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
    aws_sdk_s3::Client::from_conf(config)
}

fn clients(proxy: &Proxy) -> Clients {
    let mut clients = Clients::new(&config(proxy), Clock::standing(NOW)).unwrap();
    "desk/1".clone_into(&mut clients.who);
    clients
}

pub(crate) fn config(proxy: &Proxy) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-central-1"))
        .endpoint_url(&proxy.url)
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "test", "test", None, None, "tests",
        )))
        .retry_config(RetryConfig::disabled())
        .build()
}

/// moto has no `ValidateStateMachineDefinition`; AWS answers like this of a definition without errors.
fn validated(what: &str, _: &str) -> Option<(u16, String)> {
    let is = what == "states ValidateStateMachineDefinition";
    is.then(|| (200, r#"{"result":"OK","diagnostics":[],"truncated":false}"#.to_owned()))
}
