//! The queue: offers, yes, no, leaving, and a host who lets somebody pass.

use EnrolmentState::{Cancelled, Declined, Enrolled, Offered, Waitlisted};
use chrono::TimeDelta;
use goesting_tests::{Someone, TestApp, on_both};
use goesting_types::enrolment::{
    CancelledBy, Enrolment, EnrolmentCreate, EnrolmentState, LeaveByToken, PromoteRequest,
};
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::person::AuditActor;
use goesting_types::person::ConsentPurpose::Participation;
use goesting_types::problem::ErrorCode;

use super::stage::{
    FIRST, Plan, Stage, check_app, child_of, code, enrol, host, look, myself, or_wait, stage, state,
};

/// People who arrive one after the other.
async fn line(app: &TestApp, session: SessionId, names: &[&str]) -> Vec<(Someone, Enrolment)> {
    let mut line = Vec::new();
    for name in names {
        let one = app.someone(name).await;
        let entry = enrol(&one, session, &or_wait()).await;
        line.push((one, entry));
    }
    line
}

/// Who did this with somebody's data, as they can read.
async fn noted(app: &TestApp, of: PersonId, operation: &str) -> Vec<AuditActor> {
    let all = app
        .app()
        .read(move |conn| Ok(goesting_store::audit::page(conn, of, None, 100)?))
        .await
        .unwrap();
    let these = all.into_iter().filter(|one| one.operation == operation);
    these.map(|one| one.by).collect()
}

async fn states(line: &[(Someone, Enrolment)]) -> Vec<EnrolmentState> {
    let mut states = Vec::new();
    for (who, entry) in line {
        states.push(state(who, entry.id).await);
    }
    states
}

async fn promote(host: &Someone, id: EnrolmentId) -> Result<u32, ErrorCode> {
    let body = PromoteRequest {
        reason: "Kwam vorige keer voor niets.".to_owned(),
    };
    let outcome = host.client.promote_enrolment(id, &body).await;
    outcome
        .map(|entry| entry.position.unwrap_or(0))
        .map_err(|error| error.code().unwrap())
}

