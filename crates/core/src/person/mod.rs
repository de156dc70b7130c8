//! People: ages, names, addresses, children, and what a new account needs (DOMAIN, people).

mod age;
mod child;
mod email;
mod name;
mod reference;

pub use age::{ADULT_FROM, OWN_VOICE_FROM, age_band, age_surely_reached, release_on};
pub use child::{ChildEdit, NewChild};
pub use email::{Email, email_key};
pub use name::{FIRST_NAME_MOST, LAST_NAME_MOST};
pub use reference::{NotAReference, Reference};

use chrono::NaiveDate;
use goesting_types::auth::Register;
use goesting_types::lang::Lang;
use goesting_types::person::{AgeBand, Appearance, Me, MeUpdate};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::TerritoryId;

use crate::{Check, Refusal};

/// Fewest and most characters of a password. The most keeps hashing cheap.
pub const PASSWORD_LENGTH: (usize, usize) = (10, 200);

/// Who signed up, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUp {
    /// First name, tidied.
    pub first_name: String,
    /// The address to log in with.
    pub email: Email,
    /// Year of birth.
    pub birth_year: i32,
    /// Language of screens and mails.
    pub lang: Lang,
}

impl SignUp {
    /// Checks a sign-up on `today`. Who is not surely 13 cannot sign up alone: a guardian does
    /// ([`ErrorCode::GuardianNeeded`]). How hard the password is to guess is asked elsewhere.
    pub fn check(form: &Register, today: NaiveDate) -> Result<Self, Refusal> {
        let Register {
            first_name,
            email,
            password,
            birth_year,
            lang,
            accept_terms,
        } = form;
        let mut check = Check::default();
        let first_name = name::check(&mut check, "/first_name", first_name, FIRST_NAME_MOST);
        let email = Email::check(&mut check, "/email", email);
        password_length(&mut check, password);
        age::check_year(&mut check, *birth_year, today);
        check.reject(
            !accept_terms,
            "/accept_terms",
            FieldCode::Required,
            "the terms have to be accepted",
        );
        check.finish()?;
        if age_band(*birth_year, today) == AgeBand::Child {
            return Err(Refusal::new(
                ErrorCode::GuardianNeeded,
                "Who may still be under 13 is signed up by a parent or guardian: they make an \
                 account, and add the child to it.",
            ));
        }
        // Nothing was noted, so there is an address.
        let email = email.ok_or(ErrorCode::InvalidField)?;
        Ok(Self {
            first_name,
            email,
            birth_year: *birth_year,
            lang: *lang,
        })
    }
}

/// Notes a password that is too short or too long.
pub fn password_length(check: &mut Check, password: &str) {
    let (least, most) = PASSWORD_LENGTH;
    let length = password.chars().count();
    // Spaces count: no trimming.
    if length < least {
        let detail = format!("needs at least {least} characters");
        check.add("/password", FieldCode::TooShort, detail);
    } else if length > most {
        let detail = format!("at most {most} characters are allowed");
        check.add("/password", FieldCode::TooLong, detail);
    }
}

/// Changes to oneself, checked. [`None`] leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeEdit {
    /// First name, tidied.
    pub first_name: Option<String>,
    /// Surname; `Some(None)` takes it away.
    pub last_name: Option<Option<String>>,
    /// Language of screens and mails.
    pub lang: Option<Lang>,
    /// Light or dark.
    pub appearance: Option<Appearance>,
    /// Municipality; `Some(None)` takes it away.
    pub territory: Option<Option<TerritoryId>>,
}

impl MeEdit {
    /// Checks changes. `is_territory` knows the codes.
    pub fn check(
        form: MeUpdate,
        is_territory: impl FnOnce(&TerritoryId) -> bool,
    ) -> Result<Self, Refusal> {
        let MeUpdate {
            first_name,
            last_name,
            lang,
            appearance,
            territory,
        } = form;
        let mut check = Check::default();
        let first_name =
            first_name.map(|typed| name::check(&mut check, "/first_name", &typed, FIRST_NAME_MOST));
        let last_name = last_name.map(|typed| {
            let given = !typed.trim().is_empty();
            given.then(|| name::check(&mut check, "/last_name", &typed, LAST_NAME_MOST))
        });
        check.finish()?;
        let territory = territory.map(|code| (!code.as_str().is_empty()).then_some(code));
        if let Some(Some(code)) = &territory
            && !is_territory(code)
        {
            return Err(ErrorCode::UnknownTerritory.into());
        }
        Ok(Self {
            first_name,
            last_name,
            lang,
            appearance,
            territory,
        })
    }

    /// Whether anything of me becomes other than it is.
    pub fn changes(&self, me: &Me) -> bool {
        fn differs<T: PartialEq>(next: Option<&T>, now: &T) -> bool {
            next.is_some_and(|next| next != now)
        }
        let Self {
            first_name,
            last_name,
            lang,
            appearance,
            territory,
        } = self;
        differs(first_name.as_ref(), &me.first_name)
            || differs(last_name.as_ref(), &me.last_name)
            || differs(lang.as_ref(), &me.lang)
            || differs(appearance.as_ref(), &me.appearance)
            || differs(territory.as_ref(), &me.territory)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    fn form() -> Register {
        Register {
            first_name: "  Noor ".to_owned(),
            email: "Noor@Example.be".to_owned(),
            password: "appels en peren 7".to_owned(),
            birth_year: 2000,
            lang: Lang::Nl,
            accept_terms: true,
        }
    }

    #[test]
    fn a_sign_up_is_tidied() {
        let new = SignUp::check(&form(), today()).unwrap();
        assert_eq!(new.first_name, "Noor");
        assert_eq!(new.email.as_str(), "Noor@Example.be");
        assert_eq!(new.email.key(), "noor@example.be");
    }

    #[test]
    fn who_may_be_under_thirteen_needs_a_guardian() {
        let born = |birth_year| {
            SignUp::check(
                &Register {
                    birth_year,
                    ..form()
                },
                today(),
            )
            .map_err(|r| r.code)
        };
        assert!(born(2012).is_ok(), "surely 13");
        assert_eq!(born(2013).unwrap_err(), ErrorCode::GuardianNeeded);
        assert_eq!(born(2026).unwrap_err(), ErrorCode::GuardianNeeded);
        assert_eq!(born(2027).unwrap_err(), ErrorCode::InvalidField);
        assert_eq!(born(1800).unwrap_err(), ErrorCode::InvalidField);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = Register {
            first_name: " ".to_owned(),
            email: "nobody".to_owned(),
            password: "short".to_owned(),
            birth_year: 1,
            lang: Lang::Nl,
            accept_terms: false,
        };
        let refusal = SignUp::check(&wrong, today()).unwrap_err();
        let pointers: Vec<_> = refusal.errors.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/first_name",
                "/email",
                "/password",
                "/birth_year",
                "/accept_terms"
            ]
        );
    }

    #[test]
    fn an_empty_surname_or_municipality_takes_it_away() {
        let form = MeUpdate {
            first_name: None,
            last_name: Some(" ".to_owned()),
            lang: None,
            appearance: None,
            territory: Some("".into()),
        };
        let edit = MeEdit::check(form.clone(), |_| false).unwrap();
        assert_eq!(edit.last_name, Some(None));
        assert_eq!(edit.territory, Some(None));
        let unknown = MeUpdate {
            territory: Some("99999".into()),
            ..form
        };
        let refused = MeEdit::check(unknown, |_| false).unwrap_err();
        assert_eq!(refused.code, ErrorCode::UnknownTerritory);
    }
}
