//! From text to terms: the same way for documents and for questions.
//!
//! A word of a text leaves its exact folded form, its stems in the language of the text, and, in
//! Dutch, the parts of a compound. Each kind of term has a letter of its own in front, so that
//! they share one dictionary without being taken for each other.

pub(crate) mod dutch;
pub(crate) mod forms;
pub(crate) mod stop;
pub(crate) mod words;

/// The kinds of terms, by the letter in front of them.
pub(crate) mod kind {
    /// The word as written, folded.
    pub(crate) const EXACT: char = 'w';
    /// A Dutch stem.
    pub(crate) const DUTCH: char = 'n';
    /// An English stem.
    pub(crate) const ENGLISH: char = 'e';
    /// A French stem.
    pub(crate) const FRENCH: char = 'f';
    /// A German stem.
    pub(crate) const GERMAN: char = 'd';
    /// A part of a Dutch compound.
    pub(crate) const PART: char = 'c';
    /// An interest, by its slug.
    pub(crate) const INTEREST: char = 'i';
    /// The interest a document names first, by its slug.
    pub(crate) const LEAD: char = 'l';
    /// A theme, by its slug.
    pub(crate) const THEME: char = 't';
}
