//! The two modules the app is compiled into, each with a page that loads it.

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Everything but the desks.
    Citizens,
    /// The desks of partners and facilitators.
    Desks,
}

impl Part {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Citizens, Self::Desks];

    /// The page that loads it.
    pub fn page(self) -> &'static str {
        match self {
            Self::Citizens => "index.html",
            Self::Desks => "desk.html",
        }
    }

    /// The feature of the package that makes it.
    pub fn feature(self) -> Option<&'static str> {
        match self {
            Self::Citizens => None,
            Self::Desks => Some("desks"),
        }
    }

    /// How its files are called, before the hash.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Citizens => "app",
            Self::Desks => "desk",
        }
    }
}
