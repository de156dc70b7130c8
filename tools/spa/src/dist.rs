//! Writing `frontend/dist`, all or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::compress::{self, Compressed};
use crate::memo::Memo;
use crate::options::Mode;
use crate::{files, hash};

/// What a file counts as in the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Module, scripts and styles that every page needs.
    Code,
    /// Code that comes with some pages.
    Chunk,
    /// A font.
    Font,
    /// A language's texts.
    Catalogue,
    /// Pictures, the page itself.
    Other,
}

impl Kind {
    /// The kind of an asset, by its source name.
    pub fn of_asset(name: &str) -> Self {
        if name.starts_with("fonts/") {
            Self::Font
        } else if name.starts_with("i18n/") {
            Self::Catalogue
        } else {
            Self::Other
        }
    }
}

/// One file that was written, with its sizes in bytes.
#[derive(Debug)]
pub struct Written {
    /// Path inside the dist folder.
    pub path: String,
    /// What it counts as.
    pub kind: Kind,
    /// As it is.
    pub raw: usize,
    /// With brotli, where that is smaller.
    pub br: Option<usize>,
    /// With gzip, where that is smaller.
    pub gz: Option<usize>,
}

impl Written {
    /// Bytes a current browser receives.
    pub fn wire(&self) -> usize {
        self.br.unwrap_or(self.raw)
    }
}

/// A dist folder in the making, beside the one in use.
pub struct Dist<'a> {
    target: PathBuf,
    staging: PathBuf,
    mode: Mode,
    memo: &'a Memo,
    written: Vec<Written>,
}

impl<'a> Dist<'a> {
    /// Begins anew; what is in use stays until [`Dist::finish`].
    pub fn begin(target: &Path, mode: Mode, memo: &'a Memo) -> Result<Self> {
        let staging = target.with_extension("new");
        remove(&staging)?;
        fs::create_dir_all(&staging)
            .with_context(|| format!("cannot create {}", staging.display()))?;
        Ok(Self {
            target: target.to_owned(),
            staging,
            mode,
            memo,
            written: Vec::new(),
        })
    }

    /// Writes one file and its compressed forms.
    pub fn write(&mut self, path: &str, kind: Kind, content: &[u8]) -> Result<()> {
        files::write(&self.staging.join(path), content)?;
        let mut written = Written {
            path: path.to_owned(),
            kind,
            raw: content.len(),
            br: None,
            gz: None,
        };
        if compress::worthwhile(path) {
            let Compressed { br, gz } = self.compressed(content)?;
            written.br = self.beside(path, "br", &br, content)?;
            written.gz = self.beside(path, "gz", &gz, content)?;
        }
        self.written.push(written);
        Ok(())
    }

    /// Puts the finished folder in place and says what is in it.
    pub fn finish(self) -> Result<Vec<Written>> {
        remove(&self.target)?;
        fs::rename(&self.staging, &self.target)
            .with_context(|| format!("cannot put {} in place", self.target.display()))?;
        Ok(self.written)
    }

    /// What has been written so far.
    pub fn written(&self) -> &[Written] {
        &self.written
    }

    /// Compression at its best takes seconds: done once per content.
    fn compressed(&self, content: &[u8]) -> Result<Compressed> {
        if self.mode == Mode::Dev {
            return compress::compress(content, self.mode);
        }
        let digest = hash::hex(content);
        let (br_key, gz_key) = (format!("{digest}.br"), format!("{digest}.gz"));
        if let (Some(br), Some(gz)) = (self.memo.get(&br_key), self.memo.get(&gz_key)) {
            return Ok(Compressed { br, gz });
        }
        let compressed = compress::compress(content, self.mode)?;
        self.memo.put(&br_key, &compressed.br)?;
        self.memo.put(&gz_key, &compressed.gz)?;
        Ok(compressed)
    }

    fn beside(
        &self,
        path: &str,
        extension: &str,
        bytes: &[u8],
        content: &[u8],
    ) -> Result<Option<usize>> {
        if bytes.len() >= content.len() {
            return Ok(None);
        }
        files::write(&self.staging.join(format!("{path}.{extension}")), bytes)?;
        Ok(Some(bytes.len()))
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot remove {}", folder.display())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_told_apart_by_folder() {
        assert_eq!(Kind::of_asset("fonts/body.woff2"), Kind::Font);
        assert_eq!(Kind::of_asset("i18n/nl.json"), Kind::Catalogue);
        assert_eq!(Kind::of_asset("icons/pin.svg"), Kind::Other);
    }

    #[test]
    fn the_old_folder_stays_until_the_new_one_is_whole() {
        let root = std::env::temp_dir().join(format!("goesting-spa-{}", std::process::id()));
        let target = root.join("dist");
        let memo = Memo::new(&root.join("memo"));
        files::write(&target.join("index.html"), b"old").unwrap();

        let mut dist = Dist::begin(&target, Mode::Dev, &memo).unwrap();
        let page = b"new page ".repeat(40);
        dist.write("index.html", Kind::Other, &page).unwrap();
        assert_eq!(fs::read(target.join("index.html")).unwrap(), b"old");

        let written = dist.finish().unwrap();
        assert_eq!(fs::read(target.join("index.html")).unwrap(), page);
        assert!(target.join("index.html.br").exists());
        assert!(target.join("index.html.gz").exists());
        assert!(written.first().unwrap().wire() < page.len());
        fs::remove_dir_all(&root).unwrap();
    }
}
