//! Content that is refused, and content that is tidied.

use super::*;
use crate::opportunity::publish::samples::complete;
use chrono::{NaiveDate, NaiveTime, Weekday};
use goesting_types::card::{GroupSize, Welcomer};
use goesting_types::lang::Lang;
use goesting_types::opportunity::OpeningSpan;
use goesting_types::place::Point;
use goesting_types::price::{SocialTariff, Tariff};

fn refused(change: impl FnOnce(&mut OpportunityContent)) -> (ErrorCode, Vec<String>) {
    let mut content = complete();
    change(&mut content);
    let refusal = checked(content, "/content").unwrap_err();
    let pointers = refusal.errors.into_iter().map(|e| e.pointer).collect();
    (refusal.code, pointers)
}

fn place(content: &mut OpportunityContent) -> &mut Place {
    match &mut content.whereabouts {
        Whereabouts::InPerson { place } => place,
        _ => unreachable!("the sample is in person"),
    }
}

#[test]
fn what_is_right_stays_as_it_is() {
    assert_eq!(checked(complete(), "/content"), Ok(complete()));
}

#[test]
fn texts_are_tidied_and_doubles_go() {
    let mut content = complete();
    content.title = LocalizedText::own(Lang::Nl, " Samen\u{0} \n naaien ").with(Lang::En, " ");
    content.interests.push("sewing".into());
    content.free_words = vec![" a ".into(), "a".into(), String::new()];
    content.languages = vec!["NL".into(), "nl".into()];
    content.contact.email = Some("  ".into());
    content.opening_hours = Some(OpeningHours::default());
    content.card.first_minutes = vec![LocalizedText::own(Lang::Nl, " ")];
    let kept = checked(content, "").unwrap();
    let mut expected = complete();
    expected.free_words = vec!["a".into()];
    assert_eq!(kept, expected);
}

#[test]
fn every_limit_holds_and_not_one_before() {
    let long = |n: usize| LocalizedText::own(Lang::Nl, "é".repeat(n));
    let mut full = complete();
    full.title = long(120);
    full.summary = long(300);
    full.description = long(5000);
    full.free_words = (0..10).map(|n| format!("{n:040}")).collect();
    full.card.first_minutes = vec![long(200); 5];
    assert_eq!(checked(full.clone(), "/content"), Ok(full));
    let (code, pointers) = refused(|c| {
        c.title = long(121);
        c.summary = long(301);
        c.description = long(5001);
        c.free_words = (0..11).map(|n| format!("{n:041}")).collect();
        c.card.first_minutes = vec![long(201); 6];
    });
    assert_eq!(code, ErrorCode::InvalidField);
    for pointer in [
        "/content/title/nl/text",
        "/content/summary/nl/text",
        "/content/description/nl/text",
        "/content/free_words",
        "/content/free_words/10",
        "/content/card/first_minutes",
        "/content/card/first_minutes/5/nl/text",
    ] {
        assert!(pointers.iter().any(|p| p == pointer), "{pointer}");
    }
}

#[test]
fn unknown_words_of_the_tables_are_named() {
    let (code, pointers) = refused(|c| c.interests = vec!["sewing".into(), "zzz".into()]);
    assert_eq!(code, ErrorCode::UnknownInterest);
    assert_eq!(pointers, ["/content/interests/1"]);
    let (code, pointers) = refused(|c| place(c).territory = Some("99999".into()));
    assert_eq!(code, ErrorCode::UnknownTerritory);
    assert_eq!(pointers, ["/content/whereabouts/place/territory"]);
    // A province is no municipality.
    let (code, _) = refused(|c| {
        c.whereabouts = Whereabouts::OnRequest {
            territory: "20001".into(),
        };
    });
    assert_eq!(code, ErrorCode::UnknownTerritory);
}

