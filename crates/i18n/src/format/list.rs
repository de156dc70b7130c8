//! Several things in one sentence.

use crate::Lang;

/// `Emma, Noor en Jan`. Nothing at all is an empty text.
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    let and = match lang {
        Lang::Nl => "en",
        Lang::En => "and",
        Lang::Fr => "et",
        Lang::De => "und",
    };
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {and} {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_the_last_with_a_word() {
        assert_eq!(list::<&str>(Lang::Nl, &[]), "");
        assert_eq!(list(Lang::Nl, &["Emma"]), "Emma");
        assert_eq!(list(Lang::Nl, &["Emma", "Jan"]), "Emma en Jan");
        assert_eq!(
            list(Lang::En, &["Emma", "Noor", "Jan"]),
            "Emma, Noor and Jan"
        );
        assert_eq!(
            list(Lang::Fr, &["Emma", "Noor", "Jan"]),
            "Emma, Noor et Jan"
        );
        assert_eq!(list(Lang::De, &["Emma", "Jan"]), "Emma und Jan");
    }
}
