//! What facilitators look at: the queue, and reports with their 24-hour clock.

use chrono::TimeDelta;
use goesting_core::Refusal;
use goesting_core::letter::Letter;
use goesting_core::opportunity::Pauser;
use goesting_core::policy::Access;
use goesting_core::report::{Answer, NewReport};
use goesting_store::audit::{self, By};
use goesting_store::{
    ecosystem, opportunity, outbox, participation, report as stored, review, rights,
};
use goesting_types::ids::{EcosystemId, OpportunityId, PersonId, ReportId};
use goesting_types::moderation::{
    QueueCounts, Report, ReportOutcome, ReportReceived, ReportResolve, ReviewQueue,
};
use goesting_types::opportunity::ReportCreate;

use super::App;
use super::idempotency::Once;
use super::opportunity::advance;
use crate::error::ApiResult;
use crate::http::conditional::IdempotencyKey;

/// Looking at the same claims again within this time is noted once.
const NOTED_ONCE_IN: TimeDelta = TimeDelta::hours(1);

/// All that waits for a facilitator of an ecosystem. Looking at claims is noted for who made them.
pub async fn queue(app: &App, access: &Access, id: EcosystemId) -> ApiResult<ReviewQueue> {
    let me = access.person()?.id;
    let (access, now) = (access.clone(), app.clock.now());
    let looking = app.read(move |conn| {
        access.over(rights::to_ecosystem(conn, access.caller(), id)?)?;
        let area = review::area(conn, id)?;
        let (people, claims): (Vec<PersonId>, Vec<_>) =
            review::claims(conn, &area)?.into_iter().unzip();
        let (reviews, reports, claims_waiting) = review::waiting(conn, &area)?;
        let many = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let counts = QueueCounts {
            reviews: many(reviews),
            reports: many(reports),
            requests: many(participation::requests_waiting(conn, id)?),
            claims: many(claims_waiting),
        };
        let queue = ReviewQueue {
            counts,
            reviews: review::reviews(conn, &area)?,
            reports: review::reports(conn, &area, now)?,
            requests: participation::requests(conn, id, review::MOST)?,
            claims,
            without_steward: review::without_steward(conn, id)?,
        };
        Ok((people, queue))
    });
    let (people, queue) = looking.await?;
    if !people.is_empty() {
        app.write(move |conn| {
            let (by, recently) = (By::Facilitator(me, id), now - NOTED_ONCE_IN);
            Ok(audit::note_each(
                conn,
                &people,
                by,
                "list_reviews",
                recently,
                now,
            )?)
        })
        .await?;
    }
    Ok(queue)
}

/// Says that something is not right. Anybody may, with or without a name; the facilitators who
/// answer for the opportunity's lead hear it at once, unless they were told of another report about
/// it that still waits.
pub async fn report(
    app: &App,
    access: &Access,
    id: OpportunityId,
    key: &IdempotencyKey,
    body: ReportCreate,
) -> ApiResult<ReportReceived> {
    let operation = format!("report_opportunity {id}");
    let once = Once::new(app, access.caller(), &operation, key, &body)?;
    let new = NewReport::parse(body)?;
    let by = access.caller().person().map(|person| person.id);
    let service = app.clone();
    once.write(app, move |conn, once| {
        let now = service.clock.now();
        // Locked, so that of two reports at once only the first is told of.
        if !opportunity::lock(conn, id)?.standing.is_readable() {
            return Err(Refusal::not_found().into());
        }
        let made = once.or_make(conn, |conn| {
            if let Some(me) = by {
                super::still_known(conn, me)?;
            }
            let told = stored::waits_about(conn, id)?;
            let report_id = stored::insert(conn, id, &new, by, now)?;
            if !told {
                let lead = opportunity::lead(conn, id)?.actor_id;
                let answering = ecosystem::answering_for(conn, lead)?;
                let facilitators = ecosystem::facilitator_addresses(conn, &answering)?;
                let letter = Letter::ReportReceived { report_id };
                super::tell_desk(conn, &service, facilitators, &letter, now)?;
            }
            Ok(report_id)
        })?;
        let received = stored::find(conn, made)?;
        Ok(ReportReceived {
            id: received.id,
            due_at: received.due_at,
        })
    })
    .await
}

/// Answers a report. Who sent it is told; with the outcome `paused` the opportunity goes out of
/// sight, and those who act for its lead are told too. The same answer twice is one.
pub async fn resolve(
    app: &App,
    access: &Access,
    id: ReportId,
    body: ReportResolve,
) -> ApiResult<Report> {
    let answer = Answer::parse(body)?;
    let (access, service, now) = (access.clone(), app.clone(), app.clock.now());
    app.write(move |conn| {
        let me = access.person()?.id;
        let found = stored::find(conn, id)?;
        let about = found.opportunity_id;
        let lead = opportunity::lead(conn, about)?.actor_id;
        let (ecosystem, relations) = rights::to_affairs(conn, access.caller(), lead)?;
        access.over(relations)?;
        if !stored::resolve(conn, id, &answer, me, now)? {
            let before = stored::find(conn, id)?;
            if before.answer.as_ref() == Some(&answer) {
                return Ok(review::report(conn, id, now)?);
            }
            let detail = "It was answered already.";
            return Err(Refusal::wrong_state(before.state.as_str(), detail).into());
        }
        if answer.outcome == ReportOutcome::Paused {
            let was = opportunity::lock(conn, about)?;
            let next = was.standing.pause(Pauser::Facilitator)?;
            if next != was.standing {
                advance(conn, &was, &next, now)?;
                for address in opportunity::told_about(conn, about)? {
                    let letter = Letter::PausedAfterReport { report_id: id };
                    outbox::post(conn, &address, &letter, now)?;
                }
            }
        }
        if let Some((sender, ecosystem)) = found.person_id.zip(ecosystem) {
            let by = By::Facilitator(me, ecosystem);
            audit::note(conn, sender, by, "resolve_report", now)?;
        }
        // Whoever reports may give anybody's address.
        let sender = stored::sender_address(conn, id)?;
        let letter = Letter::ReportAnswered { report_id: id };
        super::tell_desk(conn, &service, Vec::from_iter(sender), &letter, now)?;
        Ok(review::report(conn, id, now)?)
    })
    .await
}
