//! The dialogue by itself: whole conversations as tables, and invariants for
//! any sequence of inputs.

mod again;
mod amending;
mod answering;
mod appointments;
mod call_at;
mod contacts;
mod late;
mod newcomer;
mod orders;
mod quiet;
mod rooms;
mod transitions;
mod tries;

use std::time::Duration;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::model::{
    CallLanguage, Language, Name, Region, Setting, SettingValue, Settings, Slot, TranscriptPolicy,
};
use crate::text;

fn now() -> DateTime<Utc> {
    "2026-01-28T10:00:00Z".parse().unwrap()
}

fn context(linked: Linked) -> Context {
    Context {
        now: now(),
        settings: Settings {
            language: Language::En,
            timezone: chrono_tz::America::Los_Angeles,
            region: "US".parse::<Region>().unwrap(),
            ..Settings::default()
        },
        own_name: Name::parse("Ana García").ok(),
        linked,
        open_link: false,
        signed_in: None,
        sign_in_ordered: false,
        never: Vec::new(),
        admin: None,
        limit: None,
        spoken: None,
        private: true,
        unattended: false,
        writes_first: false,
        message: None,
        pressed: None,
        late: false,
        unseen: false,
        fresh_call: CallId(Uuid::from_u128(7)),
        fresh_form: 11,
        call: None,
        replied: false,
        quoted: None,
        open: Vec::new(),
        elsewhere: false,
        forms_there: Vec::new(),
        forms_hidden: false,
        contacts: Some(Contacts::default()),
        appointments: Some(Vec::new()),
        appointments_elsewhere: 0,
        feed: FeedView::default(),
        wording: text::appointments::task,
        room_id: None,
        shared: Vec::new(),
        room: RoomSettings::default(),
        in_room: Vec::new(),
        waits_in: Vec::new(),
        leaves: false,
        quiet_until: None,
        usage: None,
        minds_hours: false,
        undo: Duration::from_secs(5),
        doubt: Duration::from_secs(600),
        keep: Duration::from_secs(90 * 24 * 60 * 60),
    }
}

/// A call of this conversation.
fn call_view(id: CallId, request: CallRequest, stage: CallStage) -> CallView {
    CallView {
        id,
        request,
        stage,
        due: (stage == CallStage::Confirmed).then(now),
        put_off_to: None,
        put_off: false,
        made: stage != CallStage::Confirmed,
        placed_at: (stage != CallStage::Confirmed).then(now),
        ended_as: None,
        tries: None,
        form: None,
        asked_by: None,
        here: true,
        called_again: false,
        transcript_wanted: false,
        calendar_wanted: false,
        outcome: None,
    }
}

/// One person's conversation, with the choices offered last.
#[derive(Clone)]
struct Talk {
    context: Context,
    conversation: Conversation,
    offered: Vec<(String, Pressed)>,
    effects: Vec<Effect>,
}

impl Talk {
    fn new(linked: Linked) -> Self {
        Self {
            context: context(linked),
            conversation: Conversation::default(),
            offered: Vec::new(),
            effects: Vec::new(),
        }
    }

    fn input(&mut self, input: Input) {
        let decision = step(self.conversation.clone(), input, &self.context);
        self.conversation = decision.conversation;
        self.effects = decision.effects;
        for effect in &self.effects {
            if let Effect::KeepContacts(contacts) = effect {
                self.context.contacts = Some(Contacts::clone(contacts));
            }
            if let Effect::Say(prompt) = effect {
                let reply = text::render(prompt, self.context.settings.language);
                self.offered = reply
                    .choices
                    .iter()
                    .map(|choice| {
                        (
                            choice.label.clone(),
                            Pressed::parse(&choice.token).expect("tokens read back"),
                        )
                    })
                    .collect();
            }
        }
    }

    fn say(&mut self, text: &str) -> &mut Self {
        let input = match Command::parse(text) {
            Some((Some(command), rest)) => Input::CommandGiven(command, rest.to_owned()),
            Some((None, _)) => Input::CommandUnknown,
            None => match self.offered.iter().find(|(label, _)| label == text) {
                Some((_, pressed)) => Input::ChoicePressed(*pressed),
                None => Input::TextReceived(text.to_owned()),
            },
        };
        self.input(input);
        self
    }

