//! Compiling the app for wasm32.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::files;
use crate::options::Mode;

/// The package with the app.
const PACKAGE: &str = "goesting-frontend";
/// What it is compiled for.
const TARGET: &str = "wasm32-unknown-unknown";
/// How our own packages begin.
const OWN: &str = "goesting-";

/// Cargo, set up for the wasm32 build.
pub struct Cargo {
    root: PathBuf,
    target_dir: PathBuf,
    environment: BTreeMap<String, String>,
}

impl Cargo {
    /// For a workspace, with the environment that `tools/wasm-toolchain.sh` found.
    pub fn new(root: &Path, target_dir: &Path, wasm_env: Option<&Path>) -> Result<Self> {
        let environment = match wasm_env {
            Some(path) => parse_environment(&files::read_text(path)?)?,
            None => BTreeMap::new(),
        };
        Ok(Self {
            root: root.to_owned(),
            target_dir: target_dir.to_owned(),
            environment,
        })
    }

    /// Builds the app and returns the bytes of its module.
    ///
    /// The target directory may be shared by several checkouts: it is locked until the module has been read.
    pub fn build(&self, mode: Mode) -> Result<Vec<u8>> {
        std::fs::create_dir_all(&self.target_dir)?;
        let lock = File::create(self.target_dir.join("spa.lock"))?;
        lock.lock().context("cannot lock the target directory")?;
        self.claim()?;
        let profile = mode.profile();
        let mut command = self.command("rustc");
        command.args(["--package", PACKAGE, "--bin", PACKAGE]);
        command.args(["--target", TARGET, "--profile", profile]);
        // Components forget the types of their views: much quicker to compile, and smaller.
        command.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "--cfg erase_components",
        );
        // What the module is cut apart by; for the last step only, so that no dependency is compiled anew.
        command.args(["--", "-Clink-args=--emit-relocs"]);
        let status = command.status().context("cannot start cargo")?;
        if !status.success() {
            bail!("cargo could not build the app for {TARGET}");
        }
        files::read(
            &self
                .target_dir
                .join(TARGET)
                .join(profile)
                .join(format!("{PACKAGE}.wasm")),
        )
    }

    /// Makes the target directory ours. Call it with the lock held.
    ///
    /// Cargo tells the workspace's own packages apart by their path inside it, and fresh from stale by dates: after a
    /// build of one checkout, older files of another look up to date. So when the checkout changes, what was known
    /// about our own packages is forgotten; the dependencies stay.
    fn claim(&self) -> Result<()> {
        let owner = self.target_dir.join("checkout");
        let root = self.root.to_string_lossy();
        if std::fs::read_to_string(&owner).is_ok_and(|kept| kept == root) {
            return Ok(());
        }
        for folder in fingerprint_folders(&self.target_dir) {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                if entry.file_name().to_string_lossy().starts_with(OWN) {
                    std::fs::remove_dir_all(entry.path())?;
                }
            }
        }
        files::write(&owner, root.as_bytes())
    }

    /// The packages the app is made of, with versions and features, one a line.
    pub fn tree(&self) -> Result<String> {
        let output = self
            .command("tree")
            .args(["--package", PACKAGE, "--target", TARGET])
            .args(["--edges", "no-dev", "--prefix", "none"])
            .args(["--format", "{p} {f}"])
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start cargo tree")?;
        if !output.status.success() {
            bail!("cargo tree failed");
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// What compiles: part of the build's stamp.
    pub fn compiler(&self) -> Result<String> {
        let rustc = self
            .environment
            .get("RUSTC")
            .map_or("rustc", String::as_str);
        let output = Command::new(rustc)
            .arg("-vV")
            .output()
            .with_context(|| format!("cannot start {rustc}"))?;
        Ok(String::from_utf8(output.stdout)?)
    }

    fn command(&self, subcommand: &str) -> Command {
        let mut command = Command::new("cargo");
        command
            .arg(subcommand)
            .arg("--locked")
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target_dir)
            .envs(&self.environment);
        // This program was itself started by cargo, which told it things that are not meant for another build.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&*name);
            }
        }
        command
    }
}

/// Where cargo remembers what it built: per profile, for the host and for the target.
fn fingerprint_folders(target_dir: &Path) -> Vec<PathBuf> {
    [target_dir.to_owned(), target_dir.join(TARGET)]
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(Result::ok)
        .map(|profile| profile.path().join(".fingerprint"))
        .filter(|folder| folder.is_dir())
        .collect()
}

/// Reads `KEY=VALUE` lines; `#` begins a comment line.
fn parse_environment(text: &str) -> Result<BTreeMap<String, String>> {
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (key, value) = line
                .split_once('=')
                .with_context(|| format!("`{line}` is not KEY=VALUE"))?;
            Ok((key.to_owned(), value.to_owned()))
        })
        .collect()
}

/// The folders of our own packages in the output of [`Cargo::tree`].
pub fn own_folders(tree: &str) -> Vec<PathBuf> {
    let mut folders: Vec<_> = tree
        .lines()
        .filter_map(|line| line.split_once(" (/"))
        .filter_map(|(_, rest)| rest.split_once(')'))
        .map(|(path, _)| PathBuf::from(format!("/{path}")))
        .collect();
    folders.sort();
    folders.dedup();
    folders
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn environment_lines_are_read() {
        let read = parse_environment("# why\n\nRUSTC=/x/rustc\nFLAGS=a=b\n").unwrap();
        assert_eq!(read.get("RUSTC").unwrap(), "/x/rustc");
        assert_eq!(read.get("FLAGS").unwrap(), "a=b");
        assert!(parse_environment("nonsense").is_err());
    }

    #[test]
    fn another_checkout_forgets_our_own_packages_only() {
        let target = std::env::temp_dir().join(format!("goesting-claim-{}", std::process::id()));
        let kept = |root: &str| {
            let cargo = Cargo::new(Path::new(root), &target, None).unwrap();
            let prints = target.join(TARGET).join("wasm-dev/.fingerprint");
            let (own, other) = (prints.join("goesting-types-1"), prints.join("serde-1"));
            std::fs::create_dir_all(&own).unwrap();
            std::fs::create_dir_all(&other).unwrap();
            cargo.claim().unwrap();
            (own.is_dir(), other.is_dir())
        };
        assert_eq!(kept("/one"), (false, true));
        assert_eq!(kept("/one"), (true, true));
        assert_eq!(kept("/two"), (false, true));
        std::fs::remove_dir_all(&target).unwrap();
    }

    #[test]
    fn own_packages_are_those_with_a_folder() {
        let tree = "goesting-frontend v0.1.0 (/w/frontend) \nserde v1.0.228 derive\n\
                    leptos_macro v0.8.20 (proc-macro) csr\n\
                    goesting-types v0.1.0 (/w/crates/types) a,b\ngoesting-types v0.1.0 (/w/crates/types) (*)\n";
        assert_eq!(
            own_folders(tree),
            [
                PathBuf::from("/w/crates/types"),
                PathBuf::from("/w/frontend")
            ]
        );
    }
}
