//! Policies made from documents: a reference model, the laws that hold for every document, the inputs on which other
//! engines fail open, requests whose names are looked up beforehand, and decisions pinned byte by byte.

mod cells;
mod diffs;
mod edges;
mod failures;
mod laws;
mod lint;
mod model;
mod prepared;
mod random;
mod recipients;
mod stays;
mod support;
mod vectors;
