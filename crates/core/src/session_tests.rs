use super::*;
use chrono::NaiveDate;
use goesting_types::session::SeriesReach;
use proptest::prelude::*;

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn now() -> DateTime<Utc> {
    at("2027-01-01 00:00").and_utc()
}

fn slot(start: &str, end: &str) -> Slot {
    Slot::between(at(start), at(end), Zone::BRUSSELS, "").unwrap()
}

fn terms(capacity: Option<u32>) -> SessionTerms {
    SessionTerms {
        capacity,
        held_for_newcomers: 0,
        waiting_list: true,
        sign_up_closes_minutes: 60,
        place: None,
        sign_up_elsewhere: false,
    }
}

fn session(capacity: Option<u32>, enrolled: u32, offered: u32) -> Session {
    Session {
        id: SessionId::new(),
        opportunity_id: OpportunityId::new(),
        series_id: None,
        state: SessionState::Planned,
        slot: slot("2027-03-03 14:00", "2027-03-03 16:00"),
        terms: terms(capacity),
        taken: Taken {
            enrolled,
            offered,
            newcomers: 0,
            waiting: 0,
        },
        message: None,
        head_count: None,
        version: 1,
    }
}

fn update(start: Option<&str>, end: Option<&str>) -> SessionUpdate {
    SessionUpdate {
        reach: SeriesReach::This,
        start: start.map(at),
        end: end.map(at),
        terms: None,
        message: None,
    }
}

#[test]
fn a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_earlier() {
    let code = |start, end| {
        Slot::between(at(start), at(end), Zone::BRUSSELS, "")
            .unwrap_err()
            .code
    };
    assert_eq!(
        code("2027-03-28 02:30", "2027-03-28 05:00"),
        ErrorCode::NonexistentLocalTime
    );
    assert_eq!(
        code("2027-03-28 01:30", "2027-03-28 02:30"),
        ErrorCode::NonexistentLocalTime
    );
    let twice = slot("2027-10-31 02:30", "2027-10-31 04:00");
    assert_eq!(twice.starts_at, at("2027-10-31 00:30").and_utc());
    assert_eq!(twice.length(), TimeDelta::minutes(150));
}

#[test]
fn the_end_comes_after_the_start() {
    for end in ["2027-03-03 14:00", "2027-03-03 13:00"] {
        let refusal =
            Slot::between(at("2027-03-03 14:00"), at(end), Zone::BRUSSELS, "").unwrap_err();
        assert_eq!(refusal.code, ErrorCode::EndBeforeStart);
        assert_eq!(refusal.errors[0].pointer, "/end");
        assert_eq!(refusal.errors[0].code, FieldCode::BeforeStart);
    }
    let wild = NaiveDate::MAX.and_hms_opt(0, 0, 0).unwrap();
    assert!(Slot::between(wild, wild, Zone::BRUSSELS, "").is_err());
}

#[test]
fn sign_up_is_not_over_before_it_began() {
    let slot = slot("2027-03-03 14:00", "2027-03-03 16:00");
    let check = |capacity, before| {
        let now = slot.starts_at - TimeDelta::minutes(before);
        check_sign_up(&slot, &terms(capacity), "/terms", now)
    };
    assert!(check(Some(5), 61).is_ok());
    let refusal = check(Some(5), 60).unwrap_err();
    assert_eq!(refusal.errors[0].pointer, "/terms/sign_up_closes_minutes");
    assert!(check(None, 60).is_ok(), "nobody signs up for drop in");
}

#[test]
fn no_wall_clock_shows_a_leap_second() {
    let (fine, end) = (at("2026-12-24 14:59"), at("2026-12-24 16:00"));
    let leap: NaiveDateTime = "2026-12-24T14:59:60".parse().unwrap();
    let pointer = |start, end| {
        let refusal = Slot::between(start, end, Zone::BRUSSELS, "").unwrap_err();
        refusal.errors[0].pointer.clone()
    };
    assert_eq!(pointer(leap, end), "/start");
    assert_eq!(pointer(fine, leap), "/end");
    assert_eq!(
        Slot::lasting(leap, TimeDelta::hours(1), Zone::BRUSSELS),
        None
    );
}

#[test]
fn only_what_people_can_still_come_to_is_announced() {
    let fine = slot("2027-03-03 14:00", "2027-03-03 16:00");
    assert_eq!(fine.check_announced("", now()), Ok(()));
    let past = fine.check_announced("", fine.starts_at).unwrap_err();
    assert_eq!(past.errors[0].code, FieldCode::InPast);
    let far = slot("2033-03-03 14:00", "2033-03-03 16:00");
    assert!(far.check_announced("", now()).is_err());
    let long = slot("2027-03-03 14:00", "2028-03-05 16:00");
    assert!(long.check_announced("", now()).is_err());
}

#[test]
fn capacity_never_goes_below_what_is_taken() {
    let session = session(Some(10), 3, 2);
    assert_eq!(session.check_capacity(&terms(Some(5))), Ok(()));
    for less in [Some(4), None] {
        let refusal = session.check_capacity(&terms(less)).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::CapacityBelowTaken);
    }
    assert_eq!(session.to_wire(false).places_left, Some(5));
}

