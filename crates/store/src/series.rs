//! Series: sessions that were planned together.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use goesting_core::series::Series;
use goesting_types::ids::{OpportunityId, SeriesId};
use goesting_types::opportunity::OpportunityState;
use goesting_types::session::SessionTerms;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{document, stamp, value};
use crate::schema::{opportunity, series};

const RULE: &str = "series";
const TERMS: &str = "series terms";

/// A series as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSeries {
    /// Its id.
    pub id: SeriesId,
    /// Of which opportunity.
    pub opportunity_id: OpportunityId,
    /// How it repeats.
    pub series: Series,
    /// What its new sessions begin with.
    pub terms: SessionTerms,
    /// Last day for which sessions were made.
    pub made_until: NaiveDate,
}

/// Adds a series.
pub fn insert(conn: &mut Conn, new: &StoredSeries) -> Result<(), StoreError> {
    let StoredSeries {
        id,
        opportunity_id,
        series,
        terms,
        made_until,
    } = new;
    diesel::insert_into(series::table)
        .values((
            series::id.eq(Key::from(*id)),
            series::opportunity_id.eq(Key::from(*opportunity_id)),
            series::rule.eq(document(RULE, series)?),
            series::terms.eq(document(TERMS, terms)?),
            series::made_until.eq(made_until),
        ))
        .execute(conn)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = series)]
struct Row {
    id: Key,
    opportunity_id: Key,
    rule: String,
    terms: String,
    made_until: NaiveDate,
}

impl TryFrom<Row> for StoredSeries {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            id,
            opportunity_id,
            rule,
            terms,
            made_until,
        } = row;
        Ok(Self {
            id: id.into(),
            opportunity_id: opportunity_id.into(),
            series: value(RULE, &rule)?,
            terms: value(TERMS, &terms)?,
            made_until,
        })
    }
}

/// Locks a series until the end of the unit of work, so that two edits of what follows, or an edit
/// and the job that extends it, come one after the other.
pub fn lock(conn: &mut Conn, id: SeriesId) -> Result<StoredSeries, StoreError> {
    diesel::update(series::table.find(Key::from(id)))
        .set(series::made_until.eq(series::made_until))
        .execute(conn)?;
    series::table
        .find(Key::from(id))
        .select(Row::as_select())
        .get_result(conn)?
        .try_into()
}

/// Writes how it goes on. Under its [`lock`].
pub fn update(conn: &mut Conn, changed: &StoredSeries) -> Result<(), StoreError> {
    let StoredSeries {
        id,
        opportunity_id: _,
        series,
        terms,
        made_until,
    } = changed;
    diesel::update(series::table.find(Key::from(*id)))
        .set((
            series::rule.eq(document(RULE, series)?),
            series::terms.eq(document(TERMS, terms)?),
            series::made_until.eq(made_until),
        ))
        .execute(conn)?;
    Ok(())
}

/// It is not made any further.
pub fn end(conn: &mut Conn, id: SeriesId, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(series::table.find(Key::from(id)))
        .set(series::ended_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(())
}

/// None of this opportunity's is made any further.
pub fn end_all(conn: &mut Conn, of: OpportunityId, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(
        series::table
            .filter(series::opportunity_id.eq(Key::from(of)))
            .filter(series::ended_at.is_null()),
    )
    .set(series::ended_at.eq(stamp(now)))
    .execute(conn)?;
    Ok(())
}

/// Up to `limit` that go on and were made up to a day before `day`, by id, after this one.
pub fn behind(
    conn: &mut Conn,
    day: NaiveDate,
    after: Option<SeriesId>,
    limit: i64,
) -> Result<Vec<StoredSeries>, StoreError> {
    let mut query = series::table
        .inner_join(opportunity::table)
        .filter(series::ended_at.is_null())
        .filter(series::made_until.lt(day))
        .filter(opportunity::state.ne(OpportunityState::Closed.as_str()))
        .order(series::id)
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(series::id.gt(Key::from(after)));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(StoredSeries::try_from).collect()
}

/// Notes up to which day it was made. False when somebody else did already, or it ended.
pub fn made(
    conn: &mut Conn,
    id: SeriesId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<bool, StoreError> {
    let noted = diesel::update(
        series::table
            .find(Key::from(id))
            .filter(series::made_until.eq(from))
            .filter(series::ended_at.is_null()),
    )
    .set(series::made_until.eq(to))
    .execute(conn)?;
    Ok(noted == 1)
}
