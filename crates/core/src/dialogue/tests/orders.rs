//! Orders: what a script says in one piece is done at once, or nothing is.

use std::collections::BTreeMap;

use chrono::NaiveTime;

use super::*;
use crate::dialogue::{CallOrder, LogOut, Obstacle, Order, Ordered, Wrong};
use crate::model::TimeOfDay;

const CALL: CallId = CallId(Uuid::from_u128(42));

fn order(told: &[(Slot, &str)]) -> CallOrder {
    let told = told
        .iter()
        .map(|(slot, words)| (*slot, (*words).to_owned()));
    let mut all: BTreeMap<Slot, String> = [
        (Slot::Phone, "+1 415 555 2671"),
        (Slot::Task, "Reserve a table for four on Friday at 8pm"),
        (Slot::Category, "restaurant"),
    ]
    .map(|(slot, words)| (slot, words.to_owned()))
    .into();
    all.extend(told);
    CallOrder {
        call: CALL,
        told: all,
        as_well: false,
        only_card: false,
    }
}

fn unattended(linked: Linked) -> Context {
    Context {
        unattended: true,
        ..context(linked)
    }
}

/// The effects of an order; the conversation stays as it is.
fn effects(order: Order, context: &Context) -> Vec<Effect> {
    let before = Conversation::default();
    let decision = step(before.clone(), Input::Ordered(order), context);
    assert_eq!(decision.conversation.state, before.state);
    decision.effects
}

fn request(told: &[(Slot, &str)]) -> CallRequest {
    let effects = effects(Order::Call(order(told)), &unattended(Linked::Since(now())));
    match &effects[..] {
        [
            Effect::PlaceCall {
                call,
                request,
                not_before,
                ..
            },
            Effect::Answer(ordered),
        ] => {
            assert_eq!((*call, *not_before), (CALL, now()));
            assert_eq!(**ordered, Ordered::Confirmed(CALL));
            (**request).clone()
        }
        other => panic!("{other:#?}"),
    }
}

#[test]
fn an_order_is_a_call_with_the_words_as_they_were_told() {
    let made = request(&[
        (Slot::Name, "Call me Al"),
        (Slot::Business, "Restaurant"),
        (Slot::Date, "2026-01-30"),
        (Slot::Time, "20:00"),
        (Slot::PartySize, "4"),
        (Slot::CallLanguage, "es"),
    ]);
    let details = &made.details;
    assert_eq!(
        made.task.as_str(),
        "Reserve a table for four on Friday at 8pm"
    );
    assert_eq!(details.name().map(Name::as_str), Some("Call me Al"));
    assert_eq!(details.business().map(Name::as_str), Some("Restaurant"));
    assert_eq!(made.call_language, CallLanguage::Es);
    assert!(!made.corrected, "the words say the same");
    assert!(!made.words_are_old(now()));
}

/// A clock time is the one that stands there, in every kind of place.
#[test]
fn no_time_is_guessed() {
    let time = |words| {
        request(&[(Slot::Time, words)])
            .details
            .time()
            .and_then(TimeOfDay::at)
    };
    assert_eq!(time("08:00"), NaiveTime::from_hms_opt(8, 0, 0));
    assert_eq!(time("8:30"), NaiveTime::from_hms_opt(8, 30, 0));
    assert_eq!(time("8 pm"), NaiveTime::from_hms_opt(20, 0, 0));
    let linked = unattended(Linked::Since(now()));
    for (slot, words) in [
        (Slot::Time, "8"),
        (Slot::PartySize, "my wife and our two kids"),
    ] {
        let Obstacle::Wrong(wrong) = declined(order(&[(slot, words)]), &linked) else {
            panic!("{words} is taken");
        };
        assert!(
            matches!(&wrong[..], [(of, Wrong::Open(_))] if *of == slot),
            "{wrong:?}"
        );
    }
}

/// On the phone the options count, so the service is told.
#[test]
fn options_that_contradict_the_words_count() {
    for told in [
        (Slot::Date, "2026-01-31"),
        (Slot::Time, "21:00"),
        (Slot::PartySize, "5"),
    ] {
        assert!(request(&[told]).corrected, "{told:?}");
    }
}

