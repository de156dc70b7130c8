//! An event, and a place worth a visit, as an opportunity.

use chrono::{DateTime, Utc};
use goesting_types::actor::Contact;
use goesting_types::card::LowThresholdCard;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{Formality, OpportunityContent, OpportunityKind, Recognition};
use goesting_types::place::Whereabouts;
use goesting_types::text::LocalizedText;
use serde_json::Value;

use super::calendar::Calendar;
use super::document::{DocumentKind, checked_kind};
use super::place::Found;
use super::terms::Terms;
use super::{
    actor, ages, calendar, contact, hours, json, pictures, place, practical, price, texts, time,
};
use crate::import::complete::{Access, Index, Told};
use crate::import::model::{
    ActorRef, ExternalId, ImportedActor, ImportedOpportunity, Note, NoteCode,
};
use crate::import::skip::{SkipCode, SkipReason};
use crate::import::{html, words};

const MAX_TITLE: usize = 120;
const MAX_SUMMARY: usize = 300;
const MAX_DESCRIPTION: usize = 5000;
const MAX_SAME_AS: usize = 20;
const MAX_FAQS: usize = 20;

/// Maps an event, or a place worth a visit, at an instant: `now` decides whether it is published
/// yet and, for birth dates without a date of the event, which ages fit.
///
/// # Errors
/// Why it is no opportunity: see [`SkipCode`]. A place of a type that only ever is a location is
/// [`SkipCode::NoEventType`].
pub fn opportunity(
    document: &Value,
    id: &ExternalId,
    index: &Index,
    now: DateTime<Utc>,
) -> Result<ImportedOpportunity, SkipReason> {
    let is_place = match checked_kind(document)? {
        DocumentKind::Event => false,
        DocumentKind::Place => true,
        DocumentKind::Organiser | DocumentKind::Page => {
            return Err(SkipReason::new(SkipCode::UnknownKind));
        }
    };
    published(document, now)?;

    let main = texts::main_lang(document);
    let mut notes = Vec::new();
    let title = texts::lines(document.get("name"), main, MAX_TITLE, &mut notes);
    if title.is_blank() {
        return Err(SkipReason::new(SkipCode::NoTitle));
    }
    let terms = Terms::of(document);
    if !terms.has_event_type() || (is_place && !terms.is_place_to_visit()) {
        return Err(SkipReason::new(SkipCode::NoEventType));
    }
    let found = if is_place {
        own_place(document, main, &mut notes)?
    } else {
        place::whereabouts(document, main, &mut notes)?
    };
    let calendar = calendar::calendar(document, main, now, &mut notes)?;
    let actor = match (actor::organiser(document, main), is_place) {
        // Who runs a house that says no more is called after the house.
        (ActorRef::Unknown, true) => house(document, main),
        (actor, _) => actor,
    };
    let pictures = pictures::pictures(document, main, &title);
    let read = Read {
        document,
        main,
        terms: &terms,
        title,
        calendar: &calendar,
    };
    let content = read.content(found.whereabouts, now, &mut notes);
    let told = Told {
        location: found.location,
        actor,
        contact: contact::contact(document),
        access: Access {
            wheelchair: content.card.wheelchair,
            accessible_toilet: content.card.accessible_toilet,
        },
        sort: content
            .summary
            .is_blank()
            .then(|| terms.type_label().unwrap_or_default().to_owned()),
    };
    let over_at = earliest(calendar.over_at, available_to(document, &mut notes));
    let mut opportunity = ImportedOpportunity {
        id: id.clone(),
        url: json::text_of(document, "@id").and_then(|id| json::web_address(&id)),
        same_as: same_as(document),
        main_lang: main,
        content,
        told: Some(told),
        awaits_place: None,
        actor: ActorRef::Unknown,
        availability: calendar.availability,
        sessions: calendar.sessions,
        over_at,
        pictures,
        notes,
    };
    opportunity.complete(index);
    Ok(opportunity)
}

/// Whether the source shows it to everybody, now (DOMAIN §2: a missing status counts as approved).
fn published(document: &Value, now: DateTime<Utc>) -> Result<(), SkipReason> {
    let status = json::text_of(document, "workflowStatus").unwrap_or_default();
    let refused = match status.to_ascii_uppercase().as_str() {
        "DRAFT" => Some(SkipCode::Draft),
        "READY_FOR_VALIDATION" => Some(SkipCode::AwaitsValidation),
        "REJECTED" => Some(SkipCode::Rejected),
        "DELETED" => Some(SkipCode::Deleted),
        _ => None,
    };
    if let Some(code) = refused {
        return Err(SkipReason::new(code));
    }
    for audience in json::list(document, "audience") {
        let kind = json::word(audience, "audienceType").unwrap_or_default();
        match kind.as_str() {
            "education" => return Err(SkipReason::new(SkipCode::AudienceEducation)),
            "members" => return Err(SkipReason::new(SkipCode::AudienceMembers)),
            _ => {}
        }
    }
    let from = json::text_of(document, "availableFrom").and_then(|text| time::moment(&text));
    match from {
        Some(from) if from.utc > now => Err(SkipReason::with(
            SkipCode::NotYetAvailable,
            from.local.date(),
        )),
        _ => Ok(()),
    }
}

