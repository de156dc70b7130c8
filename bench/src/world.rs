//! Made-up opportunities in real towns, and a realistic mix of questions about them.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use goesting_core::opportunity::card_flags;
use goesting_core::reference::{interests, territories};
use goesting_core::session::Slot;
use goesting_core::time::Zone;
use goesting_search::{Document, SessionFact};
use goesting_types::actor::{ActorKind, ActorSummary, Contact};
use goesting_types::card::{CardFlag, GroupSize, LowThresholdCard};
use goesting_types::ids::{ActorId, OpportunityId, SessionId};
use goesting_types::interest::InterestId;
use goesting_types::lang::Lang;
use goesting_types::opportunity::{
    ActorPart, AgeRange, Formality, OpportunityActor, OpportunityContent, OpportunityKind,
    Recognition,
};
use goesting_types::place::{Place, Point, Whereabouts};
use goesting_types::price::{Price, Pricing};
use goesting_types::search::{Day, Daypart, Facet, SearchQuery, Sort};
use goesting_types::session::SessionState;
use goesting_types::territory::{Ring, TerritoryKind};
use goesting_types::text::LocalizedText;

use crate::dice::Dice;

/// Actors that open opportunities.
pub const ACTORS: u64 = 5_000;
/// Most sessions of one opportunity.
const MOST_SESSIONS: u64 = 50;

/// What opportunities and questions are made of.
pub struct World {
    words: Vec<String>,
    interests: Vec<InterestId>,
    towns: Vec<(&'static str, Point)>,
    /// When all of it was made; questions are about this moment.
    pub now: DateTime<Utc>,
}

impl World {
    /// From the vocabulary and the municipalities that ship.
    pub fn new() -> Self {
        let vocabulary = interests::vocabulary().to_wire();
        let all = || vocabulary.themes.iter().flat_map(|theme| &theme.interests);
        let mut words: Vec<String> = all()
            .flat_map(|interest| interest.synonyms.get(&Lang::Nl).into_iter().flatten())
            .flat_map(|synonym| synonym.split(' ').map(str::to_owned))
            .filter(|word| word.len() > 3)
            .collect();
        words.sort();
        words.dedup();
        Self {
            words,
            interests: all().map(|interest| interest.id.clone()).collect(),
            towns: territories::territories()
                .iter()
                .filter(|area| area.kind == TerritoryKind::Municipality)
                .map(|area| (area.code, area.point))
                .collect(),
            now: Utc::now(),
        }
    }

    /// Common words more often than rare ones.
    fn word(&self, dice: &mut Dice) -> &str {
        let most = self.words.len() as u64;
        let at = dice.below(most).min(dice.below(most)).min(dice.below(most));
        let at = usize::try_from(at).unwrap_or(0);
        self.words.get(at).map_or("", String::as_str)
    }

    fn text(&self, dice: &mut Dice, words: u64) -> LocalizedText {
        let words: Vec<&str> = (0..words).map(|_| self.word(dice)).collect();
        LocalizedText::own(Lang::Nl, words.join(" "))
    }

    /// 1 to 50 sessions within the next half year, a few of them past. None begins or ends near
    /// now: what is still to come stays the same while it is measured.
    fn slots(&self, dice: &mut Dice) -> Vec<Slot> {
        let today = Zone::BRUSSELS.local(self.now).date();
        let zone = Zone::BRUSSELS;
        (0..=dice.below(MOST_SESSIONS))
            .filter_map(|_| {
                let past = dice.below(20) == 0;
                let days = TimeDelta::days(i64::from(dice.small(180)));
                let day = if past {
                    today - TimeDelta::days(2) - days / 18
                } else {
                    today + TimeDelta::days(2) + days
                };
                let time = NaiveTime::from_hms_opt(
                    8 + u32::from(dice.small(12)),
                    15 * u32::from(dice.small(4)),
                    0,
                )?;
                Slot::lasting(day.and_time(time), TimeDelta::hours(2), zone)
            })
            .collect()
    }

    /// A session: two of three with 1 to 20 places, the others to drop in.
    fn session(slot: Slot, dice: &mut Dice) -> SessionFact {
        SessionFact {
            id: SessionId::new(),
            starts_at: slot.starts_at,
            ends_at: slot.ends_at,
            local_start: slot.local_start,
            local_end: slot.local_end,
            places_left: (dice.below(3) > 0).then(|| 1 + u32::from(dice.small(20))),
            sign_up_until: slot.starts_at,
            waiting_list: true,
            state: SessionState::Planned,
        }
    }

    fn place(&self, dice: &mut Dice) -> Place {
        let (town, centre) = *dice.pick(&self.towns);
        // Within some five kilometres.
        let mut near = |degrees: f64| degrees + (f64::from(dice.small(250)) - 125.0) / 2_500.0;
        Place {
            name: Some("Buurthuis".to_owned()),
            street: Some("Kerkstraat 1".to_owned()),
            postcode: None,
            locality: None,
            country: "BE".to_owned(),
            territory: Some(town.into()),
            point: Some(Point {
                lat: near(centre.lat),
                lon: near(centre.lon),
            }),
        }
    }

