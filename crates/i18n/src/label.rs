//! The words for the values of a vocabulary.

use goesting_types::actor::{ActorKind, ActorState, MemberRole};
use goesting_types::card::{Atmosphere, CardFlag};
use goesting_types::ecosystem::{ParticipationMove, ParticipationState};
use goesting_types::enrolment::{AgendaPart, CancelledBy, EnrolmentState};
use goesting_types::lang::Lang;
use goesting_types::moderation::{ReportOutcome, ReportState};
use goesting_types::opportunity::{
    ActorPart, Formality, OpportunityKind, OpportunityState, OriginKind, Recognition,
};
use goesting_types::person::{AgeBand, Appearance, ConsentPurpose};
use goesting_types::price::PriceBand;
use goesting_types::problem::{ErrorCode, FieldCode};
use goesting_types::search::{Day, Daypart, Facet, Sort, Why};
use goesting_types::session::{LeftOutReason, SeriesReach, SessionState};
use goesting_types::territory::{Ring, TerritoryKind};

use crate::{Message, msg};

/// What a value of a vocabulary is called. Every `match` behind it is exhaustive: a new value
/// does not build until it has words in four languages.
pub trait Label {
    /// Its name for the reader. For an [`ErrorCode`] this is the problem's title, for a
    /// [`FieldCode`] the line under the field.
    fn label(self) -> Message;
}

/// `Type: area.group { Variant => key, … }`
macro_rules! labels {
    ($($kind:ident: $area:ident $(. $group:ident)? { $($variant:ident => $key:ident,)+ })+) => { $(
        impl Label for $kind {
            fn label(self) -> Message {
                labels!(@match self, $kind, $area, $($group)?, $($variant => $key,)+)
            }
        }
    )+ };
    (@match $value:expr, $kind:ident, $area:ident, , $($variant:ident => $key:ident,)+) => {
        match $value { $($kind::$variant => msg!($area.$key)),+ }
    };
    (@match $value:expr, $kind:ident, $area:ident, $group:ident, $($variant:ident => $key:ident,)+) => {
        match $value { $($kind::$variant => msg!($area.$group.$key)),+ }
    };
}

