//! A flood of requests: it gets a clear answer, and everything else goes on.

use super::*;

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
        chat.ask("/login", "You have asked for many links.");
    }
    chat.ask("/help", "How it works");
    chat.ends_well();
}
