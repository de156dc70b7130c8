//! A text with `{name}` placeholders.

use std::collections::BTreeSet;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Placeholder(String),
}

/// A text whose placeholders were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

impl Template {
    /// Reads a text. A brace only ever opens or closes a placeholder; there is no escape, since
    /// no text of ours needs a brace.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("the text is empty".to_owned());
        }
        if text.trim() != text {
            return Err("the text begins or ends with white space".to_owned());
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (words, tail) = rest.split_at(at);
            if !words.is_empty() {
                pieces.push(Piece::Words(words.to_owned()));
            }
            let Some(tail) = tail.strip_prefix('{') else {
                return Err("a '}' without '{' before it".to_owned());
            };
            let Some((name, after)) = tail.split_once('}') else {
                return Err(format!("'{{{tail}' is never closed with a '}}'"));
            };
            if !is_name(name) {
                return Err(format!(
                    "'{{{name}}}' is not a placeholder; write {{name}} with small letters, \
                     digits and '_', and no word that Rust keeps for itself"
                ));
            }
            pieces.push(Piece::Placeholder(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The names between braces.
    pub fn names(&self) -> BTreeSet<&str> {
        self.pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Placeholder(name) => Some(name.as_str()),
                Piece::Words(_) => None,
            })
            .collect()
    }

    /// The text with every placeholder replaced by its place in `args`: what ships.
    pub fn numbered(&self, args: &[String]) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Placeholder(name) => {
                    let place = args.iter().position(|arg| arg == name);
                    format!("{{{}}}", place.unwrap_or(usize::MAX))
                }
            })
            .collect()
    }

    /// French keeps `? ! : ;` and guillemets on the line of the word they belong to. Authors
    /// type an ordinary space; what ships is a no-break space.
    pub fn with_french_spaces(mut self) -> Self {
        for piece in &mut self.pieces {
            if let Piece::Words(words) = piece {
                for sign in ['?', '!', ':', ';', '»'] {
                    *words = words.replace(&format!(" {sign}"), &format!("\u{a0}{sign}"));
                }
                *words = words.replace("« ", "«\u{a0}");
            }
        }
        self
    }
}

/// Whether `name` can be a part of a key or a placeholder: it becomes a Rust identifier.
pub fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&name)
}

/// Rust's strict and reserved words, as far as they are lower case.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
