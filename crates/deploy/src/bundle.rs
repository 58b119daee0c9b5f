//! [`Bundle`]: what a workspace has to deploy. Whoever knows the workspace writes it; this crate reads it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What a workspace has to deploy.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bundle {
    /// The state machines.
    pub machines: Vec<Machine>,
    /// The Lambda functions that they call.
    pub functions: Vec<Function>,
}

/// A state machine of the workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Machine {
    /// Its name in the workspace.
    pub name: String,
    /// The definition, with placeholders: `${DownloadBennerArn}`.
    pub definition: String,
    /// What the placeholders stand for.
    pub placeholders: BTreeMap<String, Target>,
    /// What an execution is started with where nobody says otherwise; `bucketName` in it is replaced by
    /// the bucket of the stage.
    pub default_input: Value,
}

/// What a placeholder stands for: something by its name in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// A Lambda function.
    Lambda(String),
    /// A state machine.
    Machine(String),
    /// An activity, which somebody else makes.
    Activity(String),
}

/// A Lambda function of the workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Function {
    /// Its name in the workspace.
    pub name: String,
    /// The file with its code.
    pub zip: PathBuf,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// Which objects it writes into the stage's bucket: keys, with `*` in them.
    pub writes: Vec<String>,
}

/// The largest zip that Lambda takes in a request: "50 MB (zipped, for direct upload)".
pub const ZIP_BYTES_MAX: usize = 50 * 1024 * 1024;
/// The largest definition that Step Functions takes: 1 MiB.
pub const DEFINITION_BYTES_MAX: usize = 1024 * 1024;

/// A function's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The zip.
    pub zip: Vec<u8>,
    /// Its SHA-256, in Base64, as Lambda gives it.
    pub sha256: String,
}

/// Why a bundle cannot be deployed.
#[derive(Debug, Error)]
pub enum BundleError {
    /// A file cannot be read.
    #[error("`{path}` cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not a bundle.
    #[error("`{path}` is not what `cargo xtask` writes for a deployment")]
    NotABundle {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A zip is too large.
    #[error(
        "the code of the function `{function}` has {bytes} bytes, and Lambda takes {ZIP_BYTES_MAX} at most; look for what the binary does not need"
    )]
    ZipTooLarge {
        /// The function.
        function: String,
        /// The size of its zip.
        bytes: usize,
    },
}

impl Bundle {
    /// Reads a bundle from a file.
    ///
    /// # Errors
    ///
    /// Where there is no such file, or it is no bundle.
    pub fn read(path: &Path) -> Result<Self, BundleError> {
        let text = fs::read(path)
            .map_err(|source| BundleError::Unreadable { path: path.to_owned(), source })?;
        serde_json::from_slice(&text)
            .map_err(|source| BundleError::NotABundle { path: path.to_owned(), source })
    }

    /// The names of its functions.
    pub fn function_names(&self) -> Vec<&str> {
        self.functions.iter().map(|it| it.name.as_str()).collect()
    }

    /// No code for any of its functions, for those who do not look at it.
    pub fn no_code(&self) -> BTreeMap<String, Code> {
        let none = || Code { zip: Vec::new(), sha256: String::new() };
        self.functions.iter().map(|it| (it.name.clone(), none())).collect()
    }

    /// Reads the code of its functions, by their names.
    ///
    /// # Errors
    ///
    /// Where a zip cannot be read, or is larger than Lambda takes.
    pub fn code(&self) -> Result<BTreeMap<String, Code>, BundleError> {
        let read = |function: &Function| {
            let zip = fs::read(&function.zip)
                .map_err(|source| BundleError::Unreadable { path: function.zip.clone(), source })?;
            Ok((function.name.clone(), Code::new(&function.name, zip)?))
        };
        self.functions.iter().map(read).collect()
    }
}

impl Code {
    /// The code of a function.
    ///
    /// # Errors
    ///
    /// Where it is larger than Lambda takes.
    pub fn new(function: &str, zip: Vec<u8>) -> Result<Self, BundleError> {
        if zip.len() > ZIP_BYTES_MAX {
            return Err(BundleError::ZipTooLarge {
                function: function.to_owned(),
                bytes: zip.len(),
            });
        }
        let sha256 = BASE64_STANDARD.encode(Sha256::digest(&zip));
        Ok(Self { zip, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_bundle_is_read_as_it_was_written() {
        let bundle = Bundle {
            machines: vec![Machine {
                name: "get-asteroid-data".to_owned(),
                definition: "{}".to_owned(),
                placeholders: BTreeMap::from([(
                    "DownloadBennerArn".to_owned(),
                    Target::Lambda("download-benner".to_owned()),
                )]),
                default_input: serde_json::json!({}),
            }],
            functions: Vec::new(),
        };
        let text = serde_json::to_string(&bundle).unwrap();
        assert_eq!(serde_json::from_str::<Bundle>(&text).unwrap(), bundle);
    }

    #[test]
    fn a_zip_that_lambda_does_not_take_is_refused_before_it_is_sent() {
        let error = Code::new("download-benner", vec![0; ZIP_BYTES_MAX + 1]).unwrap_err();
        expect!["the code of the function `download-benner` has 52428801 bytes, and Lambda takes 52428800 at most; look for what the binary does not need"].assert_eq(&error.to_string());
        Code::new("download-benner", vec![0; ZIP_BYTES_MAX]).unwrap();
    }

    #[test]
    fn the_hash_of_code_is_lambdas() {
        let code = Code::new("f", Vec::new()).unwrap();
        assert_eq!(code.sha256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
