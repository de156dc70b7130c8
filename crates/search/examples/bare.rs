//! The bare index: builds one of made-up opportunities and times a realistic mix of questions.
//!
//! `cargo run --release -p goesting-search --example bare -- [documents] [clients] [seconds] [directory]`
//! A directory given is kept, and used again the next time.
#![allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "a bench prints, and stops at the first thing that is wrong"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use goesting_core::reference::{interests, territories};
use goesting_search::{Asked, Document, FeedCursor, Index, SessionFact, State};
use goesting_types::actor::{ActorKind, ActorSummary, Contact};
use goesting_types::card::{CardFlag, LowThresholdCard};
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

/// `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

struct World {
    words: Vec<String>,
    interests: Vec<InterestId>,
    towns: Vec<(&'static str, Point)>,
    now: DateTime<Utc>,
}

impl World {
    fn new() -> Self {
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
        &self.words[at as usize]
    }

    fn text(&self, dice: &mut Dice, words: u64) -> LocalizedText {
        let words: Vec<&str> = (0..words).map(|_| self.word(dice)).collect();
        LocalizedText::own(Lang::Nl, words.join(" "))
    }

    fn sessions(&self, dice: &mut Dice) -> Vec<SessionFact> {
        (0..=dice.below(50))
            .map(|_| {
                let quarters = dice.below(4 * 24 * 200).cast_signed();
                let starts_at = self.now + TimeDelta::minutes(15 * quarters - 14_400);
                let ends_at = starts_at + TimeDelta::hours(2);
                SessionFact {
                    id: SessionId::new(),
                    starts_at,
                    ends_at,
                    local_start: starts_at.naive_utc() + TimeDelta::hours(1),
                    local_end: ends_at.naive_utc() + TimeDelta::hours(1),
                    places_left: (dice.below(3) > 0).then(|| dice.below(20) as u32),
                    waiting_list: true,
                    state: SessionState::Planned,
                }
            })
            .collect()
    }

    fn document(&self, dice: &mut Dice) -> Document {
        let (town, centre) = *dice.pick(&self.towns);
        let mut near = |degrees: f64| degrees + (dice.below(1_000) as f64 - 500.0) / 10_000.0;
        let point = Point {
            lat: near(centre.lat),
            lon: near(centre.lon),
        };
        let price = match dice.below(3) {
            0 => Price::Free,
            _ => Price::Amount {
                cents: dice.below(40) as u32 * 100,
            },
        };
        Document {
            id: OpportunityId::new(),
            content: OpportunityContent {
                title: self.text(dice, 4),
                summary: self.text(dice, 14),
                description: self.text(dice, 60),
                kind: *dice.pick(OpportunityKind::ALL),
                interests: (0..=dice.below(3))
                    .map(|_| dice.pick(&self.interests).clone())
                    .collect(),
                free_words: Vec::new(),
                whereabouts: Whereabouts::InPerson {
                    place: Place {
                        name: Some("Buurthuis".to_owned()),
                        street: None,
                        postcode: None,
                        locality: None,
                        country: "BE".to_owned(),
                        territory: Some(town.into()),
                        point: Some(point),
                    },
                },
                opening_hours: None,
                ages: AgeRange {
                    from: Some(dice.below(18) as u8),
                    to: Some(20 + dice.below(80) as u8),
                },
                languages: vec!["nl".to_owned()],
                pricing: Pricing {
                    base: Some(price),
                    ..Pricing::default()
                },
                formality: Formality::NonFormal,
                recognition: Recognition::None,
                card: LowThresholdCard::default(),
                contact: Contact::default(),
            },
            actors: vec![OpportunityActor {
                actor: ActorSummary {
                    id: ActorId::from_uuid(uuid::Uuid::from_u128(u128::from(dice.below(5_000)))),
                    kind: ActorKind::Association,
                    name: format!("De {} {}", self.word(dice), self.word(dice)),
                },
                part: ActorPart::Lead,
                credit: None,
                accepted: true,
            }],
            flags: (0..dice.below(6))
                .map(|_| *dice.pick(CardFlag::ALL))
                .collect(),
            picture: None,
            sessions: self.sessions(dice),
        }
    }

