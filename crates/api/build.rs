//! The web app is embedded from `frontend/dist`. The folder must exist, or the macro that embeds it
//! looks no further; a new build of the web app is a reason to compile again.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist");
    if let Err(error) = std::fs::create_dir_all(&dist) {
        println!("cargo::warning=no folder for the web app: {error}");
    }
    println!(
        "cargo::rerun-if-changed={}",
        dist.join("index.html").display()
    );
}
