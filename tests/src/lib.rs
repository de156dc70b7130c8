//! Integration tests over a running server, on both databases.
