//! What belongs to HTTP and to no resource: cookies, problems, caching, headers, limits.

pub mod cache;
pub mod conditional;
pub mod cookies;
pub mod cors;
pub mod headers;
pub mod kept;
pub mod limits;
pub mod metrics;
pub mod paging;
pub mod problems;
pub mod request_id;

/// Where the API stands.
pub const BASE: &str = "/api/v1";
