//! Results that depend on nothing but their key, kept between builds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::files;

/// A folder of results.
pub struct Memo(PathBuf);

impl Memo {
    /// Results kept in this folder; it is made when first needed.
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// What was kept under a key.
    pub fn get(&self, key: &str) -> Option<Vec<u8>> {
        fs::read(self.0.join(key)).ok()
    }

    /// Keeps a result. Written aside and renamed, so that nobody reads half of it.
    pub fn put(&self, key: &str, content: &[u8]) -> Result<()> {
        let aside = self.0.join(format!("{key}.{}.new", std::process::id()));
        files::write(&aside, content)?;
        fs::rename(&aside, self.0.join(key))?;
        Ok(())
    }
}
