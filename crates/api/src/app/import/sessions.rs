//! Sessions of imported opportunities; who enrolled hears of changes.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use goesting_core::import::merging::session_plan;
use goesting_core::import::sessions::{Known, Told, changed, new_session};
use goesting_core::import::{ImportedOpportunity, ImportedSession};
use goesting_core::session::Session;
use goesting_store::import::origin::Other;
use goesting_store::import::session as source;
use goesting_store::import::session::{cancelled_by_source, from_source, set_taken, starts};
use goesting_store::{Conn, enrolment, session as stored};
use goesting_types::ids::OpportunityId;
use goesting_types::lang::Lang;
use goesting_types::session::SessionState;

use super::Importing;
use crate::error::ApiResult;

/// Adds the sessions that begin when none of ours does. Says whether there were any.
pub(super) fn add(
    conn: &mut Conn,
    id: OpportunityId,
    sessions: &[&ImportedSession],
    lang: Lang,
) -> ApiResult<bool> {
    if sessions.is_empty() {
        return Ok(false);
    }
    let known = starts(conn, id)?;
    let mut new: Vec<Session> = Vec::with_capacity(sessions.len());
    for one in sessions {
        let begins = |session: &Session| session.slot.starts_at == one.starts_at;
        if !known.contains(&one.starts_at) && !new.iter().any(begins) {
            new.push(new_session(one, id, lang));
        }
    }
    stored::insert(conn, &new)?;
    source::add(conn, &new)?;
    for full in new.iter().filter(|session| session.taken.enrolled > 0) {
        set_taken(conn, full)?;
    }
    Ok(!new.is_empty())
}

/// Brings the sessions from what the source said to what it says. What it took back and tells of
/// again takes place after all; what another source of the same activity still tells of neither
/// ends nor moves.
pub(super) fn update(
    conn: &mut Conn,
    importing: Importing,
    id: OpportunityId,
    others: &[Other],
    (base, theirs): (Option<&ImportedOpportunity>, &ImportedOpportunity),
) -> ApiResult<bool> {
    let (was_in, is_in) = (
        base.map_or(theirs.main_lang, |base| base.main_lang),
        theirs.main_lang,
    );
    let old = base.map_or([].as_slice(), |base| base.sessions.as_slice());
    let as_told = |session, lang| Told { session, lang };
    let mut plan = session_plan(old, &theirs.sessions, importing.now);
    let mut any = false;
    let told = told_by(others);
    let gone = plan.removed.iter().map(|one| one.starts_at);
    let other = plan.changed.iter().map(|(was, _)| was.starts_at);
    source::hold(conn, id, &gone.chain(other).collect())?;
    for gone in plan.removed {
        if told.contains(&gone.starts_at) {
            continue;
        }
        if let Some(known) = from_source(conn, id, gone.starts_at)?
            && known.session.is_coming(importing.now)
        {
            let session = known.session;
            stored::cancel(conn, &[session.id], None, importing.now)?;
            source::set_cancelled(conn, &[session.id])?;
            enrolment::cancel_session_enrolments(conn, &[session.id], importing.now)?;
            any = true;
        }
    }
    for (was, is) in plan.changed {
        if told.contains(&was.starts_at) {
            if is.starts_at != was.starts_at {
                plan.added.push(is);
                continue;
            }
            if is.state == SessionState::Cancelled {
                continue;
            }
        }
        if let Some(known) = from_source(conn, id, was.starts_at)? {
            let (was, is) = (as_told(was, was_in), as_told(is, is_in));
            any |= change(conn, importing, &known, was, is)?;
        }
    }
    for (session, start) in cancelled_by_source(conn, id, importing.now)? {
        let is = start
            .and_then(|start| beginning(&theirs.sessions, start))
            .filter(|is| is.state != SessionState::Cancelled);
        let (Some(start), Some(is)) = (start, is) else {
            continue;
        };
        if let Some(known) = from_source(conn, id, start)?
            && known.session.id == session
        {
            let was = beginning(old, start).unwrap_or(is);
            let (was, is) = (as_told(was, was_in), as_told(is, is_in));
            any |= change(conn, importing, &known, was, is)?;
        }
    }
    Ok(add(conn, id, &plan.added, is_in)? || any)
}

/// When the sessions begin that these sources let take place.
fn told_by(others: &[Other]) -> BTreeSet<DateTime<Utc>> {
    let sessions = others.iter().flat_map(|other| &other.told.sessions);
    sessions
        .filter(|session| session.state != SessionState::Cancelled)
        .map(|session| session.starts_at)
        .collect()
}

/// Sessions made here that ended because the source took the opportunity back take place after all.
pub(super) fn bring_back_our_own(
    conn: &mut Conn,
    importing: Importing,
    id: OpportunityId,
) -> ApiResult<bool> {
    let mut any = false;
    for (session, start) in cancelled_by_source(conn, id, importing.now)? {
        if start.is_none()
            && let Some(known) = source::known(conn, session)?
        {
            let mut back = known.session;
            back.state = SessionState::Changed;
            stored::edit(conn, &[&back], importing.now)?;
            source::set_source(conn, session, None, false)?;
            any = true;
        }
    }
    Ok(any)
}

fn beginning(sessions: &[ImportedSession], start: DateTime<Utc>) -> Option<&ImportedSession> {
    sessions.iter().find(|session| session.starts_at == start)
}

fn change(
    conn: &mut Conn,
    importing: Importing,
    known: &Known,
    was: Told<'_>,
    is: Told<'_>,
) -> ApiResult<bool> {
    let Importing { clocks, now, .. } = importing;
    let Known {
        session: after,
        ours: _,
        cancelled_by_source,
    } = changed(known, was, is, now);
    let before = &known.session;
    source::set_source(
        conn,
        before.id,
        Some(is.session.starts_at),
        cancelled_by_source,
    )?;
    if after == *before {
        return Ok(false);
    }
    set_taken(conn, &after)?;
    stored::edit(conn, &[&after], now)?;
    if after.slot.ends_at <= now {
        return Ok(true);
    }
    match (before.state, after.state) {
        (SessionState::Cancelled, SessionState::Cancelled) => {}
        (_, SessionState::Cancelled) => {
            enrolment::cancel_session_enrolments(conn, &[after.id], now)?;
        }
        _ => {
            if before.taken.is_nobody() {
                return Ok(true);
            }
            enrolment::session_changed(conn, after.id, &clocks, now)?;
            if after.slot != before.slot || after.state != before.state {
                enrolment::tell_changed(conn, &[after.id], now)?;
            }
        }
    }
    Ok(true)
}
