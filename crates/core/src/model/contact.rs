//! A person's address book: the places whose names and numbers they know, and
//! what was last arranged at each.
//!
//! A contact is a name and a number. A place with two numbers is two contacts,
//! so that nobody but the person decides which of them is meant.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    CallLanguage, CallRequest, Category, Name, OpeningHours, PartySize, Phone, RoomId, fold,
};

/// The mark of a contact within its person's address book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactTag(pub u32);

/// Where a contact's number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactSource {
    /// A call that the person made here.
    Calls,
    /// A call in the history of the linked account.
    History,
    /// A contact card that the person sent.
    Card,
    /// The person told it.
    Told,
}

/// What was arranged in a place the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// The kind of place.
    pub category: Category,
    /// Under which name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// For how many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<PartySize>,
    /// The language that was spoken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<CallLanguage>,
}

impl Arranged {
    /// The part of a request that is likely to be wanted again.
    #[must_use]
    pub fn of(request: &CallRequest) -> Self {
        Self {
            category: request.category,
            name: request.details.name().cloned(),
            people: request.details.party_size().copied(),
            language: Some(request.call_language),
        }
    }
}

/// A place that a person knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub tag: ContactTag,
    pub name: Name,
    pub phone: Phone,
    pub source: ContactSource,
    /// When it was last called, or written down.
    pub used: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arranged: Option<Arranged>,
    /// When it is open, as far as the person has told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<OpeningHours>,
    /// Its timezone, where the person has told it and the number does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Tz>,
    /// The rooms whose people may use it, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomId>,
}

/// How a contact's name and a name that was said fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The contact's name is a part of the name that was said: that one may be
    /// another place.
    Within,
    /// The name that was said is a part of the contact's.
    Short,
    /// They are the same but for capitals, accents and punctuation.
    Same,
}

impl Fit {
    /// Compares whole words.
    #[must_use]
    pub fn of(known: &str, said: &str) -> Option<Self> {
        let (known, said) = (fold(known), fold(said));
        if known.is_empty() || said.is_empty() {
            return None;
        }
        if known == said {
            return Some(Self::Same);
        }
        let has = |whole: &str, part: &str| format!(" {whole} ").contains(&format!(" {part} "));
        if has(&known, &said) {
            return Some(Self::Short);
        }
        has(&said, &known).then_some(Self::Within)
    }
}

/// The places that a person knows. Bounded: the longest unused go first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Contacts {
    list: Vec<Contact>,
    /// The tag of the next one; a tag is never used twice.
    next: u32,
    /// When the account was linked whose history was read last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history_of: Option<DateTime<Utc>>,
    /// Numbers that were forgotten while the history was still to be read: it
    /// does not bring them back. Empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unwanted: Vec<Phone>,
}

impl Contacts {
    /// How many are kept at most.
    pub const MOST: usize = 500;

