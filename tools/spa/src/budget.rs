//! How large the web app may be, as a phone on a slow line receives it.

use crate::dist::{Kind, Written};

/// One KiB.
const KIB: usize = 1024;
/// What somebody downloads who comes for the first time: module, scripts and styles together, brotli.
const CODE: usize = 450 * KIB;
/// That, and what the other pages fetch when they are opened. Raised only for what people use.
const ALL_CODE: usize = 800 * KIB;
/// All fonts together (woff2, as they are).
const FONTS: usize = 110 * KIB;
/// One language's texts, brotli.
const CATALOGUE: usize = 25 * KIB;

/// One line of the budget.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub what: String,
    /// Bytes on the wire.
    pub used: usize,
    /// Bytes allowed.
    pub allowed: usize,
}

impl Line {
    /// Whether it holds.
    pub fn kept(&self) -> bool {
        self.used <= self.allowed
    }
}

/// Compares what was written with what is allowed.
pub fn lines(written: &[Written]) -> Vec<Line> {
    let sum = |kind: Kind| -> usize {
        written
            .iter()
            .filter(|file| file.kind == kind)
            .map(Written::wire)
            .sum()
    };
    let mut lines = vec![
        Line {
            what: "code of a first visit (wasm, js, css)".to_owned(),
            used: sum(Kind::Code),
            allowed: CODE,
        },
        Line {
            what: "code of all pages".to_owned(),
            used: sum(Kind::Code) + sum(Kind::Chunk),
            allowed: ALL_CODE,
        },
        Line {
            what: "fonts".to_owned(),
            used: sum(Kind::Font),
            allowed: FONTS,
        },
    ];
    lines.extend(
        written
            .iter()
            .filter(|file| file.kind == Kind::Catalogue)
            .map(|file| Line {
                what: format!("catalogue {}", file.path),
                used: file.wire(),
                allowed: CATALOGUE,
            }),
    );
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: Kind, raw: usize, br: Option<usize>) -> Written {
        Written {
            path: "x".to_owned(),
            kind,
            raw,
            br,
            gz: br,
        }
    }

    #[test]
    fn code_counts_together_and_compressed() {
        let lines = lines(&[
            file(Kind::Code, 9_000_000, Some(CODE - 1)),
            file(Kind::Code, 10, Some(1)),
        ]);
        assert!(lines.iter().all(Line::kept));
        let over = super::lines(&[
            file(Kind::Code, 9_000_000, Some(CODE)),
            file(Kind::Code, 10, Some(1)),
        ]);
        assert_eq!(over.iter().filter(|line| !line.kept()).count(), 1);
    }

    #[test]
    fn a_first_visit_fetches_no_chunk() {
        let lines = lines(&[
            file(Kind::Code, 9_000, Some(100)),
            file(Kind::Chunk, 9_000, Some(1_000)),
        ]);
        let used: Vec<_> = lines.iter().take(2).map(|line| line.used).collect();
        assert_eq!(used, [100, 1_100]);
    }

    #[test]
    fn fonts_count_as_they_are_and_catalogues_each_alone() {
        let lines = lines(&[
            file(Kind::Font, FONTS + 1, None),
            file(Kind::Catalogue, 90_000, Some(CATALOGUE)),
            file(Kind::Catalogue, 90_000, Some(CATALOGUE + 1)),
            file(Kind::Other, 90_000_000, None),
        ]);
        let broken: Vec<_> = lines.iter().filter(|line| !line.kept()).collect();
        assert_eq!(broken.len(), 2);
    }
}
