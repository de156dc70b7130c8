//! One directory per generation of the index: a rebuild makes the next, and swaps by renaming.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const BUILDING: &str = ".building";
const HELD: &str = "held";

/// The directory that holds the generations, and what their names begin with.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    root: PathBuf,
    prefix: String,
}

impl Shelf {
    /// Generations of this schema and reference data under `root`.
    pub(crate) fn new(root: &Path, version: u32, reference: u64) -> Self {
        Self {
            root: root.to_path_buf(),
            prefix: format!("v{version}-{:08x}-", reference & 0xffff_ffff),
        }
    }

    /// The file whose lock tells others that the shelf is in use; made when it is not there.
    pub(crate) fn hold(&self) -> io::Result<File> {
        fs::create_dir_all(&self.root)?;
        File::create(self.root.join(HELD))
    }

    /// Whether that file is still there.
    pub(crate) fn is_held(&self) -> bool {
        self.root.join(HELD).exists()
    }

    /// The newest whole generation.
    pub(crate) fn newest(&self) -> io::Result<Option<PathBuf>> {
        let numbers = self.numbers()?;
        Ok(numbers.into_iter().max().map(|number| self.path(number)))
    }

    /// An empty directory to build the next generation in, and where it goes when it is whole.
    pub(crate) fn next(&self) -> io::Result<(PathBuf, PathBuf)> {
        fs::create_dir_all(&self.root)?;
        let number = self.numbers()?.into_iter().max().unwrap_or(0) + 1;
        let whole = self.path(number);
        let mut building = whole.clone().into_os_string();
        building.push(BUILDING);
        let building = PathBuf::from(building);
        if building.exists() {
            fs::remove_dir_all(&building)?;
        }
        fs::create_dir_all(&building)?;
        Ok((building, whole))
    }

    /// Puts a built generation in its place.
    pub(crate) fn publish(&self, building: &Path, whole: &Path) -> io::Result<()> {
        fs::rename(building, whole)?;
        File::open(&self.root)?.sync_all()
    }

    /// Removes all directories of ours but this one: older ones, other versions, left-overs.
    pub(crate) fn keep_only(&self, keep: &Path) {
        let Ok(entries) = fs::read_dir(&self.root) else {
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path != keep && path.is_dir() && is_ours(&entry.file_name().to_string_lossy()) {
                // What cannot be removed now is tried again after the next rebuild.
                if let Err(error) = fs::remove_dir_all(&path) {
                    tracing::warn!(%error, path = %path.display(), "an old search index stays");
                }
            }
        }
    }

    fn path(&self, number: u32) -> PathBuf {
        self.root.join(format!("{}{number:06}", self.prefix))
    }

    fn numbers(&self) -> io::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let name = entry?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix(&self.prefix));
            numbers.extend(number.and_then(|number| number.parse::<u32>().ok()));
        }
        Ok(numbers)
    }
}

/// `v1-0123abcd-000001`, maybe with `.building`.
fn is_ours(name: &str) -> bool {
    let name = name.strip_suffix(BUILDING).unwrap_or(name);
    let mut parts = name.split('-');
    let version = parts.next().and_then(|part| part.strip_prefix('v'));
    let digits = |part: Option<&str>, hex: bool| {
        part.is_some_and(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || (hex && byte.is_ascii_hexdigit()))
        })
    };
    digits(version, false)
        && digits(parts.next(), true)
        && digits(parts.next(), false)
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_directories_are_swept() {
        assert!(is_ours("v1-0123abcd-000001"));
        assert!(is_ours("v12-0123abcd-000001.building"));
        for name in [
            "data",
            "v1",
            "v1-x-1",
            "v1-0a-1-2",
            "backup-v1",
            ".building",
            "v-0-1",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
