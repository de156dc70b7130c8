//! A window on a stream of bytes that can be looked at ahead and knows its line.

use std::io::{self, ErrorKind, Read};

const CHUNK: usize = 64 * 1024;

/// Bytes of a stream from where it is being read.
pub(super) struct Window<R> {
    reader: R,
    buffer: Vec<u8>,
    /// How many bytes of the buffer were taken.
    taken: usize,
    at_end: bool,
    line: u64,
    /// Bytes between the position and the beginning of its line.
    column: usize,
}

impl<R: Read> Window<R> {
    pub(super) fn new(reader: R, first_line: u64) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            taken: 0,
            at_end: false,
            line: first_line,
            column: 0,
        }
    }

    /// Number of the line at the position.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Bytes between the position and the beginning of its line.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// The byte so far ahead, reading on when needed.
    pub(super) fn peek(&mut self, ahead: usize) -> io::Result<Option<u8>> {
        while self.taken + ahead >= self.buffer.len() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(self.taken + ahead).copied())
    }

    /// The bytes ahead that were read already, at most so many.
    pub(super) fn ahead(&self, length: usize) -> &[u8] {
        let rest = self.buffer.get(self.taken..).unwrap_or_default();
        rest.get(..length).unwrap_or(rest)
    }

    /// Goes on by so many bytes that were read already.
    pub(super) fn advance(&mut self, length: usize) {
        let length = self.ahead(length).len();
        let gone = self.buffer.get(self.taken..self.taken + length);
        for byte in gone.unwrap_or_default() {
            if *byte == b'\n' {
                self.line += 1;
                self.column = 0;
            } else {
                self.column += 1;
            }
        }
        self.taken += length;
        if self.taken > 16 * CHUNK {
            self.buffer.drain(..self.taken);
            self.taken = 0;
        }
    }

    fn fill(&mut self) -> io::Result<bool> {
        if self.at_end {
            return Ok(false);
        }
        let length = self.buffer.len();
        self.buffer.resize(length + CHUNK, 0);
        let read = loop {
            let free = self.buffer.get_mut(length..).unwrap_or_default();
            match self.reader.read(free) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.buffer
            .truncate(length + read.as_ref().copied().unwrap_or(0));
        self.at_end = matches!(read, Ok(0) | Err(_));
        Ok(read? > 0)
    }
}
