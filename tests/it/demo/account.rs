//! Settings and the account, from the chat.

use super::{calling, card};
use crate::support::Start;

#[test]
fn the_language_switches_at_once_and_back() {
    let mut demo = Start::demo().start();
    demo.ask("/settings", "Language English")
        .hears("[1] Language [2] Timezone [3] Name");
    demo.ask("1", "Which language should I use with you?")
        .hears("[1] English [2] Spanish [3] Keep it");
    demo.ask("Spanish", "✅ Guardado.").hears("Idioma Español");
    demo.ask("/llamar", "¿A qué número llamo?");
    demo.ask("/ajustes idioma inglés", "✅ Saved.")
        .hears("Language English")
        .hears("Which number should I call?");
    demo.ends_well();
}

#[test]
fn settings_are_kept_and_used() {
    let mut demo = Start::demo().start();
    demo.ask("/settings name Bob", "✅ Saved.")
        .hears("Name Bob");
    demo.ask("/settings timezone Mars", "I don't know that timezone.")
        .hears("Which timezone are you in?");
    demo.ask("Madrid", "✅ Saved.")
        .hears("Timezone Europe/Madrid");
    demo.ask("/settings callback 911", "That is an emergency number.")
        .hears("[Keep it]");
    demo.ask("Keep it", "Call-back number not set");
    demo.ask(
        "/settings callback +1 415 555 2671",
        "Call-back number +1 415-555-2671",
    );
    // B10: only a number that is set can be cleared.
    demo.ask("/settings callback", "Now: +1 415-555-2671.")
        .hears("[Clear] [Keep it]");
    demo.ask("/settings region Spain", "Home country Spain");
    demo.ask("/call", "Which number should I call?");
    demo.ask("912 34 01 00", "+34 912 34 01 00, Spain.")
        .hears("What should I ask them for?");
    // The name of the settings is not asked for.
    demo.ask("table for four tomorrow at 8pm", "Name Bob")
        .hears("20:00 (Madrid)")
        .hears("Call-back +1 415-555-2671")
        .hears("[1] Call now");
    demo.ends_well();
}

#[test]
fn transcripts_come_always_or_never() {
    let mut demo = Start::demo().start();
    demo.ask("/settings transcript always", "Transcripts Automatically");
    card(&mut demo, "0108");
    demo.ask("Call now", "✅ Call finished")
        .hears("[1] Recording [2] Calendar [3] Keep it [4] Call again");
    demo.hears("Transcript of the call to +1 415-555-0108")
        .hears("I am an AI calling for Ana.");
    demo.ask("/settings", "Transcripts Automatically")
        .ask("6", "When should I send the transcript of a call?");
    demo.ask("Never", "Transcripts Never");
    card(&mut demo, "0100");
    demo.ask("Call now", "✅ Call finished")
        .hears("[1] Recording [2] Calendar [3] Keep it [4] Call again");
    assert_eq!(
        demo.ends_well().matches("Transcript of the call").count(),
        1
    );
}

#[test]
fn what_an_outcome_offers() {
    let mut demo = calling("0100");
    demo.hears("[1] Transcript [2] Recording [3] Calendar [4] Keep it [5] Call again");
    demo.ask("Calendar", "The appointment, for your calendar.")
        .hears("appointment.ics");
    demo.ask("Call again", "📞 +1 415-555-0100")
        .hears("Name Ana")
        .hears("[1] Call now");
    demo.ask("Call now", "Calling +1 415-555-0100")
        .hears("✅ Call finished");
    demo.ends_well();
}

#[test]
fn the_account_is_shown_and_forgotten() {
    let mut demo = Start::demo().start();
    demo.ask("/status", "Your KallyAI account has been linked since")
        .hears("Plan starter")
        .hears("Credits left 50")
        .hears("Renews on");
    demo.ask("/help", "/call: Start a phone call")
        .hears("/cancel:")
        .hears("/account:")
        .hears("/settings:")
        .hears("/logout:");
    demo.ask("/login", "Your KallyAI account has been linked since")
        .hears("Link another account");
    demo.ask("/logout", "I've deleted your KallyAI sign-in.");
    demo.ask("/status", "No KallyAI account is linked.")
        .hears("[1] Link my account");
    card(&mut demo, "0100");
    demo.ask("Call now", "You haven't linked your KallyAI account yet.")
        .hears("I'll keep this request meanwhile.");
    assert!(!demo.ends_well().contains("Calling"));
}
