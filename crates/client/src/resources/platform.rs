//! Whether the server is well.

use crate::call::Call;
use crate::{Client, Result};

impl Client {
    /// `GET /healthz`: the process answers.
    pub async fn get_health(&self) -> Result<()> {
        self.done(Call::at_root("/healthz")).await
    }

    /// `GET /readyz`: it can do its work.
    pub async fn get_readiness(&self) -> Result<()> {
        self.done(Call::at_root("/readyz")).await
    }
}