    /// The card of one in two is filled in, more or less.
    fn card(dice: &mut Dice) -> LowThresholdCard {
        let mut perhaps = || dice.below(4) == 0;
        LowThresholdCard {
            buddy: perhaps(),
            free_try_out: perhaps(),
            no_sign_up: perhaps(),
            come_once: perhaps(),
            may_stop: perhaps(),
            group_size: perhaps().then_some(GroupSize { from: 2, to: 8 }),
            wheelchair: perhaps(),
            accessible_toilet: perhaps(),
            nothing_to_bring: perhaps(),
            ..LowThresholdCard::default()
        }
    }

    fn content(&self, dice: &mut Dice) -> OpportunityContent {
        let base = match dice.below(3) {
            0 => Price::Free {},
            _ => Price::Amount {
                cents: 100 * u32::from(dice.small(40)),
            },
        };
        OpportunityContent {
            title: self.text(dice, 4),
            summary: self.text(dice, 14),
            description: self.text(dice, 60),
            kind: *dice.pick(OpportunityKind::ALL),
            interests: (0..=dice.below(3))
                .map(|_| dice.pick(&self.interests).clone())
                .collect(),
            free_words: Vec::new(),
            whereabouts: Whereabouts::InPerson {
                place: self.place(dice),
            },
            opening_hours: None,
            ages: AgeRange {
                from: Some(dice.small(18)),
                to: Some(20 + dice.small(80)),
            },
            languages: vec!["nl".to_owned()],
            pricing: Pricing {
                base: Some(base),
                ..Pricing::default()
            },
            formality: Formality::NonFormal,
            recognition: Recognition::None,
            card: Self::card(dice),
            contact: Contact {
                phone: Some("016 00 00 00".to_owned()),
                ..Contact::default()
            },
        }
    }

    /// Whoever opens it, by number.
    pub fn actor(&self, number: u64) -> ActorSummary {
        let mut dice = Dice(number);
        ActorSummary {
            id: ActorId::from_uuid(uuid::Uuid::from_u128(u128::from(number) + 1)),
            kind: ActorKind::Association,
            name: format!("De {} {}", self.word(&mut dice), self.word(&mut dice)),
        }
    }

    /// An opportunity with its sessions.
    pub fn document(&self, dice: &mut Dice) -> Document {
        let content = self.content(dice);
        let actor = self.actor(dice.below(ACTORS));
        let slots = self.slots(dice);
        Document {
            id: OpportunityId::new(),
            flags: card_flags(&content),
            content,
            actors: vec![OpportunityActor {
                actor,
                part: ActorPart::Lead,
                credit: None,
                accepted: true,
            }],
            picture: None,
            sessions: slots
                .into_iter()
                .map(|slot| Self::session(slot, dice))
                .collect(),
        }
    }

    /// So many questions.
    pub fn questions(&self, dice: &mut Dice, n: usize) -> Vec<SearchQuery> {
        (0..n).map(|_| self.question(dice)).collect()
    }

    /// One question of the mix: words, typing errors, interests, places, dates, prices, ages.
    fn question(&self, dice: &mut Dice) -> SearchQuery {
        let mut query = SearchQuery::default();
        let (_, point) = *dice.pick(&self.towns);
        let today = self.now.date_naive();
        match dice.below(10) {
            0 => {
                query.q = Some(self.word(dice).to_owned());
            }
            1 => {
                query.q = Some(format!("{} {}", self.word(dice), self.word(dice)));
            }
            2 => {
                let mut word: Vec<char> = self.word(dice).chars().collect();
                word.swap(1, 2);
                query.q = Some(word.into_iter().collect());
            }
            3 => {
                query.interest = vec![dice.pick(&self.interests).clone()];
                query.near = Some(point);
                query.radius_km = Some(25.0);
            }
            4 => {
                query.near = Some(point);
                query.ring = Some(Ring::Region);
                query.facets = vec![Facet::Interest, Facet::Ring, Facet::Free];
            }
            5 => {
                query.near = Some(point);
                query.radius_km = Some(10.0);
                query.weekday = vec![Day::Sat, Day::Sun];
                query.daypart = vec![Daypart::Afternoon];
                query.places_left = Some(2);
            }
            6 => {
                query.from = Some(today + TimeDelta::days(3));
                query.to = Some(today + TimeDelta::days(10));
                query.age = Some(15);
                query.price_max = Some(1_000);
                query.sort = Some(Sort::Date);
            }
            7 => {
                query.q = Some(self.word(dice).to_owned());
                query.free = Some(true);
                query.flag = vec![CardFlag::ComeOnce];
                query.facets = Facet::ALL
                    .iter()
                    .copied()
                    .filter(|facet| *facet != Facet::Ring)
                    .collect();
            }
            8 => {
                query.territory = Some(dice.pick(&self.towns).0.into());
            }
            // Everything, soonest first.
            _ => {}
        }
        query
    }
}
