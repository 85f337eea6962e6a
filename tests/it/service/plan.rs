//! The plan and the bills.

use serde_json::json;

use crate::support::{Browser, Place, shown_link, signed_in};

const PLAN: &str = "/v1/users/me/subscription";
const BILLS: &str = "/v1/stripe/billing-portal";
const ADDRESS: &str = "https://billing.kallyai.invalid/session/sandbox";
const UNKNOWN: &str = "KallyAI didn't say which plan you have.";

#[test]
fn each_form_of_the_plan_is_shown() {
    for (how, expected) in [
        (
            json!({"json": {"plan": {"type": "pro", "period": "yearly", "minutes_included": "500"},
                "status": "canceled", "expires_at": "2027-03-01", "auto_renew": "false",
                "provider": "app_store", "more": {"unknown": true}}}),
            &[
                "Plan pro",
                "Paid every year",
                "Includes 500 minutes",
                "Status cancelled",
                "Ends on 1 March 2027",
                "Billed by App Store",
                "[1] What is left",
            ][..],
        ),
        (
            json!({"json": {"plan": "pro", "expires_at": 1_772_323_200, "auto_renew": 1,
                "management_url": "javascript:alert(1)"}}),
            &[
                "Plan pro",
                "Renews on 1 March 2026",
                "[1] My bills [2] What is left",
            ],
        ),
        (
            json!({"json": {"has_active_subscription": false}}),
            &["KallyAI says that you have no plan at the moment."],
        ),
        (
            json!({"status": 404}),
            &["KallyAI says that you have no plan at the moment."],
        ),
        (json!({"json": {}}), &[UNKNOWN]),
        (json!({"json": "text"}), &[UNKNOWN]),
        (json!({"body": "html"}), &[UNKNOWN]),
        (json!({"body": "cut"}), &[UNKNOWN]),
        (json!({"body": "empty"}), &[UNKNOWN]),
        (json!({"drop": "during"}), &[UNKNOWN]),
        (json!({"status": 500}), &[UNKNOWN]),
    ] {
        let place = Place::new("");
        let mut chat = place.linked_chat();
        place.sandbox.answers(PLAN, how);
        chat.say("/plan");
        for words in expected {
            chat.hears(words);
        }
        assert!(!chat.ends_well().contains("javascript"));
    }
}

#[test]
fn the_plan_and_the_bills_in_plain_words() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    chat.ask("which plan do I have?", "Plan starter")
        .hears("Paid every month")
        .hears("Includes 60 minutes")
        .hears("Since 1 March 2025")
        .hears("Renews on 1 February 2026")
        .hears("Billed by Stripe")
        .hears("Manage my plan: https://billing.kallyai.invalid/manage")
        .hears("[1] My bills [2] What is left");
    chat.ask("1", "Here are your bills")
        .hears(&format!("Open my bills: {ADDRESS}"))
        .hears("It works for a short time; after that, /billing gives you a new one.");
    chat.ask("/account", "Credits left 50 of 50")
        .hears("[2] My plan [3] My bills");
    chat.ask("2", "Plan starter");
    chat.ask("¿qué plan tengo?", "Se paga cada mes")
        .hears("Se renueva el 1 de febrero de 2026")
        .hears("Lo factura Stripe")
        .hears("[1] Mis facturas");
    chat.ask("1", "Aquí están tus facturas")
        .hears(&format!("Abrir mis facturas: {ADDRESS}"))
        .hears("después, /facturas te da una nueva.");
    chat.ends_well();
}

#[test]
fn there_may_be_no_bills() {
    for (how, expected) in [
        (
            json!({"status": 404}),
            "KallyAI has no bills for this account.",
        ),
        (json!({"status": 500}), "KallyAI didn't give me the address"),
        (
            json!({"body": "html"}),
            "KallyAI didn't give me the address",
        ),
        (json!({"body": "cut"}), "KallyAI didn't give me the address"),
        (
            json!({"body": "empty"}),
            "KallyAI didn't give me the address",
        ),
        (
            json!({"json": {"url": "javascript:alert(1)"}}),
            "KallyAI didn't give me the address",
        ),
        (json!({"json": {"portal_url": ADDRESS}}), ADDRESS),
    ] {
        let place = Place::new("");
        let mut chat = place.linked_chat();
        place.sandbox.answers(BILLS, how);
        chat.ask("/billing", expected);
        assert!(!chat.ends_well().contains("javascript"));
    }
}

/// Signs in by the link that is shown.
fn signs_in(chat: &mut crate::support::Program) {
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &shown_link(chat));
    browser.press(&page, ("decision", "link"));
    chat.is_mine();
}

#[test]
fn after_another_sign_in_the_bills_come_by_themselves() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    place.sandbox.fail(&json!({"path": BILLS, "status": 403}));
    chat.ask("/billing", "Your KallyAI sign-in doesn't allow that yet.");
    signs_in(&mut chat);
    chat.hears(ADDRESS);
    // The next refusal is a new one.
    place
        .sandbox
        .fail(&json!({"path": BILLS, "status": 403, "times": 2}));
    chat.ask("/billing", "Your KallyAI sign-in doesn't allow that yet.");
    signs_in(&mut chat);
    chat.hears("KallyAI doesn't allow that with your account, even after you signed in again.");
    chat.ask("/billing", ADDRESS);
    chat.ends_well();
}

/// The person signs in for something else meanwhile.
#[test]
fn another_link_ends_what_waited() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    place.sandbox.fail(&json!({"path": BILLS, "status": 403}));
    chat.ask("/billing", "Your KallyAI sign-in doesn't allow that yet.")
        .hears("for you alone.");
    chat.ask("/account", "Link another account");
    chat.ask("4", "Here you can link your KallyAI account.");
    signs_in(&mut chat);
    chat.ask("/plan", "Plan starter");
    assert!(!chat.ends_well().contains(ADDRESS));
}

/// Neither while it waits to be sent nor afterwards.
#[test]
fn the_address_is_in_no_file_and_no_log() {
    let place = Place::new("").variable("RUST_LOG", "trace");
    let mut chat = place.linked_chat();
    chat.ask("/billing", ADDRESS);
    chat.ask("/plan", "https://billing.kallyai.invalid/manage");
    chat.ends_well();
    let log = chat.log.raw();
    assert!(log.contains("an account was linked"), "{log}");
    let mut all = log.into_bytes();
    let stored = files(&place.store());
    assert!(stored.len() > 2, "{stored:?}");
    for file in stored {
        all.extend(std::fs::read(file).unwrap());
    }
    for secret in ["session/sandbox", "invalid/manage"] {
        let found = all.windows(secret.len()).any(|at| at == secret.as_bytes());
        assert!(!found, "{secret}");
    }
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}
