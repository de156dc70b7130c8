//! Opportunities with their pictures and sessions: written, published, looked at, opened.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::opportunity::{
    Opportunity as Stored, Pauser, Standing, check_publishable, review_for,
};
use goesting_core::series::horizon;
use goesting_core::session::{Session, Taken};
use goesting_core::time::civil::today;
use goesting_store::change::{self, Entity, Happened};
use goesting_store::demo::id;
use goesting_store::opportunity::{self as stored, NewActor};
use goesting_store::picture::{self, NewPicture};
use goesting_store::series::{self, StoredSeries};
use goesting_store::{Conn, participation, session};
use goesting_types::ids::{ActorId, OpportunityId, SeriesId, SessionId};
use goesting_types::opportunity::{ActorPart, OpportunityState, PublishRequest};
use goesting_types::session::SessionState;

use super::calendar::{Calendar, Dated, calendar};
use super::content::content;
use super::data::{ActorFile, Opportunity, dutch, whole_key};
use super::{Loading, in_part};
use crate::app::opportunity::advance;
use crate::app::session::cancel_all;
use crate::error::{ApiError, ApiResult};

/// How long ago what waits for a review was sent to it.
const IN_REVIEW_FOR: TimeDelta = TimeDelta::hours(20);

/// A session of an opportunity of the demo.
pub(super) struct Planned<'d> {
    /// Its id.
    pub(super) id: SessionId,
    /// Of which.
    pub(super) of: OpportunityId,
    /// Of which actor.
    pub(super) file: &'d ActorFile,
    /// Of which opportunity.
    pub(super) opportunity: &'d Opportunity,
    /// When, and who comes.
    pub(super) dated: Dated,
}

/// Brings the opportunities as far as they opened, with all their sessions. Those come the earliest
/// first.
pub(super) fn bring<'d>(conn: &mut Conn, loading: &'d Loading) -> ApiResult<Vec<Planned<'d>>> {
    let mut planned = Vec::new();
    for (nr, (file, one)) in loading.demo.opportunities().enumerate() {
        let key = whole_key(&file.actor.key, &one.key);
        // One after the other over some weeks, as in life.
        let minutes = i64::try_from(nr).unwrap_or(0) * 180;
        let at = loading.began + TimeDelta::days(5) + TimeDelta::minutes(minutes);
        let sessions = in_part(&key, write(conn, loading, file, one, &key, at))?;
        in_part(&key, publish(conn, loading, one, id(&key), at))?;
        planned.extend(sessions);
    }
    planned.sort_by_key(|one| (one.dated.slot.starts_at, one.id));
    Ok(planned)
}

/// The draft, its pictures, its sessions.
fn write<'d>(
    conn: &mut Conn,
    loading: &Loading,
    file: &'d ActorFile,
    one: &'d Opportunity,
    key: &str,
    at: DateTime<Utc>,
) -> ApiResult<Vec<Planned<'d>>> {
    let of: OpportunityId = id(key);
    let content = content(&file.actor, one, loading.territory(&file.ecosystem)?)?;
    let actors = actors(loading, file, one, key);
    stored::insert(conn, of, &Standing::draft(), &content, &actors, at)?;
    for name in one.pictures() {
        let known = loading.demo.pictures.get(name);
        let (drawing, sizes) = known
            .zip(loading.drawings.get(name))
            .ok_or_else(|| ApiError::internal(format!("no drawing {name}")))?;
        let new = NewPicture {
            id: id(&format!("{key}/{name}")),
            opportunity_id: of,
            alt: dutch(&drawing.alt),
            credit: None,
        };
        picture::insert(conn, &new, sizes)?;
    }
    let Calendar { series, sessions } = calendar(one, loading.now)?;
    let mut ids: Vec<SeriesId> = Vec::new();
    let made_until = horizon(today(loading.now));
    for (nr, (series, terms)) in series.into_iter().enumerate() {
        let new = StoredSeries {
            id: id(&format!("{key}/{nr}")),
            opportunity_id: of,
            series,
            terms,
            made_until,
        };
        series::insert(conn, &new)?;
        // Its last day lies within what is made.
        series::end(conn, new.id, loading.now)?;
        ids.push(new.id);
    }
    let planned: Vec<_> = sessions
        .into_iter()
        .map(|dated| Planned {
            id: id(&format!(
                "{key}/{:?}/{}",
                dated.series, dated.slot.local_start
            )),
            of,
            file,
            opportunity: one,
            dated,
        })
        .collect();
    let new: Vec<_> = planned
        .iter()
        .map(|one| Session {
            id: one.id,
            opportunity_id: of,
            series_id: one.dated.series.and_then(|nr| ids.get(nr).copied()),
            state: SessionState::Planned,
            slot: one.dated.slot,
            terms: one.dated.terms.clone(),
            taken: Taken::default(),
            message: None,
            head_count: None,
            version: 1,
        })
        .collect();
    session::insert(conn, &new)?;
    Ok(planned)
}

