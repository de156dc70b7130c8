//! What can go wrong with storage, sorted by what the caller can do about it.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// A storage error.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row.
    #[error("not found")]
    NotFound,
    /// A row with this key exists already; names the constraint where the database does.
    #[error("already exists: {0}")]
    Exists(String),
    /// What it refers to was deleted meanwhile: most often the person who asks.
    #[error("what it refers to is gone: {0}")]
    Dangling(String),
    /// Away, too busy, or restarting: trying again shortly may work.
    #[error("the database is away or too busy: {0}")]
    Unavailable(String),
    /// Others wrote the same at the same moment, and it gave way or waited too long: trying again
    /// works.
    #[error("others were in the way: {0}")]
    Contended(String),
    /// No room left.
    #[error("no room left to store: {0}")]
    Full(String),
    /// The URL names no database we speak.
    #[error("{0}")]
    BadUrl(String),
    /// The file is a database of another program.
    #[error("it holds the tables of another program")]
    Foreign,
    /// The schema was made by a newer version of the program.
    #[error(
        "the database was migrated by a newer version (it has {0}, which this one does not know)"
    )]
    NewerSchema(String),
    /// A stored value that cannot be read back.
    #[error("stored {what} cannot be read: {why}")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A migration failed.
    #[error("migration failed: {0}")]
    Migration(String),
    /// Anything else the database says.
    #[error("database: {0}")]
    Database(Diesel),
}

impl StoreError {
    pub(crate) fn corrupt(what: &'static str, why: impl std::fmt::Display) -> Self {
        Self::Corrupt {
            what,
            why: why.to_string(),
        }
    }

    /// Whether the connection that gave it should not be used again.
    pub(crate) const fn breaks_connection(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<Diesel> for StoreError {
    fn from(error: Diesel) -> Self {
        match &error {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(kind, info) => {
                let message = info.message();
                match kind {
                    DatabaseErrorKind::UniqueViolation => {
                        Self::Exists(info.constraint_name().unwrap_or(message).to_owned())
                    }
                    DatabaseErrorKind::ForeignKeyViolation => Self::Dangling(message.to_owned()),
                    DatabaseErrorKind::SerializationFailure => Self::Contended(message.to_owned()),
                    DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::UnableToSendCommand => {
                        Self::Unavailable(message.to_owned())
                    }
                    _ if is_full(message) => Self::Full(message.to_owned()),
                    _ if is_in_the_way(message) => Self::Contended(message.to_owned()),
                    _ if is_away(message) => Self::Unavailable(message.to_owned()),
                    _ => Self::Database(error),
                }
            }
            Diesel::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            // PostgreSQL is asked for what a type is called there, the first time one is sent.
            Diesel::SerializationError(why)
                if why.to_string().starts_with("Failed to find a type oid") =>
            {
                Self::Unavailable(why.to_string())
            }
            _ => Self::Database(error),
        }
    }
}

impl From<r2d2::Error> for StoreError {
    fn from(error: r2d2::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

// In English: see `Conn::open`.

fn is_full(message: &str) -> bool {
    ["database or disk is full", "No space left on device"]
        .iter()
        .any(|text| message.contains(text))
}

fn is_away(message: &str) -> bool {
    [
        "database is locked",
        "disk I/O error",
        "terminating connection",
        "server closed the connection",
        "connection to server",
        "the database system is",
        "no connection to the server",
        "remaining connection slots",
    ]
    .iter()
    .any(|text| message.contains(text))
}

fn is_in_the_way(message: &str) -> bool {
    // The second is what `lock_timeout` ends, see `Conn::open`.
    ["deadlock detected", "due to lock timeout"]
        .iter()
        .any(|text| message.contains(text))
}

/// An error that may carry a storage error.
pub trait Failure {
    /// The storage error in it, if that is what it is.
    fn storage(&self) -> Option<&StoreError>;
}

impl Failure for StoreError {
    fn storage(&self) -> Option<&StoreError> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gives_way_to_another_keeps_the_connection() {
        for said in [
            "deadlock detected",
            "canceling statement due to lock timeout",
        ] {
            let kind = DatabaseErrorKind::Unknown;
            let error = StoreError::from(Diesel::DatabaseError(kind, Box::new(said.to_owned())));
            assert!(matches!(error, StoreError::Contended(_)), "{error}");
            assert!(!error.breaks_connection());
        }
    }

    #[test]
    fn a_database_that_went_before_it_was_asked_for_a_type_is_away() {
        let of = |why: &str| StoreError::from(Diesel::SerializationError(why.into()));
        let asked = of("Failed to find a type oid for `uuid`");
        assert!(matches!(asked, StoreError::Unavailable(_)) && asked.breaks_connection());
        assert!(matches!(of("a date too early"), StoreError::Database(_)));
    }
}