    fn query(&self, dice: &mut Dice) -> (&'static str, SearchQuery) {
        let mut query = SearchQuery::default();
        let (_, point) = *dice.pick(&self.towns);
        let today = self.now.date_naive();
        let name = match dice.below(10) {
            0 => {
                query.q = Some(self.word(dice).to_owned());
                "one word"
            }
            1 => {
                query.q = Some(format!("{} {}", self.word(dice), self.word(dice)));
                "two words"
            }
            2 => {
                let mut word: Vec<char> = self.word(dice).chars().collect();
                word.swap(1, 2);
                query.q = Some(word.into_iter().collect());
                "typing error"
            }
            3 => {
                query.interest = vec![dice.pick(&self.interests).clone()];
                query.near = Some(point);
                query.radius_km = Some(25.0);
                "interest nearby"
            }
            4 => {
                query.near = Some(point);
                query.ring = Some(Ring::Region);
                query.facets = vec![Facet::Interest, Facet::Ring, Facet::Free];
                "region with facets"
            }
            5 => {
                query.near = Some(point);
                query.radius_km = Some(10.0);
                query.weekday = vec![Day::Sat, Day::Sun];
                query.daypart = vec![Daypart::Afternoon];
                query.places_left = Some(2);
                "weekend nearby"
            }
            6 => {
                query.from = Some(today + TimeDelta::days(3));
                query.to = Some(today + TimeDelta::days(10));
                query.age = Some(15);
                query.price_max = Some(1_000);
                query.sort = Some(Sort::Date);
                "dates, age and price anywhere"
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
                "word with all facets"
            }
            8 => {
                query.territory = Some(dice.pick(&self.towns).0.into());
                "one town"
            }
            _ => "everything, soonest first",
        };
        (name, query)
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: u64| {
        arguments
            .next()
            .map_or(otherwise, |text| text.parse().unwrap())
    };
    let (documents, clients, seconds) = (number(100_000), number(8), number(10));
    let kept = arguments.next().map(PathBuf::from);
    let root = kept.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!("goesting-bare-{}", std::process::id()))
    });
    let world = World::new();
    let index = Index::open(&root).unwrap();
    if !matches!(index.state(), State::Ready { .. }) {
        let begun = Instant::now();
        let mut rebuild = index.rebuild().unwrap();
        let mut dice = Dice(7);
        for _ in 0..documents {
            rebuild.add(&world.document(&mut dice)).unwrap();
        }
        rebuild.finish(&FeedCursor("0".to_owned())).unwrap();
        println!(
            "{documents} documents in {:.1?}, {}",
            begun.elapsed(),
            memory()
        );
    }
    drop(index);
    let begun = Instant::now();
    let index = Index::open(&root).unwrap();
    println!("opened in {:.0?}, {}", begun.elapsed(), memory());
    by_kind(&world, &index);
    load(&world, &index, clients, Duration::from_secs(seconds));
    drop(index);
    if kept.is_none() {
        std::fs::remove_dir_all(root).unwrap();
    }
}

/// Each kind of question alone, one after the other. Processor time is what a search costs even
/// when others keep the machine busy.
fn by_kind(world: &World, index: &Index) {
    let mut dice = Dice(11);
    let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
    for _ in 0..600 {
        let (name, query) = world.query(&mut dice);
        let (begun, used) = (Instant::now(), processor_time());
        let results = index.search(&query, &Asked::at(world.now)).unwrap();
        let kind = kinds.entry(name).or_default();
        kind.processor.push(processor_time().saturating_sub(used));
        kind.wall.push(begun.elapsed());
        kind.hits += results.total;
    }
    for (name, mut kind) in kinds {
        kind.wall.sort();
        kind.processor.sort();
        println!(
            "{name:32} p50 {:8.2?} p95 {:8.2?}, processor p50 {:8.2?} p95 {:8.2?}, {} hits",
            at(&kind.wall, 50),
            at(&kind.wall, 95),
            at(&kind.processor, 50),
            at(&kind.processor, 95),
            kind.hits / kind.wall.len() as u64
        );
    }
}

#[derive(Default)]
struct Kind {
    wall: Vec<Duration>,
    processor: Vec<Duration>,
    hits: u64,
}

/// What this thread has used of a processor, where the system tells.
fn processor_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_whitespace().next();
    Duration::from_nanos(first.and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

fn load(world: &World, index: &Index, clients: u64, time: Duration) {
    let stop = AtomicBool::new(false);
    let begun = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..clients)
            .map(|client| {
                let stop = &stop;
                scope.spawn(move || {
                    let mut dice = Dice(100 + client);
                    let mut times = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let (_, query) = world.query(&mut dice);
                        let begun = Instant::now();
                        index.search(&query, &Asked::at(world.now)).unwrap();
                        times.push(begun.elapsed());
                    }
                    times
                })
            })
            .collect();
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    times.sort();
    println!(
        "{clients} clients: {rate:.0}/s, p50 {:.2?}, p95 {:.2?}, p99 {:.2?}, {}",
        at(&times, 50),
        at(&times, 95),
        at(&times, 99),
        memory()
    );
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted
        .get((sorted.len() * percent / 100).min(sorted.len() - 1))
        .copied()
        .unwrap_or_default()
}

/// Anonymous resident memory, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon"));
    line.map_or_else(String::new, |line| {
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}
