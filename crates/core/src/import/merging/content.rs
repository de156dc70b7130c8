//! Content: the source's news comes in, what people changed here stays.

use goesting_types::actor::Contact;
use goesting_types::card::LowThresholdCard;
use goesting_types::opportunity::{AgeRange, OpportunityContent};
use goesting_types::price::Pricing;
use goesting_types::text::LocalizedText;

/// Ours where we changed it, else theirs.
pub(in crate::import) fn pick<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> T {
    if ours == base { theirs } else { ours }.clone()
}

/// Content with the source's news and our changes. Texts are looked at per language, card and
/// contact per entry; the rest as a whole.
#[must_use]
pub fn merged(
    base: &OpportunityContent,
    ours: &OpportunityContent,
    theirs: &OpportunityContent,
) -> OpportunityContent {
    let OpportunityContent {
        title,
        summary,
        description,
        kind,
        interests,
        free_words,
        whereabouts,
        opening_hours,
        ages,
        languages,
        pricing,
        formality,
        recognition,
        card,
        contact,
    } = ours;
    OpportunityContent {
        title: texts(&base.title, title, &theirs.title),
        summary: texts(&base.summary, summary, &theirs.summary),
        description: texts(&base.description, description, &theirs.description),
        kind: pick(&base.kind, kind, &theirs.kind),
        interests: pick(&base.interests, interests, &theirs.interests),
        free_words: pick(&base.free_words, free_words, &theirs.free_words),
        whereabouts: pick(&base.whereabouts, whereabouts, &theirs.whereabouts),
        opening_hours: pick(&base.opening_hours, opening_hours, &theirs.opening_hours),
        ages: pick(&base.ages, ages, &theirs.ages),
        languages: pick(&base.languages, languages, &theirs.languages),
        pricing: pick(&base.pricing, pricing, &theirs.pricing),
        formality: pick(&base.formality, formality, &theirs.formality),
        recognition: pick(&base.recognition, recognition, &theirs.recognition),
        card: merged_card(&base.card, card, &theirs.card),
        contact: merged_contact(&base.contact, contact, &theirs.contact),
    }
}

fn texts(base: &LocalizedText, ours: &LocalizedText, theirs: &LocalizedText) -> LocalizedText {
    let langs = ours.0.keys().chain(theirs.0.keys()).copied();
    let found = langs.filter_map(|lang| {
        let text = pick(&base.0.get(&lang), &ours.0.get(&lang), &theirs.0.get(&lang));
        Some((lang, text?.clone()))
    });
    LocalizedText(found.collect())
}

/// Each of these fields picked by itself. A field that is not named does not compile.
macro_rules! picked {
    ($name:ident, $type:ident { $($field:ident),+ $(,)? }) => {
        fn $name(base: &$type, ours: &$type, theirs: &$type) -> $type {
            let $type { $($field),+ } = ours;
            $type { $($field: pick(&base.$field, $field, &theirs.$field)),+ }
        }
    };
}

picked!(
    merged_card,
    LowThresholdCard {
        welcomer,
        buddy,
        free_try_out,
        no_sign_up,
        come_once,
        may_stop,
        atmosphere,
        group_size,
        bus_stop,
        child_care,
        wheelchair,
        accessible_toilet,
        nothing_to_bring,
        bring,
        first_minutes,
    }
);
picked!(
    merged_contact,
    Contact {
        first_name,
        phone,
        email,
        url,
    }
);

/// Content of an activity that a second source tells of too: ours, with what it leaves open filled
/// in from theirs.
#[must_use]
pub fn filled_in(ours: &OpportunityContent, theirs: &OpportunityContent) -> OpportunityContent {
    // Against an empty base, whatever is not empty in ours counts as ours.
    let open = OpportunityContent {
        title: LocalizedText::default(),
        summary: LocalizedText::default(),
        description: LocalizedText::default(),
        kind: ours.kind,
        interests: Vec::new(),
        free_words: Vec::new(),
        whereabouts: theirs.whereabouts.clone(),
        opening_hours: None,
        ages: AgeRange::default(),
        languages: Vec::new(),
        pricing: Pricing::default(),
        formality: ours.formality,
        recognition: ours.recognition,
        card: LowThresholdCard::default(),
        contact: Contact::default(),
    };
    OpportunityContent {
        kind: ours.kind,
        formality: ours.formality,
        recognition: ours.recognition,
        ..merged(&open, ours, theirs)
    }
}