    /// The answer to the last input as a person reads it, with its buttons.
    fn said(&self) -> String {
        let language = self.context.settings.language;
        let mut said = String::new();
        for effect in &self.effects {
            let (Effect::Say(prompt) | Effect::Alert(prompt) | Effect::Redraw(prompt)) = effect
            else {
                continue;
            };
            let reply = text::render(prompt, language);
            said.push_str(&reply.body.to_plain());
            said.push('\n');
            for choice in &reply.choices {
                said.push_str(&format!("[{}] ", choice.label));
            }
            said.push('\n');
        }
        said
    }

    /// Whether the last input led to a call.
    fn places_a_call(&self) -> bool {
        let places = |effect: &Effect| matches!(effect, Effect::PlaceCall { .. });
        self.effects.iter().any(places)
    }

    fn point(&self) -> Option<Point> {
        self.conversation.state.point()
    }

    fn form(&self) -> &Form {
        self.conversation.state.form().expect("a form is open")
    }

    #[track_caller]
    fn asks(&self, slot: Slot) {
        match self.point() {
            Some(Point::Asking(Asked { slot: asked, .. })) => assert_eq!(asked, slot),
            other => panic!(
                "asks for nothing, but {other:?}; effects {:?}",
                self.effects
            ),
        }
    }

    fn placed(&self) -> Option<&crate::model::CallRequest> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::PlaceCall { request, .. } => Some(&**request),
            _ => None,
        })
    }
}

fn linked() -> Linked {
    Linked::Since(now())
}

const SIGN_IN: LinkTag = LinkTag(7);

/// The errand's answer about the account that was signed in to.
fn new_account() -> Input {
    let brought = Brought::NewAccount {
        sign_in: SIGN_IN,
        usage: None,
        newest: None,
    };
    Input::ErrandReported(Errand::NewAccount, Box::new(brought))
}

#[test]
fn from_call_to_the_card_and_on() {
    let mut talk = Talk::new(linked());
    talk.say("/call").asks(Slot::Phone);
    talk.say("+1 415 555 2671").asks(Slot::Task);
    talk.say("table for four tomorrow at 8, on the terrace if they have one")
        .asks(Slot::Name);
    talk.say("Ana García");
    assert_eq!(talk.point(), Some(Point::Card));
    let form = talk.form().clone();
    assert_eq!(form.category(), Some(crate::model::Category::Restaurant));
    assert_eq!(form.values.party_size().unwrap().get(), 4);
    assert_eq!(form.values.date().unwrap().to_string(), "2026-01-29");
    assert_eq!(
        form.values.time().unwrap().at().unwrap().to_string(),
        "20:00:00"
    );
    talk.say("Call now");
    let request = talk.placed().expect("the call is placed");
    assert_eq!(request.phone.as_e164(), "+14155552671");
    assert_eq!(talk.conversation.state, State::Idle);
}

#[test]
fn corrections_are_taken_at_any_time() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8")
        .asks(Slot::Name);
    talk.say("no, 5 people").asks(Slot::Name);
    assert_eq!(talk.form().values.party_size().unwrap().get(), 5);
    talk.say("Ana");
    talk.say("make it 9pm");
    assert_eq!(
        talk.form().values.time().unwrap().at().unwrap().to_string(),
        "21:00:00"
    );
    assert_eq!(talk.point(), Some(Point::Card));
}

#[test]
fn what_was_corrected_counts_over_the_words() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8 under Ana");
    assert!(!talk.form().corrected);
    talk.say("no, 5 people");
    assert!(talk.form().corrected);
    talk.say("Call now");
    assert!(talk.placed().expect("it is placed").corrected);
}

#[test]
fn words_for_the_time_do_not_take_the_place_of_a_time() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671 table for two at 8pm under Ann")
        .asks(Slot::Date);
    assert!(!talk.form().corrected, "told once, nothing is corrected");
    talk.say("asap").asks(Slot::Date);
    assert_eq!(
        talk.form().values.time().unwrap().at().unwrap().to_string(),
        "20:00:00"
    );
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671 dentist appointment under Ann")
        .asks(Slot::Date);
    talk.say("asap");
    assert!(matches!(
        talk.form().values.time(),
        Some(crate::model::TimeOfDay::Words(_))
    ));
    assert_eq!(talk.point(), Some(Point::Card));
}

#[test]
fn an_answer_for_the_name_is_no_more_than_the_name() {
    for (answer, name) in [
        ("Ann, we are 5", Some("Ann")),
        ("García, tomorrow at 9", Some("García")),
        ("Tom", Some("Tom")),
        ("tomorrow at 8", None),
        ("123", None),
        ("ok", None),
    ] {
        let mut talk = Talk::new(linked());
        talk.say("/call +1 415 555 2671 please reserve a table")
            .asks(Slot::Name);
        talk.say(answer);
        let found = talk.form().values.name().map(Name::as_str);
        assert_eq!(found, name, "{answer}");
    }
}

