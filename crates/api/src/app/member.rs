//! The people who act for an actor: who they are, asking others, leaving.

use chrono::TimeDelta;
use goesting_core::Refusal;
use goesting_core::actor::invited_address;
use goesting_core::letter::Letter;
use goesting_core::person::email_key;
use goesting_core::policy::{Access, Relation};
use goesting_core::time::civil::today;
use goesting_store::audit::{self, By};
use goesting_store::invitation::{self, Invited, NewInvitation};
use goesting_store::{Conn, account, actor, letter, member, outbox, rights};
use goesting_types::actor::{
    Invitation, InvitationAccepted, MemberInvite, MemberRole, Members, PendingInvitation,
};
use goesting_types::ids::{ActorId, InvitationId, PersonId};
use goesting_types::problem::ErrorCode;

use super::App;
use super::idempotency::Once;
use crate::auth::{Secret, seal_token};
use crate::error::ApiResult;
use crate::http::conditional::IdempotencyKey;

/// How long the link of an invitation works.
pub const INVITED_FOR: TimeDelta = TimeDelta::days(14);
/// Looking at the people again within this time is noted once.
const NOTED_ONCE_IN: TimeDelta = TimeDelta::hours(1);
/// Most invitations of an actor that can wait for an answer at once.
const MAX_OPEN: usize = 50;

/// The people of an actor. Looking at them is noted for each of them but oneself.
pub async fn list(app: &App, access: &Access, id: ActorId) -> ApiResult<Members> {
    let me = access.person()?.id;
    let (access, now) = (access.clone(), app.clock.now());
    let looking = app.read(move |conn| {
        actor::find(conn, id)?;
        let relations = rights::to_actor(conn, access.caller(), id)?;
        access.over(relations)?;
        let items = member::all(conn, id)?;
        let invited = if relations.has(Relation::Steward) {
            invitation::open(conn, id, now)?
        } else {
            Vec::new()
        };
        Ok(Members { items, invited })
    });
    let members = looking.await?;
    let people = members.items.iter().map(|one| one.person_id);
    let others: Vec<PersonId> = people.filter(|person| *person != me).collect();
    if !others.is_empty() {
        app.write(move |conn| {
            let (by, recently) = (By::Member(me, id), now - NOTED_ONCE_IN);
            Ok(audit::note_each(
                conn,
                &others,
                by,
                "list_members",
                recently,
                now,
            )?)
        })
        .await?;
    }
    Ok(members)
}

/// Asks somebody by mail to act for an actor. Asking the same address again sends a new link and
/// ends the old one; an address is asked a few times an hour, whoever asks.
pub async fn invite(
    app: &App,
    access: &Access,
    id: ActorId,
    key: &IdempotencyKey,
    body: MemberInvite,
) -> ApiResult<PendingInvitation> {
    let once = Once::new(
        app,
        access.caller(),
        &format!("invite_member {id}"),
        key,
        &body,
    )?;
    let email = invited_address(&body)?;
    let token = Secret::random()?;
    let (access, service) = (access.clone(), app.clone());
    once.write(app, move |conn, once| {
        let (me, now) = (access.person()?.id, service.clock.now());
        actor::lock(conn, id)?;
        access.over(rights::to_actor(conn, access.caller(), id)?)?;
        let made = once.or_make(conn, |conn| {
            if invitation::open(conn, id, now)?.len() >= MAX_OPEN {
                let detail = format!("{MAX_OPEN} invitations wait for an answer already.");
                return Err(Refusal::new(ErrorCode::WrongState, detail).into());
            }
            service.limits.letter_to(email.as_str())?;
            let new = NewInvitation {
                actor_id: id,
                email: &email,
                role: body.role,
                invited_by: me,
                token_hash: &Secret::hash(token.expose()),
                expires_at: now + INVITED_FOR,
            };
            let invitation_id = invitation::send(conn, &new, now)?;
            let letter = Letter::Invitation {
                invitation_id,
                token: seal_token(&service.config.secret, token.expose())?,
            };
            outbox::post(conn, email.as_str(), &letter, now)?;
            Ok(invitation_id)
        })?;
        Ok(invitation::find(conn, made)?)
    })
    .await
}

