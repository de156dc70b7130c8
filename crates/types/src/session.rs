//! Sessions (momenten): dated occurrences of an opportunity.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Deserializer, Serialize};

use crate::ids::{OpportunityId, SeriesId, SessionId};
use crate::place::Place;

/// The zone of sessions that do not say otherwise.
pub const BRUSSELS: &str = "Europe/Brussels";

vocabulary! {
    /// Where a session stands: planned → changed → cancelled | done.
    SessionState {
        /// As first announced.
        Planned => "planned",
        /// Moved or otherwise changed since it was announced.
        Changed => "changed",
        /// It does not take place.
        Cancelled => "cancelled",
        /// It took place.
        Done => "done",
    }
}

/// What a session and a series have in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionTerms {
    /// How many people fit, 1 to 10 000; absent: drop in, no enrolling.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub capacity: Option<u32>,
    /// Places kept for newcomers until 48 h before; not above the capacity.
    #[serde(default)]
    pub held_for_newcomers: u32,
    /// Whether one can wait when it is full.
    #[serde(default = "yes")]
    pub waiting_list: bool,
    /// Sign-up closes this many minutes before the start; 0 until it starts.
    #[serde(default)]
    pub sign_up_closes_minutes: u32,
    /// Another place than the opportunity's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Place>,
    /// Whether one signs up with the organiser, as the opportunity's contact says, and not here. A
    /// source that takes bookings says so; who acts for the organiser may say otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub sign_up_elsewhere: bool,
}

fn yes() -> bool {
    true
}

/// How a series repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "every", rename_all = "snake_case", deny_unknown_fields)]
pub enum Recurrence {
    /// Every so many weeks on these days.
    Week {
        /// 1 each week, 2 every other week; at most 8.
        interval: u8,
        /// At least one.
        #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
        weekdays: Vec<Weekday>,
    },
    /// Every month on the day of the month of the first session (short months are skipped).
    /// Braces, so that fields which do not belong to it are refused.
    MonthDay {},
    /// Every month on the same weekday: the first, second, third, fourth or last.
    MonthWeekday {
        /// 1 to 4, or −1 for the last.
        nth: i8,
        /// The weekday.
        #[cfg_attr(feature = "schema", schema(value_type = String))]
        weekday: Weekday,
    },
}

/// A series of sessions at the same wall time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeriesRule {
    /// The first day it may fall on.
    pub first: NaiveDate,
    /// Wall time of the start.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "14:00:00"))]
    pub start: NaiveTime,
    /// Minutes it lasts, 5 to 10 080.
    pub duration_minutes: u32,
    /// IANA zone.
    #[serde(default = "brussels")]
    pub zone: String,
    /// How it repeats.
    pub recurrence: Recurrence,
    /// Last day; absent: it goes on, always made twelve months ahead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<NaiveDate>,
    /// Days it does not take place, at most 200.
    #[serde(default)]
    pub except: Vec<NaiveDate>,
    /// Leaves out Flemish school holidays.
    #[serde(default)]
    pub not_in_school_holidays: bool,
    /// Leaves out Belgian public holidays.
    #[serde(default)]
    pub not_on_public_holidays: bool,
}

fn brussels() -> String {
    BRUSSELS.to_owned()
}

/// When: once or in a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(
    tag = "repeat",
    rename_all = "snake_case",
    deny_unknown_fields,
    try_from = "FlatWhen"
)]
pub enum SessionWhen {
    /// One session.
    Once {
        /// Wall time of the start.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T14:00:00"))]
        start: NaiveDateTime,
        /// Wall time of the end.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T16:00:00"))]
        end: NaiveDateTime,
        /// IANA zone.
        #[serde(default = "brussels")]
        zone: String,
    },
    /// A series.
    Series {
        /// How it repeats.
        rule: SeriesRule,
    },
}

/// A [`SessionWhen`] as it is read: all fields of both in one, so that what is wrong in one of them
/// can be pointed at, which a tag makes impossible.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlatWhen {
    repeat: Repeat,
    #[serde(default, deserialize_with = "given")]
    start: Option<NaiveDateTime>,
    #[serde(default, deserialize_with = "given")]
    end: Option<NaiveDateTime>,
    #[serde(default, deserialize_with = "given")]
    zone: Option<String>,
    #[serde(default, deserialize_with = "given")]
    rule: Option<SeriesRule>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Repeat {
    Once,
    Series,
}

/// What may be left out, but is not `null`.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl TryFrom<FlatWhen> for SessionWhen {
    type Error = &'static str;

    fn try_from(flat: FlatWhen) -> Result<Self, Self::Error> {
        match flat {
            FlatWhen {
                repeat: Repeat::Once,
                start: Some(start),
                end: Some(end),
                zone,
                rule: None,
            } => Ok(Self::Once {
                start,
                end,
                zone: zone.unwrap_or_else(brussels),
            }),
            FlatWhen {
                repeat: Repeat::Series,
                start: None,
                end: None,
                zone: None,
                rule: Some(rule),
            } => Ok(Self::Series { rule }),
            FlatWhen {
                repeat: Repeat::Once,
                ..
            } => Err("once takes `start`, `end` and maybe `zone`"),
            FlatWhen {
                repeat: Repeat::Series,
                ..
            } => Err("series takes `rule`"),
        }
    }
}

