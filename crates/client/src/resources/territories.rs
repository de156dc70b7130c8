//! Places and the interest vocabulary.

use goesting_types::interest::Vocabulary;
use goesting_types::page::Page;
use goesting_types::territory::{Territory, TerritoryId, TerritoryQuery};

use crate::call::{Call, segment};
use crate::{Client, Result};

impl Client {
    /// `GET /territories`: municipalities and larger areas.
    pub async fn list_territories(&self, query: &TerritoryQuery) -> Result<Page<Territory>> {
        self.json(Call::get("/territories").query(query)?).await
    }

    /// `GET /territories/{id}`.
    pub async fn get_territory(&self, id: &TerritoryId) -> Result<Territory> {
        self.json(Call::get(format!("/territories/{}", segment(id.as_str()))))
            .await
    }

    /// `GET /interests`: all themes with their interests.
    pub async fn list_interests(&self) -> Result<Vocabulary> {
        self.json(Call::get("/interests")).await
    }
}
