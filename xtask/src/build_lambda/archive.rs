//! The zip that Lambda takes: one file, `bootstrap`, that may be run.
//!
//! Nothing of the machine or of the hour gets into it, so that it only changes when the binary does.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    path::Path,
};

use anyhow::Context;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What Lambda starts.
const NAME: &str = "bootstrap";

/// Packs a binary.
///
/// # Errors
///
/// None that a binary in memory can cause; the library that packs has one.
pub(super) fn pack(binary: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        // The earliest that the format knows.
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o755);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(NAME, options)?;
    zip.write_all(binary)?;
    Ok(zip.finish()?.into_inner())
}

/// The binary in a zip.
///
/// # Errors
///
/// Where it is no zip of [`pack`].
pub(super) fn unpack(zip: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(zip))?;
    let mut binary = Vec::new();
    zip.by_name(NAME)?.read_to_end(&mut binary)?;
    Ok(binary)
}

/// Writes a zip, all of it or nothing.
///
/// # Errors
///
/// Where the folder cannot be written to.
pub(super) fn write(path: &Path, zip: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().context("a zip needs a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let unfinished = path.with_extension("zip.part");
    fs::write(&unfinished, zip)
        .and_then(|()| fs::rename(&unfinished, path))
        .inspect_err(|_| _ = fs::remove_file(&unfinished))
        .with_context(|| format!("cannot write `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_binary_is_the_same_zip() {
        assert_eq!(pack(b"binary").unwrap(), pack(b"binary").unwrap());
        assert_ne!(pack(b"binary").unwrap(), pack(b"another").unwrap());
        assert_eq!(unpack(&pack(b"binary").unwrap()).unwrap(), b"binary");
    }

    #[test]
    fn the_zip_has_one_file_that_may_be_run() {
        let zip = pack(b"binary").unwrap();
        let mut zip = ZipArchive::new(Cursor::new(zip)).unwrap();
        assert_eq!(zip.len(), 1);
        let mut file = zip.by_index(0).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!((&*file.name().unwrap(), bytes.as_slice()), ("bootstrap", b"binary".as_slice()));
        assert_eq!(file.unix_mode(), Some(0o100_755));
        assert_eq!(file.last_modified(), Some(DateTime::DEFAULT));
    }

    #[test]
    fn a_zip_takes_the_place_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.zip");
        write(&path, b"first").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
