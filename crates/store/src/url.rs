//! Which database: `sqlite://path` or `postgres://…`.

use std::path::{Path, PathBuf};

use crate::StoreError;

/// A database address, already known to be of a kind we speak.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server; the URL as libpq takes it.
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads `sqlite://path` (relative or absolute) or `postgres://…` / `postgresql://…`.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() || path == ":memory:" {
                return Err(StoreError::BadUrl(
                    "sqlite:// needs the path of a file".to_owned(),
                ));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(StoreError::BadUrl(
            "a database URL begins with sqlite:// or postgres://".to_owned(),
        ))
    }

    /// A database in this file.
    pub fn file(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }

    /// Whether it is PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// Shows no password.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let host = url.rsplit_once('@').map_or(url.as_str(), |(_, host)| host);
                let host = host.split('?').next().unwrap_or_default();
                write!(f, "postgres://{}", host.trim_start_matches("postgres://"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_schemes_are_known_and_no_password_is_shown() {
        let shown = |url: &str| format!("{:?}", DatabaseUrl::parse(url).unwrap());
        assert_eq!(
            shown("sqlite:///var/lib/goesting/db"),
            "sqlite:///var/lib/goesting/db"
        );
        assert_eq!(
            shown("postgres://me:s3cret@db:5432/goesting?password=x"),
            "postgres://db:5432/goesting"
        );
        for wrong in [
            "",
            "mysql://x",
            "goesting.db",
            "sqlite://",
            "sqlite://:memory:",
        ] {
            assert!(DatabaseUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
