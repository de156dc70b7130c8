//! Random documents and questions, the same ones every time.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use goesting_core::reference::{interests, territories};
use goesting_search::{Document, SessionFact};
use goesting_types::card::CardFlag;
use goesting_types::ids::{ActorId, OpportunityId, SessionId};
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    AgeRange, Formality, OpeningHours, OpeningSpan, OpportunityKind,
};
use goesting_types::place::{Place, Point, Whereabouts};
use goesting_types::price::{Price, PriceBand, Pricing, SocialTariff};
use goesting_types::search::{Day, Daypart, Facet, SearchQuery, Sort};
use goesting_types::session::SessionState;
use goesting_types::territory::Ring;
use goesting_types::text::LocalizedText;
use uuid::Uuid;

use crate::made::{document, now};

/// `SplitMix64`.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize].clone()
    }

    pub fn some<T: Clone>(&mut self, from: &[T], most: u64) -> Vec<T> {
        let mut picked: Vec<T> = Vec::new();
        for _ in 0..=self.below(most) {
            picked.push(self.pick(from));
        }
        picked
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Words that are like no other word.
pub const WORDS: [&str; 6] = [
    "qxoruvam", "wuqybeti", "zjovoxka", "pyqqegub", "xifwazzo", "vhukqyra",
];
const TOWNS: [&str; 8] = [
    "24062", "24062", "24062", "24107", "21004", "44021", "11002", "62063",
];
const LANGUAGES: [&str; 4] = ["nl", "fr", "en", "ar"];
const LEUVEN: Point = Point {
    lat: 50.8796,
    lon: 4.7009,
};

pub fn interest_ids() -> Vec<InterestId> {
    let all = interests::vocabulary().to_wire();
    all.themes
        .iter()
        .take(3)
        .flat_map(|theme| theme.interests.iter().take(3))
        .map(|interest| interest.id.clone())
        .collect()
}

fn theme_ids() -> Vec<InterestId> {
    let all = interests::vocabulary().to_wire();
    all.themes
        .iter()
        .take(3)
        .map(|theme| theme.id.clone())
        .collect()
}

pub fn actor_ids() -> Vec<ActorId> {
    (1..5)
        .map(|n| ActorId::from_uuid(Uuid::from_u128(n)))
        .collect()
}

fn point(dice: &mut Dice) -> Point {
    // Now and then exactly the same place twice.
    if dice.one_in(8) {
        return LEUVEN;
    }
    let spread = dice.pick(&[0.02, 0.1, 0.5, 3.0]);
    Point {
        lat: LEUVEN.lat + (dice.unit() - 0.5) * spread,
        lon: LEUVEN.lon + (dice.unit() - 0.5) * spread,
    }
}

fn whereabouts(dice: &mut Dice) -> Whereabouts {
    let belgian = !dice.one_in(8);
    let territory = (belgian && !dice.one_in(10)).then(|| dice.pick(&TOWNS).into());
    let place = Place {
        name: None,
        street: None,
        postcode: None,
        locality: None,
        country: if belgian { "BE" } else { "NL" }.into(),
        territory,
        point: (!dice.one_in(5)).then(|| point(dice)),
    };
    match dice.below(8) {
        0 => Whereabouts::Online { url: None },
        1 => Whereabouts::Mixed { place, url: None },
        2 => Whereabouts::OnRequest {
            territory: dice.pick(&TOWNS).into(),
        },
        _ => Whereabouts::InPerson { place },
    }
}

fn pricing(dice: &mut Dice) -> Pricing {
    let base = match dice.below(6) {
        0 => None,
        1 | 2 => Some(Price::Free {}),
        3 => Some(Price::Band {
            band: dice.pick(PriceBand::ALL),
        }),
        _ => Some(Price::Amount {
            cents: dice.below(30) as u32 * 100,
        }),
    };
    Pricing {
        base,
        social_tariff: dice.one_in(3).then_some(SocialTariff {
            cents: 100,
            needs_proof: false,
        }),
        tariffs: Vec::new(),
    }
}

fn opening(dice: &mut Dice) -> OpeningHours {
    let time = |hour: u64| NaiveTime::from_hms_opt(hour as u32, 0, 0).unwrap();
    let mut spans = Vec::new();
    for _ in 0..=dice.below(2) {
        let opens = dice.below(22);
        let closes = (opens + 1 + dice.below(8)) % 24;
        // Past midnight is the end of the day.
        let closes = if closes < opens { 0 } else { closes };
        spans.push(OpeningSpan {
            weekday: dice.pick(&WEEK),
            opens: time(opens),
            closes: time(closes),
        });
    }
    OpeningHours {
        spans,
        from: dice.one_in(3).then(|| date(dice)),
        until: dice.one_in(3).then(|| date(dice)),
    }
}

pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn date(dice: &mut Dice) -> NaiveDate {
    now().date_naive() + TimeDelta::days(dice.below(40) as i64 - 12)
}

fn session(dice: &mut Dice) -> SessionFact {
    let minutes = dice.below(4 * 24 * 30) as i64 * 15 - 8 * 24 * 60;
    let starts_at: DateTime<Utc> = now() + TimeDelta::minutes(minutes);
    let lasts = if dice.one_in(5) {
        TimeDelta::minutes(dice.below(12 * 24 * 60) as i64)
    } else {
        TimeDelta::minutes(60 + dice.below(300) as i64)
    };
    let ends_at = starts_at + lasts;
    let ahead = TimeDelta::hours(2);
    let closes = dice.pick(&[0, 0, 45, 24 * 60, 7 * 24 * 60, 14 * 24 * 60]);
    SessionFact {
        id: SessionId::from_uuid(Uuid::from_u128(u128::from(dice.next()))),
        starts_at,
        ends_at,
        local_start: starts_at.naive_utc() + ahead,
        local_end: ends_at.naive_utc() + ahead,
        places_left: (!dice.one_in(3)).then(|| dice.below(6) as u32),
        sign_up_until: starts_at - TimeDelta::minutes(closes),
        waiting_list: dice.one_in(2),
        state: match dice.below(8) {
            0 => SessionState::Cancelled,
            1 => SessionState::Changed,
            2 => SessionState::Done,
            _ => SessionState::Planned,
        },
    }
}

pub fn random_document(dice: &mut Dice) -> Document {
    let title = dice.some(&WORDS, 3).join(" ");
    let mut made = document(&title);
    made.id = OpportunityId::from_uuid(Uuid::from_u128(
        u128::from(dice.next()) << 64 | u128::from(dice.next()),
    ));
    let content = &mut made.content;
    content.title = LocalizedText::own(Lang::Nl, title);
    content.kind = dice.pick(&[
        OpportunityKind::DoAlong,
        OpportunityKind::Workshop,
        OpportunityKind::OnRequest,
    ]);
    content.interests = if dice.one_in(4) {
        Vec::new()
    } else {
        dice.some(&interest_ids(), 3)
    };
    content.whereabouts = whereabouts(dice);
    content.opening_hours = dice.one_in(4).then(|| opening(dice));
    content.ages = AgeRange {
        from: dice.one_in(2).then(|| dice.below(30) as u8),
        to: dice.one_in(2).then(|| 20 + dice.below(60) as u8),
    };
    content.languages = dice.some(&LANGUAGES.map(str::to_owned), 2);
    content.pricing = pricing(dice);
    content.formality = dice.pick(Formality::ALL);
    made.flags = if dice.one_in(3) {
        Vec::new()
    } else {
        dice.some(CardFlag::ALL, 8)
    };
    made.actors[0].actor.id = dice.pick(&actor_ids());
    if dice.one_in(3) {
        let mut other = made.actors[0].clone();
        other.actor.id = dice.pick(&actor_ids());
        other.part = goesting_types::opportunity::ActorPart::Supports;
        made.actors.push(other);
    }
    made.sessions = (0..dice.below(6)).map(|_| session(dice)).collect();
    made
}

pub fn random_query(dice: &mut Dice) -> SearchQuery {
    // Few filters as a rule, so that something is found; now and then many.
    let rare = dice.pick(&[3, 8, 12, 20]);
    let mut query = SearchQuery::default();
    let yes = |dice: &mut Dice| dice.one_in(rare);
    if yes(dice) {
        query.q = Some(dice.pick(&WORDS).to_owned());
    }
    if yes(dice) {
        let ids = [interest_ids(), theme_ids(), vec!["nobody-does-this".into()]].concat();
        query.interest = dice.some(&ids, 2);
    }
    if yes(dice) {
        query.actor = Some(dice.pick(&actor_ids()));
    }
    if yes(dice) {
        query.kind = dice.some(OpportunityKind::ALL, 3);
    }
    if yes(dice) {
        query.age = Some(dice.below(80) as u8);
    }
    if yes(dice) {
        query.price_max = Some(dice.pick(&[0, 500, 1_000, 2_500, u32::MAX]));
    }
    if yes(dice) {
        query.free = Some(dice.one_in(2));
    }
    if yes(dice) {
        query.social_tariff = Some(dice.one_in(2));
    }
    if yes(dice) {
        query.language = dice.some(&LANGUAGES.map(str::to_owned), 1);
    }
    if yes(dice) {
        query.formal = Some(dice.one_in(2));
    }
    if yes(dice) {
        query.flag = dice.some(CardFlag::ALL, 1);
    }
    if yes(dice) {
        query.from = Some(date(dice));
    }
    if yes(dice) {
        query.to = Some(date(dice));
    }
    if yes(dice) {
        query.weekday = dice.some(Day::ALL, 2);
    }
    if yes(dice) {
        query.daypart = dice.some(Daypart::ALL, 1);
    }
    if yes(dice) {
        query.places_left = Some(dice.below(5) as u32);
    }
    if dice.one_in(2) {
        add_place(dice, &mut query);
    }
    query.facets = Facet::ALL
        .iter()
        .copied()
        .filter(|facet| *facet != Facet::Ring || seen_from_somewhere(&query))
        .filter(|_| dice.one_in(3))
        .collect();
    query.sort = dice
        .one_in(2)
        .then(|| dice.pick(Sort::ALL))
        .filter(|sort| *sort != Sort::Distance || seen_from_somewhere(&query));
    query
}

fn add_place(dice: &mut Dice, query: &mut SearchQuery) {
    if dice.one_in(2) {
        query.near = Some(point(dice));
    }
    if dice.one_in(2) {
        let area = dice.pick(&["24062", "24107", "20001", "02000", "01000", "62063"]);
        assert!(territories::territory(area).is_some());
        query.territory = Some(area.into());
    }
    if seen_from_somewhere(query) {
        if dice.one_in(3) {
            query.radius_km = Some(dice.pick(&[0.5, 3.0, 12.0, 60.0]));
        }
        if dice.one_in(3) {
            query.ring = Some(dice.pick(Ring::ALL));
        }
    }
}

pub fn seen_from_somewhere(query: &SearchQuery) -> bool {
    let town = query.territory.as_ref().is_some_and(|id| {
        territories::territory(id.as_str()).is_some_and(|area| !area.postcodes.is_empty())
    });
    query.near.is_some() || town
}
