//! One unit of work on the entries of one session, under the lock of its row.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use goesting_core::enrolment::{Clocks, Places, SessionFacts, Waiting};
use goesting_core::letter::Letter;
use goesting_core::session::Taken;
use goesting_types::enrolment::{CancelledBy, EnrolmentState};
use goesting_types::ids::{EnrolmentId, PersonId, SessionId};
use goesting_types::opportunity::ActorPart;

use super::entry::{About, Entry, EntryRow, LIVE, LeadRow, OpportunityRow, PlacesRow, stored};
use super::people::confirmed_addresses;
use crate::StoreError;
use crate::change::{self, Entity, Happened};
use crate::conn::Conn;
use crate::key::{CHUNK, Key, keys};
use crate::outbox;
use crate::query::{self, Insert, Kept};
use crate::rows::stamp;
use crate::schema::{
    actor, enrolment, enrolment_seat, opportunity, opportunity_actor, session, session_places,
};
use crate::session::row::SessionRow;

/// Entries of the queue read at once.
const QUEUE_PAGE: usize = 50;

/// A session under lock. Changes are made in memory and on the entries; [`Unit::finish`] writes the
/// counters, the public fact and the letters.
pub(super) struct Unit {
    pub(super) session: SessionId,
    pub(super) facts: SessionFacts,
    about: About,
    pub(super) places: Places,
    pub(super) last_position: i64,
    pub(super) clocks: Clocks,
    pub(super) now: DateTime<Utc>,
    /// The counters as the row has them now.
    written: (Places, i64),
    /// The counters everybody saw before.
    seen: Places,
    letters: Vec<(PersonId, Letter)>,
    addressed: Vec<(String, Letter)>,
    /// What is written last, in one go.
    inserts: Vec<Insert>,
}

impl Unit {
    /// Locks a session. [`StoreError::NotFound`] when there is none.
    pub(super) fn lock(
        conn: &mut Conn,
        session: SessionId,
        clocks: &Clocks,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let locked: PlacesRow = Kept(
            diesel::update(session_places::table.find(Key::from(session)))
                .set(session_places::last_position.eq(session_places::last_position))
                .returning(PlacesRow::COLUMNS),
        )
        .get_result(conn)?;
        let seen = locked.places()?;
        Self::under_lock(conn, session, &locked, seen, clocks, now)
    }