on_both! {
    async fn a_freed_place_goes_to_the_first_who_waits(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let line = line(app, at.session, &["An", "Bo", "Cis"]).await;
        line[0].0.client.leave_enrolment(line[0].1.id).await.unwrap();
        assert_eq!(states(&line).await, [Cancelled, Offered, Waitlisted]);
        let offered = look(&line[1].0, line[1].1.id).await;
        assert_eq!(offered.offer_expires_at, Some(app.now() + TimeDelta::hours(24)));
        assert_eq!(look(&line[2].0, line[2].1.id).await.ahead, Some(0));
        // Nobody walks past: the place is kept.
        let dirk = app.someone("Dirk").await;
        assert_eq!(enrol(&dirk, at.session, &or_wait()).await.state, Waitlisted);
        let taken = line[1].0.client.accept_enrolment(line[1].1.id).await.unwrap();
        assert_eq!((taken.state, taken.offer_expires_at), (Enrolled, None));
        // Saying yes again changes nothing.
        let again = line[1].0.client.accept_enrolment(line[1].1.id).await.unwrap();
        assert_eq!(again.state, Enrolled);
        assert_eq!(check_app(app, at.session).await, (1, 0, 2));
        app.run_jobs().await;
        let subjects = |email: &str| -> Vec<String> {
            app.mails().into_iter().filter(|mail| mail.to == email).map(|mail| mail.subject).collect()
        };
        // A letter about a turn that is over by now is not sent.
        assert_eq!(subjects(&line[1].0.email).len(), 1);
        assert_eq!(subjects(&line[2].0.email).len(), 1);
    }

    async fn a_no_goes_on_to_the_next(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let line = line(app, at.session, &["An", "Bo", "Cis"]).await;
        line[0].0.client.leave_enrolment(line[0].1.id).await.unwrap();
        let said = line[1].0.client.decline_enrolment(line[1].1.id).await.unwrap();
        assert_eq!(said.state, Declined);
        assert_eq!(states(&line).await, [Cancelled, Declined, Offered]);
        assert_eq!(line[1].0.client.decline_enrolment(line[1].1.id).await.unwrap().state, Declined);
        let late = line[1].0.client.accept_enrolment(line[1].1.id).await.unwrap_err();
        let problem = late.problem().unwrap();
        assert_eq!((problem.code, problem.state.as_deref()), (ErrorCode::WrongState, Some("declined")));
        // Waiting again puts last.
        let dirk = app.someone("Dirk").await;
        enrol(&dirk, at.session, &or_wait()).await;
        let again = enrol(&line[1].0, at.session, &or_wait()).await;
        assert_eq!(again.ahead, Some(1));
        check_app(app, at.session).await;
    }

    async fn leaving_asks_nothing_and_twice_is_once(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let line = line(app, at.session, &["An", "Bo", "Cis"]).await;
        line[1].0.client.leave_enrolment(line[1].1.id).await.unwrap();
        line[1].0.client.leave_enrolment(line[1].1.id).await.unwrap();
        assert_eq!(look(&line[1].0, line[1].1.id).await.cancelled_by, Some(CancelledBy::Person));
        assert_eq!(look(&line[2].0, line[2].1.id).await.ahead, Some(0));
        assert_eq!(check_app(app, at.session).await, (1, 0, 1));
        // Another person's entry does not exist.
        let (bo, an) = (&line[1].0.client, line[0].1.id);
        assert_eq!(code(bo.leave_enrolment(an).await), ErrorCode::NotFound);
        assert_eq!(code(bo.accept_enrolment(an).await), ErrorCode::NotFound);
        assert_eq!(code(bo.decline_enrolment(an).await), ErrorCode::NotFound);
        assert_eq!(code(bo.leave_enrolment(EnrolmentId::new()).await), ErrorCode::NotFound);
        // What is over stays as it was.
        app.advance(TimeDelta::days(10) + TimeDelta::hours(2));
        assert_eq!(code(line[0].0.client.leave_enrolment(an).await), ErrorCode::WrongState);
        assert_eq!(state(&line[0].0, an).await, Enrolled);
    }

    async fn a_link_in_a_mail_leaves_without_logging_in(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let line = line(app, at.session, &["An", "Bo"]).await;
        app.run_jobs().await;
        let mail = app.mails().into_iter().find(|mail| mail.to == line[0].0.email).unwrap();
        let token = mail.token("/leave");
        let leave = |token: String| {
            let stranger = app.stranger();
            async move { stranger.leave_by_token(&LeaveByToken { token }).await }
        };
        for wrong in ["", "x", &token[..token.len() - 2], &token.replace(&token[..4], "AAAA")] {
            assert_eq!(code(leave(wrong.to_owned()).await), ErrorCode::LinkExpired, "{wrong}");
        }
        let left = leave(token.clone()).await.unwrap();
        assert_eq!((left.opportunity_id, left.state), (at.opportunity, Cancelled));
        assert_eq!(leave(token).await.unwrap().state, Cancelled);
        assert_eq!(states(&line).await, [Cancelled, Offered]);
        check_app(app, at.session).await;
    }

    async fn a_child_reads_that_its_guardian_left_with_a_mail(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let els = app.someone("Els").await;
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        enrol(&els, at.session, &EnrolmentCreate { myself: false, children: vec![arno], ..myself() }).await;
        app.run_jobs().await;
        let token = app.mails().pop().unwrap().token("/leave");
        app.stranger().leave_by_token(&LeaveByToken { token }).await.unwrap();
        assert_eq!(noted(app, arno, "leave_by_token").await, [AuditActor::Guardian]);
    }

    async fn what_a_host_does_with_a_family_stands_with_each(app: TestApp) {
        let at = stage(app, Plan::default()).await;
        let mia = host(app, at.actor, "Mia").await;
        let els = app.someone("Els").await;
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let pair = enrol(&els, at.session, &EnrolmentCreate { children: vec![arno], ..myself() }).await;
        mia.client.leave_enrolment(pair.id).await.unwrap();
        for who in [els.id, arno] {
            let done = noted(app, who, "leave_enrolment").await;
            assert!(matches!(done.as_slice(), [AuditActor::Member { .. }]), "{done:?}");
        }
    }

    async fn a_group_waits_for_all_its_places_and_keeps_its_turn(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(2), ..Plan::default() }).await;
        let line = line(app, at.session, &["An", "Bo"]).await;
        let els = app.someone("Els").await;
        let arno = child_of(app, &els, "Arno", &[Participation]).await;
        let pair = enrol(&els, at.session, &EnrolmentCreate { children: vec![arno], ..or_wait() }).await;
        let cis = app.someone("Cis").await;
        let single = enrol(&cis, at.session, &or_wait()).await;
        line[0].0.client.leave_enrolment(line[0].1.id).await.unwrap();
        assert_eq!(state(&els, pair.id).await, Waitlisted, "one place is not two");
        assert_eq!(state(&cis, single.id).await, Offered);
        cis.client.decline_enrolment(single.id).await.unwrap();
        assert_eq!(check_app(app, at.session).await, (1, 0, 2));
        // One place is free that the group cannot use: whoever comes may have it.
        let dirk = app.someone("Dirk").await;
        let walks_in = enrol(&dirk, at.session, &myself()).await;
        assert_eq!(walks_in.state, Enrolled);
        dirk.client.leave_enrolment(walks_in.id).await.unwrap();
        line[1].0.client.leave_enrolment(line[1].1.id).await.unwrap();
        assert_eq!(state(&els, pair.id).await, Offered, "two places at once");
        els.client.accept_enrolment(pair.id).await.unwrap();
        assert_eq!(check_app(app, at.session).await, (2, 0, 0));
    }

    async fn a_host_lets_somebody_pass_with_a_reason_and_never_over_capacity(app: TestApp) {
        let at: Stage = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let line = line(app, at.session, &["An", "Bo", "Cis", "Dirk"]).await;
        assert_eq!(promote(&hilde, line[3].1.id).await, Ok(1), "head of the queue");
        assert_eq!(promote(&hilde, line[2].1.id).await, Ok(1), "and again");
        assert_eq!(check_app(app, at.session).await, (1, 0, 3));
        let list = hilde.client.list_session_enrolments(at.session, &FIRST).await.unwrap();
        let names: Vec<_> = list.items.iter().map(|item| item.first_name.as_deref().unwrap()).collect();
        assert_eq!(names, ["An", "Cis", "Dirk", "Bo"]);
        assert_eq!(list.items[1].promoted_because.as_deref(), Some("Kwam vorige keer voor niets."));
        line[0].0.client.leave_enrolment(line[0].1.id).await.unwrap();
        assert_eq!(states(&line).await, [Cancelled, Waitlisted, Offered, Waitlisted]);
        // Only who waits can pass, only a host lets them, and only for a reason.
        assert_eq!(promote(&hilde, line[2].1.id).await, Err(ErrorCode::WrongState));
        assert_eq!(promote(&hilde, line[0].1.id).await, Err(ErrorCode::WrongState));
        assert_eq!(promote(&line[1].0, line[1].1.id).await, Err(ErrorCode::NotFound));
        let stranger = host(app, stage(app, Plan::default()).await.actor, "Vreemd").await;
        assert_eq!(promote(&stranger, line[1].1.id).await, Err(ErrorCode::NotFound));
        let short = PromoteRequest { reason: "ja".to_owned() };
        assert_eq!(code(hilde.client.promote_enrolment(line[1].1.id, &short).await), ErrorCode::InvalidField);
        check_app(app, at.session).await;
    }

    async fn a_host_takes_somebody_off_and_they_are_told(app: TestApp) {
        let at = stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let hilde = host(app, at.actor, "Hilde").await;
        let line = line(app, at.session, &["An", "Bo"]).await;
        hilde.client.leave_enrolment(line[0].1.id).await.unwrap();
        assert_eq!(states(&line).await, [Cancelled, Offered]);
        assert_eq!(look(&line[0].0, line[0].1.id).await.cancelled_by, Some(CancelledBy::Host));
        app.run_jobs().await;
        let told = app.mails().into_iter().any(|mail| mail.to == line[0].0.email);
        assert!(told);
        check_app(app, at.session).await;
    }
}
