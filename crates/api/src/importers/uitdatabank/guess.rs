//! Where the next document of a list begins when a broken one does not tell where it ends and no
//! line begins with one.

use serde::de::IgnoredAny;

/// So often is it guessed in one stream, and so many objects are tried each time.
pub(super) const MAX_GUESSES: usize = 100;

/// Where in these bytes, which begin with an object, the next one of its list begins: one that
/// follows an object and a comma, begins with the same name as the first, and can be read.
pub(super) fn next_like_first(bytes: &[u8]) -> Option<usize> {
    let name = first_name(bytes)?;
    (1..bytes.len())
        .filter(|at| bytes.get(*at) == Some(&b'{') && follows_an_object(bytes, *at))
        .filter_map(|at| Some((at, bytes.get(at..)?)))
        .filter(|(_, rest)| first_name(rest) == Some(name))
        .take(MAX_GUESSES)
        .find(|(_, rest)| begins_with_an_object(rest))
        .map(|(at, _)| at)
}

/// The name of the first member of an object.
fn first_name(object: &[u8]) -> Option<&[u8]> {
    let inside = object.strip_prefix(b"{")?.trim_ascii_start();
    inside
        .strip_prefix(b"\"")?
        .split(|byte| *byte == b'"')
        .next()
}

/// Whether an object and a comma stand before this byte.
fn follows_an_object(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
    before
        .strip_suffix(b",")
        .is_some_and(|before| before.trim_ascii_end().ends_with(b"}"))
}

/// Whether an object can be read from the beginning of these bytes, as far as they go.
fn begins_with_an_object(bytes: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => true,
        Some(Err(error)) => error.is_eof(),
        None => false,
    }
}
