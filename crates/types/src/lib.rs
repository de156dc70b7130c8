//! What travels: typed ids, vocabularies, wire structs and error codes.
