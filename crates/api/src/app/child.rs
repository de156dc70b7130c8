//! Children, whose guardian acts for them.

use goesting_core::Refusal;
use goesting_core::person::{ChildEdit, Email, NewChild, age_band};
use goesting_core::policy::Access;
use goesting_core::time::civil::today;
use goesting_store::audit::{self, By};
use goesting_store::child::{self as stored, StoredChild};
use goesting_store::{Conn, enrolment, person, rights};
use goesting_types::ids::PersonId;
use goesting_types::page::Page;
use goesting_types::person::{
    AgeBand, Child, ChildAccount, ChildCreate, ChildUpdate, ConsentPurpose,
};
use goesting_types::problem::{ErrorCode, FieldCode};

use super::App;
use super::auth::give_own_account;
use super::enrolment::clocks;
use super::idempotency::Once;
use super::me::{erase_one, gone};
use crate::error::ApiResult;
use crate::http::conditional::{IdempotencyKey, IfMatch};

/// Most children of one guardian.
const MOST: usize = 20;

/// My children, by first name.
pub async fn list(app: &App, access: &Access) -> ApiResult<Page<Child>> {
    let (me, app2) = (access.person()?.id, app.clone());
    app.read(move |conn| {
        let items: Vec<_> = stored::all_of(conn, me)?
            .into_iter()
            .map(|one| to_wire(&app2, one))
            .collect();
        Ok(Page {
            total: u64::try_from(items.len()).ok(),
            items,
            next_cursor: None,
        })
    })
    .await
}

/// Adds a child. Only adults are guardians.
pub async fn create(
    app: &App,
    access: &Access,
    key: &IdempotencyKey,
    form: ChildCreate,
) -> ApiResult<Child> {
    let me = *access.person()?;
    if me.age_band != AgeBand::Adult {
        let detail = "A parent or guardian is 18 or over.";
        return Err(Refusal::new(ErrorCode::Forbidden, detail).into());
    }
    let operation = access.operation().id();
    let once = Once::new(app, access.caller(), operation, key, &form)?;
    let now = app.clock.now();
    let new = NewChild::check(&form, today(now))?;
    let app2 = app.clone();
    once.write(app, move |conn, once| {
        let id = once.or_make(conn, |conn| {
            let guardian = person::find(conn, me.id).map_err(gone)?;
            if stored::all_of(conn, me.id)?.len() >= MOST {
                let detail = format!("at most {MOST} children");
                return Err(Refusal::field("/first_name", FieldCode::TooMany, detail).into());
            }
            let id = stored::insert(conn, &guardian, &new, now)?;
            audit::note(conn, id, By::Guardian(me.id), operation, now)?;
            Ok(id)
        })?;
        Ok(to_wire(&app2, stored::find(conn, me.id, id)?))
    })
    .await
}

/// Changes a child.
pub async fn update(
    app: &App,
    access: &Access,
    id: PersonId,
    read: IfMatch,
    form: ChildUpdate,
) -> ApiResult<Child> {
    let (app2, now) = (app.clone(), app.clock.now());
    let access = access.clone();
    app.write(move |conn| {
        let me = guardian(conn, &access, id)?;
        let known = stored::find(conn, me, id)?;
        let edit = ChildEdit::check(&form, known.person.birth_year, today(now))?;
        read.check(known.person.version)?;
        let renamed = edit
            .first_name
            .as_ref()
            .is_some_and(|name| *name != known.person.first_name);
        if !renamed && edit.birth.is_none() {
            return Ok(to_wire(&app2, known));
        }
        if !stored::update(conn, id, known.person.version, &edit)? {
            return Err(ErrorCode::StaleEdit.into());
        }
        audit::note(conn, id, By::Guardian(me), access.operation().id(), now)?;
        Ok(to_wire(&app2, stored::find(conn, me, id)?))
    })
    .await
}

