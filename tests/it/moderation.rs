//! What waits for facilitators, and reports with their 24-hour clock.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_client::IdempotencyKey;
use goesting_core::opportunity::{Stage, Standing};
use goesting_tests::{LEUVEN, Someone, TestApp, on_both};
use goesting_types::actor::{ActorKind, ClaimRequest};
use goesting_types::ecosystem::ParticipationCreate;
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId, ReportId};
use goesting_types::moderation::{
    QueueCounts, Report, ReportOutcome, ReportResolve, ReportState, ReviewQueue,
};
use goesting_types::opportunity::{OpportunityState, ReportCreate};
use goesting_types::page::View;
use goesting_types::problem::ErrorCode;

type Answer<T> = goesting_client::Result<T>;

/// Leuven with its facilitator, and a library of Els that takes part.
struct Town {
    id: EcosystemId,
    fien: Someone,
    els: Someone,
    bib: ActorId,
}

async fn town(app: &TestApp) -> Town {
    let id = app.ecosystem("Leuven leert", &[LEUVEN]).await;
    let fien = app.facilitator(id, "Fien").await;
    let els = app.someone("Els").await;
    let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
    app.take_part(id, bib).await;
    Town { id, fien, els, bib }
}

fn waiting(since: DateTime<Utc>) -> Standing {
    Standing {
        stage: Stage::InReview { since },
        opened_at: None,
    }
}

fn complaint(email: Option<&str>) -> ReportCreate {
    ReportCreate {
        message: "De deur was dicht.".to_owned(),
        email: email.map(str::to_owned),
    }
}

async fn complain(app: &TestApp, about: OpportunityId, email: Option<&str>) -> ReportId {
    let key = IdempotencyKey::new();
    let received = app
        .stranger()
        .report_opportunity(about, &complaint(email), key)
        .await
        .unwrap();
    assert_eq!(received.due_at, app.now() + TimeDelta::hours(24));
    received.id
}

async fn resolve(who: &Someone, id: ReportId, outcome: ReportOutcome) -> Answer<Report> {
    let body = ReportResolve {
        outcome,
        answer: "We belden de bib: de deur is weer open.".to_owned(),
    };
    who.client.resolve_report(id, &body).await
}

async fn queue(who: &Someone, id: EcosystemId) -> ReviewQueue {
    who.client.list_reviews(id).await.unwrap()
}

async fn mailed(app: &TestApp) -> Vec<String> {
    app.advance(TimeDelta::seconds(2));
    app.run_jobs().await;
    let mut to: Vec<_> = app.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to
}

