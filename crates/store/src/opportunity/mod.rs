//! Opportunities, their actors, and where our knowledge of them comes from.

mod actors;
mod row;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::opportunity::{Opportunity, Standing};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{ActorPart, OpportunityContent, OpportunityState, Origin};
use std::collections::HashMap;

pub use actors::{
    Actors, Lead, NewActor, accept, actors, hand_over, invite, lead, leave, told_about, unclaimed,
};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{CHUNK, Key, keys};
use crate::rows::{document, instant, stamp, word};
use crate::schema::{actor, opportunity, opportunity_actor, origin};
use row::{Columns, StandingColumns};

/// Adds an opportunity with its actors, of whom exactly one leads. Its versions begin at 1.
pub fn insert(
    conn: &mut Conn,
    id: OpportunityId,
    standing: &Standing,
    content: &OpportunityContent,
    actors: &[NewActor],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let StandingColumns {
        state,
        opened_at,
        in_review_since,
        returned_because,
        hidden,
    } = StandingColumns::of(standing);
    diesel::insert_into(opportunity::table)
        .values((
            opportunity::id.eq(Key::from(id)),
            opportunity::state.eq(state),
            opportunity::content.eq(document("opportunity", content)?),
            opportunity::version.eq(1),
            opportunity::created_at.eq(stamp(now)),
            opportunity::updated_at.eq(stamp(now)),
            opportunity::opened_at.eq(opened_at),
            opportunity::in_review_since.eq(in_review_since),
            opportunity::returned_because.eq(returned_because),
            opportunity::hidden.eq(hidden),
            opportunity::revision.eq(1),
        ))
        .execute(conn)?;
    for one in actors {
        actors::insert(conn, id, one, now)?;
    }
    Ok(())
}

/// The opportunity with this id.
pub fn find(conn: &mut Conn, id: OpportunityId) -> Result<Opportunity, StoreError> {
    opportunity::table
        .find(Key::from(id))
        .select(Columns::as_select())
        .get_result::<Columns>(conn)?
        .try_into()
}

/// Those of these ids that exist, in no particular order.
pub fn find_many(conn: &mut Conn, ids: &[OpportunityId]) -> Result<Vec<Opportunity>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Columns> = opportunity::table
            .filter(opportunity::id.eq_any(keys(ids)))
            .select(Columns::as_select())
            .load(conn)?;
        for row in rows {
            found.push(row.try_into()?);
        }
    }
    Ok(found)
}

/// Up to `limit` that are open, by id, after this one: for whoever reads all of them.
pub fn open_after(
    conn: &mut Conn,
    after: Option<OpportunityId>,
    limit: i64,
) -> Result<Vec<Opportunity>, StoreError> {
    let mut query = opportunity::table
        .filter(opportunity::state.eq(OpportunityState::Open.as_str()))
        .order(opportunity::id)
        .limit(limit)
        .select(Columns::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(opportunity::id.gt(Key::from(after)));
    }
    let rows: Vec<Columns> = query.load(conn)?;
    rows.into_iter().map(Opportunity::try_from).collect()
}

/// A page of an actor's opportunities, the newest first: those it leads or shares; with `asked`
/// also those it was asked to share and did not answer yet. `before` is when the last one shown was
/// made, and that one: of those made together the higher ids come first.
pub fn of_actor(
    conn: &mut Conn,
    id: ActorId,
    asked: bool,
    state: Option<OpportunityState>,
    before: Option<(DateTime<Utc>, OpportunityId)>,
    limit: i64,
) -> Result<Vec<Opportunity>, StoreError> {
    let mut query = opportunity::table
        .inner_join(opportunity_actor::table)
        .filter(opportunity_actor::actor_id.eq(Key::from(id)))
        .order((opportunity::created_at.desc(), opportunity::id.desc()))
        .limit(limit)
        .select(Columns::as_select())
        .into_boxed();
    let owns = opportunity_actor::part
        .eq_any([ActorPart::Lead.as_str(), ActorPart::CoOwner.as_str()])
        .and(opportunity_actor::accepted_at.is_not_null());
    query = if asked {
        query.filter(owns.or(opportunity_actor::accepted_at.is_null()))
    } else {
        query.filter(owns)
    };
    if let Some(state) = state {
        query = query.filter(opportunity::state.eq(state.as_str()));
    }
    if let Some((at, id)) = before {
        let at = stamp(at);
        query = query.filter(
            opportunity::created_at.lt(at).or(opportunity::created_at
                .eq(at)
                .and(opportunity::id.lt(Key::from(id)))),
        );
    }
    let rows: Vec<Columns> = query.load(conn)?;
    rows.into_iter().map(Opportunity::try_from).collect()
}

/// What one light question tells of an opportunity: whether everybody may read it, and marks that
/// change when what they would read does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// Whether everybody may read it.
    pub readable: bool,
    /// Its revision.
    pub revision: i64,
    /// The edit versions of its actors together: their names stand in the answer.
    pub actor_versions: i64,
}

