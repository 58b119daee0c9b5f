//! [`Place`]: the account and region of a deployment, and the ARNs that things have there.

/// Where a deployment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// Such as `eu-central-1`.
    pub region: String,
    /// Twelve digits.
    pub account: String,
}

impl Place {
    /// A place in the partition that the region is in.
    ///
    /// ```
    /// use stepwright_deploy::Place;
    ///
    /// let place = Place::new("eu-central-1", "123456789012");
    /// assert_eq!(place.role_arn("reader"), "arn:aws:iam::123456789012:role/reader");
    /// assert_eq!(Place::new("cn-north-1", "123456789012").partition, "aws-cn");
    /// ```
    pub fn new(region: &str, account: &str) -> Self {
        let partition = match region {
            it if it.starts_with("cn-") => "aws-cn",
            it if it.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        Self {
            partition: partition.to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
        }
    }

    /// Of a bucket: it has neither region nor account.
    pub fn bucket_arn(&self, name: &str) -> String {
        format!("arn:{}:s3:::{name}", self.partition)
    }

    /// Of a role: it has no region.
    pub fn role_arn(&self, name: &str) -> String {
        format!("arn:{}:iam::{}:role/{name}", self.partition, self.account)
    }

    /// Of a log group, without the `:*` that stands for its streams.
    pub fn log_group_arn(&self, name: &str) -> String {
        self.arn("logs", "log-group", name)
    }

    /// Of a Lambda function, without a version or an alias.
    pub fn function_arn(&self, name: &str) -> String {
        self.arn("lambda", "function", name)
    }

    /// Of a state machine, without a version or an alias.
    pub fn state_machine_arn(&self, name: &str) -> String {
        self.arn("states", "stateMachine", name)
    }

    /// Of an activity.
    pub fn activity_arn(&self, name: &str) -> String {
        self.arn("states", "activity", name)
    }

    /// Of an alarm.
    pub fn alarm_arn(&self, name: &str) -> String {
        self.arn("cloudwatch", "alarm", name)
    }

    /// Of a group of schedules.
    pub fn schedule_group_arn(&self, name: &str) -> String {
        let Self { partition, region, account } = self;
        format!("arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}")
    }

    fn arn(&self, service: &str, kind: &str, name: &str) -> String {
        let Self { partition, region, account } = self;
        format!("arn:{partition}:{service}:{region}:{account}:{kind}:{name}")
    }

    /// The page of the console where a state machine is started.
    pub fn console_url(&self, state_machine_arn: &str) -> String {
        let host = match self.partition.as_str() {
            "aws-cn" => "console.amazonaws.cn",
            "aws-us-gov" => "console.amazonaws-us-gov.com",
            _ => "console.aws.amazon.com",
        };
        let region = &self.region;
        format!(
            "https://{region}.{host}/states/home?region={region}#/statemachines/view/{state_machine_arn}"
        )
    }
}
