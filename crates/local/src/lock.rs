//! One run at a time in a folder.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Holds a folder until it is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "open is locked: it is kept, not read")] File);

/// Why a folder could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another run has it.
    #[error("another run uses `{}`: wait for its end, or choose another folder with `--data-dir`", .0.display())]
    Taken(PathBuf),
    /// It cannot be made or written to.
    #[error("could not write to `{}`: make room or give write permission there, or choose another folder with `--data-dir`", path.display())]
    Refused {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl FolderLock {
    /// Takes a folder, which is made where it is not there.
    ///
    /// # Errors
    ///
    /// Where another run has it, or it cannot be written to.
    pub fn take(path: &Path) -> Result<Self, FolderError> {
        let refused = |source| FolderError::Refused { path: path.to_owned(), source };
        std::fs::create_dir_all(path).map_err(refused)?;
        let file = File::create(path.join(".lock")).map_err(refused)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(FolderError::Taken(path.to_owned())),
            Err(TryLockError::Error(source)) => Err(refused(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_had_once() {
        let folder = tempfile::tempdir().unwrap();
        let held = FolderLock::take(folder.path()).unwrap();
        assert!(matches!(FolderLock::take(folder.path()), Err(FolderError::Taken(_))));
        drop(held);
        assert!(FolderLock::take(folder.path()).is_ok());
    }
}