on_both! {
    async fn the_queue_holds_what_waits_here_longest_first(app: TestApp) {
        let Town { id, fien, els, bib } = town(app).await;
        let now = app.now();
        let later = app.opportunity(bib, waiting(now), "Naaien").await;
        let first = app.opportunity(bib, waiting(now - TimeDelta::days(2)), "Koken").await;
        app.opportunity(bib, Standing::draft(), "Nog niet").await;
        app.opportunity(bib, Standing::open(now), "Al open").await;
        let club = app.actor(&els, ActorKind::SportsClub, "Club").await.id;
        let body = ParticipationCreate { actor_id: club };
        els.client.create_participation(id, &body, IdempotencyKey::new()).await.unwrap();
        let museum = app.unclaimed("Museum M", Some(LEUVEN)).await;
        let claim = ClaimRequest { message: "Ik ben de conservator.".to_owned() };
        els.client.claim_actor(museum, &claim, IdempotencyKey::new()).await.unwrap();

        let elsewhere = app.ecosystem("Antwerpen leert", &["11002"]).await;
        let gil = app.facilitator(elsewhere, "Gil").await;
        let far = app.unclaimed("MAS", Some("11002")).await;
        let away = app.opportunity(far, Standing::open(now), "Kijk uit").await;
        complain(app, away, None).await;

        let seen = queue(&fien, id).await;
        let reviews: Vec<_> = seen.reviews.iter().map(|one| one.opportunity_id).collect();
        assert_eq!(reviews, [first, later]);
        assert_eq!(seen.reviews[0].actor.id, bib);
        assert_eq!(seen.reviews[0].since, now - TimeDelta::days(2));
        assert_eq!(seen.reports, []);
        assert_eq!(seen.requests.len(), 1);
        assert_eq!(seen.requests[0].actor.id, club);
        assert_eq!(seen.claims.len(), 1);
        assert_eq!((seen.claims[0].actor.id, &seen.claims[0].email), (museum, &els.email));
        let counts = QueueCounts { reviews: 2, reports: 0, requests: 1, claims: 1 };
        assert_eq!(seen.counts, counts);

        let seen = queue(&gil, elsewhere).await;
        assert_eq!((seen.reviews.len(), seen.requests.len(), seen.claims.len()), (0, 0, 0));
        assert_eq!((seen.reports.len(), seen.counts.reports), (1, 1));
        for who in [&gil, &els] {
            let answer = who.client.list_reviews(id).await;
            assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::NotFound));
        }
        let answer = app.stranger().list_reviews(id).await;
        assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::NotAuthenticated));
    }

    async fn a_report_waits_a_day_and_is_answered_once(app: TestApp) {
        let Town { id, fien, els, bib } = town(app).await;
        let about = app.opportunity(bib, Standing::open(app.now()), "Koken").await;
        let first = complain(app, about, Some("an@example.be")).await;
        app.advance(TimeDelta::hours(1));
        let second = complain(app, about, None).await;
        assert_eq!(mailed(app).await, std::slice::from_ref(&fien.email), "once while the first waits");

        let seen = queue(&fien, id).await.reports;
        let ids: Vec<_> = seen.iter().map(|one| one.id).collect();
        assert_eq!(ids, [first, second], "first due first");
        assert!(!seen[0].overdue);
        assert_eq!((seen[0].answerable, seen[1].answerable), (true, false));
        app.advance(TimeDelta::hours(23));
        let seen = queue(&fien, id).await.reports;
        assert_eq!((seen[0].overdue, seen[1].overdue), (true, false));

        let answered = resolve(&fien, first, ReportOutcome::Mended).await.unwrap();
        assert_eq!((answered.state, answered.overdue), (ReportState::Resolved, false));
        assert_eq!(resolve(&fien, first, ReportOutcome::Mended).await.unwrap(), answered);
        let other = resolve(&fien, first, ReportOutcome::NoAction).await.unwrap_err();
        assert_eq!(other.problem().unwrap().state.as_deref(), Some("resolved"));
        let ids: Vec<_> = queue(&fien, id).await.reports.iter().map(|one| one.id).collect();
        assert_eq!(ids, [second, first], "open before answered");
        assert_eq!(queue(&fien, id).await.counts.reports, 1, "answered ones do not wait");
        let mails = mailed(app).await;
        assert_eq!(mails.iter().filter(|to| *to == "an@example.be").count(), 1);
        assert_eq!(mails.iter().filter(|to| **to == els.email).count(), 0);
        resolve(&fien, second, ReportOutcome::NoAction).await.unwrap();
        let told = |mails: Vec<String>| mails.iter().filter(|to| **to == fien.email).count();
        assert_eq!(told(mailed(app).await), 1);
        complain(app, about, None).await;
        assert_eq!(told(mailed(app).await), 2, "anew once nothing waits any more");
    }

    async fn reports_at_once_are_one_letter(app: TestApp) {
        let Town { id, fien, bib, .. } = town(app).await;
        let about = app.opportunity(bib, Standing::open(app.now()), "Koken").await;
        tokio::join!(complain(app, about, None), complain(app, about, None), complain(app, about, None));
        assert_eq!(queue(&fien, id).await.reports.len(), 3, "each is there to be answered");
        assert_eq!(mailed(app).await, [fien.email]);
    }

    async fn a_paused_opportunity_is_out_of_sight_and_its_people_hear_it(app: TestApp) {
        let Town { fien, els, bib, .. } = town(app).await;
        let about = app.opportunity(bib, Standing::open(app.now()), "Koken").await;
        let jo = app.someone("Jo").await;
        let key = IdempotencyKey::new();
        let report = jo.client.report_opportunity(about, &complaint(None), key).await.unwrap();
        let same = jo.client.report_opportunity(about, &complaint(None), key).await.unwrap();
        assert_eq!(report, same);
        resolve(&fien, report.id, ReportOutcome::Paused).await.unwrap();
        let hidden = app.stranger().get_opportunity(about, View::Public).await;
        assert_eq!(hidden.unwrap_err().code(), Some(ErrorCode::NotFound));
        let own = els.client.get_opportunity(about, View::Edit).await.unwrap();
        assert_eq!(own.state, OpportunityState::Paused);
        let mut expected = [els.email.clone(), fien.email.clone(), jo.email.clone()];
        expected.sort();
        assert_eq!(mailed(app).await, expected);
        let hidden = app.stranger().report_opportunity(about, &complaint(None), key).await;
        assert_eq!(hidden.unwrap_err().code(), Some(ErrorCode::NotFound));
    }

    async fn a_report_is_answered_by_those_it_is_for(app: TestApp) {
        let Town { els, bib, fien, .. } = town(app).await;
        let elsewhere = app.ecosystem("Antwerpen leert", &["11002"]).await;
        let gil = app.facilitator(elsewhere, "Gil").await;
        let about = app.opportunity(bib, Standing::open(app.now()), "Koken").await;
        let report = complain(app, about, None).await;
        for who in [&gil, &els] {
            let answer = resolve(who, report, ReportOutcome::NoAction).await;
            assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::NotFound));
        }
        let nothing = resolve(&fien, ReportId::new(), ReportOutcome::NoAction).await;
        assert_eq!(nothing.unwrap_err().code(), Some(ErrorCode::NotFound));
    }

    async fn a_report_that_no_ecosystem_covers_reaches_all(app: TestApp) {
        let Town { id, fien, .. } = town(app).await;
        let far = app.unclaimed("MAS", Some("11002")).await;
        let nowhere = app.unclaimed("Ergens", None).await;
        for lead in [far, nowhere] {
            let about = app.opportunity(lead, Standing::open(app.now()), "Kijk").await;
            let report = complain(app, about, None).await;
            assert_eq!(queue(&fien, id).await.reports[0].id, report);
            resolve(&fien, report, ReportOutcome::NoAction).await.unwrap();
        }
    }

    async fn what_nobody_can_see_cannot_be_reported(app: TestApp) {
        let Town { els, bib, .. } = town(app).await;
        let draft = app.opportunity(bib, Standing::draft(), "Nog niet").await;
        let waits = app.opportunity(bib, waiting(app.now()), "Wacht").await;
        for about in [draft, waits, OpportunityId::new()] {
            let key = IdempotencyKey::new();
            let answer = els.client.report_opportunity(about, &complaint(None), key).await;
            assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::NotFound));
        }
        let open = app.opportunity(bib, Standing::open(app.now()), "Open").await;
        for body in [
            ReportCreate { message: "kort".to_owned(), email: None },
            complaint(Some("geen adres")),
        ] {
            let key = IdempotencyKey::new();
            let answer = app.stranger().report_opportunity(open, &body, key).await;
            assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::InvalidField));
        }
    }

    async fn two_answers_at_once_are_one(app: TestApp) {
        let Town { id, fien, bib, .. } = town(app).await;
        let gil = app.facilitator(id, "Gil").await;
        let about = app.opportunity(bib, Standing::open(app.now()), "Koken").await;
        let report = complain(app, about, None).await;
        let (one, other) = tokio::join!(
            resolve(&fien, report, ReportOutcome::Mended),
            resolve(&gil, report, ReportOutcome::Paused),
        );
        let lost: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(lost.len(), 1);
        assert_eq!(lost[0].code(), Some(ErrorCode::WrongState));
    }

    async fn who_deletes_their_account_leaves_no_actor_without_a_way_in(app: TestApp) {
        let Town { els, bib, .. } = town(app).await;
        app.app()
            .write(move |conn| Ok(goesting_store::member::withdraw(conn, els.id)?))
            .await
            .unwrap();
        let ward = app.someone("Ward").await;
        let claim = ClaimRequest { message: "Ik neem het over.".to_owned() };
        ward.client.claim_actor(bib, &claim, IdempotencyKey::new()).await.unwrap();
    }
}
