//! Cutting a text into words.

use std::ops::Range;

/// Longer words are cut: nobody types them, and they would only fill the dictionary.
const MAX_LETTERS: usize = 40;

/// A word and where it stands. `e-bike` and `foto's` are one word with pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// As written.
    pub(crate) text: &'t str,
    /// Whether hyphens or apostrophes hold it together.
    pub(crate) joined: bool,
}

impl Word<'_> {
    /// Lower case, without what joins its pieces, at most [`MAX_LETTERS`] long.
    pub(crate) fn lower(&self) -> String {
        lower(self.text)
    }

    /// The pieces of a joined word that are words by themselves, in lower case.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = String> {
        self.text
            .split(is_joiner)
            .filter(|piece| self.joined && piece.chars().nth(1).is_some())
            .map(lower)
    }
}

fn lower(text: &str) -> String {
    text.chars()
        .filter(|character| !is_joiner(*character) && !is_mark(*character))
        .flat_map(char::to_lowercase)
        .take(MAX_LETTERS)
        .collect()
}

/// The words of a text in their order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The words of a text.
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(char::is_alphanumeric)?;
        let mut end = start;
        let mut joined = false;
        let mut characters = self.text.get(start..)?.char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let next_is_letter = || {
                let mut ahead = characters.clone();
                ahead.next().is_some_and(|(_, next)| next.is_alphanumeric())
            };
            if character.is_alphanumeric() || is_mark(character) {
                end = start + offset + character.len_utf8();
            } else if is_joiner(character) && next_is_letter() {
                joined = true;
            } else {
                break;
            }
        }
        self.at = end;
        Some(Word {
            range: start..end,
            text: self.text.get(start..end)?,
            joined,
        })
    }
}

fn is_joiner(character: char) -> bool {
    matches!(character, '-' | '\'' | '’' | '‐' | '‑')
}

/// Accents that follow their letter.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{0300}'..='\u{036f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        words(text).map(|word| word.lower()).collect()
    }

    #[test]
    fn words_are_letters_and_digits_held_together_by_hyphens_and_apostrophes() {
        assert_eq!(
            all("Foto's van e-bikes, (2x) – 3D!"),
            ["fotos", "van", "ebikes", "2x", "3d"]
        );
        assert_eq!(all("-naai- 'n l’atelier'"), ["naai", "n", "latelier"]);
        assert_eq!(all("🎸 + \u{7}\u{0}title:\"x\" OR *"), ["title", "x", "or"]);
        assert_eq!(all("cafe\u{301}"), ["cafe"]);
        assert_eq!(all("  …  "), Vec::<String>::new());
    }

    #[test]
    fn joined_words_have_pieces_and_endless_ones_an_end() {
        let pieces: Vec<_> = words("naai-atelier l'eau foto's")
            .flat_map(|word| word.pieces().collect::<Vec<_>>())
            .collect();
        assert_eq!(pieces, ["naai", "atelier", "eau", "foto"]);
        assert_eq!(all(&"x".repeat(9_000))[0].len(), MAX_LETTERS);
    }
}
