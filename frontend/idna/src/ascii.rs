//! ASCII only. Letters of other scripts never get past [`Adapter::map_normalize`], so the
//! properties below are asked of nothing that matters.

macro_rules! masks {
    ($kind:ident: $($name:ident),+) => { $(
        /// Nothing: there are no such characters in ASCII that matter here.
        pub const $name: $kind = $kind;
    )+ };
}
masks!(JoiningTypeMask: LEFT_OR_DUAL_JOINING_MASK, RIGHT_OR_DUAL_JOINING_MASK);
masks!(
    BidiClassMask: RTL_MASK, FIRST_BC_MASK, LAST_LTR_MASK, LAST_RTL_MASK, MIDDLE_LTR_MASK,
    MIDDLE_RTL_MASK
);

/// How a letter joins its neighbours.
#[derive(Clone, Copy)]
pub struct JoiningType;

/// Several of them.
#[derive(Clone, Copy)]
pub struct JoiningTypeMask;

/// In which direction a character is written.
#[derive(Clone, Copy)]
pub struct BidiClass;

/// Several of them.
#[derive(Clone, Copy)]
pub struct BidiClassMask;

impl JoiningType {
    /// The mask of it alone.
    pub fn to_mask(self) -> JoiningTypeMask {
        JoiningTypeMask
    }

    /// No letter of ASCII joins.
    pub fn is_transparent(self) -> bool {
        false
    }
}

impl JoiningTypeMask {
    /// No letter of ASCII joins.
    pub fn intersects(self, _other: Self) -> bool {
        false
    }
}

impl BidiClass {
    /// The mask of it alone.
    pub fn to_mask(self) -> BidiClassMask {
        BidiClassMask
    }

    /// ASCII runs from left to right.
    pub fn is_ltr(self) -> bool {
        true
    }

    /// Not in ASCII.
    pub fn is_nonspacing_mark(self) -> bool {
        false
    }

    /// Of no consequence where nothing runs from right to left.
    pub fn is_european_number(self) -> bool {
        false
    }

    /// Not in ASCII.
    pub fn is_arabic_number(self) -> bool {
        false
    }
}

impl BidiClassMask {
    /// Nothing in ASCII runs from right to left.
    pub fn intersects(self, _other: Self) -> bool {
        false
    }
}

/// What `idna` asks.
#[derive(Default)]
pub struct Adapter(());

impl Adapter {
    /// No tables are needed.
    pub const fn new() -> Self {
        Self(())
    }

    /// Not in ASCII.
    pub fn is_virama(&self, _c: char) -> bool {
        false
    }

    /// Not in ASCII.
    pub fn is_mark(&self, _c: char) -> bool {
        false
    }

    /// From left to right.
    pub fn bidi_class(&self, _c: char) -> BidiClass {
        BidiClass
    }

    /// Does not join.
    pub fn joining_type(&self, _c: char) -> JoiningType {
        JoiningType
    }

    /// Keeps ASCII in small letters; all else becomes U+FFFD, which `idna` refuses.
    pub fn map_normalize<'a, I: Iterator<Item = char> + 'a>(
        &'a self,
        name: I,
    ) -> impl Iterator<Item = char> + 'a {
        name.map(|c| match c {
            'A'..='Z' => c.to_ascii_lowercase(),
            '\0'..='\x7f' => c,
            _ => char::REPLACEMENT_CHARACTER,
        })
    }

    /// The same: what was in Punycode and is not ASCII is refused too.
    pub fn normalize_validate<'a, I: Iterator<Item = char> + 'a>(
        &'a self,
        name: I,
    ) -> impl Iterator<Item = char> + 'a {
        self.map_normalize(name)
    }
}

#[cfg(test)]
mod tests {
    use super::Adapter;

    #[test]
    fn ascii_stays_and_all_else_is_refused() {
        let adapter = Adapter::new();
        assert!(
            adapter
                .map_normalize("Goesting-1.be".chars())
                .eq("goesting-1.be".chars())
        );
        for name in ["goësting", "ĳ", "аpple", "例"] {
            assert!(
                adapter
                    .normalize_validate(name.chars())
                    .any(|c| c == char::REPLACEMENT_CHARACTER),
                "{name} passed"
            );
        }
    }
}
