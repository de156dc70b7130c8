//! Actors and ecosystems.

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
        reason -> Nullable<Text>,
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
