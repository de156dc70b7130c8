//! Statements that are prepared once for each connection, and inserts that travel in one.
//!
//! One row by its key is read with `get_result`. `first` binds a `LIMIT`, for which SQLite prepares the
//! statement anew each time.

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Text;
use diesel::{QueryResult, RunQueryDsl};

use crate::StoreError;
use crate::conn::{Conn, MultiBackend};

diesel::define_sql_function! {
    /// A text in lower case; SQLite knows the letters of ASCII only.
    fn lower(text: Text) -> Text;
}

/// An update that is prepared once. Diesel prepares each update anew, since the columns it sets may
/// differ from one to the next; here they never do.
pub(crate) struct Kept<Q>(pub(crate) Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &MultiBackend) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q: Query> Query for Kept<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> RunQueryDsl<Conn> for Kept<Q> {}

/// A word of a vocabulary that stands in the statement itself. SQLite prepares a statement anew for
/// every value bound to a column that a partial index asks about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word(pub(crate) &'static str);

impl Expression for Word {
    type SqlType = Text;
}

impl<T> AppearsOnTable<T> for Word {}

impl<T> SelectableExpression<T> for Word {}

impl<G> ValidGrouping<G> for Word {
    type IsAggregate = is_aggregate::Never;
}

impl QueryId for Word {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<MultiBackend> for Word {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("'");
        out.push_sql(self.0);
        out.push_sql("'");
        Ok(())
    }
}

/// An insert that waits to be done.
pub(crate) type Insert = Box<dyn QueryFragment<MultiBackend>>;

/// Inserts all of these: on PostgreSQL in one statement, for there each is a journey of its own.
pub(crate) fn insert(conn: &mut Conn, inserts: &[Insert]) -> Result<(), StoreError> {
    let at_once = match conn {
        Conn::Pg(_) => inserts.len().max(1),
        Conn::Sqlite(_) => 1,
    };
    for some in inserts.chunks(at_once) {
        Together(some).execute(conn)?;
    }
    Ok(())
}

struct Together<'a>(&'a [Insert]);

impl QueryFragment<MultiBackend> for Together<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let Some((last, first)) = self.0.split_last() else {
            return Ok(());
        };
        for (index, one) in first.iter().enumerate() {
            out.push_sql(if index == 0 { "WITH " } else { ", " });
            out.push_identifier(&format!("part_{index}"))?;
            out.push_sql(" AS (");
            one.walk_ast(out.reborrow())?;
            out.push_sql(") ");
        }
        last.walk_ast(out)
    }
}

impl QueryId for Together<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<Conn> for Together<'_> {}
