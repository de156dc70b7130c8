//! Whether anything changed since the last build.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cargo::{self, Cargo};
use crate::{files, options::Options};
use crate::{hash, html};

/// A hash over everything that decides what the build makes.
pub fn compute(
    root: &Path,
    cargo: &Cargo,
    options: &Options,
    optimiser: Option<&str>,
) -> Result<String> {
    let tree = cargo.tree()?;
    let mut lines = vec![
        format!("{:?}", options.mode),
        optimiser.unwrap_or("no wasm-opt").to_owned(),
        cargo.compiler()?,
        profiles(&files::read_text(&root.join("Cargo.toml"))?),
    ];
    let mut folders = cargo::own_folders(&tree);
    folders.push(root.join("tools/spa"));
    lines.push(tree);
    for folder in folders {
        for (name, content) in files::read_tree(&folder)? {
            if name.starts_with("dist/") || name.starts_with("dist.") {
                continue;
            }
            lines.push(format!(
                "{} {name} {}",
                folder.display(),
                hash::hex(&content)
            ));
        }
    }
    Ok(hash::hex(lines.join("\n").as_bytes()))
}

/// Where the stamp of the last finished build is kept: beside the dist folder, not in it.
pub fn path(dist: &Path) -> PathBuf {
    dist.with_extension("stamp")
}

/// Whether the dist folder was made from exactly these inputs.
pub fn is_current(dist: &Path, stamp: &str) -> bool {
    dist.join(html::PAGE).is_file()
        && std::fs::read_to_string(path(dist)).is_ok_and(|kept| kept == stamp)
}

/// Remembers a finished build.
pub fn keep(dist: &Path, stamp: &str) -> Result<()> {
    files::write(&path(dist), stamp.as_bytes())
}

/// Forgets the last build, so that one that stops half way is not taken for finished.
pub fn forget(dist: &Path) -> Result<()> {
    match std::fs::remove_file(path(dist)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context("cannot remove the stamp of the last build")
        }
        _ => Ok(()),
    }
}

/// The `[profile.…]` sections of a manifest: the only part of the workspace's own that reaches the module besides
/// versions and features, which the tree shows.
fn profiles(manifest: &str) -> String {
    let mut inside = false;
    manifest
        .lines()
        .filter(|line| {
            if line.starts_with('[') {
                inside = line.starts_with("[profile.");
            }
            inside
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_profiles_of_the_manifest_count() {
        let manifest = "[workspace]\na = 1\n[profile.dev]\nb = 2\n\n[profile.wasm-release]\nc = 3\n[workspace.lints.rust]\nd = 4\n";
        assert_eq!(
            profiles(manifest),
            "[profile.dev]\nb = 2\n\n[profile.wasm-release]\nc = 3"
        );
    }
}
