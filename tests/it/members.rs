//! The people of an actor: inviting, accepting, leaving.

use chrono::TimeDelta;
use goesting_client::IdempotencyKey;
use goesting_tests::{Someone, TestApp, on_both};
use goesting_types::actor::{Actor, ActorKind, ActorState, MemberInvite, MemberRole};
use goesting_types::ids::{ActorId, PersonId};
use goesting_types::problem::ErrorCode;

/// Invites, and gives the token of the mail.
async fn invite(app: &TestApp, by: &Someone, actor: ActorId, to: &str, role: MemberRole) -> String {
    let body = MemberInvite {
        email: to.to_owned(),
        role,
    };
    let invited = by
        .client
        .invite_member(actor, &body, IdempotencyKey::new())
        .await
        .unwrap();
    assert_eq!(invited.email, to);
    app.advance(TimeDelta::seconds(2));
    app.run_jobs().await;
    let mail = app.mails().pop().unwrap();
    assert_eq!(mail.to, to);
    mail.token("/invitation")
}

/// Lets somebody act for an actor, by invitation.
async fn join(app: &TestApp, by: &Someone, actor: ActorId, who: &Someone, role: MemberRole) {
    let token = invite(app, by, actor, &who.email, role).await;
    let accepted = who.client.accept_invitation(&token).await.unwrap();
    assert_eq!((accepted.actor.id, accepted.role), (actor, role));
}

async fn bib(app: &TestApp) -> (Someone, Actor) {
    let els = app.someone("Els").await;
    let bib = app.actor(&els, ActorKind::Library, "Bib").await;
    (els, bib)
}

