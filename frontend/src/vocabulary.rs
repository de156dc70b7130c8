//! The themes and interests, asked for once.

use std::sync::Arc;

use goesting_client::Client;
use goesting_types::interest::{InterestId, Vocabulary};
use leptos::prelude::*;

use crate::i18n::{I18n, words};
use crate::load::{Load, load};

/// The vocabulary on its way. From the root context.
pub type Vocab = Load<Arc<Vocabulary>>;

/// Asks for the vocabulary.
pub fn provide_vocabulary(client: Client) {
    provide_context::<Vocab>(load(move || {
        let client = client.clone();
        async move { client.list_interests().await.map(Arc::new) }
    }));
}

/// The vocabulary from the context of the app.
pub fn use_vocabulary() -> Vocab {
    expect_context()
}

/// What an interest or theme is called; its slug while the vocabulary is not there. Followed.
pub fn interest_name(i18n: I18n, vocabulary: Vocab, id: &InterestId) -> String {
    vocabulary
        .with(|vocabulary| {
            vocabulary.themes.iter().find_map(|theme| {
                if theme.id == *id {
                    return Some(words(i18n, &theme.label));
                }
                theme
                    .interests
                    .iter()
                    .find(|interest| interest.id == *id)
                    .map(|interest| words(i18n, &interest.label))
            })
        })
        .flatten()
        .unwrap_or_else(|| id.to_string())
}