#[test]
fn bad_answers_cost_nothing_and_bring_help() {
    let mut talk = Talk::new(linked());
    talk.say("/call").say("banana").asks(Slot::Phone);
    let has_hint = |talk: &Talk| {
        talk.effects.iter().any(|effect| matches!(effect, Effect::Say(Prompt::Ask(question)) if question.hint.is_some()))
    };
    assert!(!has_hint(&talk));
    talk.say("pear").asks(Slot::Phone);
    assert!(
        has_hint(&talk),
        "two bad answers in a row bring an example and buttons"
    );
    assert!(talk.offered.iter().any(|(label, _)| label == "Cancel"));
    talk.say("+1 415 555 2671").asks(Slot::Task);
}

#[test]
fn an_emergency_number_is_never_taken() {
    for number in ["911", "112", "call 911", "llama al 112"] {
        let mut talk = Talk::new(linked());
        talk.say("/call").say(number);
        assert!(
            matches!(
                talk.effects.as_slice(),
                [Effect::Say(Prompt::Danger { .. })]
            ),
            "{number}: {:?}",
            talk.effects
        );
        // The question is still open, though it is not asked again.
        talk.say("+34 912 345 678").asks(Slot::Task);
    }
}

#[test]
fn without_an_account_the_form_waits_and_comes_back() {
    let mut talk = Talk::new(Linked::No);
    talk.say("/call +1 415 555 2671 ask whether they repair bicycles");
    if talk.point() != Some(Point::Card) {
        talk.say("Something else");
    }
    talk.say("Call now");
    assert_eq!(talk.point(), Some(Point::Linking));
    assert!(
        talk.effects
            .contains(&Effect::OfferLink(LinkReason::ToCall))
    );
    talk.input(Input::SignedIn);
    assert_eq!(talk.effects, [Effect::AskWhose]);
    talk.context.signed_in = Some(SIGN_IN);
    // Nothing is linked before the answer, whatever is said meanwhile.
    talk.say("go on");
    assert_eq!(talk.effects, [Effect::AskWhose], "asked again");
    talk.input(new_account());
    assert_eq!(talk.point(), Some(Point::Linking));
    talk.say("Yes");
    let linked_first = [Effect::LinkAccount, Effect::TellWaiting];
    assert_eq!(talk.effects[..2], linked_first);
    assert_eq!(talk.point(), Some(Point::Card));
    talk.context.linked = linked();
    talk.context.signed_in = None;
    talk.say("Call now");
    assert!(talk.placed().is_some());
}

#[test]
fn an_account_of_somebody_else_is_thrown_away() {
    let mut talk = Talk::new(Linked::No);
    talk.context.signed_in = Some(SIGN_IN);
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8");
    talk.say("Ana").say("Call now");
    assert_eq!(talk.point(), Some(Point::Linking));
    talk.input(new_account());
    talk.say("No");
    assert_eq!(talk.effects[0], Effect::DropSignIn);
    assert_eq!(talk.point(), Some(Point::Linking), "the request waits");
    talk.context.signed_in = None;
    talk.input(Input::ChoicePressed(Pressed {
        action: OtherAction::Mine(SIGN_IN).into(),
        stamp: Stamp::default(),
    }));
    assert_eq!(talk.effects, [Effect::Alert(Prompt::Stale)]);
}

#[test]
fn a_sign_in_that_is_gone_meanwhile_is_not_spoken_of() {
    for meanwhile in [None, Some(LinkTag(8))] {
        let mut talk = Talk::new(Linked::No);
        talk.context.signed_in = meanwhile;
        talk.input(new_account());
        assert_eq!(talk.effects, [], "{meanwhile:?}");
    }
}

#[test]
fn while_another_question_is_open_yes_answers_that_one() {
    let mut talk = Talk::new(Linked::No);
    talk.say("/call").asks(Slot::Phone);
    talk.context.signed_in = Some(SIGN_IN);
    talk.input(new_account());
    let labels: Vec<_> = talk
        .offered
        .iter()
        .map(|(label, _)| label.as_str())
        .collect();
    assert_eq!(labels, ["Yes, it's my account", "No, it isn't mine"]);
    talk.asks(Slot::Phone);
}

