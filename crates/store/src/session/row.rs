//! The rows of a session: what its hosts edit, and its places.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use goesting_core::enrolment::Places;
use goesting_core::session::{Session, Slot, Taken, sign_up_until};
use goesting_core::time::Zone;
use goesting_types::session::SessionTerms;

use crate::StoreError;
use crate::key::Key;
use crate::rows::{document, instant, stamp, value, word};
use crate::schema::{session, session_places};

const PLACE: &str = "session place";

/// A stored count.
fn count(what: &'static str, stored: i32) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|why| StoreError::corrupt(what, why))
}

/// A count to store; the rules keep counts far below the limit.
pub(super) fn stored(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
pub(crate) struct SessionRow {
    id: Key,
    opportunity_id: Key,
    series_id: Option<Key>,
    state: String,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    local_start: NaiveDateTime,
    local_end: NaiveDateTime,
    zone: String,
    waiting_list: bool,
    sign_up_closes_minutes: i32,
    sign_up_until: NaiveDateTime,
    sign_up_elsewhere: bool,
    place: Option<String>,
    message: Option<String>,
    head_count: Option<i32>,
    version: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = session_places, treat_none_as_default_value = false)]
pub(super) struct PlacesRow {
    session_id: Key,
    capacity: Option<i32>,
    held_for_newcomers: i32,
    enrolled: i32,
    offered: i32,
    newcomers: i32,
    waiting: i32,
}

/// What an edit of a session row writes, and over which version.
pub(super) struct Edited {
    pub(super) id: Key,
    pub(super) version: i64,
    pub(super) state: &'static str,
    pub(super) starts_at: NaiveDateTime,
    pub(super) ends_at: NaiveDateTime,
    pub(super) local_start: NaiveDateTime,
    pub(super) local_end: NaiveDateTime,
    pub(super) waiting_list: bool,
    pub(super) sign_up_closes_minutes: i32,
    pub(super) sign_up_until: NaiveDateTime,
    pub(super) sign_up_elsewhere: bool,
    pub(super) place: Option<String>,
    pub(super) message: Option<String>,
}

impl Edited {
    pub(super) fn of(session: &Session) -> Result<Self, StoreError> {
        let Slot {
            starts_at,
            ends_at,
            local_start,
            local_end,
            zone: _,
        } = session.slot;
        Ok(Self {
            id: session.id.into(),
            version: session.version,
            state: session.state.as_str(),
            starts_at: stamp(starts_at),
            ends_at: stamp(ends_at),
            local_start,
            local_end,
            waiting_list: session.terms.waiting_list,
            sign_up_closes_minutes: stored(session.terms.sign_up_closes_minutes),
            sign_up_until: stamp(session.sign_up_until()),
            sign_up_elsewhere: session.terms.sign_up_elsewhere,
            place: place(&session.terms)?,
            message: session.message.clone(),
        })
    }
}

fn place(terms: &SessionTerms) -> Result<Option<String>, StoreError> {
    let place = terms.place.as_ref();
    place.map(|place| document(PLACE, place)).transpose()
}

/// A new session as its two rows; nobody has a place yet.
pub(super) fn rows(new: &Session) -> Result<(SessionRow, PlacesRow), StoreError> {
    let Session {
        id,
        opportunity_id,
        series_id,
        state,
        slot,
        terms,
        taken: _,
        message,
        head_count,
        version,
    } = new;
    let SessionTerms {
        capacity,
        held_for_newcomers,
        waiting_list,
        sign_up_closes_minutes,
        place: _,
        sign_up_elsewhere,
    } = terms;
    let row = SessionRow {
        id: Key::from(*id),
        opportunity_id: Key::from(*opportunity_id),
        series_id: series_id.map(Key::from),
        state: state.as_str().to_owned(),
        starts_at: stamp(slot.starts_at),
        ends_at: stamp(slot.ends_at),
        local_start: slot.local_start,
        local_end: slot.local_end,
        zone: slot.zone.name().to_owned(),
        waiting_list: *waiting_list,
        sign_up_closes_minutes: stored(*sign_up_closes_minutes),
        sign_up_until: stamp(sign_up_until(slot, terms)),
        sign_up_elsewhere: *sign_up_elsewhere,
        place: place(terms)?,
        message: message.clone(),
        head_count: head_count.map(stored),
        version: *version,
    };
    let places = PlacesRow {
        session_id: Key::from(*id),
        capacity: capacity.map(stored),
        held_for_newcomers: stored(*held_for_newcomers),
        enrolled: 0,
        offered: 0,
        newcomers: 0,
        waiting: 0,
    };
    Ok((row, places))
}

/// The two rows as one session.
pub(super) fn session((row, places): (SessionRow, PlacesRow)) -> Result<Session, StoreError> {
    let PlacesRow {
        session_id: _,
        capacity,
        held_for_newcomers,
        enrolled,
        offered,
        newcomers,
        waiting,
    } = places;
    let places = Places {
        capacity: capacity.map(|n| count("capacity", n)).transpose()?,
        held_for_newcomers: count("held places", held_for_newcomers)?,
        enrolled: count("enrolled places", enrolled)?,
        offered: count("offered places", offered)?,
        newcomers: count("newcomers", newcomers)?,
        waiting: count("places waited for", waiting)?,
    };
    with_places(row, &places)
}

/// A row and its places, as they are known, as one session.
pub(crate) fn with_places(row: SessionRow, places: &Places) -> Result<Session, StoreError> {
    let SessionRow {
        id,
        opportunity_id,
        series_id,
        state,
        starts_at,
        ends_at,
        local_start,
        local_end,
        zone,
        waiting_list,
        sign_up_closes_minutes,
        sign_up_until: _,
        sign_up_elsewhere,
        place,
        message,
        head_count,
        version,
    } = row;
    Ok(Session {
        id: id.into(),
        opportunity_id: opportunity_id.into(),
        series_id: series_id.map(Into::into),
        state: word("session state", &state)?,
        slot: Slot {
            starts_at: instant(starts_at),
            ends_at: instant(ends_at),
            local_start,
            local_end,
            zone: Zone::named(&zone).ok_or_else(|| StoreError::corrupt("zone", &zone))?,
        },
        terms: SessionTerms {
            capacity: places.capacity,
            held_for_newcomers: places.held_for_newcomers,
            waiting_list,
            sign_up_closes_minutes: count("sign-up limit", sign_up_closes_minutes)?,
            place: place.map(|text| value(PLACE, &text)).transpose()?,
            sign_up_elsewhere,
        },
        taken: Taken {
            enrolled: places.enrolled,
            offered: places.offered,
            newcomers: places.newcomers,
            waiting: places.waiting,
        },
        message,
        head_count: head_count.map(|n| count("head count", n)).transpose()?,
        version,
    })
}
