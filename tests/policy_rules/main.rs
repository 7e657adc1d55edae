//! Policies made from documents: a reference model, the laws that hold for every document, malformed documents, the
//! inputs on which other engines fail open, and decisions pinned byte by byte.

mod failures;
mod laws;
mod malformed;
mod model;
mod random;
mod support;
mod vectors;
