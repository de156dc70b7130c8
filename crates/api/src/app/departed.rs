//! What somebody who acted for an actor alone leaves when they go. Of a citizen who offered something
//! nothing stays that says who it was, and nothing anybody still waits for in vain; an organisation
//! stays as it is, and those who can find it another steward hear that it needs one.

use chrono::{DateTime, Utc};
use goesting_core::actor::Profile;
use goesting_core::letter::Letter;
use goesting_core::opportunity::Opportunity;
use goesting_i18n::{Catalogue, msg};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::{Conn, actor, api_client, ecosystem, opportunity, participation};
use goesting_types::actor::{ActorKind, ActorState, Contact};
use goesting_types::ids::{ActorId, PersonId};
use goesting_types::lang::Lang;
use goesting_types::opportunity::ActorPart;

use super::opportunity::advance;
use super::session::cancel_all;
use super::{App, tell_desk};
use crate::error::ApiResult;

/// Empties the page of an actor that was one citizen, `person`, who spoke `lang`, and ends what
/// they offered; others who made it with them go on. Whoever had a place is told. For an actor of any
/// other kind, which is no person, a steward is looked for. Under the actor's lock.
pub(super) fn clear(
    conn: &mut Conn,
    app: &App,
    id: ActorId,
    (person, lang): (PersonId, Lang),
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let found = actor::find(conn, id)?;
    if found.kind != ActorKind::Citizen {
        return look_for_steward(conn, app, id, now);
    }
    let mut offered = opportunity::ids_of_actors(conn, &[id])?;
    offered.sort_unstable();
    for one in offered {
        let was = opportunity::lock(conn, one)?;
        if opportunity::lead(conn, one)?.actor_id != id {
            opportunity::leave(conn, one, id)?;
            seen(conn, &was, now)?;
        } else if let Some((heir, contact)) = heir(conn, &was)? {
            opportunity::hand_over(conn, one, id, heir)?;
            strip(conn, &was, contact, now)?;
            seen(conn, &was, now)?;
        } else {
            cancel_all(conn, one, now)?;
            advance(conn, &was, &was.standing.withdrawn(), now)?;
            strip(conn, &was, Contact::default(), now)?;
        }
    }
    for left in participation::leave_all(conn, id, person, now)? {
        change::append(conn, Entity::Ecosystem(left), Happened::Moved, now)?;
    }
    api_client::revoke_all(conn, id, now)?;
    let profile = Profile {
        name: msg!(gone.host)
            .resolve(Catalogue::embedded(lang))
            .into_owned(),
        ..Profile::blank()
    };
    // Locked: it is the version that was read.
    actor::update(conn, id, found.version, &profile)?;
    Ok(())
}

/// Tells the facilitators of an actor that nobody acts for it any more. Who did is not said.
fn look_for_steward(conn: &mut Conn, app: &App, id: ActorId, now: DateTime<Utc>) -> ApiResult<()> {
    let answering = ecosystem::answering_for(conn, id)?;
    let facilitators = ecosystem::facilitator_addresses(conn, &answering)?;
    let letter = Letter::StewardNeeded { actor_id: id };
    tell_desk(conn, app, facilitators, &letter, now)
}

/// Who makes it together with its lead and can go on with it, and how to reach them.
fn heir(conn: &mut Conn, of: &Opportunity) -> ApiResult<Option<(ActorId, Contact)>> {
    let actors = opportunity::actors(conn, &[of.id])?.remove(&of.id);
    for one in actors.unwrap_or_default() {
        if one.part == ActorPart::CoOwner && one.accepted {
            let found = actor::find(conn, one.actor.id)?;
            if found.state == ActorState::Claimed {
                return Ok(Some((found.id, found.profile.contact)));
            }
        }
    }
    Ok(None)
}

/// Takes out of its text how the one who is gone was reached, and that they welcome people.
fn strip(
    conn: &mut Conn,
    was: &Opportunity,
    contact: Contact,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    let mut content = was.content.clone();
    content.contact = contact;
    content.card.welcomer = None;
    // Locked: it is the version that was read.
    opportunity::edit(conn, was.id, was.version, &content, now)?;
    Ok(())
}

/// Everybody sees who makes it.
fn seen(conn: &mut Conn, was: &Opportunity, now: DateTime<Utc>) -> ApiResult<()> {
    opportunity::touch(conn, was.id)?;
    if was.standing.is_readable() {
        change::append(conn, Entity::Opportunity(was.id), Happened::Edited, now)?;
    }
    Ok(())
}
