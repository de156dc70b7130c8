//! Addressed deliveries. A letter is put here in the transaction of what it tells, and leaves later.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use goesting_core::letter::Letter;
use goesting_types::ids::OutboxId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::Key;
use crate::rows::{document, stamp};
use crate::schema::outbox;

const LETTER: &str = "letter";

/// Puts a letter to `recipient`, an e-mail address, in the outbox.
pub fn post(
    conn: &mut Conn,
    recipient: &str,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(Key::from(OutboxId::new())),
            outbox::kind.eq(LETTER),
            outbox::recipient.eq(recipient),
            outbox::content.eq(document(LETTER, letter)?),
            outbox::created_at.eq(stamp(now)),
            outbox::next_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}
