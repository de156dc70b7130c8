//! How far it is.

use crate::Lang;
use crate::number::{decimal, grouped};

/// Metres that a distance is rounded to below a kilometre: nobody paces out more precisely.
const STEP: u64 = 50;

/// A distance in metres as people say it: `350 m`, `2,3 km`, `14 km`. It is never 0: what is
/// around the corner is `50 m`. The space does not break.
pub fn distance(lang: Lang, metres: u32) -> String {
    let metres = u64::from(metres);
    let rounded = (metres + STEP / 2) / STEP * STEP;
    if rounded < 1_000 {
        return format!("{}\u{a0}m", rounded.max(STEP));
    }
    let tenths = (metres + 50) / 100;
    match (tenths / 10, tenths % 10) {
        (whole @ 0..10, tenth @ 1..) => format!("{whole}{}{tenth}\u{a0}km", decimal(lang)),
        (whole @ 0..10, 0) => format!("{whole}\u{a0}km"),
        _ => format!("{}\u{a0}km", grouped(lang, (metres + 500) / 1_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_as_people_speak() {
        let said = |metres| distance(Lang::Nl, metres).replace('\u{a0}', " ");
        assert_eq!(said(0), "50 m");
        assert_eq!(said(74), "50 m");
        assert_eq!(said(75), "100 m");
        assert_eq!(said(974), "950 m");
        assert_eq!(said(975), "1 km");
        assert_eq!(said(1_049), "1 km");
        assert_eq!(said(1_050), "1,1 km");
        assert_eq!(said(2_349), "2,3 km");
        assert_eq!(said(9_949), "9,9 km");
        assert_eq!(said(9_950), "10 km");
        assert_eq!(said(14_499), "14 km");
        assert_eq!(said(14_500), "15 km");
        assert_eq!(said(1_234_000), "1.234 km");
        assert_eq!(said(u32::MAX), "4.294.967 km");
    }

    #[test]
    fn english_has_a_point() {
        assert_eq!(distance(Lang::En, 2_300), "2.3\u{a0}km");
        assert_eq!(distance(Lang::De, 2_300), "2,3\u{a0}km");
        assert_eq!(distance(Lang::Fr, 2_300), "2,3\u{a0}km");
    }
}
