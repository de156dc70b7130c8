//! The people: first without an address, at the end with one.

use chrono::{Datelike as _, NaiveDate};
use goesting_core::person::{Email, NewChild, SignUp};
use goesting_core::time::civil::today;
use goesting_store::account::{self, StoredAccount};
use goesting_store::audit::{self, By};
use goesting_store::demo::id;
use goesting_store::person::{self, NewAccount, NewPerson};
use goesting_store::{Conn, child};
use goesting_types::auth::Register;
use goesting_types::person::{Appearance, ChildCreate};
use goesting_types::territory::TerritoryId;

use super::data::{Child, Demo, Person};
use super::log_ins::address;
use super::{Loading, in_part};
use crate::error::ApiResult;

/// What a child is called among all people.
pub(super) fn child_key(guardian: &Person, child: &Child) -> String {
    format!("{}/{}", guardian.key, child.first_name)
}

/// Brings people and children. Gives how many.
pub(super) fn bring(conn: &mut Conn, loading: &Loading) -> ApiResult<usize> {
    let (day, began) = (today(loading.now), loading.began);
    let mut brought = 0;
    for one in &loading.demo.people {
        let new = NewPerson {
            id: id(&one.key),
            first_name: one.first_name.clone(),
            last_name: None,
            birth_year: birth_year(one.age, day),
            lang: one.lang,
            appearance: Appearance::System,
            territory: Some(TerritoryId::from(loading.territory(&one.town)?)),
        };
        person::insert(conn, &new, began)?;
        brought += 1;
        if one.children.is_empty() {
            continue;
        }
        let guardian = person::find(conn, new.id)?;
        for own in &one.children {
            let key = child_key(one, own);
            let form = ChildCreate {
                first_name: own.first_name.clone(),
                birth_year: birth_year(own.age, day),
                birthday: None,
                consents: own.consents.clone(),
            };
            let new = in_part(&key, NewChild::check(&form, day))?;
            child::insert_as(conn, id(&key), &guardian, &new, began)?;
            let by = By::Guardian(guardian.id);
            audit::note(conn, id(&key), by, "create_child", began)?;
            brought += 1;
        }
    }
    Ok(brought)
}

/// The year in which somebody was born who has surely reached this age.
fn birth_year(age: u8, today: NaiveDate) -> i32 {
    today.year() - i32::from(age) - 1
}

/// Lets people log in, with an address that counts as confirmed.
pub(super) fn give_accounts(conn: &mut Conn, loading: &Loading) -> ApiResult<()> {
    let day = today(loading.now);
    for one in loading.demo.people.iter().filter(|one| one.account) {
        let form = Register {
            first_name: one.first_name.clone(),
            email: address(one),
            password: loading.password.clone(),
            birth_year: birth_year(one.age, day),
            lang: one.lang,
            accept_terms: true,
        };
        let new = in_part(&one.key, SignUp::check(&form, day))?;
        let account = NewAccount {
            email: new.email.as_str().to_owned(),
            password_hash: loading.password_hash.clone(),
            email_verified_at: Some(loading.began),
        };
        person::insert_account(conn, id(&one.key), &account, loading.began)?;
    }
    Ok(())
}

/// The accounts of the demo's people that are still there under the address they came with.
pub(super) fn accounts(conn: &mut Conn, demo: &Demo) -> ApiResult<Vec<StoredAccount>> {
    let mut accounts = Vec::new();
    for one in demo.people.iter().filter(|one| one.account) {
        if let Some(email) = Email::parse(&address(one)) {
            accounts.extend(account::by_email(conn, &email)?);
        }
    }
    Ok(accounts)
}