/// Until when the source shows it: for a course, until it starts.
fn available_to(document: &Value, notes: &mut Vec<Note>) -> Option<DateTime<Utc>> {
    let text = json::text_of(document, "availableTo")?;
    let moment = time::moment(&text);
    if moment.is_none() {
        notes.push(Note {
            code: NoteCode::DateLeftOut,
            found: words::cut(&text, 60).0,
        });
    }
    moment.map(|moment| moment.utc)
}

fn earliest(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    [one, other].into_iter().flatten().min()
}

fn same_as(document: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let all = ["sameAs", "seeAlso"]
        .iter()
        .flat_map(|key| json::list(document, key));
    for address in all.filter_map(|value| json::web_address(&json::text(Some(value))?)) {
        if !found.contains(&address) {
            found.push(address);
        }
    }
    found.truncate(MAX_SAME_AS);
    found
}

fn own_place(document: &Value, main: Lang, notes: &mut Vec<Note>) -> Result<Found, SkipReason> {
    let place = place::place(document, main, notes)
        .filter(|place| place.postcode.is_some() || place.locality.is_some())
        .ok_or_else(|| SkipReason::new(SkipCode::NoPlace))?;
    Ok(Found {
        whereabouts: Whereabouts::InPerson { place },
        location: None,
    })
}

fn house(document: &Value, main: Lang) -> ActorRef {
    actor::actor(document, main).map_or(ActorRef::Unknown, |actor| {
        ActorRef::Known(Box::new(ImportedActor {
            about: LocalizedText::default(),
            ..actor
        }))
    })
}

/// What has been read, for the parts that need several of them.
struct Read<'a> {
    document: &'a Value,
    main: Lang,
    terms: &'a Terms,
    title: LocalizedText,
    calendar: &'a Calendar,
}

impl Read<'_> {
    /// What it says of itself, before what it refers to completes it.
    fn content(
        &self,
        whereabouts: Whereabouts,
        now: DateTime<Utc>,
        notes: &mut Vec<Note>,
    ) -> OpportunityContent {
        let description = texts::paragraphs(self.document.get("description"), self.main, notes);
        let today = time::Moment::from_utc(now).local.date();
        let first_day = self.calendar.first_day().unwrap_or(today);
        let mut card = LowThresholdCard {
            child_care: hours::has_childcare(self.document),
            ..LowThresholdCard::default()
        };
        self.terms.mark(&mut card);
        OpportunityContent {
            title: self.title.clone(),
            summary: lead(&description),
            kind: self.kind(&whereabouts),
            interests: self.terms.interests(),
            free_words: self.terms.free_words(self.document),
            whereabouts,
            opening_hours: self.calendar.hours.clone(),
            ages: ages::ages(self.document, first_day, notes),
            // `languages` at the source are those of its texts, not the ones spoken there.
            languages: Vec::new(),
            pricing: price::pricing(self.document, self.main, notes),
            formality: Formality::NonFormal,
            recognition: Recognition::None,
            card,
            contact: Contact::default(),
            description: self.description(description, notes),
        }
    }

    fn kind(&self, whereabouts: &Whereabouts) -> OpportunityKind {
        match whereabouts {
            Whereabouts::Online { .. } => OpportunityKind::Online,
            Whereabouts::InPerson { .. }
            | Whereabouts::Mixed { .. }
            | Whereabouts::OnRequest { .. } => self.terms.kind(self.calendar.sessions.len() > 1),
        }
    }

    /// The description, then questions and answers, then for whom it is and when one books, then
    /// the days that differ from the hours.
    fn description(&self, mut texts: LocalizedText, notes: &mut Vec<Note>) -> LocalizedText {
        let mut langs: Vec<Lang> = texts.iter().map(|(lang, _)| lang).collect();
        if langs.is_empty() {
            langs.push(self.main);
        }
        for lang in langs {
            let mut whole = texts.get(lang).unwrap_or_default().to_owned();
            let more = self
                .faqs(lang)
                .into_iter()
                .chain(Some(practical::lines(self.document, lang).join("\n")))
                .chain(Some(
                    hours::differing_days(self.document, self.main, lang).join("\n"),
                ))
                .filter(|part| !part.is_empty());
            for part in more {
                if !whole.is_empty() {
                    whole.push_str("\n\n");
                }
                whole.push_str(&part);
            }
            if !whole.is_empty() {
                let whole = texts::cut(&whole, MAX_DESCRIPTION, notes);
                texts = texts.with(lang, whole);
            }
        }
        texts
    }

    fn faqs(&self, lang: Lang) -> Vec<String> {
        json::list(self.document, "faqs")
            .into_iter()
            .take(MAX_FAQS)
            .filter_map(|faq| {
                let faq = faq.get(lang.as_str())?;
                let part = |key| {
                    json::text_of(faq, key)
                        .map(|text| html::to_line(&text))
                        .filter(|text| !text.is_empty())
                };
                Some(format!("{}\n{}", part("question")?, part("answer")?))
            })
            .collect()
    }
}

/// The first sentences of the description, in each of its languages.
fn lead(description: &LocalizedText) -> LocalizedText {
    description
        .iter()
        .map(|(lang, text)| (lang, words::first_sentences(text, MAX_SUMMARY)))
        .filter(|(_, lead)| !lead.is_empty())
        .fold(LocalizedText::default(), |all, (lang, lead)| {
            all.with(lang, lead)
        })
}
