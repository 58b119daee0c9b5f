//! [`Clients`]: one client for each service, all with the same credentials, region and endpoint.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};

use super::clock::Clock;
use super::requests::Requests;
use super::{region, who};

/// How often the SDK tries what may pass: a throttled call, a server's fault, a lost connection.
const ATTEMPTS_MAX: u32 = 6;
/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long one attempt may take: the longest sends a zip of 50 MB.
const ATTEMPT_TIMEOUT: Duration = Duration::from_mins(2);

/// The clients of the services.
#[derive(Debug, Clone)]
pub struct Clients {
    pub(crate) cloudwatch: aws_sdk_cloudwatch::Client,
    pub(crate) iam: aws_sdk_iam::Client,
    pub(crate) lambda: aws_sdk_lambda::Client,
    pub(crate) logs: aws_sdk_cloudwatchlogs::Client,
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) scheduler: aws_sdk_scheduler::Client,
    pub(crate) sfn: aws_sdk_sfn::Client,
    pub(crate) sts: aws_sdk_sts::Client,
    /// The region that all of them talk to.
    pub region: String,
    /// Who deploys, as the lock names them.
    pub who: String,
    /// What time it is, and how is waited.
    pub clock: Clock,
    requests: Requests,
}

/// Where the clients talk to.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The region; without it, what profile or environment say.
    pub region: Option<String>,
    /// The profile of the AWS configuration; without it, what the environment says.
    pub profile: Option<String>,
}

/// There is no region that could be talked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRegion {
    /// Nobody says which.
    #[error(
        "no region is given: pass `--region`, set `region` in stepwright.toml, or configure one for the AWS profile"
    )]
    Missing,
    /// What is given cannot be one.
    #[error("`{0}` is no AWS region: they have names such as `eu-central-1`")]
    Malformed(String),
}

/// How the SDK repeats what may pass: a throttled call, a server's fault, a lost connection. It waits up to
/// 1, 2, 4, 8 and 16 seconds in between, and then gives up.
pub fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(ATTEMPTS_MAX)
}

impl Clients {
    /// Clients as the AWS configuration of this machine says, endpoints (`AWS_ENDPOINT_URL`) and all.
    ///
    /// # Errors
    ///
    /// Where nobody says which region, or what is said cannot be one.
    pub async fn from_environment(target: &Target) -> Result<Self, NoRegion> {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .retry_config(retries())
            .timeout_config(timeouts);
        if let Some(region) = &target.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = &target.profile {
            loader = loader.profile_name(profile);
        }
        // In a box: the SDK's futures are large.
        let config = Box::pin(loader.load()).await;
        Self::new(&config, Clock::real())
    }

    /// Clients of this configuration.
    ///
    /// # Errors
    ///
    /// Where it has no region, or one that cannot be.
    pub fn new(config: &SdkConfig, clock: Clock) -> Result<Self, NoRegion> {
        let region = config.region().ok_or(NoRegion::Missing)?.to_string();
        if !region::is_one(&region) {
            return Err(NoRegion::Malformed(region));
        }
        let requests = Requests::default();
        /// A client of a service that counts its requests.
        macro_rules! client {
            ($service:ident) => {{
                let counted = $service::config::Builder::from(config).interceptor(requests.clone());
                $service::Client::from_conf(counted.build())
            }};
        }
        // An endpoint that is not AWS need not know buckets as names of hosts.
        let s3 = aws_sdk_s3::config::Builder::from(config)
            .interceptor(requests.clone())
            .force_path_style(config.endpoint_url().is_some())
            .build();
        Ok(Self {
            cloudwatch: client!(aws_sdk_cloudwatch),
            iam: client!(aws_sdk_iam),
            lambda: client!(aws_sdk_lambda),
            logs: client!(aws_sdk_cloudwatchlogs),
            s3: aws_sdk_s3::Client::from_conf(s3),
            scheduler: client!(aws_sdk_scheduler),
            sfn: client!(aws_sdk_sfn),
            sts: client!(aws_sdk_sts),
            region,
            who: who::me(),
            clock,
            requests,
        })
    }

    /// How many requests were sent with these clients, repeated ones counted each time.
    pub fn requests(&self) -> usize {
        self.requests.count()
    }
}
