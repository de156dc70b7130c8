//! Reads `catalogues/`, checks it, and writes the typed keys and the texts. Any fault in a
//! catalogue stops the build with the file, the key and what to do about it.

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "build/check.rs"]
mod check;
#[path = "build/generate.rs"]
mod generate;
#[path = "build/template.rs"]
mod template;

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=catalogues");
    println!("cargo::rerun-if-changed=build");
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), Vec<String>> {
    let source = catalogue::read(Path::new("catalogues"))?;
    let messages = check::check(&source)?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| vec!["OUT_DIR is not set".to_owned()])?;
    for (name, code) in [
        ("text.rs", generate::text(&messages)),
        ("layout.rs", generate::layout(&messages)),
        ("embedded.rs", generate::embedded(&messages)),
    ] {
        let path = Path::new(&out).join(name);
        fs::write(&path, code)
            .map_err(|error| vec![format!("cannot write {}: {error}", path.display())])?;
    }
    Ok(())
}
