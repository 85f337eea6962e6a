//! The pure core: plain values ([`model`]), the meaning of a person's words
//! ([`understand`]), the decisions ([`dialogue`]) and the sentences ([`text`]).
//! No I/O, no clock, no randomness: their results come in as values.

mod causes;
pub mod dialogue;
pub mod model;
pub mod text;
pub mod understand;

pub use causes::causes;
