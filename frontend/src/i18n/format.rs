//! Dates, distances and amounts as the mails write them too.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use goesting_i18n::{Lang, format};
use goesting_types::price::{Price, Pricing};

use super::I18n;
use crate::browser;

/// Writes values in one language.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    lang: Lang,
}

impl Format {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// `wo 12 nov, 14.00 – 16.00 uur`.
    pub fn span(self, start: NaiveDateTime, end: NaiveDateTime) -> String {
        format::span(self.lang, start, end)
    }

    /// `14.00 – 16.00 uur`.
    pub fn times(self, start: NaiveTime, end: NaiveTime) -> String {
        format::time_range(self.lang, start, end)
    }

    /// `wo 12 nov`.
    pub fn date(self, date: NaiveDate) -> String {
        format::date(self.lang, date)
    }

    /// `woensdag 12 november 2025`.
    pub fn date_in_full(self, date: NaiveDate) -> String {
        format::date_in_full(self.lang, date)
    }

    /// `12 november 2025`.
    pub fn date_without_weekday(self, date: NaiveDate) -> String {
        format::date_without_weekday(self.lang, date)
    }

    /// `november 2025`.
    pub fn month(self, date: NaiveDate) -> String {
        format::month_and_year(self.lang, date)
    }

    /// `wo`.
    pub fn short_day(self, date: NaiveDate) -> &'static str {
        format::short_day(self.lang, date)
    }

    /// `14.00 uur`.
    pub fn time(self, time: NaiveTime) -> String {
        format::time(self.lang, time)
    }

    /// `wo 12 nov, 14.00 uur`, for an instant.
    pub fn instant(self, at: DateTime<Utc>) -> String {
        format::date_and_time(self.lang, browser::brussels(at))
    }

    /// `2,3 km`.
    pub fn distance(self, metres: u32) -> String {
        format::distance(self.lang, metres)
    }

    /// `€ 3`, `gratis`.
    pub fn cents(self, cents: u32) -> String {
        format::price(self.lang, cents)
    }

    /// `Emma, Noor en Jan`.
    pub fn list(self, items: &[String]) -> String {
        format::list(self.lang, items)
    }
}

/// What it costs for most people, in words: `gratis`, `€ 3`, `tot € 5`. Unknown gives nothing.
pub fn price(i18n: I18n, pricing: &Pricing) -> Option<String> {
    pricing.base.map(|price| match price {
        Price::Free {} => i18n.format().cents(0),
        Price::Band { band } => i18n.label(band),
        Price::Amount { cents } => i18n.format().cents(cents),
    })
}
