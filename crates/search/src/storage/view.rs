//! The columns of one segment, decoded once: a search reads them from memory, number by number.
//!
//! A segment never changes (only its deletions do), so a view lives as long as its segment.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use goesting_core::reference::territories;
use goesting_types::place::Point;
use tantivy::columnar::ColumnValues;
use tantivy::index::InvertedIndexReader;
use tantivy::{DocId, SegmentReader};

use super::calendar::Calendar;
use super::facts::{self, Facts};
use super::moments::{Moment, Opening};
use super::schema::Fields;

/// No municipality in [`View::municipality`].
pub(crate) const NO_MUNICIPALITY: u16 = u16::MAX;

/// The columns of one segment.
pub(crate) struct View {
    /// All terms with their posting lists.
    pub(crate) words: Arc<InvertedIndexReader>,
    /// Ids as 128-bit numbers; their order is the order of the ids.
    pub(crate) ids: Vec<u128>,
    /// See [`Facts`].
    pub(crate) facts: Vec<Facts>,
    /// Where, on the unit sphere; not-a-numbers for nowhere.
    pub(crate) places: Vec<[f64; 3]>,
    /// Cents, or [`facts::UNKNOWN_PRICE`].
    pub(crate) prices: Vec<u64>,
    /// When the door is open.
    pub(crate) openings: Vec<Opening>,
    /// Position in the list of territories, or [`NO_MUNICIPALITY`].
    pub(crate) municipalities: Vec<u16>,
    /// Interests and their themes.
    pub(crate) interests: Labels,
    /// Languages spoken.
    pub(crate) languages: Labels,
    /// Actors.
    pub(crate) actors: Labels,
    /// Sessions, ascending per document.
    pub(crate) sessions: Lists<Moment>,
    upcoming: Mutex<Upcoming>,
    calendar: Mutex<Arc<Calendar>>,
}

/// No session to come in [`View::upcoming`].
pub(crate) const NO_START: u32 = u32::MAX;

/// The next start of each document as of some minute, one small number after the other: the
/// question that is asked most, "what comes first?", then leaves the sessions alone.
struct Upcoming {
    minute: i64,
    starts: Arc<Vec<u32>>,
}

/// Minutes after which the next starts are worked out anew.
const UPCOMING_LASTS: i64 = 60;

/// A list of values per document, one after the other.
pub(crate) struct Lists<T> {
    ends: Vec<u32>,
    values: Vec<T>,
}

