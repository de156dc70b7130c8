//! Finding places.

use goesting_tests::on_both;
use goesting_types::problem::ErrorCode;
use goesting_types::territory::{TerritoryKind, TerritoryQuery};

on_both! {
    async fn a_village_gives_its_municipality(app: TestApp) {
        let query = TerritoryQuery { q: Some("heverl".to_owned()), ..TerritoryQuery::default() };
        let found = app.stranger().list_territories(&query).await.unwrap();
        assert_eq!(found.items[0].id.as_str(), "24062");
        assert_eq!(found.items[0].matched.as_deref(), Some("Heverlee"));
    }

    async fn pages_follow_on_each_other_without_gap_or_repeat(app: TestApp) {
        let mut query = TerritoryQuery {
            kind: Some(TerritoryKind::Municipality),
            limit: Some(100),
            ..TerritoryQuery::default()
        };
        let mut seen = std::collections::BTreeSet::new();
        loop {
            let page = app.stranger().list_territories(&query).await.unwrap();
            assert_eq!(page.total, Some(565));
            for one in page.items {
                assert!(seen.insert(one.id), "twice");
            }
            match page.next_cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => break,
            }
        }
        assert_eq!(seen.len(), 565);
    }

    async fn bad_questions_get_a_clear_answer(app: TestApp) {
        let raw = app.raw();
        for (path, status, code) in [
            ("/api/v1/territories?x=1", 400, ErrorCode::InvalidQuery),
            ("/api/v1/territories?kind=planet", 400, ErrorCode::InvalidQuery),
            ("/api/v1/territories?near=91,0", 400, ErrorCode::InvalidQuery),
            ("/api/v1/territories?limit=0", 400, ErrorCode::InvalidQuery),
            ("/api/v1/territories?limit=101", 400, ErrorCode::InvalidQuery),
            ("/api/v1/territories?cursor=nope", 400, ErrorCode::InvalidCursor),
            ("/api/v1/territories?parent=99999", 422, ErrorCode::UnknownTerritory),
            ("/api/v1/territories/99999", 404, ErrorCode::NotFound),
            ("/api/v1/nowhere", 404, ErrorCode::NotFound),
        ] {
            let answer = raw.get(path).await;
            assert_eq!((answer.status, answer.problem().code), (status, code), "{path}");
        }
        let posted = raw.post("/api/v1/territories", "{}").await;
        assert_eq!(posted.problem().code, ErrorCode::MethodNotAllowed);
    }

    async fn problems_speak_the_readers_language(app: TestApp) {
        let title = |lang: &'static str| async move {
            let headers = [("accept-language", lang)];
            app.raw().send("GET", "/api/v1/nowhere", &headers, None).await.problem().title
        };
        let titles = [title("nl").await, title("en").await, title("fr").await, title("de").await];
        for (i, one) in titles.iter().enumerate() {
            assert!(titles.iter().skip(i + 1).all(|other| other != one), "{titles:?}");
        }
        assert_eq!(title("xx;q=0.8, ;;garbage").await, titles[0]);
    }

    async fn what_has_not_changed_is_not_sent_again(app: TestApp) {
        let first = app.raw().get("/api/v1/territories/24062").await;
        let tag = first.header("etag").unwrap().to_owned();
        let again = app
            .raw()
            .send("GET", "/api/v1/territories/24062", &[("if-none-match", &tag)], None)
            .await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }
}
