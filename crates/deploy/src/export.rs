//! [`export()`]: the same resources for those who must deploy otherwise, as a template for
//! CloudFormation, SAM, the CDK or Terraform.
//!
//! A template is for any account and region: what [`desired()`](crate::desired()) says of a made-up
//! [`place`] becomes the template's own words for them. It carries none of our marks, so that neither
//! `deploy` nor `destroy` takes what it makes for their own.

mod cdk;
mod cloudformation;
mod names;
mod sam;
mod terraform;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use thiserror::Error;

use crate::bundle::{Bundle, Target};
use crate::desired::{Desired, Function, StateMachine};
use crate::place::Place;
use crate::strategy::Strategy;

/// For which tool a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// AWS CloudFormation.
    CloudFormation,
    /// The AWS Serverless Application Model.
    Sam,
    /// The AWS Cloud Development Kit: a program around the CloudFormation template.
    Cdk,
    /// Terraform, or `OpenTofu`.
    Terraform,
}

impl Format {
    /// All there are, by their names.
    pub const NAMES: [&str; 4] = ["cloudformation", "sam", "cdk", "terraform"];
}

/// A text that names no format.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no format: one of `cloudformation`, `sam`, `cdk`, `terraform`")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        match text {
            "cloudformation" => Ok(Self::CloudFormation),
            "sam" => Ok(Self::Sam),
            "cdk" => Ok(Self::Cdk),
            "terraform" => Ok(Self::Terraform),
            _ => Err(UnknownFormat(text.to_owned())),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CloudFormation => "cloudformation",
            Self::Sam => "sam",
            Self::Cdk => "cdk",
            Self::Terraform => "terraform",
        })
    }
}

/// What is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The files, within one folder.
    pub files: Vec<File>,
    /// The commands that deploy them from within that folder.
    pub commands: Vec<String>,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub path: PathBuf,
    /// What is in it.
    pub contents: Vec<u8>,
}

impl File {
    fn text(path: &str, text: impl Into<String>) -> Self {
        Self { path: path.into(), contents: text.into().into_bytes() }
    }
}

/// The account that stands for any.
const ACCOUNT: &str = "000000000000";
/// The region that stands for any. Names with it have the length that those with a real one have.
const REGION: &str = "zz-region-00";
/// The partition that stands for any.
const PARTITION: &str = "zz-partition";

/// Where everything is, as far as a template knows: this is what `desired` has to be made for.
pub fn place() -> Place {
    Place {
        partition: PARTITION.to_owned(),
        region: REGION.to_owned(),
        account: ACCOUNT.to_owned(),
    }
}

/// Writes what should be on AWS as a template.
///
/// `desired` is for the made-up [`place`], and made of this bundle.
pub fn export(format: Format, desired: &Desired, bundle: &Bundle, strategy: Strategy) -> Export {
    let source = Source { desired, bundle, strategy };
    match format {
        Format::CloudFormation => cloudformation::export(&source),
        Format::Sam => sam::export(&source),
        Format::Cdk => cdk::export(&source),
        Format::Terraform => terraform::export(&source),
    }
}

/// What a template is written from.
#[derive(Debug, Clone, Copy)]
struct Source<'a> {
    desired: &'a Desired,
    bundle: &'a Bundle,
    strategy: Strategy,
}

/// A state machine, and its definition as the workspace has it.
#[derive(Debug)]
struct Stated<'a> {
    machine: &'a StateMachine,
    definition: &'a str,
    /// The names in it, and what they stand for.
    placeholders: Vec<(&'a str, Meaning<'a>)>,
}

/// What a placeholder of a definition stands for, within a template.
#[derive(Debug, Clone, PartialEq)]
enum Meaning<'a> {
    /// The alias of a function that the template makes.
    Function(&'a Function),
    /// The alias of a state machine that the template makes.
    Machine(&'a StateMachine),
    /// Something that is there already, by its ARN.
    Arn(String),
}

impl<'a> Source<'a> {
    /// The state machines with what the workspace says of them.
    fn machines(&self) -> Vec<Stated<'a>> {
        let Self { desired, bundle, .. } = *self;
        let machines = desired.machines.iter().filter_map(|machine| {
            let local = bundle.machines.iter().find(|it| it.name == machine.local_name)?;
            let placeholders = local.placeholders.iter();
            let placeholders =
                placeholders.filter_map(|(name, it)| Some((name.as_str(), meaning(desired, it)?)));
            Some(Stated {
                machine,
                definition: &local.definition,
                placeholders: placeholders.collect(),
            })
        });
        machines.collect()
    }

    /// The zips of the functions.
    fn zips(&self) -> impl Iterator<Item = File> + 'a {
        self.desired.functions.iter().map(|it| File {
            path: names::zip(&it.local_name).into(),
            contents: it.code.zip.clone(),
        })
    }
}

fn meaning<'a>(desired: &'a Desired, target: &Target) -> Option<Meaning<'a>> {
    match target {
        Target::Lambda(name) => {
            desired.functions.iter().find(|it| it.local_name == *name).map(Meaning::Function)
        }
        Target::Machine(name) => {
            desired.machines.iter().find(|it| it.local_name == *name).map(Meaning::Machine)
        }
        Target::Activity(name) => Some(Meaning::Arn(desired.place.activity_arn(name))),
    }
}

#[cfg(test)]
mod tests;
