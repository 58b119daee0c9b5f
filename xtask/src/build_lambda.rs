//! `cargo xtask build-lambda`: packs a Lambda of this workspace for AWS.
//!
//! Owns: which binary is packed, and what it has to be to start on AWS. How it is read is [`elf`]'s,
//! how it is packed [`archive`]'s, what keeps this machine's paths out of it [`places`]'s, and whether
//! that holds [`verify`]'s.

#![expect(clippy::print_stdout, reason = "what was built is the command's result")]

mod archive;
mod elf;
mod places;
mod site;
mod verify;

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, bail, ensure};

use self::elf::{Binary, Version};
use self::places::Places;
use self::site::Site;
use crate::workspace;

/// The glibc of `provided.al2023`, the Lambda runtime for binaries.
const GLIBC: Version = Version { major: 2, minor: 34 };
/// What the zip may have, so that a function starts fast.
const ZIP_BYTES_MAX: u64 = 5 * 1024 * 1024;
/// Where the zips are. `target/lambda` is what Cargo makes of the profile of that name.
const FOLDER: &str = "target/stepwright/lambda";

/// Builds a Lambda and packs it into a zip that AWS takes.
///
/// The same sources give the same zip, byte for byte, wherever they lie: so a deployment can tell
/// whether there is anything to deploy.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The Lambda's package, a folder in `lambdas`.
    #[arg(default_value = "benner")]
    lambda: String,

    /// The processor that the function will have; by default, this machine's.
    #[arg(long, value_enum, default_value_t = Arch::of_this_machine())]
    arch: Arch,

    /// Pack this binary, and build nothing.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,

    /// Build it once more, from scratch and in another place, and say whether it is the same, byte for byte.
    #[arg(long, conflicts_with = "binary")]
    verify: bool,
}

/// A processor that Lambda has, as Lambda spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Arch {
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86_64,
    /// Graviton.
    Arm64,
}

/// # Errors
///
/// Where the Lambda does not build, or is not what starts on AWS.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Args { lambda, arch, binary, verify } = args;
    let root = workspace::root()?;
    let binary = match binary {
        Some(binary) => binary.clone(),
        None => build(&root, lambda, *arch)?,
    };
    let Packed { path, zip_bytes, binary_bytes, glibc } = pack(&root, lambda, *arch, &binary)?;
    let shown = path.strip_prefix(&root).unwrap_or(&path).display();
    let glibc = glibc.map_or_else(|| "no glibc".to_owned(), |it| format!("glibc {it}"));
    let (zip, binary) = (Megabytes(zip_bytes), Megabytes(binary_bytes));
    println!("{shown}: {zip}, from a binary of {binary} for {arch} that needs {glibc}");
    if *verify { verify::run(&root, lambda, *arch, &path) } else { Ok(ExitCode::SUCCESS) }
}

/// A Lambda in a zip.
pub(crate) struct Packed {
    /// The zip.
    pub(crate) path: PathBuf,
    zip_bytes: u64,
    binary_bytes: u64,
    glibc: Option<Version>,
}

/// Packs a Lambda's binary into a zip.
///
/// # Errors
///
/// Where it is not what starts on AWS.
pub(crate) fn pack(root: &Path, lambda: &str, arch: Arch, binary: &Path) -> anyhow::Result<Packed> {
    let bytes = fs::read(binary).with_context(|| format!("cannot read `{}`", binary.display()))?;
    let read = elf::read(&bytes).with_context(|| format!("`{}`", binary.display()))?;
    check(read, arch, lambda)?;
    let zip = archive::pack(&bytes).context("cannot pack the binary")?;
    let zip_bytes = u64::try_from(zip.len())?;
    ensure!(
        zip_bytes <= ZIP_BYTES_MAX,
        "the zip would have {}, more than {}: look for what the binary does not need",
        Megabytes(zip_bytes),
        Megabytes(ZIP_BYTES_MAX)
    );
    let path = root.join(FOLDER).join(format!("{lambda}-{arch}.zip"));
    archive::write(&path, &zip)?;
    Ok(Packed { path, zip_bytes, binary_bytes: u64::try_from(bytes.len())?, glibc: read.glibc })
}

/// Builds a Lambda as it is deployed, and says where its binary is.
///
/// # Errors
///
/// Where it does not build, or the toolchain has nothing for the processor.
pub(crate) fn build(root: &Path, lambda: &str, arch: Arch) -> anyhow::Result<PathBuf> {
    build_at(&Site::here(root), lambda, arch)
}

