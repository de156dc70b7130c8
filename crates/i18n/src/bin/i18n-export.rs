//! Writes the catalogues that the SPA fetches: `i18n-export DIRECTORY`.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use goesting_i18n::{Lang, spa_catalogue_json};

fn main() -> ExitCode {
    let mut args = env::args_os().skip(1);
    let outcome = match (args.next().map(PathBuf::from), args.next()) {
        (Some(directory), None) => export(&directory),
        _ => Err(io::Error::other("usage: i18n-export DIRECTORY")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "i18n-export: {error}");
            ExitCode::FAILURE
        }
    }
}

fn export(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    for &lang in Lang::ALL {
        let json = spa_catalogue_json(lang)?;
        let path = directory.join(format!("{}.json", lang.as_str()));
        // A file that says the same keeps its date, so that nothing is rebuilt for it.
        if fs::read(&path).is_ok_and(|old| old == json.as_bytes()) {
            continue;
        }
        fs::write(&path, &json)?;
        writeln!(io::stdout(), "{}: {} bytes", path.display(), json.len())?;
    }
    Ok(())
}
