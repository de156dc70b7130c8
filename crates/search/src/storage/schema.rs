//! The fields of the index.

use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Goes up whenever what is written changes its meaning; the directory's name carries it.
pub(crate) const VERSION: u32 = 5;

/// Name of the tokenizer that reads [`Masked`] values.
const MASKS: &str = "masks";

/// Where in a document a term stands: the frequency of a term is the sum of these bits, so that
/// one posting list tells all fields.
pub(crate) mod bit {
    /// In the description.
    pub(crate) const DESCRIPTION: u8 = 1;
    /// In the names of its place.
    pub(crate) const PLACE: u8 = 2;
    /// In the summary.
    pub(crate) const SUMMARY: u8 = 4;
    /// In an actor's name.
    pub(crate) const ACTOR: u8 = 8;
    /// Among its interests and free words.
    pub(crate) const INTEREST: u8 = 16;
    /// In the title.
    pub(crate) const TITLE: u8 = 32;
    /// Every field.
    pub(crate) const ANY: u8 = 63;
    /// Not a field: the word is only written much alike.
    pub(crate) const SIMILAR: u8 = 64;
}

/// The fields by name.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// The schema they belong to.
    pub(crate) schema: Schema,
    /// The id's 16 bytes, to delete by.
    pub(crate) id: Field,
    /// The id's first eight bytes.
    pub(crate) id_high: Field,
    /// The id's last eight bytes.
    pub(crate) id_low: Field,
    /// All terms, see [`bit`].
    pub(crate) words: Field,
    /// See [`super::facts::Facts`].
    pub(crate) facts: Field,
    /// See [`super::facts::location`].
    pub(crate) location: Field,
    /// See [`super::facts::price`].
    pub(crate) price: Field,
    /// See [`super::moments::Opening`].
    pub(crate) opening: Field,
    /// NIS code of the municipality as a number; 0 for none.
    pub(crate) municipality: Field,
    /// Interests and their themes.
    pub(crate) interests: Field,
    /// Languages spoken.
    pub(crate) languages: Field,
    /// Actors.
    pub(crate) actors: Field,
    /// See [`super::moments::Moment`], ascending.
    pub(crate) sessions: Field,
    /// See [`super::stored::StoredHit`].
    pub(crate) hit: Field,
    /// The description.
    pub(crate) story: Field,
    /// See [`super::stored::encode_sessions`].
    pub(crate) moments: Field,
}

impl Fields {
    /// The fields of this version.
    pub(crate) fn new() -> Self {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(MASKS)
                .set_index_option(IndexRecordOption::WithFreqs)
                .set_fieldnorms(false),
        );
        let labels = TextOptions::default().set_fast(tantivy::tokenizer::RAW_TOKENIZER_NAME);
        let id = schema.add_bytes_field("id", INDEXED);
        let words = schema.add_text_field("words", words);
        let mut number = |name| schema.add_u64_field(name, tantivy::schema::FAST);
        let id_high = number("id_high");
        let id_low = number("id_low");
        let facts = number("facts");
        let location = number("location");
        let price = number("price");
        let opening = number("opening");
        let municipality = number("municipality");
        let sessions = number("sessions");
        let interests = schema.add_text_field("interests", labels.clone());
        let languages = schema.add_text_field("languages", labels.clone());
        let actors = schema.add_text_field("actors", labels);
        let hit = schema.add_bytes_field("hit", STORED);
        let story = schema.add_bytes_field("story", STORED);
        let moments = schema.add_bytes_field("moments", STORED);
        Self {
            schema: schema.build(),
            id,
            id_high,
            id_low,
            words,
            facts,
            location,
            price,
            opening,
            municipality,
            interests,
            languages,
            actors,
            sessions,
            hit,
            story,
            moments,
        }
    }

    /// Makes an open index read the `words` field the right way.
    pub(crate) fn register(index: &tantivy::Index) {
        index.tokenizers().register(MASKS, Masks::default());
    }
}

/// Terms with the fields they stand in, as one value of the `words` field: each term, a
/// separator, and its bits as a character above the controls.
#[derive(Debug, Default)]
pub(crate) struct Masked(String);

const SEPARATOR: char = '\u{1f}';
const BASE: u32 = 0x20;

impl Masked {
    /// Adds a term.
    pub(crate) fn push(&mut self, term: &str, bits: u8) {
        self.0.push_str(term);
        self.0.push(SEPARATOR);
        self.0
            .push(char::from_u32(BASE + u32::from(bits)).unwrap_or(' '));
    }

    /// The value.
    pub(crate) fn into_value(self) -> String {
        self.0
    }
}

/// Gives each term of a [`Masked`] value as often as its bits say.
#[derive(Debug, Clone, Default)]
struct Masks {
    token: Token,
}

struct MaskStream<'a> {
    rest: &'a str,
    again: u32,
    token: &'a mut Token,
}

impl Tokenizer for Masks {
    type TokenStream<'a> = MaskStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> MaskStream<'a> {
        self.token.reset();
        MaskStream {
            rest: text,
            again: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for MaskStream<'_> {
    fn advance(&mut self) -> bool {
        while self.again == 0 {
            let Some((term, rest)) = self.rest.split_once(SEPARATOR) else {
                return false;
            };
            let mut characters = rest.chars();
            let bits = characters.next().map_or(0, u32::from).saturating_sub(BASE);
            self.rest = characters.as_str();
            self.again = bits;
            self.token.text.clear();
            self.token.text.push_str(term);
        }
        self.again -= 1;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_comes_as_often_as_its_bits_say() {
        let mut value = Masked::default();
        value.push("wnaaien", bit::SUMMARY | bit::DESCRIPTION);
        value.push("nnaai", bit::PLACE);
        value.push("never", 0);
        let value = value.into_value();
        let mut masks = Masks::default();
        let mut stream = masks.token_stream(&value);
        let mut seen = Vec::new();
        while stream.advance() {
            seen.push(stream.token().text.clone());
        }
        assert_eq!(seen.iter().filter(|term| *term == "wnaaien").count(), 5);
        assert_eq!(seen.iter().filter(|term| *term == "nnaai").count(), 2);
        assert_eq!(seen.len(), 7);
    }
}
