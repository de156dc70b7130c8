//! People, with or without an account.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use goesting_core::person::{MeEdit, email_key};
use goesting_types::actor::ActorSummary;
use goesting_types::ids::{EcosystemId, PersonId};
use goesting_types::lang::Lang;
use goesting_types::person::{Appearance, MyActor, MyEcosystem, Written, WrittenIn};
use goesting_types::territory::TerritoryId;

use crate::StoreError;
use crate::conn::Conn;
use crate::key::{Key, keys};
use crate::query::lower;
use crate::rows::{instant, stamp, word};
use crate::schema::{
    account, actor, actor_member, claim, ecosystem, enrolment, enrolment_seat, facilitator,
    guardianship, invitation, outbox, person, report,
};

/// Those who have no account and are nobody's child any more: who may get one of their own.
pub fn without_account(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<Key> = person::table
        .left_join(account::table)
        .filter(account::person_id.is_null())
        .filter(
            person::id.ne_all(
                guardianship::table
                    .filter(guardianship::ended_at.is_null())
                    .select(guardianship::child_id),
            ),
        )
        .order(person::id)
        .select(person::id)
        .load(conn)?;
    Ok(ids.into_iter().map(PersonId::from).collect())
}

/// A person as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPerson {
    /// Who.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Surname, when given.
    pub last_name: Option<String>,
    /// Year of birth.
    pub birth_year: i32,
    /// Language of screens and mails.
    pub lang: Lang,
    /// Light or dark.
    pub appearance: Appearance,
    /// Municipality, when given.
    pub territory: Option<TerritoryId>,
    /// Edit version.
    pub version: i64,
    /// Since when they are known here.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = person)]
struct Row {
    id: Key,
    first_name: String,
    last_name: Option<String>,
    birth_year: i32,
    lang: String,
    appearance: String,
    territory: Option<String>,
    version: i64,
    created_at: chrono::NaiveDateTime,
}

impl TryFrom<Row> for StoredPerson {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row {
            id,
            first_name,
            last_name,
            birth_year,
            lang,
            appearance,
            territory,
            version,
            created_at,
        } = row;
        Ok(Self {
            id: id.into(),
            first_name,
            last_name,
            birth_year,
            lang: word("language", &lang)?,
            appearance: word("appearance", &appearance)?,
            territory: territory.map(TerritoryId),
            version,
            created_at: instant(created_at),
        })
    }
}

/// A person to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// Their id.
    pub id: PersonId,
    /// First name.
    pub first_name: String,
    /// Surname, if given.
    pub last_name: Option<String>,
    /// Year of birth.
    pub birth_year: i32,
    /// Language of screens and mails.
    pub lang: Lang,
    /// Light or dark.
    pub appearance: Appearance,
    /// Their municipality.
    pub territory: Option<TerritoryId>,
}

/// A way to log in to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Address, as written.
    pub email: String,
    /// Argon2id, PHC string.
    pub password_hash: String,
    /// When the address was confirmed.
    pub email_verified_at: Option<DateTime<Utc>>,
}