/// Takes a child away: all that is known of it, and its places go to who waits. When another guardian
/// stays, the child does, with its places.
pub async fn remove(app: &App, access: &Access, id: PersonId) -> ApiResult<()> {
    let (app2, now, access) = (app.clone(), app.clock.now(), access.clone());
    app.write(move |conn| {
        let me = guardian(conn, &access, id)?;
        let operation = access.operation().id();
        if stored::guardians(conn, id)? > 1 {
            stored::release(conn, me, id, now)?;
            if let Some(stays) = stored::guardian_of(conn, id)? {
                enrolment::hand_over(conn, id, stays, &clocks(&app2), now)?;
            }
            return Ok(audit::note(conn, id, By::Guardian(me), operation, now)?);
        }
        stored::part(conn, me, id, now)?;
        enrolment::leave_all_future(conn, &[id], &clocks(&app2), now)?;
        erase_one(conn, &app2, id, By::Guardian(me), operation, now)
    })
    .await
}

/// Gives a child that is old enough to decide an account of its own, at the address its guardian
/// gives. All that is kept, and its places, are its own from now on, and nobody acts for it.
pub async fn give_account(
    app: &App,
    access: &Access,
    id: PersonId,
    form: &ChildAccount,
) -> ApiResult<()> {
    let Some(email) = Email::parse(&form.email) else {
        let detail = "not an e-mail address";
        return Err(Refusal::field("/email", FieldCode::Malformed, detail).into());
    };
    let (app2, now, access) = (app.clone(), app.clock.now(), access.clone());
    app.write(move |conn| {
        let me = guardian(conn, &access, id)?;
        let child = person::find(conn, id)?;
        if age_band(child.birth_year, today(now)) == AgeBand::Child {
            let detail = "An account of one's own is for 13 and over.";
            return Err(Refusal::wrong_state("child", detail).into());
        }
        app2.limits.letter_to(email.as_str())?;
        give_own_account(&app2, conn, id, &email, now)?;
        while let Some(one) = stored::guardian_of(conn, id)? {
            stored::part(conn, one, id, now)?;
        }
        enrolment::hand_over(conn, id, id, &clocks(&app2), now)?;
        let operation = access.operation().id();
        Ok(audit::note(conn, id, By::Guardian(me), operation, now)?)
    })
    .await
}

/// Allows one purpose.
pub async fn give(
    app: &App,
    access: &Access,
    id: PersonId,
    purpose: ConsentPurpose,
) -> ApiResult<()> {
    let (now, access) = (app.clock.now(), access.clone());
    app.write(move |conn| {
        let me = guardian(conn, &access, id)?;
        stored::give_consent(conn, id, purpose, me, now)?;
        Ok(audit::note(
            conn,
            id,
            By::Guardian(me),
            access.operation().id(),
            now,
        )?)
    })
    .await
}

/// Takes one permission back. Without the one for participation the child leaves all that is still
/// to come; the permission goes first, so that nothing new comes in behind.
pub async fn withdraw(
    app: &App,
    access: &Access,
    id: PersonId,
    purpose: ConsentPurpose,
) -> ApiResult<()> {
    let (app2, now, access) = (app.clone(), app.clock.now(), access.clone());
    app.write(move |conn| {
        let me = guardian(conn, &access, id)?;
        if stored::withdraw_consent(conn, id, purpose)? {
            audit::note(conn, id, By::Guardian(me), access.operation().id(), now)?;
        }
        if purpose == ConsentPurpose::Participation {
            enrolment::leave_all_future(conn, &[id], &clocks(&app2), now)?;
        }
        Ok(())
    })
    .await
}

/// The caller, who is guardian of this child now.
fn guardian(conn: &mut Conn, access: &Access, id: PersonId) -> ApiResult<PersonId> {
    let relations = rights::to_child(conn, access.caller(), id)?;
    access.over(relations)?;
    Ok(access.person()?.id)
}

/// As it travels.
pub(super) fn to_wire(app: &App, child: StoredChild) -> Child {
    let StoredChild {
        person,
        release_on,
        consents,
    } = child;
    Child {
        id: person.id,
        first_name: person.first_name,
        birth_year: person.birth_year,
        age_band: age_band(person.birth_year, today(app.clock.now())),
        release_on,
        consents,
        version: person.version,
    }
}
