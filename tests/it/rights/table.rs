//! Who may do what, written by hand from what the project says it is.
//!
//! One line per operation and sort of thing: who may; who is told 403, because they may know that
//! it is there; and what everybody else is told. Nobody in particular is told 401 unless they may
//! or the thing does not exist for anyone; a token that does not hold is told 401 always, except
//! where logging in and out has to work with it.

use super::things::Thing::{self, *};
use super::who::*;
use goesting_types::ecosystem::ParticipationState as Part;
use goesting_types::enrolment::EnrolmentState as Entry;

/// Where an opportunity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Draft,
    InReview,
    Open,
    Paused,
    /// Paused by a facilitator: only who works on it still sees it.
    Hidden,
    Closed,
    /// Closed while nobody could see it.
    ClosedHidden,
}

/// A line of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// `operationId`, and a query.
    pub operation: &'static str,
    /// On which things.
    pub on: Vec<Thing>,
    /// Who may.
    pub may: Set,
    /// Who is told 403.
    pub forbidden: Set,
    /// What the others are told.
    pub rest: u16,
    /// What nobody in particular is told, when they may not.
    pub nobody: u16,
}

impl Row {
    /// What a caller is told; nothing when they may.
    pub fn told(&self, who: Set) -> Option<u16> {
        let broken = who & BROKEN != 0;
        if self.may & who != 0 {
            None
        } else if broken {
            Some(401)
        } else if who == NOBODY {
            Some(self.nobody)
        } else if self.forbidden & who != 0 {
            Some(403)
        } else {
            Some(self.rest)
        }
    }
}

fn row(
    operation: &'static str,
    on: &[Thing],
    may: Set,
    forbidden: Set,
    rest: u16,
    nobody: u16,
) -> Row {
    let on = on.to_vec();
    Row {
        operation,
        on,
        may,
        forbidden,
        rest,
        nobody,
    }
}

/// Everybody may; a token that does not hold is no way in.
fn open(operation: &'static str, on: &[Thing]) -> Row {
    row(operation, on, PUBLIC, 0, 404, 401)
}

/// Works with a token that no longer holds, too.
fn anyhow(operation: &'static str, on: &[Thing]) -> Row {
    row(operation, on, EVERYONE, 0, 404, 401)
}

/// These may; all the others are told 403.
fn only(operation: &'static str, on: &[Thing], may: Set) -> Row {
    row(operation, on, may, 0, 403, 401)
}

/// These may; these are told 403; for the others it does not exist.
fn hidden(operation: &'static str, on: &[Thing], may: Set, forbidden: Set) -> Row {
    row(operation, on, may, forbidden, 404, 401)
}

/// Public, but this does not exist, except for these.
fn unseen(operation: &'static str, on: &[Thing], may: Set) -> Row {
    row(operation, on, may, 0, 404, 404)
}

/// An opportunity in every state.
const OFFERS: [Thing; 7] = [
    Offer(At::Draft),
    Offer(At::InReview),
    Offer(At::Open),
    Offer(At::Paused),
    Offer(At::Hidden),
    Offer(At::Closed),
    Offer(At::ClosedHidden),
];
/// Those everybody can read.
const SEEN: [Thing; 3] = [Offer(At::Open), Offer(At::Paused), Offer(At::Closed)];
/// Those only who works on them can read.
const UNSEEN: [Thing; 4] = [
    Offer(At::Draft),
    Offer(At::InReview),
    Offer(At::Hidden),
    Offer(At::ClosedHidden),
];
/// A session to come, of an opportunity in every state; one that was cancelled, and one that began.
const SESSIONS: [Thing; 9] = [
    Session(At::Draft),
    Session(At::InReview),
    Session(At::Open),
    Session(At::Paused),
    Session(At::Hidden),
    Session(At::Closed),
    Session(At::ClosedHidden),
    CancelledSession,
    BegunSession,
];
const SEEN_SESSIONS: [Thing; 5] = [
    Session(At::Open),
    Session(At::Paused),
    Session(At::Closed),
    CancelledSession,
    BegunSession,
];
const UNSEEN_SESSIONS: [Thing; 4] = [
    Session(At::Draft),
    Session(At::InReview),
    Session(At::Hidden),
    Session(At::ClosedHidden),
];
/// Somebody's entry, in every state.
const ENTRIES: [Thing; 4] = [
    Enrolment(Entry::Enrolled),
    Enrolment(Entry::Waitlisted),
    Enrolment(Entry::Offered),
    Enrolment(Entry::Cancelled),
];
/// Who reads an opportunity that is not public: who acts for it, who is asked to, who guards the
/// network, and the programs that read or write it.
const EDITORS: Set = HOSTS | ASKED | FACILITATOR | READERS;

