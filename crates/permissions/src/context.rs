//! [`Context`]: what a definition does not say of the place where it is deployed.

use std::collections::BTreeMap;

/// Where and how a state machine is deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// `aws`, `aws-cn`, `aws-us-gov`, ….
    pub partition: String,
    /// The region, such as `us-east-1`.
    pub region: String,
    /// The account's twelve digits.
    pub account: String,
    /// The state machine's name.
    pub state_machine: String,
    /// Whether executions are logged to CloudWatch Logs.
    pub logging: bool,
    /// Whether executions are traced by X-Ray.
    pub tracing: bool,
    /// The ARN of the AWS KMS key that encrypts the state machine's data, where it is a customer's.
    pub encryption_key: Option<String>,
    /// The buckets that can be meant where only a run knows which; empty: any bucket.
    pub buckets: Vec<String>,
    /// The ARNs of the topics that can be meant where only a run knows which; empty: any topic of the
    /// account and region.
    pub topics: Vec<String>,
    /// What stands for `${Name}` in the definition, by name.
    pub placeholders: BTreeMap<String, String>,
}

impl Context {
    /// A state machine in a region of the partition that the region belongs to; without logs, traces,
    /// buckets, topics and placeholders.
    pub fn new(region: &str, account: &str, state_machine: &str) -> Self {
        Self {
            partition: partition_of(region).to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
            state_machine: state_machine.to_owned(),
            logging: false,
            tracing: false,
            encryption_key: None,
            buckets: Vec::new(),
            topics: Vec::new(),
            placeholders: BTreeMap::new(),
        }
    }

    /// The ARN of something in this account and region.
    pub(crate) fn arn(&self, service: &str, resource: &str) -> String {
        let Self { partition, region, account, .. } = self;
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }

    /// The ARN of something in this account and of no region.
    pub(crate) fn global_arn(&self, service: &str, resource: &str) -> String {
        format!("arn:{}:{service}::{}:{resource}", self.partition, self.account)
    }

    /// The ARN of a bucket, or of what is in it.
    pub(crate) fn s3_arn(&self, resource: &str) -> String {
        format!("arn:{}:s3:::{resource}", self.partition)
    }

    /// The state machine's own ARN.
    pub(crate) fn state_machine_arn(&self) -> String {
        self.arn("states", &format!("stateMachine:{}", self.state_machine))
    }

    /// A text with its placeholders filled in, or the first name that nothing stands for.
    ///
    /// What is filled in is not looked at again.
    pub(crate) fn fill_in(&self, text: &str) -> Result<String, String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                filled.push_str("${");
                rest = after;
                continue;
            };
            filled.push_str(self.placeholders.get(name).ok_or_else(|| name.to_owned())?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

/// The partition that a region belongs to, by the beginning of its name.
fn partition_of(region: &str) -> &'static str {
    match region {
        it if it.starts_with("cn-") => "aws-cn",
        it if it.starts_with("us-gov-") => "aws-us-gov",
        it if it.starts_with("us-iso-") => "aws-iso",
        it if it.starts_with("us-isob-") => "aws-iso-b",
        it if it.starts_with("eu-isoe-") => "aws-iso-e",
        it if it.starts_with("us-isof-") => "aws-iso-f",
        it if it.starts_with("eusc-") => "aws-eusc",
        _ => "aws",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_once() {
        let mut context = Context::new("us-east-1", "123456789012", "m");
        context.placeholders.insert("A".to_owned(), "${B}".to_owned());
        assert_eq!(context.fill_in("x${A}y"), Ok("x${B}y".to_owned()));
        assert_eq!(context.fill_in("${B}"), Err("B".to_owned()));
        assert_eq!(context.fill_in("no end ${A"), Ok("no end ${A".to_owned()));
        assert_eq!(context.fill_in("${A}${C}"), Err("C".to_owned()));
    }

    #[test]
    fn a_region_has_its_partition() {
        for (region, partition) in [
            ("eu-central-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("us-gov-west-1", "aws-us-gov"),
            ("us-iso-east-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eusc-de-east-1", "aws-eusc"),
        ] {
            assert_eq!(Context::new(region, "123456789012", "m").partition, partition);
        }
    }
}
