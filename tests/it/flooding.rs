//! What a stranger makes us write to others has an end, and waits at the desk all the same.

use chrono::TimeDelta;
use goesting_api::config::RateLimits;
use goesting_client::IdempotencyKey;
use goesting_core::opportunity::Standing;
use goesting_tests::{Backend, LEUVEN, Someone, TestApp};
use goesting_types::actor::{ActorKind, ClaimRequest, MemberInvite, MemberRole};
use goesting_types::auth::ForgotPassword;
use goesting_types::ecosystem::{
    ParticipationCreate, ParticipationMove, ParticipationState, ParticipationUpdate,
};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{ActorPart, CoOwnerInvite, ReportCreate};
use goesting_types::problem::ErrorCode;

/// Letters an hour to one address about anything but its account.
const MOST: usize = 5;

async fn limited(attempts: u32) -> TestApp {
    TestApp::start_with(Backend::Sqlite, |config| {
        config.rate_limits = Some(RateLimits {
            requests: 10_000,
            attempts,
        });
    })
    .await
}

async fn letters_to(app: &TestApp, who: &Someone) -> usize {
    app.advance(TimeDelta::seconds(2));
    app.run_jobs().await;
    let mails = app.mails().into_iter();
    mails
        .filter(|mail| mail.to.eq_ignore_ascii_case(&who.email))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_invited_without_end_whoever_asks() {
    let app = limited(20).await;
    let victim = app.someone("An").await;
    let body = MemberInvite {
        email: victim.email.to_uppercase(),
        role: MemberRole::Host,
    };
    for round in 0..MOST {
        // Each time somebody else asks, for another actor.
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        let key = IdempotencyKey::new();
        let invited = els.client.invite_member(bib, &body, key).await.unwrap();
        let same = els.client.invite_member(bib, &body, key).await.unwrap();
        assert_eq!(invited, same, "the same request is not counted again");
        if round + 1 == MOST {
            let over = els
                .raw()
                .post(
                    &format!("/api/v1/actors/{bib}/members"),
                    &serde_json::to_string(&body).unwrap(),
                )
                .await;
            let problem = over.problem();
            assert_eq!((over.status, problem.code), (429, ErrorCode::RateLimited));
            let wait: u64 = over.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=721).contains(&wait), "{wait}");
            let list = els.client.list_members(bib).await.unwrap();
            assert_eq!(
                list.invited,
                [invited],
                "the first link is still the one that works"
            );
            let ward = MemberInvite {
                email: "ward@example.be".to_owned(),
                ..body.clone()
            };
            let key = IdempotencyKey::new();
            els.client.invite_member(bib, &ward, key).await.unwrap();
        }
    }
    assert_eq!(letters_to(&app, &victim).await, MOST);
    // Which keeps nobody from a new password.
    let forgot = ForgotPassword {
        email: victim.email.clone(),
    };
    app.stranger().forgot_password(&forgot).await.unwrap();
    assert_eq!(letters_to(&app, &victim).await, MOST + 1);
    app.stop().await;
}

fn complaint(email: Option<&str>) -> ReportCreate {
    ReportCreate {
        message: "De deur was dicht.".to_owned(),
        email: email.map(str::to_owned),
    }
}

async fn open(app: &TestApp, lead: ActorId) -> OpportunityId {
    app.opportunity(lead, Standing::open(app.now()), "Koken")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn facilitators_get_a_few_letters_an_hour_and_see_the_rest_at_their_desk() {
    let app = limited(20).await;
    let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
    let fien = app.facilitator(town, "Fien").await;
    let els = app.someone("Els").await;
    let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
    for _ in 0..=MOST {
        let about = open(&app, bib).await;
        let key = IdempotencyKey::new();
        let anonymous = app.stranger();
        anonymous
            .report_opportunity(about, &complaint(None), key)
            .await
            .unwrap();
    }
    // Asking to join, and leaving, over and over.
    let ask = ParticipationCreate { actor_id: bib };
    for _ in 0..3 {
        let key = IdempotencyKey::new();
        let asked = els.client.create_participation(town, &ask, key).await;
        let asked = asked.unwrap();
        assert_eq!(asked.state, ParticipationState::Requested);
        let leave = ParticipationUpdate {
            step: ParticipationMove::Leave,
            reason: None,
        };
        els.client
            .update_participation(asked.id, &leave)
            .await
            .unwrap();
    }
    let museum = app.unclaimed("Museum M", Some(LEUVEN)).await;
    let claim = ClaimRequest {
        message: "Ik ben de conservator.".to_owned(),
    };
    let key = IdempotencyKey::new();
    els.client.claim_actor(museum, &claim, key).await.unwrap();
    assert_eq!(letters_to(&app, &fien).await, MOST);
    let waits = fien.client.list_reviews(town).await.unwrap().counts;
    assert_eq!((waits.reports as usize, waits.claims), (MOST + 1, 1));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stewards_are_asked_to_share_a_few_times_an_hour() {
    let app = limited(20).await;
    let (els, ward) = (app.someone("Els").await, app.someone("Ward").await);
    let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
    let museum = app.actor(&ward, ActorKind::Museum, "Museum").await.id;
    let body = CoOwnerInvite {
        actor_id: museum,
        part: ActorPart::CoOwner,
        credit: None,
    };
    for _ in 0..MOST + 2 {
        let about = open(&app, bib).await;
        els.client.share_opportunity(about, &body).await.unwrap();
    }
    assert_eq!(letters_to(&app, &ward).await, MOST);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_reports_go_to_an_address_a_few_times_an_hour() {
    use goesting_types::moderation::{ReportOutcome, ReportResolve};
    let app = limited(20).await;
    let town = app.ecosystem("Leuven leert", &[LEUVEN]).await;
    let fien = app.facilitator(town, "Fien").await;
    let (els, victim) = (app.someone("Els").await, app.someone("An").await);
    let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
    let about = open(&app, bib).await;
    for _ in 0..=MOST {
        let (body, key) = (complaint(Some(&victim.email)), IdempotencyKey::new());
        let stranger = app.stranger();
        let report = stranger.report_opportunity(about, &body, key).await;
        let answer = ReportResolve {
            outcome: ReportOutcome::NoAction,
            answer: "We belden de bib: de deur is weer open.".to_owned(),
        };
        let id = report.unwrap().id;
        fien.client.resolve_report(id, &answer).await.unwrap();
    }
    assert_eq!(letters_to(&app, &victim).await, MOST);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_attempts() {
    let app = limited(2).await;
    let els = app.someone("Els").await;
    let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
    let about = open(&app, bib).await;
    let report = || async {
        let key = IdempotencyKey::new();
        let stranger = app.stranger();
        stranger
            .report_opportunity(about, &complaint(None), key)
            .await
    };
    assert!(report().await.is_ok() && report().await.is_ok());
    let over = report().await.unwrap_err();
    assert_eq!(over.code(), Some(ErrorCode::RateLimited));
    app.stop().await;
}
