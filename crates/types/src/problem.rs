//! Errors as they travel: RFC 9457 problem details with stable codes.

/// A word that is not on its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord {
    /// The list's name.
    pub list: &'static str,
}

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a known {}", self.list)
    }
}

impl std::error::Error for UnknownWord {}

vocabulary! {
    /// What went wrong, for machines. Codes are stable: they are added, never renamed.
    ErrorCode {
        /// The body is not JSON.
        MalformedJson => "malformed_json",
        /// The body is JSON of the wrong shape: an unknown field, a wrong type, a missing field.
        InvalidBody => "invalid_body",
        /// A field's value is not acceptable; `errors` says which and why.
        InvalidField => "invalid_field",
        /// The query string has an unknown parameter or a wrong value.
        InvalidQuery => "invalid_query",
        /// The path has an id that is none.
        InvalidPath => "invalid_path",
        /// The cursor was not made here, or for another list.
        InvalidCursor => "invalid_cursor",
        /// A radius came without a point.
        RadiusWithoutPoint => "radius_without_point",
        /// The territory is not known.
        UnknownTerritory => "unknown_territory",
        /// The interest is not known.
        UnknownInterest => "unknown_interest",
        /// The body is larger than allowed.
        TooLarge => "too_large",
        /// The media type is not accepted.
        UnsupportedMediaType => "unsupported_media_type",
        /// The picture is not a picture that can be read.
        UnreadablePicture => "unreadable_picture",
        /// Nothing here, or not for you to know.
        NotFound => "not_found",
        /// The path exists, the method does not.
        MethodNotAllowed => "method_not_allowed",
        /// Log in first.
        NotAuthenticated => "not_authenticated",
        /// The token is expired, revoked or not ours.
        InvalidToken => "invalid_token",
        /// Cookie and bearer in one request.
        AmbiguousCredentials => "ambiguous_credentials",
        /// E-mail and password do not go together.
        WrongCredentials => "wrong_credentials",
        /// The password asked for once more is not one's own.
        WrongPassword => "wrong_password",
        /// You may not do this.
        Forbidden => "forbidden",
        /// The request came from another site.
        CrossSite => "cross_site",
        /// The client's scopes do not cover this.
        MissingScope => "missing_scope",
        /// Confirm your e-mail address first.
        EmailNotVerified => "email_not_verified",
        /// The e-mail address has an account already.
        EmailTaken => "email_taken",
        /// The password is too easy to guess.
        WeakPassword => "weak_password",
        /// Under 13: a parent or guardian signs up.
        GuardianNeeded => "guardian_needed",
        /// The link was used, or its time is over.
        LinkExpired => "link_expired",
        /// `If-Match` is needed here.
        PreconditionRequired => "precondition_required",
        /// Somebody changed it since you read it.
        StaleEdit => "stale_edit",
        /// The same `Idempotency-Key` came with another body.
        IdempotencyMismatch => "idempotency_mismatch",
        /// What it is now does not allow this.
        WrongState => "wrong_state",
        /// It does not have what publishing asks for; `errors` says what.
        NotPublishable => "not_publishable",
        /// Publishing needs an actor that takes part in an ecosystem.
        ActorNotActive => "actor_not_active",
        /// Compulsory contexts cannot be published (F12).
        Compulsory => "compulsory",
        /// The session is full and has no waiting list, or you did not ask to wait.
        SessionFull => "session_full",
        /// The places that are free are kept for newcomers for now, and you did not ask to wait.
        PlacesHeld => "places_held",
        /// The session takes no enrolments: drop in.
        DropIn => "drop_in",
        /// The session is over, cancelled, or its sign-up time is past.
        SignUpClosed => "sign_up_closed",
        /// Nobody of the organiser reads enrolments here: sign up with the organiser.
        SignUpElsewhere => "sign_up_elsewhere",
        /// One of these people has a place in this session already.
        AlreadyEnrolled => "already_enrolled",
        /// The new capacity is below the places taken.
        CapacityBelowTaken => "capacity_below_taken",
        /// The offer of a place was not taken in time.
        OfferExpired => "offer_expired",
        /// The wall time does not exist: the clock jumps over it.
        NonexistentLocalTime => "nonexistent_local_time",
        /// The end is not after the start.
        EndBeforeStart => "end_before_start",
        /// The last steward cannot leave.
        LastSteward => "last_steward",
        /// Too many requests.
        RateLimited => "rate_limited",
        /// The database is away or too busy; try again shortly.
        Unavailable => "unavailable",
        /// There is no room left to store this.
        StorageFull => "storage_full",
        /// A fault of ours.
        Internal => "internal",
    }
}