fn build_at(site: &Site, lambda: &str, arch: Arch) -> anyhow::Result<PathBuf> {
    let root = site.root.as_path();
    ensure!(
        root.join("lambdas").join(lambda).join("Cargo.toml").is_file(),
        "there is no Lambda `{lambda}`: there are {}",
        lambdas(root)?.join(", ")
    );
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).envs(site.environment());
    cargo.args(["build", "--package", lambda, "--bin", lambda, "--features", "lambda"]);
    cargo.args(["--profile", "lambda", "--message-format", "json-render-diagnostics"]);
    // Nothing else is built with that profile: the flags cause no other build.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", Places::of(site)?.encoded_rustflags());
    if arch != Arch::of_this_machine() {
        ensure!(has_target(root, arch)?, cannot_cross(lambda, arch));
        cargo.args(["--target", arch.target()]);
    }
    let output = cargo.stderr(Stdio::inherit()).output().context("cannot run Cargo")?;
    if !output.status.success() {
        let hint = if arch == Arch::of_this_machine() {
            String::new()
        } else {
            format!(
                ". Without a linker for {arch} that is to be expected; {}",
                other_ways(lambda, arch)
            )
        };
        bail!("`{lambda}` does not build{hint}");
    }
    let messages = serde_json::Deserializer::from_slice(&output.stdout);
    let binaries = messages
        .into_iter::<serde_json::Value>()
        .filter_map(|it| it.ok()?.get("executable")?.as_str().map(PathBuf::from));
    binaries.last().with_context(|| format!("Cargo did not say where `{lambda}` is"))
}

/// Whether a binary starts on AWS.
fn check(binary: Binary, arch: Arch, lambda: &str) -> anyhow::Result<()> {
    let Binary { arch: is_for, glibc } = binary;
    ensure!(is_for == Some(arch), "the binary is not for {arch}");
    match glibc {
        Some(needed) if needed > GLIBC => bail!(
            "the binary needs glibc {needed}, and Lambda's `provided.al2023` has {GLIBC}: it would not \
             start. {}",
            other_ways(lambda, arch)
        ),
        _ => Ok(()),
    }
}

/// How to get a binary that starts on AWS on a machine whose own do not.
fn other_ways(lambda: &str, arch: Arch) -> String {
    let flag = match arch {
        Arch::X86_64 => "--x86-64",
        Arch::Arm64 => "--arm64",
    };
    format!(
        "cargo-lambda links against an older glibc, with zig:\n\
         \n  pip install cargo-lambda ziglang\
         \n  cargo lambda build --profile lambda {flag} --package {lambda} --features lambda --lambda-dir {FOLDER}\
         \n  cargo xtask build-lambda {lambda} --arch {arch} --binary {FOLDER}/{lambda}/bootstrap\n"
    )
}

fn cannot_cross(lambda: &str, arch: Arch) -> String {
    format!(
        "this toolchain has no standard library for {}, and this command does not install one. Build on \
         a machine with that processor, or let rustup add it (`rustup target add {}`) and link with \
         cargo-lambda. {}",
        arch.target(),
        arch.target(),
        other_ways(lambda, arch)
    )
}

/// Whether the toolchain can compile for a processor.
pub(crate) fn has_target(root: &Path, arch: Arch) -> anyhow::Result<bool> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut rustc = Command::new(rustc);
    rustc.current_dir(root).args(["--print", "target-libdir", "--target", arch.target()]);
    let output = rustc.output().context("cannot run rustc")?;
    let folder = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success() && Path::new(folder.trim()).is_dir())
}

fn lambdas(root: &Path) -> anyhow::Result<Vec<String>> {
    let folders = fs::read_dir(root.join("lambdas")).context("cannot read `lambdas`")?;
    let mut names: Vec<String> = folders
        .filter_map(|it| it.ok()?.file_name().into_string().ok())
        .map(|it| format!("`{it}`"))
        .collect();
    names.sort();
    Ok(names)
}

impl Arch {
    /// What `build` makes without a cross compiler.
    pub(crate) const fn of_this_machine() -> Self {
        if cfg!(target_arch = "aarch64") { Self::Arm64 } else { Self::X86_64 }
    }

    const fn target(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64-unknown-linux-gnu",
            Self::Arm64 => "aarch64-unknown-linux-gnu",
        }
    }
}

impl fmt::Display for Arch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        })
    }
}

/// A number of bytes, for people.
struct Megabytes(u64);

