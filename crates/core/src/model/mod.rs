//! The plain types that every part uses: people, places, the subject of a call,
//! and replies. No I/O, no clock, no randomness; a value that exists is valid,
//! and only parsing makes one from outside text.

mod appointment;
mod area;
mod call_at;
mod choices;
mod contact;
mod fold;
mod holidays;
mod ids;
mod language;
mod opening_hours;
mod own_links;
mod phone;
mod platform;
mod quiet_hours;
mod region;
mod reply;
mod request;
mod right_time;
mod settings;
mod sign_in;
mod slot;
mod timing;
mod tries;
mod trouble;

pub use appointment::{
    Appointment, AppointmentId, Due, FeedWish, FollowUp, FollowUpKind, Reminder, When,
};
pub use call_at::{CallAt, FURTHEST, instant_of, is_put_off};
pub use contact::{Arranged, Contact, ContactSource, ContactTag, Contacts, Fit};
pub use fold::fold;
pub use holidays::Holidays;
pub use ids::{
    CallId, ChatUser, ConversationId, ErrandId, EventId, FeedId, LinkId, LinkTag, MessageKey,
    MessageRef, RoomId, UserTag,
};
pub use language::{CallLanguage, Language};
pub use opening_hours::{OpeningHours, Stretch};
pub use own_links::OwnLinks;
pub use phone::{Caution, Phone, PhoneDigits, PhoneProblem, Region};
pub use platform::{Abilities, CommandSigns, Platform};
pub use quiet_hours::QuietHours;
pub use reply::{
    Away, Block, Calendar, Choice, Copyable, Document, Door, Elsewhere, Expects, Recording, Reply,
    Rich, Sign, Span, Way, Weight,
};
pub use request::{
    CallRequest, Category, Day, DayPreference, LongTask, Name, PartySize, Task, TextProblem,
    TimeOfDay, TimePreference, clean_line,
};
pub use right_time::{Hours, WrongTime};
pub use settings::*;
pub use sign_in::{WRAPPING, has_whole_sign_in, sign_in};
pub use slot::{Slot, Value, Values};
pub use timing::Timing;
pub use tries::{KeepTrying, NoMore, Tried, Tries, TriesProblem, TriesTold};
pub use trouble::Trouble;
