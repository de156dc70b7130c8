//! Edits of many sessions in one statement, each with times of its own.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamp};

use super::row::Edited;
use crate::conn::{Conn, MultiBackend};
use crate::key::Uid;

/// Writes each over its version.
pub(super) struct Edits {
    pub(super) rows: Vec<Edited>,
    /// When all of them were edited.
    pub(super) edited_at: NaiveDateTime,
}

/// Values one after the other, each of its type.
macro_rules! bind {
    ($out:ident, $first:expr => $first_type:ty, $($value:expr => $type:ty,)+) => {
        $out.push_bind_param::<$first_type, _>($first)?;
        $(
            $out.push_sql(", ");
            $out.push_bind_param::<$type, _>($value)?;
        )+
    };
}

impl QueryFragment<MultiBackend> for Edits {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        // As many values as there are sessions.
        out.unsafe_to_cache_prepared();
        out.push_sql(
            "WITH edited (id, version, state, starts_at, ends_at, local_start, local_end, \
             waiting_list, sign_up_closes_minutes, sign_up_until, sign_up_elsewhere, place, message) \
             AS (VALUES ",
        );
        for (index, one) in self.rows.iter().enumerate() {
            out.push_sql(if index == 0 { "(" } else { "), (" });
            bind!(out,
                &one.id => Uid,
                &one.version => BigInt,
                one.state => Text,
                &one.starts_at => Timestamp,
                &one.ends_at => Timestamp,
                &one.local_start => Timestamp,
                &one.local_end => Timestamp,
                &one.waiting_list => Bool,
                &one.sign_up_closes_minutes => Integer,
                &one.sign_up_until => Timestamp,
                &one.sign_up_elsewhere => Bool,
                &one.place => Nullable<Text>,
                &one.message => Nullable<Text>,
            );
        }
        out.push_sql(
            ")) UPDATE session SET state = edited.state, starts_at = edited.starts_at, \
             ends_at = edited.ends_at, local_start = edited.local_start, \
             local_end = edited.local_end, waiting_list = edited.waiting_list, \
             sign_up_closes_minutes = edited.sign_up_closes_minutes, \
             sign_up_until = edited.sign_up_until, \
             sign_up_elsewhere = edited.sign_up_elsewhere, place = edited.place, \
             message = edited.message, version = session.version + 1, edited_at = ",
        );
        out.push_bind_param::<Timestamp, _>(&self.edited_at)?;
        out.push_sql(
            " FROM edited WHERE session.id = edited.id AND session.version = edited.version",
        );
        Ok(())
    }
}

impl QueryId for Edits {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<Conn> for Edits {}