/// Looks at it without reading it.
pub fn glance(conn: &mut Conn, id: OpportunityId) -> Result<Glance, StoreError> {
    let rows: Vec<(String, bool, i64, i64)> = opportunity::table
        .inner_join(opportunity_actor::table.inner_join(actor::table))
        .filter(opportunity::id.eq(Key::from(id)))
        .filter(opportunity_actor::accepted_at.is_not_null())
        .select((
            opportunity::state,
            opportunity::hidden,
            opportunity::revision,
            actor::version,
        ))
        .load(conn)?;
    let (state, hidden, revision, _) = rows.first().ok_or(StoreError::NotFound)?;
    let state = word::<OpportunityState>("opportunity state", state)?;
    Ok(Glance {
        readable: row::is_readable(state, *hidden),
        revision: *revision,
        actor_versions: rows.iter().map(|(.., version)| version).sum(),
    })
}

/// Writes new content over the version that was read. False when it is not that version any more.
pub fn edit(
    conn: &mut Conn,
    id: OpportunityId,
    version: i64,
    content: &OpportunityContent,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let edited = diesel::update(
        opportunity::table
            .find(Key::from(id))
            .filter(opportunity::version.eq(version)),
    )
    .set((
        opportunity::content.eq(document("opportunity", content)?),
        opportunity::version.eq(opportunity::version + 1),
        opportunity::revision.eq(opportunity::revision + 1),
        opportunity::updated_at.eq(stamp(now)),
    ))
    .execute(conn)?;
    Ok(edited == 1)
}

/// Moves it on from where it stood. False when it does not stand there any more.
pub fn advance(
    conn: &mut Conn,
    id: OpportunityId,
    from: &Standing,
    to: &Standing,
) -> Result<bool, StoreError> {
    let was = StandingColumns::of(from);
    let StandingColumns {
        state,
        opened_at,
        in_review_since,
        returned_because,
        hidden,
    } = StandingColumns::of(to);
    let moved = diesel::update(
        opportunity::table
            .find(Key::from(id))
            .filter(opportunity::state.eq(was.state))
            .filter(opportunity::hidden.eq(was.hidden)),
    )
    .set((
        opportunity::state.eq(state),
        opportunity::opened_at.eq(opened_at),
        opportunity::in_review_since.eq(in_review_since),
        opportunity::returned_because.eq(returned_because),
        opportunity::hidden.eq(hidden),
        opportunity::revision.eq(opportunity::revision + 1),
    ))
    .execute(conn)?;
    Ok(moved == 1)
}

/// Locks it until the end of the unit of work: what is decided on its state holds.
pub fn lock(conn: &mut Conn, id: OpportunityId) -> Result<Opportunity, StoreError> {
    let locked = diesel::update(opportunity::table.find(Key::from(id)))
        .set(opportunity::revision.eq(opportunity::revision))
        .execute(conn)?;
    if locked == 0 {
        return Err(StoreError::NotFound);
    }
    find(conn, id)
}

/// Notes that something of it that anybody can see changed: actors, pictures, origins.
pub fn touch(conn: &mut Conn, id: OpportunityId) -> Result<(), StoreError> {
    diesel::update(opportunity::table.find(Key::from(id)))
        .set(opportunity::revision.eq(opportunity::revision + 1))
        .execute(conn)?;
    Ok(())
}

/// The sources these were read from.
pub fn origins(
    conn: &mut Conn,
    ids: &[OpportunityId],
) -> Result<HashMap<OpportunityId, Vec<Origin>>, StoreError> {
    type Row = (Key, String, String, Option<String>, Option<NaiveDateTime>);
    let mut found: HashMap<OpportunityId, Vec<Origin>> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let rows: Vec<Row> = origin::table
            .filter(origin::opportunity_id.eq_any(keys(ids)))
            .order((origin::kind, origin::external_id))
            .select((
                origin::opportunity_id,
                origin::kind,
                origin::external_id,
                origin::url,
                origin::gone_at,
            ))
            .load(conn)?;
        for (id, kind, external_id, url, gone_at) in rows {
            found.entry(id.into()).or_default().push(Origin {
                kind: word("origin kind", &kind)?,
                external_id: Some(external_id),
                url,
                gone_at: gone_at.map(instant),
            });
        }
    }
    Ok(found)
}

/// The opportunities these actors lead or share.
pub fn ids_of_actors(
    conn: &mut Conn,
    actors: &[ActorId],
) -> Result<Vec<OpportunityId>, StoreError> {
    let mut found = Vec::new();
    for actors in actors.chunks(CHUNK) {
        let rows: Vec<Key> = opportunity_actor::table
            .filter(opportunity_actor::actor_id.eq_any(keys(actors)))
            .select(opportunity_actor::opportunity_id)
            .distinct()
            .load(conn)?;
        found.extend(rows.into_iter().map(OpportunityId::from));
    }
    Ok(found)
}
