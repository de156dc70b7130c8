//! Opportunities: new ones, known ones read again, second sources, and those a source took back.

use chrono::{DateTime, Utc};
use goesting_core::import::merging::{
    before_withdrawal, filled_in, merged, standing_after, standing_at, together, withdrawable,
};
use goesting_core::import::{ExternalId, ImportedOpportunity, SkipCode, merge_key};
use goesting_core::opportunity::{Opportunity, Standing};
use goesting_store::change::{self, Entity, Happened};
use goesting_store::import::actor;
use goesting_store::import::origin::{self, Other, Reading, StoredOrigin};
use goesting_store::import::session::set_cancelled;
use goesting_store::opportunity::{self as stored, NewActor};
use goesting_store::{Conn, StoreError, session};
use goesting_types::ids::{ActorId, OpportunityId};
use goesting_types::opportunity::{OpportunityContent, OpportunityState};

use super::reference::{actor_of, arrived, stands_in};
use super::{Importing, Outcome, content_hash, pictures, sessions, twin};
use crate::app::session::cancel_all;
use crate::error::ApiResult;

/// Brings one opportunity in: makes it, joins it to the same activity from another source, or
/// takes over what is new while keeping what was changed here. `modified` is when the source last
/// changed it: of what was read newer before, nothing changes.
pub fn put(
    conn: &mut Conn,
    importing: Importing,
    imported: &ImportedOpportunity,
    modified: Option<DateTime<Utc>>,
) -> ApiResult<Outcome> {
    let Importing { kind, now, .. } = importing;
    let hash = content_hash(imported)?;
    let known = origin::find(conn, kind, &imported.id)?;
    if known
        .as_ref()
        .is_some_and(|known| known.is_newer_than(modified))
    {
        return Ok(Outcome::Superseded);
    }
    if let Some(known) = &known
        && known.content_hash == hash
        && known.gone_at.is_none()
    {
        keep_age(conn, importing, &imported.id, known, modified)?;
        return time_passes(conn, importing, known, imported);
    }
    let (lead, first_told) = actor_of(conn, kind, &imported.actor, now)?;
    let merge_key = merge_key(imported);
    let reading = Reading {
        kind,
        imported,
        content_hash: &hash,
        merge_key: &merge_key,
        modified: modified.or(known.as_ref().and_then(|known| known.modified)),
        now,
    };
    let outcome = if let Some(known) = known {
        if let Some(other) = twin::other(conn, &known, &merge_key)? {
            twin::take_out(conn, known.opportunity)?;
            join(conn, other, reading)?;
            Outcome::Merged
        } else {
            update(conn, importing, &known, reading, lead)?;
            Outcome::Updated
        }
    } else if let Some(same_activity) = origin::with_merge_key(conn, &merge_key)? {
        join(conn, same_activity, reading)?;
        Outcome::Merged
    } else {
        create(conn, reading, lead)?;
        Outcome::Created
    };
    if first_told {
        arrived(conn, importing, &imported.actor)?;
    }
    Ok(outcome)
}

/// Keeps the age of a document that says nothing new.
fn keep_age(
    conn: &mut Conn,
    importing: Importing,
    id: &ExternalId,
    known: &StoredOrigin,
    modified: Option<DateTime<Utc>>,
) -> ApiResult<()> {
    if let Some(modified) = modified
        && known.modified.is_none_or(|known| known < modified)
    {
        origin::set_modified(conn, importing.kind, id, modified)?;
    }
    Ok(())
}

fn tell(
    conn: &mut Conn,
    id: OpportunityId,
    happened: Happened,
    now: DateTime<Utc>,
) -> ApiResult<()> {
    Ok(change::append(
        conn,
        Entity::Opportunity(id),
        happened,
        now,
    )?)
}

fn create(conn: &mut Conn, reading: Reading<'_>, lead: ActorId) -> ApiResult<()> {
    let Reading { imported, now, .. } = reading;
    let id = OpportunityId::new();
    let standing = standing_at(imported, None, now);
    let actors = [NewActor::lead(lead)];
    stored::insert(conn, id, &standing, &imported.content, &actors, now)?;
    origin::add(conn, id, reading, false)?;
    origin::set_over(conn, id)?;
    let all: Vec<_> = imported.sessions.iter().collect();
    sessions::add(conn, id, &all, imported.main_lang)?;
    pictures::add(conn, id, &imported.pictures, now)?;
    tell(conn, id, Happened::Edited, now)
}