request! {
    /// One session or a series.
    pub struct SessionCreate {
        /// When.
        pub when: SessionWhen,
        /// Places and the like.
        pub terms: SessionTerms,
        /// Only show what would be made.
        #[serde(default)]
        pub dry_run: bool,
    }
}

response! {
    /// What was made, or would be.
    pub struct SessionsCreated {
        /// The series, when it is one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub series_id: Option<SeriesId>,
        /// The sessions, earliest first; without ids in a dry run.
        pub sessions: Vec<PlannedSession>,
        /// Days that were left out, and why.
        pub left_out: Vec<LeftOut>,
        /// The first day past what the school holiday table knows, if the series goes there.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub holidays_unknown_from: Option<NaiveDate>,
    }
}

response! {
    /// One session of a plan.
    pub struct PlannedSession {
        /// Its id; absent in a dry run.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub id: Option<SessionId>,
        /// Start.
        pub starts_at: DateTime<Utc>,
        /// End.
        pub ends_at: DateTime<Utc>,
        /// Wall time of the start.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T14:00:00"))]
        pub local_start: NaiveDateTime,
    }
}

vocabulary! {
    /// Why a day of a series was left out.
    LeftOutReason {
        /// It is on the list of exceptions.
        Exception => "exception",
        /// A Flemish school holiday.
        SchoolHoliday => "school_holiday",
        /// A Belgian public holiday.
        PublicHoliday => "public_holiday",
        /// The clock jumps over that wall time.
        NonexistentTime => "nonexistent_time",
    }
}

response! {
    /// A day that was left out.
    pub struct LeftOut {
        /// The day.
        pub date: NaiveDate,
        /// Why.
        pub reason: LeftOutReason,
        /// Name of the holiday, in Dutch.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub name: Option<String>,
    }
}

vocabulary! {
    /// How far an edit or a cancellation reaches.
    SeriesReach {
        /// This session only.
        This => "this",
        /// This one and all later ones of its series.
        Following => "following",
    }
}

request! {
    /// Changes to a session; what is left out stays.
    pub struct SessionUpdate {
        /// This one, or this and following.
        #[serde(default = "this")]
        pub reach: SeriesReach,
        /// Wall time of the start. With `following` all move by the same shift of days and clock.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2026-12-24T14:00:00"))]
        pub start: Option<NaiveDateTime>,
        /// Wall time of the end.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2026-12-24T16:00:00"))]
        pub end: Option<NaiveDateTime>,
        /// Places and the like, whole.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub terms: Option<SessionTerms>,
        /// A word to the people who enrolled, at most 500 characters.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub message: Option<String>,
    }
}

fn this() -> SeriesReach {
    SeriesReach::This
}

request! {
    /// Cancels.
    pub struct SessionCancel {
        /// This one, or this and following.
        #[serde(default = "this")]
        pub reach: SeriesReach,
        /// A word to the people who enrolled, at most 500 characters.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub message: Option<String>,
    }
}

request! {
    /// How many came: one number per session, never a name (F12).
    pub struct HeadCount {
        /// 0 to 100 000.
        pub count: u32,
    }
}

vocabulary! {
    /// Where one signs up for a session.
    SignUp {
        /// Here: by enrolling.
        Here => "here",
        /// With the organiser: it takes bookings itself, or nobody acts for it here and so nobody
        /// would read an enrolment. Its opportunity's contact says where. Without `places_left` it may be that one drops in.
        Elsewhere => "elsewhere",
        /// Nowhere: one drops in.
        DropIn => "drop_in",
    }
}

response! {
    /// A session as everybody sees it.
    pub struct Session {
        /// Its id.
        pub id: SessionId,
        /// Of which opportunity.
        pub opportunity_id: OpportunityId,
        /// Of which series.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub series_id: Option<SeriesId>,
        /// Where it stands.
        pub state: SessionState,
        /// Start.
        pub starts_at: DateTime<Utc>,
        /// End.
        pub ends_at: DateTime<Utc>,
        /// Wall time of the start in `zone`.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T14:00:00"))]
        pub local_start: NaiveDateTime,
        /// Wall time of the end in `zone`.
        #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-12-24T16:00:00"))]
        pub local_end: NaiveDateTime,
        /// IANA zone.
        pub zone: String,
        /// Places and the like.
        pub terms: SessionTerms,
        /// Where one signs up. Enrolling works where it says `here`; it changes to that once
        /// somebody acts for the organiser, unless its terms say `sign_up_elsewhere`.
        pub sign_up: SignUp,
        /// Until when one can sign up here; absent for drop in, and when one signs up elsewhere.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub sign_up_until: Option<DateTime<Utc>>,
        /// Places left; absent for drop in. Those of a source, when one signs up elsewhere and it
        /// counts them.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub places_left: Option<u32>,
        /// Of `places_left`, those that only newcomers can take now. Absent for drop in, and where a
        /// session is part of an enrolment or of the open data.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub held_left: Option<u32>,
        /// People waiting.
        pub waiting: u32,
        /// The host's word at the last change or at cancelling.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub message: Option<String>,
        /// Edit version; send it back in `If-Match` as `"{version}"`. Enrolling never changes it.
        pub version: i64,
    }
}

/// Which sessions are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SessionQuery {
    /// Starting at or after this instant; now when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<DateTime<Utc>>,
    /// Starting before this instant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<DateTime<Utc>>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Items per page, 1 to 100; 20 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 100))]
    pub limit: Option<u32>,
}
