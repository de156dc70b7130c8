//! Why the program did not start, in one line, with how to mend it.

use goesting_store::{DatabaseUrl, StoreError};

use crate::error::ApiError;

/// One line of an error at the start.
pub(super) fn told(error: &ApiError, database: &DatabaseUrl) -> String {
    match error {
        ApiError::Store(error) => of_store(error, database),
        other => in_one_line(&other.to_string()),
    }
}

/// One line of what the database said.
pub(super) fn of_store(error: &StoreError, database: &DatabaseUrl) -> String {
    let said = in_one_line(&error.to_string());
    match (error, database) {
        (StoreError::NewerSchema(_), _) => format!(
            "{said}. Start that version, or restore a backup of before with `goesting restore`"
        ),
        (StoreError::Full(_), _) => format!("{said}. Make room and start again: nothing is lost"),
        (StoreError::Migration(_), _) => format!(
            "{said}. Nothing of that migration was kept; start the version of before and report \
             this line"
        ),
        (_, DatabaseUrl::Postgres(_)) => format!(
            "{database:?} cannot be used: {said}. Start PostgreSQL, or mend host, port, user, \
             password or name in DATABASE_URL"
        ),
        (_, DatabaseUrl::Sqlite(path)) => format!(
            "{} cannot be used: {said}. Check that DATABASE_URL names a database of goesting, and \
             that this user may write the file and its folder",
            path.display()
        ),
    }
}

fn in_one_line(text: &str) -> String {
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}
