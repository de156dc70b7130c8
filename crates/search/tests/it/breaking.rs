//! Files that go away or change, readers beside a writer, hostile questions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use goesting_search::{
    Asked, Change, Document, FeedCursor, Index, OpenError, SearchError, State, WriteError,
};
use goesting_types::search::{SearchQuery, SuggestQuery};

use crate::made::{Dir, built, document, now};
use crate::random::{Dice, random_document, random_query};

fn many(count: usize) -> Vec<Document> {
    let mut dice = Dice(5);
    (0..count).map(|_| random_document(&mut dice)).collect()
}

fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.file_name().is_some_and(|name| name != "held") {
            found.push(path);
        }
    }
    found
}

fn generation(root: &Path) -> PathBuf {
    fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.is_dir())
        .unwrap()
}

fn is_broken(state: &State) -> bool {
    matches!(state, State::Broken { .. })
}

fn everything() -> SearchQuery {
    SearchQuery::default()
}

/// Does what the server does when it sees a broken index.
fn mend(index: &Index, documents: &[Document]) {
    let mut rebuild = index.rebuild().unwrap();
    for document in documents {
        rebuild.add(document).unwrap();
    }
    rebuild.finish(&FeedCursor("9".into())).unwrap();
    assert!(!is_broken(&index.state()));
    let results = index.search(&everything(), &Asked::at(now())).unwrap();
    assert_eq!(results.total, documents.len() as u64);
}

#[test]
fn a_removed_index_is_noticed_and_mended_while_searches_go_on() {
    let dir = Dir::new();
    let documents = many(40);
    let index = built(&dir, &documents);
    assert!(!is_broken(&index.check()));
    fs::remove_dir_all(generation(dir.path())).unwrap();
    assert!(is_broken(&index.check()));
    // What was open can still be read.
    let results = index.search(&everything(), &Asked::at(now())).unwrap();
    assert_eq!(results.total, 40);
    let change = [Change::Delete(documents[0].id)];
    let cursor = FeedCursor("2".into());
    assert!(matches!(
        index.apply(&change, &cursor),
        Err(WriteError::Unavailable)
    ));
    mend(&index, &documents);
    index.apply(&change, &cursor).unwrap();
    index.commit().unwrap();
    assert_eq!(
        index
            .search(&everything(), &Asked::at(now()))
            .unwrap()
            .total,
        39
    );
}

#[test]
fn a_removed_directory_is_mended_and_locked_again() {
    let dir = Dir::new();
    let documents = many(20);
    let index = built(&dir, &documents);
    fs::remove_dir_all(dir.path()).unwrap();
    assert!(is_broken(&index.check()));
    mend(&index, &documents);
    assert!(matches!(Index::open(dir.path()), Err(OpenError::Held(_))));
    drop(index);
    assert!(!is_broken(&Index::open(dir.path()).unwrap().state()));
}

