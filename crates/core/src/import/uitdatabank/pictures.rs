//! Pictures, as addresses for a job to fetch.

use goesting_types::lang::Lang;
use goesting_types::text::LocalizedText;
use serde_json::Value;

use super::{json, texts};
use crate::import::html;
use crate::import::model::RemotePicture;
use crate::import::words;

/// As many as are worth fetching for one opportunity.
const MAX_PICTURES: usize = 6;
const MAX_ALT: usize = 300;
const MAX_CREDIT: usize = 120;

/// The pictures of a document, the main one first. Without a description of its own a picture is
/// described by the title.
pub(super) fn pictures(document: &Value, main: Lang, title: &LocalizedText) -> Vec<RemotePicture> {
    let main_address = json::text_of(document, "image")
        .or_else(|| json::text_of(document, "mainImage"))
        .and_then(|address| json::web_address(&address));
    let mut media = json::list(document, "mediaObject");
    media.extend(json::list(document, "images"));
    let mut pictures: Vec<RemotePicture> = Vec::new();
    for picture in media
        .into_iter()
        .filter_map(|media| one(media, main, title))
    {
        if !pictures.iter().any(|known| known.url == picture.url) {
            pictures.push(picture);
        }
    }
    if let Some(url) = main_address {
        match pictures
            .iter()
            .position(|picture| same_file(&picture.url, &url))
        {
            Some(at) => pictures.get_mut(..=at).unwrap_or_default().rotate_right(1),
            None => pictures.insert(
                0,
                RemotePicture {
                    url,
                    alt: title.clone(),
                    credit: None,
                },
            ),
        }
    }
    pictures.truncate(MAX_PICTURES);
    pictures
}

fn one(media: &Value, main: Lang, title: &LocalizedText) -> Option<RemotePicture> {
    let is_picture = json::text_of(media, "@type")
        .is_none_or(|kind| kind.to_ascii_lowercase().contains("image"));
    let url = json::text_of(media, "contentUrl")
        .or_else(|| json::text_of(media, "thumbnailUrl"))
        .and_then(|address| json::web_address(&address))
        .filter(|_| is_picture)?;
    let lang = json::text_of(media, "inLanguage")
        .and_then(|word| word.parse().ok())
        .unwrap_or(main);
    let alt = texts::lines(media.get("description"), lang, MAX_ALT, &mut Vec::new());
    let credit = json::text_of(media, "copyrightHolder")
        .map(|name| words::cut(&html::to_line(&name), MAX_CREDIT).0)
        .filter(|name| !name.is_empty());
    Some(RemotePicture {
        url,
        alt: if alt.is_blank() { title.clone() } else { alt },
        credit,
    })
}

/// The same picture, asked for with other sizes or another scheme.
fn same_file(one: &str, other: &str) -> bool {
    let bare = |address: &str| {
        let path = address.split('?').next().unwrap_or(address);
        path.split_once("://")
            .map_or(path, |(_, rest)| rest)
            .to_owned()
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_main_picture_comes_first_once() {
        let title = LocalizedText::own(Lang::Nl, "Naaien");
        let found = pictures(
            &json!({
                "image": "//img.be/b.jpg?width=300",
                "mediaObject": [
                    {"@type": "schema:ImageObject", "contentUrl": "https://img.be/a.jpg", "description": "Een <i>naald</i>", "copyrightHolder": "An", "inLanguage": "fr"},
                    {"contentUrl": "https://img.be/b.jpg"},
                    {"contentUrl": "https://img.be/a.jpg"},
                    {"@id": "https://img.be/only-a-link"},
                    {"@type": "schema:MediaObject", "contentUrl": "https://img.be/clip.mp4"},
                    {"contentUrl": "data:image/png;base64,AAAA"},
                ],
            }),
            Lang::Nl,
            &title,
        );
        let urls: Vec<_> = found.iter().map(|picture| picture.url.as_str()).collect();
        assert_eq!(urls, ["https://img.be/b.jpg", "https://img.be/a.jpg"]);
        assert_eq!(found[0].alt, title);
        assert_eq!(found[1].alt.get(Lang::Fr), Some("Een naald"));
        assert_eq!(found[1].credit.as_deref(), Some("An"));
    }

    #[test]
    fn a_lone_image_address_is_a_picture() {
        let title = LocalizedText::own(Lang::Nl, "Naaien");
        let found = pictures(
            &json!({"image": "//media.be/x.jpg", "mediaObject": []}),
            Lang::Nl,
            &title,
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].url, "https://media.be/x.jpg");
        assert!(pictures(&json!({"image": "x.jpg"}), Lang::Nl, &title).is_empty());
    }
}
