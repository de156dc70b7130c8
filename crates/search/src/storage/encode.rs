//! From a document to the fields of the index.

use std::collections::HashMap;

use goesting_core::fold::fold;
use goesting_core::reference::territories;
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpportunityKind;
use goesting_types::place::{Place, Point, Whereabouts};
use goesting_types::text::LocalizedText;
use tantivy::TantivyDocument;

use super::facts::{self, Facts, FactsOf};
use super::moments::{Moment, Opening};
use super::schema::{Fields, Masked, bit};
use super::stored::{StoredHit, encode_sessions};
use crate::analysis::forms::{self, term};
use crate::analysis::kind;
use crate::analysis::stop::is_stop;
use crate::analysis::words::words;
use crate::document::Document;
use crate::vocabulary::Interests;

/// The fields of a document.
pub(crate) fn encode(
    document: &Document,
    fields: &Fields,
    interests: &Interests,
) -> serde_json::Result<TantivyDocument> {
    let content = &document.content;
    let mut row = TantivyDocument::new();
    let (high, low) = document.id.uuid().as_u64_pair();
    row.add_bytes(fields.id, document.id.uuid().as_bytes());
    row.add_u64(fields.id_high, high);
    row.add_u64(fields.id_low, low);
    row.add_u64(fields.facts, facts_of(document).0);
    row.add_u64(
        fields.location,
        facts::location(point(&content.whereabouts)),
    );
    row.add_u64(fields.price, facts::price(&content.pricing));
    let opening = content.opening_hours.as_ref();
    row.add_u64(
        fields.opening,
        opening.map_or(Opening::NEVER, Opening::pack).0,
    );
    let municipality = content.whereabouts.territory();
    row.add_u64(
        fields.municipality,
        municipality
            .and_then(|id| id.as_str().parse().ok())
            .unwrap_or(0),
    );
    let mut slugs: Vec<&str> = content.interests.iter().map(InterestId::as_str).collect();
    slugs.extend(
        content
            .interests
            .iter()
            .filter_map(|id| interests.theme_of(id.as_str())),
    );
    add_labels(&mut row, fields.interests, slugs);
    let languages = content.languages.iter().map(String::as_str).collect();
    add_labels(&mut row, fields.languages, languages);
    let actors: Vec<String> = document
        .actors
        .iter()
        .map(|of| of.actor.id.to_string())
        .collect();
    add_labels(
        &mut row,
        fields.actors,
        actors.iter().map(String::as_str).collect(),
    );

    let mut moments: Vec<_> = document
        .sessions
        .iter()
        .filter_map(|session| Moment::pack(session).map(|moment| (moment, session)))
        .collect();
    moments.sort_by_key(|(moment, session)| (*moment, session.id));
    for (moment, _) in &moments {
        row.add_u64(fields.sessions, moment.0);
    }
    row.add_bytes(
        fields.moments,
        &encode_sessions(moments.iter().map(|(_, session)| *session)),
    );
    row.add_bytes(fields.hit, &serde_json::to_vec(&StoredHit::of(document))?);
    row.add_bytes(fields.story, &serde_json::to_vec(&content.description)?);
    row.add_text(fields.words, terms_of(document, interests).into_value());
    Ok(row)
}

fn add_labels(row: &mut TantivyDocument, field: tantivy::schema::Field, mut labels: Vec<&str>) {
    labels.sort_unstable();
    labels.dedup();
    for label in labels {
        row.add_text(field, label);
    }
}

fn facts_of(document: &Document) -> Facts {
    let content = &document.content;
    let title_words = content
        .title
        .pick(Lang::Nl)
        .map_or(1, |(_, title)| words(title).count());
    Facts::pack(&FactsOf {
        kind: content.kind,
        formality: content.formality,
        pricing: &content.pricing,
        belgium: is_in_belgium(&content.whereabouts),
        flags: &document.flags,
        ages: content.ages,
        title_words,
    })
}

/// Where it lies: its own point, else its municipality's.
pub(crate) fn point(whereabouts: &Whereabouts) -> Option<Point> {
    let municipality = || {
        let id = whereabouts.territory()?;
        Some(territories::territory(id.as_str())?.point)
    };
    whereabouts
        .place()
        .and_then(|place| place.point)
        .or_else(municipality)
}

fn is_in_belgium(whereabouts: &Whereabouts) -> bool {
    whereabouts.territory().is_some()
        || whereabouts
            .place()
            .is_some_and(|place| place.country.eq_ignore_ascii_case("BE"))
}

/// Terms with their fields' bits.
#[derive(Default)]
struct Terms(HashMap<String, u8>);

impl Terms {
    fn add(&mut self, term: String, bits: u8) {
        *self.0.entry(term).or_default() |= bits;
    }

