//! How places get into the address book by themselves: from calls that were made
//! here, and once from the history of the linked account.

use chrono::{DateTime, Utc};

use crate::dialogue::errand::Errand;
use crate::dialogue::past::{PastCall, PastPage};
use crate::dialogue::report::{CallView, Outcome};
use crate::dialogue::turn::Turn;
use crate::dialogue::{Effect, Linked};
use crate::model::{Arranged, Category, ContactSource, Contacts, Name, PartySize, Phone};
use crate::understand;

/// A call is over: its place is known from now on, and if it reached its aim,
/// what was asked for there.
pub(in crate::dialogue) fn learn(turn: &mut Turn, view: &CallView, outcome: &Outcome) {
    let now = turn.context.now;
    let request = &view.request;
    let Some(name) = request.details.business() else {
        return;
    };
    // A call about an appointment arranges nothing that is wanted again.
    let arranges = outcome.is_success() && request.follows.is_none();
    let arranged = arranges.then(|| Arranged::of(request));
    let Some(book) = turn.contacts_mut() else {
        return;
    };
    let tag = book.note(name, &request.phone, ContactSource::Calls, now);
    if let Some(arranged) = arranged {
        book.arrange(tag, arranged);
    }
}

/// When the account was linked.
pub(super) fn linked(turn: &Turn) -> Option<DateTime<Utc>> {
    match turn.context.linked {
        Linked::Since(since) => Some(since),
        Linked::No | Linked::Revoked => None,
    }
}

/// Whether the account's history is still to be read.
pub(super) fn is_unread(turn: &Turn) -> bool {
    let read = turn.contacts().map(|book| book.history_of);
    let since = linked(turn);
    since.is_some() && read.is_some_and(|read| read != since)
}

/// Has the account's history read, once for each account that is linked.
pub(in crate::dialogue) fn read_history(turn: &mut Turn) {
    if is_unread(turn) {
        turn.act(Effect::Fetch {
            errand: Errand::Contacts,
            privately: true,
        });
    }
}

/// The history has come; `None` if the service does not show it.
pub(in crate::dialogue) fn learn_history(turn: &mut Turn, page: Option<PastPage>) {
    let (since, reading) = (linked(turn), turn.context.reading());
    // It may have been read meanwhile; once is enough.
    if !is_unread(turn) {
        return;
    }
    let Some(book) = turn.contacts_mut() else {
        return;
    };
    let unwanted = book.begin_history(since);
    // Oldest first, so that the newest call of a place counts.
    let calls = page.map(|page| page.calls).unwrap_or_default();
    for call in calls.into_iter().rev() {
        note_past(book, &call, &unwanted, &reading);
    }
}

fn note_past(
    book: &mut Contacts,
    call: &PastCall,
    unwanted: &[Phone],
    reading: &understand::Context,
) {
    let name = call.business.as_deref().map(Name::parse);
    let phone = call.phone.as_deref().and_then(|phone| e164(phone, reading));
    let (Some(Ok(name)), Some(phone), Some(at)) = (name, phone, call.at) else {
        return;
    };
    if unwanted.contains(&phone) {
        return;
    }
    let source = match call.own {
        Some(_) => ContactSource::Calls,
        None => ContactSource::History,
    };
    let tag = book.note(&name, &phone, source, at);
    let category = call.category.as_deref().and_then(Category::from_word);
    if let Some(category) = category.filter(|_| call.status == "success") {
        let arranged = Arranged {
            category,
            name: call.name.as_deref().and_then(|name| Name::parse(name).ok()),
            people: call.party_size.and_then(PartySize::new),
            language: None,
        };
        book.arrange(tag, arranged);
    }
}

/// A number as the service wrote it, with or without signs between its digits;
/// none that is never called.
fn e164(phone: &str, reading: &understand::Context) -> Option<Phone> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    understand::phone(&format!("+{digits}"), reading).ok()
}

/// The account is unlinked: what only its history told goes with it.
pub(in crate::dialogue) fn forget_account(turn: &mut Turn) {
    if let Some(book) = turn.contacts_mut() {
        book.forget_account();
    }
}
