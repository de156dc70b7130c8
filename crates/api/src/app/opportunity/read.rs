//! Reading: for everybody, and for hosts.

use std::collections::HashMap;

use actix_web::web::Bytes;
use goesting_core::opportunity::{Opportunity, Stage, Wording, card_flags, linked as schema_org};
use goesting_core::policy::{Access, Operation, Relation};
use goesting_core::reference::vocabulary;
use goesting_i18n::{Catalogue, Label as _};
use goesting_store::opportunity::{self as stored, Glance};
use goesting_store::session::{self, Stretch};
use goesting_store::{Conn, StoreError, ecosystem, picture, rights};
use goesting_types::card::CardFlag;
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{ActorOpportunityQuery, Opportunity as Wire, OpportunityActor};
use goesting_types::page::{Page, View};
use goesting_types::territory::TerritoryId;

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::http::cache::{Checked, Known, checked_json};
use crate::http::paging;
use crate::picture::to_wire as picture_to_wire;

/// An opportunity as everybody sees it, unless the caller has it already: then one light question
/// is all it costs. As light when this node wrote the same answer before. One that shows its
/// ecosystem's contact has a tag of its bytes instead, for that contact changes without it.
pub async fn public(app: &App, id: OpportunityId, known: Known) -> ApiResult<Checked> {
    let kept = app.kept.clone();
    app.read(move |conn| {
        let tag = tag(readable(conn, id)?);
        if known.has(&tag) {
            return Ok(Checked::Same { tag });
        }
        if let Some(bytes) = kept.get(id, &tag) {
            return Ok(Checked::Fresh { tag, bytes });
        }
        let found = stored::find(conn, id)?;
        let own_contact = found.content.contact.is_reachable();
        let wire = one(conn, found, View::Public)?;
        if !own_contact {
            return checked_json(&known, &wire);
        }
        let bytes: Bytes = serde_json::to_vec(&wire)
            .map_err(ApiError::internal)?
            .into();
        kept.put(id, &tag, bytes.clone());
        Ok(Checked::Fresh { tag, bytes })
    })
    .await
}

/// Most dates of the schema.org document.
const LINKED_SESSIONS: i64 = 50;

/// An opportunity and its coming dates in the words of schema.org.
pub async fn linked(app: &App, id: OpportunityId, known: Known) -> ApiResult<Checked> {
    let service = app.clone();
    app.read(move |conn| {
        readable(conn, id)?;
        let wire = read(conn, id, View::Public)?;
        let coming = Stretch {
            from: service.clock.now(),
            until: None,
            after: None,
        };
        let unclaimed = stored::unclaimed(conn, &[id])?.contains(&id);
        let sessions: Vec<_> = session::page(conn, id, coming, LINKED_SESSIONS)?
            .iter()
            .map(|one| one.to_wire(unclaimed))
            .collect();
        let origin = &service.config.public_url;
        let page = origin.join(&format!("/opportunities/{id}"));
        let document = schema_org(&wire, &sessions, &page, origin.as_str(), &Worded);
        checked_json(&known, &document)
    })
    .await
}

/// Interests and what a card promises, as people read them.
struct Worded;

impl Wording for Worded {
    fn interest(&self, id: &InterestId, lang: Lang) -> String {
        let label = vocabulary().label(id.as_str());
        label
            .map_or(id.as_str(), |names| names.get(lang))
            .to_owned()
    }

    fn flag(&self, flag: CardFlag, lang: Lang) -> String {
        let label = flag.label();
        label.resolve(Catalogue::embedded(lang)).into_owned()
    }
}

/// An opportunity with all that its hosts see.
pub async fn edit_view(app: &App, access: &Access, id: OpportunityId) -> ApiResult<Wire> {
    let access = Access::ask(access.caller().clone(), Operation::EditOpportunity)?;
    app.read(move |conn| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        Ok(read(conn, id, View::Edit)?)
    })
    .await
}

