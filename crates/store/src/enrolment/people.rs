//! The people of an entry: who they are, whose guardian asks, and whether they came before.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use goesting_core::Refusal;
use goesting_core::enrolment::Party;
use goesting_types::enrolment::{EnrolledPerson, EnrolmentState};
use goesting_types::ids::{PersonId, SessionId};
use goesting_types::person::ConsentPurpose;
use goesting_types::problem::{ErrorCode, FieldCode};

use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::{CHUNK, Key, keys};
use crate::query::Word;
use crate::schema::{
    account, consent, enrolment, enrolment_seat, guardianship, opportunity_actor, person, session,
};

diesel::alias!(session as asked: Asked, opportunity_actor as host: HostOf);

/// Who comes, as the rules need it.
#[derive(Debug, Clone)]
pub(super) struct Comers {
    /// In the order asked for.
    pub(super) people: Vec<EnrolledPerson>,
    /// Nobody of them was enrolled before with any actor of this opportunity.
    pub(super) newcomer: bool,
    /// Somebody of them has a live entry in this session.
    pub(super) here_already: bool,
    /// Where letters go: the confirmed address of whoever asks.
    pub(super) address: Option<String>,
    /// Whoever asks has an address that is not confirmed.
    pub(super) unconfirmed: bool,
}

#[derive(Debug, Queryable)]
struct PersonRow {
    id: Key,
    first_name: String,
    email: Option<String>,
    email_verified_at: Option<NaiveDateTime>,
    been_before: bool,
    here_already: bool,
}

/// What was seen of a party before its session was touched. All of it may have changed since: the
/// rows written have the last word.
#[derive(Debug)]
pub struct Seen(HashMap<PersonId, PersonRow>);

/// Looks at the people of a party: who they are, and whether they came before. Nothing is refused
/// yet. It needs no transaction, and no session is locked while it looks.
pub fn look(
    conn: &mut Conn,
    session: SessionId,
    asking: PersonId,
    party: &Party,
) -> Result<Seen, StoreError> {
    let mut wanted = vec![asking];
    wanted.extend(party.children.iter().copied());
    let rows = rows(conn, session, &wanted)?;
    let people = rows.into_iter().map(|row| (row.id.into(), row));
    Ok(Seen(people.collect()))
}

impl Comers {
    /// Checks that the children of a party may come: whoever asks is their guardian, and allowed it.
    pub(super) fn of(
        Seen(people): Seen,
        wards: &Wards,
        asking: PersonId,
        party: &Party,
    ) -> Result<Self, Refusal> {
        // A token outlives its person by minutes at most.
        let myself = people
            .get(&asking)
            .ok_or_else(|| Refusal::from(ErrorCode::NotAuthenticated))?;
        check_children(wards, asking, party)?;
        let coming: Vec<&PersonRow> = party
            .people(asking)
            .iter()
            .filter_map(|id| people.get(id))
            .collect();
        let unconfirmed = myself.email.is_some() && myself.email_verified_at.is_none();
        Ok(Self {
            newcomer: coming.iter().all(|row| !row.been_before),
            here_already: coming.iter().any(|row| row.here_already),
            people: coming
                .iter()
                .map(|row| EnrolledPerson {
                    person_id: row.id.into(),
                    first_name: row.first_name.clone(),
                    was_there: None,
                })
                .collect(),
            address: myself.email.clone().filter(|_| !unconfirmed),
            unconfirmed,
        })
    }
}

/// All wrong children at once.
fn check_children(wards: &Wards, asking: PersonId, party: &Party) -> Result<(), Refusal> {
    let mut check = goesting_core::Check::default();
    for (index, child) in party.children.iter().enumerate() {
        let pointer = format!("/children/{index}");
        match wards.get(child).filter(|_| *child != asking) {
            None => check.add(pointer, FieldCode::Unknown, "not a child of yours"),
            Some(may_take_part) => check.reject(
                !may_take_part,
                pointer,
                FieldCode::Conflicting,
                "you have not allowed taking part for this child",
            ),
        };
    }
    check.finish()
}

