//! Which amounts a language calls singular.

use crate::{Count, Lang};

/// Whether `count` takes the singular: in French 0 does too.
pub fn is_singular(lang: Lang, count: Count) -> bool {
    match lang {
        Lang::Nl | Lang::En | Lang::De => count.0 == 1,
        Lang::Fr => count.0 <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_counts_zero_as_singular() {
        let singular = |lang| {
            (0..5)
                .chain([11, 21, 101, u64::MAX])
                .filter(|n| is_singular(lang, Count(*n)))
                .collect::<Vec<_>>()
        };
        assert_eq!(singular(Lang::Nl), [1]);
        assert_eq!(singular(Lang::En), [1]);
        assert_eq!(singular(Lang::De), [1]);
        assert_eq!(singular(Lang::Fr), [0, 1]);
    }
}
