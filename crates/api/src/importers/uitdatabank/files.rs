//! Which files a list of paths stands for.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use goesting_core::import::{SkipCode, SkipReason};

use super::lines::begins_with_a_line;

/// File names that hold documents, when a folder is given. A file given by name is always read.
const EXTENSIONS: [&str; 4] = ["json", "jsonl", "ndjson", "jsonld"];
/// Folders deeper than this are not entered.
const MAX_DEPTH: usize = 32;
/// What is kept of a pipe, which cannot be read twice.
const MAX_PIPE_BYTES: u64 = 256 * 1024 * 1024;

/// Something that can be read more than once.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name in reports, as the path was given.
    pub name: String,
    /// Bytes, for the progress bar.
    pub bytes: u64,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    File(PathBuf),
    Memory(Vec<u8>),
    Unreadable(String),
}

impl Source {
    /// Opens it from the beginning.
    pub fn open(&self) -> Result<Box<dyn Read + '_>, SkipReason> {
        match &self.content {
            Content::File(path) => fs::File::open(path)
                .map(|file| Box::new(file) as Box<dyn Read>)
                .map_err(|error| SkipReason::with(SkipCode::Unreadable, error)),
            Content::Memory(bytes) => Ok(Box::new(bytes.as_slice())),
            Content::Unreadable(error) => Err(SkipReason::with(SkipCode::Unreadable, error)),
        }
    }

    /// Whether each of its lines is a document of its own: its name says so, and its first line
    /// does not contradict that.
    pub fn is_lines(&self) -> bool {
        let extension = Path::new(&self.name).extension();
        let is_named_so = extension.is_some_and(|found| {
            found.eq_ignore_ascii_case("jsonl") || found.eq_ignore_ascii_case("ndjson")
        });
        is_named_so && self.open().is_ok_and(begins_with_a_line)
    }

    fn new(path: &Path) -> Self {
        let name = path.display().to_string();
        let found = fs::metadata(path).and_then(|metadata| {
            if metadata.is_file() {
                return Ok((metadata.len(), Content::File(path.to_owned())));
            }
            // A pipe or a device: it can be read once, so its content is kept.
            let mut bytes = Vec::new();
            let mut limited = fs::File::open(path)?.take(MAX_PIPE_BYTES + 1);
            limited.read_to_end(&mut bytes)?;
            if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_PIPE_BYTES) {
                return Err(io::Error::other("more than 256 MiB from a pipe"));
            }
            Ok((bytes.len() as u64, Content::Memory(bytes)))
        });
        match found {
            Ok((bytes, content)) => Self {
                name,
                bytes,
                content,
            },
            Err(error) => Self {
                name,
                bytes: 0,
                content: Content::Unreadable(error.to_string()),
            },
        }
    }
}

/// The files behind the paths, in the order given; within a folder by name, folders with their
/// content. A pipe is only read when it is named: one that stands in a folder may never end. Links to folders are not followed, so that none is entered twice.
///
/// # Errors
/// A path that does not exist, since that is a slip of the pen; what cannot be read later on is
/// only skipped.
pub fn sources(paths: &[PathBuf]) -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        if metadata.is_dir() {
            walk(path, 0, &mut found);
        } else {
            found.push(Source::new(path));
        }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<Source>) {
    let unreadable = |error: &dyn std::fmt::Display| Source {
        name: folder.display().to_string(),
        bytes: 0,
        content: Content::Unreadable(error.to_string()),
    };
    if depth > MAX_DEPTH {
        found.push(unreadable(&"folders are nested too deeply"));
        return;
    }
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut paths: Vec<PathBuf> = match entries {
        Ok(entries) => entries.into_iter().map(|entry| entry.path()).collect(),
        Err(error) => {
            found.push(unreadable(&error));
            return;
        }
    };
    paths.sort();
    for path in paths {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden {
            continue;
        }
        let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
        if path.is_dir() {
            if !is_link {
                walk(&path, depth + 1, found);
            }
        } else if holds_documents(&path) {
            let is_other = fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file());
            found.push(if is_other {
                Source {
                    name: path.display().to_string(),
                    bytes: 0,
                    content: Content::Unreadable("it is no regular file".to_owned()),
                }
            } else {
                Source::new(&path)
            });
        }
    }
}

fn holds_documents(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn lines_are_known_by_the_name_and_the_first_line() {
        let is_lines = |name: &str, text: &[u8]| {
            let source = Source {
                name: name.to_owned(),
                bytes: 0,
                content: Content::Memory(text.to_vec()),
            };
            source.is_lines()
        };
        assert!(is_lines("a.jsonl", b"\n\xef\xbb\xbf{\"n\":1}\r\n{"));
        assert!(is_lines("a.NDJSON", b"x\n{}"));
        assert!(!is_lines("a.json", b"{\"n\":1}\n"));
        let whole: [&[u8]; 3] = [
            b"{\n  \"n\": 1\n}",
            b"[\n{\"n\":1},\n{\"n\":2}\n]",
            b"\xff\xfe{\0}\0",
        ];
        for text in whole {
            assert!(!is_lines("a.jsonl", text));
        }
    }

    #[test]
    fn a_pipe_in_a_folder_is_not_waited_for() {
        let folder = std::env::temp_dir().join(format!("goesting-pipe-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let pipe = folder.join("pijp.json");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        fs::write(folder.join("regels.jsonl"), "{}").unwrap();
        let found = sources(std::slice::from_ref(&folder)).unwrap();
        let opened: Vec<_> = found
            .iter()
            .map(|source| source.open().map_err(|reason| reason.code).err())
            .collect();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(opened, [Some(SkipCode::Unreadable), None]);
    }
}