#[test]
fn whatever_is_done_to_a_file_is_noticed_and_never_ends_the_process() {
    type Harm = fn(&Path);
    let harm: [(&str, Harm); 4] = [
        ("emptied", |path| fs::write(path, b"").unwrap()),
        ("overwritten", |path| {
            fs::write(path, b"nonsense".repeat(200)).unwrap();
        }),
        ("cut short", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("removed", |path| fs::remove_file(path).unwrap()),
    ];
    let documents = many(30);
    for (how, harm) in harm {
        let dir = Dir::new();
        let index = built(&dir, &documents);
        for file in files(dir.path()) {
            harm(&file);
        }
        // Answers or says that it cannot; never dies.
        let mut dice = Dice(3);
        for _ in 0..30 {
            match index.search(&random_query(&mut dice), &Asked::at(now())) {
                Ok(_) | Err(SearchError::Unavailable) => {}
                Err(error) => panic!("{how}: {error}"),
            }
        }
        assert!(is_broken(&index.check()), "{how}");
        mend(&index, &documents);
    }
}

#[test]
fn one_flipped_byte_is_found_at_opening() {
    let documents = many(30);
    let names: Vec<_> = {
        let dir = Dir::new();
        drop(built(&dir, &documents));
        files(dir.path())
            .iter()
            .filter_map(|path| {
                path.extension()
                    .map(|name| name.to_string_lossy().into_owned())
            })
            .filter(|name| name != "lock")
            .collect()
    };
    assert!(names.len() >= 4, "{names:?}");
    for extension in names {
        let dir = Dir::new();
        drop(built(&dir, &documents));
        let file = files(dir.path())
            .into_iter()
            .filter(|path| {
                path.extension()
                    .is_some_and(|name| name == extension.as_str())
            })
            .max_by_key(|path| path.metadata().unwrap().len())
            .unwrap();
        let mut bytes = fs::read(&file).unwrap();
        if bytes.is_empty() || file.ends_with(".managed.json") {
            continue;
        }
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(&file, bytes).unwrap();
        let index = Index::open(dir.path()).unwrap();
        let harmless = file.file_name().is_some_and(|name| name == ".managed.json");
        assert!(is_broken(&index.state()) || harmless, "{}", file.display());
        mend(&index, &documents);
    }
}

#[test]
fn old_versions_and_half_built_ones_are_swept_away() {
    let dir = Dir::new();
    for name in ["v0-00000000-000004", "v1-00000000-000001.building"] {
        fs::create_dir_all(dir.path().join(name)).unwrap();
    }
    fs::create_dir_all(dir.path().join("not-ours")).unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert!(is_broken(&index.state()));
    // Given up halfway: nothing changes, and another can begin.
    let mut rebuild = index.rebuild().unwrap();
    rebuild.add(&document("Half")).unwrap();
    assert!(matches!(index.rebuild(), Err(WriteError::Rebuilding)));
    drop(rebuild);
    assert!(is_broken(&index.state()));
    mend(&index, &many(3));
    let left: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(dir.path().join("not-ours").is_dir());
}

#[test]
fn readers_see_whole_commits_while_documents_are_written() {
    const ROUNDS: u32 = 25;
    let dir = Dir::new();
    let index = built(&dir, &[]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut last = 0;
                    let mut seen = 0;
                    while !done.load(Ordering::Relaxed) {
                        let query = SearchQuery {
                            q: Some("wuqybeti".into()),
                            ..SearchQuery::default()
                        };
                        let total = index.search(&query, &Asked::at(now())).unwrap().total;
                        // Two documents a commit, never one of them.
                        assert_eq!(total % 2, 0);
                        assert!(total >= last);
                        last = total;
                        seen += 1;
                    }
                    seen
                })
            })
            .collect();
        let mut first = document("wuqybeti");
        for round in 1..=ROUNDS {
            let cursor = FeedCursor(round.to_string());
            first.content.title = document(&format!("wuqybeti {round}")).content.title;
            let mut changes = vec![
                Change::Upsert(document("wuqybeti")),
                Change::Upsert(document("wuqybeti")),
            ];
            if round == 1 {
                changes.pop();
            }
            changes.push(Change::Upsert(first.clone()));
            index.apply(&changes, &cursor).unwrap();
            index.commit().unwrap();
        }
        done.store(true, Ordering::Relaxed);
        let seen: u64 = readers
            .into_iter()
            .map(|reader| reader.join().unwrap())
            .sum();
        assert!(seen > 0);
    });
    let expected = State::Ready {
        cursor: FeedCursor(ROUNDS.to_string()),
        documents: u64::from(2 * ROUNDS),
    };
    assert_eq!(index.state(), expected);
}

#[test]
fn searches_go_on_while_the_index_is_rebuilt() {
    let dir = Dir::new();
    let documents = many(60);
    let index = built(&dir, &documents);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let results = index.search(&everything(), &Asked::at(now())).unwrap();
                assert_eq!(results.total, 60);
            }
        });
        for _ in 0..5 {
            mend(&index, &documents);
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
}

#[test]
fn no_question_brings_it_down() {
    let dir = Dir::new();
    let mut atelier = document("Naaiatelier 🧵 & co");
    atelier.content.interests = vec!["sewing".into()];
    let index = built(&dir, &[atelier]);
    let long = "naai ".repeat(2_000);
    let endless = "x".repeat(10_000);
    let hostile = [
        "",
        " ",
        "🎸",
        "🧵 naaien",
        "\u{0}\u{1}\u{1f}naaien\u{7f}",
        "title:naaien",
        "naaien*",
        "\"naaien",
        "(naaien",
        "+naaien -x",
        "naaien AND OR NOT",
        "naaien^2",
        "naaien~1",
        "[a TO b]",
        "*",
        "\\",
        "'",
        "’",
        "-",
        "--",
        "a-b-c-d",
        "naaien\u{202e}",
        "ﬀ ﬁ ß İ ı",
        "ſ",
        "中文 字",
        "عربي",
        "\u{301}\u{301}",
        "é\u{301}",
        "1",
        "0123456789",
        "n'n'n'n",
        "-naai-atelier-",
        "x' OR '1'='1",
        "<script>",
        "%00",
        "wnaaien",
        long.as_str(),
        endless.as_str(),
    ];
    for q in hostile {
        let query = SearchQuery {
            q: Some(q.into()),
            ..SearchQuery::default()
        };
        let results = index.search(&query, &Asked::at(now())).unwrap();
        assert!(results.total <= 1, "{q:?}");
        let query = SuggestQuery {
            q: q.into(),
            lang: None,
            near: None,
        };
        assert!(index.suggest(&query).unwrap().items.len() <= 10, "{q:?}");
        assert!(!is_broken(&index.state()), "{q:?}");
    }
    for (q, total) in [
        ("🧵 naaien", 1),
        ("naaien*", 1),
        ("(naaien", 1),
        ("title:naaien", 1),
        ("\u{0}naaien\u{7f}", 1),
        ("🎸", 0),
        ("  ", 1),
    ] {
        let query = SearchQuery {
            q: Some(q.into()),
            ..SearchQuery::default()
        };
        assert_eq!(
            index.search(&query, &Asked::at(now())).unwrap().total,
            total,
            "{q:?}"
        );
    }
}
