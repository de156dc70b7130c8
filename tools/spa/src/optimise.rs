//! wasm-opt, where there is one.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::memo::Memo;
use crate::{files, hash};

/// Older ones choke on what Rust has emitted since 1.82, or make modules that browsers refuse.
const OLDEST: u32 = 117;
/// How to optimise: for size. The features in use stand in the module itself.
const ARGUMENTS: [&str; 2] = ["-Oz", "--converge"];

/// A wasm-opt that is new enough.
#[derive(Debug)]
pub struct WasmOpt {
    program: PathBuf,
    version: u32,
}

impl WasmOpt {
    /// Asks the program for its version. Too old is an error: say which one to use, or none.
    pub fn find(program: &Path) -> Result<Self> {
        let output = Command::new(program)
            .arg("--version")
            .output()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = parse_version(&text)
            .with_context(|| format!("{} says `{}`", program.display(), text.trim()))?;
        if version < OLDEST {
            bail!(
                "{} is version {version}; at least {OLDEST} is needed",
                program.display()
            );
        }
        Ok(Self {
            program: program.to_owned(),
            version,
        })
    }

    /// What it is: part of the build's stamp.
    pub fn describe(&self) -> String {
        format!("wasm-opt {} {}", self.version, ARGUMENTS.join(" "))
    }

    /// Makes a module smaller. The result is kept, since it takes a while.
    pub fn run(&self, module: &[u8], scratch: &Path, memo: &Memo) -> Result<Vec<u8>> {
        let key = hash::hex(format!("{} {}", self.describe(), hash::hex(module)).as_bytes());
        let key = format!("{key}.wasm");
        if let Some(done) = memo.get(&key) {
            return Ok(done);
        }
        let (input, output) = (scratch.join("in.wasm"), scratch.join("out.wasm"));
        files::write(&input, module)?;
        let status = Command::new(&self.program)
            .args(ARGUMENTS)
            .arg("-o")
            .arg(&output)
            .arg(&input)
            .status()
            .context("cannot start wasm-opt")?;
        if !status.success() {
            bail!("wasm-opt failed");
        }
        let optimised = files::read(&output)?;
        memo.put(&key, &optimised)?;
        Ok(optimised)
    }
}

/// `wasm-opt version 132 (…)` → 132.
fn parse_version(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("version ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_version("wasm-opt version 132"), Some(132));
        assert_eq!(
            parse_version("wasm-opt version 108 (version_108)\n"),
            Some(108)
        );
        assert_eq!(parse_version("command not found"), None);
    }
}
