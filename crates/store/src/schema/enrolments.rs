//! Enrolments and what is saved.

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