    /// The fast way in: one update takes `n` places when nobody waits and they are free for this
    /// kind of entry, and with them the lock. [`None`] when it cannot, or there is no such session.
    pub(super) fn take_at_once(
        conn: &mut Conn,
        session: SessionId,
        (n, newcomer): (u32, bool),
        clocks: &Clocks,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, StoreError> {
        let more = stored(n);
        let taken = session_places::enrolled + session_places::offered + more;
        let with_held = session_places::enrolled
            + session_places::offered
            + more
            + session_places::held_for_newcomers
            - session_places::newcomers;
        let open_to_all = exists(
            session::table
                .filter(session::id.eq(session_places::session_id))
                .filter(session::starts_at.le(stamp(now + clocks.held_until))),
        );
        // In the statement itself: PostgreSQL would plan it anew each time, for with a newcomer it can
        // leave half of it out.
        let newcomer_comes = sql::<Bool>(if newcomer { "TRUE" } else { "FALSE" });
        let room = session_places::table
            .filter(session_places::session_id.eq(Key::from(session)))
            .filter(session_places::waiting.eq(0))
            .filter(taken.nullable().le(session_places::capacity))
            .filter(
                with_held
                    .nullable()
                    .le(session_places::capacity)
                    .or(open_to_all)
                    .or(newcomer_comes),
            );
        let new = if newcomer { more } else { 0 };
        let taken: Option<PlacesRow> = Kept(
            diesel::update(room)
                .set((
                    session_places::enrolled.eq(session_places::enrolled + more),
                    session_places::newcomers.eq(session_places::newcomers + new),
                    session_places::last_position.eq(session_places::last_position + 1_i64),
                ))
                .returning(PlacesRow::COLUMNS),
        )
        .get_result(conn)
        .optional()?;
        let Some(taken) = taken else {
            return Ok(None);
        };
        let mut seen = taken.places()?;
        seen.leave(EnrolmentState::Enrolled, n, newcomer);
        Self::under_lock(conn, session, &taken, seen, clocks, now).map(Some)
    }

    /// What is read after the lock was taken is what holds until it is given back.
    fn under_lock(
        conn: &mut Conn,
        session: SessionId,
        locked: &PlacesRow,
        seen: Places,
        clocks: &Clocks,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let with_actors =
            opportunity::table.inner_join(opportunity_actor::table.inner_join(actor::table));
        let (row, of, lead): (SessionRow, OpportunityRow, LeadRow) = session::table
            .inner_join(with_actors)
            .filter(session::id.eq(Key::from(session)))
            .filter(opportunity_actor::part.eq(ActorPart::Lead.as_str()))
            .select((
                SessionRow::as_select(),
                OpportunityRow::as_select(),
                LeadRow::as_select(),
            ))
            .get_result(conn)?;
        let places = locked.places()?;
        let about = About::read(row, (of, lead), &places)?;
        Ok(Self {
            session,
            facts: about.facts,
            about,
            places,
            last_position: locked.last_position,
            clocks: *clocks,
            now,
            written: (places, locked.last_position),
            seen,
            letters: Vec::new(),
            addressed: Vec::new(),
            inserts: Vec::new(),
        })
    }

    /// Has this written at the end, together with all else that is.
    pub(super) fn later(&mut self, inserts: Vec<Insert>) {
        self.inserts.extend(inserts);
    }

    /// Whether places held for newcomers are open to everyone now.
    pub(super) fn open_to_all(&self) -> bool {
        self.facts.open_to_all(&self.clocks, self.now)
    }

    /// An entry of this session.
    pub(super) fn entry(&self, conn: &mut Conn, id: EnrolmentId) -> Result<EntryRow, StoreError> {
        Ok(enrolment::table
            .find(Key::from(id))
            .filter(enrolment::session_id.eq(Key::from(self.session)))
            .select(EntryRow::as_select())
            .get_result(conn)?)
    }

    /// Writes to a person, if their address is confirmed.
    pub(super) fn tell(&mut self, person: Option<PersonId>, letter: Letter) {
        if let Some(person) = person {
            self.letters.push((person, letter));
        }
    }

    /// Writes to an address that is known to be confirmed.
    pub(super) fn tell_at(&mut self, address: &str, letter: Letter) {
        self.addressed.push((address.to_owned(), letter));
    }

    /// Ends what a clock has ended: offers not taken, addresses not confirmed.
    pub(super) fn expire(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        let now = stamp(self.now);
        let due = || {
            enrolment::confirm_until.le(now).or(enrolment::state
                .eq(EnrolmentState::Offered.as_str())
                .nullable()
                .and(enrolment::offer_expires_at.le(now)))
        };
        let here = Key::from(self.session);
        let rows: Vec<EntryRow> = enrolment::table
            .filter(enrolment::session_id.eq(here))
            .filter(enrolment::state.eq_any(LIVE))
            .filter(due())
            .select(EntryRow::as_select())
            .load(conn)?;
        if rows.is_empty() {
            return Ok(());
        }
        // An address may be confirmed at this moment: the condition is asked once more.
        let ended: Vec<Key> = diesel::update(
            enrolment::table
                .filter(enrolment::session_id.eq(here))
                .filter(enrolment::state.eq_any(LIVE))
                .filter(due()),
        )
        .set((
            enrolment::state.eq(EnrolmentState::Expired.as_str()),
            enrolment::updated_at.eq(now),
        ))
        .returning(enrolment::id)
        .get_results(conn)?;
        release_seats(conn, &ended)?;
        for row in rows.iter().filter(|row| ended.contains(&row.id)) {
            let entry = row.entry()?;
            self.places.leave(entry.state, entry.places, entry.newcomer);
            if entry.state == EnrolmentState::Offered {
                let letter = Letter::OfferExpired {
                    enrolment_id: entry.id,
                };
                self.tell(entry.person, letter);
            }
        }
        Ok(())
    }

    /// Offers free places to those who wait, in order.
    pub(super) fn allocate(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        if !self.facts.serves_queue(self.now) {
            return Ok(());
        }
        let open_to_all = self.open_to_all();
        let mut offers = Vec::new();
        let mut after = i64::MIN;
        loop {
            if self.places.waiting == 0 || self.places.room(true, true) == 0 {
                break;
            }
            let page = self.queue(conn, after, open_to_all)?;
            let last = page.last().map(|entry| entry.position);
            let more = page.len() == QUEUE_PAGE;
            let waiting = page.into_iter().map(|entry| Waiting {
                id: (entry.id, entry.person),
                places: entry.places,
                newcomer: entry.newcomer,
            });
            offers.extend(self.places.allocate(waiting, open_to_all));
            match last {
                Some(last) if more => after = last,
                _ => break,
            }
        }
        if offers.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = offers.iter().map(|offer| offer.id.0).collect();
        let until = self.facts.offer_until(&self.clocks, self.now);
        for some in ids.chunks(CHUNK) {
            diesel::update(enrolment::table.filter(enrolment::id.eq_any(keys(some))))
                .set((
                    enrolment::state.eq(EnrolmentState::Offered.as_str()),
                    enrolment::offer_expires_at.eq(stamp(until)),
                    enrolment::updated_at.eq(stamp(self.now)),
                ))
                .execute(conn)?;
        }
        for offer in offers {
            let (enrolment_id, person) = offer.id;
            self.tell(person, Letter::Offered { enrolment_id });
        }
        Ok(())
    }

    /// A page of the queue after a position: entries that could fit. While only places held for
    /// newcomers are free, a long queue of others is not read.
    fn queue(
        &self,
        conn: &mut Conn,
        after: i64,
        open_to_all: bool,
    ) -> Result<Vec<Entry>, StoreError> {
        let room = |newcomer| stored(self.places.room(newcomer, open_to_all));
        let rows: Vec<EntryRow> = enrolment::table
            .filter(enrolment::session_id.eq(Key::from(self.session)))
            .filter(enrolment::state.eq(EnrolmentState::Waitlisted.as_str()))
            .filter(enrolment::position.gt(after))
            .filter(
                enrolment::places.le(room(false)).or(enrolment::newcomer
                    .eq(true)
                    .and(enrolment::places.le(room(true)))),
            )
            .order(enrolment::position)
            .limit(i64::try_from(QUEUE_PAGE).unwrap_or(i64::MAX))
            .select(EntryRow::as_select())
            .load(conn)?;
        rows.iter().map(EntryRow::entry).collect()
    }

    /// Moves an entry to another state, its places with it. An end releases its seats.
    pub(super) fn shift(
        &mut self,
        conn: &mut Conn,
        entry: &Entry,
        to: EnrolmentState,
        by: Option<CancelledBy>,
    ) -> Result<(), StoreError> {
        let key = Key::from(entry.id);
        diesel::update(enrolment::table.find(key))
            .set((
                enrolment::state.eq(to.as_str()),
                enrolment::cancelled_by.eq(by.map(CancelledBy::as_str)),
                enrolment::updated_at.eq(stamp(self.now)),
            ))
            .execute(conn)?;
        if !to.is_live() {
            release_seats(conn, &[key])?;
        }
        self.places.leave(entry.state, entry.places, entry.newcomer);
        self.places.enter(to, entry.places, entry.newcomer);
        Ok(())
    }

    /// Serves the queue and writes what changed. Gives the session as it is now.
    pub(super) fn finish(mut self, conn: &mut Conn) -> Result<About, StoreError> {
        self.allocate(conn)?;
        if self.written != (self.places, self.last_position) {
            Kept(
                diesel::update(session_places::table.find(Key::from(self.session))).set((
                    session_places::enrolled.eq(stored(self.places.enrolled)),
                    session_places::offered.eq(stored(self.places.offered)),
                    session_places::newcomers.eq(stored(self.places.newcomers)),
                    session_places::waiting.eq(stored(self.places.waiting)),
                    session_places::last_position.eq(self.last_position),
                )),
            )
            .execute(conn)?;
        }
        if self.seen != self.places {
            let opportunity = Entity::Opportunity(self.about.session.opportunity_id);
            let fact = change::appending(opportunity, Happened::Places, self.now);
            self.inserts.push(fact);
        }
        if !self.letters.is_empty() {
            let people: Vec<_> = self.letters.iter().map(|(person, _)| *person).collect();
            let addresses = confirmed_addresses(conn, &people)?;
            for (person, letter) in std::mem::take(&mut self.letters) {
                if let Some(address) = addresses.get(&person) {
                    self.addressed.push((address.clone(), letter));
                }
            }
        }
        if let [(address, letter)] = self.addressed.as_slice() {
            let posted = outbox::posting(address.clone(), letter, self.now)?;
            self.inserts.push(posted);
        } else {
            outbox::post_all(conn, &self.addressed, self.now)?;
        }
        query::insert(conn, &self.inserts)?;
        self.about.session.taken = Taken {
            enrolled: self.places.enrolled,
            offered: self.places.offered,
            newcomers: self.places.newcomers,
            waiting: self.places.waiting,
        };
        Ok(self.about)
    }
}

/// Ended entries no longer keep their people from another entry.
fn release_seats(conn: &mut Conn, entries: &[Key]) -> Result<(), StoreError> {
    for some in entries.chunks(CHUNK) {
        diesel::update(
            enrolment_seat::table.filter(enrolment_seat::enrolment_id.eq_any(some.to_vec())),
        )
        .set(enrolment_seat::live.eq(false))
        .execute(conn)?;
    }
    Ok(())
}
