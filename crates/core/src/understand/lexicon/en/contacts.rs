//! English: words for the address book.

use crate::understand::contacts::ContactVerb;
use crate::understand::lexicon::topics::ContactWords;

pub(super) const WORDS: ContactWords = ContactWords {
    wishes: &[
        (
            ContactVerb::Add,
            &[
                "add * to my contacts",
                "add * to contacts",
                "add * as a contact",
                "add * to my address book",
                "save * to my contacts",
                "save * in my contacts",
                "save * as a contact",
                "put * in my contacts",
                "keep * in my contacts",
                "add contact *",
                "new contact *",
            ],
        ),
        (
            ContactVerb::Rename,
            &[
                "rename * in my contacts",
                "rename contact *",
                "rename the contact *",
                "change the contact *",
            ],
        ),
        (
            ContactVerb::Forget,
            &[
                "remove * from my contacts",
                "delete * from my contacts",
                "forget * from my contacts",
                "take * out of my contacts",
                "remove * from contacts",
                "delete * from contacts",
                "remove the contact *",
                "delete the contact *",
                "forget the contact *",
                "remove contact *",
                "delete contact *",
                "forget contact *",
            ],
        ),
        (
            ContactVerb::Share,
            &["share the contact *", "share contact *"],
        ),
        (
            ContactVerb::Show,
            &[
                "show the contact *",
                "show contact *",
                "find * in my contacts",
            ],
        ),
    ],
    short_wishes: &[
        (ContactVerb::Rename, &["rename *"]),
        (
            ContactVerb::Share,
            &[
                "share * with this room",
                "share * with the room",
                "share * with this group",
                "share * with the group",
                "share * with everybody here",
                "share * with everyone here",
                "share * here",
            ],
        ),
        (
            ContactVerb::Unshare,
            &["stop sharing *", "do not share * any more", "unshare *"],
        ),
    ],
    verbs: &[
        (ContactVerb::Add, &["add", "new", "save"]),
        (ContactVerb::Rename, &["rename"]),
        (ContactVerb::Forget, &["forget", "remove", "delete"]),
        (ContactVerb::Share, &["share"]),
        (ContactVerb::Unshare, &["unshare", "stop sharing"]),
        (ContactVerb::Show, &["show", "find"]),
    ],
    renamed_to: &["to", "as", "into"],
    all: &[
        "all",
        "everything",
        "all of them",
        "all contacts",
        "all my contacts",
        "everyone",
        "everybody",
    ],
};