/// Places, vocabulary, health and logging in.
#[rustfmt::skip]
pub fn open_doors() -> Vec<Row> {
    vec![
        anyhow("get_health",           &[Nothing]),
        anyhow("get_readiness",        &[Nothing]),
        open("list_territories",       &[Nothing]),
        open("get_territory",          &[Leuven]),
        open("list_interests",         &[Nothing]),
        anyhow("register",             &[Nothing]),
        anyhow("login",                &[Account]),
        anyhow("refresh",              &[LogIn]),
        anyhow("logout",               &[LogIn]),
        anyhow("verify_email",         &[VerifyToken]),
        anyhow("forgot_password",      &[Account]),
        anyhow("reset_password",       &[ResetToken]),
        anyhow("get_jwks",             &[Nothing]),
        anyhow("issue_token",          &[Program]),
        only("logout_all",             &[Nothing], PEOPLE),
        only("resend_verification",    &[Nothing], PEOPLE),
    ]
}

/// Ecosystems, who takes part, and what waits for facilitators.
#[rustfmt::skip]
pub fn network() -> Vec<Row> {
    vec![
        open("list_ecosystems",            &[Nothing]),
        open("get_ecosystem",              &[Ecosystem]),
        only("get_ecosystem?view=edit",    &[Ecosystem],                    PEOPLE),
        only("create_participation",       &[Joining],                      STEWARD | FACILITATOR),
        // Each side answers what the other asked; a break is the actor's; both can part.
        hidden("update_participation",     &[Participation(Part::Requested)], FACILITATOR, STEWARD | PROGRAMS),
        hidden("update_participation",     &[Participation(Part::Invited)], STEWARD, FACILITATOR | PROGRAMS),
        hidden("update_participation",     &[Participation(Part::Active)],  STEWARD, FACILITATOR | PROGRAMS),
        hidden("update_participation",     &[Participation(Part::Paused)],  STEWARD, FACILITATOR | PROGRAMS),
        hidden("update_participation",     &[Parting],                      STEWARD | FACILITATOR, PROGRAMS),
        hidden("list_reviews",             &[Ecosystem],                    FACILITATOR, PROGRAMS),
        hidden("resolve_report",           &[Report],                       FACILITATOR, PROGRAMS),
        hidden("decide_claim",             &[Claim],                        FACILITATOR, PROGRAMS),
    ]
}

/// Actors and the people who act for them.
#[rustfmt::skip]
pub fn actors() -> Vec<Row> {
    vec![
        open("list_actors",                &[Nothing]),
        open("get_actor",                  &[Lead, Unclaimed]),
        only("get_actor?view=edit",        &[Lead],              STEWARD),
        only("get_actor?view=edit",        &[Unclaimed],         0),
        only("create_actor",               &[Nothing],           CONFIRMED),
        only("update_actor",               &[Lead],              STEWARD),
        only("update_actor",               &[Unclaimed],         0),
        only("claim_actor",                &[Unclaimed, Lead],   CONFIRMED),
        only("list_members",               &[Lead],              STEWARD | HOST),
        only("invite_member",              &[Lead],              STEWARD),
        // Repeating it changes nothing, so any id will do.
        only("withdraw_invitation",        &[Lead],              STEWARD),
        only("remove_member",              &[Membership],        STEWARD),
        // Whoever wants to stop, stops.
        only("remove_member",              &[OwnMembership],     PEOPLE),
        // Holding the link is enough to read it, not to say yes.
        open("get_invitation",             &[Invitation, InvitationOfOther]),
        only("accept_invitation",          &[Invitation],        CONFIRMED),
        only("accept_invitation",          &[InvitationOfOther], 0),
        only("list_actor_opportunities",   &[Lead],              STEWARD | HOST | READER | WRITER),
        only("create_opportunity",         &[Lead],              STEWARD | HOST | WRITER),
    ]
}

/// Opportunities.
#[rustfmt::skip]
pub fn offers() -> Vec<Row> {
    vec![
        open("search_opportunities",       &[Nothing]),
        open("suggest_opportunities",      &[Nothing]),
        open("get_opportunity",            &SEEN),
        unseen("get_opportunity",          &UNSEEN,      0),
        hidden("get_opportunity?view=edit",&OFFERS,      EDITORS,             NO_READERS),
        hidden("update_opportunity",       &OFFERS,      HOSTS | WRITERS,     NO_WRITERS),
        hidden("publish_opportunity",      &OFFERS,      HOSTS | WRITERS,     NO_WRITERS),
        hidden("pause_opportunity",        &OFFERS,      HOSTS | FACILITATOR | WRITERS, NO_WRITERS),
        hidden("close_opportunity",        &OFFERS,      HOSTS | WRITERS,     NO_WRITERS),
        hidden("review_opportunity",       &OFFERS,      FACILITATOR,         PROGRAMS),
        // People agree to share; programs do not.
        hidden("share_opportunity",        &OFFERS,      HOSTS,               PROGRAMS),
        hidden("share_opportunity",        &[AskedOffer],HOSTS | ASKED,       PROGRAMS),
        // Who shares it can step out; who leads it can part with them.
        hidden("unshare_opportunity",      &[SharedOffer], STEWARD | HOST | CO_STEWARD, PROGRAMS),
        hidden("add_picture",              &[Offer(At::Draft), Offer(At::Open), Offer(At::Hidden)], HOSTS | WRITERS, NO_WRITERS),
        hidden("remove_picture",           &[Picture],   HOSTS | WRITERS,     NO_WRITERS),
        open("get_picture",                &[Picture]),
        open("report_opportunity",         &SEEN),
        unseen("report_opportunity",       &UNSEEN,      0),
        open("get_opportunity_calendar",   &[Offer(At::Open)]),
        unseen("get_opportunity_calendar", &UNSEEN,      0),
    ]
}

