//! From a file to its documents: one document, several behind each other, a list, lines, pages, or
//! lists of pages. Holds one document in memory at a time.
//!
//! A malformed document costs itself. Where it ends is told by its brackets; when those are broken
//! too, by the next line that begins a document in the same column.

use std::io::{self, Read};

use goesting_core::import::{SkipCode, SkipReason};
use serde_json::Value;

use super::guess::{MAX_GUESSES, next_like_first};
use super::scan::{Scan, Step};
use super::window::Window;

/// The largest document that is read. Real ones are a few kilobytes; one with a thousand dates
/// and texts in four languages is far below this.
pub const MAX_DOCUMENT_BYTES: usize = 4 * 1024 * 1024;

/// Lists in lists in lists are no way to keep documents.
const MAX_LISTS: usize = 8;

/// A document, or why there is none, and where it began.
#[derive(Debug)]
pub struct Piece {
    /// Line of its first byte, from 1.
    pub line: u64,
    /// The document.
    pub content: Result<Value, SkipReason>,
}

/// The documents of one stream.
pub struct Split<R> {
    window: Window<R>,
    lists: Vec<List>,
    /// Whether anything was found yet.
    any: bool,
    /// Whether brackets have turned out not to tell where a document ends.
    distrusts_brackets: bool,
    /// How often it was guessed where a document begins.
    guesses: usize,
    done: bool,
}

/// A list being read.
struct List {
    /// It is the `member` of a page, whose other members follow.
    of_page: bool,
    line: u64,
    any: bool,
}

/// What a look at an object told.
enum Object {
    /// It ends after so many bytes.
    Ends(usize),
    /// It should end after so many bytes: its brackets do not match.
    Broken(usize),
    /// It is a page: its list begins after so many bytes.
    Page(usize),
    /// It is larger than a document may be.
    TooLarge(Scan),
    /// The stream ends inside it.
    Unfinished,
}

impl<R: Read> Split<R> {
    /// The documents of a stream whose first line has this number.
    pub fn new(reader: R, first_line: u64) -> Self {
        Self {
            window: Window::new(reader, first_line),
            lists: Vec::new(),
            any: false,
            distrusts_brackets: false,
            guesses: 0,
            done: false,
        }
    }

    fn find(&mut self) -> io::Result<Option<Piece>> {
        if !self.any && self.begins_as_utf16()? {
            self.done = true;
            let reason = SkipReason::with(SkipCode::NotUtf8, "it is UTF-16");
            return Ok(Some(self.piece(Err(reason))));
        }
        loop {
            self.skip_space()?;
            let Some(byte) = self.window.peek(0)? else {
                return Ok(self.end());
            };
            match byte {
                b'[' if self.lists.len() < MAX_LISTS => {
                    self.window.advance(1);
                    self.open_list(false);
                }
                b']' if !self.lists.is_empty() => {
                    self.window.advance(1);
                    if let Some(piece) = self.close_list()? {
                        return Ok(Some(piece));
                    }
                }
                b'{' | b'[' => {
                    if let Some(piece) = self.object()? {
                        return Ok(Some(piece));
                    }
                }
                _ => return self.something_else().map(Some),
            }
        }
    }

    fn piece(&mut self, content: Result<Value, SkipReason>) -> Piece {
        self.any = true;
        for list in &mut self.lists {
            list.any = true;
        }
        Piece {
            line: self.window.line(),
            content,
        }
    }

    fn begins_as_utf16(&mut self) -> io::Result<bool> {
        let first = (self.window.peek(0)?, self.window.peek(1)?);
        Ok(matches!(
            first,
            (Some(0xff), Some(0xfe)) | (Some(0xfe), Some(0xff))
        ))
    }

