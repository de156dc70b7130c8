//! What people are written about. A letter in the outbox names things by id; its words are made
//! when it leaves, in the reader's language, from what is true then.

use goesting_types::ids::{
    ActorId, ClaimId, EnrolmentId, InvitationId, OpportunityId, ParticipationId, PersonId, ReportId,
};
use serde::{Deserialize, Serialize};

/// One letter to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Confirm this address.
    VerifyEmail {
        /// Whose.
        person_id: PersonId,
        /// The link's token.
        token: String,
    },
    /// Somebody signed up with an address that has an account: say so to its owner only.
    AlreadyRegistered {
        /// Whose.
        person_id: PersonId,
    },
    /// Set a new password.
    ResetPassword {
        /// Whose.
        person_id: PersonId,
        /// The link's token.
        token: String,
    },
    /// To who was guardian: the child is of age and decides from now on.
    Released {
        /// Who is of age.
        person_id: PersonId,
    },
    /// Act for an actor.
    Invitation {
        /// Which invitation.
        invitation_id: InvitationId,
        /// The link's token.
        token: String,
    },
    /// You have your places.
    Enrolled {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// You are on the waiting list.
    Waiting {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// Places came free for you.
    Offered {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// The offer's time is over.
    OfferExpired {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// You gave your places back.
    Left {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// The host took you off the list.
    Removed {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// The session was moved or changed.
    SessionChanged {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// The session does not take place; others are proposed.
    SessionCancelled {
        /// Which enrolment.
        enrolment_id: EnrolmentId,
    },
    /// To stewards: another actor asks theirs to share an opportunity.
    ShareAsked {
        /// Which one.
        opportunity_id: OpportunityId,
        /// The actor that is asked.
        actor_id: ActorId,
    },
    /// To facilitators: an opportunity waits to be looked at.
    ReviewRequested {
        /// Which one.
        opportunity_id: OpportunityId,
    },
    /// A facilitator opened the opportunity.
    Approved {
        /// Which one.
        opportunity_id: OpportunityId,
    },
    /// A facilitator gave the opportunity back, with a reason.
    Returned {
        /// Which one.
        opportunity_id: OpportunityId,
    },
    /// To facilitators: an actor asks to join.
    ParticipationRequested {
        /// Which participation.
        participation_id: ParticipationId,
    },
    /// To stewards: a facilitator invites the actor.
    ParticipationInvited {
        /// Which participation.
        participation_id: ParticipationId,
    },
    /// To stewards: the actor takes part now.
    ParticipationAccepted {
        /// Which participation.
        participation_id: ParticipationId,
    },
    /// To stewards: a facilitator turned the request down or ended the participation, with a reason.
    ParticipationEnded {
        /// Which participation.
        participation_id: ParticipationId,
    },
    /// To facilitators: somebody says they act for an actor.
    ClaimRequested {
        /// Which claim.
        claim_id: ClaimId,
    },
    /// To who claimed an actor: granted, or refused with a reason.
    ClaimDecided {
        /// Which claim.
        claim_id: ClaimId,
    },
    /// To facilitators: nobody answers for an actor any more.
    StewardNeeded {
        /// Which actor.
        actor_id: ActorId,
    },
    /// To facilitators: something is not right with an opportunity; the 24-hour clock runs.
    ReportReceived {
        /// Which report.
        report_id: ReportId,
    },
    /// To stewards: a facilitator paused the opportunity after a report.
    PausedAfterReport {
        /// Which report.
        report_id: ReportId,
    },
    /// A report was answered.
    ReportAnswered {
        /// Which one.
        report_id: ReportId,
    },
}
