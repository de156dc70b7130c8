//! Moving, changing and cancelling sessions: this one, or this and those that follow in its series.
//!
//! Locks are taken in one order everywhere: opportunity, series, places, sessions.

use chrono::{DateTime, Utc};
use goesting_core::Refusal;
use goesting_core::enrolment::Clocks;
use goesting_core::policy::Access;
use goesting_core::session::{
    Session, Shift, cancel_message, check_not_empty, checked_message, checked_terms,
};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::series::{self, StoredSeries};
use goesting_store::{Conn, enrolment, opportunity, rights, session as stored};
use goesting_types::enrolment::SessionNumbers;
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::problem::ErrorCode;
use goesting_types::session::{
    HeadCount, SeriesReach, Session as Wire, SessionCancel, SessionState, SessionTerms,
    SessionUpdate,
};

use super::read::reread;
use crate::app::App;
use crate::app::enrolment::clocks;
use crate::error::ApiResult;
use crate::http::conditional::IfMatch;

/// A session under its lock, and those that an edit reaches with it.
struct Reached {
    target: Session,
    /// The target too, when it still comes.
    coming: Vec<Session>,
    series: Option<StoredSeries>,
}

fn reach(
    conn: &mut Conn,
    id: SessionId,
    reach: SeriesReach,
    now: DateTime<Utc>,
) -> ApiResult<Reached> {
    let first = stored::find(conn, id)?;
    let (series, mut ids) = match (reach, first.series_id) {
        (SeriesReach::Following, Some(series_id)) => {
            let series = series::lock(conn, series_id)?;
            let ids = stored::following(conn, series_id, first.slot.starts_at, now)?;
            (Some(series), ids)
        }
        (SeriesReach::This | SeriesReach::Following, _) => (None, vec![id]),
    };
    if !ids.contains(&id) {
        ids.push(id);
    }
    let mut found = stored::lock(conn, &ids)?;
    let at = found.iter().position(|one| one.id == id);
    let target = at
        .and_then(|at| found.get(at).cloned())
        .ok_or_else(Refusal::not_found)?;
    found.retain(|one| one.is_coming(now));
    Ok(Reached {
        target,
        coming: found,
        series,
    })
}

/// What an edit asks for, checked as far as that goes without the session.
struct Edit {
    asked: SessionUpdate,
    terms: Option<SessionTerms>,
    /// The word, unless it was blank: then it goes.
    word: Option<String>,
}

impl Edit {
    fn check(body: SessionUpdate) -> Result<Self, Refusal> {
        check_not_empty(&body)?;
        Ok(Self {
            word: checked_message(body.message.as_deref())?,
            terms: body
                .terms
                .clone()
                .map(|terms| checked_terms(terms, "/terms"))
                .transpose()?,
            asked: body,
        })
    }

    /// The session after the edit. What was never announced is not "changed".
    fn apply(
        &self,
        was: &Session,
        shift: Option<Shift>,
        announced: bool,
    ) -> Result<Session, Refusal> {
        let mut next = was.clone();
        if let Some(shift) = shift {
            next.slot = shift.apply(&was.slot)?;
        }
        if let Some(terms) = &self.terms {
            was.check_capacity(terms)?;
            next.terms.clone_from(terms);
        }
        if self.asked.message.is_some() {
            next.message.clone_from(&self.word);
        }
        if announced && (next.slot != was.slot || next.terms.place != was.terms.place) {
            next.state = SessionState::Changed;
        }
        Ok(next)
    }
}

/// Edits the version that was read. Whoever has a live entry hears of another time, another place
/// or a word; new places go to those who wait.
pub async fn update(
    app: &App,
    access: &Access,
    id: SessionId,
    read: IfMatch,
    body: SessionUpdate,
) -> ApiResult<Wire> {
    let edit = Edit::check(body)?;
    let (now, clocks) = (app.clock.now(), clocks(app));
    let access = access.clone();
    app.write(move |conn| {
        let (of, relations) = rights::to_session(conn, access.caller(), id)?;
        access.over(relations)?;
        let Reached {
            target,
            coming,
            series,
        } = reach(conn, id, edit.asked.reach, now)?;
        read.check(target.version)?;
        target.check_coming(now)?;
        let shift = Shift::asked(&target.slot, &edit.asked, now)?;
        let announced = opportunity::glance(conn, of)?.readable;
        let mut changed = Vec::new();
        for was in coming {
            let next = edit.apply(&was, shift, announced)?;
            if next != was {
                changed.push((was, next));
            }
        }
        write(conn, &edit, &changed, now)?;
        tell(conn, &changed, &clocks, now)?;
        if let Some(series) = series {
            go_on(conn, series, shift, &edit)?;
        }
        if announced && !changed.is_empty() {
            change::append(conn, Entity::Opportunity(of), Happened::Sessions, now)?;
        }
        reread(conn, id, &clocks, now)
    })
    .await
}

