//! How the database is, for who looks after it.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::StoreError;
use crate::conn::Conn;
use crate::rows::instant;
use crate::schema::job;

/// How the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Which program, and which version of it.
    pub version: String,
    /// How large it is.
    pub bytes: i64,
    /// What its clock says, where it has one of its own.
    pub now: Option<DateTime<Utc>>,
    /// What is wrong with the file.
    pub damage: Option<String>,
    /// The locale it speaks to us in, where that is not English.
    pub foreign: Option<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

#[derive(QueryableByName)]
struct Check {
    #[diesel(sql_type = Text)]
    quick_check: String,
}

/// Looks; reads a SQLite file from end to end.
pub fn look(conn: &mut Conn) -> Result<Health, StoreError> {
    let query = match conn {
        Conn::Pg(_) => {
            "SELECT 'PostgreSQL ' || current_setting('server_version') AS version, \
             pg_database_size(current_database()) AS bytes"
        }
        Conn::Sqlite(_) => {
            "SELECT 'SQLite ' || sqlite_version() AS version, c.page_count * s.page_size AS bytes \
             FROM pragma_page_count c, pragma_page_size s"
        }
    };
    let Row { version, bytes } = diesel::sql_query(query).get_result(conn)?;
    let (mut now, mut damage, mut foreign) = (None, None, None);
    match conn {
        Conn::Pg(pg) => {
            let theirs: NaiveDateTime = diesel::select(diesel::dsl::sql::<Timestamp>(
                "(clock_timestamp() AT TIME ZONE 'UTC')",
            ))
            .get_result(pg)?;
            now = Some(instant(theirs));
            let speaks: String =
                diesel::select(diesel::dsl::sql::<Text>("current_setting('lc_messages')"))
                    .get_result(pg)?;
            foreign = Some(speaks).filter(|locale| !is_english(locale));
        }
        Conn::Sqlite(sqlite) => {
            let Check { quick_check } =
                diesel::sql_query("PRAGMA quick_check(1)").get_result(sqlite)?;
            damage = Some(quick_check).filter(|found| found != "ok");
        }
    }
    Ok(Health {
        version,
        bytes,
        now,
        damage,
        foreign,
    })
}

/// Whether messages of this locale are the untranslated ones.
fn is_english(locale: &str) -> bool {
    let language = locale.split(['.', '_', '@']).next().unwrap_or_default();
    ["", "C", "POSIX", "en", "English"].contains(&language)
}

/// When a job ran last: time that has been.
pub fn latest(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let latest: Option<NaiveDateTime> = job::table
        .select(diesel::dsl::max(job::last_run_at))
        .get_result(conn)?;
    Ok(latest.map(instant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_has_many_names() {
        for locale in [
            "",
            "C",
            "C.UTF-8",
            "POSIX",
            "en_US.UTF-8",
            "English_United States.1252",
        ] {
            assert!(is_english(locale), "{locale}");
        }
        for locale in ["nl_BE.UTF-8", "de_DE@euro", "fr_BE", "Cornish"] {
            assert!(!is_english(locale), "{locale}");
        }
    }
}
