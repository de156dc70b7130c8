//! Places and organisers.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use goesting_core::import::merge::name_key;
use goesting_core::import::{ActorRef, ExternalId, ImportedActor, Index};
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
/// documents that refer to it. `modified` is when the source last changed it: of what was read
/// newer before, nothing changes.
pub fn put(
    conn: &mut Conn,
    importing: Importing,
    id: &ExternalId,
    reference: &Reference,
    modified: Option<DateTime<Utc>>,
) -> ApiResult<Outcome> {
    let Importing { kind, now, .. } = importing;
    let hash = content_hash(reference)?;
    let put = stored::put(conn, kind, id, &hash, reference, modified, now)?;
    let says_more = matches!(put, Put::New | Put::Changed);
    if let Reference::Actor(imported) = reference {
        match actor::find(conn, kind, id)? {
            Some(known) if says_more => {
                actor::refresh(conn, known, imported, now)?;
            }
            Some(_) => {}
            None => {
                find_or_make(conn, kind, id, imported, now)?;
            }
        }
    }
    if says_more {
        complete_referring(conn, importing, id, reference)?;
    }
    Ok(match put {
        Put::New => Outcome::Created,
        Put::Changed => Outcome::Updated,
        Put::Same => Outcome::Unchanged,
        Put::Older => Outcome::Superseded,
    })
}

/// Completes what refers to an organiser that an opportunity was the first to tell of.
pub(super) fn arrived(conn: &mut Conn, importing: Importing, actor: &ActorRef) -> ApiResult<()> {
    let ActorRef::Known(actor) = actor else {
        return Ok(());
    };
    match &actor.id {
        Some(id) => {
            let told = Reference::Actor(ImportedActor::clone(actor));
            complete_referring(conn, importing, id, &told)
        }
        None => Ok(()),
    }
}

/// Completes anew what refers to a place or organiser. What says the same after that is left alone.
fn complete_referring(
    conn: &mut Conn,
    importing: Importing,
    id: &ExternalId,
    reference: &Reference,
) -> ApiResult<()> {
    let kind = importing.kind;
    let told = origin::referring(conn, kind, id)?;
    if told.is_empty() {
        return Ok(());
    }
    let mut ids: BTreeSet<&ExternalId> = told.iter().flat_map(|(one, _)| one.refers()).collect();
    if let Reference::Place(place) = reference {
        ids.extend(place.owner.id());
    }
    let ids: Vec<&ExternalId> = ids.into_iter().collect();
    let mut index = Index::default();
    for known in stored::find(conn, kind, &ids)? {
        add(&mut index, known);
    }
    add(&mut index, reference.clone());
    for (before, modified) in &told {
        let mut after = before.clone();
        after.complete(&index);
        if !after.says_the_same(before) {
            put_opportunity(conn, importing, &after, *modified)?;
        }
    }
    Ok(())
}

fn add(index: &mut Index, reference: Reference) {
    match reference {
        Reference::Place(place) => index.add_place(place),
        Reference::Actor(actor) => index.add_actor(actor),
    }
}

/// The actor of an imported opportunity; a stand-in while its organiser is awaited or unknown.
/// Says too whether this is the first that tells of its organiser.
pub(super) fn actor_of(
    conn: &mut Conn,
    kind: OriginKind,
    actor: &ActorRef,
    now: DateTime<Utc>,
) -> ApiResult<(ActorId, bool)> {
    match actor {
        ActorRef::Known(imported) => {
            let id = imported.id.clone().unwrap_or_else(|| {
                ExternalId::from_name(&name_key(&imported.name), imported.territory.as_ref())
            });
            if let Some(known) = actor::find(conn, kind, &id)? {
                return Ok((known, false));
            }
            Ok((find_or_make(conn, kind, &id, imported, now)?, true))
        }
        ActorRef::Awaited(id) => match actor::find(conn, kind, id)? {
            Some(known) => Ok((known, false)),
            None => Ok((nobody(conn, kind, now)?, false)),
        },
        ActorRef::Unknown => Ok((nobody(conn, kind, now)?, false)),
    }
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
