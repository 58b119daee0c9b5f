//! [`Desk`]: the program as somebody runs it, with all that it reads in a folder, and what they see.

use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use expect_test::Expect;
use stepwright_deploy::Bundle;
use tempfile::TempDir;

use crate::proxy::Proxy;
use crate::stage::Stage;

/// What nobody should ever read on a terminal or in the log of a build: the keys and the token of [`Desk`].
const KEY: &str = "test";
const TOKEN: &str = "session-token-of-the-desk";

/// A folder with all that the program reads, and where it deploys to.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) proxy: Proxy,
    name: &'static str,
}

/// What somebody sees.
pub(crate) struct Seen {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) errors: String,
}

impl Desk {
    /// A desk of this name; nothing where there is no emulator.
    pub(crate) async fn new(name: &'static str) -> Option<Self> {
        Self::with(name, |_| ()).await
    }

    /// The same, where what is deployed is something else.
    pub(crate) async fn with(name: &'static str, change: impl Fn(&mut Bundle)) -> Option<Self> {
        let stage = Stage::new(name).await?;
        let folder = tempfile::tempdir().unwrap();
        let mut bundle = stage.bundle;
        bundle.functions[0].zip = folder.path().join("download.zip");
        std::fs::write(&bundle.functions[0].zip, b"a zip").unwrap();
        change(&mut bundle);
        std::fs::write(folder.path().join("bundle.json"), serde_json::to_vec(&bundle).unwrap())
            .unwrap();
        Some(Self { folder, proxy: stage.proxy, name })
    }

    /// The command, ready to run.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_stepwright-deploy")));
        command
            .args(line.split(' '))
            .args(["--stage", self.name, "--root"])
            .arg(self.folder.path());
        command.arg("--bundle").arg(self.folder.path().join("bundle.json"));
        command.env_clear().envs(environment(&self.proxy.url));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub(crate) async fn run(&self, line: &str) -> Seen {
        seen(self.command(line).spawn().unwrap()).await
    }

    /// What it prints as its result, and what it ends with.
    pub(crate) async fn check(&self, line: &str, code: i32, expect: Expect) {
        let Seen { code: ended, out, errors } = self.run(line).await;
        assert_eq!(ended, Some(code), "{out}{errors}");
        expect.assert_eq(&out);
    }

    /// What it says went wrong.
    pub(crate) async fn check_error(&self, line: &str, expect: Expect) {
        let Seen { code, out, errors } = self.run(line).await;
        assert_eq!(code, Some(1), "{out}{errors}");
        let at = errors.find("error: ").unwrap_or_default();
        expect.assert_eq(errors.split_at(at).1);
    }
}

/// What AWS's SDK reads: these credentials, this endpoint, and nothing of the machine's own.
pub(crate) fn environment(url: &str) -> [(&'static str, &str); 8] {
    [
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", KEY),
        ("AWS_SESSION_TOKEN", TOKEN),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ENDPOINT_URL", url),
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ]
}

/// Waits for the end, and looks for secrets in all that was printed.
pub(crate) async fn seen(child: Child) -> Seen {
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap());
    let Output { status, stdout, stderr } = output.await.unwrap();
    let (out, errors) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
    assert_no_secret(&out);
    assert_no_secret(&errors);
    Seen { code: status.code(), out, errors }
}

/// No key, no token, and nothing that is made of them.
#[track_caller]
pub(crate) fn assert_no_secret(text: &str) {
    let has_key = text.split(|it: char| !it.is_ascii_alphanumeric()).any(|it| it == KEY);
    let lower = text.to_lowercase();
    let has_header = ["signature=", "credential=", "x-amz-security-token"];
    assert!(!has_key && !text.contains(TOKEN), "{text}");
    assert!(!has_header.iter().any(|it| lower.contains(it)), "{text}");
}
