//! From the store to the index: open opportunities with all that search needs, a few queries for
//! any number of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use goesting_core::opportunity::{Opportunity, card_flags};
use goesting_core::session::Session;
use goesting_search::{Document, SessionFact};
use goesting_store::{Conn, StoreError, opportunity, picture, session};
use goesting_types::ids::OpportunityId;

use crate::picture::to_wire;

/// The documents of these opportunities; those in the index are open.
pub(crate) fn of(
    conn: &mut Conn,
    open: Vec<Opportunity>,
    now: DateTime<Utc>,
) -> Result<Vec<Document>, StoreError> {
    let ids: Vec<_> = open.iter().map(|one| one.id).collect();
    let mut actors = opportunity::actors(conn, &ids)?;
    let mut pictures = picture::of(conn, &ids)?;
    let mut sessions: HashMap<OpportunityId, Vec<SessionFact>> = HashMap::new();
    for one in session::coming_of(conn, &ids, now)? {
        sessions
            .entry(one.opportunity_id)
            .or_default()
            .push(fact(one));
    }
    Ok(open
        .into_iter()
        .map(|one| Document {
            id: one.id,
            flags: card_flags(&one.content),
            actors: actors
                .remove(&one.id)
                .unwrap_or_default()
                .into_iter()
                // Who was asked and said nothing yet has no part in it.
                .filter(|actor| actor.accepted)
                .collect(),
            // The first that is there: one that is still to be fetched is nothing to look at.
            picture: pictures
                .remove(&one.id)
                .and_then(|all| all.into_iter().find(|one| one.sizes.is_some()))
                .map(to_wire),
            sessions: sessions.remove(&one.id).unwrap_or_default(),
            content: one.content,
        })
        .collect())
}

fn fact(one: Session) -> SessionFact {
    let places_left = one.places_left();
    let sign_up_until = one.sign_up_until();
    let Session {
        id,
        slot,
        terms,
        state,
        ..
    } = one;
    SessionFact {
        id,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        local_start: slot.local_start,
        local_end: slot.local_end,
        places_left,
        sign_up_until,
        waiting_list: terms.waiting_list,
        state,
    }
}
