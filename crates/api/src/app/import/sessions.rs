//! Sessions of imported opportunities; who enrolled hears of changes.

use goesting_core::import::merging::session_plan;
use goesting_core::import::sessions::{changed, new_session};
use goesting_core::import::{ImportedOpportunity, ImportedSession};
use goesting_core::session::Session;
use goesting_store::import::session::{beginning_at, set_taken, starts};
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
    for full in new.iter().filter(|session| session.taken.enrolled > 0) {
        set_taken(conn, full)?;
    }
    Ok(!new.is_empty())
}

/// Brings the sessions from what the source said to what it says.
pub(super) fn update(
    conn: &mut Conn,
    importing: Importing,
    id: OpportunityId,
    base: &[ImportedSession],
    theirs: &ImportedOpportunity,
) -> ApiResult<bool> {
    let lang = theirs.main_lang;
    let plan = session_plan(base, &theirs.sessions);
    let mut any = false;
    for gone in plan.removed {
        if let Some((session, _)) = beginning_at(conn, id, gone.starts_at)?
            && session.is_coming(importing.now)
        {
            stored::cancel(conn, &[session.id], None)?;
            call_off(conn, importing, &session)?;
            any = true;
        }
    }
    for (was, is) in plan.changed {
        if let Some((session, ours)) = beginning_at(conn, id, was.starts_at)? {
            let after = changed(&session, was, is, ours, lang);
            any |= change(conn, importing, &session, &after)?;
        }
    }
    Ok(add(conn, id, &plan.added, lang)? || any)
}

fn change(
    conn: &mut Conn,
    importing: Importing,
    before: &Session,
    after: &Session,
) -> ApiResult<bool> {
    if after == before {
        return Ok(false);
    }
    let Importing { clocks, now, .. } = importing;
    set_taken(conn, after)?;
    stored::edit(conn, after)?;
    if after.slot.ends_at <= now {
        return Ok(true);
    }
    if after.state == SessionState::Cancelled {
        call_off(conn, importing, after)?;
    } else {
        enrolment::session_changed(conn, after.id, &clocks, now)?;
        if after.slot != before.slot || after.state != before.state {
            enrolment::tell_changed(conn, after.id, now)?;
        }
    }
    Ok(true)
}

/// Ends the entries of a session that was cancelled, and tells their people.
fn call_off(conn: &mut Conn, importing: Importing, session: &Session) -> ApiResult<()> {
    let Importing { clocks, now, .. } = importing;
    Ok(enrolment::cancel_session_enrolments(
        conn, session.id, &clocks, now,
    )?)
}
