//! Rooms that others read as well: personal things stay with the person.

use super::*;

fn in_room(linked: Linked, writes_first: bool) -> Talk {
    let mut talk = Talk::new(linked);
    talk.context.private = false;
    talk.context.writes_first = writes_first;
    talk
}

const REQUEST: &str = "/call +1 415 555 2671, table for four tomorrow at 8";

/// Invariant 7: personal things are said in private, in whichever room they
/// were asked for.
#[test]
fn personal_things_stay_personal() {
    for who in [Linked::No, linked(), Linked::Revoked] {
        for (command, door) in [
            ("/login", DoorTo::Command(Command::Login)),
            ("/logout", DoorTo::Chat),
            ("/status", DoorTo::Command(Command::Account)),
            ("/settings", DoorTo::Command(Command::Settings)),
            ("/settings name Ana", DoorTo::Command(Command::Settings)),
        ] {
            let mut talk = in_room(who, false);
            talk.say(command);
            assert_eq!(
                talk.effects,
                [Effect::Say(Prompt::InPrivate(door))],
                "{command}"
            );
        }
    }
}

/// B14 of the trial in rooms: the link is in private, not above.
#[test]
fn b14_no_link_is_above_in_a_room() {
    let mut talk = in_room(Linked::No, true);
    talk.say(REQUEST).say("Ana").say("Call now");
    assert_eq!(talk.point(), Some(Point::Linking));
    talk.say("go on");
    let [Effect::Say(prompt)] = &talk.effects[..] else {
        panic!("{:?}", talk.effects);
    };
    for language in [Language::En, Language::Es] {
        let said = text::render(prompt, language).body.to_plain();
        assert!(
            !said.contains("above") && !said.contains("arriba"),
            "{said}"
        );
        assert!(said.contains("priva"), "{said}");
    }
}

/// An altered client can press in a room what only a private chat shows.
#[test]
fn a_press_shows_no_more_than_its_command() {
    let choice = SettingChoice {
        of: SettingOf::person(Setting::Language),
        word: "es",
    };
    for (action, key) in [
        (
            OtherAction::AskSetting(SettingOf::person(Setting::Name)),
            "settings",
        ),
        (OtherAction::SetTo(choice), "settings"),
        (
            OtherAction::ClearSetting(SettingOf::person(Setting::Callback)),
            "settings",
        ),
        (OtherAction::Login, "login"),
        (OtherAction::ReplaceAccount, "login"),
        (OtherAction::MyData, "privacy"),
        (OtherAction::ForgetMe, "privacy"),
        (OtherAction::ForgetAll, "privacy"),
        (OtherAction::LogOutNow, "logout"),
        (OtherAction::LogOutLater, "logout"),
    ] {
        let mut talk = in_room(linked(), true);
        talk.input(Input::ChoicePressed(Pressed {
            action: Action::Other(action),
            stamp: Stamp::default(),
        }));
        assert_eq!(talk.effects, carried(key), "{action:?}");
    }
}

#[test]
fn the_way_to_link_leads_out_of_the_room() {
    let mut talk = in_room(Linked::No, false);
    talk.say(REQUEST).say("Ana").say("Call now");
    assert_eq!(
        talk.effects,
        [
            Effect::AwaitAccount,
            Effect::Say(Prompt::InPrivate(DoorTo::Link))
        ]
    );
    talk.context.linked = linked();
    talk.input(Input::ErrandReported(
        Errand::Linked,
        Box::new(Brought::Nothing),
    ));
    assert_eq!(talk.point(), Some(Point::Card), "the form goes on");
    talk.say("Call now");
    assert!(talk.placed().is_some());
    talk.input(Input::ErrandReported(
        Errand::Linked,
        Box::new(Brought::Nothing),
    ));
    assert_eq!(talk.effects, [], "nothing waits any more");
}

#[test]
fn a_bot_that_can_write_first_does() {
    let mut talk = in_room(Linked::No, true);
    talk.say(REQUEST).say("Ana").say("Call now");
    assert_eq!(
        talk.effects,
        [
            Effect::AwaitAccount,
            Effect::OfferLink(LinkReason::ToCall),
            Effect::Say(Prompt::SaidPrivately)
        ]
    );
    for (who, reason) in [
        (Linked::No, LinkReason::Asked),
        (Linked::Revoked, LinkReason::Revoked { form: false }),
    ] {
        let mut talk = in_room(who, true);
        talk.say("/login");
        let said = Effect::Say(Prompt::SaidPrivately);
        assert_eq!(talk.effects, [Effect::OfferLink(reason), said]);
    }
    let mut talk = in_room(linked(), true);
    talk.say("/login");
    assert_eq!(
        talk.effects,
        carried("login"),
        "figures are for the private chat"
    );
    for (command, key) in [
        ("/settings", "settings"),
        ("/status", "account"),
        ("/logout", "logout"),
    ] {
        talk.say(command);
        assert_eq!(talk.effects, carried(key), "{command}");
    }
}

