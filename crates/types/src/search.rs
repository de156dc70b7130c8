//! Searching opportunities: the question, the hits and the facets.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::actor::{ActorKind, ActorSummary};
use crate::card::CardFlag;
use crate::ids::{ActorId, OpportunityId, SessionId};
use crate::interest::InterestId;
use crate::lang::Lang;
use crate::opportunity::{Formality, OpportunityKind, Picture};
use crate::place::Point;
use crate::price::Pricing;
use crate::territory::{Ring, TerritoryId};
use crate::text::LocalizedText;

vocabulary! {
    /// A part of the day, by the wall time a session starts.
    Daypart {
        /// 06.00 to 12.00.
        Morning => "morning",
        /// 12.00 to 17.00.
        Afternoon => "afternoon",
        /// 17.00 to 06.00.
        Evening => "evening",
    }
}

vocabulary! {
    /// In which order hits come.
    Sort {
        /// The best match first; without words the nearest, else the soonest.
        Relevance => "relevance",
        /// The nearest first; needs a point or territory.
        Distance => "distance",
        /// The soonest next session first; without one last.
        Date => "date",
    }
}

vocabulary! {
    /// What counts are asked for.
    Facet {
        /// Per interest.
        Interest => "interest",
        /// Per kind.
        Kind => "kind",
        /// Per card flag.
        Flag => "flag",
        /// Per ring; needs a point or territory.
        Ring => "ring",
        /// Per weekday of a matching session.
        Weekday => "weekday",
        /// Per daypart of a matching session.
        Daypart => "daypart",
        /// Per language spoken.
        Language => "language",
        /// Free and not.
        Free => "free",
        /// Formal and non-formal.
        Formal => "formal",
        /// Per municipality.
        Territory => "territory",
    }
}

/// A search. Several values of one parameter mean "any of these", except `flag`: all of them.
/// Session filters (`from`, `to`, `weekday`, `daypart`, `places_left`) hold for one and the same
/// session that can still be joined: with counted places until its sign-up closes, to drop in until
/// it ends, on each of its days. Days and dayparts are by the wall clock where it takes place; a day
/// ends at six in the morning. Opening hours count too, not for places left.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct SearchQuery {
    /// Words, at most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(max_length = 200))]
    pub q: Option<String>,
    /// Interests or themes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub interest: Vec<InterestId>,
    /// Of this actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<ActorId>,
    /// What one does there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub kind: Vec<OpportunityKind>,
    /// Seen from this municipality; without `ring` or `radius_km` only what is in it. A province,
    /// region or country: what lies in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<TerritoryId>,
    /// Seen from this point, `lat,lon`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::place::in_query"
    )]
    pub near: Option<Point>,
    /// Within this many kilometres, above 0 up to 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(exclusive_minimum = 0, maximum = 200))]
    pub radius_km: Option<f64>,
    /// Up to this ring. The region reaches as far as the ecosystem says that covers the
    /// municipality it is seen from, 25 km where it says nothing; `radius_km` outweighs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ring: Option<Ring>,
    /// Fits somebody of this age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Session on or after this day (Europe/Brussels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Session on or before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Session on one of these days: `mon` … `sun`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub weekday: Vec<Day>,
    /// Session in one of these parts of the day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub daypart: Vec<Daypart>,
    /// Costs at most this many cents; unknown prices drop out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(maximum = 10_000_000))]
    pub price_max: Option<u32>,
    /// Only what costs nothing (`true`), or only what does not (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<bool>,
    /// Has a lower price for who has less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social_tariff: Option<bool>,
    /// One of these languages is spoken, ISO 639-1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub language: Vec<String>,
    /// Only formal (`true`) or only non-formal (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formal: Option<bool>,
    /// A session with at least this many places left; drop-in counts as room for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(maximum = 10_000))]
    pub places_left: Option<u32>,
    /// All of these yeses of the card.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub flag: Vec<CardFlag>,
    /// In which order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    /// Counts wanted beside the hits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", param(max_items = 50))]
    pub facets: Vec<Facet>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 20 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}

vocabulary! {
    /// A day of the week.
    Day {
        /// Monday.
        Mon => "mon",
        /// Tuesday.
        Tue => "tue",
        /// Wednesday.
        Wed => "wed",
        /// Thursday.
        Thu => "thu",
        /// Friday.
        Fri => "fri",
        /// Saturday.
        Sat => "sat",
        /// Sunday.
        Sun => "sun",
    }
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Mon => Self::Mon,
            Weekday::Tue => Self::Tue,
            Weekday::Wed => Self::Wed,
            Weekday::Thu => Self::Thu,
            Weekday::Fri => Self::Fri,
            Weekday::Sat => Self::Sat,
            Weekday::Sun => Self::Sun,
        }
    }
}

response! {
    /// The next session of a hit that fits the question.
    pub struct NextSession {
        /// Its id.
        pub id: SessionId,
        /// Start.
        pub starts_at: DateTime<Utc>,
        /// End.
        pub ends_at: DateTime<Utc>,
        /// Wall time of the start.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T14:00:00"))]
        pub local_start: NaiveDateTime,
        /// Wall time of the end.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T16:00:00"))]
        pub local_end: NaiveDateTime,
        /// Places left; absent for drop in.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub places_left: Option<u32>,
        /// Whether one can wait when it is full.
        pub waiting_list: bool,
    }
}

