//! Opportunities, their sessions and entries, in each state.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::enrolment::{Clocks, Party};
use goesting_core::opportunity::{Stage, Standing};
use goesting_core::session::{Session, Slot, Taken};
use goesting_core::time::Zone;
use goesting_store::enrolment::{self, EnrolError};
use goesting_store::opportunity::{self, NewActor};
use goesting_store::{Conn, StoreError, session as stored};
use goesting_tests::LEUVEN;
use goesting_types::enrolment::EnrolmentState;
use goesting_types::ids::{ActorId, EnrolmentId, OpportunityId, PersonId, SessionId};
use goesting_types::opportunity::ActorPart;
use goesting_types::session::{SessionState, SessionTerms};

use super::table::At;
use super::who::{self, Cast};

/// When a session to come begins.
pub const COMING: TimeDelta = TimeDelta::days(10);

/// An opportunity of the lead, shared with the co-owner, with who was asked and who supports.
pub fn offer(
    conn: &mut Conn,
    cast: &Cast,
    at: At,
    now: DateTime<Utc>,
) -> Result<OpportunityId, StoreError> {
    let content = serde_json::from_value(serde_json::json!({
        "title": {"nl": {"text": "Leer herstellen"}},
        "summary": {"nl": {"text": "Kom mee doen."}},
        "kind": "do_along",
        "interests": ["sewing"],
        "whereabouts": {"mode": "on_request", "territory": LEUVEN},
        "formality": "non_formal",
        "recognition": "none",
        "contact": {"phone": "016 12 34 56"},
    }))
    .unwrap();
    let (stage, opened_at) = match at {
        At::Draft => (
            Stage::Draft {
                returned_because: None,
            },
            None,
        ),
        At::InReview => (Stage::InReview { since: now }, None),
        At::Open => (Stage::Open, Some(now)),
        At::Paused => (Stage::Paused { hidden: false }, Some(now)),
        At::Hidden => (Stage::Paused { hidden: true }, Some(now)),
        At::Closed => (Stage::Closed { hidden: false }, Some(now)),
        At::ClosedHidden => (Stage::Closed { hidden: true }, None),
    };
    let with = |actor_id: ActorId, part: ActorPart, accepted: bool| NewActor {
        part,
        accepted,
        ..NewActor::lead(actor_id)
    };
    let actors = [
        NewActor::lead(cast.lead),
        with(cast.co_owner, ActorPart::CoOwner, true),
        with(cast.asked, ActorPart::CoOwner, false),
        with(cast.supporter, ActorPart::Supports, true),
    ];
    let id = OpportunityId::new();
    let standing = Standing { stage, opened_at };
    opportunity::insert(conn, id, &standing, &content, &actors, now)?;
    Ok(id)
}

/// A session of it, with that many places, or with plenty.
pub fn session(
    conn: &mut Conn,
    of: OpportunityId,
    starts_in: TimeDelta,
    capacity: Option<u32>,
    now: DateTime<Utc>,
) -> Result<SessionId, StoreError> {
    let starts_at = now + starts_in;
    let ends_at = starts_at + TimeDelta::hours(2);
    let new = Session {
        id: SessionId::new(),
        opportunity_id: of,
        series_id: None,
        state: SessionState::Planned,
        slot: Slot {
            starts_at,
            ends_at,
            local_start: Zone::BRUSSELS.local(starts_at),
            local_end: Zone::BRUSSELS.local(ends_at),
            zone: Zone::BRUSSELS,
        },
        terms: SessionTerms {
            capacity: capacity.or(Some(100)),
            held_for_newcomers: 0,
            waiting_list: true,
            sign_up_closes_minutes: 0,
            place: None,
            sign_up_elsewhere: false,
        },
        taken: Taken::default(),
        message: None,
        head_count: None,
        version: 1,
    };
    let id = new.id;
    stored::insert(conn, &[new])?;
    Ok(id)
}

/// A session that was cancelled.
pub fn cancelled(
    conn: &mut Conn,
    cast: &Cast,
    now: DateTime<Utc>,
) -> Result<SessionId, StoreError> {
    let of = offer(conn, cast, At::Open, now)?;
    let id = session(conn, of, COMING, None, now)?;
    stored::cancel(conn, &[id], None, now)?;
    Ok(id)
}

/// An entry of who enrolled, in this state.
pub fn entry(
    conn: &mut Conn,
    cast: &Cast,
    state: EnrolmentState,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<EnrolmentId, StoreError> {
    let of = offer(conn, cast, At::Open, now)?;
    let at = session(conn, of, COMING, Some(1), now)?;
    let me = |conn: &mut Conn| arrive(conn, at, cast.enrolled, &[], clocks, now);
    let id = match state {
        EnrolmentState::Waitlisted | EnrolmentState::Offered => {
            let first = who::double(conn, 1980, true, "-", now)?;
            let before = arrive(conn, at, first, &[], clocks, now)?;
            let id = me(conn)?;
            if state == EnrolmentState::Offered {
                leave(conn, before, clocks, now)?;
            }
            id
        }
        EnrolmentState::Cancelled => {
            let id = me(conn)?;
            leave(conn, id, clocks, now)?;
            id
        }
        _ => me(conn)?,
    };
    let found = enrolment::find(conn, id, now)?;
    assert_eq!(found.state, state);
    Ok(id)
}

/// An entry of the guardian for this child.
pub fn childs_entry(
    conn: &mut Conn,
    cast: &Cast,
    child: PersonId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<EnrolmentId, StoreError> {
    let of = offer(conn, cast, At::Open, now)?;
    let at = session(conn, of, COMING, None, now)?;
    arrive(conn, at, cast.guardian, &[child], clocks, now)
}

fn arrive(
    conn: &mut Conn,
    at: SessionId,
    person: PersonId,
    children: &[PersonId],
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<EnrolmentId, StoreError> {
    let party = Party {
        myself: children.is_empty(),
        children: children.to_vec(),
        or_wait: true,
        message: None,
        share_name: false,
    };
    let seen = enrolment::look(conn, at, person, &party)?;
    match enrolment::arrive(conn, at, person, &party, seen, (clocks, now)) {
        Ok(enrolment) => Ok(enrolment.id),
        Err(EnrolError::Store(error)) => Err(error),
        Err(EnrolError::Refused(refusal)) => panic!("{refusal:?}"),
    }
}

fn leave(
    conn: &mut Conn,
    id: EnrolmentId,
    clocks: &Clocks,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let at = enrolment::locate(conn, id)?;
    match enrolment::leave(conn, at, id, clocks, now) {
        Ok(()) => Ok(()),
        Err(EnrolError::Store(error)) => Err(error),
        Err(EnrolError::Refused(refusal)) => panic!("{refusal:?}"),
    }
}
