//! Adding, removing and giving out pictures.

use aws_lc_rs::digest::{SHA256, digest};
use goesting_core::opportunity::MAX_PICTURES;
use goesting_core::policy::Access;
use goesting_core::texts::one_line;
use goesting_core::{Check, Refusal};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::picture::{self as stored, Blob, NewPicture, Sizes};
use goesting_store::{Conn, opportunity, rights};
use goesting_types::ids::{OpportunityId, PictureId};
use goesting_types::opportunity::{OpportunityState, Picture, PictureQuery};
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::text::LocalizedText;
use tokio::sync::Semaphore;

use super::render;
use crate::app::App;
use crate::app::idempotency::Once;
use crate::blocking::blocking;
use crate::error::{ApiError, ApiResult};
use crate::http::conditional::IdempotencyKey;
use crate::picture::to_wire;

/// Pictures that are unpacked at once: each may take a few hundred megabytes.
static UNPACKING: Semaphore = Semaphore::const_new(2);

/// Makes the three sizes of a file, waiting for a turn.
pub(super) async fn rendered(file: Vec<u8>) -> ApiResult<Sizes<Blob>> {
    let _turn = UNPACKING.acquire().await.map_err(ApiError::internal)?;
    blocking(move || Ok(render::render(&file)?)).await
}

/// Adds a picture after those that are there.
pub async fn add(
    app: &App,
    access: &Access,
    id: OpportunityId,
    key: &IdempotencyKey,
    query: PictureQuery,
    file: Vec<u8>,
) -> ApiResult<Picture> {
    let (caller, operation) = (access.caller(), access.operation().id());
    let once = Once::new(
        app,
        caller,
        operation,
        key,
        &(id, query_parts(&query), digest(&SHA256, &file).as_ref()),
    )?;
    let (alt, credit) = checked(query)?;
    // Who may not is told before anything is unpacked.
    let asked = access.clone();
    app.read(move |conn| {
        asked.over(rights::to_opportunity(conn, asked.caller(), id)?)?;
        Ok(())
    })
    .await?;
    let sizes = rendered(file).await?;
    let (service, access) = (app.clone(), access.clone());
    once.write(app, move |conn, once| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        let made = once.or_make(conn, |conn| {
            let picture = PictureId::new();
            let new = NewPicture {
                id: picture,
                opportunity_id: id,
                alt: alt.clone(),
                credit: credit.clone(),
            };
            insert(conn, &service, &new, &sizes)?;
            Ok(picture)
        })?;
        Ok(to_wire(stored::find(conn, id, made)?))
    })
    .await
}

fn query_parts(query: &PictureQuery) -> (&str, &str, Option<&str>) {
    let PictureQuery { alt, lang, credit } = query;
    (alt, lang.as_str(), credit.as_deref())
}

fn checked(query: PictureQuery) -> Result<(LocalizedText, Option<String>), Refusal> {
    let PictureQuery { alt, lang, credit } = query;
    let alt = one_line(&alt);
    let credit = credit
        .map(|credit| one_line(&credit))
        .filter(|credit| !credit.is_empty());
    let mut check = Check::default();
    check.text("alt", &alt, 3, 300);
    if let Some(credit) = &credit {
        check.text("credit", credit, 1, 120);
    }
    check.finish()?;
    Ok((LocalizedText::own(lang, alt), credit))
}

fn insert(conn: &mut Conn, app: &App, new: &NewPicture, sizes: &Sizes<Blob>) -> ApiResult<()> {
    let id = new.opportunity_id;
    let opportunity = opportunity::lock(conn, id)?;
    let state = opportunity.standing.state();
    if state == OpportunityState::Closed {
        let detail = "It is closed and can no longer be edited.";
        return Err(Refusal::wrong_state(state.as_str(), detail).into());
    }
    if stored::count(conn, id)? >= MAX_PICTURES {
        let detail = format!("at most {MAX_PICTURES} pictures; remove one first");
        return Err(Refusal::field("", FieldCode::TooMany, detail).into());
    }
    stored::insert(conn, new, sizes)?;
    shown(conn, app, id, opportunity.standing.is_readable())
}

/// Removes a picture. Removing it again changes nothing.
pub async fn remove(
    app: &App,
    access: &Access,
    id: OpportunityId,
    picture: PictureId,
) -> ApiResult<()> {
    let (service, access) = (app.clone(), access.clone());
    app.write(move |conn| {
        access.over(rights::to_opportunity(conn, access.caller(), id)?)?;
        let opportunity = opportunity::lock(conn, id)?;
        if stored::remove(conn, id, picture)? {
            shown(conn, &service, id, opportunity.standing.is_readable())?;
        }
        Ok(())
    })
    .await
}

/// Everybody sees other pictures now.
pub(super) fn shown(conn: &mut Conn, app: &App, id: OpportunityId, public: bool) -> ApiResult<()> {
    opportunity::touch(conn, id)?;
    if public {
        let now = app.clock.now();
        change::append(conn, Entity::Opportunity(id), Happened::Edited, now)?;
    }
    Ok(())
}

/// The bytes with this hash, written in hexadecimal.
pub async fn find(app: &App, hash: &str) -> ApiResult<Blob> {
    let hash = unhex(hash).ok_or(ErrorCode::NotFound)?;
    app.read(move |conn| Ok(stored::blob(conn, &hash)?)).await
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
