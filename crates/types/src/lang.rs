//! The four languages of the interface and of content.

vocabulary! {
    /// A language the interface speaks. Dutch comes first everywhere.
    Lang {
        /// Dutch.
        Nl => "nl",
        /// English.
        En => "en",
        /// French.
        Fr => "fr",
        /// German.
        De => "de",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the vocabulary macro has no default variant"
)]
impl Default for Lang {
    fn default() -> Self {
        Self::Nl
    }
}