/// The effects where a command is answered in private.
fn carried(key: &str) -> [Effect; 2] {
    carried_with(key, "")
}

fn carried_with(key: &str, rest: &str) -> [Effect; 2] {
    let (key, rest) = (key.to_owned(), rest.to_owned());
    [
        Effect::Fetch {
            errand: Errand::Command { key, rest },
            privately: true,
        },
        Effect::Say(Prompt::SaidPrivately),
    ]
}

/// A command that was given in a room is answered where it is carried to, and
/// nowhere else.
#[test]
fn a_carried_command_is_answered_in_private() {
    let errand = || Errand::Command {
        key: "settings".to_owned(),
        rest: String::new(),
    };
    let mut talk = Talk::new(linked());
    talk.input(Input::ErrandReported(errand(), Box::new(Brought::Nothing)));
    assert!(matches!(
        talk.effects[..],
        [Effect::Say(Prompt::Settings(_))]
    ));
    let mut talk = in_room(linked(), true);
    talk.input(Input::ErrandReported(errand(), Box::new(Brought::Nothing)));
    assert_eq!(talk.effects, []);
}

/// The words behind a personal command in a room come along.
#[test]
fn the_words_behind_a_carried_command_come_along() {
    let mut talk = in_room(linked(), true);
    talk.say("/settings timezone Berlin");
    assert_eq!(talk.effects, carried_with("settings", "timezone Berlin"));
    let mut talk = Talk::new(linked());
    talk.input(Input::ErrandReported(
        Errand::Command {
            key: "settings".to_owned(),
            rest: "timezone Berlin".to_owned(),
        },
        Box::new(Brought::Nothing),
    ));
    let set = SettingValue::Timezone(chrono_tz::Europe::Berlin);
    assert_eq!(talk.effects[0], Effect::Set(Whose::Person, set));
}

#[test]
fn a_door_leads_to_what_it_says() {
    let mut talk = Talk::new(Linked::No);
    talk.say("/start link");
    assert_eq!(talk.effects, [Effect::OfferLink(LinkReason::ToCall)]);
    talk.say("/start login");
    assert_eq!(talk.effects, [Effect::OfferLink(LinkReason::Asked)]);
    talk.say("/start settings");
    assert!(matches!(
        talk.effects[..],
        [Effect::Say(Prompt::Settings(_))]
    ));
    talk.say("/start something-else");
    assert_eq!(talk.effects, [Effect::Say(Prompt::Welcome)]);
    // A link that somebody else made logs nobody out.
    let mut talk = Talk::new(linked());
    talk.say("/start logout");
    assert_eq!(talk.effects, [Effect::Say(Prompt::Welcome)]);
}

fn ended(talk: &mut Talk) {
    let request = talk.placed().expect("a call").clone();
    talk.context.call = Some(call_view(
        talk.context.fresh_call,
        request,
        CallStage::Ended,
    ));
    talk.input(Input::CallReported(CallReport::Ended(Outcome {
        status: "success".to_owned(),
        highlights: None,
        next_steps: None,
        duration: None,
        cost: None,
        ended_at: None,
    })));
}

#[test]
fn the_requester_chooses_where_the_transcript_goes() {
    for (label, privately) in [("Transcript here", false), ("Transcript to me", true)] {
        let mut talk = in_room(linked(), false);
        talk.say(REQUEST).say("Ana").say("Call now");
        ended(&mut talk);
        talk.say(label);
        let call = talk.context.fresh_call;
        let automatic = false;
        let fetch = Effect::Fetch {
            errand: Errand::Transcript { call, automatic },
            privately,
        };
        assert!(talk.effects.contains(&fetch), "{:?}", talk.effects);
        // Tapped again before it came.
        talk.context.call.as_mut().unwrap().transcript_wanted = true;
        talk.say(label);
        assert_eq!(talk.effects, [Effect::Alert(Prompt::TranscriptComing)]);
    }
}

#[test]
fn a_transcript_that_comes_by_itself_comes_in_private() {
    let mut talk = in_room(linked(), false);
    talk.context.settings.transcript = TranscriptPolicy::Always;
    talk.say(REQUEST).say("Ana").say("Call now");
    ended(&mut talk);
    let call = talk.context.fresh_call;
    let automatic = true;
    let fetch = Effect::Fetch {
        errand: Errand::Transcript { call, automatic },
        privately: true,
    };
    assert!(talk.effects.contains(&fetch), "{:?}", talk.effects);
}

