//! Myself: reading, changing, deleting.

use goesting_tests::on_both;
use goesting_types::lang::Lang;
use goesting_types::person::{Appearance, MeDelete, MeUpdate};
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device, signed_up};

fn nothing() -> MeUpdate {
    MeUpdate {
        first_name: None,
        last_name: None,
        lang: None,
        appearance: None,
        territory: None,
    }
}

on_both! {
    async fn changes_stay_and_old_versions_are_refused(app: TestApp) {
        let els = app.someone("Els").await;
        let me = els.client.get_me().await.unwrap();
        let change = MeUpdate {
            last_name: Some("Peeters".to_owned()),
            lang: Some(Lang::Fr),
            appearance: Some(Appearance::Dark),
            territory: Some("24062".into()),
            ..nothing()
        };
        let now = els.client.update_me(me.version, &change).await.unwrap();
        assert_eq!(now.first_name, "Els");
        assert_eq!(now.last_name.as_deref(), Some("Peeters"));
        assert_eq!((now.lang, now.appearance), (Lang::Fr, Appearance::Dark));
        assert_eq!(now.territory, Some("24062".into()));
        assert_eq!(now, els.client.get_me().await.unwrap());
        assert_eq!(code(els.client.update_me(me.version, &change).await), ErrorCode::StaleEdit);
        let away = MeUpdate { last_name: Some(String::new()), territory: Some("".into()), ..nothing() };
        let now = els.client.update_me(now.version, &away).await.unwrap();
        assert_eq!((now.last_name.as_deref(), &now.territory, now.lang), (None, &None, Lang::Fr));
        // What changes nothing is no new version.
        for same in [nothing(), MeUpdate { lang: Some(Lang::Fr), ..away }] {
            assert_eq!(els.client.update_me(now.version, &same).await.unwrap(), now);
            assert_eq!(code(els.client.update_me(me.version, &same).await), ErrorCode::StaleEdit);
        }
    }

    async fn an_edit_says_what_it_is_based_on(app: TestApp) {
        let els = app.someone("Els").await;
        let answer = els.raw().get("/api/v1/me").await;
        assert_eq!((answer.header("etag"), answer.header("cache-control")), (Some("\"1\""), Some("no-store")));
        let without = els.raw().send("PATCH", "/api/v1/me", &[], Some("{}")).await;
        assert_eq!((without.status, without.problem().code), (428, ErrorCode::PreconditionRequired));
        for (body, expected) in [
            (r#"{"territory":"99999"}"#, ErrorCode::UnknownTerritory),
            (r#"{"first_name":""}"#, ErrorCode::InvalidField),
            (r#"{"birth_year":1950}"#, ErrorCode::InvalidBody),
            (r#"{"email":"a@b.be"}"#, ErrorCode::InvalidBody),
        ] {
            let answer = els.raw().send("PATCH", "/api/v1/me", &[("if-match", "\"1\"")], Some(body)).await;
            assert_eq!(answer.problem().code, expected, "{body}");
        }
    }

    async fn strangers_are_nobody(app: TestApp) {
        assert_eq!(code(app.stranger().get_me().await), ErrorCode::NotAuthenticated);
    }

    async fn a_deleted_account_is_gone(app: TestApp) {
        let (noor, _) = signed_up(app, "noor@example.be").await;
        let there = device(app, "noor@example.be", PASSWORD).await.unwrap();
        let with = |password: &str| MeDelete { password: password.to_owned() };
        assert_eq!(code(noor.delete_me(&with("wrong")).await), ErrorCode::WrongPassword);
        noor.get_me().await.unwrap();
        noor.delete_me(&with(PASSWORD)).await.unwrap();
        assert_eq!(code(noor.get_me().await), ErrorCode::NotAuthenticated);
        assert_eq!(code(there.get_me().await), ErrorCode::NotAuthenticated);
        assert_eq!(code(there.refresh().await), ErrorCode::NotAuthenticated);
        assert_eq!(code(device(app, "noor@example.be", PASSWORD).await), ErrorCode::WrongCredentials);
        signed_up(app, "noor@example.be").await;
    }
}
