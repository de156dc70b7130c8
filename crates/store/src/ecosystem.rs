//! Ecosystems: the territories they cover, who facilitates them, and which one answers for what.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use goesting_core::ecosystem::{NewEcosystem, REGION_RADIUS_M};
use goesting_core::reference::territories::ancestry;
use goesting_types::actor::Contact;
use goesting_types::ecosystem::{Ecosystem, ParticipationState};
use goesting_types::ids::{ActorId, EcosystemId, PersonId};
use goesting_types::territory::TerritoryId;

use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::{Key, keys};
use crate::rows::{document, stamp, value};
use crate::schema::{account, actor, ecosystem, ecosystem_territory, facilitator, participation};

/// Adds an ecosystem.
pub fn insert(
    conn: &mut Conn,
    new: &NewEcosystem,
    now: DateTime<Utc>,
) -> Result<EcosystemId, StoreError> {
    let id = EcosystemId::new();
    insert_as(conn, id, new, now)?;
    Ok(id)
}

/// Adds an ecosystem under an id that is known already.
pub fn insert_as(
    conn: &mut Conn,
    id: EcosystemId,
    new: &NewEcosystem,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let NewEcosystem {
        name,
        about,
        territories,
        contact,
        region_radius_m,
    } = new;
    let radius =
        i32::try_from(*region_radius_m).map_err(|why| StoreError::corrupt("region radius", why))?;
    diesel::insert_into(ecosystem::table)
        .values((
            ecosystem::id.eq(Key::from(id)),
            ecosystem::name.eq(name),
            ecosystem::about.eq(document("ecosystem about", about)?),
            ecosystem::contact.eq(document("ecosystem contact", contact)?),
            ecosystem::region_radius_m.eq(radius),
            ecosystem::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    for code in territories {
        diesel::insert_into(ecosystem_territory::table)
            .values((
                ecosystem_territory::ecosystem_id.eq(Key::from(id)),
                ecosystem_territory::territory.eq(code.as_str()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

type Row = (Key, String, String, String, i32);

/// One ecosystem.
pub fn find(conn: &mut Conn, id: EcosystemId) -> Result<Ecosystem, StoreError> {
    let row: Row = ecosystem::table
        .find(Key::from(id))
        .select((
            ecosystem::id,
            ecosystem::name,
            ecosystem::about,
            ecosystem::contact,
            ecosystem::region_radius_m,
        ))
        .get_result(conn)?;
    whole(conn, vec![row])?.pop().ok_or(StoreError::NotFound)
}

/// Where a list of ecosystems goes on: after this name and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// The last name.
    pub name: String,
    /// The last id.
    pub id: EcosystemId,
}

/// A page of ecosystems by name, and where the next one begins.
pub fn list(
    conn: &mut Conn,
    after: Option<&After>,
    limit: usize,
) -> Result<(Vec<Ecosystem>, Option<After>), StoreError> {
    let mut query = ecosystem::table
        .select((
            ecosystem::id,
            ecosystem::name,
            ecosystem::about,
            ecosystem::contact,
            ecosystem::region_radius_m,
        ))
        .order((ecosystem::name, ecosystem::id))
        .into_boxed::<MultiBackend>();
    if let Some(After { name, id }) = after {
        query = query.filter(
            ecosystem::name.gt(name.clone()).or(ecosystem::name
                .eq(name.clone())
                .and(ecosystem::id.gt(Key::from(*id)))),
        );
    }
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = query.limit(one_more).load(conn)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(id, name, ..)| After {
        name: name.clone(),
        id: (*id).into(),
    });
    Ok((whole(conn, rows)?, next))
}

/// The rows with their territories and numbers, in the same order.
fn whole(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Ecosystem>, StoreError> {
    let ids: Vec<Key> = rows.iter().map(|(id, ..)| *id).collect();
    let mut territories: HashMap<Key, Vec<TerritoryId>> = HashMap::new();
    let covered: Vec<(Key, String)> = ecosystem_territory::table
        .filter(ecosystem_territory::ecosystem_id.eq_any(&ids))
        .order(ecosystem_territory::territory)
        .select((
            ecosystem_territory::ecosystem_id,
            ecosystem_territory::territory,
        ))
        .load(conn)?;
    for (id, code) in covered {
        territories.entry(id).or_default().push(TerritoryId(code));
    }
    let active: Vec<(Key, i64)> = participation::table
        .filter(participation::ecosystem_id.eq_any(&ids))
        .filter(participation::state.eq(ParticipationState::Active.as_str()))
        .group_by(participation::ecosystem_id)
        .select((participation::ecosystem_id, count_star()))
        .load(conn)?;
    let active: HashMap<Key, i64> = active.into_iter().collect();
    rows.into_iter()
        .map(|(id, name, about, contact, radius)| {
            let active = active.get(&id).copied().unwrap_or_default();
            Ok(Ecosystem {
                id: id.into(),
                name,
                about: value("ecosystem about", &about)?,
                territories: territories.remove(&id).unwrap_or_default(),
                contact: value("ecosystem contact", &contact)?,
                region_radius_m: metres(radius)?,
                active_actors: u32::try_from(active).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

fn metres(stored: i32) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|why| StoreError::corrupt("region radius", why))
}

/// The ecosystems that cover a territory: those that name it first, then those that name the
/// province or region around it; of equals the oldest first.
pub fn covering(conn: &mut Conn, territory: &TerritoryId) -> Result<Vec<EcosystemId>, StoreError> {
    let around: Vec<&str> = ancestry(territory.as_str()).map(|area| area.code).collect();
    let rows: Vec<(Key, String)> = ecosystem_territory::table
        .inner_join(ecosystem::table)
        .filter(ecosystem_territory::territory.eq_any(&around))
        .order((ecosystem::created_at, ecosystem::id))
        .select((ecosystem::id, ecosystem_territory::territory))
        .load(conn)?;
    let mut seen = BTreeSet::new();
    Ok(around
        .iter()
        .flat_map(|code| rows.iter().filter(move |(_, named)| named == code))
        .filter(|(id, _)| seen.insert(*id))
        .map(|(id, _)| (*id).into())
        .collect())
}

/// How far the region ring reaches from a municipality, in metres: as the ecosystem that covers it
/// says, and the usual way where none does.
pub fn region_radius_m(conn: &mut Conn, territory: &TerritoryId) -> Result<u32, StoreError> {
    let around: Vec<&str> = ancestry(territory.as_str()).map(|area| area.code).collect();
    let rows: Vec<(String, i32)> = ecosystem_territory::table
        .inner_join(ecosystem::table)
        .filter(ecosystem_territory::territory.eq_any(&around))
        .order((ecosystem::created_at, ecosystem::id))
        .select((ecosystem_territory::territory, ecosystem::region_radius_m))
        .load(conn)?;
    nearest(&rows, territory).map_or(Ok(REGION_RADIUS_M), |radius| metres(*radius))
}

/// Whom to phone or mail in each of these municipalities where an offer does not say it: the
/// contact of the ecosystem that covers it. Those that none covers are left out.
pub fn contacts(
    conn: &mut Conn,
    territories: &BTreeSet<TerritoryId>,
) -> Result<HashMap<TerritoryId, Contact>, StoreError> {
    let around: BTreeSet<&str> = territories
        .iter()
        .flat_map(|one| ancestry(one.as_str()).map(|area| area.code))
        .collect();
    if around.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String)> = ecosystem_territory::table
        .inner_join(ecosystem::table)
        .filter(ecosystem_territory::territory.eq_any(around))
        .order((ecosystem::created_at, ecosystem::id))
        .select((ecosystem_territory::territory, ecosystem::contact))
        .load(conn)?;
    territories
        .iter()
        .filter_map(|one| Some((one, nearest(&rows, one)?)))
        .map(|(one, contact)| Ok((one.clone(), value("ecosystem contact", contact)?)))
        .collect()
}

/// What is said for a territory by the first of these that names it, else by the first that names
/// the area around it.
fn nearest<'r, T>(rows: &'r [(String, T)], territory: &TerritoryId) -> Option<&'r T> {
    ancestry(territory.as_str()).find_map(|area| {
        let (_, said) = rows.iter().find(|(named, _)| named == area.code)?;
        Some(said)
    })
}

/// The ecosystems an actor belongs to: those it takes part in, now or after a break. One that takes
/// part nowhere (most imported ones) falls to those that cover its municipality.
pub(crate) fn of_actor(conn: &mut Conn, id: ActorId) -> Result<Vec<EcosystemId>, StoreError> {
    let live: Vec<Key> = participation::table
        .filter(participation::actor_id.eq(Key::from(id)))
        .filter(participation::state.eq_any(LIVE.map(ParticipationState::as_str)))
        .order((participation::since, participation::id))
        .select(participation::ecosystem_id)
        .load(conn)?;
    if !live.is_empty() {
        return Ok(live.into_iter().map(EcosystemId::from).collect());
    }
    let territory: Option<String> = actor::table
        .find(Key::from(id))
        .select(actor::territory)
        .get_result(conn)?;
    match territory {
        Some(code) => covering(conn, &TerritoryId(code)),
        None => Ok(Vec::new()),
    }
}

/// The ecosystems whose facilitators answer for an actor: those it belongs to, and where there are
/// none all, so that no report and no claim waits for nobody.
pub fn answering_for(conn: &mut Conn, id: ActorId) -> Result<Vec<EcosystemId>, StoreError> {
    let own = of_actor(conn, id)?;
    if !own.is_empty() {
        return Ok(own);
    }
    let all: Vec<Key> = ecosystem::table
        .order((ecosystem::created_at, ecosystem::id))
        .select(ecosystem::id)
        .load(conn)?;
    Ok(all.into_iter().map(EcosystemId::from).collect())
}

/// The states in which an actor belongs to an ecosystem.
pub(crate) const LIVE: [ParticipationState; 2] =
    [ParticipationState::Active, ParticipationState::Paused];

/// Every territory code that some ecosystem names, with the ecosystem.
pub(crate) fn named(conn: &mut Conn) -> Result<Vec<(EcosystemId, String)>, StoreError> {
    let rows: Vec<(Key, String)> = ecosystem_territory::table
        .select((
            ecosystem_territory::ecosystem_id,
            ecosystem_territory::territory,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, code)| (id.into(), code))
        .collect())
}

/// Lets a person facilitate an ecosystem; who does already, still does.
pub fn add_facilitator(
    conn: &mut Conn,
    id: EcosystemId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let already: bool = diesel::select(exists(
        facilitator::table.find((Key::from(id), Key::from(person))),
    ))
    .get_result(conn)?;
    if !already {
        diesel::insert_into(facilitator::table)
            .values((
                facilitator::ecosystem_id.eq(Key::from(id)),
                facilitator::person_id.eq(Key::from(person)),
                facilitator::since.eq(stamp(now)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Which of these ecosystems a person facilitates; the first of them.
pub fn facilitated_by(
    conn: &mut Conn,
    ids: &[EcosystemId],
    person: PersonId,
) -> Result<Option<EcosystemId>, StoreError> {
    let found: Vec<Key> = facilitator::table
        .filter(facilitator::ecosystem_id.eq_any(keys(ids)))
        .filter(facilitator::person_id.eq(Key::from(person)))
        .select(facilitator::ecosystem_id)
        .load(conn)?;
    Ok(ids
        .iter()
        .copied()
        .find(|id| found.contains(&Key::from(*id))))
}

/// E-mail addresses of the facilitators of these ecosystems, each once.
pub fn facilitator_addresses(
    conn: &mut Conn,
    ids: &[EcosystemId],
) -> Result<Vec<String>, StoreError> {
    Ok(facilitator::table
        .inner_join(account::table.on(account::person_id.eq(facilitator::person_id)))
        .filter(facilitator::ecosystem_id.eq_any(keys(ids)))
        .order(account::email)
        .select(account::email)
        .distinct()
        .load(conn)?)
}