/// A page of an actor's opportunities with all that its hosts see, the newest first.
pub async fn of_actor(
    app: &App,
    access: &Access,
    id: ActorId,
    query: ActorOpportunityQuery,
) -> ApiResult<Page<Wire>> {
    let ActorOpportunityQuery {
        state,
        cursor,
        limit,
    } = query;
    let limit = paging::limit(limit)?;
    let bound = format!("{id} {state:?}");
    let before = paging::read(cursor.as_deref(), &bound)?;
    let access = access.clone();
    app.read(move |conn| {
        let relations = rights::to_actor(conn, access.caller(), id)?;
        access.over(relations)?;
        // The same who may open the edit view of each: see `rights::to_opportunity`.
        let asked = relations.has(Relation::Steward);
        let fetch = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let mut found = stored::of_actor(conn, id, asked, state, before, fetch)?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more);
        let next = next.map(|last| paging::write(&(last.created_at, last.id), &bound));
        Ok(Page {
            items: to_wire(conn, found, View::Edit)?,
            next_cursor: next,
            total: None,
        })
    })
    .await
}

/// Looks whether everybody may read it; else, for them, there is no such thing.
pub(in crate::app) fn readable(conn: &mut Conn, id: OpportunityId) -> Result<Glance, StoreError> {
    let glance = stored::glance(conn, id)?;
    if glance.readable {
        Ok(glance)
    } else {
        Err(StoreError::NotFound)
    }
}

/// The tag of the public answer. A new version of the program may write it otherwise.
fn tag(glance: Glance) -> String {
    let Glance {
        readable: _,
        revision,
        actor_versions,
    } = glance;
    format!("{}.{revision}.{actor_versions}", env!("CARGO_PKG_VERSION"))
}

/// One opportunity with its actors, pictures and origins.
pub(super) fn read(conn: &mut Conn, id: OpportunityId, view: View) -> Result<Wire, StoreError> {
    let found = stored::find(conn, id)?;
    one(conn, found, view)
}

fn one(conn: &mut Conn, found: Opportunity, view: View) -> Result<Wire, StoreError> {
    to_wire(conn, vec![found], view)?
        .pop()
        .ok_or(StoreError::NotFound)
}

/// The municipality of one that does not say whom to ask.
fn without_contact(one: &Opportunity) -> Option<&TerritoryId> {
    if one.content.contact.is_reachable() {
        return None;
    }
    one.content.whereabouts.territory()
}

/// Opportunities with their actors, pictures and origins, in the order they came. Everybody sees
/// the contact of the ecosystem where there is none.
pub fn to_wire(
    conn: &mut Conn,
    found: Vec<Opportunity>,
    view: View,
) -> Result<Vec<Wire>, StoreError> {
    let ids: Vec<_> = found.iter().map(|one| one.id).collect();
    let mut actors = stored::actors(conn, &ids)?;
    let mut pictures = picture::of(conn, &ids)?;
    let mut origins = stored::origins(conn, &ids)?;
    let contacts = match view {
        View::Public => {
            let places = found.iter().filter_map(without_contact).cloned().collect();
            ecosystem::contacts(conn, &places)?
        }
        View::Edit => HashMap::new(),
    };
    let seen = |one: &OpportunityActor| view == View::Edit || one.accepted;
    let wire = found.into_iter().map(|one| {
        let stand_in = without_contact(&one).and_then(|place| contacts.get(place));
        let flags = card_flags(&one.content);
        let Opportunity {
            id,
            standing,
            mut content,
            version,
            revision: _,
            created_at: _,
            updated_at,
        } = one;
        if let Some(contact) = stand_in {
            content.contact.clone_from(contact);
        }
        let state = standing.state();
        let returned_because = match standing.stage {
            Stage::Draft { returned_because } if view == View::Edit => returned_because,
            _ => None,
        };
        Wire {
            id,
            state,
            flags,
            content,
            actors: actors
                .remove(&id)
                .unwrap_or_default()
                .into_iter()
                .filter(seen)
                .collect(),
            pictures: pictures
                .remove(&id)
                .unwrap_or_default()
                .into_iter()
                .map(picture_to_wire)
                .collect(),
            origins: origins.remove(&id).unwrap_or_default(),
            updated_at,
            version,
            returned_because,
        }
    });
    Ok(wire.collect())
}
