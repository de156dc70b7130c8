//! Reading: tags, 304, and the words of schema.org.

use super::stage::{open, town, wednesday};
use goesting_core::opportunity::Standing;
use goesting_store::opportunity;
use goesting_tests::{LEUVEN, TestApp, on_both};
use goesting_types::actor::{ActorKind, ActorUpdate};
use goesting_types::ids::OpportunityId;
use goesting_types::opportunity::{ActorPart, CoOwnerInvite, OpportunityUpdate};
use goesting_types::page::View;

async fn set_phone(app: &TestApp, id: OpportunityId, phone: Option<&'static str>) {
    let now = app.now();
    app.app()
        .write(move |conn| {
            let was = opportunity::find(conn, id)?;
            let mut content = was.content;
            content.contact.phone = phone.map(str::to_owned);
            Ok(opportunity::edit(conn, id, was.version, &content, now)?)
        })
        .await
        .unwrap();
}

on_both! {
    async fn the_tag_changes_with_what_is_read_and_with_nothing_else(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let path = format!("/api/v1/opportunities/{id}");
        let raw = app.raw();
        let first = raw.get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(first.header("cache-control"), Some("public, no-cache"));
        let again = |tag: String| {
            let (raw, path) = (raw.clone(), path.clone());
            async move { raw.send("GET", &path, &[("if-none-match", &tag)], None).await }
        };
        let same = again(tag.clone()).await;
        assert_eq!((same.status, same.body.as_str()), (304, ""));
        // Whoever asks gets the same bytes.
        assert_eq!(town.els.raw().get(&path).await.body, first.body);
        // A session is not in it.
        wednesday(&town.els, id, Some(3)).await;
        assert_eq!(again(tag.clone()).await.status, 304);

        let mut tag = tag;
        let els = &town.els.client;
        let museum = app.actor(&town.els, ActorKind::Museum, "Museum").await;
        for step in ["edit", "share", "rename", "pause"] {
            match step {
                "edit" => {
                    let free = OpportunityUpdate {
                        free_words: Some(vec!["stof".to_owned()]), ..OpportunityUpdate::default()
                    };
                    els.update_opportunity(id, 1, &free).await.unwrap();
                }
                "share" => {
                    let invite = CoOwnerInvite {
                        actor_id: museum.id, part: ActorPart::CoOwner, credit: None,
                    };
                    els.share_opportunity(id, &invite).await.unwrap();
                }
                "rename" => {
                    let name: ActorUpdate =
                        serde_json::from_value(serde_json::json!({"name": "Stadsmuseum"})).unwrap();
                    els.update_actor(museum.id, museum.version, &name).await.unwrap();
                }
                _ => {
                    els.pause_opportunity(id).await.unwrap();
                }
            }
            let fresh = again(tag.clone()).await;
            assert_eq!(fresh.status, 200, "{step}");
            fresh.header("etag").unwrap().clone_into(&mut tag);
        }
    }

    async fn who_says_no_contact_shows_that_of_the_ecosystem(app: TestApp) {
        let els = app.someone("Els").await;
        let bib = app.actor(&els, ActorKind::Library, "Bib").await.id;
        let id = app.opportunity(bib, Standing::open(app.now()), "Voorlezen").await;
        set_phone(app, id, None).await;
        let (raw, path) = (app.raw(), format!("/api/v1/opportunities/{id}"));
        let again = |tag: &str| {
            let (raw, path, tag) = (raw.clone(), path.clone(), tag.to_owned());
            async move { raw.send("GET", &path, &[("if-none-match", &tag)], None).await }
        };
        let nobody = raw.get(&path).await;
        assert!(nobody.json()["content"]["contact"]["phone"].is_null());
        let tag = nobody.header("etag").unwrap();
        assert_eq!(again(tag).await.status, 304);

        app.ecosystem("Leuven leert", &[LEUVEN]).await;
        let fresh = again(tag).await;
        assert_eq!(fresh.status, 200, "the answer is another by now");
        let answer = fresh.json();
        assert_eq!(answer["content"]["contact"]["phone"], "016 12 34 56");
        assert!(!answer["flags"].to_string().contains("phone"), "{}", answer["flags"]);
        let tag = fresh.header("etag").unwrap();
        assert_eq!(again(tag).await.status, 304);
        let own = els.client.get_opportunity(id, View::Edit).await.unwrap();
        assert_eq!(own.content.contact.phone, None);

        set_phone(app, id, Some("016 99 99 99")).await;
        let fresh = again(tag).await;
        assert_eq!(fresh.json()["content"]["contact"]["phone"], "016 99 99 99");
        assert_eq!(again(fresh.header("etag").unwrap()).await.status, 304);
    }

    async fn the_edit_view_is_nobody_elses(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let path = format!("/api/v1/opportunities/{id}?view=edit");
        let answer = town.els.raw().get(&path).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("etag"), Some("\"1\""));
        assert_eq!(app.raw().get(&path).await.status, 401);
        let odd = app.raw().get(&format!("/api/v1/opportunities/{id}?view=all")).await;
        assert_eq!(odd.status, 400);
    }

    async fn search_engines_read_schema_org(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen <b>naaien</b>").await;
        wednesday(&town.els, id, Some(3)).await;
        let path = format!("/api/v1/opportunities/{id}");
        let headers = [("accept", "text/html, application/ld+json;q=0.9")];
        let answer = app.raw().send("GET", &path, &headers, None).await;
        assert_eq!(answer.header("content-type"), Some("application/ld+json"));
        assert!(answer.headers.get_all("vary").iter().any(|v| v.to_str().unwrap().contains("Accept")));
        let document = answer.json();
        assert_eq!(document["@context"], "https://schema.org");
        assert_eq!(document["name"], "Samen <b>naaien</b>");
        assert_eq!(document["organizer"][0]["name"], "Bib");
        assert_eq!(document["subEvent"][0]["startDate"], "2026-12-09T13:00:00Z");
        assert_eq!(document["subEvent"][0]["remainingAttendeeCapacity"], 3);
        assert!(document["url"].as_str().unwrap().ends_with(&id.to_string()));
        // In words, not in our codes.
        let keywords = document["keywords"].as_array().unwrap();
        assert!(keywords.contains(&serde_json::json!("Naaien & kleren maken")), "{keywords:?}");
        assert!(keywords.iter().all(|one| !one.as_str().unwrap().contains('_')), "{keywords:?}");
    }

    async fn what_is_not_there_is_a_problem(app: TestApp) {
        let raw = app.raw();
        let nobody = goesting_types::ids::OpportunityId::new();
        for (path, status) in [
            (format!("/api/v1/opportunities/{nobody}"), 404),
            (format!("/api/v1/opportunities/{nobody}/sessions"), 404),
            ("/api/v1/opportunities/nonsense".to_owned(), 400),
        ] {
            let answer = raw.get(&path).await;
            assert_eq!(answer.status, status, "{path}");
            answer.problem();
        }
    }
}
