//! Of a person's links only the newest works. A newer one, a sign-out and a
//! finished link end all others, in every way to link and at every stage.

use super::way::{WAYS, Way};
use super::*;

const ENDED: &str = "no longer works";

#[track_caller]
fn signed_in(said: &str) {
    assert!(
        said.contains("<h1>Signed in</h1>") || said.contains("✅ Signed in"),
        "{said}"
    );
}

/// However the first link is ended, it has ended both where nobody has followed
/// it yet and where everything but its last step was done.
#[track_caller]
fn ends_the_first(by: impl Fn(Way, &Place, &mut Program), are_linked: bool) {
    for way in WAYS {
        for followed_before in [false, true] {
            let place = way.place();
            let mut chat = place.chat();
            let first = login(&mut chat);
            let before = followed_before.then(|| way.follow(&place, &first));
            by(way, &place, &mut chat);
            let told = chat.read_so_far().matches("✅ Linked").count();
            let last = before.unwrap_or_else(|| way.follow(&place, &first));
            let said = match last {
                Ok(last) => last.finish(&mut chat),
                Err(said) => said,
            };
            assert!(said.contains(ENDED), "{way:?} {followed_before}: {said}");
            let status = match are_linked {
                true => "Your KallyAI account has been linked since",
                false => "No KallyAI account is linked",
            };
            chat.ask("/status", status);
            let output = chat.ends_well();
            assert_eq!(output.matches("✅ Linked").count(), told, "{output}");
        }
    }
}

#[test]
fn a_newer_link_ends_the_one_before() {
    let newer = |_, _: &Place, chat: &mut Program| drop(login(chat));
    ends_the_first(newer, false);
}

#[test]
fn signing_out_ends_a_link() {
    let sign_out = |_, _: &Place, chat: &mut Program| {
        chat.ask("/logout", "/login");
    };
    ends_the_first(sign_out, false);
}

#[test]
fn a_link_that_is_finished_ends_the_others() {
    let finish = |way: Way, place: &Place, chat: &mut Program| {
        let newer = login(chat);
        let last = way.follow(place, &newer).expect("it works");
        signed_in(&last.finish(chat));
        chat.is_mine();
    };
    ends_the_first(finish, true);
}

#[test]
fn what_ended_is_said_in_both_languages() {
    for (language, offered, told, page) in [
        (
            "en",
            "Link my account:",
            "The link that I gave you no longer works",
            "This link no longer works",
        ),
        (
            "es",
            "Vincular mi cuenta:",
            "El enlace que te di ya no vale",
            "Este enlace ya no vale",
        ),
    ] {
        let place = Place::new("").variable("KALLY_LOCALE__LANGUAGE", language);
        let mut chat = place.command("chat").start();
        chat.say("/login");
        chat.hears(offered).hears("http");
        let from = chat.read_so_far().len() - "http".len();
        chat.hears(" 1. ");
        let link = chat.read_so_far()[from..].replace(" 1. ", "");
        let address = sign_in(&mut Web::new(), &link);
        chat.ask("/logout", told);
        let mut web = Web::new();
        web.extra = vec![("accept-language", language.to_owned())];
        let ended = web.get(&address).leads_to();
        let ended = web.get(&ended);
        assert_eq!(ended.status, 410, "{ended:?}");
        assert!(ended.body.contains(page), "{ended:?}");
        chat.ends_well();
    }
}

/// Signed out while a browser finishes: in either order, nothing is linked
/// afterwards.
#[test]
fn signing_out_and_finishing_at_once() {
    for way in [Way::Button, Way::Code] {
        let place = way.place();
        let mut chat = place.chat();
        for _ in 0..4 {
            let link = login(&mut chat);
            let last = way.follow(&place, &link).expect("it works");
            let finishing = std::thread::spawn(move || last.in_the_browser());
            chat.say("/logout");
            let said = finishing.join().unwrap();
            let known = said.contains("<h1>Signed in</h1>") || said.contains(ENDED);
            assert!(known, "{way:?}: {said}");
            chat.ask("/status", "No KallyAI account is linked");
        }
        chat.ends_well();
    }
}

/// Two browsers finish the newest link at once, after older ones.
#[test]
fn of_two_browsers_at_the_newest_one_links() {
    for way in [Way::Button, Way::Code] {
        let place = way.place();
        let mut chat = place.chat();
        let lasts = [login(&mut chat), login(&mut chat)].map(|link| way.follow(&place, &link));
        // The first has ended before it is followed.
        assert!(lasts[0].is_err(), "{way:?}");
        let newest = login(&mut chat);
        let hers = (0..2)
            .map(|_| way.follow(&place, &newest))
            .filter_map(Result::ok);
        let finishing: Vec<_> = hers
            .map(|last| std::thread::spawn(move || last.in_the_browser()))
            .collect();
        let said: Vec<_> = finishing
            .into_iter()
            .map(|one| one.join().unwrap())
            .collect();
        let done = said
            .iter()
            .filter(|said| said.contains("<h1>Signed in</h1>"))
            .count();
        assert_eq!(done, 1, "{way:?}: {said:?}");
        chat.is_mine();
        let output = chat.ends_well();
        assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
    }
}

/// An ended link stays ended when the bot dies right after, and the newest
/// works.
#[test]
fn killed_in_between() {
    for way in WAYS {
        let place = way.place();
        let mut chat = place.chat();
        let first = login(&mut chat);
        let early = way.follow(&place, &first).expect("it works");
        let newest = login(&mut chat);
        chat.kill();
        let mut chat = place.chat();
        let said = early.finish(&mut chat);
        assert!(said.contains(ENDED), "{way:?}: {said}");
        let last = way.follow(&place, &newest).expect("it works");
        chat.kill();
        let mut chat = place.chat();
        signed_in(&last.finish(&mut chat));
        chat.is_mine();
        chat.ask("/logout", "I've deleted your KallyAI sign-in");
        let third = login(&mut chat);
        chat.ask("/logout", "/login");
        chat.kill();
        let mut chat = place.chat();
        let said = match way.follow(&place, &third) {
            Ok(last) => last.finish(&mut chat),
            Err(said) => said,
        };
        assert!(said.contains(ENDED), "{way:?}: {said}");
        chat.ask("/status", "No KallyAI account is linked");
        chat.ends_well();
    }
}
