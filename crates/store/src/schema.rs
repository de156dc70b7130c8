//! The tables, as both migration trees make them; a test compares.
#![allow(
    missing_docs,
    clippy::wildcard_imports,
    reason = "the migrations document each table and column"
)]

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    person (id) {
        id -> Uid,
        first_name -> Text,
        last_name -> Nullable<Text>,
        birth_year -> Integer,
        lang -> Text,
        appearance -> Text,
        territory -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    account (person_id) {
        person_id -> Uid,
        email -> Text,
        email_key -> Text,
        password_hash -> Text,
        email_verified_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    guardianship (guardian_id, child_id) {
        guardian_id -> Uid,
        child_id -> Uid,
        since -> Timestamp,
        release_on -> Date,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    consent (child_id, purpose) {
        child_id -> Uid,
        purpose -> Text,
        given_by -> Uid,
        given_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    mail_token (token_hash) {
        token_hash -> Binary,
        person_id -> Uid,
        purpose -> Text,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    refresh_family (id) {
        id -> Uid,
        person_id -> Uid,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    refresh_token (token_hash) {
        token_hash -> Binary,
        family_id -> Uid,
        issued_at -> Timestamp,
        rotated_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    signing_key (id) {
        id -> Uid,
        public_key -> Binary,
        sealed_private_key -> Binary,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    calendar_link (person_id) {
        person_id -> Uid,
        secret_hash -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    actor (id) {
        id -> Uid,
        kind -> Text,
        state -> Text,
        name -> Text,
        name_key -> Text,
        about -> Text,
        territory -> Nullable<Text>,
        contact -> Text,
        codes -> Text,
        version -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    actor_member (actor_id, person_id) {
        actor_id -> Uid,
        person_id -> Uid,
        role -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    invitation (id) {
        id -> Uid,
        token_hash -> Binary,
        actor_id -> Uid,
        email -> Text,
        role -> Text,
        invited_by -> Nullable<Uid>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    claim (id) {
        id -> Uid,
        actor_id -> Uid,
        person_id -> Uid,
        message -> Text,
        asked_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<Uid>,
        granted -> Nullable<Bool>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    ecosystem (id) {
        id -> Uid,
        name -> Text,
        about -> Text,
        contact -> Text,
        region_radius_m -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    ecosystem_territory (ecosystem_id, territory) {
        ecosystem_id -> Uid,
        territory -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    facilitator (ecosystem_id, person_id) {
        ecosystem_id -> Uid,
        person_id -> Uid,
        since -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    participation (id) {
        id -> Uid,
        ecosystem_id -> Uid,
        actor_id -> Uid,
        state -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    participation_step (id) {
        id -> BigInt,
        participation_id -> Uid,
        state -> Text,
        at -> Timestamp,
        by_person -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    api_client (id) {
        id -> Uid,
        actor_id -> Uid,
        name -> Text,
        secret_hash -> Binary,
        scopes -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    opportunity (id) {
        id -> Uid,
        state -> Text,
        content -> Text,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        opened_at -> Nullable<Timestamp>,
        in_review_since -> Nullable<Timestamp>,
        returned_because -> Nullable<Text>,
        hidden -> Bool,
        revision -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    opportunity_actor (opportunity_id, actor_id) {
        opportunity_id -> Uid,
        actor_id -> Uid,
        part -> Text,
        credit -> Nullable<Text>,
        accepted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    origin (kind, external_id) {
        kind -> Text,
        external_id -> Text,
        opportunity_id -> Uid,
        url -> Nullable<Text>,
        content_hash -> Binary,
        imported -> Text,
        merge_key -> Text,
        seen_at -> Timestamp,
        gone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    actor_origin (kind, external_id) {
        kind -> Text,
        external_id -> Text,
        actor_id -> Uid,
        content_hash -> Binary,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    picture_blob (hash) {
        hash -> Binary,
        media_type -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    picture (id) {
        id -> Uid,
        opportunity_id -> Uid,
        place -> Integer,
        alt -> Text,
        credit -> Nullable<Text>,
        source_url -> Nullable<Text>,
        fetch_at -> Nullable<Timestamp>,
        attempts -> Integer,
        small -> Nullable<Binary>,
        medium -> Nullable<Binary>,
        large -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    series (id) {
        id -> Uid,
        opportunity_id -> Uid,
        rule -> Text,
        terms -> Text,
        made_until -> Date,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    session (id) {
        id -> Uid,
        opportunity_id -> Uid,
        series_id -> Nullable<Uid>,
        state -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        local_start -> Timestamp,
        local_end -> Timestamp,
        zone -> Text,
        waiting_list -> Bool,
        sign_up_closes_minutes -> Integer,
        sign_up_until -> Timestamp,
        place -> Nullable<Text>,
        message -> Nullable<Text>,
        head_count -> Nullable<Integer>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    session_places (session_id) {
        session_id -> Uid,
        capacity -> Nullable<Integer>,
        held_for_newcomers -> Integer,
        enrolled -> Integer,
        offered -> Integer,
        newcomers -> Integer,
        waiting -> Integer,
        last_position -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    report (id) {
        id -> Uid,
        opportunity_id -> Uid,
        message -> Text,
        email -> Nullable<Text>,
        person_id -> Nullable<Uid>,
        created_at -> Timestamp,
        due_at -> Timestamp,
        state -> Text,
        outcome -> Nullable<Text>,
        answer -> Nullable<Text>,
        resolved_by -> Nullable<Uid>,
        resolved_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    enrolment (id) {
        id -> Uid,
        session_id -> Uid,
        person_id -> Nullable<Uid>,
        state -> Text,
        places -> Integer,
        newcomer -> Bool,
        position -> BigInt,
        offer_expires_at -> Nullable<Timestamp>,
        confirm_until -> Nullable<Timestamp>,
        cancelled_by -> Nullable<Text>,
        message -> Nullable<Text>,
        share_name -> Bool,
        promoted_because -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    enrolment_seat (enrolment_id, person_id) {
        enrolment_id -> Uid,
        session_id -> Uid,
        person_id -> Uid,
        live -> Bool,
        was_there -> Nullable<Bool>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    saved (person_id, opportunity_id) {
        person_id -> Uid,
        opportunity_id -> Uid,
        saved_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    change (seq) {
        seq -> BigInt,
        xid -> BigInt,
        entity -> Text,
        entity_id -> Uid,
        operation -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    outbox (id) {
        id -> Uid,
        kind -> Text,
        recipient -> Nullable<Text>,
        content -> Nullable<Text>,
        created_at -> Timestamp,
        attempts -> Integer,
        next_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        delivered_at -> Nullable<Timestamp>,
        dead_at -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    audit (id) {
        id -> Uid,
        at -> Timestamp,
        subject_id -> Nullable<Uid>,
        by_kind -> Text,
        by_id -> Nullable<Uid>,
        via_id -> Nullable<Uid>,
        operation -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    job (name) {
        name -> Text,
        leased_until -> Nullable<Timestamp>,
        last_run_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    idempotency (key_hash) {
        key_hash -> Binary,
        body_hash -> Binary,
        resource_id -> Uid,
        created_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    setting (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    source_reference (kind, external_id) {
        kind -> Text,
        external_id -> Text,
        content_hash -> Binary,
        imported -> Text,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    origin_awaits (kind, external_id, awaited_id) {
        kind -> Text,
        external_id -> Text,
        awaited_id -> Text,
    }
}

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
    origin_awaits,
    source_reference,
    actor_origin,
    picture_blob,
    picture,
    series,
    session,
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
);
