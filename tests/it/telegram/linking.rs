//! Linking on a phone: the browser ends at an address that cannot be opened,
//! and the person sends it to the bot, which removes it from the chat.

use super::stage::{ANA, BEN, EVA, Stage};
use crate::support::Browser;
use telegram_emulator::{Kind, Shown};

/// The address at which the sign-in of an offered link ends.
#[track_caller]
fn dead_end(offer: &Shown) -> String {
    let link = offer.address("Link my account").unwrap();
    let mut browser = Browser::new();
    let sign_in = browser.open(&link);
    let end = browser.press_only(&sign_in, ("decision", "approve"));
    end.unwrap_err().to_string()
}

/// None of the tokens in an address was sent to Telegram or logged.
#[track_caller]
fn said_nothing_of(stage: &Stage, address: &str) {
    let (_, query) = address.split_once('?').unwrap();
    let secrets = query.split('&').filter_map(|pair| pair.split_once('='));
    for (name, secret) in secrets.filter(|(name, _)| name.ends_with("_token")) {
        let told = |method: &str| {
            let requests = stage.telegram.requests(method);
            requests
                .iter()
                .any(|sent| format!("{sent:?}").contains(secret))
        };
        assert!(!told("sendMessage") && !told("editMessageText"), "{name}");
        assert!(!stage.log().contains(secret), "{name} is in the log");
    }
}

#[test]
fn the_address_is_taken_out_of_the_chat_and_the_request_goes_on() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    let card = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
    ana.ask(card, "They will hear an AI");
    let offer = ana.press("Call now", "You haven't linked your KallyAI account yet");
    let address = dead_end(&offer);
    let pasted = ana.says(&address);
    ana.is_mine();
    assert_eq!(ana.count("✅ Linked. Here is your request again."), 1);
    stage.until("it is taken out", |telegram| {
        (!telegram.is_there(ANA, pasted)).then_some(())
    });
    ana.press("Call now", "✅ Call finished");
    said_nothing_of(&stage, &address);
    stage.ends_well(1);
}

/// Row 30 of the Telegram trial.
#[test]
fn who_sends_the_link_itself_back_is_told_to_open_it() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    let offer = ana.ask("/login", "Here you can link your KallyAI account.");
    let link = offer.address("Link my account").unwrap();
    ana.ask(&link, "That is the link itself: open it in a browser.");
    // It still works.
    ana.says(&dead_end(&offer));
    ana.is_mine();
    stage.ends_well(0);
}

#[test]
fn killed_while_the_address_is_taken_in() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    let offer = ana.ask("/login", "Here you can link your KallyAI account.");
    let address = dead_end(&offer);
    let pasted = ana.says(&address);
    stage.run();
    ana.is_mine();
    stage.until("it is taken out", |telegram| {
        (!telegram.is_there(ANA, pasted)).then_some(())
    });
    said_nothing_of(&stage, &address);
    stage.ends_well(0);
}

#[test]
fn an_address_that_is_sent_in_a_group_is_worth_nothing() {
    let stage = Stage::running("--call-seconds 1");
    stage
        .telegram
        .group(-500, Kind::Group, "Friends", &[ANA, BEN]);
    let private = stage.private(ANA);
    let offer = private.ask("/login", "Here you can link your KallyAI account.");
    let address = dead_end(&offer);
    let ana = stage.seat(-500, ANA);
    ana.own("/call", "Which number should I call?");
    // The bot may not remove it: it is not an administrator.
    ana.says(&address);
    let told =
        |_: &_| (ana.count("no longer works") + private.count("no longer works") > 0).then_some(());
    stage.until("a warning", told);
    private.says(&address);
    private.hears_any(&[
        "has already been used",
        "isn't from any of my links",
        "That address has expired",
    ]);
    private.ask("/status", "No KallyAI account is linked");
    said_nothing_of(&stage, &address);
    stage.ends_well(0);
}