#[test]
fn what_the_account_has_left_is_not_said_in_a_room() {
    let refusal = |reason| Refusal {
        reason,
        message: Some("Nothing is left of your plan".to_owned()),
        reference: None,
        upgrade_url: Some("https://kallyai.com/upgrade".to_owned()),
    };
    for (reason, private) in [(RefusalReason::Quota, true), (RefusalReason::Other, false)] {
        let mut talk = in_room(linked(), false);
        talk.say(REQUEST).say("Ana").say("Call now");
        ended(&mut talk);
        let call = talk.context.fresh_call;
        talk.input(Input::CallReported(CallReport::Refused(refusal(reason))));
        let said = Prompt::Refused {
            call,
            refusal: refusal(reason),
        };
        assert_eq!(
            talk.effects.contains(&Effect::SayPrivately(said.clone())),
            private
        );
        assert_eq!(talk.effects.contains(&Effect::Say(said)), !private);
    }
}

/// `/calls` and its plain words name every call that is not over; in a room only
/// those of the room.
#[test]
fn the_calls_are_listed_from_anywhere() {
    for ask in [
        "/calls",
        "how is it going?",
        "¿cómo va la llamada?",
        "status",
    ] {
        let mut talk = Talk::new(linked());
        talk.say(ask);
        let Some(Effect::Say(Prompt::Overview(none))) = talk.effects.first() else {
            panic!("{ask}: {:?}", talk.effects);
        };
        assert!(none.calls.is_empty() && !none.elsewhere, "{ask}");

        let mut card = Talk::new(linked());
        card.say(REQUEST).say("Ana").say("Call now");
        let request = card.effects.iter().find_map(|effect| match effect {
            Effect::PlaceCall { request, .. } => Some((**request).clone()),
            _ => None,
        });
        let request = request.expect("a call is placed");
        talk.context.open = vec![
            call_view(
                CallId(Uuid::from_u128(1)),
                request.clone(),
                CallStage::Running,
            ),
            call_view(CallId(Uuid::from_u128(2)), request, CallStage::Confirmed),
        ];
        talk.say(ask);
        let labels: Vec<&str> = talk
            .offered
            .iter()
            .map(|(label, _)| label.as_str())
            .collect();
        assert_eq!(
            labels,
            [
                "Stop: +1 415-555-2671",
                "Undo: +1 415-555-2671",
                "All calls"
            ],
            "{ask}"
        );

        talk.context.private = false;
        talk.context.open.clear();
        talk.context.elsewhere = true;
        talk.say(ask);
        let Some(Effect::Say(Prompt::Overview(hidden))) = talk.effects.first() else {
            panic!("{ask}: {:?}", talk.effects);
        };
        assert!(hidden.calls.is_empty() && hidden.elsewhere, "{ask}");
    }
}

#[test]
fn commands_are_asked_for_in_plain_words() {
    for (words, expected) in [
        ("change my language", "settings"),
        ("link my account", "login"),
        ("cuánto me queda", "account"),
        ("what do you know about me?", "privacy"),
    ] {
        assert_eq!(
            Command::spoken(words).map(Command::key),
            Some(expected),
            "{words}"
        );
    }
    for words in [
        "call",
        "status of the order 4711",
        "my account number is wrong, ask them",
    ] {
        let found = Command::spoken(words);
        assert!(found.is_none(), "{words}: {found:?}");
    }
    // A single word at a question is its answer.
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8");
    talk.asks(Slot::Name);
    talk.say("Status");
    assert_eq!(talk.point(), Some(Point::Card));
}

/// The chat's language changes at once, also on the card that is open.
#[test]
fn a_language_is_asked_for_in_plain_words() {
    let mut talk = Talk::new(linked());
    talk.say(REQUEST).say("Ana").say("háblame en español");
    assert!(talk.effects.contains(&Effect::Set(
        Whose::Person,
        SettingValue::Language(Language::Es)
    )));
    let card = talk.effects.iter().find_map(|effect| match effect {
        Effect::Say(Prompt::Card(card)) => Some(card),
        _ => None,
    });
    assert_eq!(card.map(|card| card.request.language), Some(Language::Es));
}

/// Who writes another language is told so once, in that language.
#[test]
fn another_language_is_answered_once() {
    let mut talk = Talk::new(linked());
    talk.say("Guten Tag, ich möchte bitte einen Tisch für morgen Abend");
    assert!(matches!(
        talk.effects[..],
        [Effect::Say(Prompt::Foreign(_))]
    ));
    talk.say("Guten Tag, ich möchte bitte einen Tisch für morgen Abend");
    let again = |effect: &Effect| matches!(effect, Effect::Say(Prompt::Foreign(_)));
    assert!(!talk.effects.iter().any(again));
}
