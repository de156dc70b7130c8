//! The tantivy index of public opportunities.
