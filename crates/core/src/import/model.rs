//! What an importer hands to whoever stores it.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};
use goesting_types::actor::{ActorKind, Contact};
use goesting_types::lang::Lang;
use goesting_types::opportunity::{OpportunityContent, OpportunityState};
use goesting_types::place::Place;
use goesting_types::session::SessionState;
use goesting_types::territory::TerritoryId;
use goesting_types::text::LocalizedText;
use serde::{Deserialize, Serialize};

use super::complete::{Access, Told};

/// The id of something at its source, the same whichever way the source spells its address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalId(String);

impl ExternalId {
    /// Longest id that is kept; longer ones are cut.
    pub const MAX_CHARS: usize = 300;

    /// The id behind an address such as `https://io.uitdatabank.be/event/<uuid>`: the last
    /// segment in lower case when it looks like a UUID (test, old and new hosts spell the rest in
    /// many ways), else the whole address, with what it asks for. Nothing when blank.
    #[must_use]
    pub fn from_address(address: &str) -> Option<Self> {
        let address = address.trim();
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let path = path.trim_end_matches('/');
        let last = path.rsplit('/').next().unwrap_or(path);
        let id = if looks_like_uuid(last) {
            last.to_ascii_lowercase()
        } else {
            let page = address.split('#').next().unwrap_or(address);
            page.trim_end_matches('/')
                .chars()
                .filter(|c| !c.is_control())
                .take(Self::MAX_CHARS)
                .collect()
        };
        (!id.is_empty()).then_some(Self(id))
    }

    /// An id for a document that has none of its own, from the hash of its content.
    #[must_use]
    pub fn from_content_hash(hash: &str) -> Self {
        Self(format!("content:{hash}"))
    }

    /// An id for an organiser of whom only the name is known.
    #[must_use]
    pub fn from_name(name_key: &str, territory: Option<&TerritoryId>) -> Self {
        let territory = territory.map_or("", TerritoryId::as_str);
        Self(format!("name:{name_key}|{territory}"))
    }

    /// An id that was kept.
    #[must_use]
    pub const fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the all-zero UUID, which UiTdatabank gives to "online".
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.0.bytes().all(|byte| matches!(byte, b'0' | b'-'))
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// UUIDs, and the 35 characters of older ids (`A871DB85-01DB-DBD3-DAF62CDB2DD7B871`).
fn looks_like_uuid(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    digits == 32
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Something that was read, but not quite as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What was done.
    pub code: NoteCode,
    /// What was found.
    pub found: String,
}

/// What an importer did with a part it could not take as it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCode {
    /// A price that is negative, no number, too high or not in euro was left out.
    PriceLeftOut,
    /// A date or time that cannot be read was left out.
    DateLeftOut,
    /// An end before its start was put on the next day, or left out.
    EndMended,
    /// Opening hours that cannot be read were left out.
    HoursLeftOut,
    /// More sessions, hours or tariffs than are kept; the first ones were.
    TooMany,
    /// An age range that cannot be read was left out.
    AgesLeftOut,
    /// A point outside the country of its address was left out.
    PointLeftOut,
    /// A text was cut at its longest length.
    TextCut,
    /// A name in none of the four languages stands under the main one.
    OtherLanguage,
    /// It says that it is also somewhere, but not where; it counts as online only.
    OnlineOnly,
}

/// A picture at the source, to be fetched by a job; never linked to (DESIGN §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemotePicture {
    /// Its address, http or https.
    pub url: String,
    /// What one sees.
    pub alt: LocalizedText,
    /// Who made it.
    pub credit: Option<String>,
}

/// A place document: a location others refer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedPlace {
    /// Its id at the source.
    pub id: ExternalId,
    /// The place.
    pub place: Place,
    /// Who runs it, when the source says so.
    pub owner: ActorRef,
    /// How to reach it.
    pub contact: Contact,
    /// How one gets in.
    #[serde(default)]
    pub access: Access,
}

/// An organiser document, or what an event says of its organiser. Becomes an unclaimed actor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedActor {
    /// Its id at the source; organisers named inside old events have none.
    pub id: Option<ExternalId>,
    /// Its page at the source.
    pub url: Option<String>,
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// What sort, as far as its name tells.
    pub kind: ActorKind,
    /// What it does.
    pub about: LocalizedText,
    /// Its municipality.
    pub territory: Option<TerritoryId>,
    /// How to reach it.
    pub contact: Contact,
}

/// Who opens something up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorRef {
    /// This one.
    Known(Box<ImportedActor>),
    /// One whose document was not in this import; it may be stored already, or come later.
    Awaited(ExternalId),
    /// The source does not say.
    Unknown,
}

impl ActorRef {
    /// Its id at the source, when it has one.
    #[must_use]
    pub fn id(&self) -> Option<&ExternalId> {
        match self {
            Self::Known(actor) => actor.id.as_ref(),
            Self::Awaited(id) => Some(id),
            Self::Unknown => None,
        }
    }
}

