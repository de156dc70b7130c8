//! What is kept of a person: the audit trail, the export, the calendar link.

use goesting_client::IdempotencyKey;
use goesting_tests::on_both;
use goesting_types::actor::{ActorKind, MemberInvite, MemberRole};
use goesting_types::ecosystem::ParticipationCreate;
use goesting_types::enrolment::EnrolmentCreate;
use goesting_types::opportunity::ReportCreate;
use goesting_types::page::PageQuery;
use goesting_types::person::{AuditActor, Export, ExportFormat, MeDelete, MeUpdate};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device, signed_up};
use crate::enrolments::stage::{self, Plan, change, enrol, key, or_wait};

on_both! {
    async fn a_person_reads_what_was_done_with_their_data(app: TestApp) {
        let (noor, log_in) = signed_up(app, "noor@example.be").await;
        app.advance(chrono::TimeDelta::seconds(1));
        device(app, "noor@example.be", PASSWORD).await.unwrap();
        app.advance(chrono::TimeDelta::seconds(1));
        let id = log_in.person_id;
        let now = app.now();
        app.app().write(move |conn| {
            use goesting_store::audit::{By, note};
            Ok(note(conn, id, By::System, "token_create", now)?)
        }).await.unwrap();
        let first = noor.list_audit(&PageQuery { cursor: None, limit: Some(2) }).await.unwrap();
        let told: Vec<_> = first.items.iter().map(|one| one.operation.as_str()).collect();
        assert_eq!(told, ["token_create", "login"]);
        assert_eq!(first.items[0].by, AuditActor::System);
        let rest = noor.list_audit(&PageQuery { cursor: first.next_cursor.clone(), limit: Some(2) }).await.unwrap();
        assert_eq!((rest.items.len(), rest.items[0].operation.as_str(), rest.next_cursor), (1, "register", None));
        // A cursor of somebody else opens nothing.
        let (els, _) = signed_up(app, "els@example.be").await;
        let stolen = els.list_audit(&PageQuery { cursor: first.next_cursor, limit: None }).await;
        assert_eq!(code(stolen), ErrorCode::InvalidCursor);
        assert_eq!(els.list_audit(&PageQuery::default()).await.unwrap().items.len(), 1);
    }

    async fn the_export_is_whole_and_readable(app: TestApp) {
        let (noor, _) = signed_up(app, "noor@example.be").await;
        let me = noor.get_me().await.unwrap();
        let named = MeUpdate { first_name: None, last_name: Some("D'Hooghe & Co".to_owned()), lang: None, appearance: None, territory: Some("24062".into()) };
        let me = noor.update_me(me.version, &named).await.unwrap();
        let json = noor.export_me(ExportFormat::Json).await.unwrap();
        let export: Export = serde_json::from_str(&json).unwrap();
        assert_eq!((&export.me, export.log_ins.len()), (&me, 1));
        assert!(!json.contains("argon2") && !json.contains("password"), "no secrets");
        let html = noor.export_me(ExportFormat::Html).await.unwrap();
        for part in ["<html lang=\"nl\">", "D&#39;Hooghe &amp; Co", "noor@example.be", "Leuven", "1990"] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(html.contains("Account gemaakt") && html.contains("Gegevens aangepast"), "{html}");
        assert!(!html.contains("update_me") && !html.contains("<td>register"), "{html}");
        let operations: Vec<_> = noor.list_audit(&PageQuery::default()).await.unwrap().items.into_iter().map(|one| one.operation).collect();
        assert_eq!(operations.iter().filter(|one| *one == "export_me").count(), 2);
        assert_eq!(code(app.stranger().export_me(ExportFormat::Json).await), ErrorCode::NotAuthenticated);
    }

    async fn the_export_holds_what_passed_with_others(app: TestApp) {
        let at = stage::stage(app, Plan { capacity: Some(1), ..Plan::default() }).await;
        let (els, tom) = (app.someone("Els").await, app.someone("Tom").await);
        enrol(&tom, at.session, &or_wait()).await;
        let message = Some("Ik kom met krukken".to_owned());
        let place = enrol(&els, at.session, &EnrolmentCreate { message, ..or_wait() }).await.id;
        change(app, move |store| {
            let id = key(store, place);
            format!("UPDATE enrolment SET promoted_because = 'Moeilijk te been' WHERE id = {id}")
        }).await;
        let complaint = ReportCreate {
            message: "De deur was dicht.".to_owned(),
            email: Some("els.thuis@example.be".to_owned()),
        };
        els.client.report_opportunity(at.opportunity, &complaint, IdempotencyKey::new()).await.unwrap();
        change(app, |_| "UPDATE report SET answer = 'De deur is weer open.'".to_owned()).await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        let invite = MemberInvite { email: "mie@example.be".to_owned(), role: MemberRole::Host };
        els.client.invite_member(bib, &invite, IdempotencyKey::new()).await.unwrap();
        let town = app.ecosystem("Leuven leert", &["24062"]).await;
        let ask = ParticipationCreate { actor_id: bib };
        els.client.create_participation(town, &ask, IdempotencyKey::new()).await.unwrap();
        let club = app.actor(&tom, ActorKind::SportsClub, "De Klos").await.id;
        let invite = MemberInvite { email: els.email.to_uppercase(), role: MemberRole::Host };
        tom.client.invite_member(club, &invite, IdempotencyKey::new()).await.unwrap();
        for format in [ExportFormat::Json, ExportFormat::Html] {
            let all = els.client.export_me(format).await.unwrap();
            for part in [
                "Ik kom met krukken", "Moeilijk te been", "els.thuis@example.be", "De deur is weer open.",
                "016 12 34 56", "mie@example.be", "Leuven leert", "De Klos",
            ] {
                assert!(all.contains(part), "{part}: {all}");
            }
        }
    }

    async fn a_calendar_link_is_shown_once_and_can_be_taken_back(app: TestApp) {
        let els = app.someone("Els").await;
        let path = |url: &str| url.split_once("8080").unwrap().1.to_owned();
        let one = path(&els.client.create_calendar_link().await.unwrap().url);
        assert!(els.client.get_me().await.unwrap().has_calendar_link);
        assert_eq!(app.raw().get(&one).await.status, 200);
        let two = path(&els.client.create_calendar_link().await.unwrap().url);
        assert_eq!(app.raw().get(&one).await.status, 404, "the earlier one stopped");
        assert_eq!(app.raw().get(&two).await.status, 200);
        els.client.delete_calendar_link().await.unwrap();
        els.client.delete_calendar_link().await.unwrap();
        assert_eq!(app.raw().get(&two).await.status, 404);
        assert!(!els.client.get_me().await.unwrap().has_calendar_link);
        let done = els.client.list_audit(&PageQuery::default()).await.unwrap().items;
        let taken = done.iter().filter(|one| one.operation == "delete_calendar_link");
        assert_eq!(taken.count(), 1);
    }

    async fn after_deletion_the_trail_names_nobody(app: TestApp) {
        let (noor, log_in) = signed_up(app, "noor@example.be").await;
        let form = MeDelete { password: PASSWORD.to_owned() };
        noor.delete_me(&form).await.unwrap();
        let id = log_in.person_id;
        let left = app.app().read(move |conn| Ok(goesting_store::audit::page(conn, id, None, 10)?)).await.unwrap();
        assert!(left.is_empty(), "{left:?}");
        assert!(app.app().read(move |conn| Ok(goesting_store::person::find(conn, id).is_err())).await.unwrap());
    }
}
