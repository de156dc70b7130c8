//! Why a document did not become anything.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! skip_codes {
    ($( $(#[$meta:meta])* $variant:ident => $word:literal, $sentence:literal; )+) => {
        /// Stable code of a reason to skip a document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SkipCode {
            $( $(#[$meta])* $variant ),+
        }

        impl SkipCode {
            /// Every code, in a fixed order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The code as reports spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word ),+ }
            }

            /// What it means, in one English sentence without a full stop.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $( Self::$variant => $sentence ),+ }
            }
        }
    };
}

skip_codes! {
    /// The file or folder could not be read.
    Unreadable => "unreadable", "the file could not be read";
    /// There is no document in the file.
    Empty => "empty", "there is no document in the file";
    /// Larger than a document may be.
    TooLarge => "too_large", "the document is larger than a document may be";
    /// Bytes that are no UTF-8.
    NotUtf8 => "not_utf8", "the document is not UTF-8";
    /// No JSON.
    Malformed => "malformed", "the document is not valid JSON";
    /// The file ends in the middle of the document.
    Truncated => "truncated", "the file ends in the middle of the document";
    /// Nested too deeply.
    TooDeep => "too_deep", "the document is nested too deeply";
    /// A number, a text, a list where an object is expected.
    NotAnObject => "not_an_object", "the document is not a JSON object";
    /// A template that was never filled in.
    Placeholder => "placeholder", "a placeholder was never filled in";
    /// Only a link to a document.
    ReferenceOnly => "reference_only", "this only refers to a document, it does not hold it";
    /// No event, place or organiser.
    UnknownKind => "unknown_kind", "this is neither an event, nor a place, nor an organiser";
    /// A page or list holds none.
    EmptyPage => "empty_page", "the page holds no documents";
    /// `workflowStatus` DRAFT.
    Draft => "draft", "the source still calls it a draft";
    /// `workflowStatus` `READY_FOR_VALIDATION`.
    AwaitsValidation => "awaits_validation", "the source has not approved it yet";
    /// `workflowStatus` REJECTED.
    Rejected => "rejected", "the source rejected it";
    /// `workflowStatus` DELETED.
    Deleted => "deleted", "the source deleted it";
    /// Only for schools.
    AudienceEducation => "audience_education", "it is for schools only";
    /// Only for members.
    AudienceMembers => "audience_members", "it is for members only";
    /// `availableFrom` lies ahead.
    NotYetAvailable => "not_yet_available", "the source publishes it later";
    /// No name in any language.
    NoTitle => "no_title", "it has no name in any language";
    /// No term of the domain `eventtype`.
    NoEventType => "no_event_type", "it has no event type";
    /// Neither a place nor online.
    NoPlace => "no_place", "it has neither a place nor an online address";
    /// None of its dates can be read.
    NoValidDate => "no_valid_date", "none of its dates can be read";
    /// Another document of this run or an earlier one has the same id and counts.
    Superseded => "superseded", "another document with the same id counts: it is newer, or as old and was chosen of the two";
    /// The store did not take it.
    Refused => "refused", "it could not be stored";
}

impl fmt::Display for SkipCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for SkipCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Why a document was skipped: a code for programs, words for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SkipReason {
    /// The code.
    pub code: SkipCode,
    /// In words, with what was found.
    pub text: String,
}

impl SkipReason {
    /// The reason with its sentence.
    #[must_use]
    pub fn new(code: SkipCode) -> Self {
        Self {
            code,
            text: code.sentence().to_owned(),
        }
    }

    /// The reason with its sentence and what was found.
    pub fn with(code: SkipCode, found: impl fmt::Display) -> Self {
        Self {
            code,
            text: format!("{}: {found}", code.sentence()),
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct_and_each_says_what_it_means() {
        let words: BTreeSet<_> = SkipCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), SkipCode::ALL.len());
        assert!(
            SkipCode::ALL
                .iter()
                .all(|code| code.sentence().len() > 10 && !code.sentence().ends_with('.'))
        );
    }

    #[test]
    fn a_reason_names_what_was_found() {
        let reason = SkipReason::with(SkipCode::Placeholder, "%{name}");
        assert_eq!(
            serde_json::to_value(&reason).unwrap(),
            serde_json::json!({
                "code": "placeholder",
                "text": "a placeholder was never filled in: %{name}"
            })
        );
    }
}