#[test]
fn another_account_ends_what_the_old_one_followed() {
    let mut talk = transitions::with_call(CallStage::Running, &[]);
    talk.context.signed_in = Some(SIGN_IN);
    let id = talk.context.open[0].id;
    talk.input(new_account());
    talk.say("Yes");
    assert_eq!(talk.effects[0], Effect::Unfollow(id));
    assert!(talk.effects.contains(&Effect::LinkAccount));
}

/// Awkward moment 10: an old card is pressed while the bot waits for something
/// else of the same request.
#[test]
fn a_press_on_an_old_card_says_what_is_open() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8")
        .say("Ana");
    let old: Vec<Pressed> = talk.offered.iter().map(|(_, pressed)| *pressed).collect();
    talk.say("Edit");
    for (says, open, point) in [
        ("hm", StillOpen::Card, Point::Card),
        ("Edit", StillOpen::Field, Point::Choosing),
    ] {
        talk.say(says);
        for pressed in &old {
            talk.input(Input::ChoicePressed(*pressed));
            assert_eq!(talk.effects, [Effect::Alert(Prompt::OutOfDate(open))]);
            assert_eq!(talk.point(), Some(point));
        }
    }
    talk.say("Date");
    for pressed in old {
        talk.input(Input::ChoicePressed(pressed));
        let open = StillOpen::Question(Slot::Date);
        assert_eq!(talk.effects, [Effect::Alert(Prompt::OutOfDate(open))]);
        talk.asks(Slot::Date);
    }
}

#[test]
fn a_press_on_an_old_card_changes_nothing() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8")
        .say("Ana");
    let old = talk.offered[0].1;
    assert_eq!(old.action, FormAction::CallNow.into());
    talk.say("no, 5 people");
    talk.input(Input::ChoicePressed(old));
    let newest = Prompt::OutOfDate(StillOpen::Card);
    assert_eq!(talk.effects, [Effect::Alert(newest)]);
    assert_eq!(talk.point(), Some(Point::Card));
    // A double tap: the second one finds no form.
    let fresh = talk.offered[0].1;
    talk.input(Input::ChoicePressed(fresh));
    assert!(talk.placed().is_some());
    talk.input(Input::ChoicePressed(fresh));
    assert_eq!(talk.effects, [Effect::Alert(Prompt::Stale)]);
}

#[test]
fn a_time_that_has_passed_meanwhile_is_asked_for_again() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four today at 8pm")
        .say("Ana");
    assert_eq!(talk.point(), Some(Point::Card));
    talk.context.now += chrono::TimeDelta::days(2);
    talk.say("Call now");
    assert!(talk.placed().is_none());
    talk.asks(Slot::Date);
}

#[test]
fn any_single_field_can_be_edited_from_the_card() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for four tomorrow at 8")
        .say("Ana");
    let slots: Vec<Slot> = talk.form().editable();
    for slot in slots {
        talk.say("Edit");
        let (_, pressed) = *talk
            .offered
            .iter()
            .find(|(_, pressed)| pressed.action == FormAction::EditSlot(slot).into())
            .unwrap_or_else(|| panic!("{slot:?} can be chosen"));
        talk.input(Input::ChoicePressed(pressed));
        talk.asks(slot);
        talk.say("back");
        assert_eq!(
            talk.point(),
            Some(Point::Card),
            "back from {slot:?} is the card"
        );
    }
}

#[test]
fn back_goes_to_the_question_before() {
    let mut talk = Talk::new(linked());
    talk.say("/call").say("back").asks(Slot::Phone);
    talk.say("+1 415 555 2671").asks(Slot::Task);
    talk.say("back").asks(Slot::Phone);
    assert!(talk.form().values.has(Slot::Phone), "what was told is kept");
    talk.say("skip").asks(Slot::Task);
}

#[test]
fn settings_in_the_middle_keep_the_form() {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671").asks(Slot::Task);
    talk.say("/settings").say("/settings transcript always");
    let always = SettingValue::Transcript(TranscriptPolicy::Always);
    assert!(talk.effects.contains(&Effect::Set(Whose::Person, always)));
    talk.asks(Slot::Task);
    talk.say("/settings timezone nowhere-at-all");
    assert!(matches!(
        talk.conversation.state,
        State::Setting {
            of: SettingOf {
                setting: Setting::Timezone,
                ..
            },
            ..
        }
    ));
    talk.say("cancel").asks(Slot::Task);
}