#[test]
fn the_municipality_is_filled_in_from_the_address_else_from_the_point() {
    let mut content = complete();
    place(&mut content).territory = None;
    assert_eq!(checked(content, ""), Ok(complete()));
    let mut content = complete();
    *place(&mut content) = Place {
        name: None,
        street: None,
        postcode: None,
        locality: None,
        country: "BE".to_owned(),
        territory: None,
        point: Some(Point {
            lat: 51.0543,
            lon: 3.7174,
        }),
    };
    let kept = checked(content.clone(), "").unwrap();
    assert_eq!(kept.whereabouts.territory(), Some(&"44021".into()));
    place(&mut content).point = Some(Point {
        lat: 40.0,
        lon: 3.0,
    });
    let refusal = checked(content, "").unwrap_err();
    assert_eq!(refusal.errors[0].code, FieldCode::Required);
}

#[test]
fn a_place_of_which_only_the_municipality_is_known_has_the_name_of_its_town() {
    let mut content = complete();
    (place(&mut content).postcode, place(&mut content).locality) = (None, None);
    let mut kept = checked(content, "").unwrap();
    assert_eq!(place(&mut kept).locality.as_deref(), Some("Leuven"));
    let mut content = complete();
    place(&mut content).locality = None;
    let mut kept = checked(content, "").unwrap();
    assert_eq!(place(&mut kept).locality, None, "the postcode says it");
}

#[test]
fn a_place_abroad_has_no_municipality() {
    let mut content = complete();
    place(&mut content).country = "nl".to_owned();
    let refusal = checked(content.clone(), "").unwrap_err();
    assert_eq!(refusal.errors[0].code, FieldCode::Conflicting);
    place(&mut content).territory = None;
    assert!(checked(content.clone(), "").is_ok());
    place(&mut content).country = "Nederland".to_owned();
    assert!(checked(content, "").is_err());
}

#[test]
fn prices_have_a_ceiling_and_a_social_tariff_is_lower() {
    let (_, pointers) = refused(|c| {
        c.pricing.base = Some(Price::Amount {
            cents: MAX_CENTS + 1,
        });
        c.pricing.tariffs = vec![Tariff {
            name: LocalizedText::default(),
            cents: u32::MAX,
        }];
    });
    assert_eq!(
        pointers,
        [
            "/content/pricing/base/cents",
            "/content/pricing/tariffs/0/name",
            "/content/pricing/tariffs/0/cents"
        ]
    );
    let social = |base, cents| {
        let mut content = complete();
        content.pricing.base = Some(base);
        content.pricing.social_tariff = Some(SocialTariff {
            cents,
            needs_proof: false,
        });
        checked(content, "").is_ok()
    };
    assert!(social(Price::Amount { cents: 500 }, 500));
    assert!(!social(Price::Amount { cents: 500 }, 501));
    assert!(!social(Price::Free {}, 1));
}

#[test]
fn spans_ages_groups_and_addresses_make_sense() {
    let at = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
    let span = |opens, closes| OpeningSpan {
        weekday: Weekday::Wed,
        opens,
        closes,
    };
    let mut content = complete();
    content.opening_hours = Some(OpeningHours {
        spans: vec![span(at(20), at(0))],
        from: None,
        until: None,
    });
    assert!(checked(content, "").is_ok());
    let (_, pointers) = refused(|c| {
        c.opening_hours = Some(OpeningHours {
            spans: vec![span(at(20), at(19))],
            from: NaiveDate::from_ymd_opt(2027, 1, 2),
            until: NaiveDate::from_ymd_opt(2027, 1, 1),
        });
        c.ages = AgeRange {
            from: Some(12),
            to: Some(11),
        };
        c.card.group_size = Some(GroupSize { from: 0, to: 3 });
        c.card.welcomer = Some(Welcomer {
            first_name: " ".to_owned(),
            about: None,
        });
        c.card.nothing_to_bring = true;
        c.card.bring = Some(LocalizedText::own(Lang::Nl, "een schort"));
        c.contact.url = Some("javascript:alert(1)".to_owned());
        c.contact.phone = Some("bel mij".to_owned());
        c.languages = vec!["nld".to_owned()];
    });
    assert_eq!(
        pointers,
        [
            "/content/languages/0",
            "/content/opening_hours/spans/0/closes",
            "/content/opening_hours/until",
            "/content/ages/to",
            "/content/card/welcomer/first_name",
            "/content/card/group_size",
            "/content/card/bring",
            "/content/contact/phone",
            "/content/contact/url",
        ]
    );
}
