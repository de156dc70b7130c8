//! Whose people sign a letter.

use diesel::prelude::*;
use goesting_core::person::email_key;
use goesting_types::actor::Contact;
use goesting_types::ids::{ActorId, EcosystemId, OpportunityId};
use goesting_types::territory::TerritoryId;

use crate::StoreError;
use crate::conn::{Conn, MultiBackend};
use crate::key::Key;
use crate::rows::value;
use crate::schema::{account, ecosystem, person};
use crate::{ecosystem as ecosystems, rights};

/// Who signs, and whom to phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The ecosystem's name.
    pub name: String,
    /// How to reach it.
    pub contact: Contact,
}

/// What a letter is about, which says whose people sign it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The reader themselves: the ecosystem of their municipality.
    Reader,
    /// An ecosystem: itself.
    Ecosystem(EcosystemId),
    /// An actor: the ecosystem it takes part in, else the one around it.
    Actor(ActorId),
    /// An opportunity: as for the actor that leads it.
    Opportunity(OpportunityId),
}

/// The ecosystem that signs a letter to `recipient`; where what it is about says none, the only one
/// there is. Of several, nobody signs rather than a stranger.
pub fn signature(
    conn: &mut Conn,
    recipient: &str,
    about: About,
) -> Result<Option<Signature>, StoreError> {
    let near = match about {
        About::Reader => around_reader(conn, recipient)?,
        About::Ecosystem(id) => Some(id),
        About::Actor(id) => around_actor(conn, id)?,
        About::Opportunity(id) => match rights::lead_of(conn, id)? {
            Some(lead) => around_actor(conn, lead)?,
            None => None,
        },
    };
    let mut query = ecosystem::table
        .select((ecosystem::name, ecosystem::contact))
        .limit(2)
        .into_boxed::<MultiBackend>();
    if let Some(id) = near {
        query = query.filter(ecosystem::id.eq(Key::from(id)));
    }
    let rows: Vec<(String, String)> = query.load(conn)?;
    let Ok([(name, contact)]) = <[(String, String); 1]>::try_from(rows) else {
        return Ok(None);
    };
    Ok(Some(Signature {
        name,
        contact: value("contact", &contact)?,
    }))
}

fn around_actor(conn: &mut Conn, id: ActorId) -> Result<Option<EcosystemId>, StoreError> {
    Ok(ecosystems::of_actor(conn, id)?.first().copied())
}

fn around_reader(conn: &mut Conn, recipient: &str) -> Result<Option<EcosystemId>, StoreError> {
    let home: Option<Option<String>> = person::table
        .inner_join(account::table)
        .filter(account::email_key.eq(email_key(recipient)))
        .select(person::territory)
        .get_result(conn)
        .optional()?;
    match home.flatten() {
        Some(code) => Ok(ecosystems::covering(conn, &TerritoryId(code))?
            .first()
            .copied()),
        None => Ok(None),
    }
}