#[test]
fn every_action_survives_its_token() {
    let call = CallId(Uuid::from_u128(u128::MAX));
    let stamp = Stamp {
        form: u32::MAX,
        revision: u32::MAX,
    };
    let date = "2026-12-31".parse().unwrap();
    let count = crate::model::PartySize::new(50).unwrap();
    let of = |whose| {
        let has = move |setting: &Setting| setting.is_of(whose);
        let all = Setting::ALL.into_iter().filter(has);
        all.map(move |setting| SettingOf { setting, whose })
    };
    let all = [Whose::Person, Whose::Room].into_iter().flat_map(of);
    let choices = all.clone().flat_map(|of| {
        let setting = of.setting;
        let words = setting
            .choices()
            .into_iter()
            .filter_map(|value| value.word());
        words.map(move |word| OtherAction::SetTo(SettingChoice { of, word }))
    });
    let mut form = FormAction::PLAIN.to_vec();
    form.extend([
        FormAction::Name(NameSource::Settings),
        FormAction::Name(NameSource::Platform),
        FormAction::Date(date),
        FormAction::Day(NearDay { date, ahead: 1 }),
        FormAction::Month(date),
        FormAction::Time("23:45:00".parse().unwrap()),
        FormAction::Count(count),
        FormAction::Phone(PhoneDigits::parse("34912345678").unwrap()),
        FormAction::Language(CallLanguage::Es),
    ]);
    form.extend(Slot::ALL.map(FormAction::EditSlot));
    form.extend(crate::model::Category::ALL.map(FormAction::Category));
    let mut other = OtherAction::PLAIN.to_vec();
    other.extend(all.clone().map(OtherAction::AskSetting));
    other.extend(all.map(OtherAction::ClearSetting));
    other.extend(choices);
    let of_call = CallAction::PLAIN.iter().copied();
    let of_call = of_call.chain([CallAction::AgainIn(u16::MAX)]);
    let actions = (form.into_iter().map(Action::from))
        .chain(of_call.map(|action| action.on(call)))
        .chain(other.into_iter().map(Action::from));
    for action in actions {
        let token = action.token(stamp);
        assert!(token.len() <= 64, "{token} is {} bytes", token.len());
        let read = Pressed::parse(&token).unwrap_or_else(|| panic!("{token} is not read"));
        assert_eq!(read.action, action);
        if let Action::Form(_) = action {
            assert_eq!(read.stamp, stamp);
        }
    }
}

/// A possible next input of a person.
#[derive(Debug, Clone)]
enum Move {
    Says(String),
    Presses(usize),
    PressesOld(usize),
    /// Somebody signs in by their link; then the bot asks whose account it is.
    SignsIn,
    TimePasses(u32),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let phrases = prop::sample::select(vec![
        "/call",
        "/call +34 912 345 678, reserva mesa para 4 mañana a las nueve y media a nombre de Ana",
        "/call +1 415 555 2671 dentist appointment tomorrow",
        "/cancel",
        "/help",
        "/settings",
        "/settings name",
        "/login",
        "/logout",
        "/status",
        "/nonsense",
        "back",
        "skip",
        "cancel",
        "help",
        "atrás",
        "cancelar",
        "yes",
        "no",
        "+1 415 555 2671",
        "911",
        "table for four tomorrow at 8",
        "no, 5 people",
        "make it 9pm",
        "restaurant",
        "clinic",
        "hotel",
        "Something else",
        "Ana",
        "tomorrow",
        "20:00",
        "4",
        "2",
        "morning before 11am",
        "hello",
        "why?",
        "banana",
        "Call now",
        "Edit",
        "Madrid",
        "Spanish",
        "🙂",
        "\u{202e}evil\u{0}",
        "1",
        "99999999999999999999",
    ]);
    let one = prop_oneof![
        10 => phrases.prop_map(|text| Move::Says(text.to_owned())),
        6 => (0..12usize).prop_map(Move::Presses),
        1 => (0..12usize).prop_map(Move::PressesOld),
        1 => ".{0,60}".prop_map(Move::Says),
        2 => Just(Move::SignsIn),
        1 => (0..100_000u32).prop_map(Move::TimePasses),
    ];
    prop::collection::vec(one, 1..40)
}

