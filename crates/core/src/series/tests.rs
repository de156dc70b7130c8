use super::*;
use chrono::NaiveTime;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn weekly(first: &str, interval: u8, weekdays: &[Weekday]) -> SeriesRule {
    SeriesRule {
        first: day(first),
        start: at("14:00:00"),
        duration_minutes: 120,
        zone: "Europe/Brussels".to_owned(),
        recurrence: Recurrence::Week {
            interval,
            weekdays: weekdays.to_vec(),
        },
        until: None,
        except: Vec::new(),
        not_in_school_holidays: false,
        not_on_public_holidays: false,
    }
}

fn series(rule: SeriesRule) -> Series {
    let today = rule.first;
    Series::checked(rule, today, "/rule").unwrap()
}

fn dates(plan: &Plan) -> Vec<String> {
    let of = |slot: &Slot| slot.local_start.date().to_string();
    plan.slots.iter().map(of).collect()
}

#[test]
fn every_other_week_on_two_days_stays_in_step() {
    let series = series(weekly("2027-01-06", 2, &[Weekday::Wed, Weekday::Mon]));
    let plan = series.plan(day("2027-01-01"), day("2027-02-10"));
    assert_eq!(
        dates(&plan),
        [
            "2027-01-06",
            "2027-01-18",
            "2027-01-20",
            "2027-02-01",
            "2027-02-03"
        ]
    );
    // Looked at from later on, it is the same series.
    let later = series.plan(day("2027-01-25"), day("2027-02-10"));
    assert_eq!(dates(&later), ["2027-02-01", "2027-02-03"]);
}

#[test]
fn no_series_begins_at_a_leap_second() {
    let mut rule = weekly("2027-01-06", 1, &[Weekday::Wed]);
    rule.start = at("14:59:60");
    let today = rule.first;
    let refusal = Series::checked(rule, today, "/rule").unwrap_err();
    assert_eq!(refusal.errors[0].pointer, "/rule/start");
}

#[test]
fn a_day_of_the_month_skips_short_months() {
    let mut rule = weekly("2027-01-31", 1, &[Weekday::Mon]);
    rule.recurrence = Recurrence::MonthDay {};
    let plan = series(rule).plan(day("2027-01-01"), day("2027-06-01"));
    assert_eq!(dates(&plan), ["2027-01-31", "2027-03-31", "2027-05-31"]);
}

#[test]
fn the_nth_and_the_last_weekday_of_the_month() {
    let mut rule = weekly("2027-01-10", 1, &[Weekday::Mon]);
    let mut monthly = |nth| {
        rule.recurrence = Recurrence::MonthWeekday {
            nth,
            weekday: Weekday::Sat,
        };
        dates(&series(rule.clone()).plan(day("2027-01-01"), day("2027-03-31")))
    };
    assert_eq!(monthly(1), ["2027-02-06", "2027-03-06"]);
    assert_eq!(monthly(-1), ["2027-01-30", "2027-02-27", "2027-03-27"]);
}

#[test]
fn days_left_out_are_told_with_their_reason() {
    let mut rule = weekly("2026-12-16", 1, &[Weekday::Wed]);
    rule.except = vec![day("2027-01-13")];
    rule.not_in_school_holidays = true;
    rule.not_on_public_holidays = true;
    rule.until = Some(day("2027-01-20"));
    let plan = series(rule).plan(day("2026-12-01"), day("2027-12-31"));
    assert_eq!(dates(&plan), ["2026-12-16", "2027-01-06", "2027-01-20"]);
    let reasons: Vec<_> = plan.left_out.iter().map(|one| one.reason).collect();
    assert_eq!(
        reasons,
        [
            LeftOutReason::SchoolHoliday,
            LeftOutReason::SchoolHoliday,
            LeftOutReason::Exception
        ]
    );
    assert_eq!(plan.left_out[0].name.as_deref(), Some("kerstvakantie"));
    let mut rule = weekly("2027-05-03", 1, &[Weekday::Thu]);
    rule.not_on_public_holidays = true;
    let plan = series(rule).plan(day("2027-05-03"), day("2027-05-10"));
    assert_eq!(plan.left_out[0].name.as_deref(), Some("Hemelvaart"));
}

