//! What is wrong with an installation, and how to mend it.

mod checks;

use crate::config::Config;

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub name: &'static str,
    /// How it is.
    pub verdict: Verdict,
}

/// How one part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be; says what is there.
    Good(String),
    /// It works, but somebody should know.
    Mind(String),
    /// It does not work.
    Wrong {
        /// What is wrong.
        what: String,
        /// How to mend it.
        mend: String,
    },
}

impl Verdict {
    fn wrong(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::Wrong {
            what: what.into(),
            mend: mend.into(),
        }
    }

    /// Whether it has to be mended.
    pub const fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong { .. })
    }
}

/// Looks at everything, beside a running server or without one. Changes nothing.
pub async fn examine(config: Config) -> Vec<Finding> {
    let looking = config.clone();
    let still = tokio::task::spawn_blocking(move || checks::standing_still(&looking));
    let mut findings = still.await.unwrap_or_else(|error| {
        vec![Finding {
            name: "doctor",
            verdict: Verdict::wrong(error.to_string(), "report it, with this line"),
        }]
    });
    for (name, verdict) in [
        ("mail", checks::mail(&config).await),
        ("address", checks::address(&config).await),
    ] {
        findings.push(Finding { name, verdict });
    }
    findings
}