/// Takes back an invitation nobody said yes to yet. Its link stops working.
pub async fn withdraw(
    app: &App,
    access: &Access,
    id: ActorId,
    invitation: InvitationId,
) -> ApiResult<()> {
    let access = access.clone();
    app.write(move |conn| {
        actor::lock(conn, id)?;
        access.over(rights::to_actor(conn, access.caller(), id)?)?;
        invitation::withdraw(conn, id, invitation)?;
        Ok(())
    })
    .await
}

/// Takes somebody off an actor, or leaves it oneself. The last steward cannot go.
pub async fn remove(app: &App, access: &Access, id: ActorId, person: PersonId) -> ApiResult<()> {
    let (access, now) = (access.clone(), app.clock.now());
    app.write(move |conn| {
        let me = access.person()?.id;
        actor::lock(conn, id)?;
        let relations = rights::to_actor(conn, access.caller(), id)?;
        access.over(relations.with_if(me == person, Relation::Own))?;
        let Some(role) = member::role(conn, id, person)? else {
            return Ok(());
        };
        if role == MemberRole::Steward && member::stewards(conn, id)? <= 1 {
            let detail = "Make somebody else steward first.";
            return Err(Refusal::new(ErrorCode::LastSteward, detail).into());
        }
        member::remove(conn, id, person)?;
        let by = if me == person {
            By::Myself(me)
        } else {
            By::Member(me, id)
        };
        audit::note(conn, person, by, "remove_member", now)?;
        Ok(())
    })
    .await
}

/// An invitation that still waits for an answer, for who has its link: the token says enough.
pub async fn invitation(app: &App, token: &str) -> ApiResult<Invitation> {
    let (hash, now) = (Secret::hash(token), app.clock.now());
    app.read(move |conn| {
        let over = || Refusal::from(ErrorCode::LinkExpired);
        let invited = invitation::by_token(conn, &hash)?.ok_or_else(over)?;
        let facts = letter::invitation_facts(conn, invited.id, today(now))?.ok_or_else(over)?;
        if invited.expires_at <= now {
            return Err(over().into());
        }
        Ok(Invitation {
            actor: actor::find(conn, invited.actor_id)?.summary(),
            role: invited.role,
            invited_by: facts.inviter,
            email: invited.email,
            expires_at: invited.expires_at,
        })
    })
    .await
}

/// Says yes to an invitation. Its link works once, for who has the address it went to; saying yes
/// twice is saying it once.
pub async fn accept(app: &App, access: &Access, token: &str) -> ApiResult<InvitationAccepted> {
    let hash = Secret::hash(token);
    let (access, now) = (access.clone(), app.clock.now());
    app.write(move |conn| {
        let me = access.person()?.id;
        let over = || Refusal::from(ErrorCode::LinkExpired);
        let invited = invitation::by_token(conn, &hash)?.ok_or_else(over)?;
        if !goes_to(conn, &invited, me)? {
            let detail = "This invitation went to another e-mail address. Log in with that one, or \
                          ask to be invited at yours.";
            return Err(Refusal::new(ErrorCode::Forbidden, detail).into());
        }
        let actor_id = invited.actor_id;
        actor::lock(conn, actor_id)?;
        let role = if invitation::accept(conn, invited.id, now)? {
            let role = member::add(conn, actor_id, me, invited.role, now)?;
            audit::note(conn, me, By::Myself(me), "accept_invitation", now)?;
            role
        } else {
            // Used or too late, unless this is the same yes once more.
            let member = member::role(conn, actor_id, me)?;
            member
                .filter(|_| invited.accepted_at.is_some())
                .ok_or_else(over)?
        };
        Ok(InvitationAccepted {
            actor: actor::find(conn, actor_id)?.summary(),
            role,
        })
    })
    .await
}

/// Whether an invitation went to the address of this person's account.
fn goes_to(conn: &mut Conn, invited: &Invited, person: PersonId) -> ApiResult<bool> {
    super::still_known(conn, person)?;
    let own = account::find(conn, person)?.email;
    Ok(email_key(&own) == email_key(&invited.email))
}
