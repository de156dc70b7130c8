//! Why the program did not start, in one line, with how to mend it.

use goesting_store::{DatabaseUrl, StoreError};
use goesting_types::lang::Lang;

use crate::error::ApiError;
use crate::http::problems::title;

/// One line of an error at the start.
pub(super) fn told(error: &ApiError, database: &DatabaseUrl) -> String {
    match error {
        ApiError::Store(error) => of_store(error, database),
        other => {
            let said = in_one_line(&other.to_string());
            if is_out_of_room(&said) {
                return format!("{said}. {MAKE_ROOM}");
            }
            said
        }
    }
}

/// One line of why a command was not done: in words, with the fields that are not right.
pub(super) fn refused(error: &ApiError) -> String {
    let ApiError::Refused(refusal) = error else {
        return in_one_line(&error.to_string());
    };
    let fields = refusal
        .errors
        .iter()
        .map(|one| format!("{}: {}", one.pointer.trim_start_matches('/'), one.detail));
    let detail = refusal.detail.iter().map(ToString::to_string);
    let all: Vec<_> = detail.chain(fields).collect();
    if all.is_empty() {
        title(refusal.code, Lang::En)
    } else {
        all.join("; ")
    }
}

/// One line of what the database said.
pub(super) fn of_store(error: &StoreError, database: &DatabaseUrl) -> String {
    let said = in_one_line(&error.to_string());
    match (error, database) {
        (StoreError::NewerSchema(_), _) => format!(
            "{said}. Start that version, or restore a backup of before with `goesting restore`"
        ),
        (StoreError::Full(_), _) => format!("{said}. {MAKE_ROOM}"),
        // PostgreSQL may have another machine's disk.
        (_, DatabaseUrl::Sqlite(path)) if is_out_of_room(&said) => {
            format!("{} cannot be used: {said}. {MAKE_ROOM}", path.display())
        }
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

/// What to do about a full disk.
pub(super) const MAKE_ROOM: &str = "Make room on the disk and start again: nothing is lost";

/// Whether a disk is full, in the words of whoever noticed. SQLite calls it an I/O error where it
/// cannot make a file grow that it maps.
fn is_out_of_room(said: &str) -> bool {
    [
        "disk I/O error",
        "database or disk is full",
        "No space left on device",
    ]
    .iter()
    .any(|words| said.contains(words))
}

fn in_one_line(text: &str) -> String {
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_asks_for_room_whoever_notices_it() {
        let sqlite = DatabaseUrl::file("goesting.sqlite3".as_ref());
        for error in [
            ApiError::Store(StoreError::Full("database or disk is full".to_owned())),
            ApiError::Store(StoreError::Unavailable("disk I/O error".to_owned())),
            ApiError::Store(StoreError::Migration("database or disk is full".to_owned())),
            ApiError::internal("No space left on device (os error 28)"),
        ] {
            let line = told(&error, &sqlite);
            assert!(line.ends_with(MAKE_ROOM), "{line}");
            assert!(!line.contains("DATABASE_URL"), "{line}");
        }
        let other = ApiError::Store(StoreError::Unavailable("database is locked".to_owned()));
        assert!(!told(&other, &sqlite).contains(MAKE_ROOM));
    }
}
