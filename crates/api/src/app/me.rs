//! Myself.

use chrono::{DateTime, Utc};
use goesting_core::person::{MeEdit, age_band};
use goesting_core::policy::Access;
use goesting_core::reference::territory;
use goesting_core::time::civil::today;
use goesting_store::audit::{self, AuditCursor, By};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::{Conn, StoreError, account, calendar_link, child, enrolment, member, person};
use goesting_types::ids::PersonId;
use goesting_types::page::{Page, PageQuery};
use goesting_types::person::{AuditEntry, CalendarLink, Me, MeDelete, MeUpdate};
use goesting_types::problem::ErrorCode;

use super::App;
use super::departed;
use super::enrolment::clocks;
use crate::auth::Secret;
use crate::error::{ApiError, ApiResult};
use crate::http::conditional::IfMatch;
use crate::http::limits::Counted;
use crate::http::{BASE, paging};

/// What is known of me.
pub async fn get(app: &App, access: &Access) -> ApiResult<Me> {
    let (id, now) = (access.person()?.id, app.clock.now());
    app.read(move |conn| describe(conn, id, now)).await
}

/// Changes me. What changes nothing leaves the version as it is: other devices hold it too.
pub async fn update(app: &App, access: &Access, read: IfMatch, form: MeUpdate) -> ApiResult<Me> {
    let (id, now) = (access.person()?.id, app.clock.now());
    let edit = MeEdit::check(form, |code| territory(code.as_str()).is_some())?;
    app.write(move |conn| {
        let me = describe(conn, id, now)?;
        read.check(me.version)?;
        if !edit.changes(&me) {
            return Ok(me);
        }
        let version = me.version;
        if !person::update(conn, id, version, &edit)? {
            return Err(ErrorCode::StaleEdit.into());
        }
        audit::note(conn, id, By::Myself(id), "update_me", now)?;
        describe(conn, id, now)
    })
    .await
}

/// Deletes the account and what is theirs. The password is asked once more.
pub async fn delete(app: &App, access: &Access, form: MeDelete) -> ApiResult<()> {
    let (id, now) = (access.person()?.id, app.clock.now());
    let account = app
        .read(move |conn| account::find(conn, id).map_err(gone))
        .await?;
    app.limits.attempt(&Counted::Person(id))?;
    let hash = Some(account.password_hash.as_str());
    if !app.passwords.verify(&form.password, hash).await? {
        return Err(ErrorCode::WrongPassword.into());
    }
    let app2 = app.clone();
    app.write(move |conn| erase(&app2, conn, id, By::Myself(id), now))
        .await
}

/// Takes a person away, and the children nobody else is guardian of. Their places go to who waits;
/// the counts of what is past stay. What was done with their data
/// stays noted under a pseudonym that leads nowhere.
pub(super) fn erase(
    app: &App,
    conn: &mut Conn,
    id: PersonId,
    by: By,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let mut leaving = Vec::new();
    for one in child::all_of(conn, id)? {
        if child::guardians(conn, one.person.id)? == 1 {
            child::part(conn, id, one.person.id, now)?;
            leaving.push(one.person.id);
        }
    }
    // Last: whatever was noted with their name until then gets their pseudonym.
    leaving.push(id);
    person::lock(conn, id)?;
    enrolment::leave_all_future(conn, &leaving, &clocks(app), now)?;
    for one in leaving {
        let by = match by {
            By::Myself(guardian) if one != id => By::Guardian(guardian),
            other => other,
        };
        erase_one(conn, app, one, by, "delete_me", now)?;
    }
    Ok(())
}

/// Takes one person away, who has left everything before.
pub(super) fn erase_one(
    conn: &mut Conn,
    app: &App,
    id: PersonId,
    by: By,
    operation: &str,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    audit::note(conn, id, by, operation, now)?;
    let lang = person::find(conn, id)?.lang;
    // Actors nobody acts for any more can be claimed by somebody else, unless they were this person.
    for orphan in member::withdraw(conn, id)? {
        departed::clear(conn, app, orphan, (id, lang), now)?;
        change::append(conn, Entity::Actor(orphan), Happened::Moved, now)?;
    }
    person::delete(conn, id, now)?;
    Ok(audit::pseudonymise(conn, id)?)
}

/// Gives me a new secret address for my calendar; an earlier one stops working.
pub async fn create_calendar_link(app: &App, access: &Access) -> ApiResult<CalendarLink> {
    let (id, now) = (access.person()?.id, app.clock.now());
    let secret = Secret::random()?;
    let hash = Secret::hash(secret.expose());
    app.write(move |conn| {
        calendar_link::set(conn, id, &hash, now)?;
        Ok(audit::note(
            conn,
            id,
            By::Myself(id),
            "create_calendar_link",
            now,
        )?)
    })
    .await?;
    let path = format!("{BASE}/calendars/{}.ics", secret.expose());
    Ok(CalendarLink {
        url: app.config.public_url.join(&path),
    })
}

/// Takes the secret address of my calendar away.
pub async fn delete_calendar_link(app: &App, access: &Access) -> ApiResult<()> {
    let (id, now) = (access.person()?.id, app.clock.now());
    app.write(move |conn| {
        if calendar_link::remove(conn, id)? {
            audit::note(conn, id, By::Myself(id), "delete_calendar_link", now)?;
        }
        Ok(())
    })
    .await
}

/// Who saw or changed my data, the latest first.
pub async fn list_audit(
    app: &App,
    access: &Access,
    query: PageQuery,
) -> ApiResult<Page<AuditEntry>> {
    let id = access.person()?.id;
    let limit = paging::limit(query.limit)?;
    let bound = format!("audit {id}");
    let after: Option<AuditCursor> = paging::read(query.cursor.as_deref(), &bound)?;
    app.read(move |conn| {
        let mut items = audit::page(conn, id, after, limit + 1)?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items.last().filter(|_| more).map(|last| {
            let (at, id) = (last.at, last.id);
            paging::write(&AuditCursor { at, id }, &bound)
        });
        Ok(Page {
            items,
            next_cursor,
            total: None,
        })
    })
    .await
}

pub(super) fn describe(conn: &mut Conn, id: PersonId, now: DateTime<Utc>) -> ApiResult<Me> {
    let account = account::find(conn, id).map_err(gone)?;
    let person = person::find(conn, id).map_err(gone)?;
    Ok(Me {
        id,
        age_band: age_band(person.birth_year, today(now)),
        first_name: person.first_name,
        last_name: person.last_name,
        email: account.email,
        email_verified: account.email_verified_at.is_some(),
        birth_year: person.birth_year,
        lang: person.lang,
        appearance: person.appearance,
        territory: person.territory,
        actors: person::acts_for(conn, id)?,
        facilitates: person::facilitates(conn, id)?,
        has_calendar_link: calendar_link::exists(conn, id)?,
        version: person.version,
    })
}

/// Who was deleted may hold an access token for some minutes: it opens nothing.
pub(super) fn gone(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ErrorCode::InvalidToken.into(),
        other => other.into(),
    }
}
