//! All that everybody may read, for taking along: the same documents as the public operations give,
//! so nothing of people but what actors say of themselves in public.

use std::io::Write;

use goesting_store::{Store, actor, ecosystem, opportunity, participation, session};
use goesting_types::actor::Actor;
use goesting_types::ecosystem::{Ecosystem, Participation, ParticipationState};
use goesting_types::opportunity::Opportunity;
use goesting_types::page::View;
use goesting_types::session::Session as WireSession;
use serde::Serialize;

use super::opportunity::to_wire;
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};

/// Rows read at a time.
const BATCH: usize = 200;

/// One line of the export.
#[derive(Serialize)]
#[serde(tag = "kind", content = "item", rename_all = "snake_case")]
enum Line {
    Ecosystem(Ecosystem),
    Actor(Actor),
    Participation(Participation),
    Opportunity(Box<Opportunity>),
    Session(Box<WireSession>),
}

/// Why an export broke off.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What was read cannot be given.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// It cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Writes a line of JSON for each ecosystem, actor, active participation, open opportunity and
/// session of one that is not over; gives how many. Tells how many are done now and then. Blocks.
pub fn export(
    store: &Store,
    clock: &Clock,
    out: &mut dyn Write,
    progress: impl Fn(u64),
) -> Result<u64, ExportError> {
    let mut lines = 0;
    let mut after = None;
    loop {
        let (found, next) = read(store, |conn| {
            Ok(ecosystem::list(conn, after.as_ref(), BATCH)?)
        })?;
        for one in found {
            let id = one.id;
            put(out, &Line::Ecosystem(one), &mut lines)?;
            let active = [ParticipationState::Active];
            let taking_part = read(store, |conn| {
                Ok(participation::list(conn, id, &active, None, i64::MAX)?)
            })?;
            for one in taking_part {
                put(out, &Line::Participation(one), &mut lines)?;
            }
        }
        progress(lines);
        after = next;
        if after.is_none() {
            break;
        }
    }
    let (everybody, mut after) = (actor::Wanted::default(), None);
    loop {
        let (found, next) = read(store, |conn| {
            Ok(actor::list(conn, &everybody, after.as_ref(), BATCH)?)
        })?;
        for one in found {
            put(out, &Line::Actor(one), &mut lines)?;
        }
        progress(lines);
        after = next;
        if after.is_none() {
            break;
        }
    }
    let mut after = None;
    loop {
        let (found, sessions) = read(store, |conn| {
            let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
            let open = opportunity::open_after(conn, after, limit)?;
            let ids: Vec<_> = open.iter().map(|one| one.id).collect();
            let sessions = session::coming_of(conn, &ids, clock.now())?;
            let unclaimed = opportunity::unclaimed(conn, &ids)?;
            let sessions: Vec<_> = sessions
                .iter()
                .map(|one| one.to_wire(unclaimed.contains(&one.opportunity_id)))
                .collect();
            Ok((to_wire(conn, open, View::Public)?, sessions))
        })?;
        let Some(last) = found.last() else { break };
        after = Some(last.id);
        for one in found {
            put(out, &Line::Opportunity(Box::new(one)), &mut lines)?;
        }
        for one in sessions {
            put(out, &Line::Session(Box::new(one)), &mut lines)?;
        }
        progress(lines);
    }
    out.flush()?;
    Ok(lines)
}

fn read<T>(
    store: &Store,
    work: impl FnOnce(&mut goesting_store::Conn) -> ApiResult<T>,
) -> Result<T, ExportError> {
    Ok(store.read(work)?)
}

fn put(out: &mut dyn Write, line: &Line, lines: &mut u64) -> Result<(), ExportError> {
    serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    *lines += 1;
    Ok(())
}
