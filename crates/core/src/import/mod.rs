//! What importers bring in, before any store sees it: pure values made from a source's documents.
//!
//! A source's module (such as [`uitdatabank`]) turns one JSON document into one of the values of
//! [`model`], or says with a [`skip::SkipReason`] why not. Nothing here reads files, looks at a
//! clock or knows a database: documents, the index of places and organisers, and the time come in.

pub mod complete;
pub mod html;
pub mod merge;
pub mod merging;
pub mod model;
pub mod sessions;
pub mod skip;
pub mod uitdatabank;
pub mod words;

pub use complete::{Access, Index, Location, Told};
pub use merge::{MergeKey, merge_key};
pub use model::{
    ActorRef, Availability, ExternalId, ImportedActor, ImportedOpportunity, ImportedPlace,
    ImportedSession, Note, NoteCode, RemotePicture,
};
pub use skip::{SkipCode, SkipReason};
