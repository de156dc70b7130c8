//! The yeses of the low-threshold card (F11): what search filters on and what cards show.

use goesting_types::card::{Atmosphere, CardFlag};
use goesting_types::opportunity::OpportunityContent;

/// Most people of a small group.
const SMALL_GROUP: u16 = 8;
/// Most minutes on foot to a stop that counts as near.
const NEAR_STOP_MINUTES: u8 = 10;

/// Every yes that follows from the card, the price and the contact, in the list's order.
#[must_use]
pub fn card_flags(content: &OpportunityContent) -> Vec<CardFlag> {
    let holds = |flag: &CardFlag| holds(*flag, content);
    CardFlag::ALL.iter().copied().filter(holds).collect()
}

fn holds(flag: CardFlag, content: &OpportunityContent) -> bool {
    let card = &content.card;
    match flag {
        CardFlag::Welcomed => card
            .welcomer
            .as_ref()
            .is_some_and(|one| !one.first_name.trim().is_empty()),
        CardFlag::Buddy => card.buddy,
        CardFlag::FreeTryOut => card.free_try_out,
        CardFlag::NoSignUp => card.no_sign_up,
        CardFlag::ComeOnce => card.come_once,
        CardFlag::MayStop => card.may_stop,
        CardFlag::Quiet => card.atmosphere == Some(Atmosphere::Quiet),
        CardFlag::SmallGroup => card.group_size.is_some_and(|size| size.to <= SMALL_GROUP),
        CardFlag::SocialTariffNoProof => content
            .pricing
            .social_tariff
            .is_some_and(|tariff| !tariff.needs_proof),
        CardFlag::BusStop => card
            .bus_stop
            .as_ref()
            .is_some_and(|stop| stop.walk_minutes <= NEAR_STOP_MINUTES),
        CardFlag::ChildCare => card.child_care,
        CardFlag::Wheelchair => card.wheelchair,
        CardFlag::AccessibleToilet => card.accessible_toilet,
        CardFlag::NothingToBring => card.nothing_to_bring,
        CardFlag::FirstMinutes => card.first_minutes.iter().any(|step| !step.is_blank()),
        CardFlag::Phone => content
            .contact
            .phone
            .as_ref()
            .is_some_and(|phone| !phone.trim().is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunity::publish::samples::complete;
    use goesting_types::card::{BusStop, GroupSize};
    use goesting_types::price::SocialTariff;

    #[test]
    fn what_is_not_stated_is_not_promised() {
        let mut content = complete();
        content.contact.phone = None;
        assert_eq!(card_flags(&content), []);
    }

    #[test]
    fn a_yes_with_a_limit_holds_up_to_it() {
        let mut content = complete();
        content.contact.phone = None;
        let mut stop = BusStop {
            name: "Markt".to_owned(),
            walk_minutes: 10,
        };
        content.card.bus_stop = Some(stop.clone());
        content.card.group_size = Some(GroupSize { from: 2, to: 8 });
        content.pricing.social_tariff = Some(SocialTariff {
            cents: 100,
            needs_proof: false,
        });
        assert_eq!(
            card_flags(&content),
            [
                CardFlag::SmallGroup,
                CardFlag::SocialTariffNoProof,
                CardFlag::BusStop
            ]
        );
        stop.walk_minutes = 11;
        content.card.bus_stop = Some(stop);
        content.card.group_size = Some(GroupSize { from: 2, to: 9 });
        content.pricing.social_tariff = Some(SocialTariff {
            cents: 100,
            needs_proof: true,
        });
        assert_eq!(card_flags(&content), []);
    }
}
