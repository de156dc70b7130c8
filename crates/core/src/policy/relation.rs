//! How a caller stands to a thing.

/// One way to stand to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Relation {
    /// It is the caller, or the caller made it for themselves.
    Own = 1,
    /// The caller is guardian of the child it concerns.
    Guardian = 2,
    /// The caller is steward of the actor concerned.
    Steward = 4,
    /// The caller acts for the actor that leads or shares the opportunity: steward or host.
    Host = 8,
    /// The caller is facilitator of the ecosystem concerned.
    Facilitator = 16,
    /// The caller is steward of an actor that was asked to share the opportunity.
    Asked = 32,
    /// The program belongs to the actor concerned.
    OwnActor = 64,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 7] = [
        Self::Own,
        Self::Guardian,
        Self::Steward,
        Self::Host,
        Self::Facilitator,
        Self::Asked,
        Self::OwnActor,
    ];
}

/// A set of relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relations(u8);

impl Relations {
    /// None at all.
    pub const NONE: Self = Self(0);

    /// This set and one more.
    #[must_use]
    pub const fn with(self, relation: Relation) -> Self {
        Self(self.0 | relation as u8)
    }

    /// This set, and one more when it holds.
    #[must_use]
    pub const fn with_if(self, holds: bool, relation: Relation) -> Self {
        if holds { self.with(relation) } else { self }
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it holds.
    pub const fn has(self, relation: Relation) -> bool {
        self.0 & relation as u8 != 0
    }
}

impl FromIterator<Relation> for Relations {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        relations.into_iter().fold(Self::NONE, Self::with)
    }
}
