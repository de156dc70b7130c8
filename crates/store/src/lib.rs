//! SQLite and PostgreSQL through diesel.
