//! What a binary says of itself: its processor, and the glibc that it needs.

use std::fmt;

use anyhow::Context;
use object::{
    Endianness,
    elf::{EM_AARCH64, EM_X86_64, FileHeader64},
    read::elf::FileHeader as _,
};

use super::Arch;

/// A binary, as far as Lambda asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Binary {
    /// The processor, where Lambda has it.
    pub(super) arch: Option<Arch>,
    /// The newest glibc that a symbol of it is from; nothing where it is linked without.
    pub(super) glibc: Option<Version>,
}

/// A version of glibc.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u32,
    pub(super) minor: u32,
}

/// Reads the headers of a binary.
///
/// # Errors
///
/// Where it is no binary for 64 bits that Linux runs.
pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Binary> {
    let header =
        FileHeader64::<Endianness>::parse(bytes).context("is no binary for Linux, 64 bits")?;
    let endian = header.endian()?;
    let arch = match header.e_machine(endian) {
        EM_X86_64 => Some(Arch::X86_64),
        EM_AARCH64 => Some(Arch::Arm64),
        _ => None,
    };
    let names = version_needs(header, endian, bytes).context("its symbols cannot be read")?;
    Ok(Binary { arch, glibc: names.iter().filter_map(|it| Version::read(it)).max() })
}

/// The names of all versions of libraries that the loader will look for, such as `GLIBC_2.34`.
fn version_needs<'a>(
    header: &FileHeader64<Endianness>,
    endian: Endianness,
    bytes: &'a [u8],
) -> object::Result<Vec<&'a [u8]>> {
    let sections = header.sections(endian, bytes)?;
    let Some((mut needs, strings)) = sections.gnu_verneed(endian, bytes)? else {
        return Ok(Vec::new());
    };
    let strings = sections.strings(endian, bytes, strings)?;
    let mut names = Vec::new();
    while let Some((_library, mut versions)) = needs.next()? {
        while let Some(version) = versions.next()? {
            names.push(version.name(endian, strings)?);
        }
    }
    Ok(names)
}

impl Version {
    /// `GLIBC_2.34`, or `GLIBC_2.2.5`, of which the last number does not matter here.
    fn read(name: &[u8]) -> Option<Self> {
        let numbers = std::str::from_utf8(name).ok()?.strip_prefix("GLIBC_")?;
        let mut numbers = numbers.split('.').map(str::parse);
        Some(Self { major: numbers.next()?.ok()?, minor: numbers.next()?.ok()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor } = self;
        write!(f, "{major}.{minor}")
    }
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::*;

    #[track_caller]
    fn check(name: &str, version: Option<&str>) {
        let read = Version::read(name.as_bytes()).map(|it| it.to_string());
        assert_eq!(read.as_deref(), version, "{name}");
    }

    #[test]
    fn versions_of_glibc_are_numbers() {
        check("GLIBC_2.34", Some("2.34"));
        check("GLIBC_2.2.5", Some("2.2"));
        check("GLIBC_PRIVATE", None);
        check("GCC_3.0", None);
        check("GLIBC_2", None);
        assert!(Version::read(b"GLIBC_2.38") > Version::read(b"GLIBC_2.4"));
    }

    /// This very test, and what the loader was told of it.
    #[test]
    fn a_binary_of_this_machine_needs_its_glibc() {
        let bytes = fs::read(env::current_exe().unwrap()).unwrap();
        let Binary { arch, glibc } = read(&bytes).unwrap();
        assert_eq!(arch, Some(Arch::of_this_machine()));
        // `__libc_start_main` has this version, or an older one, on every machine with glibc.
        assert!(!cfg!(target_env = "gnu") || glibc >= Some(Version { major: 2, minor: 2 }));
    }

    /// A library's version is a string that stands once in the binary: another one makes another need.
    #[test]
    fn a_newer_glibc_is_seen() {
        let mut bytes = fs::read(env::current_exe().unwrap()).unwrap();
        let Some(glibc) = read(&bytes).unwrap().glibc else { return };
        let (old, new) = (
            format!("\0GLIBC_{glibc}\0"),
            format!("\0GLIBC_{}\0", "9".repeat(glibc.to_string().len() - 2) + ".9"),
        );
        let at = bytes.windows(old.len()).position(|it| it == old.as_bytes()).unwrap();
        bytes.splice(at..at + old.len(), new.bytes());
        let seen = read(&bytes).unwrap().glibc.unwrap();
        assert!(seen > glibc, "{seen}");
    }

    #[test]
    fn what_is_no_binary_is_an_error() {
        for bytes in [b"".as_slice(), b"#!/bin/sh\n", b"\x7fELF\x02\x01\x01"] {
            assert_eq!(read(bytes).unwrap_err().to_string(), "is no binary for Linux, 64 bits");
        }
    }

    #[test]
    fn a_binary_that_was_cut_is_an_error() {
        let bytes = fs::read(env::current_exe().unwrap()).unwrap();
        read(bytes.split_at(bytes.len() / 2).0).unwrap_err();
    }
}
