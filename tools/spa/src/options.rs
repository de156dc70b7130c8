//! The command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// What kind of build is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Small and final: what is shipped and measured.
    Release,
    /// Quick to build, for trying things out.
    Dev,
}

impl Mode {
    /// The cargo profile that builds the module.
    pub fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Dev => "wasm-dev",
        }
    }
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Release unless `--dev` is given.
    pub mode: Mode,
    /// Builds although no input changed.
    pub force: bool,
    /// The file of `KEY=VALUE` lines for the wasm32 build.
    pub wasm_env: Option<PathBuf>,
    /// The wasm-opt to use. None: the SPA is not optimised and larger.
    pub wasm_opt: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments, without the program's own name.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            mode: Mode::Release,
            force: false,
            wasm_env: None,
            wasm_opt: None,
        };
        while let Some(argument) = arguments.next() {
            let mut path = || -> Result<PathBuf> {
                let value = arguments
                    .next()
                    .with_context(|| format!("{argument} needs a path"))?;
                Ok(PathBuf::from(value))
            };
            match argument.as_str() {
                "--dev" => options.mode = Mode::Dev,
                "--force" => options.force = true,
                "--wasm-env" => options.wasm_env = Some(path()?),
                "--wasm-opt" => options.wasm_opt = Some(path()?),
                other => bail!(
                    "unknown option {other}; known are --dev, --force, --wasm-env FILE and --wasm-opt PATH"
                ),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_asked_is_a_release_build() {
        let options = parse("").unwrap();
        assert_eq!(options.mode, Mode::Release);
        assert!(!options.force);
    }

    #[test]
    fn options_are_read_in_any_order() {
        let options = parse("--wasm-env e --dev --wasm-opt o --force").unwrap();
        assert_eq!(options.mode, Mode::Dev);
        assert!(options.force);
        assert_eq!(options.wasm_env.unwrap(), PathBuf::from("e"));
        assert_eq!(options.wasm_opt.unwrap(), PathBuf::from("o"));
    }

    #[test]
    fn unknown_options_and_missing_paths_are_refused() {
        assert!(parse("--fast").is_err());
        assert!(parse("--wasm-env").is_err());
    }
}
