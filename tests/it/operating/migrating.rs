//! Migrations are taken back only where nothing goes with them, or when that is asked for.

use goesting_store::Schema;
use goesting_tests::Backend;

use super::{Ground, on_both_grounds};
use crate::program::run;

on_both_grounds! {
    fn nothing_goes_with_a_migration_unasked(backend: Backend) {
        let ground = Ground::new(backend);
        let count = ground.store().migration_status().unwrap().len();
        let steps = count.to_string();
        let down = |more: &[&str]| {
            let mut args = vec!["migrate", "down", "--steps", steps.as_str()];
            args.extend(more);
            run(&mut ground.command(&args))
        };
        ground.add("An");
        let said = down(&[]).badly();
        assert!(said.contains("1 of person") && said.contains("`--force`"), "{said}");
        assert_eq!(ground.everybody(), ["An"]);
        assert_eq!(ground.store().schema().unwrap(), Schema::Current);
        down(&["--force"]).well();
        assert_eq!(ground.store().schema().unwrap(), Schema::Behind(count));

        // Nobody has been here yet, and nothing is asked; what ran left rows of its own.
        run(&mut ground.command(&["jobs", "run-due"])).well();
        down(&[]).well();
        assert_eq!(ground.store().schema().unwrap(), Schema::Behind(count));
    }
}
