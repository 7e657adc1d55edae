//! Policies made from documents: a reference model, the laws that hold for every document, malformed documents, the
//! inputs on which other engines fail open, cases whose names are looked up beforehand, and decisions pinned byte by byte.

mod bound;
mod edges;
mod failures;
mod laws;
mod malformed;
mod model;
mod random;
mod stays;
mod support;
mod vectors;
