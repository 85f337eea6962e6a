//! What there are words for, topic by topic: each field says what its words do.

mod businesses;
mod kinds;
mod messages;
mod named;

pub(in crate::understand) use businesses::Businesses;
pub(in crate::understand) use kinds::Kinds;
pub(in crate::understand) use messages::Messages;
pub(in crate::understand) use named::Named;
