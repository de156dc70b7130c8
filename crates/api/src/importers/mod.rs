//! Importers: they read a source's files and bring what core makes of them into the store.

pub mod uitdatabank;
