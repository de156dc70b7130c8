//! A mail as its parts; the plain and the HTML form say the same.

use std::fmt::Write as _;

use goesting_types::lang::Lang;

use crate::html::escape;

/// A part of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A button, with its address.
    Button {
        /// Its words.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// A link in words, less loud than a button.
    Link {
        /// Its words.
        label: String,
        /// Where it leads.
        url: String,
    },
    /// Names and what goes with them.
    Facts(Vec<(String, String)>),
    /// Links to choose from.
    List(Vec<(String, String)>),
}

/// A mail, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// An e-mail address.
    pub to: String,
    /// The language it is in.
    pub lang: Lang,
    /// The subject: one line.
    pub subject: String,
    /// Its parts in order.
    pub blocks: Vec<Block>,
    /// Under the line: why it came, whom to phone.
    pub footer: Vec<String>,
}

impl Mail {
    /// As plain text, in lines as they come.
    pub fn plain(&self) -> String {
        let colon = match self.lang {
            Lang::Fr => "\u{a0}:",
            Lang::Nl | Lang::En | Lang::De => ":",
        };
        let mut text = String::new();
        for block in &self.blocks {
            // Writing to a string cannot fail.
            let _ = match block {
                Block::Text(words) => writeln!(text, "{words}\n"),
                Block::Button { label, url } | Block::Link { label, url } => {
                    writeln!(text, "{label}{colon}\n{url}\n")
                }
                Block::Facts(facts) => {
                    for (name, what) in facts {
                        let _ = writeln!(text, "{name}{colon} {what}");
                    }
                    writeln!(text)
                }
                Block::List(links) => {
                    for (label, url) in links {
                        let _ = writeln!(text, "- {label}\n  {url}");
                    }
                    writeln!(text)
                }
            };
        }
        text.push_str("-- \n");
        for line in &self.footer {
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// As HTML. Every text is escaped; styles stand on the elements since mail programs drop
    /// others.
    pub fn html(&self) -> String {
        let lang = self.lang;
        let subject = escape(&self.subject);
        let mut html = format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{subject}</title></head>\
             <body style=\"margin:0;background:#FFFAF2;color:#231C17;font:18px/1.55 sans-serif\">\
             <div style=\"max-width:34em;margin:0 auto;padding:24px\">"
        );
        for block in &self.blocks {
            block.write_html(&mut html);
        }
        html.push_str("<hr style=\"border:0;border-top:1px solid #8C7F74;margin:32px 0 16px\">");
        for line in &self.footer {
            let line = escape(line);
            let _ = write!(
                html,
                "<p style=\"margin:0 0 8px;color:#5F544B;font-size:15px\">{line}</p>"
            );
        }
        html.push_str("</div></body></html>");
        html
    }
}

impl Block {
    fn write_html(&self, html: &mut String) {
        let _ = match self {
            Self::Text(words) => {
                let words = escape(words).replace('\n', "<br>");
                write!(html, "<p style=\"margin:0 0 16px\">{words}</p>")
            }
            Self::Button { label, url } => write!(
                html,
                "<p style=\"margin:24px 0\"><a href=\"{}\" style=\"display:inline-block;\
                 background:#0B5D57;color:#FFFFFF;text-decoration:none;font-weight:bold;\
                 padding:12px 24px;border-radius:10px\">{}</a></p>",
                escape(url),
                escape(label)
            ),
            Self::Link { label, url } => write!(
                html,
                "<p style=\"margin:0 0 16px\"><a href=\"{}\" style=\"color:#0B5D57\">{}</a></p>",
                escape(url),
                escape(label)
            ),
            Self::Facts(facts) => {
                html.push_str("<table role=\"presentation\" style=\"margin:0 0 16px\">");
                for (name, what) in facts {
                    let _ = write!(
                        html,
                        "<tr><th scope=\"row\" style=\"text-align:left;vertical-align:top;\
                         padding:2px 16px 2px 0;color:#5F544B;font-weight:normal\">{}</th>\
                         <td style=\"padding:2px 0\">{}</td></tr>",
                        escape(name),
                        escape(what)
                    );
                }
                write!(html, "</table>")
            }
            Self::List(links) => {
                html.push_str("<ul style=\"margin:0 0 16px;padding-left:20px\">");
                for (label, url) in links {
                    let _ = write!(
                        html,
                        "<li><a href=\"{}\" style=\"color:#0B5D57\">{}</a></li>",
                        escape(url),
                        escape(label)
                    );
                }
                write!(html, "</ul>")
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_nothing_runs() {
        let evil = "<script>alert('x')</script>";
        let mut mail = Mail {
            to: "a@b.be".to_owned(),
            lang: Lang::Nl,
            subject: evil.to_owned(),
            blocks: vec![
                Block::Text(evil.to_owned()),
                Block::Text("Tot gauw,\nDiest".to_owned()),
                Block::Button {
                    label: "Ja".to_owned(),
                    url: "https://x/?a=1&b=\"".to_owned(),
                },
                Block::Facts(vec![("Waar".to_owned(), "De Klos".to_owned())]),
                Block::List(vec![("Iets".to_owned(), "https://x/y".to_owned())]),
            ],
            footer: vec!["Bel".to_owned()],
        };
        let (plain, html) = (mail.plain(), mail.html());
        assert!(!html.contains("<script"), "{html}");
        assert!(
            html.contains("href=\"https://x/?a=1&amp;b=&quot;\""),
            "{html}"
        );
        assert!(plain.contains("Tot gauw,\nDiest"), "{plain}");
        assert!(html.contains("Tot gauw,<br>Diest"), "{html}");
        for words in ["Ja", "De Klos", "Iets", "Bel"] {
            assert!(plain.contains(words) && html.contains(words), "{words}");
        }
        assert!(plain.contains("Waar: De Klos"), "{plain}");
        mail.lang = Lang::Fr;
        let french = mail.plain();
        assert!(french.contains("Waar\u{a0}: De Klos"), "{french}");
    }
}
