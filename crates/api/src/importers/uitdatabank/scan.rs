//! Where a JSON value ends, byte by byte, without reading it.

/// What one byte meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It goes on.
    Inside,
    /// The value ended with this byte.
    End,
    /// The value should have ended before this byte: it closes what lies around the value.
    EndedBefore,
    /// A member's name of the outermost object ended with this byte.
    Name,
}

/// Follows one object or list. Brackets that do not match are forgiven as far as that tells where
/// the value ends: reading it will refuse it.
#[derive(Debug, Default)]
pub(super) struct Scan {
    open: Vec<u8>,
    within: Within,
    /// In the outermost object: whether the next string is a name.
    expects_name: bool,
}

/// What the position lies in.
#[derive(Debug, Default, Clone, Copy)]
enum Within {
    #[default]
    Structure,
    /// A string: a name of the outermost object, or not.
    Text { is_name: bool },
    /// A string, after a backslash.
    Escape { is_name: bool },
}

impl Scan {
    pub(super) fn step(&mut self, byte: u8) -> Step {
        match (self.within, byte) {
            (Within::Structure, byte) => return self.structure(byte),
            (Within::Text { is_name }, b'\\') => self.within = Within::Escape { is_name },
            (Within::Text { is_name }, b'"') => {
                self.within = Within::Structure;
                if is_name {
                    return Step::Name;
                }
            }
            (Within::Text { .. }, _) => {}
            (Within::Escape { is_name }, _) => self.within = Within::Text { is_name },
        }
        Step::Inside
    }

    fn structure(&mut self, byte: u8) -> Step {
        match byte {
            b'"' => {
                let is_name = self.open.as_slice() == b"{" && self.expects_name;
                self.within = Within::Text { is_name };
            }
            b'{' | b'[' => {
                self.open.push(byte);
                self.expects_name = true;
            }
            b':' if self.open.len() == 1 => self.expects_name = false,
            b',' if self.open.len() == 1 => self.expects_name = true,
            b'}' => return self.close(b'{'),
            b']' => return self.close(b'['),
            _ => {}
        }
        Step::Inside
    }

    fn close(&mut self, opening: u8) -> Step {
        match self.open.iter().rposition(|open| *open == opening) {
            Some(at) => self.open.truncate(at),
            None => return Step::EndedBefore,
        }
        // What follows in the outermost object begins with a comma.
        self.expects_name = false;
        if self.open.is_empty() {
            Step::End
        } else {
            Step::Inside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> Option<(usize, Step)> {
        let mut scan = Scan::default();
        text.bytes().enumerate().find_map(|(at, byte)| {
            let step = scan.step(byte);
            matches!(step, Step::End | Step::EndedBefore).then_some((at, step))
        })
    }

    #[test]
    fn values_end_where_they_end() {
        assert_eq!(end(r#"{"a":"}\"}","b":[{}]} {"#), Some((20, Step::End)));
        assert_eq!(end(r#"{"a":[1}, {"b":2}]"#), Some((7, Step::End)));
        assert_eq!(end(r#"{"a":{"x":1}]"#), Some((12, Step::EndedBefore)));
        assert_eq!(end(r#"{"a":1"#), None);
    }

    #[test]
    fn names_are_those_of_the_outermost_object() {
        let text = r#"{"a":"b","c":{"d":1,"e":["f"]},"g":1}"#;
        let mut scan = Scan::default();
        let ends: Vec<usize> = text
            .bytes()
            .enumerate()
            .filter_map(|(at, byte)| (scan.step(byte) == Step::Name).then_some(at))
            .collect();
        let names: Vec<&str> = ends.iter().map(|at| &text[at - 1..*at]).collect();
        assert_eq!(names, ["a", "c", "g"]);
    }
}
