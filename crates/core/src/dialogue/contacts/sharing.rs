//! A contact that its owner shares with a room. That is said in the room; the
//! rest of the address book is personal.

use super::list::{ContactSaid, Meant, meant, say};
use crate::dialogue::prompt::{Callee, Prompt};
use crate::dialogue::turn::Turn;
use crate::model::Contact;
use crate::understand::{ContactVerb, ContactWish};

/// Shares a contact with the room, or ends that; whether the wish was about it.
pub(in crate::dialogue) fn in_room(turn: &mut Turn, wish: &ContactWish) -> bool {
    let Some(room) = turn.context.room_id.clone() else {
        return false;
    };
    let shares = match wish.verb {
        ContactVerb::Share => true,
        ContactVerb::Unshare => false,
        _ => return false,
    };
    let contact: Contact = match meant(turn, &wish.about) {
        Meant::One(contact) => *contact,
        // Their numbers are nobody else's business.
        Meant::Several(_) => {
            turn.say(Prompt::ContactSaid(ContactSaid::SeveralInRoom));
            return true;
        }
        Meant::Nothing => {
            let name = wish.about.clone();
            say(turn, ContactSaid::NotFound { name });
            return true;
        }
    };
    let to = Callee::of_contact(&contact);
    if let Some(book) = turn.contacts_mut() {
        match shares {
            true => book.share(contact.tag, room),
            false => book.unshare(contact.tag),
        }
    }
    say(
        turn,
        match shares {
            true => ContactSaid::Shared(to),
            false => ContactSaid::Unshared(to),
        },
    );
    true
}
