//! Findings of a newcomer in the trial of November 2026, with the built program; a
//! test is named by the number of its finding there.

use super::{calling, card};
use crate::support::{Place, Start, shown_link};

#[test]
fn b3_the_transcript_is_found_in_plain_words() {
    let mut demo = calling("0100");
    demo.hears("✅ Call finished").hears("[1] Transcript");
    for words in [
        "where is my transcript?",
        "transcript please",
        "what did they say?",
        "show me the transcript",
    ] {
        demo.ask(words, "Transcript of the call to +1 415-555-0100")
            .hears("goodbye.");
    }
    demo.ends_well();
}

/// Each line fits, and messages stand apart.
#[test]
fn b2_and_b10_the_terminal_is_easy_to_read() {
    let mut demo = Start::demo().start();
    card(&mut demo, "0100");
    demo.ask("how do I leave?", "The demo ends with that");
    demo.ends_well();
    let shown = demo.output.raw();
    let long = shown.lines().find(|line| line.chars().count() > 80);
    assert_eq!(long, None);
    for line in [
        "\n\n> +1 415",
        "\n\n> how do I leave?",
        "when you leave.\n\nI place",
    ] {
        assert!(shown.contains(line), "{line:?} is not in {shown}");
    }
}

/// The page shows a name that the person knows, and the chat says how to go on
/// with a browser on another machine.
#[test]
fn b5_a_link_works_without_a_browser_here() {
    let place = Place::new("").variable("KALLY_TERMINAL__USER", "me");
    let mut chat = place.command("chat").variable("USER", "anag").start();
    chat.ask("/login", "Here you can link your KallyAI account.");
    let link = shown_link(&mut chat);
    chat.hears("your name, then press Link.")
        .hears("3. If your browser runs on another machine")
        .hears("and send it to me here.");
    let page = crate::support::signed_in(&mut crate::support::Browser::new(), &link);
    assert!(page.body.contains("<bdi>anag</bdi>"), "{page:?}");
    chat.ends_well();
}

#[test]
fn b10_a_second_bridge_says_that_another_one_runs() {
    let place = Place::new("");
    let _first = std::net::TcpListener::bind(("127.0.0.1", place.port())).unwrap();
    let (code, _, log) = place.command("chat").run("");
    assert_eq!(code, 1, "{log}");
    assert!(
        log.contains("is taken, probably by another kally-bridge that runs here"),
        "{log}"
    );
    assert!(log.contains("KALLY_SERVER__BIND"), "{log}");
}

/// Lines follow the width of the window when it changes.
#[cfg(target_os = "linux")]
#[test]
fn b10_lines_follow_the_window() {
    let home = tempfile::tempdir().unwrap();
    let mut window = super::window::Window::open(home.path(), 100);
    window.ask("/help", "You can correct anything");
    assert!(window.longest() > 60, "{}", window.longest());
    window.resize(40);
    window.ask("/help", "You can correct anything");
    assert!(window.longest() <= 40, "{}", window.longest());
}