vocabulary! {
    /// Why a hit matched.
    Why {
        /// A word in the title.
        Title => "title",
        /// An interest or its synonym.
        Interest => "interest",
        /// A word in the text.
        Text => "text",
        /// The actor's name.
        Actor => "actor",
        /// The place's name.
        Place => "place",
        /// A word that is written much alike.
        Similar => "similar",
    }
}

response! {
    /// Words of a text, some of them marked: parts alternate plain and marked, plain first.
    pub struct Highlight {
        /// The language the words are in.
        pub lang: Lang,
        /// `[plain, marked, plain, …]`; plain parts may be empty.
        pub parts: Vec<String>,
    }
}

response! {
    /// One opportunity that fits.
    pub struct SearchHit {
        /// Its id.
        pub id: OpportunityId,
        /// Its title.
        pub title: LocalizedText,
        /// Its summary.
        pub summary: LocalizedText,
        /// What one does there.
        pub kind: OpportunityKind,
        /// Inside or outside formal learning.
        pub formality: Formality,
        /// Who answers for it.
        pub actor: ActorSummary,
        /// Its interests.
        pub interests: Vec<InterestId>,
        /// The town or village, or absent when on line.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub locality: Option<String>,
        /// Whether one can take part from home.
        pub online: bool,
        /// The next session that fits the question.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub next_session: Option<NextSession>,
        /// The first later session that fits and has room, when the next one is full.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub next_with_room: Option<NextSession>,
        /// Whether one can come in opening hours.
        pub opening_hours: bool,
        /// How far, in metres, from where was asked; absent where only the municipality is known.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub distance_m: Option<u32>,
        /// In which ring.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub ring: Option<Ring>,
        /// What it costs.
        pub pricing: Pricing,
        /// The yeses of its card.
        pub flags: Vec<CardFlag>,
        /// Its first picture.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub picture: Option<Picture>,
        /// Why it matched; empty without words.
        pub why: Vec<Why>,
        /// The words that matched.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub highlight: Option<Highlight>,
    }
}

response! {
    /// How many hits one value would give.
    pub struct FacetCount {
        /// The value, as the parameter takes it.
        pub value: String,
        /// How many.
        pub count: u64,
    }
}

response! {
    /// The counts of one facet, over all filters but its own. Those of flags keep the flags that
    /// were chosen, for all of them must hold.
    pub struct FacetCounts {
        /// Which facet.
        pub facet: Facet,
        /// Most first; zero counts are left out.
        pub counts: Vec<FacetCount>,
    }
}

response! {
    /// What would give hits when nothing fits.
    pub struct Help {
        /// A wider ring that has hits, and how many, when asked for instead of `ring` and `radius_km`.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub wider: Option<WiderRing>,
        /// Filters which, each left out alone, would give hits.
        pub without: Vec<WithoutFilter>,
    }
}

response! {
    /// Hits in a wider ring.
    pub struct WiderRing {
        /// The ring.
        pub ring: Ring,
        /// How many hits there.
        pub count: u64,
        /// Distance of the nearest in metres.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub nearest_m: Option<u32>,
    }
}

response! {
    /// Hits without one filter.
    pub struct WithoutFilter {
        /// The parameter's name.
        pub parameter: String,
        /// How many hits there would be.
        pub count: u64,
    }
}

response! {
    /// The answer to a search.
    pub struct SearchResults {
        /// The hits of this page.
        pub items: Vec<SearchHit>,
        /// Give this back as `cursor` for the next page; absent on the last.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub next_cursor: Option<String>,
        /// How many hits in all.
        pub total: u64,
        /// The counts asked for.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        pub facets: Vec<FacetCounts>,
        /// What would help; only when there is no hit.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub help: Option<Help>,
    }
}

/// Letters typed so far.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SuggestQuery {
    /// What was typed, 1 to 100 characters.
    #[cfg_attr(feature = "schema", param(min_length = 1, max_length = 100))]
    pub q: String,
    /// Language of the reader.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lang: Option<Lang>,
    /// Seen from this point, `lat,lon`: nearer ones first.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::place::in_query",
        default
    )]
    pub near: Option<Point>,
}

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Suggestion {
    /// An interest.
    Interest {
        /// Slug.
        id: InterestId,
        /// Its name.
        label: LocalizedText,
    },
    /// An opportunity.
    Opportunity {
        /// Its id.
        id: OpportunityId,
        /// Its title.
        title: LocalizedText,
        /// The town or village.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        locality: Option<String>,
    },
    /// An actor.
    Actor {
        /// Its id.
        id: ActorId,
        /// Its name.
        name: String,
        /// What sort.
        actor_kind: ActorKind,
    },
}

response! {
    /// Suggestions, at most ten.
    pub struct Suggestions {
        /// Interests first, then opportunities, then actors.
        pub items: Vec<Suggestion>,
    }
}