#[track_caller]
fn declined(order: CallOrder, context: &Context) -> Obstacle {
    let effects = effects(Order::Call(order), context);
    match &effects[..] {
        [Effect::Answer(ordered)] => match &**ordered {
            Ordered::Declined(obstacle) => (**obstacle).clone(),
            other => panic!("{other:#?}"),
        },
        other => panic!("{other:#?}"),
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let linked = unattended(Linked::Since(now()));
    let mut order = order(&[(Slot::Date, "2020-01-01"), (Slot::Phone, "112")]);
    order.told.remove(&Slot::Category);
    let Obstacle::Wrong(wrong) = declined(order, &linked) else {
        panic!("no wrong slots");
    };
    let slots: Vec<Slot> = wrong.iter().map(|(slot, _)| *slot).collect();
    assert_eq!(slots, [Slot::Phone, Slot::Category, Slot::Date]);
    assert_eq!(wrong[1].1, Wrong::Missing);
}

#[test]
fn what_stands_in_the_way_stands_in_the_way() {
    let linked = unattended(Linked::Since(now()));
    let no = |context| declined(order(&[]), &context);
    assert_eq!(no(unattended(Linked::No)), Obstacle::NotLinked);
    assert_eq!(no(unattended(Linked::Revoked)), Obstacle::Revoked);
    let limit = CallLimit::PerDay(3);
    let limited = Context {
        limit: Some(limit),
        ..linked.clone()
    };
    assert_eq!(no(limited), Obstacle::Limit(limit));
    let phone = Phone::from_e164("+14155552671").unwrap();
    let never = Context {
        never: vec![phone],
        ..linked.clone()
    };
    assert!(matches!(no(never), Obstacle::Limit(CallLimit::Own(_))));
    let past = order(&[(Slot::Date, "today"), (Slot::Time, "01:00")]);
    assert!(matches!(declined(past, &linked), Obstacle::Wrong(_)));
}

#[test]
fn the_same_call_is_made_again_only_if_that_is_said() {
    let linked = unattended(Linked::Since(now()));
    let other = CallId(Uuid::from_u128(1));
    let view = call_view(other, request(&[]), CallStage::Running);
    let running = Context {
        open: vec![view],
        ..linked
    };
    assert!(matches!(declined(order(&[]), &running), Obstacle::Same(_)));
    let as_well = CallOrder {
        as_well: true,
        ..order(&[])
    };
    assert_eq!(effects(Order::Call(as_well), &running).len(), 2);
    let elsewhere = order(&[(Slot::Phone, "+1 415 555 0100")]);
    assert_eq!(effects(Order::Call(elsewhere), &running).len(), 2);
}

#[test]
fn a_card_needs_no_account_and_calls_nobody() {
    let card = CallOrder {
        only_card: true,
        ..order(&[])
    };
    let effects = effects(Order::Call(card), &unattended(Linked::No));
    let [Effect::Answer(ordered)] = &effects[..] else {
        panic!("{effects:#?}");
    };
    assert!(matches!(**ordered, Ordered::Card(_)), "{ordered:#?}");
}

/// Nobody could answer a question, so none is asked.
#[test]
fn a_report_asks_nothing_where_nobody_answers() {
    let call = call_view(CALL, request(&[]), CallStage::Ended);
    let here = Context {
        call: Some(call),
        ..unattended(Linked::Since(now()))
    };
    for report in [
        CallReport::Refused(Refusal::because(RefusalReason::Scheduling)),
        CallReport::SignInNeeded,
        CallReport::SignedOut,
        CallReport::Lapsed,
    ] {
        let input = Input::CallReported(report.clone());
        let decision = step(Conversation::default(), input, &here);
        assert_eq!(decision.conversation.state, State::Idle, "{report:?}");
        let asks = decision.effects.iter().any(|effect| {
            matches!(
                effect,
                Effect::OfferLink(_) | Effect::Say(Prompt::Ask(_) | Prompt::Card(_))
            )
        });
        assert!(!asks, "{report:?}");
    }
}

#[test]
fn signing_out_waits_for_calls_unless_it_is_told_otherwise() {
    let linked = unattended(Linked::Since(now()));
    let done = |when, context: &Context| {
        let all = effects(Order::LogOut(when), context);
        let forgets = all.contains(&Effect::ForgetAccount);
        let Some(Effect::Answer(ordered)) = all.last() else {
            panic!("{all:#?}");
        };
        (forgets, (**ordered).clone())
    };
    assert!(matches!(
        done(LogOut::Idle, &linked),
        (true, Ordered::Done(_))
    ));
    let running = Context {
        open: vec![call_view(CALL, request(&[]), CallStage::Running)],
        ..linked
    };
    assert!(matches!(
        done(LogOut::Idle, &running),
        (false, Ordered::StillOpen(_))
    ));
    let (forgets, _) = done(LogOut::Later, &running);
    assert!(!forgets);
    let (forgets, _) = done(LogOut::Now, &running);
    assert!(forgets);
}
