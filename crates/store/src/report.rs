//! Reports about opportunities.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use goesting_core::person::Email;
use goesting_core::report::{Answer, NewReport, due_at};
use goesting_types::ids::{OpportunityId, PersonId, ReportId};
use goesting_types::moderation::{ReportOutcome, ReportState};

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{instant, stamp, word};
use crate::schema::{account, report};

/// A report as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReport {
    /// Its id.
    pub id: ReportId,
    /// About which opportunity.
    pub opportunity_id: OpportunityId,
    /// Who sent it, when they were logged in.
    pub person_id: Option<PersonId>,
    /// When an answer is due.
    pub due_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ReportState,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// Adds a report; its clock starts.
pub fn insert(
    conn: &mut Conn,
    opportunity: OpportunityId,
    new: &NewReport,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<ReportId, StoreError> {
    let NewReport { message, email } = new;
    let id = ReportId::new();
    diesel::insert_into(report::table)
        .values((
            report::id.eq(Key::from(id)),
            report::opportunity_id.eq(Key::from(opportunity)),
            report::message.eq(message),
            report::email.eq(email.as_ref().map(Email::as_str)),
            report::person_id.eq(by.map(Key::from)),
            report::created_at.eq(stamp(now)),
            report::due_at.eq(stamp(due_at(now))),
            report::state.eq(ReportState::Open.as_str()),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Whether a report about this opportunity waits for an answer.
pub fn waits_about(conn: &mut Conn, about: OpportunityId) -> Result<bool, StoreError> {
    let open = report::table
        .filter(report::opportunity_id.eq(Key::from(about)))
        .filter(report::state.eq(ReportState::Open.as_str()));
    Ok(diesel::select(exists(open)).get_result(conn)?)
}

/// One report.
pub fn find(conn: &mut Conn, id: ReportId) -> Result<StoredReport, StoreError> {
    type Row = (
        Key,
        Option<Key>,
        NaiveDateTime,
        String,
        Option<String>,
        Option<String>,
    );
    let row: Row = report::table
        .find(Key::from(id))
        .select((
            report::opportunity_id,
            report::person_id,
            report::due_at,
            report::state,
            report::outcome,
            report::answer,
        ))
        .get_result(conn)?;
    let (opportunity_id, person_id, due_at, state, outcome, answer) = row;
    let outcome: Option<ReportOutcome> = outcome
        .map(|outcome| word("report outcome", &outcome))
        .transpose()?;
    Ok(StoredReport {
        id,
        opportunity_id: opportunity_id.into(),
        person_id: person_id.map(PersonId::from),
        due_at: instant(due_at),
        state: word("report state", &state)?,
        answer: outcome
            .zip(answer)
            .map(|(outcome, text)| Answer { outcome, text }),
    })
}

/// Answers a report; false when it was answered already.
pub fn resolve(
    conn: &mut Conn,
    id: ReportId,
    answer: &Answer,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = report::table
        .find(Key::from(id))
        .filter(report::state.eq(ReportState::Open.as_str()));
    let resolved = diesel::update(row)
        .set((
            report::state.eq(ReportState::Resolved.as_str()),
            report::outcome.eq(answer.outcome.as_str()),
            report::answer.eq(&answer.text),
            report::resolved_by.eq(Key::from(by)),
            report::resolved_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(resolved == 1)
}

/// Where the answer goes: the address that was given, else the one of the account; nowhere when the
/// sender stayed unknown.
pub fn sender_address(conn: &mut Conn, id: ReportId) -> Result<Option<String>, StoreError> {
    let (given, own): (Option<String>, Option<String>) = report::table
        .left_join(account::table.on(account::person_id.nullable().eq(report::person_id)))
        .filter(report::id.eq(Key::from(id)))
        .select((report::email, account::email.nullable()))
        .get_result(conn)?;
    Ok(given.or(own))
}

/// Forgets where the answers of reports went that were resolved before `before`, at most so many.
pub fn forget_addresses(
    conn: &mut Conn,
    before: DateTime<Utc>,
    most: i64,
) -> Result<usize, StoreError> {
    let answered: Vec<Key> = report::table
        .filter(report::resolved_at.lt(stamp(before)))
        .filter(report::email.is_not_null())
        .limit(most)
        .select(report::id)
        .load(conn)?;
    Ok(
        diesel::update(report::table.filter(report::id.eq_any(answered)))
            .set(report::email.eq(None::<String>))
            .execute(conn)?,
    )
}
