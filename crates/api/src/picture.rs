//! Pictures as they travel.

use goesting_store::picture::StoredPicture;
use goesting_types::opportunity::Picture;

use crate::http::BASE;

/// A picture as it travels: the addresses of its sizes, small to large.
pub fn to_wire(stored: StoredPicture) -> Picture {
    let StoredPicture {
        id,
        alt,
        credit,
        sizes,
    } = stored;
    let urls = sizes.map_or_else(Vec::new, |sizes| {
        sizes.map(|hash| address(&hash)).into_array().into()
    });
    Picture {
        id,
        alt,
        credit,
        urls,
    }
}

/// Where the picture with this hash stands.
fn address(hash: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut address = format!("{BASE}/pictures/");
    for byte in hash {
        // Writing to a string cannot fail.
        let _ = write!(address, "{byte:02x}");
    }
    address
}