/// Whether an input may take the form away, or empty a slot of it.
fn gives_leave(input: &Input, point: Option<Point>) -> bool {
    match input {
        Input::ChoicePressed(pressed) => {
            matches!(
                pressed.action,
                Action::Form(
                    FormAction::Cancel
                        | FormAction::StartOver
                        | FormAction::Replace
                        | FormAction::CallNow
                        | FormAction::Skip
                        | FormAction::Empty
                )
            )
        }
        Input::CommandGiven(command, _) => *command == Command::Cancel,
        Input::TextReceived(text) => match crate::understand::control(text) {
            Some(crate::understand::Control::Cancel | crate::understand::Control::Skip) => true,
            Some(crate::understand::Control::Yes) => point == Some(Point::Card),
            _ => {
                crate::understand::means_nothing(text)
                    || matches!(
                        crate::understand::wish(text),
                        Some(crate::understand::Wish::Empty(_))
                    )
            }
        },
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// No sequence of inputs panics, loses a filled slot unasked, answers
    /// nothing, or leaves a state with no way on.
    #[test]
    fn nothing_is_lost_and_there_is_always_a_way_on(moves in moves(), is_linked: bool) {
        let mut talk = Talk::new(if is_linked { linked() } else { Linked::No });
        let mut old = Vec::new();
        for one in moves {
            let before = talk.conversation.clone();
            let offered = talk.offered.clone();
            let input = match one {
                Move::Says(text) => match Command::parse(&text) {
                    Some((Some(command), rest)) => Input::CommandGiven(command, rest.to_owned()),
                    Some((None, _)) => Input::CommandUnknown,
                    None => match offered.iter().find(|(label, _)| *label == text) {
                        Some((_, pressed)) => Input::ChoicePressed(*pressed),
                        None => Input::TextReceived(text),
                    },
                },
                Move::Presses(index) => match offered.get(index) {
                    Some((_, pressed)) => Input::ChoicePressed(*pressed),
                    None => continue,
                },
                Move::PressesOld(index) => match old.get(index) {
                    Some(pressed) => Input::ChoicePressed(*pressed),
                    None => continue,
                },
                Move::SignsIn if talk.context.signed_in.is_some() => new_account(),
                Move::SignsIn => {
                    talk.context.signed_in = Some(SIGN_IN);
                    Input::SignedIn
                }
                Move::TimePasses(seconds) => {
                    talk.context.now += chrono::TimeDelta::seconds(i64::from(seconds));
                    continue;
                }
            };
            old.extend(offered.iter().map(|(_, pressed)| *pressed));
            talk.context.fresh_form += 1;
            let point = before.state.point();
            talk.input(input.clone());
            prop_assert!(!talk.effects.is_empty(), "{input:?} is answered");
            let after = &talk.conversation;
            let forms = || after.state.form().into_iter().chain(&after.shelf);
            for aside in &before.shelf {
                let of_it = matches!(&input, Input::ChoicePressed(pressed) if pressed.stamp.form == aside.id);
                let kept = forms().any(|form| form.id == aside.id)
                    || of_it && gives_leave(&input, None);
                prop_assert!(kept, "a request that stands aside is lost by {input:?}");
            }
            if let Some(form) = before.state.form() {
                match forms().find(|after| after.id == form.id) {
                    Some(after) if after.id == form.id => {
                        for slot in Slot::ALL {
                            let lost = form.is_filled(slot) && !after.is_filled(slot);
                            prop_assert!(!lost || gives_leave(&input, point), "{slot:?} is lost by {input:?}");
                        }
                    }
                    _ => prop_assert!(form.is_empty() || gives_leave(&input, point), "the form is lost by {input:?}"),
                }
            }
            if talk.effects.contains(&Effect::LinkAccount) {
                (talk.context.linked, talk.context.signed_in) = (linked(), None);
            }
            if talk.effects.contains(&Effect::DropSignIn) {
                talk.context.signed_in = None;
            }
            for effect in &talk.effects {
                if let Effect::Say(prompt) = effect {
                    for language in Language::ALL {
                        let reply = text::render(prompt, language);
                        prop_assert!(!reply.body.to_plain().trim().is_empty(), "{prompt:?} says nothing");
                    }
                }
            }
        }
        // The way out is always open.
        if matches!(talk.conversation.state, State::Setting { .. }) {
            talk.say("cancel");
        }
        for _ in 0..=talk.conversation.shelf.len() {
            talk.say("/cancel");
        }
        prop_assert!(talk.conversation.state.form().is_none());
        // And so is the way in.
        talk.say("/call +34 912 345 678, reserva mesa para 4 mañana a las nueve y media a nombre de Ana");
        prop_assert_eq!(talk.point(), Some(Point::Card));
    }
}
