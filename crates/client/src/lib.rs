//! The typed HTTP client, native and WASM.