impl<T> Lists<T> {
    /// The values of a document.
    pub(crate) fn of(&self, doc: DocId) -> &[T] {
        let doc = doc as usize;
        let start = doc
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(doc).copied().unwrap_or(start);
        self.values
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// Words per document, as positions in a list of their own.
pub(crate) struct Labels {
    /// The list, in alphabetical order.
    pub(crate) names: Vec<String>,
    lists: Lists<u32>,
}

impl Labels {
    /// The positions of a document's words.
    pub(crate) fn of(&self, doc: DocId) -> &[u32] {
        self.lists.of(doc)
    }

    /// The position of a word.
    pub(crate) fn position(&self, name: &str) -> Option<u32> {
        let at = self
            .names
            .binary_search_by(|known| known.as_str().cmp(name))
            .ok()?;
        u32::try_from(at).ok()
    }
}

impl View {
    /// Reads the columns of a segment.
    pub(crate) fn open(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let name = |field| fields.schema.get_field_name(field);
        let high = numbers(segment, name(fields.id_high))?;
        let low = numbers(segment, name(fields.id_low))?;
        let join = |(high, low): (u64, u64)| u128::from(high) << 64 | u128::from(low);
        let locations = numbers(segment, name(fields.location))?;
        let municipalities = numbers(segment, name(fields.municipality))?;
        let openings = numbers(segment, name(fields.opening))?;
        let facts = numbers(segment, name(fields.facts))?;
        Ok(Self {
            words: segment.inverted_index(fields.words)?,
            ids: high.into_iter().zip(low).map(join).collect(),
            facts: facts.into_iter().map(Facts).collect(),
            places: locations
                .into_iter()
                .map(|at| on_sphere(facts::point(at)))
                .collect(),
            prices: numbers(segment, name(fields.price))?,
            openings: openings.into_iter().map(Opening).collect(),
            municipalities: municipalities.into_iter().map(territory_position).collect(),
            interests: labels(segment, name(fields.interests))?,
            languages: labels(segment, name(fields.languages))?,
            actors: labels(segment, name(fields.actors))?,
            sessions: sessions(segment, name(fields.sessions))?,
            upcoming: Mutex::new(Upcoming {
                minute: i64::MIN,
                starts: Arc::default(),
            }),
            calendar: Mutex::new(Arc::new(Calendar::NONE)),
        })
    }
}

impl View {
    /// Per document the start, in minutes since 1970, of the first session one could join at most
    /// an hour ago; [`NO_START`] for none, and 0 where its sign-up closes within that hour. A start
    /// after `now` is the next start now, too.
    pub(crate) fn upcoming(&self, now: i64) -> Arc<Vec<u32>> {
        let mut upcoming = self.upcoming.lock().unwrap_or_else(PoisonError::into_inner);
        let age = now.checked_sub(upcoming.minute);
        if !age.is_some_and(|age| (0..UPCOMING_LASTS).contains(&age)) {
            let first = |doc| {
                let mut sessions = self.sessions.of(doc).iter();
                match sessions.find(|moment| moment.until() > now) {
                    None => NO_START,
                    Some(next) if next.until() < next.start().min(now + UPCOMING_LASTS) => 0,
                    Some(next) => u32::try_from(next.start()).unwrap_or(NO_START),
                }
            };
            *upcoming = Upcoming {
                minute: now,
                starts: Arc::new(self.documents().map(first).collect()),
            };
        }
        Arc::clone(&upcoming.starts)
    }

    /// The calendar of the sessions to come, made at most an hour ago.
    pub(crate) fn calendar(&self, now: i64, today: i64) -> Arc<Calendar> {
        let mut calendar = self.calendar.lock().unwrap_or_else(PoisonError::into_inner);
        if !calendar.is_good(now) {
            let sessions = self.documents().map(|doc| self.sessions.of(doc));
            *calendar = Arc::new(Calendar::new(sessions, now, today));
        }
        Arc::clone(&calendar)
    }

    fn documents(&self) -> std::ops::Range<DocId> {
        0..DocId::try_from(self.ids.len()).unwrap_or(DocId::MAX)
    }
}

/// A point on the unit sphere: the distance of two of them grows with the way between.
pub(crate) fn on_sphere(point: Option<Point>) -> [f64; 3] {
    point.map_or([f64::NAN; 3], |point| {
        let (lat_sin, lat_cos) = point.lat.to_radians().sin_cos();
        let (lon_sin, lon_cos) = point.lon.to_radians().sin_cos();
        [lat_cos * lon_cos, lat_cos * lon_sin, lat_sin]
    })
}

/// The position of a municipality in the list of territories, by its NIS code as a number.
pub(crate) fn territory_position(nis: u64) -> u16 {
    static POSITIONS: OnceLock<Vec<u16>> = OnceLock::new();
    let positions = POSITIONS.get_or_init(|| {
        let mut positions = vec![NO_MUNICIPALITY; 100_000];
        for (at, territory) in (0..).zip(territories::territories()) {
            if let Some(slot) = territory
                .code
                .parse()
                .ok()
                .and_then(|nis: usize| positions.get_mut(nis))
            {
                *slot = at;
            }
        }
        positions
    });
    usize::try_from(nis)
        .ok()
        .and_then(|nis| positions.get(nis))
        .copied()
        .unwrap_or(NO_MUNICIPALITY)
}

/// A column with one number per document.
fn numbers(segment: &SegmentReader, field: &str) -> tantivy::Result<Vec<u64>> {
    let column = segment
        .fast_fields()
        .column_first_or_default::<u64>(field)?;
    let mut values = vec![0; segment.max_doc() as usize];
    column.get_range(0, &mut values);
    Ok(values)
}

fn sessions(segment: &SegmentReader, field: &str) -> tantivy::Result<Lists<Moment>> {
    let column = segment.fast_fields().column_opt::<u64>(field)?;
    let mut ends = Vec::with_capacity(segment.max_doc() as usize);
    let mut values = Vec::new();
    if let Some(column) = column {
        values.reserve_exact(column.values.num_vals() as usize);
        for doc in 0..segment.max_doc() {
            values.extend(column.values_for_doc(doc).map(Moment));
            ends.push(length(&values)?);
        }
    }
    Ok(Lists { ends, values })
}

fn labels(segment: &SegmentReader, field: &str) -> tantivy::Result<Labels> {
    let mut names = Vec::new();
    let mut ends = Vec::with_capacity(segment.max_doc() as usize);
    let mut values = Vec::new();
    if let Some(column) = segment.fast_fields().str(field)? {
        for position in 0..column.num_terms() as u64 {
            let mut name = String::new();
            column.ord_to_str(position, &mut name)?;
            names.push(name);
        }
        for doc in 0..segment.max_doc() {
            let positions = column.ords().values_for_doc(doc);
            values.extend(positions.filter_map(|position| u32::try_from(position).ok()));
            ends.push(length(&values)?);
        }
    }
    Ok(Labels {
        names,
        lists: Lists { ends, values },
    })
}

fn length<T>(values: &[T]) -> tantivy::Result<u32> {
    u32::try_from(values.len()).map_err(|_| {
        tantivy::TantivyError::InvalidArgument("a segment with four milliard values".to_owned())
    })
}
