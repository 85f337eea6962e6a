//! A flood of requests: it gets a clear answer, and everything else goes on.

use super::way::Way;
use super::*;
use crate::support::Visitors;

#[test]
fn a_flood_of_pages_is_told_to_wait_and_the_chat_goes_on() {
    let place = public::place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let flood: Vec<_> = (0..4)
        .map(|_| {
            let (link, port) = (link.clone(), place.port());
            std::thread::spawn(move || {
                let mut web = Web::behind(public::HOST, port);
                (0..50)
                    .map(|_| web.get(&link))
                    .filter(|answer| answer.status == 429)
                    .count()
            })
        })
        .collect();
    let refused: usize = flood.into_iter().map(|flood| flood.join().unwrap()).sum();
    assert!(refused >= 100, "{refused} of 200");
    let mut web = Web::behind(public::HOST, place.port());
    let told = web.get(&link);
    if told.status == 429 {
        assert!(told.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert!(told.body.contains("<h1>Too many requests</h1>"), "{told:?}");
    }
    // Somebody else, according to the proxy; and the chat.
    web.extra = vec![("x-forwarded-for", "203.0.113.9".to_owned())];
    assert_eq!(web.get(&link).status, 200);
    chat.ask("/help", "How it works");
    chat.ends_well();
}

#[test]
fn a_flood_of_link_requests_is_told_to_wait() {
    let place = Place::new("");
    let mut chat = place.chat();
    for _ in 0..5 {
        login(&mut chat);
    }
    for _ in 0..30 {
        chat.ask("/login", "You have asked for a lot of links.");
    }
    chat.ask("/help", "How it works");
    chat.ends_well();
}

/// From a peer that is no proxy of ours, the header counts for nothing: the
/// sender stays one visitor.
#[test]
fn a_made_up_forwarded_address_makes_nobody_another_visitor() {
    let place = public::place("").variable("KALLY_SERVER__TRUSTED_PROXIES", "");
    let chat = place.chat();
    let mut web = Web::behind(public::HOST, place.port());
    let done = format!("https://{}/link/done", public::HOST);
    let refused = (0..200).any(|number| {
        web.extra = vec![("x-forwarded-for", format!("198.51.100.{number}"))];
        web.get(&done).status == 429
    });
    assert!(refused, "every request was another visitor's");
    drop(chat);
}

/// Thousands of addresses share no common limit that they could use up for
/// everybody else.
#[test]
fn a_crowd_takes_nothing_from_another_visitor() {
    let place = public::place("");
    let chat = place.chat();
    let port = place.port();
    let done = format!("https://{}/link/done", public::HOST);
    let crowd: Vec<_> = (0..4)
        .map(|part| {
            let done = done.clone();
            std::thread::spawn(move || {
                let mut web = Web::behind(public::HOST, port);
                for number in 0..325 {
                    let from = format!("10.{part}.{}.{}", number / 250, number % 250);
                    web.extra = vec![("x-forwarded-for", from)];
                    web.get(&done);
                }
            })
        })
        .collect();
    for part in crowd {
        part.join().unwrap();
    }
    let mut web = Web::behind(public::HOST, port);
    web.extra = vec![("x-forwarded-for", "203.0.113.9".to_owned())];
    for _ in 0..10 {
        assert_eq!(web.get(&done).status, 200);
    }
    drop(chat);
}

/// In front of a bot that may open as many files as a process usually may.
#[test]
fn a_thousand_idle_connections_keep_nobody_from_linking() {
    let place = public::place("");
    let mut chat = place.command("chat").files(1024).start();
    chat.hears("I place phone calls for you through KallyAI");
    let visitors = Visitors::come(place.port(), 225);
    let link = login(&mut chat);
    let last = Way::Code.follow(&place, &link).expect("it works");
    let said = last.in_the_browser();
    assert!(said.contains("<h1>Signed in</h1>"), "{said}");
    chat.is_mine();
    visitors.are_sent_away();
    chat.ask("/help", "How it works");
    chat.ends_well();
}