/// The lead, those who share it, and those who were asked to.
fn actors(loading: &Loading, file: &ActorFile, one: &Opportunity, key: &str) -> Vec<NewActor> {
    let other = |key: &str, part, accepted| NewActor {
        actor_id: id::<goesting_types::ids::kind::Actor>(key),
        part,
        credit: None,
        accepted,
    };
    let lead: ActorId = id(&file.actor.key);
    let mut all = vec![NewActor::lead(lead)];
    all.extend(
        one.co_owners
            .iter()
            .map(|of| other(of, ActorPart::CoOwner, true)),
    );
    all.extend(
        one.supports
            .iter()
            .map(|of| other(of, ActorPart::Supports, true)),
    );
    let asked = loading.demo.ecosystems.iter().flat_map(|one| &one.invited);
    all.extend(
        asked
            .filter(|asked| asked.opportunity == key)
            .map(|asked| other(&asked.actor, asked.part, false)),
    );
    all
}

/// Publishes what is no draft, and lets a facilitator open what passes one.
fn publish(
    conn: &mut Conn,
    loading: &Loading,
    one: &Opportunity,
    of: OpportunityId,
    at: DateTime<Utc>,
) -> ApiResult<()> {
    if one.state == OpportunityState::Draft {
        return Ok(());
    }
    let waits = one.state == OpportunityState::InReview;
    let asked = if waits {
        loading.now - IN_REVIEW_FOR
    } else {
        at
    };
    let was = stored::lock(conn, of)?;
    let lead = stored::lead(conn, of)?;
    let review = review_for(lead.kind, lead.opened_before);
    let next = was.standing.publish(review, asked)?;
    let takes_part = participation::is_active_anywhere(conn, lead.actor_id)?;
    let freely = PublishRequest { compulsory: false };
    check_publishable(&was.content, &freely, takes_part)?;
    advance(conn, &was, &next, loading.now)?;
    if waits {
        return Ok(());
    }
    if next.state() == OpportunityState::InReview {
        let was = stored::lock(conn, of)?;
        let approved = was.standing.approve(asked + TimeDelta::hours(26))?;
        advance(conn, &was, &approved, loading.now)?;
    }
    change::append(
        conn,
        Entity::Opportunity(of),
        Happened::Sessions,
        loading.now,
    )?;
    Ok(())
}

/// Pauses and closes what pauses and is over, now that people went there.
pub(super) fn settle(conn: &mut Conn, loading: &Loading) -> ApiResult<()> {
    for (file, one) in loading.demo.opportunities() {
        let key = whole_key(&file.actor.key, &one.key);
        let of = id(&key);
        let next: fn(&Stored) -> ApiResult<Standing> = match one.state {
            OpportunityState::Paused => |was| Ok(was.standing.pause(Pauser::Host)?),
            OpportunityState::Closed => |was| Ok(was.standing.close()),
            OpportunityState::Draft | OpportunityState::InReview | OpportunityState::Open => {
                continue;
            }
        };
        let was = stored::lock(conn, of)?;
        if one.state == OpportunityState::Closed {
            cancel_all(conn, of, loading.now)?;
        }
        let next = in_part(&key, next(&was))?;
        advance(conn, &was, &next, loading.now)?;
    }
    Ok(())
}
