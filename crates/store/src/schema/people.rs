//! People and logging in.

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