/// Sessions and who comes.
#[rustfmt::skip]
pub fn sessions() -> Vec<Row> {
    vec![
        open("list_sessions",              &SEEN),
        unseen("list_sessions",            &UNSEEN,          EDITORS),
        open("get_session",                &SEEN_SESSIONS),
        unseen("get_session",              &UNSEEN_SESSIONS, EDITORS),
        hidden("get_session?view=edit",    &SESSIONS,        EDITORS,          NO_READERS),
        hidden("create_sessions",          &OFFERS,          HOSTS | WRITERS,  NO_WRITERS),
        hidden("update_session",           &SESSIONS,        HOSTS | WRITERS,  NO_WRITERS),
        hidden("cancel_session",           &SESSIONS,        HOSTS | WRITERS,  NO_WRITERS),
        hidden("set_head_count",           &SESSIONS,        HOSTS,            PROGRAMS),
        // Hosts see first names or numbers; facilitators guard the network, not who comes.
        hidden("list_session_enrolments",  &SESSIONS,        HOSTS | COUNTERS, NO_COUNTERS),
        only("create_enrolment",           &SEEN_SESSIONS,   PEOPLE),
        hidden("create_enrolment",         &UNSEEN_SESSIONS, 0,                PROGRAMS),
    ]
}

/// Entries.
#[rustfmt::skip]
pub fn entries() -> Vec<Row> {
    vec![
        hidden("leave_enrolment",          &ENTRIES,         ENROLLED | HOSTS, PROGRAMS),
        hidden("accept_enrolment",         &ENTRIES,         ENROLLED,         PROGRAMS),
        hidden("decline_enrolment",        &ENTRIES,         ENROLLED,         PROGRAMS),
        hidden("promote_enrolment",        &ENTRIES,         HOSTS,            PROGRAMS),
        // Whether one was there is nobody else's, hosts and facilitators least of all.
        hidden("set_was_there",            &ENTRIES,         ENROLLED,         PROGRAMS),
        hidden("set_was_there",            &[PastEntry],     ENROLLED,         PROGRAMS),
        // An entry belongs to who made it; the child's other guardian speaks with them.
        hidden("leave_enrolment",          &[ChildsEntry],   GUARDIAN | HOSTS, PROGRAMS),
        hidden("set_was_there",            &[ChildsEntry],   GUARDIAN,         PROGRAMS),
        open("leave_by_token",             &[LeaveToken]),
    ]
}

/// What is one's own.
#[rustfmt::skip]
pub fn mine() -> Vec<Row> {
    vec![
        only("get_me",                     &[Nothing],       PEOPLE),
        only("update_me",                  &[Nothing],       PEOPLE),
        only("delete_me",                  &[Double],        PEOPLE),
        only("list_my_enrolments",         &[Nothing],       PEOPLE),
        only("list_saved",                 &[Nothing],       PEOPLE),
        only("save_opportunity",           &SEEN,            PEOPLE),
        hidden("save_opportunity",         &UNSEEN,          0,                      PROGRAMS),
        only("unsave_opportunity",         &OFFERS,          PEOPLE),
        only("list_children",              &[Nothing],       PEOPLE),
        only("create_child",               &[Nothing],       PEOPLE & !TEEN),
        hidden("update_child",             &[Child],         GUARDIAN | CO_GUARDIAN, PROGRAMS),
        hidden("remove_child",             &[Child],         GUARDIAN | CO_GUARDIAN, PROGRAMS),
        hidden("give_child_account",       &[GrownChild],    GUARDIAN | CO_GUARDIAN, PROGRAMS),
        hidden("give_consent",             &[Child],         GUARDIAN | CO_GUARDIAN, PROGRAMS),
        hidden("withdraw_consent",         &[Child],         GUARDIAN | CO_GUARDIAN, PROGRAMS),
        only("create_calendar_link",       &[Nothing],       PEOPLE),
        only("delete_calendar_link",       &[Nothing],       PEOPLE),
        open("get_calendar",               &[CalendarSecret]),
        only("export_me?format=json",      &[Nothing],       PEOPLE),
        only("list_audit",                 &[Nothing],       PEOPLE),
    ]
}

/// The whole table.
pub fn all() -> Vec<Row> {
    [
        open_doors(),
        network(),
        actors(),
        offers(),
        sessions(),
        entries(),
        mine(),
    ]
    .concat()
}
