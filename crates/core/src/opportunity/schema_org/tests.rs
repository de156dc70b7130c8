use super::*;
use crate::opportunity::card_flags;
use crate::opportunity::publish::samples::complete;
use chrono::{DateTime, TimeDelta};
use goesting_types::actor::{ActorKind, ActorSummary};
use goesting_types::ids::{ActorId, OpportunityId, SessionId};
use goesting_types::opportunity::{ActorPart, OpportunityState};
use goesting_types::session::{SessionTerms, SignUp};

fn sample() -> Opportunity {
    let content = complete();
    Opportunity {
        id: OpportunityId::new(),
        state: OpportunityState::Open,
        flags: card_flags(&content),
        content,
        actors: Vec::new(),
        pictures: Vec::new(),
        origins: Vec::new(),
        updated_at: DateTime::UNIX_EPOCH,
        version: 1,
        returned_because: None,
    }
}

fn session(state: SessionState) -> Session {
    let start = DateTime::UNIX_EPOCH;
    Session {
        id: SessionId::new(),
        opportunity_id: OpportunityId::new(),
        series_id: None,
        state,
        starts_at: start,
        ends_at: start + TimeDelta::hours(1),
        local_start: start.naive_utc(),
        local_end: start.naive_utc(),
        zone: "Europe/Brussels".to_owned(),
        terms: SessionTerms {
            capacity: Some(8),
            held_for_newcomers: 0,
            waiting_list: true,
            sign_up_closes_minutes: 0,
            place: None,
            sign_up_elsewhere: false,
        },
        sign_up: SignUp::Here,
        sign_up_until: None,
        places_left: Some(3),
        held_left: None,
        waiting: 0,
        message: None,
        version: 1,
    }
}

struct Shouting;

impl Wording for Shouting {
    fn interest(&self, id: &InterestId, lang: Lang) -> String {
        format!("{} {}", id.as_str().to_uppercase(), lang.as_str())
    }

    fn flag(&self, flag: CardFlag, lang: Lang) -> String {
        format!("{} {}", flag.as_str().to_uppercase(), lang.as_str())
    }
}

#[test]
fn a_series_of_events_with_its_dates() {
    let mut opportunity = sample();
    opportunity.content.pricing.base = Some(Price::Amount { cents: 350 });
    let document = linked(
        &opportunity,
        &[session(SessionState::Cancelled)],
        "https://x.be/opportunities/1",
        "https://x.be",
        &Shouting,
    );
    assert_eq!(document["@type"], "EventSeries");
    assert_eq!(document["name"], "Samen naaien");
    assert_eq!(document["location"]["address"]["postalCode"], "3000");
    assert_eq!(document["offers"][0]["price"], "3.50");
    assert_eq!(document["isAccessibleForFree"], false);
    let event = &document["subEvent"][0];
    assert_eq!(event["startDate"], "1970-01-01T00:00:00Z");
    assert_eq!(event["eventStatus"], "https://schema.org/EventCancelled");
    assert_eq!(event["remainingAttendeeCapacity"], 3);
    // What is not known is not there, rather than null.
    assert!(document.get("image").is_none() && document.get("typicalAgeRange").is_none());
}

#[test]
fn a_course_has_instances_and_a_provider() {
    let mut opportunity = sample();
    opportunity.content.kind = OpportunityKind::Course;
    opportunity.content.whereabouts = Whereabouts::Online { url: None };
    opportunity.content.ages.from = Some(12);
    let document = linked(
        &opportunity,
        &[session(SessionState::Planned)],
        "p",
        "o",
        &Shouting,
    );
    assert_eq!(document["@type"], "Course");
    assert_eq!(document["typicalAgeRange"], "12-");
    assert!(document.get("location").is_none(), "a course is nowhere");
    let instance = &document["hasCourseInstance"][0];
    assert_eq!(instance["@type"], "CourseInstance");
    assert_eq!(instance["location"]["@type"], "VirtualLocation");
    let undated = linked(&opportunity, &[], "p", "o", &Shouting);
    let instance = &undated["hasCourseInstance"][0];
    assert_eq!(instance["location"]["@type"], "VirtualLocation");
    assert!(instance.get("startDate").is_none());
}

#[test]
fn a_date_says_all_that_a_reader_of_dates_looks_for() {
    let mut opportunity = sample();
    opportunity.content.pricing.base = Some(Price::Free {});
    opportunity.actors.push(OpportunityActor {
        actor: ActorSummary {
            id: ActorId::new(),
            kind: ActorKind::Library,
            name: "Bib".to_owned(),
        },
        part: ActorPart::Lead,
        credit: None,
        accepted: true,
    });
    let sessions = [session(SessionState::Planned)];
    let document = linked(
        &opportunity,
        &sessions,
        "https://x.be/o/1",
        "https://x.be",
        &Shouting,
    );
    let event = &document["subEvent"][0];
    assert_eq!(event["url"], "https://x.be/o/1");
    assert_eq!(event["organizer"][0]["name"], "Bib");
    assert_eq!(event["offers"][0]["price"], "0.00");
    assert_eq!(event["location"]["name"], "Buurthuis");
}

#[test]
fn the_card_speaks_in_properties_that_are_there() {
    let mut opportunity = sample();
    opportunity.flags = vec![CardFlag::Buddy, CardFlag::Wheelchair];
    let document = linked(&opportunity, &[], "p", "o", &Shouting);
    for none in ["additionalProperty", "accessibilityFeature"] {
        assert!(document.get(none).is_none(), "{none}");
    }
    let features = &document["location"]["amenityFeature"];
    assert_eq!(features.as_array().map(Vec::len), Some(1));
    assert_eq!(features[0]["name"], "WHEELCHAIR nl");
    assert_eq!(document["keywords"], json!(["SEWING nl", "BUDDY nl"]));
    opportunity.content.whereabouts = Whereabouts::Online { url: None };
    let document = linked(&opportunity, &[], "p", "o", &Shouting);
    assert_eq!(
        document["keywords"],
        json!(["SEWING nl", "BUDDY nl", "WHEELCHAIR nl"])
    );
    // In the language it speaks itself.
    opportunity.content.title = LocalizedText::own(Lang::Fr, "Coudre ensemble");
    opportunity.flags.clear();
    let document = linked(&opportunity, &[], "p", "o", &Shouting);
    assert_eq!(document["keywords"], json!(["SEWING fr"]));
}
