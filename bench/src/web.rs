//! The web app: what a phone receives, and when one can begin.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::node::Node;
use crate::report::{Aim, Report};

/// Opens pages in Chromium; Playwright stands beside it.
const SCRIPT: &str = "tests/e2e/measure/interactive.mjs";

/// Adds up the files, and opens the app in a browser.
pub fn measure(goesting: &Path, built: &Path, report: &mut Report) -> anyhow::Result<()> {
    let page =
        std::fs::read_to_string(built.join("index.html")).context("the web app is not built")?;
    let (mut first, mut later, mut fonts) = (0, 0, 0);
    for file in files(built)? {
        let bytes = std::fs::metadata(&file)?.len();
        let end = |path: &Path| {
            path.extension()
                .map(|end| end.to_string_lossy().into_owned())
        };
        let (last, before) = (end(&file), end(&file.with_extension("")));
        match (last.as_deref(), before.as_deref()) {
            (Some("br"), Some("wasm" | "js" | "css")) => {
                let plain = file.with_extension("");
                let name = plain.file_name().map(|name| name.to_string_lossy());
                // What the page names is fetched by who comes first; the rest when a page needs it.
                if name.is_some_and(|name| page.contains(&*name)) {
                    first += bytes;
                } else {
                    later += bytes;
                }
            }
            (Some("woff2"), _) => fonts += bytes,
            _ => {}
        }
    }
    report.add(
        "web app: code of a first visit, brotli",
        kibibytes(first),
        "KiB",
        Some(Aim::AtMost(450.0)),
    );
    report.add(
        "web app: code of other pages, brotli",
        kibibytes(later),
        "KiB",
        None,
    );
    report.add(
        "web app: fonts",
        kibibytes(fonts),
        "KiB",
        Some(Aim::AtMost(110.0)),
    );

    let data = tempfile::tempdir()?;
    let server = Node::start(goesting, data.path(), None)?;
    let told = Command::new("node")
        .arg(SCRIPT)
        .arg(server.base())
        .output()?;
    if !told.status.success() {
        bail!("{SCRIPT}: {}", String::from_utf8_lossy(&told.stderr));
    }
    let first = String::from_utf8(told.stdout)?;
    let times: Vec<f64> = serde_json::from_str(first.trim()).context("reading its times")?;
    let [fresh, cached] = times[..] else {
        bail!("{SCRIPT} told {} times instead of 2", times.len());
    };
    report.add(
        "web app: interactive, first visit (median of 5)",
        fresh,
        "ms",
        Some(Aim::AtMost(1_500.0)),
    );
    report.add(
        "web app: interactive, next visit (median of 5)",
        cached,
        "ms",
        None,
    );
    Ok(())
}

fn files(folder: &Path) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).context("the web app is not built")? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn kibibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}
