//! What a hit shows, kept beside the index and read for one page only.

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::reference::territories;
use goesting_types::actor::ActorSummary;
use goesting_types::card::CardFlag;
use goesting_types::ids::SessionId;
use goesting_types::interest::InterestId;
use goesting_types::opportunity::{Formality, OpportunityKind, Picture};
use goesting_types::price::Pricing;
use goesting_types::session::SessionState;
use goesting_types::text::LocalizedText;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::document::{Document, SessionFact};

/// The part of a hit that does not depend on the question.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StoredHit {
    #[serde(rename = "t")]
    pub(crate) title: LocalizedText,
    #[serde(rename = "s")]
    pub(crate) summary: LocalizedText,
    #[serde(rename = "k")]
    pub(crate) kind: OpportunityKind,
    #[serde(rename = "f")]
    pub(crate) formality: Formality,
    /// The lead first.
    #[serde(rename = "a")]
    pub(crate) actors: Vec<ActorSummary>,
    #[serde(rename = "i")]
    pub(crate) interests: Vec<InterestId>,
    #[serde(rename = "l")]
    pub(crate) locality: Option<String>,
    /// Whether its own point is known, and not only its municipality's.
    #[serde(rename = "e")]
    pub(crate) exact: bool,
    #[serde(rename = "o")]
    pub(crate) online: bool,
    #[serde(rename = "h")]
    pub(crate) opening_hours: bool,
    #[serde(rename = "p")]
    pub(crate) pricing: Pricing,
    #[serde(rename = "c")]
    pub(crate) flags: Vec<CardFlag>,
    #[serde(rename = "b")]
    pub(crate) picture: Option<Picture>,
}

impl StoredHit {
    /// Takes what a hit shows.
    pub(crate) fn of(document: &Document) -> Self {
        let content = &document.content;
        let mut actors: Vec<_> = document.actors.iter().collect();
        actors.sort_by_key(|actor| actor.part);
        let municipality = || {
            let id = content.whereabouts.territory()?;
            Some(territories::territory(id.as_str())?.names.nl.to_owned())
        };
        let locality = content
            .whereabouts
            .place()
            .and_then(|place| place.locality.clone());
        Self {
            title: content.title.clone(),
            summary: content.summary.clone(),
            kind: content.kind,
            formality: content.formality,
            actors: actors
                .into_iter()
                .map(|actor| actor.actor.clone())
                .collect(),
            interests: content.interests.clone(),
            locality: locality.or_else(municipality),
            exact: content
                .whereabouts
                .place()
                .is_some_and(|place| place.point.is_some()),
            online: content.whereabouts.is_online(),
            opening_hours: content
                .opening_hours
                .as_ref()
                .is_some_and(|hours| !hours.spans.is_empty()),
            pricing: content.pricing.clone(),
            flags: document.flags.clone(),
            picture: document.picture.clone(),
        }
    }
}

/// Bytes of one session: id, start in seconds, seconds it lasts, wall clock ahead of UTC in
/// seconds at its start and at its end, places left (all ones for drop-in), seconds that sign-up
/// closes before the start, waiting list.
const SESSION: usize = 16 + 8 + 4 + 4 + 4 + 4 + 4 + 1;

/// The sessions of a document, in the order given.
pub(crate) fn encode_sessions<'d>(sessions: impl Iterator<Item = &'d SessionFact>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for session in sessions {
        let lasts = (session.ends_at - session.starts_at).num_seconds();
        let ahead = |local: chrono::NaiveDateTime, utc: DateTime<Utc>| {
            let seconds = (local - utc.naive_utc()).num_seconds();
            i32::try_from(seconds).unwrap_or(0).to_le_bytes()
        };
        bytes.extend_from_slice(session.id.uuid().as_bytes());
        bytes.extend_from_slice(&session.starts_at.timestamp().to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(lasts).unwrap_or(0).to_le_bytes());
        bytes.extend_from_slice(&ahead(session.local_start, session.starts_at));
        bytes.extend_from_slice(&ahead(session.local_end, session.ends_at));
        bytes.extend_from_slice(&session.places_left.unwrap_or(u32::MAX).to_le_bytes());
        let closes = (session.starts_at - session.sign_up_until).num_seconds();
        bytes.extend_from_slice(&u32::try_from(closes).unwrap_or(0).to_le_bytes());
        bytes.push(u8::from(session.waiting_list));
    }
    bytes
}

/// The sessions behind the bytes; what cannot be read is left out.
pub(crate) fn decode_sessions(bytes: &[u8]) -> impl Iterator<Item = SessionFact> {
    bytes.chunks_exact(SESSION).filter_map(decode_session)
}

fn decode_session(mut bytes: &[u8]) -> Option<SessionFact> {
    fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
        let (head, rest) = bytes.split_first_chunk::<N>()?;
        *bytes = rest;
        Some(*head)
    }
    let id = SessionId::from_uuid(Uuid::from_bytes(take(&mut bytes)?));
    let starts_at = DateTime::from_timestamp(i64::from_le_bytes(take(&mut bytes)?), 0)?;
    let lasts = TimeDelta::seconds(i64::from(u32::from_le_bytes(take(&mut bytes)?)));
    let ends_at = starts_at.checked_add_signed(lasts)?;
    let mut local = |utc: DateTime<Utc>| {
        let ahead = i64::from(i32::from_le_bytes(take(&mut bytes)?));
        utc.naive_utc()
            .checked_add_signed(TimeDelta::seconds(ahead))
    };
    let local_start = local(starts_at)?;
    let local_end = local(ends_at)?;
    let places = u32::from_le_bytes(take(&mut bytes)?);
    let closes = TimeDelta::seconds(i64::from(u32::from_le_bytes(take(&mut bytes)?)));
    let [waiting_list] = take(&mut bytes)?;
    Some(SessionFact {
        id,
        starts_at,
        ends_at,
        local_start,
        local_end,
        places_left: (places != u32::MAX).then_some(places),
        sign_up_until: starts_at.checked_sub_signed(closes)?,
        waiting_list: waiting_list != 0,
        state: SessionState::Planned,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn sessions_come_back_as_they_were() {
        let starts_at: DateTime<Utc> = "2026-10-24T22:30:15Z".parse().unwrap();
        let ends_at: DateTime<Utc> = "2026-10-25T03:00:00Z".parse().unwrap();
        let session = SessionFact {
            id: SessionId::new(),
            starts_at,
            ends_at,
            local_start: "2026-10-25T00:30:15".parse().unwrap(),
            local_end: "2026-10-25T04:00:00".parse().unwrap(),
            places_left: Some(3),
            sign_up_until: starts_at - TimeDelta::minutes(90),
            waiting_list: true,
            state: SessionState::Planned,
        };
        let drop_in = SessionFact {
            places_left: None,
            waiting_list: false,
            ..session.clone()
        };
        let both = [session, drop_in];
        let bytes = encode_sessions(both.iter());
        assert_eq!(bytes.len(), 2 * SESSION);
        assert_eq!(decode_sessions(&bytes).collect::<Vec<_>>(), both);
        assert_eq!(decode_sessions(&bytes[..SESSION + 3]).count(), 1);
    }
}
