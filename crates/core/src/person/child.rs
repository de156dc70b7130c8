//! Children, whose guardian acts for them.

use chrono::{Datelike as _, NaiveDate};
use goesting_types::person::{AgeBand, ChildCreate, ChildUpdate, ConsentPurpose};
use goesting_types::problem::{ErrorCode, FieldCode};

use super::{FIRST_NAME_MOST, age, name};
use crate::{Check, Refusal};

/// A child, checked. The birthday is not in it: it set the release day and is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChild {
    /// First name, tidied.
    pub first_name: String,
    /// Year of birth.
    pub birth_year: i32,
    /// The day the guardianship ends.
    pub release_on: NaiveDate,
    /// What the guardian allows, each once; participation among them.
    pub consents: Vec<ConsentPurpose>,
}

impl NewChild {
    /// Checks a child on `today`: too young to sign up alone, born in the year of its birthday, and
    /// with consent for participation, without which nothing of it may be kept.
    pub fn check(form: &ChildCreate, today: NaiveDate) -> Result<Self, Refusal> {
        let ChildCreate {
            first_name,
            birth_year,
            birthday,
            consents,
        } = form;
        let mut check = Check::default();
        let first_name = name::check(&mut check, "/first_name", first_name, FIRST_NAME_MOST);
        let release_on = release(&mut check, *birth_year, *birthday, today);
        check.reject(
            age::age_band(*birth_year, today) == AgeBand::Teen,
            "/birth_year",
            FieldCode::OutOfRange,
            "from thirteen one has an account of one's own",
        );
        let mut consents = consents.clone();
        consents.sort_unstable();
        consents.dedup();
        check.reject(
            !consents.contains(&ConsentPurpose::Participation),
            "/consents",
            FieldCode::Required,
            "`participation` is needed to keep the child's name and take places",
        );
        check.finish()?;
        Ok(Self {
            first_name,
            birth_year: *birth_year,
            release_on: release_on.ok_or(ErrorCode::InvalidField)?,
            consents,
        })
    }
}

/// Changes to a child, checked. [`None`] leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChildEdit {
    /// First name, tidied.
    pub first_name: Option<String>,
    /// Year of birth, and the release day that follows from it.
    pub birth: Option<(i32, NaiveDate)>,
}

impl ChildEdit {
    /// Checks changes on `today` to a child born in `known_year`. A birthday alone must lie in the
    /// known year; another year without a birthday sets the release day anew. The known year again
    /// changes nothing: the release day may come from a birthday, which is not kept. The child may
    /// have grown since it was added.
    pub fn check(form: &ChildUpdate, known_year: i32, today: NaiveDate) -> Result<Self, Refusal> {
        let ChildUpdate {
            first_name,
            birth_year,
            birthday,
        } = form;
        let mut check = Check::default();
        let first_name = first_name
            .as_deref()
            .map(|typed| name::check(&mut check, "/first_name", typed, FIRST_NAME_MOST));
        let year = birth_year.unwrap_or(known_year);
        let birth = if year != known_year || birthday.is_some() {
            release(&mut check, year, *birthday, today).map(|day| (year, day))
        } else {
            None
        };
        check.finish()?;
        Ok(Self { first_name, birth })
    }
}

/// The release day, noting a birth that does not fit a child.
fn release(
    check: &mut Check,
    birth_year: i32,
    birthday: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    age::check_year(check, birth_year, today);
    if let Some(day) = birthday {
        check.reject(
            day.year() != birth_year,
            "/birthday",
            FieldCode::Conflicting,
            "lies in another year than `birth_year`",
        );
        check.reject(
            day > today,
            "/birthday",
            FieldCode::OutOfRange,
            "lies in the future",
        );
    }
    let release_on = age::release_on(birth_year, birthday);
    check.reject(
        release_on.is_some_and(|day| day <= today),
        "/birth_year",
        FieldCode::OutOfRange,
        "at eighteen one has an account of one's own",
    );
    release_on
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn form(birth_year: i32, birthday: Option<NaiveDate>) -> ChildCreate {
        ChildCreate {
            first_name: "Lou".to_owned(),
            birth_year,
            birthday,
            consents: vec![ConsentPurpose::Participation, ConsentPurpose::Participation],
        }
    }

    #[test]
    fn the_release_day_comes_from_the_birthday_or_the_year() {
        let today = day(2026, 11, 24);
        let of =
            |year, birthday| NewChild::check(&form(year, birthday), today).map(|c| c.release_on);
        assert_eq!(of(2017, None), Ok(day(2036, 1, 1)));
        assert_eq!(of(2017, Some(day(2017, 5, 4))), Ok(day(2035, 5, 4)));
        assert!(of(2017, Some(day(2016, 5, 4))).is_err(), "another year");
        assert!(of(2026, Some(day(2026, 12, 1))).is_err(), "not born yet");
        assert!(of(2013, None).is_ok(), "may still be 12");
        assert!(of(2012, None).is_err(), "surely 13");
        assert!(of(2007, None).is_err(), "surely 18");
    }

    #[test]
    fn nothing_is_kept_without_consent() {
        let without = ChildCreate {
            consents: vec![ConsentPurpose::Pictures],
            ..form(2017, None)
        };
        let refused = NewChild::check(&without, day(2026, 1, 1)).unwrap_err();
        assert_eq!(refused.errors.first().unwrap().pointer, "/consents");
        let with = NewChild::check(&form(2017, None), day(2026, 1, 1)).unwrap();
        assert_eq!(with.consents, [ConsentPurpose::Participation]);
    }

    #[test]
    fn an_edit_keeps_year_and_release_day_together() {
        let today = day(2026, 11, 24);
        let edit = |birth_year, birthday| {
            let form = ChildUpdate {
                first_name: None,
                birth_year,
                birthday,
            };
            ChildEdit::check(&form, 2017, today).map(|edit| edit.birth)
        };
        assert_eq!(edit(None, None), Ok(None));
        assert_eq!(
            edit(Some(2017), None),
            Ok(None),
            "the birthday still counts"
        );
        assert_eq!(edit(Some(2018), None), Ok(Some((2018, day(2037, 1, 1)))));
        assert_eq!(
            edit(None, Some(day(2017, 3, 2))),
            Ok(Some((2017, day(2035, 3, 2))))
        );
        assert!(edit(None, Some(day(2018, 3, 2))).is_err());
        assert!(edit(Some(2008), None).is_ok(), "may still be 17");
        let born = |d| edit(Some(2008), Some(day(2008, 11, d)));
        assert!(born(24).is_err(), "18 today");
        assert!(born(25).is_ok(), "18 tomorrow");
        assert!(edit(Some(2007), None).is_err(), "surely 18");
    }
}
