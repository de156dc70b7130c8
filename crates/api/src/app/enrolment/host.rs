//! What the hosts of a session do: look at its list, let somebody pass, take somebody off.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::Refusal;
use goesting_core::enrolment::reason;
use goesting_core::policy::{Access, Caller};
use goesting_store::audit::{self, By};
use goesting_store::enrolment::{self as stored, HostCursor, HostPage, HostView, Located};
use goesting_store::{Conn, rights};
use goesting_types::enrolment::{
    HostEnrolment, PromoteRequest, SessionEnrolmentQuery, SessionEnrolments,
};
use goesting_types::ids::{ActorId, EnrolmentId, OpportunityId, PersonId, SessionId};
use goesting_types::page::MAX_LIMIT;

use super::clocks;
use crate::app::App;
use crate::error::ApiResult;
use crate::http::paging;

/// Looking again within this time is not noted again.
const SAME_LOOK: TimeDelta = TimeDelta::hours(1);

/// The host who asks: for which actor, and what that actor may see.
#[derive(Clone, Copy)]
struct Host {
    person: PersonId,
    actor: ActorId,
    view: HostView,
}

fn host(conn: &mut Conn, access: &Access, of: OpportunityId) -> ApiResult<Host> {
    let person = access.person()?.id;
    let (actor, view) = stored::acting_for(conn, of, person)?.ok_or_else(Refusal::not_found)?;
    Ok(Host {
        person,
        actor,
        view,
    })
}

/// The list of a session. Programs get numbers; whose name a host sees can read that they did.
pub async fn list(
    app: &App,
    access: &Access,
    session: SessionId,
    query: SessionEnrolmentQuery,
) -> ApiResult<SessionEnrolments> {
    let now = app.clock.now();
    let limit = paging::limit_or(query.limit, MAX_LIMIT)?;
    let bound = format!("entries {session}");
    let after: Option<HostCursor> = paging::read(query.cursor.as_deref(), &bound)?;
    let asked = access.clone();
    let (list, seen, host) = app
        .read(move |conn| {
            let (opportunity, relations) = rights::to_session(conn, asked.caller(), session)?;
            asked.over(relations)?;
            let host = match asked.caller() {
                Caller::Person(_) => Some(host(conn, &asked, opportunity)?),
                Caller::Client(_) | Caller::Anonymous => None,
            };
            let view = host.map_or(HostView::Numbers, |host| host.view);
            let HostPage { items, next, seen } =
                stored::page_for_host(conn, session, view, after, limit, now)?;
            let list = SessionEnrolments {
                numbers: stored::numbers(conn, session)?,
                items,
                next_cursor: next.map(|place| paging::write(&place, &bound)),
            };
            Ok((list, seen, host))
        })
        .await?;
    if let Some(host) = host.filter(|_| !seen.is_empty()) {
        let operation = access.operation().id();
        app.write(move |conn| {
            let by = By::Member(host.person, host.actor);
            Ok(audit::note_each(
                conn,
                &seen,
                by,
                operation,
                now - SAME_LOOK,
                now,
            )?)
        })
        .await?;
    }
    Ok(list)
}

/// Lets a waiting entry pass the others, for a reason that stays with it.
pub async fn promote(
    app: &App,
    access: &Access,
    id: EnrolmentId,
    body: &PromoteRequest,
) -> ApiResult<HostEnrolment> {
    let because = reason(&body.reason)?;
    let (service, access) = (app.clone(), access.clone());
    app.write(move |conn| {
        let now = service.clock.now();
        let at = stored::locate(conn, id)?;
        let host = act(conn, &access, at, id, now)?;
        stored::promote(conn, at, id, &because, &clocks(&service), now)?;
        Ok(stored::one_for_host(conn, id, host.view, now)?)
    })
    .await
}

/// Takes somebody off the list.
pub(super) fn remove(
    conn: &mut Conn,
    app: &App,
    access: &Access,
    at: Located,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    act(conn, access, at, id, now)?;
    Ok(stored::remove(conn, at, id, &clocks(app), now)?)
}

/// Checks that the caller hosts the session, and notes what they do with an entry: for whoever made
/// it, and for all it is for.
fn act(
    conn: &mut Conn,
    access: &Access,
    at: Located,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> ApiResult<Host> {
    let (opportunity, relations) = rights::to_session(conn, access.caller(), at.session)?;
    access.over(relations)?;
    let host = host(conn, access, opportunity)?;
    let people = stored::people_of(conn, id)?;
    let absent = at.made_by.filter(|maker| !people.contains(maker));
    for subject in absent.into_iter().chain(people) {
        let by = By::Member(host.person, host.actor);
        audit::note(conn, subject, by, access.operation().id(), now)?;
    }
    Ok(host)
}