/// The document says what it said; only its time may have come.
fn time_passes(
    conn: &mut Conn,
    importing: Importing,
    known: &StoredOrigin,
    imported: &ImportedOpportunity,
) -> ApiResult<Outcome> {
    let Importing { kind, now, .. } = importing;
    if imported.state_at(known.read_at) == imported.state_at(now) {
        return Ok(Outcome::Unchanged);
    }
    let ours = stored::find(conn, known.opportunity)?;
    let standing = standing_after(
        Some((imported, known.read_at)),
        &ours.standing,
        imported,
        now,
    );
    let others = origin::others(conn, ours.id, kind, &imported.id, known.joined)?;
    if goes_on(&others, &standing, now) {
        return Ok(Outcome::Unchanged);
    }
    Ok(if move_to(conn, &ours, &standing, now)? {
        Outcome::Updated
    } else {
        Outcome::Unchanged
    })
}

/// Whether another source lets it be open that this one would move elsewhere.
fn goes_on(others: &[Other], standing: &Standing, now: DateTime<Utc>) -> bool {
    let open = |other: &Other| other.told.state_at(now) == OpportunityState::Open;
    standing.state() != OpportunityState::Open && others.iter().any(open)
}

/// What its sources say together, when one of them says this, or is gone.
fn all_say(others: &[Other], one: Option<&OpportunityContent>) -> Option<OpportunityContent> {
    let told = |before: bool| {
        let some = others.iter().filter(move |one| one.goes_before == before);
        some.map(|one| &one.told.content)
    };
    together(told(true).chain(one).chain(told(false)))
}

/// Moves it, when it does not stand there already.
fn move_to(
    conn: &mut Conn,
    ours: &Opportunity,
    standing: &Standing,
    now: DateTime<Utc>,
) -> ApiResult<bool> {
    if ours.standing == *standing {
        return Ok(false);
    }
    if !stored::advance(conn, ours.id, &ours.standing, standing)? {
        return Err(raced().into());
    }
    tell(conn, ours.id, Happened::Moved, now)?;
    Ok(true)
}

/// Somebody edited it between our reading and writing: trying again works.
fn raced() -> StoreError {
    StoreError::Exists("another edit at the same moment".to_owned())
}

fn edit(
    conn: &mut Conn,
    ours: &Opportunity,
    content: &OpportunityContent,
    now: DateTime<Utc>,
) -> ApiResult<bool> {
    if *content == ours.content {
        return Ok(false);
    }
    if !stored::edit(conn, ours.id, ours.version, content, now)? {
        return Err(raced().into());
    }
    Ok(true)
}

fn update(
    conn: &mut Conn,
    importing: Importing,
    known: &StoredOrigin,
    reading: Reading<'_>,
    lead: ActorId,
) -> ApiResult<()> {
    let now = importing.now;
    let theirs = reading.imported;
    let id = known.opportunity;
    let ours = stored::lock(conn, id)?;
    let base = known.imported.as_ref();

    let others = origin::others(conn, id, importing.kind, &theirs.id, known.joined)?;
    // What is gone said nothing lately, unless nobody else did.
    let said = base.filter(|_| known.gone_at.is_none() || others.is_empty());
    let before = all_say(&others, said.map(|base| &base.content));
    let after = all_say(&others, Some(&theirs.content));
    let content = match (before, after) {
        (Some(before), Some(after)) if base.is_some() => merged(&before, &ours.content, &after),
        _ => filled_in(&ours.content, &theirs.content),
    };
    let edited = edit(conn, &ours, &content, now)?;
    let mut seen = known.gone_at.is_some();
    let stood = stored::lead(conn, id)?.actor_id;
    let first = !others.iter().any(|other| other.goes_before);
    if stood != lead && hands_over(conn, importing, base.filter(|_| first), theirs, stood)? {
        actor::set_lead(conn, id, lead, now)?;
        seen = true;
    }
    let old = base.map_or([].as_slice(), |base| base.pictures.as_slice());
    seen |= pictures::update(conn, id, old, &theirs.pictures, now)?;
    if seen {
        stored::touch(conn, id)?;
    }
    if edited || seen {
        tell(conn, id, Happened::Edited, now)?;
    }

    // Where it stood before its sources took it back: only what they closed do they open again.
    let before = match known.gone_at {
        Some(_) => origin::take_withdrawn_from(conn, id)?,
        None => None,
    };
    let mut dates = sessions::update(conn, importing, id, &others, (base, theirs))?;
    if before.is_some() {
        dates |= sessions::bring_back_our_own(conn, importing, id)?;
    }
    if dates {
        tell(conn, id, Happened::Sessions, now)?;
    }

    let read_before = base.map(|base| (base, known.read_at));
    let stood = before.map_or_else(
        || ours.standing.clone(),
        |state| before_withdrawal(&ours.standing, state),
    );
    let says = standing_after(read_before, &stood, theirs, now);
    let standing = if goes_on(&others, &says, now) {
        stood
    } else {
        says
    };
    move_to(conn, &ours, &standing, now)?;
    origin::refresh(conn, reading)?;
    Ok(origin::set_over(conn, id)?)
}

