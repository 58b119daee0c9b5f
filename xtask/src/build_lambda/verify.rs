//! `cargo xtask build-lambda --verify`: builds once more, from scratch and elsewhere, and compares; where the
//! bytes differ, says in which section of the binary, and what stands there.

use std::path::Path;
use std::process::ExitCode;
use std::{fmt, fs};

use anyhow::Context;
use object::read::elf::ElfFile64;
use object::{Endianness, Object as _, ObjectSection as _};
use sha2::{Digest as _, Sha256};

use super::site::Site;
use super::{Arch, archive, build_at};

/// How much of each binary is shown where they differ.
const SHOWN_BYTES: usize = 60;

/// Compares a zip with one that is built from scratch, elsewhere.
///
/// # Errors
///
/// Where it does not build there, or a file cannot be read.
pub(super) fn run(root: &Path, lambda: &str, arch: Arch, zip: &Path) -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir().context("there is no place for another build")?;
    let site = Site::copied(root, folder.path())?;
    let binary = build_at(&site, lambda, arch)?;
    let other = fs::read(&binary).with_context(|| format!("cannot read `{}`", binary.display()))?;
    let zip = fs::read(zip).with_context(|| format!("cannot read `{}`", zip.display()))?;
    let other_zip = archive::pack(&other).context("cannot pack the binary")?;
    println!("here       sha256 {}", Hex(&Sha256::digest(&zip)));
    println!("elsewhere  sha256 {}", Hex(&Sha256::digest(&other_zip)));
    if zip == other_zip {
        println!("the same {} bytes, from two builds in different places", zip.len());
        return Ok(ExitCode::SUCCESS);
    }
    let one = archive::unpack(&zip).context("cannot unpack what was built here")?;
    println!("the zips differ: `bootstrap` does");
    for difference in differences(&one, &other) {
        println!("  {difference}");
    }
    Ok(ExitCode::FAILURE)
}

/// Where two binaries differ.
#[derive(Debug, PartialEq, Eq)]
struct Difference {
    section: String,
    bytes: (usize, usize),
    /// The first byte of the section that differs.
    at: usize,
    /// What is there.
    shown: (String, String),
}

/// The sections that differ; where it is none of them, what is around them.
fn differences(one: &[u8], other: &[u8]) -> Vec<Difference> {
    let (ones, others) = (sections(one), sections(other));
    let none: &[u8] = &[];
    let of = |all: &[(String, Vec<u8>)], name: &str| {
        all.iter()
            .find(|(it, _)| it == name)
            .map_or_else(|| none.to_vec(), |(_, bytes)| bytes.clone())
    };
    let new = others.iter().filter(|(name, _)| !ones.iter().any(|(it, _)| it == name));
    let names = ones.iter().chain(new).map(|(name, _)| name);
    let found: Vec<Difference> = names
        .filter_map(|name| Difference::between(name, &of(&ones, name), &of(&others, name)))
        .collect();
    if found.is_empty() {
        let whole = "outside of all sections";
        return Difference::between(whole, one, other).into_iter().collect();
    }
    found
}

/// The sections of a binary by name; none where it is no binary.
fn sections(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(file) = ElfFile64::<Endianness>::parse(bytes) else { return Vec::new() };
    let section = |it: object::read::elf::ElfSection64<'_, '_, Endianness>| {
        Some((it.name().ok()?.to_owned(), it.data().ok()?.to_vec()))
    };
    file.sections().filter_map(section).collect()
}

impl Difference {
    fn between(section: &str, one: &[u8], other: &[u8]) -> Option<Self> {
        if one == other {
            return None;
        }
        let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
        Some(Self {
            section: section.to_owned(),
            bytes: (one.len(), other.len()),
            at: same,
            shown: (text_around(one, same), text_around(other, same)),
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { section, bytes: (one, other), at, shown: (here, elsewhere) } = self;
        writeln!(
            f,
            "`{section}`: {one} bytes here, {other} elsewhere, different from byte {at} on"
        )?;
        writeln!(f, "    here       {here}")?;
        write!(f, "    elsewhere  {elsewhere}")
    }
}

/// The text that a byte is in, as it is if it is one; paths are what is looked for.
fn text_around(bytes: &[u8], at: usize) -> String {
    let is_text = |it: &u8| it.is_ascii_graphic() || *it == b' ';
    let (before, after) = bytes.split_at(at.min(bytes.len()));
    let begins = before.iter().rev().take(SHOWN_BYTES / 2).take_while(|it| is_text(it)).count();
    let text = before.iter().skip(before.len() - begins).chain(after).take(SHOWN_BYTES);
    let text: Vec<u8> = text.take_while(|it| is_text(it)).copied().collect();
    if text.is_empty() {
        let hex: Vec<u8> = after.iter().take(SHOWN_BYTES / 4).copied().collect();
        return Hex(&hex).to_string();
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Bytes as people compare them.
struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| write!(f, "{it:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use std::env;

    use expect_test::expect;

    use super::*;

    /// This very test as a binary, with one text in it changed.
    #[test]
    fn a_section_that_differs_is_named_with_what_stands_there() {
        let one = fs::read(env::current_exe().unwrap()).unwrap();
        // A text that is in the binary once more than here.
        let text = concat!("/the/folder/of/ada", "/which is in no binary twice");
        let at = one.windows(text.len()).position(|it| it == text.as_bytes()).unwrap();
        let mut other = one.clone();
        other[at + 15..at + 18].copy_from_slice(b"bob");
        assert_eq!(differences(&one, &one), []);
        let found = differences(&one, &other);
        let [Difference { section, bytes, shown, .. }] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((section.as_str(), bytes.0), (".rodata", bytes.1));
        assert!(shown.0.contains("/the/folder/of/ada/") && shown.1.contains("/the/folder/of/bob/"));
    }

    #[test]
    fn what_is_no_binary_or_around_sections_is_told_too() {
        let found = differences(b"one text", b"one longer text");
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        expect![[r#"
            `outside of all sections`: 8 bytes here, 15 elsewhere, different from byte 4 on
                here       one text
                elsewhere  one longer text"#]]
        .assert_eq(&found.join("\n"));
    }
}
