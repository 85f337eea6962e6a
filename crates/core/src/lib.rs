//! The pure core: plain values ([`model`]), what people mean ([`understand`]),
//! what follows from it ([`dialogue`]) and how that is said ([`text`]). No I/O,
//! no clock, no randomness: what is needed of them comes in as values.

pub mod dialogue;
pub mod model;
pub mod text;
pub mod understand;
