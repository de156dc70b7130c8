//! Message keys checked at compile time; nl, en, fr and de.