impl fmt::Display for Megabytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.0 * 100 / (1024 * 1024);
        write!(f, "{}.{:02} MiB", hundredths / 100, hundredths % 100)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check_refusal(arch: Option<Arch>, glibc: Option<(u32, u32)>, expect: Expect) {
        let glibc = glibc.map(|(major, minor)| Version { major, minor });
        let error = check(Binary { arch, glibc }, Arch::X86_64, "benner").unwrap_err();
        expect.assert_eq(&error.to_string());
    }

    #[test]
    fn a_binary_that_needs_what_lambda_has_is_taken() {
        for glibc in [None, Some(Version { major: 2, minor: 9 }), Some(GLIBC)] {
            let binary = Binary { arch: Some(Arch::Arm64), glibc };
            check(binary, Arch::Arm64, "benner").unwrap();
        }
    }

    #[test]
    fn a_binary_that_needs_a_newer_glibc_is_refused_with_a_way_out() {
        check_refusal(
            Some(Arch::X86_64),
            Some((2, 38)),
            expect![[r#"
            the binary needs glibc 2.38, and Lambda's `provided.al2023` has 2.34: it would not start. cargo-lambda links against an older glibc, with zig:

              pip install cargo-lambda ziglang
              cargo lambda build --profile lambda --x86-64 --package benner --features lambda --lambda-dir target/stepwright/lambda
              cargo xtask build-lambda benner --arch x86_64 --binary target/stepwright/lambda/benner/bootstrap
        "#]],
        );
    }

    #[test]
    fn a_binary_for_another_processor_is_refused() {
        check_refusal(Some(Arch::Arm64), None, expect!["the binary is not for x86_64"]);
        check_refusal(None, None, expect!["the binary is not for x86_64"]);
    }

    #[test]
    fn an_unknown_lambda_is_told_with_those_that_there_are() {
        let root = workspace::root().unwrap();
        let error = build(&root, "bener", Arch::X86_64).unwrap_err();
        expect!["there is no Lambda `bener`: there are `benner`"].assert_eq(&error.to_string());
    }

    /// A Lambda without dependencies, whose build makes code in the target folder that names its own
    /// file: as in a panic.
    fn tiny(folder: &Path) -> Vec<u8> {
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"lambdas/*\"]\nresolver = \"3\"\n\n[profile.lambda]\ninherits = \"release\"\nstrip = \"symbols\"\n",
        );
        write(
            "lambdas/tiny/Cargo.toml",
            "[package]\nname = \"tiny\"\nedition = \"2024\"\n\n[features]\nlambda = []\n",
        );
        write(
            "lambdas/tiny/build.rs",
            r#"fn main() {
                let path = format!("{}/made.rs", std::env::var("OUT_DIR").unwrap());
                std::fs::write(path, "fn made() { println!(\"{}\", file!()); panic!() }").unwrap();
            }"#,
        );
        write(
            "lambdas/tiny/src/main.rs",
            r#"include!(concat!(env!("OUT_DIR"), "/made.rs")); fn main() { made() }"#,
        );
        fs::read(build(folder, "tiny", Arch::of_this_machine()).unwrap()).unwrap()
    }

    #[test]
    fn the_same_sources_in_two_folders_are_the_same_binary() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (one, other) = (tiny(&one.path().join("one")), tiny(&other.path().join("the other")));
        assert!(contains(&one, "/stepwright/target/lambda/build/tiny-"));
        assert!(one == other, "{} and {} bytes", one.len(), other.len());
    }

    #[test]
    fn the_zip_has_no_path_of_this_machine_in_it() {
        let root = workspace::root().unwrap();
        let binary = build(&root, "benner", Arch::of_this_machine()).unwrap();
        let zip = archive::pack(&fs::read(binary).unwrap()).unwrap();
        assert!(u64::try_from(zip.len()).unwrap() <= ZIP_BYTES_MAX, "{} bytes", zip.len());
        let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut bytes = Vec::new();
        zip.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(contains(&bytes, "/cargo/registry/src/"), "panics name no file any more?");
        let home = env::home_dir().map(|it| it.join(".cargo"));
        let paths = [Some(root), home, env::var_os("CARGO_HOME").map(PathBuf::from)];
        for path in paths.into_iter().flatten() {
            assert!(!contains(&bytes, path.to_str().unwrap()), "{}", path.display());
        }
    }

    fn contains(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|it| it == text.as_bytes())
    }

    #[test]
    fn a_target_that_is_not_there_is_not_installed() {
        let text = cannot_cross("benner", Arch::Arm64);
        assert!(
            text.starts_with(
                "this toolchain has no standard library for aarch64-unknown-linux-gnu"
            )
        );
        assert!(text.contains("cargo lambda build --profile lambda --arm64 --package benner"));
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!(Megabytes(ZIP_BYTES_MAX).to_string(), "5.00 MiB");
        assert_eq!(Megabytes(3_200_000).to_string(), "3.05 MiB");
    }
}
