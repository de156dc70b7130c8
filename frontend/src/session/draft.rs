//! What somebody typed outlives a reload, a lost connection and a log-in that ended.

use leptos::prelude::*;

use crate::browser::{self, Kept};

const PREFIX: &str = "goesting.draft.";

/// A text being typed, kept in this tab until it is sent. Not for passwords.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    /// The text.
    pub text: RwSignal<String>,
    key: StoredValue<String>,
}

impl Draft {
    /// It was sent: nothing is left to keep.
    pub fn clear(self) {
        self.text.set(String::new());
        browser::forget(Kept::Tab, &self.key.get_value());
    }
}

/// A draft under a name that says which form and field, such as `report.{id}`.
pub fn use_draft(name: &str) -> Draft {
    let key = format!("{PREFIX}{name}");
    let text = RwSignal::new(browser::recall(Kept::Tab, &key).unwrap_or_default());
    let key = StoredValue::new(key);
    Effect::new(move |earlier: Option<()>| {
        let text = text.get();
        if earlier.is_some() {
            key.with_value(|key| {
                if text.is_empty() {
                    browser::forget(Kept::Tab, key);
                } else {
                    browser::keep(Kept::Tab, key, &text);
                }
            });
        }
    });
    Draft { text, key }
}

/// Fills in what is known already, unless something was typed there before.
pub fn suggest_draft(name: &str, text: &str) {
    let key = format!("{PREFIX}{name}");
    if browser::recall(Kept::Tab, &key).is_none() {
        browser::keep(Kept::Tab, &key, text);
    }
}

/// Forgets all drafts of this tab: somebody logged out.
pub fn forget_drafts() {
    browser::forget_all(Kept::Tab, PREFIX);
}