/// What the sources of an activity say together: each fills in what those before it leave open.
pub fn together<'a>(
    sources: impl IntoIterator<Item = &'a OpportunityContent>,
) -> Option<OpportunityContent> {
    let sources = sources.into_iter().cloned();
    sources.reduce(|told, more| filled_in(&told, &more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::merging::tests::read;
    use goesting_types::lang::Lang;
    use serde_json::json;

    #[test]
    fn news_comes_in_and_our_changes_stay() {
        let base = read(&[]).content;
        let mut ours = base.clone();
        ours.title = ours.title.with(Lang::Fr, "Couture");
        ours.summary = LocalizedText::own(Lang::Nl, "Iedereen kan het.");
        ours.card.buddy = true;
        ours.contact.first_name = Some("An".to_owned());
        let theirs = read(&[
            ("name", json!({"nl": "Naaien voor beginners"})),
            ("description", json!({"nl": "Twee ritsen."})),
            ("terms", json!([{"id": "0.3.1.0.0"}, {"id": "3.23.1.0.0"}])),
            ("contactPoint", json!({"phone": ["09 765 43 21"]})),
        ])
        .content;
        let merged = merged(&base, &ours, &theirs);
        assert_eq!(merged.title.get(Lang::Nl), Some("Naaien voor beginners"));
        assert_eq!(merged.title.get(Lang::Fr), Some("Couture"));
        assert_eq!(merged.summary.get(Lang::Nl), Some("Iedereen kan het."));
        assert_eq!(merged.description.get(Lang::Nl), Some("Twee ritsen."));
        assert!(merged.card.buddy && merged.card.wheelchair);
        assert_eq!(merged.contact.first_name.as_deref(), Some("An"));
        assert_eq!(merged.contact.phone.as_deref(), Some("09 765 43 21"));
    }

    #[test]
    fn what_the_source_takes_back_goes_unless_it_is_ours() {
        let base = read(&[]).content;
        let theirs = read(&[("contactPoint", json!(null))]).content;
        assert_eq!(merged(&base, &base, &theirs).contact.phone, None);
        let mut ours = base.clone();
        ours.contact.phone = Some("0470 00 00 00".to_owned());
        assert_eq!(
            merged(&base, &ours, &theirs).contact.phone,
            ours.contact.phone
        );
    }

    #[test]
    fn a_second_source_fills_what_is_open() {
        let ours = read(&[("contactPoint", json!(null))]).content;
        let theirs = read(&[
            ("name", json!({"nl": "NAAIEN", "fr": "Couture"})),
            ("priceInfo", json!([{"category": "base", "price": 5}])),
        ])
        .content;
        let filled = filled_in(&ours, &theirs);
        assert_eq!(filled.title.get(Lang::Nl), Some("Naaien"));
        assert_eq!(filled.title.get(Lang::Fr), Some("Couture"));
        assert!(filled.pricing.base.is_some() && filled.contact.phone.is_some());
        assert_eq!(filled_in(&filled, &theirs), filled);
    }

    #[test]
    fn of_several_sources_the_first_goes_before() {
        let first = read(&[("contactPoint", json!(null))]).content;
        let renamed = |name: &str| {
            let changes = [("name", json!({"nl": name, "fr": "Couture"}))];
            read(&changes).content
        };
        let said = |name: &str| together([&first, &renamed(name)]).unwrap();
        assert_eq!(said("Haken"), said("Breien"));
        assert_eq!(said("Haken").title.get(Lang::Nl), Some("Naaien"));
        assert_eq!(said("Haken").title.get(Lang::Fr), Some("Couture"));
        assert!(said("Haken").contact.phone.is_some());
        assert_eq!(together([]), None);
    }
}
