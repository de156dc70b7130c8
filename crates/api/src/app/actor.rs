//! Actors: making, finding and editing them.

use goesting_core::Refusal;
use goesting_core::actor::Profile;
use goesting_core::fold::fold_key;
use goesting_core::policy::{Access, Operation};
use goesting_core::reference::territory;
use goesting_store::actor::{self as stored, After, Wanted};
use goesting_store::audit::{self, By};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::{member, rights};
use goesting_types::actor::{
    Actor, ActorCreate, ActorKind, ActorQuery, ActorState, ActorSummary, ActorUpdate, MemberRole,
};
use goesting_types::ids::{ActorId, EcosystemId};
use goesting_types::page::Page;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::territory::TerritoryId;
use serde::{Deserialize, Serialize};

use super::App;
use super::idempotency::Once;
use crate::error::ApiResult;
use crate::http::conditional::{IdempotencyKey, IfMatch};
use crate::http::paging;

/// Most characters of a name to look for.
const MAX_Q: usize = 100;

/// Makes an actor; who makes it becomes its first steward.
pub async fn create(
    app: &App,
    access: &Access,
    key: &IdempotencyKey,
    body: ActorCreate,
) -> ApiResult<Actor> {
    let me = access.person()?.id;
    let once = Once::new(app, access.caller(), "create_actor", key, &body)?;
    let (kind, profile) = Profile::parse(body)?;
    let service = app.clone();
    once.write(app, move |conn, once| {
        let now = service.clock.now();
        let id = once.or_make(conn, |conn| {
            super::still_known(conn, me)?;
            let id = ActorId::new();
            stored::insert(conn, id, kind, ActorState::Claimed, &profile, now)?;
            member::add(conn, id, me, MemberRole::Steward, now)?;
            audit::note(conn, me, By::Myself(me), "create_actor", now)?;
            change::append(conn, Entity::Actor(id), Happened::Edited, now)?;
            Ok(id)
        })?;
        Ok(stored::show(conn, id)?)
    })
    .await
}

/// Where a page of actors goes on, as its cursor holds it.
#[derive(Serialize, Deserialize)]
struct Place {
    name_key: String,
    id: ActorId,
}

/// The question a cursor belongs to.
fn bound(
    q: Option<&str>,
    kind: Option<ActorKind>,
    area: Option<&TerritoryId>,
    ecosystem: Option<EcosystemId>,
) -> String {
    format!("actors {q:?} {kind:?} {area:?} {ecosystem:?}")
}

/// The cursor for those who take part in an ecosystem and come after this one.
pub(super) fn cursor_after(last: &ActorSummary, ecosystem: EcosystemId) -> String {
    let place = Place {
        name_key: fold_key(&last.name),
        id: last.id,
    };
    paging::write(&place, &bound(None, None, None, Some(ecosystem)))
}

/// A page of the actors that fit, by name. Each word asked for begins a word of the name.
pub async fn list(app: &App, query: ActorQuery) -> ApiResult<Page<Actor>> {
    let limit = paging::limit(query.limit)?;
    let ActorQuery {
        q,
        kind,
        territory: area,
        ecosystem,
        cursor,
        limit: _,
    } = query;
    let bound = bound(q.as_deref(), kind, area.as_ref(), ecosystem);
    let after = paging::read::<Place>(cursor.as_deref(), &bound)?
        .map(|Place { name_key, id }| After { name_key, id });
    if let Some(code) = &area
        && territory(code.as_str()).is_none()
    {
        return Err(ErrorCode::UnknownTerritory.into());
    }
    let q = q.unwrap_or_default();
    if q.chars().count() > MAX_Q {
        let refusal = Refusal::field(
            "q",
            FieldCode::TooLong,
            format!("at most {MAX_Q} characters"),
        );
        return Err(Refusal {
            code: ErrorCode::InvalidQuery,
            ..refusal
        }
        .into());
    }
    let wanted = Wanted {
        words: fold_key(&q).split_whitespace().map(str::to_owned).collect(),
        kind,
        territory: area,
        ecosystem,
    };
    if wanted.words.is_empty() && !q.trim().is_empty() {
        // Signs only: no name has that.
        return Ok(Page {
            items: Vec::new(),
            next_cursor: None,
            total: None,
        });
    }
    let (items, next) = app
        .read(move |conn| Ok(stored::list(conn, &wanted, after.as_ref(), limit)?))
        .await?;
    Ok(Page {
        items,
        next_cursor: next
            .map(|After { name_key, id }| paging::write(&Place { name_key, id }, &bound)),
        total: None,
    })
}

/// One actor.
pub async fn get(app: &App, id: ActorId) -> ApiResult<Actor> {
    app.read(move |conn| Ok(stored::show(conn, id)?)).await
}

/// One actor, for who may change it.
pub async fn edit_view(app: &App, access: &Access, id: ActorId) -> ApiResult<Actor> {
    let access = Access::ask(access.caller().clone(), Operation::UpdateActor)?;
    app.read(move |conn| {
        let found = stored::show(conn, id)?;
        access.over(rights::to_actor(conn, access.caller(), id)?)?;
        Ok(found)
    })
    .await
}

/// Changes what an actor says of itself.
pub async fn update(
    app: &App,
    access: &Access,
    id: ActorId,
    read: IfMatch,
    body: ActorUpdate,
) -> ApiResult<Actor> {
    let (access, now) = (access.clone(), app.clock.now());
    app.write(move |conn| {
        let found = stored::find(conn, id)?;
        access.over(rights::to_actor(conn, access.caller(), id)?)?;
        read.check(found.version)?;
        let profile = found.profile.clone().edited(body)?;
        if profile != found.profile {
            if !stored::update(conn, id, found.version, &profile)? {
                return Err(ErrorCode::StaleEdit.into());
            }
            change::append(conn, Entity::Actor(id), Happened::Edited, now)?;
        }
        Ok(stored::show(conn, id)?)
    })
    .await
}
