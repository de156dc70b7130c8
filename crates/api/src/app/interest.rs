//! The vocabulary as it travels, made once.

use std::sync::OnceLock;

use goesting_core::reference::interests;
use goesting_types::interest::Vocabulary;

/// The whole vocabulary.
pub fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| interests::vocabulary().to_wire())
}
