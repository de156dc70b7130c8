//! The stream of public facts. A row is written in the transaction of the fact it tells.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{Key, Uid};
use crate::query::{self, Insert};
use crate::rows::stamp;
use crate::schema::{change, setting};

/// What a change is about. Never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entity {
    /// An opportunity, its sessions and places included.
    Opportunity(OpportunityId),
    /// An actor.
    Actor(ActorId),
    /// An ecosystem, its participations included.
    Ecosystem(EcosystemId),
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happened {
    /// It is new, or says something else.
    Edited,
    /// It moved in its life: opened, paused, closed.
    Moved,
    /// Its sessions changed.
    Sessions,
    /// Places were taken or freed.
    Places,
}

impl Happened {
    /// The word as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Moved => "moved",
            Self::Sessions => "sessions",
            Self::Places => "places",
        }
    }
}

/// Appends a fact.
pub fn append(
    conn: &mut Conn,
    entity: Entity,
    happened: Happened,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    query::insert(conn, &[appending(entity, happened, now)])
}

/// What appends a fact.
pub(crate) fn appending(entity: Entity, happened: Happened, now: DateTime<Utc>) -> Insert {
    let (kind, id) = match entity {
        Entity::Opportunity(id) => ("opportunity", Key::from(id)),
        Entity::Actor(id) => ("actor", Key::from(id)),
        Entity::Ecosystem(id) => ("ecosystem", Key::from(id)),
    };
    Box::new(diesel::insert_into(change::table).values((
        change::entity.eq(kind),
        change::entity_id.eq(id),
        change::operation.eq(happened.as_str()),
        change::at.eq(stamp(now)),
    )))
}

/// How far a reader of the stream has come. Order is (transaction, sequence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cursor {
    /// The writing transaction on PostgreSQL, 0 on SQLite.
    pub xid: i64,
    /// The sequence number.
    pub seq: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.xid, self.seq)
    }
}

impl std::str::FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let number = |part: &str| {
            part.parse()
                .map_err(|why| StoreError::corrupt("cursor", why))
        };
        let (xid, seq) = text
            .split_once('.')
            .ok_or_else(|| StoreError::corrupt("cursor", "no dot"))?;
        Ok(Self {
            xid: number(xid)?,
            seq: number(seq)?,
        })
    }
}

/// One fact of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub cursor: Cursor,
    /// What it is about.
    pub entity: Entity,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    entity: String,
    #[diesel(sql_type = Uid)]
    entity_id: Key,
}

/// Only what no transaction still under way can come before.
const SETTLED: &str = "xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

/// At most `limit` facts after `cursor`, in order. A fact is never skipped: on PostgreSQL one that
/// might still be overtaken waits until it no longer can be.
pub fn after(conn: &mut Conn, cursor: Cursor, limit: i64) -> Result<Vec<Change>, StoreError> {
    let query = match conn {
        Conn::Sqlite(_) => "SELECT xid, seq, entity, entity_id FROM change \
             WHERE xid >= $1 AND seq > $2 ORDER BY seq LIMIT $3"
            .to_owned(),
        Conn::Pg(_) => format!(
            "SELECT xid, seq, entity, entity_id FROM change \
             WHERE (xid, seq) > ($1, $2) AND {SETTLED} ORDER BY xid, seq LIMIT $3"
        ),
    };
    let rows: Vec<Row> = diesel::sql_query(query)
        .bind::<BigInt, _>(cursor.xid)
        .bind::<BigInt, _>(cursor.seq)
        .bind::<BigInt, _>(limit)
        .load(conn)?;
    rows.into_iter()
        .map(
            |Row {
                 xid,
                 seq,
                 entity,
                 entity_id,
             }| {
                let entity = match entity.as_str() {
                    "opportunity" => Entity::Opportunity(entity_id.into()),
                    "actor" => Entity::Actor(entity_id.into()),
                    "ecosystem" => Entity::Ecosystem(entity_id.into()),
                    other => return Err(StoreError::corrupt("change", other)),
                };
                Ok(Change {
                    cursor: Cursor { xid, seq },
                    entity,
                })
            },
        )
        .collect()
}

/// The last fact that is settled: what a reader that starts from the tables has seen at least.
/// Read it before reading the tables.
pub fn head(conn: &mut Conn) -> Result<Cursor, StoreError> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT xid, seq, entity, entity_id FROM change ORDER BY seq DESC LIMIT 1".to_owned()
        }
        Conn::Pg(_) => format!(
            "SELECT xid, seq, entity, entity_id FROM change WHERE {SETTLED} \
             ORDER BY xid DESC, seq DESC LIMIT 1"
        ),
    };
    let row: Option<Row> = diesel::sql_query(query).get_result(conn).optional()?;
    Ok(row.map_or_else(Cursor::default, |Row { xid, seq, .. }| Cursor { xid, seq }))
}

/// The setting that names the last restore.
const RESTORED: &str = "restored";

/// Which stream this is. A restore begins another: cursors of the one before mean nothing in it.
pub fn era(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    Ok(setting::table
        .find(RESTORED)
        .select(setting::value)
        .get_result(conn)
        .optional()?)
}
