//! Hashes: in names, as integrity, and to see whether inputs changed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// How many hex digits of the SHA-256 stand in a file name: 64 bits.
const NAME_DIGITS: usize = 16;

/// The SHA-256 in hex.
pub fn hex(content: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(content)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// `fonts/body.woff2` → `fonts/body-0123456789abcdef.woff2`.
pub fn hashed_name(name: &str, content: &[u8]) -> String {
    let digest = hex(content);
    let short = digest.get(..NAME_DIGITS).unwrap_or(&digest);
    let file_start = name.rfind('/').map_or(0, |slash| slash + 1);
    match name.rfind('.').filter(|dot| *dot > file_start) {
        Some(dot) => {
            let (stem, extension) = name.split_at(dot);
            format!("{stem}-{short}{extension}")
        }
        None => format!("{name}-{short}"),
    }
}

/// The value of an `integrity` attribute (W3C Subresource Integrity).
pub fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_changes_with_the_content_only() {
        let first = hashed_name("fonts/body.woff2", b"one");
        assert_eq!(first, hashed_name("fonts/body.woff2", b"one"));
        assert_ne!(first, hashed_name("fonts/body.woff2", b"two"));
        assert!(first.starts_with("fonts/body-"));
        assert_eq!(
            std::path::Path::new(&first).extension(),
            Some(std::ffi::OsStr::new("woff2"))
        );
    }

    #[test]
    fn dots_in_folders_and_names_without_extension_are_no_trouble() {
        assert!(hashed_name("v1.0/robots", b"x").starts_with("v1.0/robots-"));
        assert!(hashed_name("a.b.json", b"x").starts_with("a.b-"));
    }

    #[test]
    fn integrity_matches_a_known_value() {
        // From `printf %s "alert('Hello, world.');" | openssl dgst -sha384 -binary | base64`, the specification's example.
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
