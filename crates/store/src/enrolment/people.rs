//! The people of an entry: who they are, whose guardian asks, and whether they came before.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_core::Refusal;
use goesting_core::enrolment::Party;
use goesting_types::enrolment::{EnrolledPerson, EnrolmentState};
use goesting_types::ids::{ActorId, PersonId, SessionId};
use goesting_types::person::ConsentPurpose;
use goesting_types::problem::{ErrorCode, FieldCode};

use super::EnrolError;
use crate::StoreError;
use crate::conn::Conn;
use crate::key::{Key, keys};
use crate::schema::{
    account, consent, enrolment, enrolment_seat, guardianship, opportunity_actor, person, session,
};

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

#[derive(Queryable)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a row: each is one column of the answer"
)]
struct PersonRow {
    id: Key,
    first_name: String,
    email: Option<String>,
    email_verified_at: Option<NaiveDateTime>,
    been_before: bool,
    here_already: bool,
    is_ward: bool,
    may_take_part: bool,
}

/// Reads the people of a party, and checks that its children may come: whoever asks is their
/// guardian, and allowed it.
pub(super) fn comers(
    conn: &mut Conn,
    session: SessionId,
    asking: PersonId,
    party: &Party,
) -> Result<Comers, EnrolError> {
    let actors = actors_of(conn, session)?;
    let mut wanted = vec![asking];
    wanted.extend(party.children.iter().copied());
    let rows = rows(conn, session, asking, &wanted, &actors)?;
    let by_id: HashMap<PersonId, PersonRow> =
        rows.into_iter().map(|row| (row.id.into(), row)).collect();
    // A token outlives its person by minutes at most.
    let myself = by_id
        .get(&asking)
        .ok_or_else(|| Refusal::from(ErrorCode::NotAuthenticated))?;
    check_children(&by_id, asking, party)?;
    let coming: Vec<&PersonRow> = party
        .people(asking)
        .iter()
        .filter_map(|id| by_id.get(id))
        .collect();
    let unconfirmed = myself.email.is_some() && myself.email_verified_at.is_none();
    Ok(Comers {
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

/// All wrong children at once.
fn check_children(
    by_id: &HashMap<PersonId, PersonRow>,
    asking: PersonId,
    party: &Party,
) -> Result<(), Refusal> {
    let mut check = goesting_core::Check::default();
    for (index, child) in party.children.iter().enumerate() {
        let pointer = format!("/children/{index}");
        match by_id
            .get(child)
            .filter(|row| row.is_ward && *child != asking)
        {
            None => check.add(pointer, FieldCode::Unknown, "not a child of yours"),
            Some(row) => check.reject(
                !row.may_take_part,
                pointer,
                FieldCode::Conflicting,
                "you have not allowed taking part for this child",
            ),
        };
    }
    check.finish()
}

/// The actors of a session's opportunity. [`StoreError::NotFound`] when there is no such session.
fn actors_of(conn: &mut Conn, session: SessionId) -> Result<Vec<ActorId>, StoreError> {
    let found: Vec<Option<Key>> = session::table
        .left_join(
            opportunity_actor::table.on(opportunity_actor::opportunity_id
                .eq(session::opportunity_id)
                .and(opportunity_actor::accepted_at.is_not_null())),
        )
        .filter(session::id.eq(Key::from(session)))
        .select(opportunity_actor::actor_id.nullable())
        .load(conn)?;
    if found.is_empty() {
        return Err(StoreError::NotFound);
    }
    Ok(found.into_iter().flatten().map(Into::into).collect())
}

fn rows(
    conn: &mut Conn,
    session: SessionId,
    asking: PersonId,
    wanted: &[PersonId],
    actors: &[ActorId],
) -> Result<Vec<PersonRow>, StoreError> {
    let been_before = exists(
        enrolment_seat::table
            .inner_join(enrolment::table)
            .inner_join(session::table)
            .inner_join(
                opportunity_actor::table
                    .on(opportunity_actor::opportunity_id.eq(session::opportunity_id)),
            )
            .filter(enrolment_seat::person_id.eq(person::id))
            .filter(enrolment::state.eq(EnrolmentState::Enrolled.as_str()))
            .filter(opportunity_actor::actor_id.eq_any(keys(actors)))
            .filter(opportunity_actor::accepted_at.is_not_null()),
    );
    let here_already = exists(
        enrolment_seat::table
            .filter(enrolment_seat::session_id.eq(Key::from(session)))
            .filter(enrolment_seat::person_id.eq(person::id))
            .filter(enrolment_seat::live.eq(true)),
    );
    let is_ward = exists(
        guardianship::table
            .filter(guardianship::guardian_id.eq(Key::from(asking)))
            .filter(guardianship::child_id.eq(person::id))
            .filter(guardianship::ended_at.is_null()),
    );
    let may_take_part = exists(
        consent::table
            .filter(consent::child_id.eq(person::id))
            .filter(consent::purpose.eq(ConsentPurpose::Participation.as_str())),
    );
    Ok(person::table
        .left_join(account::table.on(account::person_id.eq(person::id)))
        .filter(person::id.eq_any(keys(wanted)))
        .select((
            person::id,
            person::first_name,
            account::email.nullable(),
            account::email_verified_at.nullable(),
            been_before,
            here_already,
            is_ward,
            may_take_part,
        ))
        .load(conn)?)
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
    let rows: Vec<(Key, String)> = account::table
        .filter(account::person_id.eq_any(keys(people)))
        .filter(account::email_verified_at.is_not_null())
        .select((account::person_id, account::email))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(person, email)| (person.into(), email))
        .collect())
}