#[test]
fn somebody_elses_link_is_not_followed() {
    let stage = Stage::running("");
    let (ana, ben) = (stage.private(ANA), stage.private(BEN));
    // Ben sent Ana his link; she signed in and sends the address that she sees.
    let offer = ben.ask("/login", "Here you can link your KallyAI account.");
    assert!(offer.text.contains("Copy its address"), "{offer:?}");
    let address = dead_end(&offer);
    let message = ana.says(&address);
    ana.hears("made for somebody else");
    stage.until("it is taken out", |telegram| {
        (!telegram.is_there(ANA, message)).then_some(())
    });
    ben.ask(&address, "has already been used");
    for person in [&ana, &ben] {
        person.ask("/status", "No KallyAI account is linked.");
    }
    stage.ends_well(0);
}

/// Somebody is talked into sending an address with the tokens of another
/// person: with a `state` that was made up, and with one of that person's own.
#[test]
fn nobody_is_linked_to_an_account_that_is_slipped_to_them() {
    let stage = Stage::running("");
    let (ana, ben) = (stage.private(ANA), stage.private(BEN));
    ana.ask("/login", "Here you can link your KallyAI account.");
    let offer = ben.ask("/login", "Here you can link your KallyAI account.");
    let his = dead_end(&offer);
    let (before, _) = his.split_once("state=").unwrap();
    let made_up = format!("{before}state={}", "A".repeat(43));
    for (address, said) in [
        (&made_up, "isn't from any of my links"),
        (&his, "made for somebody else"),
    ] {
        let message = ana.says(address);
        ana.hears(said);
        stage.until("it is taken out", |telegram| {
            (!telegram.is_there(ANA, message)).then_some(())
        });
    }
    ben.ask(&his, "has already been used");
    for person in [&ana, &ben] {
        person.ask("/status", "No KallyAI account is linked.");
    }
    said_nothing_of(&stage, &his);
    stage.ends_well(0);
}

/// Nothing on this way can tell who hands the address on, so the chat warns.
#[test]
fn the_offer_says_that_the_address_is_for_the_bot_alone() {
    let stage = Stage::running("");
    for (person, asks, warning) in [
        (ANA, "/login", "Send it only to me, never to a person"),
        (EVA, "/login", "Mándamela solo a mí, nunca a otra persona"),
    ] {
        let seat = stage.private(person);
        seat.ask(asks, warning);
    }
    stage.ends_well(0);
}

/// A link that nobody can follow any more has no button.
#[test]
fn a_link_that_is_over_says_so_and_loses_its_button() {
    const OFFER: &str = "Here you can link your KallyAI account.";
    let stage = Stage::running("");
    let (ana, ben) = (stage.private(ANA), stage.private(BEN));
    let over = |offer: &Shown, words: &str| {
        ana.becomes(offer, words);
        ana.loses_buttons(offer);
    };
    // A newer one takes its place.
    let first = ana.ask("/login", OFFER);
    let second = ana.ask("/login", OFFER);
    over(&first, "This link no longer works.");
    let kept = ana.becomes(&second, OFFER);
    assert_eq!(kept.labels(), ["Link my account"], "{kept:?}");
    // Somebody else has it.
    ben.ask(
        &second.address("Link my account").unwrap(),
        "made for somebody else",
    );
    over(&second, "This link no longer works.");
    // Somebody signed in by it, in a browser of the bot's machine.
    let third = ana.ask("/login", OFFER);
    stage.sign_in(&third);
    ana.hears("Is that your account?");
    over(&third, "✅ This link has been used.");
    ana.press("No", "I've discarded that sign-in");
    // And elsewhere.
    let fourth = ana.ask("/login", OFFER);
    ana.says(&dead_end(&fourth));
    ana.hears("Is that your account?");
    over(&fourth, "✅ This link has been used.");
    ana.press("No", "I've discarded that sign-in");
    // The person logs out.
    let fifth = ana.ask("/login", OFFER);
    ana.ask("/logout", "The link that I gave you no longer works");
    over(&fifth, "This link no longer works.");
    stage.ends_well(0);
}
