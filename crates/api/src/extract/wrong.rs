//! What a reader says of a value, in words for whoever wrote the request.

use goesting_types::problem::{FieldCode, FieldError};

/// How the readers of numbers, days and moments begin, and what that means.
const WORDS: [(&str, FieldCode, &str); 12] = [
    (
        "invalid digit",
        FieldCode::Malformed,
        "not a whole number of 0 or more",
    ),
    (
        "number too large",
        FieldCode::OutOfRange,
        "too large a number",
    ),
    (
        "cannot parse integer",
        FieldCode::Malformed,
        "not a whole number of 0 or more",
    ),
    ("invalid float", FieldCode::Malformed, "not a number"),
    ("cannot parse float", FieldCode::Malformed, "not a number"),
    (
        "input is out of range",
        FieldCode::OutOfRange,
        "no such day or time",
    ),
    (
        "no possible date",
        FieldCode::OutOfRange,
        "no such day or time",
    ),
    ("input contains invalid", FieldCode::Malformed, NOT_A_DAY),
    ("input is not enough", FieldCode::Malformed, NOT_A_DAY),
    ("premature end of input", FieldCode::Malformed, NOT_A_DAY),
    ("trailing input", FieldCode::Malformed, NOT_A_DAY),
    (
        "unsupported value",
        FieldCode::TooMany,
        "given more than once",
    ),
];

const NOT_A_DAY: &str = "not a day or time as ISO 8601 writes it";

/// What is wrong with the value at `pointer`.
pub fn wrong(pointer: String, said: String) -> FieldError {
    let known = WORDS.iter().find(|(start, ..)| said.starts_with(start));
    let (code, detail) = match known {
        Some((_, code, words)) => (*code, (*words).to_owned()),
        None if said.starts_with("unknown ") => (FieldCode::Unknown, said),
        None => (FieldCode::Malformed, said),
    };
    FieldError {
        pointer,
        code,
        detail,
    }
}
