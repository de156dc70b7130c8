//! Making sessions: one, or a series.

use chrono::{DateTime, Utc};
use goesting_core::Refusal;
use goesting_core::policy::Access;
use goesting_core::series::{Plan, Series, horizon};
use goesting_core::session::{Session, Slot, Taken, check_sign_up, checked_terms};
use goesting_core::time::Zone;
use goesting_store::change::{self, Entity, Happened};
use goesting_store::series::{self, StoredSeries};
use goesting_store::{Conn, opportunity, rights, session as stored};
use goesting_types::ids::{OpportunityId, SeriesId, SessionId};
use goesting_types::opportunity::OpportunityState;
use goesting_types::problem::FieldCode;
use goesting_types::session::{
    PlannedSession, SessionCreate, SessionState, SessionTerms, SessionWhen, SessionsCreated,
};

use crate::app::App;
use crate::app::idempotency::Once;
use crate::error::ApiResult;
use crate::http::conditional::IdempotencyKey;

/// What a request asks for, checked.
#[derive(Clone)]
enum Wanted {
    One(Slot),
    Many(Series, Plan),
}

/// Makes one session or a series, or only shows what would be made.
pub async fn create(
    app: &App,
    access: &Access,
    id: OpportunityId,
    key: &IdempotencyKey,
    body: SessionCreate,
) -> ApiResult<SessionsCreated> {
    let now = app.clock.now();
    let operation = access.operation().id();
    let once = Once::new(app, access.caller(), operation, key, &(id, &body))?;
    let SessionCreate {
        when,
        terms,
        dry_run,
    } = body;
    let terms = checked_terms(terms, "/terms")?;
    let wanted = wanted(when, now)?;
    if let Wanted::One(slot) = &wanted {
        check_sign_up(slot, &terms, "/terms", now)?;
    }
    let access = access.clone();
    if dry_run {
        return app
            .read(move |conn| {
                access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
                check_open(opportunity::find(conn, id)?.standing.state())?;
                Ok(preview(wanted))
            })
            .await;
    }
    once.write(app, move |conn, once| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        match &wanted {
            Wanted::One(slot) => {
                let made = once.or_make(conn, |conn| {
                    make(conn, id, None, &[*slot], &terms, now)?
                        .pop()
                        .ok_or_else(|| Refusal::not_found().into())
                })?;
                Ok(answer(None, &[stored::find(conn, made)?], Plan::default()))
            }
            Wanted::Many(rule, plan) => {
                let made =
                    once.or_make(conn, |conn| make_series(conn, id, rule, plan, &terms, now))?;
                let sessions = stored::of_series(conn, made)?;
                Ok(answer(Some(made), &sessions, plan.clone()))
            }
        }
    })
    .await
}

fn wanted(when: SessionWhen, now: DateTime<Utc>) -> Result<Wanted, Refusal> {
    match when {
        SessionWhen::Once { start, end, zone } => {
            let zone = Zone::named(&zone).ok_or_else(|| {
                let detail = "no IANA zone, such as Europe/Brussels";
                Refusal::field("/when/zone", FieldCode::Unknown, detail)
            })?;
            let slot = Slot::between(start, end, zone, "/when")?;
            slot.check_announced("/when", now)?;
            Ok(Wanted::One(slot))
        }
        SessionWhen::Series { rule } => {
            let today = Zone::BRUSSELS.local(now).date();
            let series = Series::checked(rule, today, "/when/rule")?;
            let plan = series.plan_ahead(now, "/when/rule")?;
            Ok(Wanted::Many(series, plan))
        }
    }
}

fn preview(wanted: Wanted) -> SessionsCreated {
    let plan = match wanted {
        Wanted::One(slot) => Plan {
            slots: vec![slot],
            ..Plan::default()
        },
        Wanted::Many(_, plan) => plan,
    };
    let sessions = plan.slots.iter().map(|slot| planned(None, slot)).collect();
    SessionsCreated {
        series_id: None,
        sessions,
        left_out: plan.left_out,
        holidays_unknown_from: plan.holidays_unknown_from,
    }
}

fn answer(series_id: Option<SeriesId>, made: &[Session], plan: Plan) -> SessionsCreated {
    SessionsCreated {
        series_id,
        sessions: made
            .iter()
            .map(|one| planned(Some(one.id), &one.slot))
            .collect(),
        left_out: plan.left_out,
        holidays_unknown_from: plan.holidays_unknown_from,
    }
}

const fn planned(id: Option<SessionId>, slot: &Slot) -> PlannedSession {
    PlannedSession {
        id,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        local_start: slot.local_start,
    }
}

fn check_open(state: OpportunityState) -> Result<(), Refusal> {
    if state == OpportunityState::Closed {
        let detail = "It is closed; nothing is planned any more.";
        return Err(Refusal::wrong_state(state.as_str(), detail));
    }
    Ok(())
}

/// A series and its sessions as far ahead as sessions are made.
fn make_series(
    conn: &mut Conn,
    of: OpportunityId,
    rule: &Series,
    plan: &Plan,
    terms: &SessionTerms,
    now: DateTime<Utc>,
) -> ApiResult<SeriesId> {
    let id = SeriesId::new();
    let made_until = horizon(rule.zone().local(now).date());
    let new = StoredSeries {
        id,
        opportunity_id: of,
        series: rule.clone(),
        terms: terms.clone(),
        made_until,
    };
    series::insert(conn, &new)?;
    if rule.is_over_after(made_until) {
        series::end(conn, id, now)?;
    }
    make(conn, of, Some(id), &plan.slots, terms, now)?;
    Ok(id)
}

/// Makes sessions of an opportunity that is not closed.
pub(super) fn make(
    conn: &mut Conn,
    of: OpportunityId,
    series_id: Option<SeriesId>,
    slots: &[Slot],
    terms: &SessionTerms,
    now: DateTime<Utc>,
) -> ApiResult<Vec<SessionId>> {
    let opportunity = opportunity::lock(conn, of)?;
    check_open(opportunity.standing.state())?;
    let new: Vec<Session> = slots
        .iter()
        .map(|slot| Session {
            id: SessionId::new(),
            opportunity_id: of,
            series_id,
            state: SessionState::Planned,
            slot: *slot,
            terms: terms.clone(),
            taken: Taken::default(),
            message: None,
            head_count: None,
            version: 1,
        })
        .collect();
    stored::insert(conn, &new)?;
    if opportunity.standing.is_readable() && !new.is_empty() {
        change::append(conn, Entity::Opportunity(of), Happened::Sessions, now)?;
    }
    Ok(new.iter().map(|one| one.id).collect())
}
