//! The topics of the lexicons: each field says what its words do.

mod businesses;
mod clock;
mod correcting;
mod danger;
mod days;
mod kinds;
mod messages;
mod named;
mod names;
mod numbers;
mod people;
mod phones;
mod places;
mod requests;
mod spelling;
mod stretches;
mod things;
mod which;

pub(in crate::understand) use businesses::Businesses;
pub(in crate::understand) use clock::ClockWords;
pub(in crate::understand) use correcting::Correcting;
pub(in crate::understand) use danger::DangerWords;
pub(in crate::understand) use days::Days;
pub(in crate::understand) use kinds::Kinds;
pub(in crate::understand) use messages::Messages;
pub(in crate::understand) use named::Named;
pub(in crate::understand) use names::Names;
pub(in crate::understand) use numbers::Numbers;
pub(in crate::understand) use people::People;
pub(in crate::understand) use phones::Phones;
pub(in crate::understand) use places::Places;
pub(in crate::understand) use requests::Requests;
pub(in crate::understand) use spelling::Spelling;
pub(in crate::understand) use stretches::Stretches;
pub(in crate::understand) use things::Things;
pub(in crate::understand) use which::WhichNumber;
