//! What an operator does from the command line.

use chrono::TimeDelta;
use goesting_api::app::operator::{self, Invitee};
use goesting_api::config::PublicUrl;
use goesting_api::error::ApiError;
use goesting_client::Client;
use goesting_core::person::{Email, SignUp};
use goesting_core::time::civil::today;
use goesting_tests::{Backend, TestApp, on_both};
use goesting_types::auth::ResetPassword;
use goesting_types::ids::{ActorId, EcosystemId};
use goesting_types::lang::Lang;
use goesting_types::page::PageQuery;
use goesting_types::problem::ErrorCode;

use super::{PASSWORD, device, form};

fn refused<T: std::fmt::Debug>(outcome: Result<T, ApiError>) -> ErrorCode {
    outcome.unwrap_err().refusal().code
}

on_both! {
    async fn a_person_made_by_the_operator_logs_in_confirmed(app: TestApp) {
        let new = SignUp::check(&form("noor@example.be"), today(app.now())).unwrap();
        operator::create_user(app.app(), new.clone(), PASSWORD.to_owned()).await.unwrap();
        let noor = device(app, "noor@example.be", PASSWORD).await.unwrap();
        assert!(noor.get_me().await.unwrap().email_verified);
        let again = operator::create_user(app.app(), new.clone(), PASSWORD.to_owned()).await;
        assert_eq!(refused(again), ErrorCode::EmailTaken);
        let weak = operator::create_user(app.app(), new, "1234567890".to_owned()).await;
        assert_eq!(refused(weak), ErrorCode::WeakPassword);
    }

    async fn a_bearer_is_short_and_the_person_can_read_of_it(app: TestApp) {
        let els = app.someone("Els").await;
        let email = Email::parse(&els.email).unwrap();
        let token = operator::create_token(app.app(), &email, TimeDelta::minutes(5)).await.unwrap();
        let client = Client::with_bearer(&app.base(), &token).unwrap();
        assert_eq!(client.get_me().await.unwrap().id, els.id);
        let audit = client.list_audit(&PageQuery::default()).await.unwrap();
        assert_eq!(audit.items[0].operation, "token_create");
        app.advance(TimeDelta::minutes(5));
        assert!(client.get_me().await.is_err());
        let nobody = Email::parse("nobody@example.be").unwrap();
        assert_eq!(refused(operator::create_token(app.app(), &nobody, TimeDelta::minutes(5)).await), ErrorCode::NotFound);
        for odd in [TimeDelta::zero(), TimeDelta::hours(25)] {
            assert_eq!(refused(operator::create_token(app.app(), &email, odd).await), ErrorCode::InvalidField);
        }
    }

    async fn what_a_program_belongs_to_must_exist(app: TestApp) {
        let made = operator::create_client(app.app(), ActorId::new(), "App".to_owned(), vec![]).await;
        assert_eq!(refused(made), ErrorCode::InvalidField);
        let scopes = goesting_types::auth::Scope::ALL.to_vec();
        let made = operator::create_client(app.app(), ActorId::new(), "App".to_owned(), scopes).await;
        assert_eq!(refused(made), ErrorCode::NotFound);
        let invitee = Invitee {
            email: Email::parse("an@example.be").unwrap(),
            first_name: "An".to_owned(),
            birth_year: 1980,
            lang: Lang::Nl,
        };
        let made = operator::invite_facilitator(app.app(), EcosystemId::new(), invitee).await;
        assert_eq!(refused(made), ErrorCode::NotFound);
    }

    async fn a_new_facilitator_sets_a_password_by_mail(app: TestApp) {
        let ecosystem = app.ecosystem("Leuven", &["24062"]).await;
        let invitee = Invitee {
            email: Email::parse("an@example.be").unwrap(),
            first_name: "An".to_owned(),
            birth_year: 1980,
            lang: Lang::Nl,
        };
        let id = operator::invite_facilitator(app.app(), ecosystem, invitee.clone()).await.unwrap();
        assert_eq!(operator::invite_facilitator(app.app(), ecosystem, invitee).await.unwrap(), id);
        app.run_jobs().await;
        let mails = app.mails();
        assert_eq!(mails.len(), 1);
        let reset = ResetPassword { token: mails[0].token("/reset"), password: PASSWORD.to_owned() };
        app.stranger().reset_password(&reset).await.unwrap();
        let an = device(app, "an@example.be", PASSWORD).await.unwrap();
        let me = an.get_me().await.unwrap();
        assert_eq!((me.id, me.facilitates.len()), (id, 1));
        assert_eq!(me.facilitates[0].id, ecosystem);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_network_bearers_are_made_only_when_switched_on() {
    for (on, expected) in [(false, Some(ErrorCode::Forbidden)), (true, None)] {
        let app = TestApp::start_with(Backend::Sqlite, |config| {
            config.public_url = PublicUrl::parse("https://goesting.example").unwrap();
            config.tokens_by_command = on;
        })
        .await;
        let els = app.someone("Els").await;
        let email = Email::parse(&els.email).unwrap();
        let made = operator::create_token(app.app(), &email, TimeDelta::minutes(5)).await;
        assert_eq!(made.err().map(|error| error.refusal().code), expected);
        app.stop().await;
    }
}
