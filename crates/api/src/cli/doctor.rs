//! `goesting doctor`

use super::settings::Settings;
use super::{Outcome, give};
use crate::doctor::{Finding, Verdict, examine};

pub(super) fn run(settings: Settings) -> Outcome {
    let config = match settings.into_config() {
        Ok(config) => config,
        Err(message) => {
            give(&format!("wrong  settings   {message}\n"))?;
            return Err("1 thing is wrong".to_owned());
        }
    };
    let findings = actix_web::rt::System::new().block_on(examine(config));
    let lines: Vec<_> = findings.iter().map(line).collect();
    give(&lines.concat())?;
    match findings.iter().filter(|one| one.verdict.is_wrong()).count() {
        0 => Ok(()),
        1 => Err("1 thing is wrong".to_owned()),
        more => Err(format!("{more} things are wrong")),
    }
}

fn line(Finding { name, verdict }: &Finding) -> String {
    let (mark, told) = match verdict {
        Verdict::Good(what) => ("ok", what.clone()),
        Verdict::Mind(what) => ("mind", what.clone()),
        Verdict::Wrong { what, mend } => ("wrong", format!("{what}. To mend it: {mend}")),
    };
    // Some messages have several lines; one check is one line.
    let told: Vec<&str> = told.split_whitespace().collect();
    format!("{mark:<6} {name:<10} {}\n", told.join(" "))
}