impl ErrorCode {
    /// The HTTP status that goes with the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedJson
            | Self::InvalidQuery
            | Self::InvalidPath
            | Self::InvalidCursor
            | Self::RadiusWithoutPoint
            | Self::AmbiguousCredentials => 400,
            Self::NotAuthenticated
            | Self::InvalidToken
            | Self::WrongCredentials
            | Self::WrongPassword => 401,
            Self::Forbidden | Self::CrossSite | Self::MissingScope | Self::EmailNotVerified => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::WrongState
            | Self::SessionFull
            | Self::PlacesHeld
            | Self::DropIn
            | Self::SignUpClosed
            | Self::SignUpElsewhere
            | Self::AlreadyEnrolled
            | Self::CapacityBelowTaken
            | Self::OfferExpired
            | Self::ActorNotActive
            | Self::EmailTaken
            | Self::LastSteward => 409,
            Self::LinkExpired => 410,
            Self::StaleEdit => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::InvalidBody
            | Self::InvalidField
            | Self::UnknownTerritory
            | Self::UnknownInterest
            | Self::UnreadablePicture
            | Self::WeakPassword
            | Self::GuardianNeeded
            | Self::IdempotencyMismatch
            | Self::NotPublishable
            | Self::Compulsory
            | Self::NonexistentLocalTime
            | Self::EndBeforeStart => 422,
            Self::PreconditionRequired => 428,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
        }
    }
}

vocabulary! {
    /// What is wrong with one field.
    FieldCode {
        /// It has to be there.
        Required => "required",
        /// More characters than allowed.
        TooLong => "too_long",
        /// Fewer characters than needed.
        TooShort => "too_short",
        /// A password that is easy to guess.
        TooEasy => "too_easy",
        /// More items than allowed.
        TooMany => "too_many",
        /// Below the lowest or above the highest value.
        OutOfRange => "out_of_range",
        /// A moment that is over.
        InPast => "in_past",
        /// An end that does not come after the start.
        BeforeStart => "before_start",
        /// Not of the form asked for.
        Malformed => "malformed",
        /// Not on the list.
        Unknown => "unknown",
        /// Does not go together with another field.
        Conflicting => "conflicting",
    }
}

response! {
    /// One field that is not right.
    pub struct FieldError {
        /// JSON pointer (RFC 6901) into the body, or the parameter's name.
        pub pointer: String,
        /// What is wrong, for machines.
        pub code: FieldCode,
        /// What is wrong, for people.
        pub detail: String,
    }
}

response! {
    /// RFC 9457 problem details.
    pub struct Problem {
        /// A URI of the kind of problem: `/problems/{code}`.
        #[serde(rename = "type")]
        pub kind: String,
        /// In the reader's language: what happened.
        pub title: String,
        /// The HTTP status.
        pub status: u16,
        /// Stable code.
        pub code: ErrorCode,
        /// What happened here, what was kept, what to do.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub detail: Option<String>,
        /// Id of this request, to name when asking for help.
        pub instance: String,
        /// The fields that are not right.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        pub errors: Vec<FieldError>,
        /// With `wrong_state`: the state it has now.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub state: Option<String>,
    }
}
