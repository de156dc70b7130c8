//! Reading sessions. Those of what everybody may read are the same for everybody; those of drafts
//! are for whoever may read the draft.

use chrono::{DateTime, Utc};
use goesting_core::Check;
use goesting_core::enrolment::Clocks;
use goesting_core::policy::{Access, Operation};
use goesting_core::time::{SANE, is_sane};
use goesting_store::session::{self as stored, Stretch};
use goesting_store::{Conn, StoreError, opportunity, rights};
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::page::Page;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::session::{Session as Wire, SessionQuery};

use crate::app::App;
use crate::app::enrolment::clocks;
use crate::error::ApiResult;
use crate::http::cache::{Checked, Known, checked_json};
use crate::http::paging;

/// To whom an answer is shown.
pub enum Shown<T> {
    /// To everybody.
    Public(Checked),
    /// To hosts only.
    Private(T),
}

/// A page of the sessions of an opportunity, the earliest first; those to come unless asked
/// otherwise. With it the cursor of the next.
pub async fn list(
    app: &App,
    access: &Access,
    id: OpportunityId,
    query: SessionQuery,
    known: Known,
) -> ApiResult<(Option<String>, Shown<Page<Wire>>)> {
    let SessionQuery {
        from,
        until,
        cursor,
        limit,
    } = query;
    let limit = paging::limit(limit)?;
    let mut check = Check::default();
    for (name, at) in [("from", from), ("until", until)] {
        let odd = at.is_some_and(|at| !is_sane(&at));
        check.reject(odd, name, FieldCode::OutOfRange, SANE);
    }
    check.finish_as(ErrorCode::InvalidQuery)?;
    let bound = format!("{id} {from:?} {until:?}");
    let (now, clocks) = (app.clock.now(), clocks(app));
    let stretch = Stretch {
        from: from.unwrap_or(now),
        until,
        after: paging::read(cursor.as_deref(), &bound)?,
    };
    let access = access.clone();
    app.read(move |conn| {
        let public = is_public(conn, &access, id)?;
        let fetch = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let mut found = stored::page(conn, id, stretch, fetch)?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more);
        let next = next.map(|last| paging::write(&(last.slot.starts_at, last.id), &bound));
        let unclaimed = is_unclaimed(conn, id)?;
        let page = Page {
            next_cursor: next.clone(),
            items: found
                .iter()
                .map(|one| one.to_wire_at(unclaimed, &clocks, now))
                .collect(),
            total: None,
        };
        Ok((next, shown(public, &known, page)?))
    })
    .await
}

/// One session.
pub async fn find(
    app: &App,
    access: &Access,
    id: SessionId,
    known: Known,
) -> ApiResult<Shown<Wire>> {
    let (now, clocks) = (app.clock.now(), clocks(app));
    let access = access.clone();
    app.read(move |conn| {
        let found = stored::find(conn, id)?;
        let public = is_public(conn, &access, found.opportunity_id)?;
        let unclaimed = is_unclaimed(conn, found.opportunity_id)?;
        shown(public, &known, found.to_wire_at(unclaimed, &clocks, now))
    })
    .await
}

/// One session, for who may read its opportunity to edit it.
pub async fn edit_view(app: &App, access: &Access, id: SessionId) -> ApiResult<Wire> {
    let access = Access::ask(access.caller().clone(), Operation::EditOpportunity)?;
    let (now, clocks) = (app.clock.now(), clocks(app));
    app.read(move |conn| {
        let (_, relations) = rights::to_session(conn, access.caller(), id)?;
        access.over(relations)?;
        reread(conn, id, &clocks, now)
    })
    .await
}

fn shown<T: serde::Serialize>(public: bool, known: &Known, answer: T) -> ApiResult<Shown<T>> {
    Ok(if public {
        Shown::Public(checked_json(known, &answer)?)
    } else {
        Shown::Private(answer)
    })
}

/// One session as it stands, for who may see it.
pub(super) fn reread(
    conn: &mut Conn,
    id: SessionId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> ApiResult<Wire> {
    let found = stored::find(conn, id)?;
    let unclaimed = is_unclaimed(conn, found.opportunity_id)?;
    Ok(found.to_wire_at(unclaimed, clocks, now))
}

/// Whether nobody acts for who leads it.
fn is_unclaimed(conn: &mut Conn, id: OpportunityId) -> Result<bool, StoreError> {
    Ok(opportunity::unclaimed(conn, &[id])?.contains(&id))
}

/// Whether everybody may read it; refuses when this caller may not either.
fn is_public(conn: &mut Conn, access: &Access, id: OpportunityId) -> ApiResult<bool> {
    if opportunity::glance(conn, id)?.readable {
        return Ok(true);
    }
    let relations = rights::to_opportunity(conn, access.caller(), id)?;
    Access::ask(access.caller().clone(), Operation::EditOpportunity)
        .and_then(|edit| edit.over(relations))
        // Whoever may not read the draft may not know of it either.
        .map_err(|_| goesting_core::Refusal::not_found())?;
    Ok(false)
}
