//! What differs between two versions of an opportunity, part by part.

use goesting_i18n::{Label, Message, msg};
use goesting_types::card::CardFlag;
use goesting_types::opportunity::{OpportunityContent, OpportunityUpdate};
use goesting_types::text::LocalizedText;

use crate::i18n::{I18n, capital, price, words};
use crate::vocabulary::{Vocab, interest_name};

macro_rules! parts {
    ($( $part:ident $field:ident, )+) => {
        /// A part that is edited, sent and compared whole.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Part {
            /// When the door is open.
            Hours,
            $( #[doc = stringify!($field)] $part, )+
        }

        /// The parts that differ.
        pub fn changed(one: &OpportunityContent, other: &OpportunityContent) -> Vec<Part> {
            let mut parts = Vec::new();
            $( if one.$field != other.$field { parts.push(Part::$part); } )+
            if one.opening_hours != other.opening_hours {
                parts.push(Part::Hours);
            }
            parts
        }

        /// Puts one part of a version into another.
        pub fn take(part: Part, from: &OpportunityContent, into: &mut OpportunityContent) {
            match part {
                Part::Hours => into.opening_hours.clone_from(&from.opening_hours),
                $( Part::$part => into.$field.clone_from(&from.$field), )+
            }
        }

        /// What to send so that `was` becomes `now`; nothing when it is that already.
        pub fn update(
            was: &OpportunityContent,
            now: &OpportunityContent,
        ) -> Option<OpportunityUpdate> {
            let parts = changed(was, now);
            if parts.is_empty() {
                return None;
            }
            Some(OpportunityUpdate {
                $( $field: parts.contains(&Part::$part).then(|| now.$field.clone()), )+
                // No spans take them away.
                opening_hours: parts
                    .contains(&Part::Hours)
                    .then(|| now.opening_hours.clone().unwrap_or_default()),
            })
        }
    };
}

parts! {
    Title title,
    Summary summary,
    Description description,
    Kind kind,
    Interests interests,
    FreeWords free_words,
    Whereabouts whereabouts,
    Ages ages,
    Languages languages,
    Pricing pricing,
    Formality formality,
    Recognition recognition,
    Card card,
    Contact contact,
}

impl Part {
    /// What it is called in the form.
    pub fn name(self) -> Message {
        match self {
            Self::Title => msg!(partner.form.name),
            Self::Summary => msg!(partner.form.summary),
            Self::Description => msg!(partner.form.description),
            Self::Kind => msg!(opportunity.about),
            Self::Interests => msg!(partner.form.interests),
            Self::FreeWords => msg!(partner.form.words),
            Self::Whereabouts => msg!(opportunity.place),
            Self::Hours => msg!(opportunity.open_door),
            Self::Ages => msg!(opportunity.ages),
            Self::Languages => msg!(opportunity.languages),
            Self::Pricing => msg!(opportunity.price),
            Self::Formality => msg!(partner.form.formality),
            Self::Recognition => msg!(opportunity.recognition),
            Self::Card => msg!(opportunity.first.title),
            Self::Contact => msg!(opportunity.ask),
        }
    }
}

/// What a version says in one part, in a few words; followed.
pub fn said(i18n: I18n, vocabulary: Vocab, part: Part, content: &OpportunityContent) -> String {
    let all = |texts: Vec<String>| texts.join(" · ");
    let text = |text: &LocalizedText| words(i18n, text);
    match part {
        Part::Title => text(&content.title),
        Part::Summary => text(&content.summary),
        Part::Description => text(&content.description),
        Part::Kind => i18n.label(content.kind),
        Part::Interests => all(content
            .interests
            .iter()
            .map(|id| interest_name(i18n, vocabulary, id))
            .collect()),
        Part::FreeWords => all(content.free_words.clone()),
        Part::Whereabouts => match content.whereabouts.place() {
            Some(place) => place.in_one_line(),
            None if content.whereabouts.is_online() => {
                capital(&i18n.text(&msg!(common.when.online)))
            }
            None => capital(&i18n.text(&msg!(common.when.on_request))),
        },
        Part::Hours => all(content
            .opening_hours
            .iter()
            .flat_map(|hours| &hours.spans)
            .map(|span| {
                let times = i18n.format().times(span.opens, span.closes);
                format!(
                    "{} {times}",
                    i18n.label(goesting_types::search::Day::from(span.weekday))
                )
            })
            .collect()),
        Part::Ages => {
            let age = |age: Option<u8>| age.map_or_else(|| "…".to_owned(), |age| age.to_string());
            format!("{} – {}", age(content.ages.from), age(content.ages.to))
        }
        Part::Languages => all(content.languages.clone()),
        Part::Pricing => capital(
            &price(i18n, &content.pricing)
                .unwrap_or_else(|| i18n.text(&msg!(opportunity.price_unknown))),
        ),
        Part::Formality => i18n.label(content.formality),
        Part::Recognition => i18n.label(content.recognition),
        Part::Card => {
            let card = &content.card;
            let welcomer = card.welcomer.iter().map(|one| one.first_name.clone());
            let flags = goesting_core::opportunity::card_flags(content);
            let flags = flags
                .into_iter()
                .map(|flag: CardFlag| i18n.text(&flag.label()));
            let steps = card.first_minutes.iter().map(text);
            all(welcomer.chain(flags).chain(steps).collect())
        }
        Part::Contact => {
            let contact = &content.contact;
            let ways = [
                &contact.first_name,
                &contact.phone,
                &contact.email,
                &contact.url,
            ];
            all(ways.into_iter().flatten().cloned().collect())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::pages::partner::sheet::Sheet;
    use goesting_types::lang::Lang;
    use goesting_types::opportunity::OpeningHours;

    #[test]
    fn only_what_changed_is_sent_and_hours_can_go() {
        let was = Sheet::blank(goesting_types::actor::Contact::default()).content;
        assert_eq!(update(&was, &was), None);
        let mut now = was.clone();
        now.title = LocalizedText::own(Lang::Nl, "Samen naaien");
        now.opening_hours = Some(OpeningHours::default());
        let sent = update(&was, &now).unwrap();
        assert_eq!(sent.title.as_ref(), Some(&now.title));
        assert!(sent.summary.is_none() && sent.card.is_none());
        let back = update(&now, &was).unwrap();
        assert_eq!(back.opening_hours, Some(OpeningHours::default()));
    }

    #[test]
    fn one_part_is_taken_and_no_other() {
        let mine = Sheet::blank(goesting_types::actor::Contact::default()).content;
        let mut theirs = mine.clone();
        theirs.title = LocalizedText::own(Lang::Nl, "Samen naaien");
        theirs.free_words = vec!["draad".to_owned()];
        let mut merged = mine.clone();
        take(Part::Title, &theirs, &mut merged);
        assert_eq!(changed(&mine, &merged), [Part::Title]);
        assert_eq!(changed(&theirs, &merged), [Part::FreeWords]);
    }
}
