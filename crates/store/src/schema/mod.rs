//! The tables, as both migration trees make them; a test compares.
#![allow(
    missing_docs,
    clippy::wildcard_imports,
    reason = "the migrations document each table and column"
)]

mod enrolments;
mod network;
mod offer;
mod people;
mod streams;

pub use enrolments::*;
pub use network::*;
pub use offer::*;
pub use people::*;
pub use streams::*;

diesel::joinable!(account -> person (person_id));
diesel::joinable!(mail_token -> person (person_id));
diesel::joinable!(refresh_family -> person (person_id));
diesel::joinable!(refresh_token -> refresh_family (family_id));
diesel::joinable!(calendar_link -> person (person_id));
diesel::joinable!(actor_member -> actor (actor_id));
diesel::joinable!(actor_member -> person (person_id));
diesel::joinable!(invitation -> actor (actor_id));
diesel::joinable!(invitation -> person (invited_by));
diesel::joinable!(claim -> actor (actor_id));
diesel::joinable!(claim -> person (person_id));
diesel::joinable!(ecosystem_territory -> ecosystem (ecosystem_id));
diesel::joinable!(facilitator -> ecosystem (ecosystem_id));
diesel::joinable!(facilitator -> person (person_id));
diesel::joinable!(participation -> ecosystem (ecosystem_id));
diesel::joinable!(participation -> actor (actor_id));
diesel::joinable!(participation_step -> participation (participation_id));
diesel::joinable!(participation_step -> person (by_person));
diesel::joinable!(api_client -> actor (actor_id));
diesel::joinable!(opportunity_actor -> opportunity (opportunity_id));
diesel::joinable!(opportunity_actor -> actor (actor_id));
diesel::joinable!(origin -> opportunity (opportunity_id));
diesel::joinable!(actor_origin -> actor (actor_id));
diesel::joinable!(picture -> opportunity (opportunity_id));
diesel::joinable!(series -> opportunity (opportunity_id));
diesel::joinable!(session -> opportunity (opportunity_id));
diesel::joinable!(session -> series (series_id));
diesel::joinable!(session_source -> session (session_id));
diesel::joinable!(session_places -> session (session_id));
diesel::joinable!(report -> opportunity (opportunity_id));
diesel::joinable!(enrolment -> session (session_id));
diesel::joinable!(enrolment -> person (person_id));
diesel::joinable!(enrolment_seat -> enrolment (enrolment_id));
diesel::joinable!(enrolment_seat -> session (session_id));
diesel::joinable!(enrolment_seat -> person (person_id));
diesel::joinable!(saved -> person (person_id));
diesel::joinable!(saved -> opportunity (opportunity_id));

diesel::allow_tables_to_appear_in_same_query!(
    person,
    account,
    guardianship,
    consent,
    mail_token,
    refresh_family,
    refresh_token,
    signing_key,
    calendar_link,
    actor,
    actor_member,
    invitation,
    claim,
    ecosystem,
    ecosystem_territory,
    facilitator,
    participation,
    participation_step,
    api_client,
    opportunity,
    opportunity_actor,
    origin,
    origin_reference,
    source_reference,
    actor_origin,
    picture_blob,
    picture,
    series,
    session,
    session_source,
    session_places,
    report,
    enrolment,
    enrolment_seat,
    saved,
    change,
    outbox,
    audit,
    job,
    idempotency,
    setting,
    gone,
);
