//! What stands around every page.

mod footer;
mod header;
mod help;
mod progress;
mod returning;

pub use footer::Footer;
pub use header::{Header, SkipLink};
pub use help::{HelpLine, dial, help_about, provide_help};
pub use progress::Progress;
pub use returning::ReturnDialog;
