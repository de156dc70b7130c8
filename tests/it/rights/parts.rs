//! What things are made of: accounts with their secrets, and actors with their people.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection as _;
use goesting_api::auth::{Claims, Secret};
use goesting_core::actor::Profile;
use goesting_core::person::Email;
use goesting_store::mail_token::{self, Purpose};
use goesting_store::{Conn, StoreError, account, actor, invitation, member, participation};
use goesting_tests::LEUVEN;
use goesting_types::actor::{ActorKind, ActorState, Contact, ExternalCodes, MemberRole};
use goesting_types::ecosystem::ParticipationState;
use goesting_types::ids::{ActorId, Id, PersonId};
use goesting_types::person::AgeBand;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;

use super::things::{Made, Workshop};
use super::who::{self, Asker};

impl Workshop {
    pub fn double(
        &self,
        conn: &mut Conn,
        asker: &Asker,
        now: DateTime<Utc>,
    ) -> Result<PersonId, StoreError> {
        let confirmed = asker.who != who::UNCONFIRMED;
        who::double(conn, asker.born, confirmed, &self.password_hash, now)
    }

    pub fn account_like(
        &self,
        conn: &mut Conn,
        asker: &Asker,
        now: DateTime<Utc>,
    ) -> Result<Made, StoreError> {
        let sub = self.double(conn, asker, now)?;
        let claims = Claims::Person {
            sub,
            band: if asker.born > 2008 {
                AgeBand::Teen
            } else {
                AgeBand::Adult
            },
            verified: asker.who != who::UNCONFIRMED,
        };
        let lasting = TimeDelta::days(1);
        let (token, _) = self.app.tokens.issue(claims, now, lasting).unwrap();
        Ok(Made {
            bearer: asker.person.map(|_| token),
            ..Made::default()
        })
    }

    pub fn mailed(
        &self,
        conn: &mut Conn,
        asker: &Asker,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Made, StoreError> {
        let person = self.double(conn, asker, now)?;
        let token = format!("mailed-{person}");
        let until = now + TimeDelta::hours(1);
        mail_token::insert(conn, &Secret::hash(&token), person, purpose, until)?;
        Ok(Made {
            named: token,
            ..Made::default()
        })
    }

    /// An actor of the steward and the host, of which nothing else is known.
    pub fn stewarded(&self, conn: &mut Conn, now: DateTime<Utc>) -> Result<ActorId, StoreError> {
        let actor = bare(conn, ActorState::Claimed, now)?;
        for (person, role) in [
            (self.cast.steward, MemberRole::Steward),
            (self.cast.host, MemberRole::Host),
        ] {
            member::add(conn, actor, person, role, now)?;
        }
        // The last steward cannot go; with two, both can.
        let second = who::double(conn, 1980, true, "-", now)?;
        member::add(conn, actor, second, MemberRole::Steward, now)?;
        Ok(actor)
    }

    pub fn participation(
        &self,
        conn: &mut Conn,
        state: ParticipationState,
        step: &str,
        now: DateTime<Utc>,
    ) -> Result<Made, StoreError> {
        let actor = self.stewarded(conn, now)?;
        let id = participation::insert(conn, self.cast.ecosystem, actor, state, None, now)?;
        Ok(Made {
            named: step.to_owned(),
            ..Made::of(id)
        })
    }

    pub fn invitation(
        &self,
        conn: &mut Conn,
        to: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Made, StoreError> {
        let actor_id = self.stewarded(conn, now)?;
        let email = account::find(conn, to)?.email;
        let token = format!("invited-{actor_id}");
        let new = invitation::NewInvitation {
            actor_id,
            email: &Email::parse(&email).unwrap(),
            role: MemberRole::Host,
            invited_by: self.cast.steward,
            token_hash: &Secret::hash(&token),
            expires_at: now + TimeDelta::days(1),
        };
        invitation::send(conn, &new, now)?;
        Ok(Made::of(token))
    }
}

/// An actor of which little is known.
pub fn bare(conn: &mut Conn, state: ActorState, now: DateTime<Utc>) -> Result<ActorId, StoreError> {
    let id = ActorId::new();
    let profile = Profile {
        name: "Museum M".to_owned(),
        about: LocalizedText::default(),
        territory: Some(TerritoryId::from(LEUVEN)),
        contact: Contact::default(),
        codes: ExternalCodes::default(),
    };
    actor::insert(conn, id, ActorKind::Museum, state, &profile, now)?;
    Ok(id)
}

/// No operation adds a second guardian yet; a family has one all the same.
pub fn second_guardian(conn: &mut Conn, guardian: PersonId, child: PersonId) {
    let postgres = matches!(conn, Conn::Pg(_));
    let (guardian, child) = (key(postgres, guardian), key(postgres, child));
    let statement = format!(
        "INSERT INTO guardianship (guardian_id, child_id, since, release_on) SELECT {guardian}, \
         child_id, since, release_on FROM guardianship WHERE child_id = {child} LIMIT 1"
    );
    conn.batch_execute(&statement).unwrap();
}

fn key<K>(postgres: bool, id: Id<K>) -> String {
    let uuid = id.uuid();
    if postgres {
        format!("'{uuid}'")
    } else {
        format!("x'{}'", uuid.simple())
    }
}
