//! Files of which each line is a document of its own (JSONL).

use std::io::{self, BufRead, BufReader, Read};

use goesting_core::import::{SkipCode, SkipReason};
use serde::de::IgnoredAny;

use super::split::{Piece, Split};

/// A line may be a whole page of documents, but not without end.
const MAX_LINE_BYTES: u64 = 32 * 1024 * 1024;

/// The documents of a stream of lines. Whatever is wrong with a line ends with it.
pub struct Lines<R> {
    reader: BufReader<R>,
    line: u64,
    pending: std::vec::IntoIter<Piece>,
    any: bool,
    done: bool,
}

impl<R: Read> Lines<R> {
    /// The documents of a stream.
    pub fn new(reader: R) -> Self {
        Self {
            reader: BufReader::new(reader),
            line: 0,
            pending: Vec::new().into_iter(),
            any: false,
            done: false,
        }
    }

    /// Reads a line and splits it; `false` at the end.
    fn read_line(&mut self) -> io::Result<bool> {
        let mut line = Vec::new();
        let mut limited = (&mut self.reader).take(MAX_LINE_BYTES);
        if limited.read_until(b'\n', &mut line)? == 0 {
            return Ok(false);
        }
        self.line += 1;
        let ended = line.ends_with(b"\n");
        if !ended && limited.limit() == 0 {
            self.reader.skip_until(b'\n')?;
            self.pending = vec![self.piece(SkipReason::new(SkipCode::TooLarge))].into_iter();
            return Ok(true);
        }
        let pieces: Vec<Piece> = Split::new(line.as_slice(), self.line)
            .filter(|piece| !is(piece, SkipCode::Empty))
            .map(|mut piece| {
                if ended && is(&piece, SkipCode::Truncated) {
                    piece.content = Err(SkipReason::with(
                        SkipCode::Malformed,
                        "the line ends in the middle of it",
                    ));
                }
                piece
            })
            .collect();
        self.pending = pieces.into_iter();
        Ok(true)
    }

    fn piece(&self, reason: SkipReason) -> Piece {
        Piece {
            line: self.line.max(1),
            content: Err(reason),
        }
    }
}

/// Whether the first line that says something is no beginning of what goes on after it, such as a
/// document or a list over several lines, and no UTF-16.
pub fn begins_with_a_line(reader: impl Read) -> bool {
    let mut reader = BufReader::new(reader.take(MAX_LINE_BYTES));
    let mut line = Vec::new();
    while let Ok(1..) = reader.read_until(b'\n', &mut line) {
        let text = line.trim_ascii();
        if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
            return false;
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if !text.is_empty() {
            let read: Result<IgnoredAny, _> = serde_json::from_slice(text);
            return !read.is_err_and(|error| error.is_eof());
        }
        line.clear();
    }
    true
}

fn is(piece: &Piece, code: SkipCode) -> bool {
    matches!(&piece.content, Err(reason) if reason.code == code)
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(piece) = self.pending.next() {
                self.any = true;
                return Some(piece);
            }
            if self.done {
                return None;
            }
            match self.read_line() {
                Ok(true) => {}
                Ok(false) => {
                    self.done = true;
                    if !self.any {
                        return Some(self.piece(SkipReason::new(SkipCode::Empty)));
                    }
                }
                Err(error) => {
                    self.done = true;
                    return Some(self.piece(SkipReason::with(SkipCode::Unreadable, error)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        Lines::new(text.as_bytes())
            .map(|piece| match piece.content {
                Ok(document) => format!("{} {}", piece.line, document["n"]),
                Err(reason) => format!("{} {}", piece.line, reason.code),
            })
            .collect()
    }

    #[test]
    fn whatever_is_wrong_with_a_line_ends_with_it() {
        assert_eq!(
            lines(
                "\u{feff}{\"n\":1}\r\n\n{\"n\":\n{\"n\":4}\nx\n[{\"n\":6},{\"n\":\"}]\n{\"n\":7}"
            ),
            [
                "1 1",
                "3 malformed",
                "4 4",
                "5 malformed",
                "6 6",
                "6 malformed",
                "7 7"
            ]
        );
        assert_eq!(lines("{\"n\":1}\n{\"n\":"), ["1 1", "2 truncated"]);
        assert_eq!(lines(""), ["1 empty"]);
        assert_eq!(lines("\n\n"), ["2 empty"]);
    }

    #[test]
    fn a_line_may_be_a_page() {
        assert_eq!(
            lines("{\"member\":[{\"n\":1},{\"n\":2}]}\n{\"n\":3}\n"),
            ["1 1", "1 2", "2 3"]
        );
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let text = format!("\"{}\"\n{{\"n\":2}}\n", "x".repeat(33 * 1024 * 1024));
        assert_eq!(lines(&text), ["1 too_large", "2 2"]);
    }
}
