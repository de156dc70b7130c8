//! Enrolments: taking a place, answering an offer, leaving, remembering.

mod host;
mod lapse;

use chrono::TimeDelta;
use goesting_core::Refusal;
use goesting_core::enrolment::{Clocks, Party};
use goesting_core::policy::{Access, Operation, Relation, Relations};
use goesting_store::audit::{self, By};
use goesting_store::enrolment::{self as stored, AgendaCursor, Answered, EnrolError, Located};
use goesting_store::{Conn, StoreError, rights};
use goesting_types::enrolment::{
    AgendaQuery, Enrolment, EnrolmentCreate, LeaveByToken, LeftByToken, WasThere,
};
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::page::Page;
use goesting_types::problem::ErrorCode;

use super::App;
use super::idempotency::Once;
use crate::auth::read_leave_token;
use crate::config::Config;
use crate::error::{ApiError, ApiResult};
use crate::http::conditional::IdempotencyKey;
use crate::http::paging;

pub use host::{list, promote};
pub use lapse::expire_due;

impl From<EnrolError> for ApiError {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::Refused(refusal) => Self::Refused(refusal),
            EnrolError::Store(error) => Self::Store(error),
        }
    }
}

/// The clocks of enrolments, as this server was set up.
pub fn clocks(app: &App) -> Clocks {
    clocks_of(&app.config)
}

/// The clocks of enrolments, as they were set up.
pub fn clocks_of(config: &Config) -> Clocks {
    let delta = |duration| TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX);
    Clocks {
        offer_for: delta(config.offer_for),
        held_until: delta(config.held_until),
        confirm_within: delta(config.confirm_within),
    }
}

/// Takes places, or a place in the queue.
pub async fn create(
    app: &App,
    access: &Access,
    session: SessionId,
    key: &IdempotencyKey,
    body: EnrolmentCreate,
) -> ApiResult<Enrolment> {
    let party = Party::check(&body)?;
    let asking = access.person()?.id;
    let once = Once::new(
        app,
        access.caller(),
        "create_enrolment",
        key,
        &(session, body),
    )?;
    let (service, access, looking) = (app.clone(), access.clone(), party.clone());
    once.look_then_write(
        app,
        move |conn| Ok(stored::look(conn, session, asking, &looking)?),
        move |conn, seen, once| {
            let mut made = None;
            let id = once.or_make(conn, |conn| {
                let enrolment = take(conn, &service, &access, session, &party, seen)?;
                let id = enrolment.id;
                made = Some(enrolment);
                Ok(id)
            })?;
            match made {
                Some(enrolment) => Ok(enrolment),
                None => Ok(stored::find(conn, id, service.clock.now())?),
            }
        },
    )
    .await
}

fn take(
    conn: &mut Conn,
    app: &App,
    access: &Access,
    session: SessionId,
    party: &Party,
    seen: stored::Seen,
) -> ApiResult<Enrolment> {
    let (now, asking) = (app.clock.now(), access.person()?.id);
    let clocks = (&clocks(app), now);
    let enrolment = stored::arrive(conn, session, asking, party, seen, clocks)?;
    for child in &party.children {
        let operation = access.operation().id();
        audit::note(conn, *child, By::Guardian(asking), operation, now)?;
    }
    Ok(enrolment)
}

/// Yes to the places offered.
pub async fn accept(app: &App, access: &Access, id: EnrolmentId) -> ApiResult<Enrolment> {
    answer(app, access, id, stored::accept).await
}

/// No to the places offered.
pub async fn decline(app: &App, access: &Access, id: EnrolmentId) -> ApiResult<Enrolment> {
    answer(app, access, id, stored::decline).await
}

type Answer = fn(
    &mut Conn,
    Located,
    EnrolmentId,
    &Clocks,
    chrono::DateTime<chrono::Utc>,
) -> Result<Answered, StoreError>;

async fn answer(app: &App, access: &Access, id: EnrolmentId, give: Answer) -> ApiResult<Enrolment> {
    let (service, access) = (app.clone(), access.clone());
    // A refusal comes out after the commit: what the clock ended stays ended.
    let outcome: Result<Enrolment, Refusal> = app
        .write(move |conn| {
            let now = service.clock.now();
            let at = stored::locate(conn, id)?;
            let me = own(&access, at)?;
            match give(conn, at, id, &clocks(&service), now)? {
                Ok(()) => {
                    note_wards(conn, access.operation(), id, me, now)?;
                    Ok(Ok(stored::find(conn, id, now)?))
                }
                Err(refusal) => Ok(Err(refusal)),
            }
        })
        .await?;
    Ok(outcome?)
}

