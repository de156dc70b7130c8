//! What publishing asks for.

use goesting_types::actor::ActorKind;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{OpportunityContent, OpportunityState, PublishRequest};
use goesting_types::problem::{ErrorCode, FieldCode, FieldError};
use goesting_types::text::LocalizedText;

use super::life::{Review, Standing};
use crate::{Check, Refusal};

/// What the content still lacks to be published: title and summary in Dutch, an interest, a
/// contact.
#[must_use]
pub fn missing(content: &OpportunityContent) -> Vec<FieldError> {
    match lacks(content, "/content").finish() {
        Ok(()) => Vec::new(),
        Err(refusal) => refusal.errors,
    }
}

/// `at` is where the content stands in the body.
fn lacks(content: &OpportunityContent, at: &str) -> Check {
    let dutch = |text: &LocalizedText| text.get(Lang::Nl).is_some_and(|t| !t.trim().is_empty());
    let mut check = Check::default();
    check
        .reject(
            !dutch(&content.title),
            format!("{at}/title/nl"),
            FieldCode::Required,
            "a title in Dutch is needed",
        )
        .reject(
            !dutch(&content.summary),
            format!("{at}/summary/nl"),
            FieldCode::Required,
            "a summary in Dutch is needed",
        )
        .reject(
            content.interests.is_empty(),
            format!("{at}/interests"),
            FieldCode::Required,
            "at least one interest is needed",
        )
        .reject(
            !content.contact.is_reachable(),
            format!("{at}/contact"),
            FieldCode::Required,
            "a phone number, an e-mail address or a web page is needed",
        );
    check
}

/// May it be published? Asks for the content, for nobody being made to come (F12), and for a lead
/// actor that takes part in an ecosystem.
pub fn check_publishable(
    content: &OpportunityContent,
    request: &PublishRequest,
    lead_takes_part: bool,
) -> Result<(), Refusal> {
    if request.compulsory {
        return Err(Refusal::new(
            ErrorCode::Compulsory,
            "Here people come because they want to. What is compulsory cannot be published.",
        ));
    }
    lacks(content, "/content").finish_as(ErrorCode::NotPublishable)?;
    if lead_takes_part {
        Ok(())
    } else {
        Err(Refusal::new(
            ErrorCode::ActorNotActive,
            "Its lead actor first has to take part in an ecosystem, and not be paused there.",
        ))
    }
}

/// May this edit be made? What others can see keeps what publishing asked for; an imported one that
/// never had it need not get all of it at once.
pub fn check_edit(
    standing: &Standing,
    before: &OpportunityContent,
    after: &OpportunityContent,
) -> Result<(), Refusal> {
    match standing.state() {
        OpportunityState::Closed => Err(Refusal::wrong_state(
            OpportunityState::Closed.as_str(),
            "It is closed and can no longer be edited.",
        )),
        OpportunityState::Draft => Ok(()),
        OpportunityState::InReview | OpportunityState::Open | OpportunityState::Paused => {
            if missing(before).is_empty() {
                lacks(after, "").finish_as(ErrorCode::NotPublishable)
            } else {
                Ok(())
            }
        }
    }
}

/// Whether publishing passes a facilitator: always for a citizen, and for an actor's first.
#[must_use]
pub fn review_for(lead: ActorKind, opened_before: bool) -> Review {
    if lead == ActorKind::Citizen || !opened_before {
        Review::Needed
    } else {
        Review::Waived
    }
}

#[cfg(test)]
pub(super) mod samples {
    use goesting_types::actor::Contact;
    use goesting_types::card::LowThresholdCard;
    use goesting_types::lang::Lang;
    use goesting_types::opportunity::{
        AgeRange, Formality, OpportunityContent, OpportunityKind, Recognition,
    };
    use goesting_types::place::{Place, Whereabouts};
    use goesting_types::price::Pricing;
    use goesting_types::text::LocalizedText;

    /// One that can be published.
    pub(in crate::opportunity) fn complete() -> OpportunityContent {
        OpportunityContent {
            title: LocalizedText::own(Lang::Nl, "Samen naaien"),
            summary: LocalizedText::own(Lang::Nl, "Kom mee naaien, je moet niets kunnen."),
            description: LocalizedText::default(),
            kind: OpportunityKind::DoAlong,
            interests: vec!["sewing".into()],
            free_words: Vec::new(),
            whereabouts: Whereabouts::InPerson {
                place: Place {
                    name: Some("Buurthuis".to_owned()),
                    street: Some("Dorpsstraat 1".to_owned()),
                    postcode: Some("3000".to_owned()),
                    locality: Some("Leuven".to_owned()),
                    country: "BE".to_owned(),
                    territory: Some("24062".into()),
                    point: None,
                },
            },
            opening_hours: None,
            ages: AgeRange::default(),
            languages: vec!["nl".to_owned()],
            pricing: Pricing::default(),
            formality: Formality::NonFormal,
            recognition: Recognition::None,
            card: LowThresholdCard::default(),
            contact: Contact {
                phone: Some("016 00 00 00".to_owned()),
                ..Contact::default()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::complete;
    use super::*;
    use chrono::DateTime;

    const FREELY: PublishRequest = PublishRequest { compulsory: false };

    #[test]
    fn each_thing_that_lacks_is_named() {
        assert_eq!(check_publishable(&complete(), &FREELY, true), Ok(()));
        let mut content = complete();
        content.title = LocalizedText::own(Lang::Fr, "Coudre");
        content.summary = LocalizedText::own(Lang::Nl, "  ");
        content.interests.clear();
        content.contact.phone = None;
        let refusal = check_publishable(&content, &FREELY, true).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::NotPublishable);
        let pointers: Vec<_> = refusal.errors.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/content/title/nl",
                "/content/summary/nl",
                "/content/interests",
                "/content/contact"
            ]
        );
    }

    #[test]
    fn nobody_is_made_to_come() {
        let made = PublishRequest { compulsory: true };
        let refusal = check_publishable(&complete(), &made, true).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::Compulsory);
    }

    #[test]
    fn the_lead_takes_part_somewhere() {
        let refusal = check_publishable(&complete(), &FREELY, false).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::ActorNotActive);
    }

    #[test]
    fn a_first_offer_and_a_citizens_pass_a_review() {
        for kind in ActorKind::ALL {
            assert_eq!(review_for(*kind, false), Review::Needed, "{kind}");
            let later = review_for(*kind, true);
            assert_eq!(
                later == Review::Needed,
                *kind == ActorKind::Citizen,
                "{kind}"
            );
        }
    }

    #[test]
    fn what_is_seen_keeps_what_publishing_asked_for() {
        let open = Standing::open(DateTime::UNIX_EPOCH);
        let mut bare = complete();
        bare.interests.clear();
        let refusal = check_edit(&open, &complete(), &bare).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::NotPublishable);
        assert_eq!(check_edit(&open, &bare, &bare), Ok(()));
        assert_eq!(check_edit(&Standing::draft(), &complete(), &bare), Ok(()));
        let over = check_edit(&open.close(), &complete(), &complete());
        assert_eq!(over.unwrap_err().code, ErrorCode::WrongState);
    }
}
