//! Every reply as its events.

use serde_json::json;

use super::*;
use kally_core::model::{Choice, Platform};

fn owner() -> ConversationId {
    ConversationId {
        platform: Platform::Matrix,
        chat: "!r:x".to_owned(),
        thread: None,
        user: "@ana:x".to_owned(),
    }
}

fn said(body: Rich) -> Reply {
    Reply {
        body,
        ..Reply::default()
    }
}

fn rendered(reply: &Reply, voice: Voice, place: &Place) -> Value {
    let mut messages = messages(reply, voice, place, &owner());
    assert_eq!(messages.len(), 1);
    messages.remove(0)
}

fn ana() -> Person {
    Person {
        user: "@ana:x".to_owned(),
        name: "Ana <3".to_owned(),
    }
}

#[test]
fn every_block_has_its_look_and_nothing_written_becomes_markup() {
    let body = Rich(vec![
        Block::Paragraph(vec![
            Span::Plain("Write ".into()),
            Span::Code("/call".into()),
            Span::Strong(" <now>".into()),
        ]),
        Block::Quote("4 & \"more\"\nthen".into()),
        Block::Fields(vec![
            ("Name".into(), "<Ana>".into()),
            ("People".into(), "4".into()),
        ]),
        Block::List(vec![vec![Span::Plain("one".into())]]),
        Block::Paragraph(vec![
            Span::Link {
                url: "https://a.example/?a=1&b=2".into(),
                label: "here".into(),
            },
            Span::Link {
                url: "javascript:alert(1)".into(),
                label: "there".into(),
            },
        ]),
    ]);
    let content = rendered(&said(body), Voice::Loud, &Place::default());
    assert_eq!(
        content["formatted_body"],
        "Write <code>/call</code><strong> &lt;now&gt;</strong><blockquote>4 &amp; &quot;more&quot;<br>then</blockquote>\
         <strong>Name:</strong> &lt;Ana&gt;<br><strong>People:</strong> 4<ul><li>one</li></ul>\
         <a href=\"https://a.example/?a=1&amp;b=2\">here</a>there: <code>javascript:alert(1)</code>"
    );
    assert_eq!(content["msgtype"], "m.text");
    assert!(
        content["body"]
            .as_str()
            .unwrap()
            .starts_with("Write /call <now>\n4 & \"more\"")
    );
    assert_eq!(content["m.mentions"], json!({}));
    assert!(content.get("m.relates_to").is_none());
}

#[test]
fn a_shared_room_names_the_person() {
    let in_thread = Place {
        thread: Some("$root".to_owned()),
        answers: None,
        of_another: false,
        to: Some(ana()),
    };
    let asked = rendered(&said(Rich::plain("How many?")), Voice::Loud, &in_thread);
    assert_eq!(asked["body"], "How many?");
    assert_eq!(asked["m.mentions"]["user_ids"][0], "@ana:x");
    assert_eq!(asked["m.relates_to"]["rel_type"], "m.thread");
    assert_eq!(asked["m.relates_to"]["m.in_reply_to"]["event_id"], "$root");
    let outcome = rendered(&said(Rich::plain("Done.")), Voice::Outcome, &in_thread);
    assert_eq!(outcome["body"], "Ana <3: Done.");
    assert_eq!(
        outcome["formatted_body"],
        "<a href=\"https://matrix.to/#/@ana:x\">Ana &lt;3</a>: Done."
    );
    let status = rendered(&said(Rich::plain("Calling")), Voice::Status, &in_thread);
    assert_eq!(
        (&status["msgtype"], &status["m.mentions"]),
        (&json!("m.notice"), &json!({}))
    );
    let without = Place {
        thread: None,
        answers: Some("$asked".to_owned()),
        of_another: false,
        to: Some(ana()),
    };
    let asked = rendered(&said(Rich::plain("How many?")), Voice::Loud, &without);
    assert_eq!(asked["body"], "Ana <3: How many?");
    assert_eq!(
        asked["m.relates_to"],
        json!({"m.in_reply_to": {"event_id": "$asked"}})
    );
}

#[test]
fn an_edit_has_both_forms_and_mentions_nobody() {
    let place = Place {
        thread: Some("$root".to_owned()),
        answers: None,
        of_another: false,
        to: Some(ana()),
    };
    let content = rendered(&said(Rich::plain("Over.")), Voice::Loud, &place);
    let edit = edit("$status", content);
    assert_eq!(edit["body"], "* Over.");
    assert_eq!(edit["m.new_content"]["body"], "Over.");
    assert_eq!(
        edit["m.relates_to"],
        json!({"rel_type": "m.replace", "event_id": "$status"})
    );
    assert_eq!(edit["m.mentions"], json!({}));
    assert!(edit["m.new_content"].get("m.relates_to").is_none());
    let plain = plainer(edit);
    assert!(plain.get("formatted_body").is_none());
    assert!(plain["m.new_content"].get("formatted_body").is_none());
    assert_eq!(plain["m.new_content"]["body"], "Over.");
}

#[test]
fn what_is_long_comes_in_parts_and_the_last_has_the_choices() {
    let word = "word ".repeat(2_000);
    let mut reply = said(Rich(vec![
        Block::Paragraph(vec![Span::Plain(word.clone())]),
        Block::Paragraph(vec![Span::Plain("end".into())]),
    ]));
    reply.numbered = true;
    reply.choices = vec![Choice {
        label: "Call".into(),
        token: "t".into(),
        sign: None,
    }];
    let parts = messages(&reply, Voice::Loud, &Place::default(), &owner());
    assert!(parts.len() > 1);
    let said: Vec<&str> = parts
        .iter()
        .map(|part| part["body"].as_str().unwrap())
        .collect();
    assert!(said.iter().all(|part| part.len() <= LONGEST + 100));
    let words = said
        .join(" ")
        .split_whitespace()
        .filter(|part| *part == "word")
        .count();
    assert_eq!(words, 2_000);
    assert!(said.last().unwrap().ends_with("[1] Call"));
    assert!(!said[0].contains("[1]"));
}