/// Only for who made it; for others it does not exist.
fn own(access: &Access, at: Located) -> ApiResult<PersonId> {
    let me = access.person()?.id;
    access.over(Relations::NONE.with_if(at.made_by == Some(me), Relation::Own))?;
    Ok(me)
}

/// Notes for the children of an entry that their guardian did something with it.
fn note_wards(
    conn: &mut Conn,
    operation: Operation,
    id: EnrolmentId,
    guardian: PersonId,
    now: chrono::DateTime<chrono::Utc>,
) -> ApiResult<()> {
    for child in stored::people_of(conn, id)? {
        if child != guardian {
            audit::note(conn, child, By::Guardian(guardian), operation.id(), now)?;
        }
    }
    Ok(())
}

/// Leaves; or, asked by a host, takes somebody off the list. Doing it again changes nothing.
pub async fn leave(app: &App, access: &Access, id: EnrolmentId) -> ApiResult<()> {
    let (service, access) = (app.clone(), access.clone());
    app.write(move |conn| {
        let now = service.clock.now();
        let at = stored::locate(conn, id)?;
        let me = access.person()?.id;
        if at.made_by == Some(me) {
            access.over(Relations::NONE.with(Relation::Own))?;
            note_wards(conn, access.operation(), id, me, now)?;
            Ok(stored::leave(conn, at, id, &clocks(&service), now)?)
        } else {
            host::remove(conn, &service, &access, at, id, now)
        }
    })
    .await
}

/// Leaves with the token of a mail, without logging in.
pub async fn leave_by_token(app: &App, body: &LeaveByToken) -> ApiResult<LeftByToken> {
    let not_ours = "This link is not one of ours. Take it whole from the mail.";
    let (id, maker) = read_leave_token(&app.config.secret, &body.token)
        .ok_or_else(|| Refusal::new(ErrorCode::LinkExpired, not_ours))?;
    let service = app.clone();
    app.write(move |conn| {
        let now = service.clock.now();
        let at = stored::locate(conn, id)?;
        if at.made_by != Some(maker) {
            let detail = "This place is somebody else's by now.";
            return Err(Refusal::new(ErrorCode::LinkExpired, detail).into());
        }
        note_wards(conn, Operation::LeaveByToken, id, maker, now)?;
        stored::leave(conn, at, id, &clocks(&service), now)?;
        let stored::Left {
            opportunity,
            title,
            starts_at,
            state,
        } = stored::left(conn, id, now)?;
        Ok(LeftByToken {
            opportunity_id: opportunity,
            title,
            starts_at,
            state,
        })
    })
    .await
}

/// Keeps whether oneself, or one's child, was there.
pub async fn set_was_there(
    app: &App,
    access: &Access,
    id: EnrolmentId,
    body: WasThere,
) -> ApiResult<Enrolment> {
    let (service, access) = (app.clone(), access.clone());
    app.write(move |conn| {
        let now = service.clock.now();
        let WasThere {
            person_id,
            was_there,
        } = body;
        let at = stored::locate(conn, id)?;
        let me = own(&access, at)?;
        if person_id != me {
            // A child that grew up speaks for itself.
            let relations = rights::to_child(conn, access.caller(), person_id)?;
            if !relations.has(Relation::Guardian) {
                return Err(Refusal::not_found().into());
            }
            let by = By::Guardian(me);
            audit::note(conn, person_id, by, access.operation().id(), now)?;
        }
        stored::set_was_there(conn, at, id, person_id, was_there, now)?;
        Ok(stored::find(conn, id, now)?)
    })
    .await
}

/// A page of my own agenda.
pub async fn agenda(app: &App, access: &Access, query: AgendaQuery) -> ApiResult<Page<Enrolment>> {
    let AgendaQuery {
        part,
        cursor,
        limit,
    } = query;
    let me = access.person()?.id;
    let bound = format!("agenda {me} {part:?}");
    let limit = paging::limit(limit)?;
    let after: Option<AgendaCursor> = paging::read(cursor.as_deref(), &bound)?;
    let now = app.clock.now();
    let mut items = app
        .read(move |conn| Ok(stored::agenda(conn, me, part, after, limit + 1, now)?))
        .await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| more).map(|last| {
        let place = AgendaCursor {
            starts_at: last.session.starts_at,
            id: last.id,
        };
        paging::write(&place, &bound)
    });
    Ok(Page {
        items,
        next_cursor,
        total: None,
    })
}
