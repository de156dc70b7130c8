//! The table of sizes at the end.

use std::fmt::Write as _;

use crate::budget::Line;
use crate::dist::Written;

/// The files, largest first, and how the budget stands.
pub fn table(written: &[Written], budget: &[Line]) -> String {
    let mut files: Vec<_> = written.iter().collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.wire()));
    let width = files
        .iter()
        .map(|file| file.path.len())
        .chain(budget.iter().map(|line| line.what.len()))
        .max()
        .unwrap_or_default();
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "{:<width$} {:>9} {:>9} {:>9}",
        "file", "raw", "gzip", "brotli"
    );
    for file in files {
        let _ = writeln!(
            out,
            "{:<width$} {:>9} {:>9} {:>9}",
            file.path,
            kib(file.raw),
            file.gz.map_or_else(|| "-".to_owned(), kib),
            file.br.map_or_else(|| "-".to_owned(), kib),
        );
    }
    let _ = writeln!(
        out,
        "\n{:<width$} {:>9} {:>9}",
        "budget, on the wire", "used", "allowed"
    );
    for line in budget {
        let _ = writeln!(
            out,
            "{:<width$} {:>9} {:>9} {}",
            line.what,
            kib(line.used),
            kib(line.allowed),
            if line.kept() { "" } else { "OVER" }
        );
    }
    out
}

/// Bytes as KiB with one decimal.
fn kib(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1024);
    format!("{}.{} K", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Kind;

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(kib(0), "0.0 K");
        assert_eq!(kib(1), "0.1 K");
        assert_eq!(kib(1024), "1.0 K");
        assert_eq!(kib(1025), "1.1 K");
    }

    #[test]
    fn a_broken_budget_is_seen() {
        let written = [Written {
            path: "static/app.wasm".to_owned(),
            kind: Kind::Code,
            raw: 100,
            br: Some(50),
            gz: None,
        }];
        let line = |used| Line {
            what: "code".to_owned(),
            used,
            allowed: 10,
        };
        assert!(table(&written, &[line(50)]).contains("OVER"));
        assert!(!table(&written, &[line(10)]).contains("OVER"));
    }
}
