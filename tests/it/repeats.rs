//! The same request many times at once: one thing is made, and everybody hears of that one.

use std::fmt::Debug;
use std::future::Future;

use futures_util::future::join_all;
use goesting_client::IdempotencyKey;
use goesting_core::opportunity::Standing;
use goesting_tests::{LEUVEN, by_phone, on_both};
use goesting_types::actor::{
    ActorCreate, ActorKind, ActorQuery, ClaimRequest, ExternalCodes, MemberInvite, MemberRole,
};
use goesting_types::ecosystem::ParticipationCreate;
use goesting_types::enrolment::{AgendaQuery, EnrolmentCreate};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    ActorOpportunityQuery, OpportunityCreate, PictureQuery, ReportCreate,
};
use goesting_types::page::{PageQuery, View};
use goesting_types::person::{ChildCreate, ConsentPurpose};
use goesting_types::session::SessionQuery;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

use crate::offer::stage::{content, once, wednesday};

/// A valid PNG of one red pixel.
const RED: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54,
    0x08, 0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Asks eight times at once, each of which must succeed.
async fn at_once<T, Asked>(ask: impl Fn() -> Asked) -> Vec<T>
where
    Asked: Future<Output = goesting_client::Result<T>>,
{
    let answers = join_all((0..8).map(|_| ask())).await;
    answers.into_iter().map(Result::unwrap).collect()
}

/// Asks eight times at once; every answer must be the same.
async fn the_same<T: PartialEq + Debug, Asked>(ask: impl Fn() -> Asked) -> T
where
    Asked: Future<Output = goesting_client::Result<T>>,
{
    let mut answers = at_once(ask).await;
    let last = answers.pop().unwrap();
    for answer in answers {
        assert_eq!(answer, last);
    }
    last
}

on_both! {
    async fn actors_and_those_who_act_for_them(app: TestApp) {
        let (els, ward) = (app.someone("Els").await.client, app.someone("Ward").await.client);
        let body = ActorCreate {
            kind: ActorKind::Library,
            name: "Bib".to_owned(),
            about: LocalizedText::default(),
            territory: TerritoryId::from(LEUVEN),
            contact: by_phone(),
            codes: ExternalCodes::default(),
        };
        let key = IdempotencyKey::new();
        let bib = the_same(|| els.create_actor(&body, key)).await;
        let all = els.list_actors(&ActorQuery::default()).await.unwrap();
        assert_eq!(all.items.len(), 1);

        let invite = MemberInvite { email: "hugo@example.be".to_owned(), role: MemberRole::Host };
        let key = IdempotencyKey::new();
        the_same(|| els.invite_member(bib.id, &invite, key)).await;
        assert_eq!(els.list_members(bib.id).await.unwrap().invited.len(), 1);

        let imported = app.unclaimed("MAS", None).await;
        let claim = ClaimRequest { message: "Ik werk hier aan het onthaal.".to_owned() };
        let key = IdempotencyKey::new();
        the_same(|| ward.claim_actor(imported, &claim, key)).await;

        let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let body = ParticipationCreate { actor_id: bib.id };
        let key = IdempotencyKey::new();
        the_same(|| els.create_participation(town, &body, key)).await;
        let edit = els.get_ecosystem(town, View::Edit).await.unwrap();
        assert_eq!(edit.participations.len(), 1);
    }

    async fn the_offer_its_dates_pictures_and_reports(app: TestApp) {
        let els = app.someone("Els").await;
        let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fien = app.facilitator(town, "Fien").await.client;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        app.take_part(town, bib).await;
        let els = els.client;
        let body = OpportunityCreate { actor_id: bib, content: content("Samen naaien") };
        let key = IdempotencyKey::new();
        let made = the_same(|| els.create_opportunity(&body, key)).await;
        let all = els.list_actor_opportunities(bib, &ActorOpportunityQuery::default()).await.unwrap();
        assert_eq!(all.items.len(), 1);

        let body = once("2026-12-09 14:00", "2026-12-09 16:00", Some(3));
        let key = IdempotencyKey::new();
        the_same(|| els.create_sessions(made.id, &body, key)).await;
        let sessions = els.list_sessions(made.id, &SessionQuery::default()).await.unwrap();
        assert_eq!(sessions.items.len(), 1);

        let query = PictureQuery { alt: "Een naaimachine".to_owned(), lang: Lang::Nl, credit: None };
        let key = IdempotencyKey::new();
        the_same(|| els.add_picture(made.id, &query, "image/png", RED.to_vec(), key)).await;
        let seen = els.get_opportunity(made.id, View::Edit).await.unwrap();
        assert_eq!(seen.pictures.len(), 1);

        let open = app.opportunity(bib, Standing::open(app.now()), "Samen koken").await;
        let report = ReportCreate { message: "De deur was dicht.".to_owned(), email: None };
        for who in [app.stranger(), els] {
            let key = IdempotencyKey::new();
            the_same(|| who.report_opportunity(open, &report, key)).await;
        }
        assert_eq!(fien.list_reviews(town).await.unwrap().counts.reports, 2);
    }

    async fn children_places_and_what_is_kept(app: TestApp) {
        let host = app.someone("Els").await;
        let ward = app.someone("Ward").await.client;
        let body = ChildCreate {
            first_name: "Lou".to_owned(),
            birth_year: 2018,
            birthday: None,
            consents: vec![ConsentPurpose::Participation],
        };
        let key = IdempotencyKey::new();
        let lou = the_same(|| ward.create_child(&body, key)).await;
        assert_eq!(ward.list_children().await.unwrap().items.len(), 1);
        at_once(|| ward.give_consent(lou.id, ConsentPurpose::Pictures)).await;
        let consents = ward.list_children().await.unwrap().items.remove(0).consents;
        assert_eq!(consents.len(), 2);

        let bib = app.actor(&host, ActorKind::Library, "Bib").await.id;
        let open = app.opportunity(bib, Standing::open(app.now()), "Samen koken").await;
        at_once(|| ward.save_opportunity(open)).await;
        assert_eq!(ward.list_saved(&PageQuery::default()).await.unwrap().items.len(), 1);
        at_once(|| ward.create_calendar_link()).await;

        let session = wednesday(&host, open, Some(3)).await;
        let body = EnrolmentCreate {
            myself: true,
            children: vec![lou.id],
            or_wait: false,
            message: None,
            share_name: false,
        };
        let key = IdempotencyKey::new();
        the_same(|| ward.create_enrolment(session, &body, key)).await;
        let agenda = ward.list_my_enrolments(&AgendaQuery::default()).await.unwrap();
        assert_eq!(agenda.items.len(), 1);
        let seen = app.stranger().get_session(session).await.unwrap();
        assert_eq!(seen.places_left, Some(1));
    }
}
