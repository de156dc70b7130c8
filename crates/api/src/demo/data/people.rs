//! People, their children, and what they do.

use goesting_types::lang::Lang;
use goesting_types::person::ConsentPurpose;
use serde::Deserialize;

/// Somebody of 13 or older.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their name among people, and before the @ of their address.
    pub key: String,
    /// First name.
    pub first_name: String,
    /// Age in years, surely reached.
    pub age: u8,
    /// Key of the ecosystem whose town they live in.
    pub town: String,
    /// Language of screens and mails.
    #[serde(default)]
    pub lang: Lang,
    /// Whether they log in; some have no e-mail address.
    #[serde(default = "yes")]
    pub account: bool,
    /// As what they stand in the table of log-ins; most do not.
    pub log_in: Option<String>,
    /// Whether they go only where they say here, instead of wherever people are missing.
    #[serde(default)]
    pub own_agenda: bool,
    /// Where they go: keys `actor/opportunity`.
    #[serde(default)]
    pub goes_to: Vec<String>,
    /// Where they wait for a place.
    #[serde(default)]
    pub waits_for: Vec<String>,
    /// What they saved.
    #[serde(default)]
    pub saved: Vec<String>,
    /// What they tell their hosts.
    pub tells: Option<String>,
    /// Keys of the ecosystems they facilitate.
    #[serde(default)]
    pub facilitates: Vec<String>,
    /// Keys of the actors they are steward of.
    #[serde(default)]
    pub steward_of: Vec<String>,
    /// Keys of the actors they are host of.
    #[serde(default)]
    pub host_of: Vec<String>,
    /// Their children.
    #[serde(default)]
    pub children: Vec<Child>,
}

const fn yes() -> bool {
    true
}

/// A child under guardianship.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Child {
    /// First name.
    pub first_name: String,
    /// Age in years, surely reached.
    pub age: u8,
    /// What is allowed.
    #[serde(default = "taking_part")]
    pub consents: Vec<ConsentPurpose>,
    /// Where it goes: keys `actor/opportunity`.
    #[serde(default)]
    pub goes_to: Vec<String>,
}

fn taking_part() -> Vec<ConsentPurpose> {
    vec![ConsentPurpose::Participation, ConsentPurpose::NameToHost]
}
