//! Streams, jobs and settings.

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
        modified -> Nullable<Timestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    origin_reference (kind, external_id, reference_id) {
        kind -> Text,
        external_id -> Text,
        reference_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::key::Uid;

    gone (person_id) {
        person_id -> Uid,
        at -> Timestamp,
    }
}
