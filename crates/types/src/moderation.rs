//! What a facilitator looks at: reviews, reports, requests and claims.

use chrono::{DateTime, Utc};

use crate::actor::ActorSummary;
use crate::ecosystem::Participation;
use crate::ids::{ClaimId, OpportunityId, ReportId};
use crate::text::LocalizedText;

response! {
    /// An opportunity that waits for a facilitator.
    pub struct PendingReview {
        /// Which one.
        pub opportunity_id: OpportunityId,
        /// Its title.
        pub title: LocalizedText,
        /// Who answers for it.
        pub actor: ActorSummary,
        /// Since when it waits.
        pub since: DateTime<Utc>,
    }
}

vocabulary! {
    /// Where a report stands.
    ReportState {
        /// Nobody answered yet.
        Open => "open",
        /// Answered.
        Resolved => "resolved",
    }
}

vocabulary! {
    /// What came of a report.
    ReportOutcome {
        /// Something was changed.
        Mended => "mended",
        /// The opportunity was paused.
        Paused => "paused",
        /// Nothing had to change.
        NoAction => "no_action",
    }
}

response! {
    /// A report, for facilitators. Who sent it stays hidden.
    pub struct Report {
        /// Its id.
        pub id: ReportId,
        /// About which opportunity.
        pub opportunity_id: OpportunityId,
        /// Its title.
        pub title: LocalizedText,
        /// What is not right.
        pub message: String,
        /// When it came.
        pub created_at: DateTime<Utc>,
        /// The 24-hour clock: when an answer is due.
        pub due_at: DateTime<Utc>,
        /// Whether that is past.
        pub overdue: bool,
        /// Whether an answer reaches somebody: who reports can stay unknown.
        #[serde(default)]
        pub answerable: bool,
        /// Where it stands.
        pub state: ReportState,
        /// What came of it.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub outcome: Option<ReportOutcome>,
        /// What the sender was told.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        pub answer: Option<String>,
    }
}

response! {
    /// After reporting: the number to name, and by when an answer comes.
    pub struct ReportReceived {
        /// Its id.
        pub id: ReportId,
        /// When an answer is due.
        pub due_at: DateTime<Utc>,
    }
}

request! {
    /// Answers a report.
    pub struct ReportResolve {
        /// What came of it.
        pub outcome: ReportOutcome,
        /// What the sender is told, 5 to 1000 characters.
        pub answer: String,
    }
}

response! {
    /// Somebody who says they act for an unclaimed actor.
    pub struct PendingClaim {
        /// Its id.
        pub id: ClaimId,
        /// The actor.
        pub actor: ActorSummary,
        /// First name of who asks.
        pub first_name: String,
        /// Their confirmed e-mail address: often enough to see that it is right.
        pub email: String,
        /// Who they say they are to the actor.
        pub message: String,
        /// Since when it waits.
        pub asked_at: DateTime<Utc>,
    }
}

response! {
    /// How much waits in all; the lists beside it may show fewer.
    #[derive(Default, Copy, Eq)]
    pub struct QueueCounts {
        /// Opportunities to look at.
        pub reviews: u32,
        /// Reports that wait for an answer.
        pub reports: u32,
        /// Actors that ask to join.
        pub requests: u32,
        /// Claims.
        pub claims: u32,
    }
}

response! {
    /// All that waits for a facilitator.
    pub struct ReviewQueue {
        /// Opportunities to look at, longest waiting first; at most 100.
        pub reviews: Vec<PendingReview>,
        /// Reports, first due first; at most 100, open ones before answered ones.
        pub reports: Vec<Report>,
        /// Actors that ask to join, longest waiting first; at most 100.
        #[serde(default)]
        pub requests: Vec<Participation>,
        /// Claims on actors that nobody acts for, longest waiting first; at most 100.
        #[serde(default)]
        pub claims: Vec<PendingClaim>,
        /// Actors that take part and that nobody answers for any more, by name; at most 100.
        #[serde(default)]
        pub without_steward: Vec<ActorSummary>,
        /// How many there are of each that waits.
        #[serde(default)]
        pub counts: QueueCounts,
    }
}
