//! Actors: making, finding and editing them.

use goesting_core::Refusal;
use goesting_core::actor::Profile;
use goesting_core::fold::fold_key;
use goesting_core::policy::Access;
use goesting_core::reference::territory;
use goesting_store::actor::{self as stored, After, Wanted};
use goesting_store::audit::{self, By};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::{member, rights};
use goesting_types::actor::{Actor, ActorCreate, ActorQuery, ActorState, ActorUpdate, MemberRole};
use goesting_types::ids::ActorId;
use goesting_types::page::Page;
use goesting_types::problem::{ErrorCode, FieldCode};
use serde::{Deserialize, Serialize};

use super::App;
use super::idempotency::Once;
use crate::error::ApiResult;
use crate::extract::IdempotencyKey;
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
    app.write(move |conn| {
        let now = service.clock.now();
        let id = once.or_make(conn, &service, |conn| {
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

/// A page of the actors that fit, by name. Each word asked for begins a word of the name.
pub async fn list(app: &App, query: ActorQuery) -> ApiResult<Page<Actor>> {
    let limit = paging::limit(query.limit)?;
    let ActorQuery {
        q,
        kind,
        territory: area,
        cursor,
        limit: _,
    } = query;
    let bound = format!("actors {q:?} {kind:?} {area:?}");
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

/// Changes what an actor says of itself.
pub async fn update(
    app: &App,
    access: &Access,
    id: ActorId,
    version: i64,
    body: ActorUpdate,
) -> ApiResult<Actor> {
    let (access, now) = (access.clone(), app.clock.now());
    app.write(move |conn| {
        let found = stored::find(conn, id)?;
        access.over(rights::to_actor(conn, access.caller(), id)?)?;
        if found.version != version {
            return Err(ErrorCode::StaleEdit.into());
        }
        let profile = found.profile.edited(body)?;
        if !stored::update(conn, id, version, &profile)? {
            return Err(ErrorCode::StaleEdit.into());
        }
        change::append(conn, Entity::Actor(id), Happened::Edited, now)?;
        Ok(stored::show(conn, id)?)
    })
    .await
}
