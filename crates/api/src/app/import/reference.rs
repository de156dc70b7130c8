//! Places and organisers.

use chrono::{DateTime, Utc};
use goesting_core::import::merge::name_key;
use goesting_core::import::{ActorRef, ExternalId, ImportedActor};
use goesting_store::Conn;
use goesting_store::import::reference::{self as stored, Put, Reference};
use goesting_store::import::{actor, origin};
use goesting_types::actor::{ActorKind, Contact};
use goesting_types::ids::ActorId;
use goesting_types::opportunity::OriginKind;
use goesting_types::text::LocalizedText;

use super::{Importing, Outcome, content_hash, put_opportunity};
use crate::error::ApiResult;

/// Under which id the actor stands that imported opportunities get whose source names nobody.
const NOBODY: &str = "unknown";
/// Its name, in the language of the offers it stands for.
const NOBODY_NAME: &str = "Onbekende organisator";

/// Those of the places and organisers that an earlier import brought.
pub fn known(conn: &mut Conn, kind: OriginKind, ids: &[&ExternalId]) -> ApiResult<Vec<Reference>> {
    Ok(stored::find(conn, kind, ids)?)
}

/// Keeps a place or organiser, makes or refreshes the organiser's actor, and completes the
/// documents that waited for it.
pub fn put(
    conn: &mut Conn,
    importing: Importing,
    id: &ExternalId,
    reference: &Reference,
) -> ApiResult<Outcome> {
    let Importing { kind, now, .. } = importing;
    let hash = content_hash(reference)?;
    let put = stored::put(conn, kind, id, &hash, reference, now)?;
    if let Reference::Actor(imported) = reference {
        match actor::find(conn, kind, id)? {
            Some(known) if put != Put::Same => {
                actor::refresh(conn, known, imported, now)?;
            }
            Some(_) => {}
            None => {
                find_or_make(conn, kind, id, imported, now)?;
            }
        }
    }
    if put != Put::Same {
        complete_waiting(conn, importing, id, reference)?;
    }
    Ok(match put {
        Put::New => Outcome::Created,
        Put::Changed => Outcome::Updated,
        Put::Same => Outcome::Unchanged,
    })
}

/// Completes what waited for an organiser that an opportunity was the first to tell of.
pub(super) fn arrived(conn: &mut Conn, importing: Importing, actor: &ActorRef) -> ApiResult<()> {
    let ActorRef::Known(actor) = actor else {
        return Ok(());
    };
    match &actor.id {
        Some(id) => {
            let told = Reference::Actor(ImportedActor::clone(actor));
            complete_waiting(conn, importing, id, &told)
        }
        None => Ok(()),
    }
}

fn complete_waiting(
    conn: &mut Conn,
    importing: Importing,
    id: &ExternalId,
    reference: &Reference,
) -> ApiResult<()> {
    let kind = importing.kind;
    for waiting in origin::waiting_for(conn, kind, id)? {
        let known = origin::find(conn, kind, &waiting)?;
        // What its source took back does not come back because of a place or an organiser.
        let Some(known) = known.filter(|known| known.gone_at.is_none()) else {
            continue;
        };
        let Some(mut imported) = known.imported else {
            continue;
        };
        match reference {
            Reference::Place(place) => imported.place_arrives(place),
            Reference::Actor(actor) => imported.actor_arrives(actor),
        }
        put_opportunity(conn, importing, &imported, known.modified)?;
    }
    Ok(())
}

/// The actor of an imported opportunity; a stand-in while its organiser is awaited or unknown.
/// Says too whether its organiser was ever seen.
pub(super) fn actor_of(
    conn: &mut Conn,
    kind: OriginKind,
    actor: &ActorRef,
    now: DateTime<Utc>,
) -> ApiResult<(ActorId, Seen)> {
    match actor {
        ActorRef::Known(imported) => {
            let id = imported.id.clone().unwrap_or_else(|| {
                ExternalId::from_name(&name_key(&imported.name), imported.territory.as_ref())
            });
            if let Some(known) = actor::find(conn, kind, &id)? {
                return Ok((known, Seen::Yes));
            }
            Ok((find_or_make(conn, kind, &id, imported, now)?, Seen::Now))
        }
        ActorRef::Awaited(id) => match actor::find(conn, kind, id)? {
            Some(known) => Ok((known, Seen::Yes)),
            None => Ok((nobody(conn, kind, now)?, Seen::No)),
        },
        ActorRef::Unknown => Ok((nobody(conn, kind, now)?, Seen::Yes)),
    }
}

/// Whether what a document refers to was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Yes,
    /// For the first time.
    Now,
    No,
}

/// Whether this actor only stands in for one that is awaited or unknown.
pub(in crate::app) fn stands_in(conn: &mut Conn, kind: OriginKind, id: ActorId) -> ApiResult<bool> {
    let nobody = ExternalId::from_stored(NOBODY.to_owned());
    Ok(actor::find(conn, kind, &nobody)? == Some(id))
}

fn nobody(conn: &mut Conn, kind: OriginKind, now: DateTime<Utc>) -> ApiResult<ActorId> {
    let imported = ImportedActor {
        id: None,
        url: None,
        name: NOBODY_NAME.to_owned(),
        kind: ActorKind::Other,
        about: LocalizedText::default(),
        territory: None,
        contact: Contact::default(),
    };
    let id = ExternalId::from_stored(NOBODY.to_owned());
    find_or_make(conn, kind, &id, &imported, now)
}

fn find_or_make(
    conn: &mut Conn,
    kind: OriginKind,
    id: &ExternalId,
    imported: &ImportedActor,
    now: DateTime<Utc>,
) -> ApiResult<ActorId> {
    if let Some(known) = actor::find(conn, kind, id)? {
        return Ok(known);
    }
    let found = match actor::namesake(conn, imported)? {
        Some(namesake) => namesake,
        None => actor::create(conn, imported, now)?,
    };
    actor::link(conn, kind, id, found, now)?;
    Ok(found)
}