/// Adds a person.
pub fn insert(conn: &mut Conn, new: &NewPerson, now: DateTime<Utc>) -> Result<(), StoreError> {
    let NewPerson {
        id,
        first_name,
        last_name,
        birth_year,
        lang,
        appearance,
        territory,
    } = new;
    diesel::insert_into(person::table)
        .values((
            person::id.eq(Key::from(*id)),
            person::first_name.eq(first_name),
            person::last_name.eq(last_name),
            person::birth_year.eq(birth_year),
            person::lang.eq(lang.as_str()),
            person::appearance.eq(appearance.as_str()),
            person::territory.eq(territory.as_ref().map(TerritoryId::as_str)),
            person::version.eq(1_i64),
            person::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a way to log in. [`StoreError::Exists`] when the address has one.
pub fn insert_account(
    conn: &mut Conn,
    id: PersonId,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let NewAccount {
        email,
        password_hash,
        email_verified_at,
    } = new;
    diesel::insert_into(account::table)
        .values((
            account::person_id.eq(Key::from(id)),
            account::email.eq(email),
            account::email_key.eq(email_key(email)),
            account::password_hash.eq(password_hash),
            account::email_verified_at.eq(email_verified_at.map(stamp)),
            account::created_at.eq(stamp(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// One person.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<StoredPerson, StoreError> {
    person::table
        .find(Key::from(id))
        .select(Row::as_select())
        .get_result(conn)
        .map_err(StoreError::from)?
        .try_into()
}

/// Several people, in no order; those that are gone are left out.
pub fn find_all(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<StoredPerson>, StoreError> {
    let rows: Vec<Row> = person::table
        .filter(person::id.eq_any(keys(ids)))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(StoredPerson::try_from).collect()
}

/// Writes changes over `version`; false when it is no longer that version.
pub fn update(
    conn: &mut Conn,
    id: PersonId,
    version: i64,
    edit: &MeEdit,
) -> Result<bool, StoreError> {
    let MeEdit {
        first_name,
        last_name,
        lang,
        appearance,
        territory,
    } = edit;
    let row = person::table
        .find(Key::from(id))
        .filter(person::version.eq(version));
    let changed = diesel::update(row)
        .set((
            person::version.eq(version.saturating_add(1)),
            first_name.as_ref().map(|name| person::first_name.eq(name)),
            last_name
                .as_ref()
                .map(|name| person::last_name.eq(name.as_deref())),
            lang.map(|lang| person::lang.eq(lang.as_str())),
            appearance.map(|one| person::appearance.eq(one.as_str())),
            territory
                .as_ref()
                .map(|code| person::territory.eq(code.as_ref().map(TerritoryId::as_str))),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Locks a person who is to go: who takes a place for them at this moment is through with it, or
/// finds them gone. SQLite has one writer, who has the lock already.
pub fn lock(conn: &mut Conn, id: PersonId) -> Result<(), StoreError> {
    if let Conn::Pg(pg) = conn {
        let _: Key = person::table
            .find(Key::from(id))
            .select(person::id)
            .for_update()
            .get_result(pg)?;
    }
    Ok(())
}

/// Takes a person away, and with them all that is theirs: account, log-ins, tokens, saved
/// opportunities, memberships, guardianships and consents. Enrolments lose their name, and what was
/// said with it. Their id is noted, so that a backup from before does not bring them back.
pub fn delete(conn: &mut Conn, id: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    unsay(conn, id)?;
    forget_address(conn, id)?;
    let deleted = diesel::delete(person::table.find(Key::from(id))).execute(conn)?;
    if deleted == 1 {
        crate::gone::note(conn, id, now)
    } else {
        Err(StoreError::NotFound)
    }
}

/// Takes away what was written with a person's places: by them, or for nobody but them.
fn unsay(conn: &mut Conn, id: PersonId) -> Result<(), StoreError> {
    let nothing = (
        enrolment::message.eq(None::<&str>),
        enrolment::promoted_because.eq(None::<&str>),
        enrolment::share_name.eq(false),
    );
    let made = enrolment::table.filter(enrolment::person_id.eq(Key::from(id)));
    diesel::update(made).set(nothing).execute(conn)?;
    let seats = enrolment_seat::table
        .filter(enrolment_seat::person_id.eq(Key::from(id)))
        .select(enrolment_seat::enrolment_id);
    let alone = enrolment::table
        .filter(enrolment::places.eq(1))
        .filter(enrolment::id.eq_any(seats));
    diesel::update(alone).set(nothing).execute(conn)?;
    Ok(())
}

/// Takes a person's address away wherever it stands beside their account: letters that did not
/// leave, where an answer was to go, invitations to them. Those they sent and nobody took up go too.
fn forget_address(conn: &mut Conn, id: PersonId) -> Result<(), StoreError> {
    let asked = report::table.filter(report::person_id.eq(Key::from(id)));
    diesel::update(asked)
        .set(report::email.eq(None::<&str>))
        .execute(conn)?;
    let sent = invitation::table
        .filter(invitation::invited_by.eq(Key::from(id)))
        .filter(invitation::accepted_at.is_null());
    diesel::delete(sent).execute(conn)?;
    let key: Option<String> = account::table
        .find(Key::from(id))
        .select(account::email_key)
        .get_result(conn)
        .optional()?;
    let Some(key) = key else {
        return Ok(());
    };
    // Whoever wrote it wrote it their own way.
    let answers = report::table.filter(lower(report::email.assume_not_null()).eq(&key));
    diesel::update(answers)
        .set(report::email.eq(None::<&str>))
        .execute(conn)?;
    let invited = invitation::table.filter(lower(invitation::email).eq(&key));
    diesel::delete(invited).execute(conn)?;
    let letters = outbox::table.filter(lower(outbox::recipient.assume_not_null()).eq(&key));
    diesel::delete(letters).execute(conn)?;
    Ok(())
}

/// The actors a person acts for, by name.
pub fn acts_for(conn: &mut Conn, id: PersonId) -> Result<Vec<MyActor>, StoreError> {
    let rows: Vec<(Key, String, String, String)> = actor_member::table
        .inner_join(actor::table)
        .filter(actor_member::person_id.eq(Key::from(id)))
        .order((actor::name_key, actor::id))
        .select((actor::id, actor::kind, actor::name, actor_member::role))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, kind, name, role)| {
            Ok(MyActor {
                actor: ActorSummary {
                    id: id.into(),
                    kind: word("actor kind", &kind)?,
                    name,
                },
                role: word("member role", &role)?,
            })
        })
        .collect()
}

/// The ecosystems a person facilitates, by name.
pub fn facilitates(conn: &mut Conn, id: PersonId) -> Result<Vec<MyEcosystem>, StoreError> {
    let rows: Vec<(Key, String)> = facilitator::table
        .inner_join(ecosystem::table)
        .filter(facilitator::person_id.eq(Key::from(id)))
        .order((ecosystem::name, ecosystem::id))
        .select((ecosystem::id, ecosystem::name))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| MyEcosystem {
            id: id.into(),
            name,
        })
        .collect())
}

/// What a person wrote to facilitators, the latest first.
pub fn written_by(conn: &mut Conn, id: PersonId) -> Result<Vec<Written>, StoreError> {
    type Report = (NaiveDateTime, String, Option<String>, Option<String>);
    let reports: Vec<Report> = report::table
        .filter(report::person_id.eq(Key::from(id)))
        .select((
            report::created_at,
            report::message,
            report::email,
            report::answer,
        ))
        .load(conn)?;
    let claims: Vec<(NaiveDateTime, String, Option<String>)> = claim::table
        .filter(claim::person_id.eq(Key::from(id)))
        .select((claim::asked_at, claim::message, claim::reason))
        .load(conn)?;
    let reports = reports
        .into_iter()
        .map(|(at, text, email, answer)| Written {
            at: instant(at),
            place: WrittenIn::Report,
            text,
            email,
            answer,
        });
    let claims = claims.into_iter().map(|(at, text, answer)| Written {
        at: instant(at),
        place: WrittenIn::Claim,
        text,
        email: None,
        answer,
    });
    let mut written: Vec<_> = reports.chain(claims).collect();
    written.sort_by_key(|one| std::cmp::Reverse(one.at));
    Ok(written)
}

/// Makes a person facilitator of an ecosystem; false when they are.
pub fn make_facilitator(
    conn: &mut Conn,
    id: PersonId,
    of: EcosystemId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    use diesel::dsl::exists;
    let is: bool = diesel::select(exists(
        facilitator::table.find((Key::from(of), Key::from(id))),
    ))
    .get_result(conn)?;
    if !is {
        diesel::insert_into(facilitator::table)
            .values((
                facilitator::ecosystem_id.eq(Key::from(of)),
                facilitator::person_id.eq(Key::from(id)),
                facilitator::since.eq(stamp(now)),
            ))
            .execute(conn)?;
    }
    Ok(!is)
}