    /// Whether there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.history_of.is_none() && self.unwanted.is_empty()
    }

    /// All of them, in the order of their names.
    #[must_use]
    pub fn by_name(&self) -> Vec<&Contact> {
        let mut all: Vec<&Contact> = self.list.iter().collect();
        all.sort_by_cached_key(|contact| (fold(contact.name.as_str()), contact.tag.0));
        all
    }

    /// All of them, the last used first.
    #[must_use]
    pub fn by_use(&self) -> Vec<&Contact> {
        let mut all: Vec<&Contact> = self.list.iter().collect();
        all.sort_by_key(|contact| (std::cmp::Reverse(contact.used), contact.tag.0));
        all
    }

    #[must_use]
    pub fn get(&self, tag: ContactTag) -> Option<&Contact> {
        self.list.iter().find(|contact| contact.tag == tag)
    }

    /// Notes a name with its number; a contact that has both is used again.
    pub fn note(
        &mut self,
        name: &Name,
        phone: &Phone,
        source: ContactSource,
        at: DateTime<Utc>,
    ) -> ContactTag {
        let same = |it: &&mut Contact| {
            it.phone == *phone && Fit::of(it.name.as_str(), name.as_str()).is_some()
        };
        if let Some(known) = self.list.iter_mut().find(same) {
            known.used = known.used.max(at);
            // What an account told goes with the account; the rest is the
            // person's own.
            if known.source == ContactSource::History {
                known.source = source;
            }
            return known.tag;
        }
        let tag = ContactTag(self.next);
        self.next = self.next.wrapping_add(1);
        self.list.push(Contact {
            tag,
            name: name.clone(),
            phone: phone.clone(),
            source,
            used: at,
            arranged: None,
            hours: None,
            timezone: None,
            rooms: Vec::new(),
        });
        self.drop_oldest(tag);
        tag
    }

    fn drop_oldest(&mut self, but: ContactTag) {
        while self.list.len() > Self::MOST {
            let oldest = (self.list.iter())
                .filter(|contact| contact.tag != but)
                .min_by_key(|contact| contact.used)
                .map(|contact| contact.tag);
            self.list.retain(|contact| Some(contact.tag) != oldest);
        }
    }

    /// Remembers what was arranged with a contact.
    pub fn arrange(&mut self, tag: ContactTag, arranged: Arranged) {
        self.change(tag, |contact| contact.arranged = Some(arranged));
    }

    /// The contact with that number that was used last.
    #[must_use]
    pub fn at_number(&self, phone: &Phone) -> Option<&Contact> {
        let fitting = self.list.iter().filter(|contact| contact.phone == *phone);
        fitting.max_by_key(|contact| contact.used)
    }

    /// Remembers a contact's hours and its zone, as far as they are told.
    pub fn keep_hours(&mut self, tag: ContactTag, hours: Option<OpeningHours>, zone: Option<Tz>) {
        self.change(tag, |contact| {
            contact.hours = hours.or(contact.hours.take());
            contact.timezone = zone.or(contact.timezone);
        });
    }

    pub fn rename(&mut self, tag: ContactTag, name: Name) {
        self.change(tag, |contact| {
            contact.name = name;
            // It is in the person's own words now, and stays with them.
            if contact.source == ContactSource::History {
                contact.source = ContactSource::Told;
            }
        });
    }

    /// Lets the people of a room use a contact.
    pub fn share(&mut self, tag: ContactTag, room: RoomId) {
        self.change(tag, |contact| {
            if !contact.rooms.contains(&room) {
                contact.rooms.push(room);
            }
        });
    }

    /// Ends that, in every room.
    pub fn unshare(&mut self, tag: ContactTag) {
        self.change(tag, |contact| contact.rooms.clear());
    }

    fn change(&mut self, tag: ContactTag, change: impl FnOnce(&mut Contact)) {
        if let Some(found) = self.list.iter_mut().find(|contact| contact.tag == tag) {
            change(found);
        }
    }

    /// Forgets a contact. `unread` says that the account's history is still to be
    /// read.
    pub fn forget(&mut self, tag: ContactTag, unread: bool) {
        if let Some(contact) = self.get(tag).filter(|_| unread) {
            let phone = contact.phone.clone();
            self.unwanted.push(phone);
            let surplus = self.unwanted.len().saturating_sub(Self::MOST);
            self.unwanted.drain(..surplus);
        }
        self.list.retain(|contact| contact.tag != tag);
    }

    /// Forgets every contact. The history of the account that was linked at that
    /// time is not read any more.
    pub fn forget_all(&mut self, linked: Option<DateTime<Utc>>) {
        self.list.clear();
        self.begin_history(linked);
    }

    /// The history of the account that was linked at that time is being noted:
    /// the numbers that are not wanted from it.
    pub fn begin_history(&mut self, linked: Option<DateTime<Utc>>) -> Vec<Phone> {
        self.history_of = linked;
        std::mem::take(&mut self.unwanted)
    }

    /// Forgets what only the account's history told: another account's owner may
    /// be somebody else.
    pub fn forget_account(&mut self) {
        let of_account = |contact: &Contact| contact.source == ContactSource::History;
        self.list.retain(|contact| !of_account(contact));
        self.history_of = None;
        self.unwanted.clear();
    }

    /// Whether the people of a room may use any of them.
    #[must_use]
    pub fn is_shared_with(&self, room: &RoomId) -> bool {
        self.list.iter().any(|contact| contact.rooms.contains(room))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    fn phone(last: usize) -> Phone {
        Phone::from_e164(&format!("+34912{last:06}")).unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn names_fit_by_whole_words() {
        for (known, said, expected) in [
            ("Casa Pepe", "casa pepé", Some(Fit::Same)),
            ("Casa Pepe", "CASA PEPE.", Some(Fit::Same)),
            ("Casa Pepe", "Pepe", Some(Fit::Short)),
            ("Casa Pepe", "Casa Pepe Madrid", Some(Fit::Within)),
            ("Casa Pepe", "Casa Pepa", None),
            ("Casa Pepe", "Pep", None),
            ("Casa Pepe", "Pepe Casa", None),
            ("Casa Pepe", "!", None),
        ] {
            assert_eq!(Fit::of(known, said), expected, "{known:?} {said:?}");
        }
    }

    #[test]
    fn a_number_under_one_name_is_noted_once() {
        let mut book = Contacts::default();
        let first = book.note(&name("Casa Pepe"), &phone(1), ContactSource::History, at(1));
        let again = book.note(&name("casa pepe"), &phone(1), ContactSource::Calls, at(2));
        assert_eq!(first, again);
        let contact = book.get(first).unwrap();
        assert_eq!(contact.source, ContactSource::Calls);
        assert_eq!((contact.name.as_str(), contact.used), ("Casa Pepe", at(2)));
        let other = book.note(&name("Casa Pepe"), &phone(2), ContactSource::Told, at(3));
        let hotel = book.note(&name("Miramar"), &phone(1), ContactSource::Told, at(3));
        assert!(other != first && hotel != first && other != hotel);
    }

    #[test]
    fn the_longest_unused_go_first() {
        let mut book = Contacts::default();
        let old = book.note(&name("Old"), &phone(0), ContactSource::Told, at(0));
        for n in 1..=Contacts::MOST {
            let seconds = i64::try_from(n).unwrap();
            book.note(
                &name(&format!("Place {n}")),
                &phone(n),
                ContactSource::Calls,
                at(seconds),
            );
        }
        assert_eq!(book.by_use().len(), Contacts::MOST);
        assert_eq!(book.get(old), None);
        // The newest stays even if its time is the oldest.
        let late = book.note(&name("Late"), &phone(0), ContactSource::History, at(0));
        assert!(book.get(late).is_some());
    }

    #[test]
    fn what_an_account_told_goes_with_it() {
        let mut book = Contacts::default();
        let told = book.note(&name("Mine"), &phone(1), ContactSource::Told, at(1));
        let theirs = book.note(&name("Theirs"), &phone(2), ContactSource::History, at(1));
        let renamed = book.note(&name("Odd"), &phone(3), ContactSource::History, at(1));
        book.rename(renamed, name("Even"));
        book.history_of = Some(at(5));
        book.forget_account();
        assert!(book.get(told).is_some() && book.get(renamed).is_some());
        assert_eq!((book.get(theirs), book.history_of), (None, None));
    }
}