#[test]
fn past_the_holiday_table_it_says_so() {
    let (_, last) = covered_days().unwrap();
    let first = last - Days::new(10);
    let mut rule = weekly(&first.to_string(), 1, &[Weekday::Mon]);
    rule.not_in_school_holidays = true;
    let near = series(rule.clone()).plan(first, last);
    assert_eq!(near.holidays_unknown_from, None);
    let far = series(rule).plan(first, last + Days::new(30));
    assert_eq!(far.holidays_unknown_from, last.succ_opt());
}

#[test]
fn a_wall_time_the_clock_jumps_over_is_left_out() {
    let mut rule = weekly("2027-03-21", 1, &[Weekday::Sun]);
    rule.start = at("02:30:00");
    let plan = series(rule).plan(day("2027-03-21"), day("2027-04-04"));
    assert_eq!(dates(&plan), ["2027-03-21", "2027-04-04"]);
    assert_eq!(plan.left_out[0].reason, LeftOutReason::NonexistentTime);
    assert_eq!(plan.left_out[0].date, day("2027-03-28"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let today = day("2027-01-01");
    let wrong = |change: fn(&mut SeriesRule)| {
        let mut rule = weekly("2027-01-06", 1, &[Weekday::Wed]);
        change(&mut rule);
        let refusal = Series::checked(rule, today, "").unwrap_err();
        refusal.errors[0].pointer.clone()
    };
    assert_eq!(wrong(|r| r.duration_minutes = 4), "/duration_minutes");
    assert_eq!(wrong(|r| r.duration_minutes = 10_081), "/duration_minutes");
    assert_eq!(wrong(|r| r.zone = "Mars".to_owned()), "/zone");
    assert_eq!(wrong(|r| r.first = NaiveDate::MAX), "/first");
    assert_eq!(wrong(|r| r.first = NaiveDate::MIN), "/first");
    assert_eq!(wrong(|r| r.until = Some(NaiveDate::MIN)), "/until");
    assert_eq!(wrong(|r| r.except = vec![NaiveDate::MIN; 201]), "/except");
    let week = |interval, weekdays: &[Weekday]| Recurrence::Week {
        interval,
        weekdays: weekdays.to_vec(),
    };
    assert_eq!(
        wrong(|r| r.recurrence = Recurrence::MonthWeekday {
            nth: 5,
            weekday: Weekday::Mon
        }),
        "/recurrence/nth"
    );
    for (recurrence, pointer) in [
        (week(0, &[Weekday::Mon]), "/recurrence/interval"),
        (week(9, &[Weekday::Mon]), "/recurrence/interval"),
        (week(1, &[]), "/recurrence/weekdays"),
        (week(1, &[Weekday::Mon; 8]), "/recurrence/weekdays"),
    ] {
        let mut rule = weekly("2027-01-06", 1, &[Weekday::Wed]);
        rule.recurrence = recurrence;
        let refusal = Series::checked(rule, today, "").unwrap_err();
        assert_eq!(refusal.errors[0].pointer, pointer);
    }
}

#[test]
fn it_is_made_twelve_months_ahead_and_never_in_the_past() {
    let now = day("2027-01-13").and_hms_opt(13, 30, 0).unwrap().and_utc();
    let plan = series(weekly("2027-01-06", 1, &[Weekday::Wed]))
        .plan_ahead(now, "/rule")
        .unwrap();
    // Begins at 13:00 UTC: today's is past.
    assert_eq!(dates(&plan).first().unwrap(), "2027-01-20");
    assert_eq!(dates(&plan).last().unwrap(), "2028-01-12");
    let mut over = weekly("2027-01-06", 1, &[Weekday::Wed]);
    over.until = Some(day("2027-01-12"));
    let refusal = series(over).plan_ahead(now, "/rule").unwrap_err();
    assert_eq!(refusal.errors[0].pointer, "/rule");
}

#[test]
fn a_series_that_moved_a_day_goes_on_a_day_later() {
    let mut series = series(weekly("2027-01-06", 1, &[Weekday::Wed]));
    series.rule.except = vec![day("2027-01-13")];
    // From 14:00 to 09:30 the next day.
    let days = series.moved(
        TimeDelta::minutes(19 * 60 + 30),
        Some(TimeDelta::minutes(45)),
    );
    assert_eq!(days, TimeDelta::days(1));
    let plan = series.plan(day("2027-01-01"), day("2027-01-31"));
    assert_eq!(dates(&plan), ["2027-01-07", "2027-01-21", "2027-01-28"]);
    assert_eq!(plan.slots[0].local_start.time(), at("09:30:00"));
    assert_eq!(plan.slots[0].length(), TimeDelta::minutes(45));
}

/// A series that moved goes on day by day just as it would be made all at once, to its very last
/// day.
#[test]
fn a_series_that_moved_keeps_its_last_days() {
    for shift in [-6, -1, 0, 1, 3, 6] {
        for weekdays in [&[Weekday::Wed][..], &[Weekday::Mon, Weekday::Wed]] {
            let mut rule = weekly("2027-01-06", 1, weekdays);
            rule.until = Some(day("2027-03-10"));
            let mut going_on = series(rule);
            let mut until = day("2027-02-01");
            let mut made: Vec<_> = going_on.plan(day("2027-01-01"), until).slots;
            let by = going_on.moved(TimeDelta::days(shift), None);
            for slot in &mut made {
                *slot = Slot::lasting(slot.local_start + by, slot.length(), slot.zone).unwrap();
            }
            until += by;
            for today in day("2027-02-01").iter_days().take(80) {
                if today <= until {
                    continue;
                }
                made.extend(going_on.plan(until + Days::new(1), today).slots);
                until = today;
                if going_on.is_over_after(today) {
                    break;
                }
            }
            let whole = going_on.plan(day("2026-12-01"), day("2028-01-01")).slots;
            assert_eq!(made, whole, "{shift} days, {weekdays:?}");
            assert_eq!(
                made.last().unwrap().local_start.date(),
                day("2027-03-10") + by
            );
        }
    }
}

fn a_recurrence() -> impl Strategy<Value = Recurrence> {
    let weekday = (0_u8..7).prop_map(|n| Weekday::try_from(n).unwrap());
    prop_oneof![
        (1_u8..=8, prop::collection::vec(weekday.clone(), 1..=7))
            .prop_map(|(interval, weekdays)| Recurrence::Week { interval, weekdays }),
        Just(Recurrence::MonthDay {}),
        (prop_oneof![1_i8..=4, Just(-1_i8)], weekday)
            .prop_map(|(nth, weekday)| Recurrence::MonthWeekday { nth, weekday }),
    ]
}

proptest! {
    #[test]
    fn any_rule_makes_an_ascending_plan_that_can_be_cut_anywhere(
        recurrence in a_recurrence(), first in 0_u64..1000, cut in 0_u64..400,
        shift in -10_i32..10, school in any::<bool>(), public in any::<bool>(),
        hour in 0_u32..24, except in prop::collection::vec(0_u64..400, 0..5),
    ) {
        let start = day("2026-01-01") + Days::new(first);
        let mut rule = weekly(&start.to_string(), 1, &[Weekday::Mon]);
        rule.recurrence = recurrence;
        rule.start = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        rule.not_in_school_holidays = school;
        rule.not_on_public_holidays = public;
        rule.except = except.into_iter().map(|n| start + Days::new(n)).collect();
        let mut series = series(rule);
        series.shift_days = shift;
        let (from, to) = (start - Days::new(20), start + Days::new(400));
        let whole = series.plan(from, to);
        prop_assert!(whole.slots.len() <= MAX_SESSIONS + 20);
        prop_assert!(whole.slots.is_sorted_by(|a, b| a.starts_at < b.starts_at));
        for slot in &whole.slots {
            let date = slot.local_start.date();
            prop_assert!((from..=to).contains(&date));
            prop_assert!(!(public && public_holiday(date).is_some()));
            prop_assert_eq!(slot.length(), TimeDelta::minutes(120));
        }
        // Extending from where it stopped gives neither doubles nor gaps.
        let cut = start + Days::new(cut);
        let mut parts = series.plan(from, cut).slots;
        parts.extend(series.plan(cut + Days::new(1), to).slots);
        prop_assert_eq!(parts, whole.slots);
    }
}
