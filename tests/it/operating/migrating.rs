//! Migrations are taken back only where nothing goes with them, or when that is asked for; one node
//! at a time runs them.

use goesting_store::Schema;
use goesting_tests::{Backend, TestDatabase};

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

    fn nodes_that_start_together_on_nothing_migrate_once(backend: Backend) {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::empty(backend, folder.path());
        let ground = Ground { database, folder };
        let nodes = [ground.store(), ground.store(), ground.store()];
        let all = nodes[0].migration_status().unwrap();
        assert!(all.iter().all(|one| !one.applied));
        assert_eq!(nodes[1].schema().unwrap(), Schema::Behind(all.len()));
        let ran: usize = std::thread::scope(|scope| {
            let running: Vec<_> = nodes
                .iter()
                .map(|node| scope.spawn(move || node.migrate_up().unwrap().len()))
                .collect();
            running.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(ran, all.len());
        for node in &nodes {
            assert_eq!(node.schema().unwrap(), Schema::Current);
        }
    }
}
