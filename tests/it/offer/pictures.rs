//! Pictures: adding, seeing, removing.

use super::stage::{RED, alt, code, open, picture, pointers, town};
use goesting_client::IdempotencyKey;
use goesting_tests::on_both;
use goesting_types::page::View;
use goesting_types::problem::ErrorCode;

on_both! {
    async fn a_picture_is_seen_by_its_hash_for_ever(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let made = picture(&town.els, id, &alt("Een naaimachine")).await.unwrap();
        assert_eq!(made.urls.len(), 3);
        let seen = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(seen.pictures, std::slice::from_ref(&made));
        let answer = reqwest::get(format!("{}{}", app.base(), made.urls[0])).await.unwrap();
        let headers = answer.headers().clone();
        let header = |name| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        assert_eq!(header("content-type"), "image/jpeg");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("cache-control").contains("immutable"));
        assert!(answer.bytes().await.unwrap().starts_with(&[0xff, 0xd8, 0xff]));
        for odd in ["x", "../../etc/passwd", &"0".repeat(64), &"G".repeat(64)] {
            assert_eq!(code(app.stranger().get_picture(odd).await), ErrorCode::NotFound, "{odd}");
        }
    }

    async fn it_says_what_one_sees(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        for short in ["", "  ", "ab"] {
            assert_eq!(pointers(picture(&town.els, id, &alt(short)).await), ["alt"]);
        }
        assert_eq!(pointers(picture(&town.els, id, &alt(&"x".repeat(301))).await), ["alt"]);
        let path = format!("/api/v1/opportunities/{id}/pictures");
        let answer = town.els.raw()
            .send("POST", &path, &[("content-type", "image/png")], None).await;
        assert_eq!(answer.problem().code, ErrorCode::InvalidQuery, "no alt at all");
    }

    async fn only_pictures_of_a_sane_size_are_taken(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let send = |media_type, bytes: Vec<u8>| {
            let els = town.els.client.clone();
            async move {
                code(els.add_picture(id, &alt("Iets"), media_type, bytes, IdempotencyKey::new()).await)
            }
        };
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec();
        assert_eq!(send("image/svg+xml", svg.clone()).await, ErrorCode::UnsupportedMediaType);
        assert_eq!(send("application/json", svg.clone()).await, ErrorCode::UnsupportedMediaType);
        assert_eq!(send("image/png", svg).await, ErrorCode::UnreadablePicture);
        assert_eq!(send("image/png", Vec::new()).await, ErrorCode::UnreadablePicture);
        let large = vec![0; 8 * 1024 * 1024 + 1];
        assert_eq!(send("image/png", large).await, ErrorCode::TooLarge);
        let seen = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(seen.pictures, []);
    }

    async fn eight_fit_and_removing_makes_room(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let mut made = Vec::new();
        for nr in 0..8 {
            made.push(picture(&town.els, id, &alt(&format!("Beeld {nr}"))).await.unwrap());
        }
        assert_eq!(code(picture(&town.els, id, &alt("Nog een")).await), ErrorCode::InvalidField);
        let els = &town.els.client;
        // The same bytes serve eight pictures; the last one takes them along.
        for picture in &made {
            for _ in 0..2 {
                els.remove_picture(id, picture.id).await.unwrap();
            }
            let hash = picture.urls[0].rsplit('/').next().unwrap();
            let there = app.stranger().get_picture(hash).await.is_ok();
            assert_eq!(there, picture.id != made[7].id);
        }
    }

    async fn the_same_key_adds_one(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let key = IdempotencyKey::new();
        let els = &town.els.client;
        let query = alt("Een naaimachine");
        let one = els.add_picture(id, &query, "image/png", RED.to_vec(), key).await.unwrap();
        let two = els.add_picture(id, &query, "image/png", RED.to_vec(), key).await.unwrap();
        assert_eq!(one, two);
        let other = els.add_picture(id, &alt("Anders"), "image/png", RED.to_vec(), key).await;
        assert_eq!(code(other), ErrorCode::IdempotencyMismatch);
    }

    async fn strangers_add_and_remove_nothing(app: TestApp) {
        let town = town(app).await;
        let id = open(&town, "Samen naaien").await;
        let ward = app.someone("Ward").await;
        assert_eq!(code(picture(&ward, id, &alt("Iets anders")).await), ErrorCode::NotFound);
        let made = picture(&town.els, id, &alt("Een naaimachine")).await.unwrap();
        let other = open(&town, "Iets anders").await;
        assert_eq!(code(ward.client.remove_picture(id, made.id).await), ErrorCode::NotFound);
        // By way of another opportunity it is not reached.
        town.els.client.remove_picture(other, made.id).await.unwrap();
        let seen = app.stranger().get_opportunity(id, View::Public).await.unwrap();
        assert_eq!(seen.pictures.len(), 1);
    }
}