    fn text(&mut self, text: &str, lang: Lang, bits: u8) {
        for word in words(text) {
            self.word(&word.lower(), lang, bits);
            for piece in word.pieces() {
                self.word(&piece, lang, bits);
            }
        }
    }

    fn word(&mut self, lower: &str, lang: Lang, bits: u8) {
        if is_stop(&fold(lower), lang) {
            // In a title or a name it can be looked for, but has no other forms.
            if bits & (bit::SUMMARY | bit::DESCRIPTION) == 0 {
                self.add(term(kind::EXACT, &fold(lower)), bits);
            }
            return;
        }
        forms::terms(lower, lang, |term| self.add(term, bits));
    }

    fn localized(&mut self, text: &LocalizedText, bits: u8) {
        for (lang, text) in text.iter() {
            self.text(text, lang, bits);
        }
    }
}

fn terms_of(document: &Document, interests: &Interests) -> Masked {
    let content = &document.content;
    let mut terms = Terms::default();
    terms.localized(&content.title, bit::TITLE);
    terms.localized(&content.summary, bit::SUMMARY);
    terms.localized(&content.description, bit::DESCRIPTION);
    if let Some(first) = content.interests.first() {
        terms.add(term(kind::LEAD, first.as_str()), bit::INTEREST);
    }
    for id in &content.interests {
        terms.add(term(kind::INTEREST, id.as_str()), bit::INTEREST);
        if let Some(theme) = interests.theme_of(id.as_str()) {
            terms.add(term(kind::THEME, theme), bit::INTEREST);
        }
    }
    for word in &content.free_words {
        terms.text(word, Lang::Nl, bit::INTEREST);
    }
    for actor in &document.actors {
        terms.text(&actor.actor.name, Lang::Nl, bit::ACTOR);
        terms.text(
            actor.credit.as_deref().unwrap_or_default(),
            Lang::Nl,
            bit::ACTOR,
        );
    }
    if let Some(place) = content.whereabouts.place() {
        let Place {
            name,
            locality,
            postcode,
            ..
        } = place;
        for text in [name, locality, postcode].into_iter().flatten() {
            terms.text(text, Lang::Nl, bit::PLACE);
        }
    }
    if let Some(territory) = content
        .whereabouts
        .territory()
        .and_then(|id| territories::territory(id.as_str()))
    {
        for (lang, name) in territory.names.iter() {
            terms.text(name, lang, bit::PLACE);
        }
    }
    // What the card says without words.
    for (lang, word) in kind_words(content.kind) {
        terms.text(word, *lang, bit::DESCRIPTION);
    }
    if content.pricing.is_free() {
        for (lang, word) in FREE_WORDS {
            terms.text(word, *lang, bit::DESCRIPTION);
        }
    }
    if content.whereabouts.is_online() {
        terms.text("online on-line", Lang::Nl, bit::DESCRIPTION);
    }
    let mut masked = Masked::default();
    for (term, bits) in &terms.0 {
        masked.push(term, *bits);
    }
    masked
}

const FREE_WORDS: &[(Lang, &str)] = &[
    (Lang::Nl, "gratis"),
    (Lang::En, "free"),
    (Lang::Fr, "gratuit"),
    (Lang::De, "kostenlos"),
];

/// What people call this kind, where they have a word for it.
fn kind_words(kind: OpportunityKind) -> &'static [(Lang, &'static str)] {
    match kind {
        OpportunityKind::HelpOut => &[
            (Lang::Nl, "vrijwilliger meehelpen"),
            (Lang::En, "volunteer"),
            (Lang::Fr, "bénévole"),
            (Lang::De, "ehrenamtlich"),
        ],
        OpportunityKind::Workshop => &[(Lang::Nl, "workshop"), (Lang::Fr, "atelier")],
        OpportunityKind::Visit => &[
            (Lang::Nl, "bezoek"),
            (Lang::En, "visit"),
            (Lang::Fr, "visite"),
            (Lang::De, "besuch"),
        ],
        OpportunityKind::Shadow => &[(Lang::Nl, "meelopen")],
        OpportunityKind::Course => &[
            (Lang::Nl, "cursus"),
            (Lang::En, "course"),
            (Lang::Fr, "cours"),
            (Lang::De, "kurs"),
        ],
        OpportunityKind::Club => &[(Lang::Nl, "club"), (Lang::De, "verein")],
        OpportunityKind::Talk => &[
            (Lang::Nl, "lezing"),
            (Lang::En, "talk"),
            (Lang::Fr, "conférence"),
            (Lang::De, "vortrag"),
        ],
        OpportunityKind::DoAlong | OpportunityKind::Online | OpportunityKind::OnRequest => &[],
    }
}
