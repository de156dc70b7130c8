//! Who goes where. Nobody is invented for it: the people of the demo take places and wait like
//! everybody, in a fixed order, each session after the ones before it.

mod seats;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::enrolment::Party;
use goesting_core::session::checked_message;
use goesting_store::audit::{self, By};
use goesting_store::enrolment::{self as stored, EnrolError, Located};
use goesting_store::{Conn, session};
use goesting_types::enrolment::{Enrolment, EnrolmentState};
use goesting_types::ids::SessionId;
use goesting_types::problem::ErrorCode;
use indicatif::ProgressBar;

use super::calendar::Crowd;
use super::data::whole_key;
use super::offer::Planned;
use super::{Counts, Loading, in_part};
use crate::app::session::call_off;
use crate::error::ApiResult;
use seats::{Seats, spread};

/// Between two who sign up.
const APART: TimeDelta = TimeDelta::minutes(97);

/// Fills the sessions, notes what is past, and calls off what is cancelled.
pub(super) fn bring(
    conn: &mut Conn,
    loading: &Loading,
    offer: &[Planned<'_>],
    bar: &ProgressBar,
) -> ApiResult<Counts> {
    let mut seats = Seats::new(&loading.demo);
    let shown = Shown::of(offer, loading.now);
    let mut counts = Counts::default();
    for one in offer {
        let key = whole_key(&one.file.actor.key, &one.opportunity.key);
        in_part(
            &key,
            fill(conn, loading, one, &key, &mut seats, &shown, &mut counts),
        )?;
        bar.inc(1);
    }
    Ok(counts)
}

/// The sessions in which those with an agenda of their own are seen.
struct Shown {
    goes: BTreeSet<SessionId>,
    waits: BTreeSet<SessionId>,
}

impl Shown {
    /// Of each opportunity the last one that was, the next one that people are in, and the next one
    /// that people wait for.
    fn of(offer: &[Planned<'_>], now: DateTime<Utc>) -> Self {
        let (mut last, mut next, mut full) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for one in offer.iter().filter(|one| one.dated.cancelled.is_none()) {
            let slot = one.dated.slot;
            match one.dated.crowd {
                _ if one.dated.terms.capacity.is_none() => {}
                _ if slot.starts_at <= now => {
                    last.insert(one.of, one.id);
                }
                Crowd::Said { taken, waiting } => {
                    if waiting > 0 {
                        full.entry(one.of).or_insert(one.id);
                    }
                    if taken > 0 {
                        next.entry(one.of).or_insert(one.id);
                    }
                }
                Crowd::Some => {}
            }
        }
        Self {
            goes: last.into_values().chain(next.into_values()).collect(),
            waits: full.into_values().collect(),
        }
    }
}

/// How many places of a session are to be taken and waited for.
fn wanted(one: &Planned<'_>, key: &str) -> (u32, u32) {
    let Some(capacity) = one.dated.terms.capacity else {
        return (0, 0);
    };
    match one.dated.crowd {
        Crowd::Said { taken, waiting } => (taken, waiting),
        // From four to nine tenths.
        Crowd::Some => {
            let day = one.dated.slot.local_start.to_string();
            let tenths = 4 + u32::try_from(spread(&[key, &day]) % 6).unwrap_or(0);
            ((capacity * tenths).div_ceil(10), 0)
        }
    }
}

fn fill(
    conn: &mut Conn,
    loading: &Loading,
    one: &Planned<'_>,
    key: &str,
    seats: &mut Seats<'_>,
    shown: &Shown,
    counts: &mut Counts,
) -> ApiResult<()> {
    let (taken, waiting) = wanted(one, key);
    let ends = one.dated.slot.starts_at
        - TimeDelta::minutes(one.dated.terms.sign_up_closes_minutes.into());
    let latest = loading.now.min(ends) - TimeDelta::minutes(1);
    let mut left = i32::try_from(taken + waiting).unwrap_or(i32::MAX);
    let mut at = || {
        left -= 1;
        latest - APART * left.max(0)
    };
    let goes = shown.goes.contains(&one.id);
    let waits = shown.waits.contains(&one.id);
    let mut order = seats.order(one, key, goes, waits).into_iter();
    let mut room = taken;
    while room > 0 {
        let Some(seat) = order.next() else { break };
        if let Some((party, who)) = seats.party(seat, one, room, false) {
            let made = arrive(conn, loading, one, seats.asking(seat), &party, at())?;
            if let Some(made) = made {
                room = room.saturating_sub(party.places());
                remember(conn, loading, one, &made)?;
                seats.sit(&who, one);
            }
        }
    }
    let mut queue = waiting;
    let mut order = seats.waiting_order(one, key, waits).into_iter();
    while queue > 0 && room == 0 {
        let Some(seat) = order.next() else { break };
        if let Some((party, who)) = seats.party(seat, one, 1, true)
            && arrive(conn, loading, one, seats.asking(seat), &party, at())?.is_some()
        {
            queue = queue.saturating_sub(party.places());
            seats.sit(&who, one);
        }
    }
    counts.taken += taken - room;
    counts.waiting += waiting - queue;
    counts.missed += room + queue;
    if let Some(reason) = &one.dated.cancelled {
        let message = checked_message(Some(reason))?;
        let locked = session::lock(conn, &[one.id])?;
        let at = loading.now.min(latest);
        call_off(conn, one.of, &locked, message.as_deref(), at)?;
    } else if one.dated.slot.ends_at <= loading.now {
        count_heads(conn, one, key, taken - room)?;
    }
    Ok(())
}

/// One entry. [`None`] when the places that are left are kept for others.
fn arrive(
    conn: &mut Conn,
    loading: &Loading,
    one: &Planned<'_>,
    asking: goesting_types::ids::PersonId,
    party: &Party,
    at: DateTime<Utc>,
) -> ApiResult<Option<Enrolment>> {
    let seen = stored::look(conn, one.id, asking, party)?;
    match stored::arrive(conn, one.id, asking, party, seen, (&loading.clocks, at)) {
        Ok(made) => {
            for child in &party.children {
                audit::note(conn, *child, By::Guardian(asking), "create_enrolment", at)?;
            }
            Ok(Some(made))
        }
        Err(EnrolError::Refused(refusal))
            if matches!(refusal.code, ErrorCode::SessionFull | ErrorCode::PlacesHeld) =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Most people say afterwards whether they were there.
fn remember(
    conn: &mut Conn,
    loading: &Loading,
    one: &Planned<'_>,
    made: &Enrolment,
) -> ApiResult<()> {
    let past = one.dated.slot.ends_at <= loading.now && one.dated.cancelled.is_none();
    if !past || made.state != EnrolmentState::Enrolled {
        return Ok(());
    }
    let at = Located {
        session: one.id,
        made_by: None,
    };
    for person in &made.people {
        let word = person.person_id.to_string();
        let was_there = match spread(&[&word, &one.dated.slot.local_start.to_string()]) % 10 {
            0 => Some(false),
            1..=6 => Some(true),
            _ => None,
        };
        if was_there.is_some() {
            let (id, who) = (made.id, person.person_id);
            stored::set_was_there(conn, at, id, who, was_there, loading.now)?;
        }
    }
    Ok(())
}

/// Hosts count heads, most of the time.
fn count_heads(conn: &mut Conn, one: &Planned<'_>, key: &str, enrolled: u32) -> ApiResult<()> {
    let day = one.dated.slot.local_start.to_string();
    let dice = u32::try_from(spread(&["heads", key, &day]) % 12).unwrap_or(0);
    if dice < 4 {
        return Ok(());
    }
    let count = match one.dated.terms.capacity {
        Some(_) => enrolled.saturating_sub(dice % 3),
        None => 3 + dice,
    };
    session::set_head_count(conn, one.id, count)?;
    Ok(())
}