/// One statement for the places of all, and one for the rest.
fn write(
    conn: &mut Conn,
    edit: &Edit,
    changed: &[(Session, Session)],
    now: DateTime<Utc>,
) -> ApiResult<()> {
    if let Some(terms) = &edit.terms {
        let ids: Vec<_> = changed.iter().map(|(_, next)| next.id).collect();
        stored::set_places(conn, &ids, terms.capacity, terms.held_for_newcomers)?;
    }
    let next: Vec<_> = changed.iter().map(|(_, next)| next).collect();
    if !stored::edit(conn, &next, now)? {
        return Err(ErrorCode::StaleEdit.into());
    }
    Ok(())
}

fn tell(
    conn: &mut Conn,
    changed: &[(Session, Session)],
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let mut told = Vec::new();
    // They are locked: where nobody is in, nobody comes in meanwhile. Of a long series that is most.
    for (was, next) in changed.iter().filter(|(was, _)| !was.taken.is_nobody()) {
        if next.slot != was.slot || next.terms != was.terms {
            enrolment::session_changed(conn, next.id, clocks, now)?;
        }
        let concerns_them = next.slot != was.slot
            || next.terms.place != was.terms.place
            || (next.message != was.message && next.message.is_some());
        if concerns_them {
            told.push(next.id);
        }
    }
    Ok(enrolment::tell_changed(conn, &told, now)?)
}

/// What is made of the series later is like this too.
fn go_on(
    conn: &mut Conn,
    mut stored: StoredSeries,
    shift: Option<Shift>,
    edit: &Edit,
) -> ApiResult<()> {
    if let Some(shift) = shift {
        let days = stored.series.moved(shift.by, shift.length);
        let made_until = stored.made_until.checked_add_signed(days);
        stored.made_until = made_until.unwrap_or(stored.made_until);
    }
    if let Some(terms) = &edit.terms {
        stored.terms.clone_from(terms);
    }
    Ok(series::update(conn, &stored)?)
}

/// Cancels. Whoever has a live entry is told. Doing it again changes nothing.
pub async fn cancel(
    app: &App,
    access: &Access,
    id: SessionId,
    body: SessionCancel,
) -> ApiResult<Wire> {
    let message = cancel_message(&body)?;
    let (now, clocks) = (app.clock.now(), clocks(app));
    let access = access.clone();
    app.write(move |conn| {
        let (of, relations) = rights::to_session(conn, access.caller(), id)?;
        access.over(relations)?;
        let reached = reach(conn, id, body.reach, now)?;
        if reached.target.state != SessionState::Cancelled {
            reached.target.check_coming(now)?;
        }
        if let Some(series) = reached.series {
            series::end(conn, series.id, now)?;
        }
        call_off(conn, of, &reached.coming, message.as_deref(), now)?;
        reread(conn, id, &clocks, now)
    })
    .await
}

/// Cancels everything that is still to come of an opportunity, which the caller has locked.
pub(crate) fn cancel_all(conn: &mut Conn, of: OpportunityId, now: DateTime<Utc>) -> ApiResult<()> {
    series::end_all(conn, of, now)?;
    let ids = stored::coming_ids(conn, of, now)?;
    let coming = stored::lock(conn, &ids)?;
    call_off(conn, of, &coming, None, now)
}

/// Cancels these, whose places the caller has locked before reading them, and tells who had one.
pub(crate) fn call_off(
    conn: &mut Conn,
    of: OpportunityId,
    sessions: &[Session],
    message: Option<&str>,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    if sessions.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = sessions.iter().map(|one| one.id).collect();
    stored::cancel(conn, &ids, message, now)?;
    enrolment::cancel_session_enrolments(conn, &ids, now)?;
    if opportunity::glance(conn, of)?.readable {
        change::append(conn, Entity::Opportunity(of), Happened::Sessions, now)?;
    }
    Ok(())
}

/// Enters how many came: one number, never a name (F12).
pub async fn set_head_count(
    app: &App,
    access: &Access,
    id: SessionId,
    body: HeadCount,
) -> ApiResult<SessionNumbers> {
    let now = app.clock.now();
    let access = access.clone();
    app.write(move |conn| {
        let (_, relations) = rights::to_session(conn, access.caller(), id)?;
        access.over(relations)?;
        stored::find(conn, id)?.check_head_count(body.count, now)?;
        stored::set_head_count(conn, id, body.count)?;
        Ok(stored::find(conn, id)?.numbers())
    })
    .await
}
