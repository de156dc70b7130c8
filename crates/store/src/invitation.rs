//! Invitations by mail to act for an actor. Only the token's hash is kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::person::{Email, email_key};
use goesting_types::actor::{MemberRole, PendingInvitation};
use goesting_types::ids::{ActorId, InvitationId, PersonId};
use goesting_types::person::InvitedTo;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::query::lower;
use crate::rows::{instant, stamp, word};
use crate::schema::{account, actor, invitation};

/// An invitation to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation<'a> {
    /// To act for which actor.
    pub actor_id: ActorId,
    /// To whom.
    pub email: &'a Email,
    /// As what.
    pub role: MemberRole,
    /// Who asks.
    pub invited_by: PersonId,
    /// Hash of the link's token.
    pub token_hash: &'a [u8],
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

/// An invitation as its link finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Its id.
    pub id: InvitationId,
    /// To act for which actor.
    pub actor_id: ActorId,
    /// The address it went to.
    pub email: String,
    /// As what.
    pub role: MemberRole,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
    /// When it was said yes to.
    pub accepted_at: Option<DateTime<Utc>>,
}

/// Writes an invitation. One that the same address has open already is renewed instead: its old
/// link stops working. Under the actor's lock.
pub fn send(
    conn: &mut Conn,
    new: &NewInvitation<'_>,
    now: DateTime<Utc>,
) -> Result<InvitationId, StoreError> {
    let NewInvitation {
        actor_id,
        email,
        role,
        invited_by,
        token_hash,
        expires_at,
    } = new;
    let open: Vec<(Key, String)> = invitation::table
        .filter(invitation::actor_id.eq(Key::from(*actor_id)))
        .filter(invitation::accepted_at.is_null())
        .order(invitation::id)
        .select((invitation::id, invitation::email))
        .load(conn)?;
    let same = open
        .into_iter()
        .find(|(_, to)| email_key(to) == email.key());
    if let Some((id, _)) = same {
        diesel::update(invitation::table.find(id))
            .set((
                invitation::token_hash.eq(token_hash),
                invitation::email.eq(email.as_str()),
                invitation::role.eq(role.as_str()),
                invitation::invited_by.eq(Key::from(*invited_by)),
                invitation::created_at.eq(stamp(now)),
                invitation::expires_at.eq(stamp(*expires_at)),
            ))
            .execute(conn)?;
        return Ok(id.into());
    }
    let id = InvitationId::new();
    diesel::insert_into(invitation::table)
        .values((
            invitation::id.eq(Key::from(id)),
            invitation::token_hash.eq(token_hash),
            invitation::actor_id.eq(Key::from(*actor_id)),
            invitation::email.eq(email.as_str()),
            invitation::role.eq(role.as_str()),
            invitation::invited_by.eq(Key::from(*invited_by)),
            invitation::created_at.eq(stamp(now)),
            invitation::expires_at.eq(stamp(*expires_at)),
        ))
        .execute(conn)?;
    Ok(id)
}

type Pending = (Key, String, String, NaiveDateTime);

/// What is read of an invitation that waits.
const PENDING: (
    invitation::id,
    invitation::email,
    invitation::role,
    invitation::expires_at,
) = (
    invitation::id,
    invitation::email,
    invitation::role,
    invitation::expires_at,
);

fn pending((id, email, role, expires_at): Pending) -> Result<PendingInvitation, StoreError> {
    Ok(PendingInvitation {
        id: id.into(),
        email,
        role: word("member role", &role)?,
        expires_at: instant(expires_at),
    })
}

/// Invitations of an actor that still wait for an answer at `now`, oldest first.
pub fn open(
    conn: &mut Conn,
    id: ActorId,
    now: DateTime<Utc>,
) -> Result<Vec<PendingInvitation>, StoreError> {
    let rows: Vec<Pending> = invitation::table
        .filter(invitation::actor_id.eq(Key::from(id)))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::expires_at.gt(stamp(now)))
        .order((invitation::created_at, invitation::id))
        .select(PENDING)
        .load(conn)?;
    rows.into_iter().map(pending).collect()
}

