//! Signing up.

use chrono::TimeDelta;
use goesting_tests::on_both;
use goesting_types::auth::Register;
use goesting_types::person::AgeBand;
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, code, device, form, signed_up};

on_both! {
    async fn who_signs_up_is_logged_in_and_gets_a_mail(app: TestApp) {
        let (noor, log_in) = signed_up(app, "Noor@Example.be").await;
        let me = noor.get_me().await.unwrap();
        assert_eq!((me.id, me.email.as_str()), (log_in.person_id, "Noor@Example.be"));
        assert_eq!((me.email_verified, me.age_band), (false, AgeBand::Adult));
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!((mails.len(), mails[0].to.as_str()), (1, "Noor@Example.be"));
        assert!(!mails[0].token("/verify").is_empty());
    }

    async fn the_year_decides_who_signs_up_alone(app: TestApp) {
        let born = |birth_year, email: &str| Register { birth_year, ..form(email) };
        let teen = app.stranger();
        teen.register(&born(2012, "teen@example.be")).await.unwrap();
        assert_eq!(teen.get_me().await.unwrap().age_band, AgeBand::Teen);
        let child = app.stranger();
        let refused = child.register(&born(2013, "kind@example.be")).await;
        assert_eq!(code(refused), ErrorCode::GuardianNeeded);
        assert_eq!(code(child.get_me().await), ErrorCode::NotAuthenticated);
        // Nothing was kept of the child: the address is free.
        app.stranger().register(&form("kind@example.be")).await.unwrap();
    }

    async fn weak_passwords_are_refused_with_a_reason(app: TestApp) {
        let with = |password: &str| Register { password: password.to_owned(), ..form("noor@example.be") };
        for (password, expected) in [
            ("kort", ErrorCode::InvalidField),
            ("1234567890", ErrorCode::WeakPassword),
            ("example1990", ErrorCode::WeakPassword),
        ] {
            let refused = app.stranger().register(&with(password)).await.unwrap_err();
            assert_eq!(refused.code(), Some(expected), "{password}");
            let problem = refused.problem().unwrap();
            assert_eq!(problem.errors[0].pointer, "/password", "{password}");
        }
        app.stranger().register(&with(&"lange zin ".repeat(20))).await.unwrap();
    }

    async fn a_taken_address_tells_its_owner_and_lets_nobody_in(app: TestApp) {
        let (noor, log_in) = signed_up(app, "noor@example.be").await;
        app.run_jobs().await;
        let thief = app.stranger();
        let other = Register { password: "acht droge otters".to_owned(), ..form("NOOR@example.be") };
        assert_eq!(code(thief.register(&other).await), ErrorCode::EmailTaken);
        assert_eq!(code(thief.get_me().await), ErrorCode::NotAuthenticated);
        app.advance(TimeDelta::seconds(2));
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 2);
        // The owner who forgot is logged in by the right password.
        let again = app.stranger();
        let found = again.register(&form("noor@EXAMPLE.be")).await.unwrap();
        assert_eq!(found.person_id, log_in.person_id);
        assert_eq!(noor.get_me().await.unwrap().id, log_in.person_id);
    }

    async fn nobody_keeps_an_address_by_signing_up_with_it_first(app: TestApp) {
        let (thief, _) = signed_up(app, "noor@example.be").await;
        app.advance(TimeDelta::hours(25));
        let owner = app.stranger();
        let own = Register { password: "acht droge otters".to_owned(), ..form("noor@example.be") };
        owner.register(&own).await.unwrap();
        assert_eq!(owner.get_me().await.unwrap().first_name, "Noor");
        assert_eq!(code(thief.get_me().await), ErrorCode::NotAuthenticated);
        assert_eq!(code(device(app, "noor@example.be", PASSWORD).await), ErrorCode::WrongCredentials);
    }

    async fn two_at_once_make_one_account(app: TestApp) {
        let clients: Vec<_> = (0..8).map(|_| app.stranger()).collect();
        let form = form("noor@example.be");
        let made = futures_util::future::join_all(clients.iter().map(|client| client.register(&form))).await;
        let first = made.iter().find_map(|one| one.as_ref().ok()).unwrap().person_id;
        for one in made {
            match one {
                Ok(log_in) => assert_eq!(log_in.person_id, first),
                Err(error) => assert_eq!(error.code(), Some(ErrorCode::EmailTaken)),
            }
        }
    }

    async fn a_bad_form_says_all_that_is_wrong(app: TestApp) {
        let answer = app.raw().post(
            "/api/v1/auth/register",
            r#"{"first_name":"<b>x</b>","email":"nobody","password":"x","birth_year":1850,"accept_terms":false}"#,
        ).await;
        let problem = answer.problem();
        assert_eq!((answer.status, problem.code), (422, ErrorCode::InvalidField));
        let pointers: Vec<_> = problem.errors.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/first_name", "/email", "/password", "/birth_year", "/accept_terms"]);
        let unknown = app.raw().post("/api/v1/auth/register", r#"{"admin":true}"#).await;
        assert_eq!(unknown.problem().code, ErrorCode::InvalidBody);
    }
}