labels! {
    Lang: common.language {
        Nl => nl,
        En => en,
        Fr => fr,
        De => de,
    }
    ErrorCode: problems {
        MalformedJson => malformed_json,
        InvalidBody => invalid_body,
        InvalidField => invalid_field,
        InvalidQuery => invalid_query,
        InvalidPath => invalid_path,
        InvalidCursor => invalid_cursor,
        RadiusWithoutPoint => radius_without_point,
        UnknownTerritory => unknown_territory,
        UnknownInterest => unknown_interest,
        TooLarge => too_large,
        UnsupportedMediaType => unsupported_media_type,
        UnreadablePicture => unreadable_picture,
        NotFound => not_found,
        MethodNotAllowed => method_not_allowed,
        NotAuthenticated => not_authenticated,
        InvalidToken => invalid_token,
        AmbiguousCredentials => ambiguous_credentials,
        WrongCredentials => wrong_credentials,
        WrongPassword => wrong_password,
        Forbidden => forbidden,
        CrossSite => cross_site,
        MissingScope => missing_scope,
        EmailNotVerified => email_not_verified,
        EmailTaken => email_taken,
        WeakPassword => weak_password,
        GuardianNeeded => guardian_needed,
        LinkExpired => link_expired,
        PreconditionRequired => precondition_required,
        StaleEdit => stale_edit,
        IdempotencyMismatch => idempotency_mismatch,
        WrongState => wrong_state,
        NotPublishable => not_publishable,
        ActorNotActive => actor_not_active,
        Compulsory => compulsory,
        SessionFull => session_full,
        PlacesHeld => places_held,
        DropIn => drop_in,
        SignUpClosed => sign_up_closed,
        SignUpElsewhere => sign_up_elsewhere,
        AlreadyEnrolled => already_enrolled,
        CapacityBelowTaken => capacity_below_taken,
        OfferExpired => offer_expired,
        NonexistentLocalTime => nonexistent_local_time,
        EndBeforeStart => end_before_start,
        LastSteward => last_steward,
        RateLimited => rate_limited,
        Unavailable => unavailable,
        StorageFull => storage_full,
        Internal => internal,
    }
    FieldCode: problems.field {
        Required => required,
        TooLong => too_long,
        TooShort => too_short,
        TooEasy => too_easy,
        TooMany => too_many,
        OutOfRange => out_of_range,
        InPast => in_past,
        BeforeStart => before_start,
        Malformed => malformed,
        Unknown => unknown,
        Conflicting => conflicting,
    }
    OpportunityKind: words.kind {
        DoAlong => do_along,
        HelpOut => help_out,
        Workshop => workshop,
        Visit => visit,
        Shadow => shadow,
        Course => course,
        Club => club,
        Talk => talk,
        Online => online,
        OnRequest => on_request,
    }
    OpportunityState: words.opportunity {
        Draft => draft,
        InReview => in_review,
        Open => open,
        Paused => paused,
        Closed => closed,
    }
    Formality: words.formality {
        NonFormal => non_formal,
        Formal => formal,
    }
    Recognition: words.recognition {
        None => none,
        Attestation => attestation,
        Credential => credential,
    }
    OriginKind: words.origin {
        Own => own,
        Uitdatabank => uitdatabank,
        Peer => peer,
    }
    ActorPart: words.part {
        Lead => lead,
        CoOwner => co_owner,
        Supports => supports,
    }
    PriceBand: words.price {
        Low => low,
        Middle => middle,
        High => high,
    }
    CardFlag: words.flag {
        Welcomed => welcomed,
        Buddy => buddy,
        FreeTryOut => free_try_out,
        NoSignUp => no_sign_up,
        ComeOnce => come_once,
        MayStop => may_stop,
        Quiet => quiet,
        SmallGroup => small_group,
        SocialTariffNoProof => social_tariff_no_proof,
        BusStop => bus_stop,
        ChildCare => child_care,
        Wheelchair => wheelchair,
        AccessibleToilet => accessible_toilet,
        NothingToBring => nothing_to_bring,
        FirstMinutes => first_minutes,
        Phone => phone,
    }
    Atmosphere: words.atmosphere {
        Quiet => quiet,
        Mixed => mixed,
        Busy => busy,
    }
    ActorKind: words.actor {
        Association => association,
        YouthClub => youth_club,
        Museum => museum,
        Library => library,
        Care => care,
        SportsClub => sports_club,
        School => school,
        Company => company,
        Government => government,
        Citizen => citizen,
        Other => other,
    }
    ActorState: words.claim {
        Unclaimed => unclaimed,
        Claimed => claimed,
    }
    MemberRole: words.role {
        Steward => steward,
        Host => host,
    }
    ParticipationState: words.participation {
        Requested => requested,
        Invited => invited,
        Active => active,
        Paused => paused,
        Left => left,
    }
    ParticipationMove: words.participation_move {
        Accept => accept,
        Pause => pause,
        Resume => resume,
        Leave => leave,
    }
    EnrolmentState: words.enrolment {
        Enrolled => enrolled,
        Waitlisted => waitlisted,
        Offered => offered,
        Cancelled => cancelled,
        Declined => declined,
        Expired => expired,
    }
    CancelledBy: words.cancelled_by {
        Person => person,
        Host => host,
        Session => session,
    }
    AgendaPart: words.agenda {
        Coming => coming,
        Waiting => waiting,
        Past => past,
    }
    SessionState: words.session {
        Planned => planned,
        Changed => changed,
        Cancelled => cancelled,
        Done => done,
    }
    LeftOutReason: words.left_out {
        Exception => exception,
        SchoolHoliday => school_holiday,
        PublicHoliday => public_holiday,
        NonexistentTime => nonexistent_time,
    }
    SeriesReach: words.reach {
        This => this,
        Following => following,
    }
    TerritoryKind: words.territory {
        Country => country,
        Region => region,
        Province => province,
        Municipality => municipality,
    }
    Ring: words.ring {
        Neighbourhood => neighbourhood,
        Municipality => municipality,
        Region => region,
        Country => country,
        World => world,
    }
    AgeBand: words.age {
        Child => child,
        Teen => teen,
        Adult => adult,
    }
    Appearance: words.appearance {
        System => system,
        Light => light,
        Dark => dark,
    }
    ConsentPurpose: words.consent {
        Participation => participation,
        NameToHost => name_to_host,
        Pictures => pictures,
    }
    ReportState: words.report {
        Open => open,
        Resolved => resolved,
    }
    ReportOutcome: words.outcome {
        Mended => mended,
        Paused => paused,
        NoAction => no_action,
    }
    Daypart: words.daypart {
        Morning => morning,
        Afternoon => afternoon,
        Evening => evening,
    }
    Day: words.day {
        Mon => mon,
        Tue => tue,
        Wed => wed,
        Thu => thu,
        Fri => fri,
        Sat => sat,
        Sun => sun,
    }
    Sort: words.sort {
        Relevance => relevance,
        Distance => distance,
        Date => date,
    }
    Facet: words.facet {
        Interest => interest,
        Kind => kind,
        Flag => flag,
        Ring => ring,
        Weekday => weekday,
        Daypart => daypart,
        Language => language,
        Free => free,
        Formal => formal,
        Territory => territory,
    }
    Why: words.why {
        Title => title,
        Interest => interest,
        Text => text,
        Actor => actor,
        Place => place,
        Similar => similar,
    }
}