#[test]
fn of_the_places_left_it_says_how_many_are_held() {
    let clocks = Clocks::default();
    let mut session = session(Some(3), 1, 0);
    session.terms.held_for_newcomers = 2;
    let early = session.slot.starts_at - clocks.held_until - TimeDelta::seconds(1);
    let held = |session: &Session, now| session.to_wire_at(false, &clocks, now).held_left;
    assert_eq!(held(&session, early), Some(2));
    assert_eq!(held(&session, early + TimeDelta::seconds(1)), Some(0));
    session.taken.newcomers = 1;
    assert_eq!(held(&session, early), Some(1));
    session.taken = Taken {
        enrolled: 3,
        ..Taken::default()
    };
    assert_eq!(held(&session, early), Some(0));
    session.terms = terms(None);
    assert_eq!(held(&session, early), None);
}

#[test]
fn drop_in_has_no_places_and_no_sign_up() {
    let wire = session(None, 0, 0).to_wire(false);
    assert_eq!((wire.places_left, wire.sign_up_until), (None, None));
    let wire = session(Some(3), 0, 0).to_wire(false);
    assert_eq!(wire.sign_up_until, Some(at("2027-03-03 12:00").and_utc()));
    assert_eq!(wire.sign_up, SignUp::Here);
    let elsewhere = session(Some(3), 0, 0).to_wire(true);
    assert_eq!(
        (elsewhere.sign_up, elsewhere.sign_up_until),
        (SignUp::Elsewhere, None)
    );
    assert_eq!(elsewhere.places_left, Some(3));
    let asked = session(None, 0, 0).to_wire(true);
    assert_eq!(
        (asked.sign_up, asked.places_left),
        (SignUp::Elsewhere, None)
    );
}

#[test]
fn terms_have_limits() {
    let wrong = |change: fn(&mut SessionTerms)| {
        let mut terms = terms(Some(10));
        change(&mut terms);
        let mut check = Check::default();
        check_terms(&mut check, "/terms", &terms);
        check.finish().unwrap_err().errors[0].pointer.clone()
    };
    assert_eq!(wrong(|t| t.capacity = Some(0)), "/terms/capacity");
    assert_eq!(wrong(|t| t.capacity = Some(10_001)), "/terms/capacity");
    assert_eq!(
        wrong(|t| t.held_for_newcomers = 11),
        "/terms/held_for_newcomers"
    );
    assert_eq!(
        wrong(|t| t.sign_up_closes_minutes = u32::MAX),
        "/terms/sign_up_closes_minutes"
    );
}

#[test]
fn heads_are_counted_once_it_has_begun() {
    let mut session = session(None, 0, 0);
    assert!(session.check_head_count(3, now()).is_err());
    assert_eq!(session.check_head_count(3, session.slot.starts_at), Ok(()));
    assert!(
        session
            .check_head_count(100_001, session.slot.ends_at)
            .is_err()
    );
    session.state = SessionState::Cancelled;
    assert!(session.check_head_count(3, session.slot.ends_at).is_err());
}

#[test]
fn what_is_over_or_cancelled_stays() {
    let mut session = session(None, 0, 0);
    assert_eq!(session.check_coming(now()), Ok(()));
    let over = session.check_coming(session.slot.ends_at).unwrap_err();
    assert_eq!(over.state, Some("done"));
    session.state = SessionState::Cancelled;
    let gone = session.check_coming(now()).unwrap_err();
    assert_eq!(gone.state, Some("cancelled"));
}

#[test]
fn a_move_keeps_the_length_unless_told() {
    let slot = slot("2027-03-03 14:00", "2027-03-03 16:00");
    let asked = |start, end| Shift::asked(&slot, &update(start, end), now());
    assert_eq!(asked(None, None), Ok(None));
    assert_eq!(asked(Some("2027-03-03 14:00"), None), Ok(None));
    let later = asked(Some("2027-03-04 15:00"), None).unwrap().unwrap();
    assert_eq!(later.by, TimeDelta::hours(25));
    assert_eq!(later.length, None);
    assert_eq!(later.apply(&slot).unwrap().length(), TimeDelta::hours(2));
    let longer = asked(None, Some("2027-03-03 17:00")).unwrap().unwrap();
    assert_eq!(
        (longer.by, longer.length),
        (TimeDelta::zero(), Some(TimeDelta::hours(3)))
    );
    assert!(asked(Some("2026-12-31 14:00"), None).is_err());
    assert!(asked(None, Some("2027-03-03 13:00")).is_err());
}

#[test]
fn a_word_to_people_is_short_and_never_blank() {
    assert_eq!(checked_message(Some(" \n ")), Ok(None));
    assert_eq!(
        checked_message(Some(" Tot dan! ")),
        Ok(Some("Tot dan!".to_owned()))
    );
    assert!(checked_message(Some(&"x".repeat(501))).is_err());
}

proptest! {
    /// Across clock changes, a whole series keeps its wall time and its length.
    #[test]
    fn a_shift_moves_wall_time_alike(
        day in 0_u64..700, hour in 0_u32..24, days in -30_i64..30, minutes in -600_i64..600,
    ) {
        let date = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap() + Days::new(day);
        let start = date.and_hms_opt(hour, 0, 0).unwrap();
        let length = TimeDelta::minutes(90);
        let Some(slot) = Slot::lasting(start, length, Zone::BRUSSELS) else {
            return Ok(());
        };
        let shift = Shift { by: TimeDelta::days(days) + TimeDelta::minutes(minutes), length: None };
        match shift.apply(&slot) {
            Ok(moved) => {
                prop_assert_eq!(moved.local_start - slot.local_start, shift.by);
                prop_assert_eq!(moved.length(), length);
                prop_assert_eq!(Zone::BRUSSELS.local(moved.starts_at), moved.local_start);
            }
            Err(refusal) => prop_assert_eq!(refusal.code, ErrorCode::NonexistentLocalTime),
        }
    }
}
