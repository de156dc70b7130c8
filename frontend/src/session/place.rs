//! Where the reader looks from. It stays on the device; the account only has it when asked.

use goesting_types::place::Point;
use goesting_types::search::SearchQuery;
use goesting_types::territory::{Ring, TerritoryId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::browser::{self, Kept};

const KEY: &str = "goesting.here";

/// A place to look from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HereNow {
    /// As the reader knows it: "Leuven".
    pub label: String,
    /// The municipality.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub territory: Option<TerritoryId>,
    /// Or a point.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub near: Option<Point>,
}

impl HereNow {
    /// Looks from here: in the region around it, unless the search says how far.
    pub fn aim(&self, query: &mut SearchQuery) {
        query.territory.clone_from(&self.territory);
        query.near = self.near;
        query.ring.get_or_insert(Ring::Region);
    }
}

/// The place, if one was chosen. From the root context.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    now: RwSignal<Option<HereNow>>,
}

impl Here {
    /// What was chosen before on this device.
    pub fn recalled() -> Self {
        let now =
            browser::recall(Kept::Device, KEY).and_then(|json| serde_json::from_str(&json).ok());
        Self {
            now: RwSignal::new(now),
        }
    }

    /// The place; followed.
    pub fn get(self) -> Option<HereNow> {
        self.now.get()
    }

    /// The place, for an event handler; not followed.
    pub fn get_now(self) -> Option<HereNow> {
        self.now.get_untracked()
    }

    /// Chooses a place, or none.
    pub fn set(self, here: Option<HereNow>) {
        match here.as_ref().map(serde_json::to_string) {
            Some(Ok(json)) => browser::keep(Kept::Device, KEY, &json),
            Some(Err(_)) | None => browser::forget(Kept::Device, KEY),
        }
        self.now.set(here);
    }
}

/// The place from the context of the app.
pub fn use_here() -> Here {
    expect_context()
}
