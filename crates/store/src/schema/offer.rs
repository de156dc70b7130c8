//! Opportunities and sessions.

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
        over_at -> Nullable<Timestamp>,
        withdrawn_from -> Nullable<Text>,
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
        modified -> Nullable<Timestamp>,
        joined -> Bool,
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
        sign_up_elsewhere -> Bool,
        place -> Nullable<Text>,
        message -> Nullable<Text>,
        head_count -> Nullable<Integer>,
        version -> BigInt,
        edited_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    session_source (session_id) {
        session_id -> Uid,
        starts_at -> Nullable<Timestamp>,
        cancelled -> Bool,
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
