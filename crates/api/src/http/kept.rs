//! Public answers this node wrote before, for as long as their exact tag holds.
//!
//! Only memory: what is asked is first looked up in the database, and an answer is used again when
//! its tag is still that of what stands there. Nodes need not tell each other anything.

use std::sync::Arc;

use actix_web::web::Bytes;
use goesting_types::ids::OpportunityId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Bytes kept in all: some thousands of pages.
const MOST: u64 = 16 * 1024 * 1024;
/// About how large a page is.
const USUAL: u64 = 3 * 1024;

/// Pages of opportunities, by id. Cheap to clone.
#[derive(Clone)]
pub struct Kept(Arc<Cache<OpportunityId, Page, Weight>>);

#[derive(Clone)]
struct Page {
    tag: Arc<str>,
    bytes: Bytes,
}

#[derive(Clone)]
struct Weight;

impl Weighter<OpportunityId, Page> for Weight {
    fn weight(&self, _: &OpportunityId, page: &Page) -> u64 {
        (page.bytes.len() + page.tag.len()) as u64
    }
}

impl Default for Kept {
    fn default() -> Self {
        let pages = usize::try_from(MOST / USUAL).unwrap_or(usize::MAX);
        Self(Arc::new(Cache::with_weighter(pages, MOST, Weight)))
    }
}

impl Kept {
    /// The page with this tag.
    pub fn get(&self, id: OpportunityId, tag: &str) -> Option<Bytes> {
        let page = self.0.get(&id)?;
        (*page.tag == *tag).then_some(page.bytes)
    }

    /// Keeps a page instead of the one with another tag.
    pub fn put(&self, id: OpportunityId, tag: &str, bytes: Bytes) {
        let tag = tag.into();
        self.0.insert(id, Page { tag, bytes });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_only_good_under_its_own_tag() {
        let (kept, id) = (Kept::default(), OpportunityId::new());
        assert_eq!(kept.get(id, "1"), None);
        kept.put(id, "1", Bytes::from_static(b"one"));
        assert_eq!(kept.get(id, "1").as_deref(), Some(&b"one"[..]));
        assert_eq!(kept.get(id, "2"), None);
        assert_eq!(kept.get(OpportunityId::new(), "1"), None);
        kept.put(id, "2", Bytes::from_static(b"two"));
        assert_eq!(kept.get(id, "1"), None);
        assert_eq!(kept.get(id, "2").as_deref(), Some(&b"two"[..]));
    }

    #[test]
    fn it_never_grows_beyond_its_bound() {
        let kept = Kept::default();
        for _ in 0..40 {
            kept.put(OpportunityId::new(), "1", Bytes::from(vec![0; 1024 * 1024]));
        }
        assert!(kept.0.weight() <= MOST, "{}", kept.0.weight());
    }
}