/// Whether its lead makes room for whom its source names: one that only stands in does, whoever
/// acts for it; else one that the source named before and for whom nobody acts.
fn hands_over(
    conn: &mut Conn,
    importing: Importing,
    base: Option<&ImportedOpportunity>,
    theirs: &ImportedOpportunity,
    stood: ActorId,
) -> ApiResult<bool> {
    let Importing { kind, now, .. } = importing;
    if stands_in(conn, kind, stood)? {
        return Ok(true);
    }
    let Some(base) = base.filter(|base| base.actor != theirs.actor) else {
        return Ok(false);
    };
    let (was, _) = actor_of(conn, kind, &base.actor, now)?;
    Ok(stood == was && actor::is_unclaimed(conn, stood)?)
}

/// A second source of an activity: it fills in what is still open.
fn join(conn: &mut Conn, id: OpportunityId, reading: Reading<'_>) -> ApiResult<()> {
    let Reading {
        imported: theirs,
        now,
        ..
    } = reading;
    let ours = stored::lock(conn, id)?;
    let content = filled_in(&ours.content, &theirs.content);
    edit(conn, &ours, &content, now)?;
    let all: Vec<_> = theirs.sessions.iter().collect();
    if sessions::add(conn, id, &all, theirs.main_lang)? {
        tell(conn, id, Happened::Sessions, now)?;
    }
    pictures::add(conn, id, &theirs.pictures, now)?;
    origin::add(conn, id, reading, true)?;
    origin::set_over(conn, id)?;
    // Its origins are shown too, so this is always an edit.
    stored::touch(conn, id)?;
    tell(conn, id, Happened::Edited, now)
}

/// A source took a document back: it deleted or rejected it, made a draft of it again, keeps it
/// for some, or shows it only later: then it comes back by itself. Marks the origin as gone. What
/// others still tell of says what they say; with none left the opportunity closes, and what was
/// deleted does not take place. Nothing that people saved is deleted. `None` when it was never
/// known.
pub fn withdraw(
    conn: &mut Conn,
    importing: Importing,
    id: &ExternalId,
    code: SkipCode,
    modified: Option<DateTime<Utc>>,
) -> ApiResult<Option<Outcome>> {
    let Importing { kind, now, .. } = importing;
    let withdrawn = matches!(
        code,
        SkipCode::Deleted
            | SkipCode::Rejected
            | SkipCode::Draft
            | SkipCode::AwaitsValidation
            | SkipCode::AudienceEducation
            | SkipCode::AudienceMembers
            | SkipCode::NotYetAvailable
    );
    if !withdrawn {
        return Ok(None);
    }
    let Some(known) = origin::find(conn, kind, id)? else {
        return Ok(None);
    };
    if known.is_newer_than(modified) {
        return Ok(Some(Outcome::Superseded));
    }
    keep_age(conn, importing, id, &known, modified)?;
    if known.gone_at.is_some() {
        return Ok(Some(Outcome::Unchanged));
    }
    origin::mark_gone(conn, kind, id, now)?;
    let opportunity = known.opportunity;
    let ours = stored::lock(conn, opportunity)?;
    origin::set_over(conn, opportunity)?;
    if !origin::any_left(conn, opportunity)? {
        if code == SkipCode::Deleted {
            let ids = session::coming_ids(conn, opportunity, now)?;
            cancel_all(conn, opportunity, now)?;
            set_cancelled(conn, &ids)?;
        }
        origin::set_withdrawn_from(conn, opportunity, withdrawable(&ours.standing))?;
        move_to(conn, &ours, &ours.standing.close(), now)?;
    } else if let Some(gone) = &known.imported {
        let others = origin::others(conn, opportunity, kind, id, known.joined)?;
        let said = all_say(&others, Some(&gone.content));
        if let Some((said, left)) = said.zip(all_say(&others, None)) {
            edit(conn, &ours, &merged(&said, &ours.content, &left), now)?;
        }
        let no_dates = ImportedOpportunity {
            sessions: Vec::new(),
            ..gone.clone()
        };
        let told = (Some(gone), &no_dates);
        if code == SkipCode::Deleted
            && sessions::update(conn, importing, opportunity, &others, told)?
        {
            tell(conn, opportunity, Happened::Sessions, now)?;
        }
    }
    stored::touch(conn, opportunity)?;
    tell(conn, opportunity, Happened::Edited, now)?;
    Ok(Some(Outcome::Updated))
}