/// Each fact is counted for its person by an index. Asked whether such a row `EXISTS`, PostgreSQL
/// may instead gather everybody who ever came, for each request anew.
fn rows(
    conn: &mut Conn,
    session: SessionId,
    wanted: &[PersonId],
) -> Result<Vec<PersonRow>, StoreError> {
    let hosts = asked
        .inner_join(
            host.on(host
                .field(opportunity_actor::opportunity_id)
                .eq(asked.field(session::opportunity_id))),
        )
        .filter(asked.field(session::id).eq(Key::from(session)))
        .filter(host.field(opportunity_actor::accepted_at).is_not_null())
        .select(host.field(opportunity_actor::actor_id));
    let been_before = enrolment_seat::table
        .inner_join(enrolment::table)
        .inner_join(session::table)
        .inner_join(
            opportunity_actor::table
                .on(opportunity_actor::opportunity_id.eq(session::opportunity_id)),
        )
        .filter(enrolment_seat::person_id.eq(person::id))
        .filter(enrolment::state.eq(Word(EnrolmentState::Enrolled.as_str())))
        .filter(opportunity_actor::actor_id.eq_any(hosts))
        .filter(opportunity_actor::accepted_at.is_not_null())
        .select(count_star())
        .single_value()
        .assume_not_null()
        .gt(0);
    let here_already = enrolment_seat::table
        .filter(enrolment_seat::session_id.eq(Key::from(session)))
        .filter(enrolment_seat::person_id.eq(person::id))
        .filter(enrolment_seat::live)
        .select(count_star())
        .single_value()
        .assume_not_null()
        .gt(0);
    let query = person::table
        .left_join(account::table.on(account::person_id.eq(person::id)))
        .select((
            person::id,
            person::first_name,
            account::email.nullable(),
            account::email_verified_at.nullable(),
            been_before,
            here_already,
        ))
        .into_boxed::<MultiBackend>();
    // One at a time is a statement that is prepared once; a list is not.
    let query = match wanted {
        [one] => query.filter(person::id.eq(Key::from(*one))),
        all => query.filter(person::id.eq_any(keys(all))),
    };
    Ok(query.load(conn)?)
}

/// Children whose guardian asks, and whether that allowed them to take part.
pub(super) type Wards = HashMap<PersonId, bool>;

/// Of these children those whose guardian asks, and whether that allowed them to take part. It stays
/// so for the rest of the unit of work: who takes a permission back, or ends a guardianship, waits,
/// and then sees what was made of it. To be asked before a session is locked, since those lock
/// sessions last too. SQLite has one writer, who has the lock already.
pub(super) fn wards(
    conn: &mut Conn,
    asking: PersonId,
    children: &[PersonId],
) -> Result<Wards, StoreError> {
    if children.is_empty() {
        return Ok(Wards::new());
    }
    let theirs = guardianship::table
        .filter(guardianship::guardian_id.eq(Key::from(asking)))
        .filter(guardianship::child_id.eq_any(keys(children)))
        .filter(guardianship::ended_at.is_null())
        .order(guardianship::child_id)
        .select(guardianship::child_id);
    let given = consent::table
        .filter(consent::child_id.eq_any(keys(children)))
        .filter(consent::purpose.eq(ConsentPurpose::Participation.as_str()))
        .order(consent::child_id)
        .select(consent::child_id);
    let (theirs, given): (Vec<Key>, Vec<Key>) = match conn {
        Conn::Pg(conn) => (
            theirs.for_share().load(conn)?,
            given.for_key_share().load(conn)?,
        ),
        Conn::Sqlite(conn) => (theirs.load(conn)?, given.load(conn)?),
    };
    Ok(theirs
        .into_iter()
        .map(|child| (child.into(), given.contains(&child)))
        .collect())
}

/// Whether anybody of these has a live entry in the session.
pub(super) fn anyone_here(
    conn: &mut Conn,
    session: SessionId,
    people: &[PersonId],
) -> Result<bool, StoreError> {
    Ok(diesel::select(exists(
        enrolment_seat::table
            .filter(enrolment_seat::session_id.eq(Key::from(session)))
            .filter(enrolment_seat::person_id.eq_any(keys(people)))
            .filter(enrolment_seat::live.eq(true)),
    ))
    .get_result(conn)?)
}

/// The confirmed addresses of people; nobody else is written to.
pub(super) fn confirmed_addresses(
    conn: &mut Conn,
    people: &[PersonId],
) -> Result<HashMap<PersonId, String>, StoreError> {
    let mut addresses = HashMap::new();
    for some in people.chunks(CHUNK) {
        let rows: Vec<(Key, String)> = account::table
            .filter(account::person_id.eq_any(keys(some)))
            .filter(account::email_verified_at.is_not_null())
            .select((account::person_id, account::email))
            .load(conn)?;
        let these = rows.into_iter();
        addresses.extend(these.map(|(person, email)| (PersonId::from(person), email)));
    }
    Ok(addresses)
}