/// What the source says of whether it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum Availability {
    /// It does.
    Available,
    /// Put off, or closed for a while.
    Postponed {
        /// Why, in the source's words.
        reason: LocalizedText,
    },
    /// It does not.
    Cancelled {
        /// Why, in the source's words.
        reason: LocalizedText,
    },
}

/// A dated occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedSession {
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End, after the start.
    pub ends_at: DateTime<Utc>,
    /// Wall time of the start in Europe/Brussels.
    pub local_start: NaiveDateTime,
    /// Wall time of the end in Europe/Brussels.
    pub local_end: NaiveDateTime,
    /// Planned or cancelled.
    pub state: SessionState,
    /// Why it is cancelled or put off.
    pub message: LocalizedText,
    /// How many people fit, as the source counts them.
    pub capacity: Option<u32>,
    /// How many places the source has left.
    pub remaining: Option<u32>,
    /// The source takes no more bookings.
    pub full: bool,
    /// The source says how one books.
    #[serde(default)]
    pub books: bool,
}

/// An opportunity as a source tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedOpportunity {
    /// Its id at the source.
    pub id: ExternalId,
    /// Its page at the source.
    pub url: Option<String>,
    /// The same thing elsewhere, http and https addresses.
    pub same_as: Vec<String>,
    /// The language it was written in.
    pub main_lang: Lang,
    /// What is said of it, completed by what it refers to. With `awaits_place` its place is still
    /// empty.
    pub content: OpportunityContent,
    /// What of that it says itself; nothing when an older program wrote it.
    #[serde(default)]
    pub told: Option<Told>,
    /// The place it refers to, whose document was not in this import: until it comes, nobody can
    /// be told where to go.
    pub awaits_place: Option<ExternalId>,
    /// Who opens it up.
    pub actor: ActorRef,
    /// Whether it goes on.
    pub availability: Availability,
    /// Its dates, earliest first. None for what is open by its hours.
    pub sessions: Vec<ImportedSession>,
    /// When it is over; never for what is permanent.
    pub over_at: Option<DateTime<Utc>>,
    /// Pictures to fetch, the main one first.
    pub pictures: Vec<RemotePicture>,
    /// What was read otherwise than it stood.
    pub notes: Vec<Note>,
}

impl ImportedOpportunity {
    /// Whether a date of it is still to come: then it goes on, also when its source shows it no
    /// longer.
    fn comes(&self, now: DateTime<Utc>) -> bool {
        let coming = |session: &ImportedSession| {
            session.state != SessionState::Cancelled && session.ends_at > now
        };
        self.sessions.iter().any(coming)
    }

    /// Where it stands at an instant (DOMAIN §2): ended and cancelled ones are closed, what is
    /// closed for a while is paused, what waits for its place is a draft, the rest is open.
    /// Dated things stay open while their sessions are put off or cancelled, so that who looks for
    /// them learns it.
    #[must_use]
    pub fn state_at(&self, now: DateTime<Utc>) -> OpportunityState {
        if self.over_at.is_some_and(|over| over <= now) && !self.comes(now) {
            return OpportunityState::Closed;
        }
        if self.awaits_place.is_some() {
            return OpportunityState::Draft;
        }
        match (&self.availability, self.sessions.is_empty()) {
            (Availability::Cancelled { .. }, true) => OpportunityState::Closed,
            (Availability::Postponed { .. }, true) => OpportunityState::Paused,
            _ => OpportunityState::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_has_one_id_however_its_address_is_spelt() {
        let id = |text| ExternalId::from_address(text).unwrap();
        let plain = id("https://io.uitdatabank.be/event/23017CB7-e515-47b4-87c4-780735acc942");
        assert_eq!(
            plain,
            id("http://udb-silex.dev:8080/events/23017cb7-e515-47b4-87c4-780735acc942/?embed=1")
        );
        assert_eq!(plain.as_str(), "23017cb7-e515-47b4-87c4-780735acc942");
        assert_eq!(
            id("http://x/place/A871DB85-01DB-DBD3-DAF62CDB2DD7B871").as_str(),
            "a871db85-01db-dbd3-daf62cdb2dd7b871"
        );
        assert_eq!(
            id("http://example.com/entity/foo").as_str(),
            "http://example.com/entity/foo"
        );
        let asked = id("http://example.com/event.php?id=1#top");
        assert_eq!(asked.as_str(), "http://example.com/event.php?id=1");
        assert_ne!(asked, id("http://example.com/event.php?id=2"));
        assert!(id("https://x/place/00000000-0000-0000-0000-000000000000").is_nil());
        assert!(!plain.is_nil());
        assert_eq!(ExternalId::from_address("  "), None);
        assert_eq!(ExternalId::from_address("/"), None);
        assert_eq!(
            id(&"é".repeat(9000)).as_str().chars().count(),
            ExternalId::MAX_CHARS
        );
    }
}
