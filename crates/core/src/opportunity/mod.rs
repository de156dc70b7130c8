//! Opportunities: what they say of themselves, and their life (DOMAIN §2).

mod card;
#[cfg(feature = "reference")]
mod content;
mod life;
mod publish;
mod schema_org;

use chrono::{DateTime, Utc};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{OpportunityContent, OpportunityUpdate};

pub use card::card_flags;
#[cfg(feature = "reference")]
pub use content::{check_place, checked, fill_place};
pub use life::{Pauser, Review, Stage, Standing};
pub use publish::{check_edit, check_publishable, missing, review_for};
pub use schema_org::{Wording, linked};

/// Most pictures of one opportunity.
pub const MAX_PICTURES: usize = 8;

/// An opportunity.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// Its id.
    pub id: OpportunityId,
    /// Where it stands in its life.
    pub standing: Standing,
    /// What it says of itself.
    pub content: OpportunityContent,
    /// Edit version: grows with every edit of the content, with nothing else.
    pub version: i64,
    /// Grows with every change that anybody can see: content, state, actors, pictures, origins.
    pub revision: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
}

/// The content after an edit. Unchecked.
#[must_use]
pub fn edited(content: &OpportunityContent, update: OpportunityUpdate) -> OpportunityContent {
    let OpportunityUpdate {
        title,
        summary,
        description,
        kind,
        interests,
        free_words,
        whereabouts,
        opening_hours,
        ages,
        languages,
        pricing,
        formality,
        recognition,
        card,
        contact,
    } = update;
    let was = content.clone();
    OpportunityContent {
        title: title.unwrap_or(was.title),
        summary: summary.unwrap_or(was.summary),
        description: description.unwrap_or(was.description),
        kind: kind.unwrap_or(was.kind),
        interests: interests.unwrap_or(was.interests),
        free_words: free_words.unwrap_or(was.free_words),
        whereabouts: whereabouts.unwrap_or(was.whereabouts),
        opening_hours: opening_hours.or(was.opening_hours),
        ages: ages.unwrap_or(was.ages),
        languages: languages.unwrap_or(was.languages),
        pricing: pricing.unwrap_or(was.pricing),
        formality: formality.unwrap_or(was.formality),
        recognition: recognition.unwrap_or(was.recognition),
        card: card.unwrap_or(was.card),
        contact: contact.unwrap_or(was.contact),
    }
}