    /// White space, commas between documents, a byte order mark, record separators.
    fn skip_space(&mut self) -> io::Result<()> {
        while let Some(byte) = self.window.peek(0)? {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | 0x1e => self.window.advance(1),
                0xef if self.window.peek(2)?.is_some()
                    && self.window.ahead(3) == [0xef, 0xbb, 0xbf] =>
                {
                    self.window.advance(3);
                }
                _ => break,
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Option<Piece> {
        self.done = true;
        let nothing = !self.any && self.lists.is_empty();
        let open = self.lists.first().map(|list| list.line);
        self.lists.clear();
        let reason = if nothing {
            SkipReason::new(SkipCode::Empty)
        } else {
            let line = open?;
            SkipReason::with(
                SkipCode::Truncated,
                format_args!("the list that begins on line {line} has no end"),
            )
        };
        Some(self.piece(Err(reason)))
    }

    fn open_list(&mut self, of_page: bool) {
        self.lists.push(List {
            of_page,
            line: self.window.line(),
            any: false,
        });
    }

    fn close_list(&mut self) -> io::Result<Option<Piece>> {
        let Some(list) = self.lists.pop() else {
            return Ok(None);
        };
        if list.of_page {
            self.skip_rest_of_page()?;
        }
        let empty = !list.any && (list.of_page || self.lists.is_empty());
        Ok(empty.then(|| self.piece(Err(SkipReason::new(SkipCode::EmptyPage)))))
    }

    /// The other members of a page, up to its end.
    fn skip_rest_of_page(&mut self) -> io::Result<()> {
        let mut scan = Scan::default();
        scan.step(b'{');
        self.skip_rest(scan)
    }

    fn skip_rest(&mut self, mut scan: Scan) -> io::Result<()> {
        while let Some(byte) = self.window.peek(0)? {
            match scan.step(byte) {
                Step::EndedBefore => return Ok(()),
                Step::End => {
                    self.window.advance(1);
                    return Ok(());
                }
                Step::Inside | Step::Name => self.window.advance(1),
            }
        }
        Ok(())
    }

    fn object(&mut self) -> io::Result<Option<Piece>> {
        let (length, content) = match self.look()? {
            Object::Page(length) => {
                self.window.advance(length);
                self.open_list(true);
                return Ok(None);
            }
            Object::Ends(length) => {
                let content = self.parse(length);
                let broken = matches!(&content, Err(reason) if reason.code == SkipCode::Malformed);
                let next = if broken && self.list_goes_on(length)? {
                    self.next_start(length)
                } else if broken {
                    self.resume(length)
                } else {
                    None
                };
                (next.unwrap_or(length), content)
            }
            Object::Broken(length) => {
                let reason = SkipReason::with(SkipCode::Malformed, "its brackets do not match");
                (self.next_start(length).unwrap_or(length), Err(reason))
            }
            Object::Unfinished => {
                let rest = self.window.ahead(usize::MAX).len();
                let next = self.resume(rest);
                self.distrusts_brackets |= next.is_some();
                let code = if next.is_some() {
                    SkipCode::Malformed
                } else {
                    SkipCode::Truncated
                };
                if next.is_none() {
                    self.lists.clear();
                }
                (next.unwrap_or(rest), Err(SkipReason::new(code)))
            }
            Object::TooLarge(scan) => return self.too_large(scan).map(Some),
        };
        let piece = self.piece(content);
        self.window.advance(length);
        Ok(Some(piece))
    }

    /// More than a document may be: perhaps several, of which the first never ended.
    fn too_large(&mut self, scan: Scan) -> io::Result<Piece> {
        if let Some(next) = self.resume(MAX_DOCUMENT_BYTES) {
            self.distrusts_brackets = true;
            let piece = self.piece(Err(SkipReason::new(SkipCode::Malformed)));
            self.window.advance(next);
            return Ok(piece);
        }
        let reason = SkipReason::with(
            SkipCode::TooLarge,
            format_args!("{} MiB", MAX_DOCUMENT_BYTES / 1024 / 1024),
        );
        let piece = self.piece(Err(reason));
        self.window.advance(MAX_DOCUMENT_BYTES);
        self.skip_rest(scan)?;
        Ok(piece)
    }

    /// Looks through the object at the position, which stays.
    fn look(&mut self) -> io::Result<Object> {
        let mut scan = Scan::default();
        let mut length = 0;
        // An event may have members too; it is no page for that.
        let mut is_document = false;
        while let Some(byte) = self.window.peek(length)? {
            // Without this, a file of documents that never end would be read once for each.
            if self.distrusts_brackets && byte == b'{' && self.begins_like_a_document(length) {
                return Ok(Object::Broken(length));
            }
            let step = scan.step(byte);
            length += 1;
            match step {
                Step::End => return Ok(Object::Ends(length)),
                Step::EndedBefore => return Ok(Object::Broken(length - 1)),
                Step::Name => {
                    let name = self.window.ahead(length);
                    if name.ends_with(b"\"@type\"") {
                        is_document = self.is_type_of_document(length)?;
                        continue;
                    }
                    let lists_documents =
                        name.ends_with(b"\"member\"") || name.ends_with(b"\"hydra:member\"");
                    if lists_documents
                        && !is_document
                        && let Some(list) = self.list_after(length)?
                    {
                        return Ok(Object::Page(list));
                    }
                }
                Step::Inside => {}
            }
            if length >= MAX_DOCUMENT_BYTES {
                return Ok(Object::TooLarge(scan));
            }
        }
        Ok(Object::Unfinished)
    }

    /// Whether the value of the name that just ended is the type of a document.
    fn is_type_of_document(&mut self, length: usize) -> io::Result<bool> {
        const LONGEST: usize = 64;
        const TYPES: [&[u8]; 3] = [b"Event", b"Place", b"Organizer"];
        self.window.peek(length + LONGEST)?;
        let told = self.window.ahead(length + LONGEST);
        let told = told.get(length..).unwrap_or_default();
        let mut quoted = told.split(|byte| *byte == b'"');
        let between = quoted.next().unwrap_or_default().trim_ascii();
        let word = quoted.next().unwrap_or_default();
        let last = word.rsplit(|byte| matches!(byte, b':' | b'/')).next();
        let is_known = |last: &[u8]| TYPES.iter().any(|known| last.eq_ignore_ascii_case(known));
        Ok(between == b":" && last.is_some_and(is_known))
    }

    /// Where the list begins that is the value of the name that just ended.
    fn list_after(&mut self, mut length: usize) -> io::Result<Option<usize>> {
        let mut colon = false;
        while let Some(byte) = self.window.peek(length)? {
            length += 1;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {}
                b':' if !colon => colon = true,
                b'[' if colon => return Ok(Some(length)),
                _ => break,
            }
        }
        Ok(None)
    }

    fn parse(&self, length: usize) -> Result<Value, SkipReason> {
        let bytes = self.window.ahead(length);
        serde_json::from_slice(bytes).map_err(|error| {
            if std::str::from_utf8(bytes).is_err() {
                return SkipReason::new(SkipCode::NotUtf8);
            }
            let line = self.window.line() + (error.line() as u64).saturating_sub(1);
            let words = error.to_string();
            let what = words.split(" at line ").next().unwrap_or_default();
            if what.contains("recursion limit") {
                return SkipReason::new(SkipCode::TooDeep);
            }
            SkipReason::with(SkipCode::Malformed, format_args!("{what}, line {line}"))
        })
    }

    /// Whether after so many bytes the list goes on or ends.
    fn list_goes_on(&mut self, mut length: usize) -> io::Result<bool> {
        while let Some(byte) = self.window.peek(length)? {
            if !byte.is_ascii_whitespace() {
                return Ok(matches!(byte, b',' | b']'));
            }
            length += 1;
        }
        Ok(true)
    }

    /// Where reading goes on within so many bytes: at the next line that begins a document, else at
    /// the next object of the list.
    fn resume(&mut self, length: usize) -> Option<usize> {
        let line = self.next_start(length);
        if line.is_some() || self.lists.is_empty() || self.guesses >= MAX_GUESSES {
            return line;
        }
        self.guesses += 1;
        next_like_first(self.window.ahead(length))
    }

    /// The next line within so many bytes that begins an object in the column of the one at the
    /// position, and not as the value of a member.
    fn next_start(&self, length: usize) -> Option<usize> {
        let column = self.window.column();
        let bytes = self.window.ahead(length);
        bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .map(|(at, _)| at + 1 + column)
            .find(|at| bytes.get(*at) == Some(&b'{') && self.begins_like_a_document(*at))
    }

    /// Whether the byte so far ahead stands in the column of the object at the position, on
    /// another line, with nothing but white space and commas before it there, and not as the value
    /// of a member.
    fn begins_like_a_document(&self, at: usize) -> bool {
        let Some(line) = at
            .checked_sub(self.window.column())
            .filter(|line| *line > 0)
        else {
            return false;
        };
        let bytes = self.window.ahead(at);
        let (before, indent) = bytes.split_at(line.min(bytes.len()));
        before.ends_with(b"\n")
            && indent
                .iter()
                .all(|byte| matches!(byte, b' ' | b'\t' | b','))
            && !before.trim_ascii_end().ends_with(b":")
    }

    /// Numbers, texts or no JSON at all: in a list to the next object or the list's end, outside
    /// lists to the next line that begins a document. A run of them is one piece.
    fn something_else(&mut self) -> io::Result<Piece> {
        let in_list = !self.lists.is_empty();
        let mut length = 0;
        let mut in_string = false;
        let mut escaped = false;
        let mut line_begins = false;
        while let Some(byte) = self.window.peek(length)? {
            let ends = if in_list {
                !in_string && matches!(byte, b']' | b'{' | b'[')
            } else {
                line_begins && matches!(byte, b'{' | b'[')
            };
            if (ends && length > 0) || length >= MAX_DOCUMENT_BYTES {
                break;
            }
            in_string = match byte {
                b'"' if !escaped => !in_string,
                b'\n' => false,
                _ => in_string,
            };
            escaped = byte == b'\\' && !escaped;
            line_begins = byte == b'\n' || (line_begins && byte.is_ascii_whitespace());
            length += 1;
        }
        let code = code_of_something_else(self.window.ahead(length));
        let piece = self.piece(Err(SkipReason::new(code)));
        self.window.advance(length.max(1));
        Ok(piece)
    }
}

fn code_of_something_else(bytes: &[u8]) -> SkipCode {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return SkipCode::NotUtf8;
    };
    let values = text.trim().trim_end_matches(',');
    match serde_json::from_str::<Value>(&format!("[{values}]")) {
        Ok(_) => SkipCode::NotAnObject,
        Err(_) => SkipCode::Malformed,
    }
}

impl<R: Read> Iterator for Split<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.done {
            return None;
        }
        self.find().unwrap_or_else(|error| {
            self.done = true;
            Some(self.piece(Err(SkipReason::with(SkipCode::Unreadable, error))))
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
