//! Mails as they were written to files, read back as a mail program would.

use std::path::Path;

/// A mail that was sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain form.
    pub text: String,
    /// The HTML form.
    pub html: String,
}

impl Letter {
    /// All in a folder, by their ids, which is by age.
    pub(crate) fn read_all(folder: &Path) -> Vec<Self> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut files: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|suffix| suffix == "eml"))
            .collect();
        files.sort();
        files
            .iter()
            .map(|path| Self::parse(&std::fs::read(path).unwrap()))
            .collect()
    }

    fn parse(bytes: &[u8]) -> Self {
        let mail = mailparse::parse_mail(bytes).unwrap();
        let header = |name: &str| {
            use mailparse::MailHeaderMap as _;
            mail.headers.get_first_value(name).unwrap()
        };
        let part = |kind: &str| {
            mail.subparts
                .iter()
                .find(|part| part.ctype.mimetype == kind)
                .unwrap_or_else(|| panic!("no {kind}"))
                .get_body()
                .unwrap()
        };
        Self {
            to: header("To"),
            subject: header("Subject"),
            text: part("text/plain"),
            html: part("text/html"),
        }
    }

    /// The path and query of the first link to a page that begins with `path`.
    pub fn link(&self, path: &str) -> String {
        let start = format!("http://127.0.0.1:8080{path}");
        let line = self.text.lines().find(|line| line.starts_with(&start));
        line.unwrap_or_else(|| panic!("no link to {path} in {}", self.text))
            .trim_start_matches("http://127.0.0.1:8080")
            .to_owned()
    }

    /// The token of the first link to `path`.
    pub fn token(&self, path: &str) -> String {
        let link = self.link(path);
        link.split_once("token=")
            .unwrap_or_else(|| panic!("no token in {link}"))
            .1
            .to_owned()
    }
}
