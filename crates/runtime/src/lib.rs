//! The inputs from outside the program's own logic: the time, randomness and
//! tasks. Each has one owner here and is passed to its users, so that a test
//! can set the clock, repeat the ids and wait for the end of every task.

mod clock;
mod doorbell;
mod due_queue;
mod ids;
mod lanes;
mod manual_clock;
mod tasks;

pub use clock::{Clock, SystemClock, since_boot};
pub use doorbell::Doorbell;
pub use due_queue::DueQueue;
pub use ids::Ids;
pub use lanes::Lanes;
pub use manual_clock::ManualClock;
pub use tasks::Tasks;