/// Invitations a person sent that nobody said yes to, oldest first.
pub fn sent_by(conn: &mut Conn, person: PersonId) -> Result<Vec<PendingInvitation>, StoreError> {
    let rows: Vec<Pending> = invitation::table
        .filter(invitation::invited_by.eq(Key::from(person)))
        .filter(invitation::accepted_at.is_null())
        .order((invitation::created_at, invitation::id))
        .select(PENDING)
        .load(conn)?;
    rows.into_iter().map(pending).collect()
}

/// Invitations to a person's address, answered or not, the latest first.
pub fn sent_to(conn: &mut Conn, person: PersonId) -> Result<Vec<InvitedTo>, StoreError> {
    let key: Option<String> = account::table
        .find(Key::from(person))
        .select(account::email_key)
        .get_result(conn)
        .optional()?;
    let Some(key) = key else {
        return Ok(Vec::new());
    };
    // Whoever wrote it wrote it their own way.
    let rows: Vec<(NaiveDateTime, String, String, String)> = invitation::table
        .inner_join(actor::table)
        .filter(lower(invitation::email).eq(key))
        .order((invitation::created_at.desc(), invitation::id))
        .select((
            invitation::created_at,
            actor::name,
            invitation::role,
            invitation::email,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(at, actor, role, email)| {
            Ok(InvitedTo {
                at: instant(at),
                actor,
                role: word("member role", &role)?,
                email,
            })
        })
        .collect()
}

/// One invitation, answered or not.
pub fn find(conn: &mut Conn, id: InvitationId) -> Result<PendingInvitation, StoreError> {
    let row: Pending = invitation::table
        .find(Key::from(id))
        .select(PENDING)
        .get_result(conn)?;
    pending(row)
}

/// The invitation whose link holds this token.
pub fn by_token(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<Invited>, StoreError> {
    type Row = (
        Key,
        Key,
        String,
        String,
        NaiveDateTime,
        Option<NaiveDateTime>,
    );
    let row: Option<Row> = invitation::table
        .filter(invitation::token_hash.eq(token_hash))
        .select((
            invitation::id,
            invitation::actor_id,
            invitation::email,
            invitation::role,
            invitation::expires_at,
            invitation::accepted_at,
        ))
        .get_result(conn)
        .optional()?;
    row.map(|(id, actor_id, email, role, expires_at, accepted_at)| {
        Ok(Invited {
            id: id.into(),
            actor_id: actor_id.into(),
            email,
            role: word("member role", &role)?,
            expires_at: instant(expires_at),
            accepted_at: accepted_at.map(instant),
        })
    })
    .transpose()
}

/// Uses an invitation up; false when somebody was first, or its time is over.
pub fn accept(conn: &mut Conn, id: InvitationId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let row = invitation::table
        .find(Key::from(id))
        .filter(invitation::accepted_at.is_null())
        .filter(invitation::expires_at.gt(stamp(now)));
    let used = diesel::update(row)
        .set(invitation::accepted_at.eq(stamp(now)))
        .execute(conn)?;
    Ok(used == 1)
}

/// Forgets an invitation of an actor that nobody said yes to, address and all. Under the actor's
/// lock.
pub fn withdraw(conn: &mut Conn, actor_id: ActorId, id: InvitationId) -> Result<(), StoreError> {
    let row = invitation::table
        .find(Key::from(id))
        .filter(invitation::actor_id.eq(Key::from(actor_id)))
        .filter(invitation::accepted_at.is_null());
    diesel::delete(row).execute(conn)?;
    Ok(())
}

/// Forgets invitations whose time was over before `before`, answered or not, at most so many: they
/// hold addresses.
pub fn forget(conn: &mut Conn, before: DateTime<Utc>, most: i64) -> Result<usize, StoreError> {
    let over: Vec<Key> = invitation::table
        .filter(invitation::expires_at.lt(stamp(before)))
        .limit(most)
        .select(invitation::id)
        .load(conn)?;
    Ok(diesel::delete(invitation::table.filter(invitation::id.eq_any(over))).execute(conn)?)
}
