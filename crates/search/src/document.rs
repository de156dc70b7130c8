//! What goes in: the public facts of one open opportunity. No person is in it.

use chrono::{DateTime, NaiveDateTime, Utc};
use goesting_types::card::CardFlag;
use goesting_types::ids::{OpportunityId, SessionId};
use goesting_types::opportunity::{OpportunityActor, OpportunityContent, Picture};
use goesting_types::search::{NextSession, SearchHit};
use goesting_types::session::SessionState;

use crate::query::page::nobody;
use crate::storage::stored::StoredHit;

/// One open opportunity.
///
/// Only open ones belong in the index: pausing or closing one is a [`Change::Delete`]. Its point
/// falls back to its municipality's, and the areas around its municipality are known here.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its id.
    pub id: OpportunityId,
    /// What it says of itself.
    pub content: OpportunityContent,
    /// Who accepted to open it, the lead first. Others are not searched.
    pub actors: Vec<OpportunityActor>,
    /// The yeses of its card, price and contact.
    pub flags: Vec<CardFlag>,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// Its sessions, in any order. Past and cancelled ones may be among them: they never count.
    pub sessions: Vec<SessionFact>,
}

impl Document {
    /// It as a hit, without a question: for lists of opportunities that are known already. The next
    /// session is the first that one can still go to at `now`.
    pub fn hit(&self, now: DateTime<Utc>) -> SearchHit {
        let stored = StoredHit::of(self);
        let coming = |one: &&SessionFact| {
            matches!(one.state, SessionState::Planned | SessionState::Changed)
                && one.joinable_until() > now
        };
        let mut coming: Vec<_> = self.sessions.iter().filter(coming).collect();
        coming.sort_unstable_by_key(|one| (one.starts_at, one.id));
        let (next_session, next_with_room) =
            next_sessions(coming.into_iter().map(SessionFact::to_next));
        SearchHit {
            id: self.id,
            title: stored.title,
            summary: stored.summary,
            kind: stored.kind,
            formality: stored.formality,
            actor: stored.actors.into_iter().next().unwrap_or_else(nobody),
            interests: stored.interests,
            locality: stored.locality,
            online: stored.online,
            next_session,
            next_with_room,
            opening_hours: stored.opening_hours,
            distance_m: None,
            ring: None,
            pricing: stored.pricing,
            flags: stored.flags,
            picture: stored.picture,
            why: Vec::new(),
            highlight: None,
        }
    }
}

/// One session, as far as search needs it.
///
/// A session with counted places counts as long as one can sign up, at most until its start; one to
/// drop in at counts until its end, on each of its days.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionFact {
    /// Its id.
    pub id: SessionId,
    /// Start; whole minutes count.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Wall time of the start, where it takes place.
    pub local_start: NaiveDateTime,
    /// Wall time of the end.
    pub local_end: NaiveDateTime,
    /// Places left; `None` for drop in.
    pub places_left: Option<u32>,
    /// Until when one can sign up; says nothing where one drops in. More than eleven days before the
    /// start whole hours count.
    pub sign_up_until: DateTime<Utc>,
    /// Whether one can wait when it is full.
    pub waiting_list: bool,
    /// Where it stands; cancelled and done ones never count.
    pub state: SessionState,
}

impl SessionFact {
    /// Until when one can still join.
    fn joinable_until(&self) -> DateTime<Utc> {
        match self.places_left {
            Some(_) => self.sign_up_until.min(self.starts_at),
            None => self.ends_at,
        }
    }

    /// It as the next session of a hit.
    pub(crate) fn to_next(&self) -> NextSession {
        let Self {
            id,
            starts_at,
            ends_at,
            local_start,
            local_end,
            places_left,
            sign_up_until: _,
            waiting_list,
            state: _,
        } = *self;
        NextSession {
            id,
            starts_at,
            ends_at,
            local_start,
            local_end,
            places_left,
            waiting_list,
        }
    }
}

/// The first of the sessions to come, which are in order; and where that one is full, the first
/// with room.
pub(crate) fn next_sessions(
    mut coming: impl Iterator<Item = NextSession>,
) -> (Option<NextSession>, Option<NextSession>) {
    let is_full = |one: &NextSession| one.places_left == Some(0);
    let next = coming.next();
    let roomy = if next.as_ref().is_some_and(is_full) {
        coming.find(|one| !is_full(one))
    } else {
        None
    };
    (next, roomy)
}

/// One change of the index.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all changes are documents; a box each would buy nothing"
)]
pub enum Change {
    /// This opportunity is open and looks like this now.
    Upsert(Document),
    /// This opportunity is no longer to be found.
    Delete(OpportunityId),
}