on_both! {
    async fn an_invitation_makes_a_member_once(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        let token = invite(app, &els, bib.id, &ward.email.to_uppercase(), MemberRole::Host).await;
        assert_eq!(els.client.list_members(bib.id).await.unwrap().invited.len(), 1);
        let accepted = ward.client.accept_invitation(&token).await.unwrap();
        assert_eq!(accepted.role, MemberRole::Host);
        let again = ward.client.accept_invitation(&token).await.unwrap();
        assert_eq!(again, accepted, "saying yes twice is saying it once");
        let members = els.client.list_members(bib.id).await.unwrap();
        assert_eq!((members.items.len(), members.invited.len()), (2, 0));

        els.client.remove_member(bib.id, ward.id).await.unwrap();
        let late = ward.client.accept_invitation(&token).await;
        assert_eq!(late.unwrap_err().code(), Some(ErrorCode::LinkExpired), "a used link is used");
    }

    async fn a_letter_says_why_it_came(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        for (to, why) in [
            (ward.email.as_str(), "omdat je een account hebt"),
            ("an@example.be", "Iemand vulde dit adres in"),
        ] {
            invite(app, &els, bib.id, to, MemberRole::Host).await;
            let text = app.mails().pop().unwrap().text;
            assert!(text.contains(why), "{text}");
        }
    }

    async fn a_link_says_what_it_asks_while_it_works(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        let token = invite(app, &els, bib.id, &ward.email, MemberRole::Host).await;
        let asked = app.stranger().get_invitation(&token).await.unwrap();
        assert_eq!((asked.actor.id, asked.role), (bib.id, MemberRole::Host));
        assert_eq!((asked.invited_by.as_deref(), asked.email), (Some("Els"), ward.email.clone()));
        let newer = invite(app, &els, bib.id, &ward.email, MemberRole::Steward).await;
        ward.client.accept_invitation(&newer).await.unwrap();
        let late = invite(app, &els, bib.id, "an@example.be", MemberRole::Host).await;
        app.advance(TimeDelta::days(14));
        for over in [&token, &newer, &late, &"x".to_owned()] {
            let answer = app.stranger().get_invitation(over).await;
            assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::LinkExpired));
        }
    }

    async fn a_minor_who_invites_is_not_named(app: TestApp) {
        let teen = app.somebody("Yassin", 2010, true).await;
        let club = app.actor(&teen, ActorKind::YouthClub, "De Kelder").await;
        let token = invite(app, &teen, club.id, "an@example.be", MemberRole::Host).await;
        let mail = app.mails().pop().unwrap();
        for words in [&mail.subject, &mail.text, &mail.html] {
            assert!(words.contains("De Kelder") && !words.contains("Yassin"), "{words}");
        }
        assert_eq!(app.stranger().get_invitation(&token).await.unwrap().invited_by, None);
    }

    async fn a_link_works_for_whom_it_went_to_and_for_a_while(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        let thief = app.someone("Dief").await;
        let token = invite(app, &els, bib.id, &ward.email, MemberRole::Steward).await;
        let foreign = thief.client.accept_invitation(&token).await;
        assert_eq!(foreign.unwrap_err().code(), Some(ErrorCode::Forbidden));
        let nobody = app.stranger().accept_invitation(&token).await;
        assert_eq!(nobody.unwrap_err().code(), Some(ErrorCode::NotAuthenticated));
        for made_up in ["x", "../..", &format!("{token}x")] {
            let answer = ward.client.accept_invitation(made_up).await;
            assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::LinkExpired), "{made_up}");
        }
        app.advance(TimeDelta::days(14));
        let late = ward.client.accept_invitation(&token).await;
        assert_eq!(late.unwrap_err().code(), Some(ErrorCode::LinkExpired));
        assert_eq!(els.client.list_members(bib.id).await.unwrap().invited.len(), 0);
    }

    async fn asking_again_ends_the_old_link(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        let old = invite(app, &els, bib.id, &ward.email, MemberRole::Host).await;
        let new = invite(app, &els, bib.id, &ward.email, MemberRole::Steward).await;
        assert_eq!(els.client.list_members(bib.id).await.unwrap().invited.len(), 1);
        let ended = ward.client.accept_invitation(&old).await;
        assert_eq!(ended.unwrap_err().code(), Some(ErrorCode::LinkExpired));
        let accepted = ward.client.accept_invitation(&new).await.unwrap();
        assert_eq!(accepted.role, MemberRole::Steward);
    }

    async fn the_same_key_sends_one_mail(app: TestApp) {
        let (els, bib) = bib(app).await;
        let body = MemberInvite { email: "an@example.be".to_owned(), role: MemberRole::Host };
        let key = IdempotencyKey::new();
        let one = els.client.invite_member(bib.id, &body, key).await.unwrap();
        let same = els.client.invite_member(bib.id, &body, key).await.unwrap();
        assert_eq!(one, same);
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 1);
        let bad = MemberInvite { email: "an@x".to_owned(), ..body };
        let answer = els.client.invite_member(bib.id, &bad, IdempotencyKey::new()).await;
        assert_eq!(answer.unwrap_err().code(), Some(ErrorCode::InvalidField));
    }

    async fn a_host_sees_the_people_and_changes_nobody(app: TestApp) {
        let (els, bib) = bib(app).await;
        let host = app.someone("Ward").await;
        let outsider = app.someone("Dirk").await;
        app.actor(&outsider, ActorKind::Library, "Andere bib").await;
        join(app, &els, bib.id, &host, MemberRole::Host).await;
        invite(app, &els, bib.id, "an@example.be", MemberRole::Host).await;

        let seen = host.client.list_members(bib.id).await.unwrap();
        assert_eq!((seen.items.len(), seen.invited.len()), (2, 0), "addresses are for stewards");
        let invite = MemberInvite { email: "jo@example.be".to_owned(), role: MemberRole::Steward };
        for who in [&host, &outsider] {
            let asked = who.client.invite_member(bib.id, &invite, IdempotencyKey::new()).await;
            assert_eq!(asked.unwrap_err().code(), Some(ErrorCode::Forbidden));
            let removed = who.client.remove_member(bib.id, els.id).await;
            assert_eq!(removed.unwrap_err().code(), Some(ErrorCode::Forbidden));
        }
        let looked = outsider.client.list_members(bib.id).await;
        assert_eq!(looked.unwrap_err().code(), Some(ErrorCode::Forbidden));
        let nothing = els.client.list_members(ActorId::new()).await;
        assert_eq!(nothing.unwrap_err().code(), Some(ErrorCode::NotFound));
        host.client.remove_member(bib.id, host.id).await.unwrap();
        let gone = host.client.list_members(bib.id).await;
        assert_eq!(gone.unwrap_err().code(), Some(ErrorCode::Forbidden));
    }

    async fn an_invitation_taken_back_lets_nobody_in(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        let host = app.someone("Hanne").await;
        let outsider = app.someone("Dirk").await;
        let other = app.actor(&outsider, ActorKind::Library, "Andere bib").await;
        join(app, &els, bib.id, &host, MemberRole::Host).await;
        let token = invite(app, &els, bib.id, &ward.email, MemberRole::Host).await;
        let asked = els.client.list_members(bib.id).await.unwrap().invited.remove(0);

        for who in [&host, &outsider] {
            let refused = who.client.withdraw_invitation(bib.id, asked.id).await;
            assert_eq!(refused.unwrap_err().code(), Some(ErrorCode::Forbidden));
        }
        // Through an actor of one's own it is not to be reached either.
        outsider.client.withdraw_invitation(other.id, asked.id).await.unwrap();
        assert_eq!(els.client.list_members(bib.id).await.unwrap().invited.len(), 1);

        els.client.withdraw_invitation(bib.id, asked.id).await.unwrap();
        els.client.withdraw_invitation(bib.id, asked.id).await.unwrap();
        assert_eq!(els.client.list_members(bib.id).await.unwrap().invited.len(), 0);
        let late = ward.client.accept_invitation(&token).await;
        assert_eq!(late.unwrap_err().code(), Some(ErrorCode::LinkExpired));
        join(app, &els, bib.id, &ward, MemberRole::Steward).await;
    }

    async fn an_answered_invitation_cannot_be_taken_back(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        let token = invite(app, &els, bib.id, &ward.email, MemberRole::Host).await;
        let asked = els.client.list_members(bib.id).await.unwrap().invited.remove(0);
        ward.client.accept_invitation(&token).await.unwrap();
        els.client.withdraw_invitation(bib.id, asked.id).await.unwrap();
        assert_eq!(els.client.list_members(bib.id).await.unwrap().items.len(), 2);
        let again = ward.client.accept_invitation(&token).await.unwrap();
        assert_eq!(again.role, MemberRole::Host, "saying yes twice is saying it once");
    }

    async fn an_invitation_taken_back_before_its_mail_left_sends_none(app: TestApp) {
        let (els, bib) = bib(app).await;
        let body = MemberInvite { email: "an@example.be".to_owned(), role: MemberRole::Host };
        let asked = els.client.invite_member(bib.id, &body, IdempotencyKey::new()).await.unwrap();
        els.client.withdraw_invitation(bib.id, asked.id).await.unwrap();
        app.advance(TimeDelta::seconds(2));
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 0);
    }

    async fn the_last_steward_stays(app: TestApp) {
        let (els, bib) = bib(app).await;
        let host = app.someone("Ward").await;
        join(app, &els, bib.id, &host, MemberRole::Host).await;
        let last = els.client.remove_member(bib.id, els.id).await;
        assert_eq!(last.unwrap_err().code(), Some(ErrorCode::LastSteward));
        els.client.remove_member(bib.id, PersonId::new()).await.unwrap();
        join(app, &els, bib.id, &host, MemberRole::Steward).await;
        els.client.remove_member(bib.id, els.id).await.unwrap();
        els.client.remove_member(bib.id, els.id).await.unwrap();
        let members = host.client.list_members(bib.id).await.unwrap();
        assert_eq!(members.items.len(), 1);
        assert_eq!(members.items[0].role, MemberRole::Steward);
    }

    async fn two_stewards_who_leave_at_once_leave_one(app: TestApp) {
        for round in 0..8 {
            let els = app.someone("Els").await;
            let bib = app.actor(&els, ActorKind::Library, &format!("Bib {round}")).await;
            let ward = app.someone("Ward").await;
            join(app, &els, bib.id, &ward, MemberRole::Steward).await;
            let (one, other) = tokio::join!(
                els.client.remove_member(bib.id, els.id),
                ward.client.remove_member(bib.id, ward.id),
            );
            let stayed: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
            assert_eq!(stayed.len(), 1, "round {round}");
            assert_eq!(stayed[0].code(), Some(ErrorCode::LastSteward));
        }
    }

    async fn looking_at_people_is_noted_for_them(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        join(app, &els, bib.id, &ward, MemberRole::Host).await;
        assert_eq!(noted(app, "accept_invitation").await, 1);
        ward.client.list_members(bib.id).await.unwrap();
        assert_eq!(noted(app, "list_members").await, 1, "for the other one, not for oneself");
        els.client.remove_member(bib.id, ward.id).await.unwrap();
        assert_eq!(noted(app, "remove_member").await, 1);
    }

    async fn an_actor_whose_last_steward_is_gone_can_be_claimed(app: TestApp) {
        let (els, bib) = bib(app).await;
        let ward = app.someone("Ward").await;
        join(app, &els, bib.id, &ward, MemberRole::Host).await;
        let orphaned = app
            .app()
            .write(move |conn| Ok(goesting_store::member::withdraw(conn, els.id)?))
            .await
            .unwrap();
        assert_eq!(orphaned, [bib.id]);
        let seen = app.stranger().get_actor(bib.id).await.unwrap();
        assert_eq!(seen.state, ActorState::Unclaimed);
    }
}

/// Whose data was dealt with, as counted by what was done.
async fn noted(app: &TestApp, operation: &str) -> i64 {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let operation = operation.to_owned();
    app.app()
        .read(move |conn| {
            let count: Count =
                diesel::sql_query("SELECT count(*) AS count FROM audit WHERE operation = $1")
                    .bind::<diesel::sql_types::Text, _>(operation)
                    .get_result(conn)
                    .map_err(goesting_store::StoreError::from)?;
            Ok(count.count)
        })
        .await
        .unwrap()
}
