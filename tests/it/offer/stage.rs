//! A town with a library that may publish, and what it offers.

use chrono::NaiveDateTime;
use goesting_client::{ClientError, IdempotencyKey};
use goesting_core::opportunity::Standing;
use goesting_tests::{LEUVEN, Someone, TestApp};
use goesting_types::actor::{ActorKind, Contact};
use goesting_types::enrolment::{Enrolment, EnrolmentCreate};
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId, SessionId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    Formality, Opportunity, OpportunityContent, OpportunityCreate, OpportunityKind, Picture,
    PictureQuery, PublishRequest, Recognition,
};
use goesting_types::place::{Place, Whereabouts};
use goesting_types::problem::ErrorCode;
use goesting_types::session::{SessionCreate, SessionTerms, SessionWhen, SessionsCreated};
use goesting_types::text::LocalizedText;

/// Leuven with its facilitator, and the library of Els, which takes part and opened something
/// before.
pub struct Town {
    pub id: EcosystemId,
    pub fien: Someone,
    pub els: Someone,
    pub bib: ActorId,
}

pub async fn town(app: &TestApp) -> Town {
    let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
    let fien = app.facilitator(id, "Fien").await;
    let els = app.someone("Els").await;
    let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
    app.take_part(id, bib).await;
    app.opportunity(bib, Standing::open(app.now()), "Voorlezen")
        .await;
    Town { id, fien, els, bib }
}

/// One that can be published.
pub fn content(title: &str) -> OpportunityContent {
    OpportunityContent {
        title: LocalizedText::own(Lang::Nl, title),
        summary: LocalizedText::own(Lang::Nl, "Kom mee, je moet niets kunnen."),
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
                territory: None,
                point: None,
            },
        },
        opening_hours: None,
        ages: goesting_types::opportunity::AgeRange::default(),
        languages: vec!["nl".to_owned()],
        pricing: goesting_types::price::Pricing::default(),
        formality: Formality::NonFormal,
        recognition: Recognition::None,
        card: goesting_types::card::LowThresholdCard::default(),
        contact: Contact {
            phone: Some("016 00 00 00".to_owned()),
            ..Contact::default()
        },
    }
}

pub const FREELY: PublishRequest = PublishRequest { compulsory: false };

pub async fn draft(by: &Someone, of: ActorId, title: &str) -> Opportunity {
    let body = OpportunityCreate {
        actor_id: of,
        content: content(title),
    };
    by.client
        .create_opportunity(&body, IdempotencyKey::new())
        .await
        .unwrap()
}

/// An open opportunity of the library.
pub async fn open(town: &Town, title: &str) -> OpportunityId {
    let id = draft(&town.els, town.bib, title).await.id;
    town.els
        .client
        .publish_opportunity(id, &FREELY)
        .await
        .unwrap();
    id
}

pub fn code<T: std::fmt::Debug>(outcome: Result<T, ClientError>) -> ErrorCode {
    outcome.unwrap_err().code().unwrap()
}

/// What was wrong with which fields.
pub fn pointers<T: std::fmt::Debug>(outcome: Result<T, ClientError>) -> Vec<String> {
    let error = outcome.unwrap_err();
    let errors = &error.problem().unwrap().errors;
    errors.iter().map(|one| one.pointer.clone()).collect()
}

pub fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

pub fn terms(capacity: Option<u32>) -> SessionTerms {
    SessionTerms {
        capacity,
        held_for_newcomers: 0,
        waiting_list: true,
        sign_up_closes_minutes: 0,
        place: None,
        sign_up_elsewhere: false,
    }
}

pub fn once(start: &str, end: &str, capacity: Option<u32>) -> SessionCreate {
    SessionCreate {
        when: SessionWhen::Once {
            start: at(start),
            end: at(end),
            zone: "Europe/Brussels".to_owned(),
        },
        terms: terms(capacity),
        dry_run: false,
    }
}

pub async fn plan(
    by: &Someone,
    of: OpportunityId,
    body: &SessionCreate,
) -> Result<SessionsCreated, ClientError> {
    by.client
        .create_sessions(of, body, IdempotencyKey::new())
        .await
}

/// One session on Wednesday 9 December 2026, 14 to 16 o'clock.
pub async fn wednesday(by: &Someone, of: OpportunityId, capacity: Option<u32>) -> SessionId {
    let body = once("2026-12-09 14:00", "2026-12-09 16:00", capacity);
    plan(by, of, &body).await.unwrap().sessions[0].id.unwrap()
}

/// Takes a place, or waits.
pub async fn enrol(who: &Someone, session: SessionId) -> Enrolment {
    let body = EnrolmentCreate {
        myself: true,
        children: Vec::new(),
        or_wait: true,
        message: None,
        share_name: false,
    };
    who.client
        .create_enrolment(session, &body, IdempotencyKey::new())
        .await
        .unwrap()
}

/// A valid PNG of one red pixel.
pub const RED: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54,
    0x08, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

pub fn alt(text: &str) -> PictureQuery {
    PictureQuery {
        alt: text.to_owned(),
        lang: Lang::Nl,
        credit: Some("Els".to_owned()),
    }
}

pub async fn picture(
    by: &Someone,
    to: OpportunityId,
    query: &PictureQuery,
) -> Result<Picture, ClientError> {
    by.client
        .add_picture(to, query, "image/png", RED.to_vec(), IdempotencyKey::new())
        .await
}
