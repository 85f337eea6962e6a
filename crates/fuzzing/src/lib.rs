//! Entry points for hostile input: each passes any bytes to a reader of outside
//! data and checks that it neither panics nor returns nonsense. The fuzz
//! targets in `fuzz/` call them, and a test replays the inputs that were found
//! there.

use std::time::Duration;

use chrono::DateTime;
use uuid::Uuid;

use kally_core::dialogue::{
    self, Command, Context, Conversation, Effect, FeedView, Input, Linked, Pressed, RoomSettings,
};
use kally_core::model::{
    CallId, Category, ContactSource, Contacts, Language, MessageRef, Name, Phone, Settings,
};
use kally_core::{text, understand};

fn settings(language: Language) -> Settings {
    Settings {
        language,
        timezone: chrono_tz::Europe::Madrid,
        region: "ES".parse().expect("a country"),
        ..Settings::default()
    }
}

/// Passes a message to every parser, in both languages.
pub fn understanding(words: &str) {
    for language in Language::ALL {
        let settings = settings(language);
        let context = understand::Context {
            language,
            timezone: settings.timezone,
            now: DateTime::from_timestamp(1_769_594_400, 0).unwrap_or_default(),
            region: settings.region,
        };
        let _ = understand::sentence(words, &context);
        let _ = understand::correction(words, &context);
        let _ = understand::agreed(words, None, &context);
        for category in Category::ALL {
            let _ = understand::correction_for(words, Some(category), &context);
            let _ = understand::time(words, Some(category), &context);
        }
        let _ = understand::phone(words, &context);
        let _ = understand::date(words, &context);
        let _ = understand::count(words, &context);
        let _ = understand::name_with_number(words, &context);
    }
    let _ = understand::name(words);
    let _ = understand::business(words);
    let _ = understand::task(words);
    let _ = understand::time_preference(words);
    let _ = understand::category(words);
    let _ = understand::contact_wish(words, |_| true);
    let _ = understand::contact_wish_behind(words);
    let _ = understand::names_place(words, "Casa Pepe");
    let _ = understand::only_calls(words, "Casa Pepe");
    let _ = understand::control(words);
    let _ = understand::code(words);
    let _ = understand::feed_wish(words);
    let _ = understand::of_the_room(words);
    let _ = understand::aside(words);
    let _ = understand::language(words);
    let _ = understand::timezone(words);
    let _ = understand::region(words);
}

/// An address book with a place in it.
fn contacts() -> Contacts {
    let mut book = Contacts::default();
    let place = Name::parse("Casa Pepe").ok();
    let phone = Phone::from_e164("+34912345678").ok();
    if let Some((name, phone)) = place.zip(phone) {
        book.note(&name, &phone, ContactSource::Told, DateTime::UNIX_EPOCH);
    }
    book
}

/// What the dialogue knows of a person in private.
fn context() -> Context {
    Context {
        now: DateTime::from_timestamp(1_769_594_400, 0).unwrap_or_default(),
        settings: settings(Language::Es),
        own_name: Name::parse("Ana").ok(),
        linked: Linked::No,
        signed_in: None,
        sign_in_ordered: false,
        never: Vec::new(),
        admin: None,
        limit: None,
        open_link: false,
        spoken: None,
        private: true,
        unattended: false,
        writes_first: false,
        message: None,
        pressed: None,
        late: false,
        unseen: false,
        fresh_call: CallId(Uuid::nil()),
        fresh_form: 1,
        call: None,
        replied: false,
        quoted: None,
        open: Vec::new(),
        elsewhere: false,
        forms_there: Vec::new(),
        forms_hidden: false,
        contacts: Some(contacts()),
        appointments: Some(Vec::new()),
        appointments_elsewhere: 0,
        feed: FeedView::default(),
        wording: kally_core::text::appointments::task,
        room_id: None,
        shared: Vec::new(),
        room: RoomSettings::default(),
        in_room: Vec::new(),
        waits_in: Vec::new(),
        leaves: false,
        quiet_until: None,
        usage: None,
        undo: Duration::from_secs(5),
        minds_hours: true,
        doubt: Duration::from_secs(600),
        keep: Duration::from_secs(90 * 24 * 60 * 60),
    }
}

/// Passes a person's lines, and presses of offered choices (`#3`), to the
/// dialogue and the texts.
pub fn talking(script: &str) {
    let mut context = context();
    let mut conversation = Conversation::default();
    let mut offered: Vec<String> = Vec::new();
    for (index, line) in script.lines().take(64).enumerate() {
        context.message = Some(MessageRef(index.to_string()));
        let pressed = line
            .strip_prefix('#')
            .and_then(|number| offered.get(number.parse::<usize>().ok()?));
        let input = match (pressed, Command::parse(line)) {
            (Some(token), _) => {
                Pressed::parse(token).map_or(Input::ChoiceUnknown, Input::ChoicePressed)
            }
            (None, Some((Some(command), rest))) => Input::CommandGiven(command, rest.to_owned()),
            (None, Some((None, _))) => Input::CommandUnknown,
            (None, None) => Input::TextReceived(line.to_owned()),
        };
        let decision = dialogue::step(conversation, input, &context);
        conversation = decision.conversation;
        for effect in decision.effects {
            if let Effect::KeepContacts(kept) = effect {
                context.contacts = Some(*kept);
            } else if let Effect::Say(prompt) = effect {
                let reply = text::render(&prompt, Language::ALL[index % Language::ALL.len()]);
                assert!(!reply.body.to_plain().is_empty(), "something is said");
                offered = reply.choices.into_iter().map(|it| it.token).collect();
            }
        }
    }
}

/// A button's token: if it can be read, it is written again the same, within 64
/// bytes.
pub fn pressing(token: &str) {
    if let Some(pressed) = Pressed::parse(token) {
        let again = pressed.action.token(pressed.stamp);
        assert!(again.len() <= 64, "{again}");
        assert_eq!(Pressed::parse(&again), Some(pressed), "{token}");
    }
}

/// Passes bytes from the disk to every record's reader.
pub fn records(bytes: &[u8]) {
    kally_store::read_any(bytes);
}

/// Passes a body of the service to the readers of all its answers.
pub fn answers(bytes: &[u8]) {
    kallyai::read_any(bytes);
}

/// Passes a platform's data to the readers of its events.
pub fn events(bytes: &[u8]) {
    kally_telegram::read_any(bytes);
    kally_matrix::read_any(bytes);
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    /// Replays the stored inputs of a fuzz target.
    fn replay(target: &str, feed: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../fuzz/corpus")
            .join(target);
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).expect("a corpus") {
            feed(&std::fs::read(entry.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 0, "{} is empty", folder.display());
    }

    fn text_of(feed: fn(&str)) -> impl Fn(&[u8]) {
        move |bytes| feed(&String::from_utf8_lossy(bytes))
    }

    #[test]
    fn what_was_found_stays_mended() {
        replay("understanding", |bytes| text_of(understanding)(bytes));
        replay("talking", |bytes| text_of(talking)(bytes));
        replay("pressing", |bytes| text_of(pressing)(bytes));
        replay("records", records);
        replay("answers", answers);
        replay("events", events);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_bytes_break_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
            records(&bytes);
            answers(&bytes);
            events(&bytes);
        }

        #[test]
        fn no_words_break_the_dialogue(script in "(\\PC{0,40}\n|#[0-9]\n|/call .{0,30}\n){0,12}") {
            talking(&script);
            pressing(&script);
        }
    }
}
