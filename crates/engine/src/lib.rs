//! The layer between a chat and the service: the turn ([`bridge`]), calls,
//! delivery, accounts and their linking. It knows a chat by its trait
//! ([`chat::Chat`]) and the store by its own.

pub mod access;
pub mod accounts;
pub mod appointments;
pub mod audit;
pub mod bridge;
pub mod calls;
pub mod chat;
#[cfg(test)]
mod crash;
pub mod delivery;
pub mod failing;
pub mod health;
pub mod linking;
pub mod observed;
pub mod recordings;
pub mod restored;
pub mod retention;
mod scanning;
#[cfg(test)]
mod test_bridge;
