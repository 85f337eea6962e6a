//! The card.

use chrono::TimeDelta;

use crate::dialogue::{CallStage, CardView, FormAction, Lead, Offer, SameCall, Stamp};
use crate::model::{
    Block, CallRequest, Category, Caution, Day, Phone, Reply, Rich, Slot, Span, Task, Value,
    Voicemail,
};

use super::{
    Voice, call_at, calls, choices, contacts, question, said, smalltalk, stopping, tries, usage,
};

pub(super) fn card(voice: Voice, view: &CardView) -> Reply {
    let card = &view.request;
    let mut blocks = Vec::new();
    blocks.extend(lead(voice, view).map(paragraph));
    let number = card.phone.international();
    let header = match card.phone.region().and_then(|region| voice.country(region)) {
        Some(country) => voice.fill(
            "card-header",
            &[("number", number.into()), ("country", country.into())],
        ),
        None => voice.fill("card-header-plain", &[("number", number.into())]),
    };
    blocks.push(Block::Paragraph(vec![Span::Strong(header)]));
    blocks.extend(
        card.phone
            .caution()
            .map(|why| caution(voice, why))
            .map(paragraph),
    );
    // 'Something else' says nothing about the place.
    let kind = Some(card.category).filter(|kind| *kind != Category::General);
    blocks.extend(
        kind.map(|kind| voice.say(&format!("category-{}", kind.word())))
            .map(paragraph),
    );
    blocks.push(Block::Quote(voice.quoted(&capitalised(card.task.as_str()))));
    blocks.extend(extension(voice, view).map(paragraph));
    if card.corrected {
        blocks.push(paragraph(voice.say("card-corrected")));
    }
    let mut fields = fields(voice, card, view.shared);
    if let Some(at) = view.call_at {
        let when = call_at::moment(voice, at, card.timezone);
        fields.insert(0, (voice.say("field-call-at"), when));
    }
    blocks.push(Block::Fields(fields));
    blocks.extend(contacts::number_from(voice, view).map(paragraph));
    blocks.extend(guesses(voice, view).map(paragraph));
    blocks.extend(contacts::last_time(voice, view).map(paragraph));
    blocks.push(paragraph(voice.say("card-disclosure")));
    blocks.extend(
        view.keep_trying
            .map(|plan| paragraph(tries::on_card(voice, plan))),
    );
    let there = view.time_there.as_ref();
    let there = there.map(|there| call_at::time_there(voice, there));
    blocks.extend(there.map(|text| Block::Paragraph(vec![Span::Strong(text)])));
    let shortage = view.shortage.as_ref();
    blocks.extend(shortage.map(|shortage| paragraph(usage::shortage(voice, shortage))));
    let offered = view.offer.map(|offer| match offer {
        Offer::Ask => FormAction::AskToo,
        Offer::Tell => FormAction::TellToo,
    });
    let usual = [FormAction::CallNow, FormAction::Edit, FormAction::Cancel];
    let actions: Vec<FormAction> = offered.into_iter().chain(usual).collect();
    let mut choices = choices(voice, view.stamp, &actions);
    call_at::choices_of_card(voice, view, &mut choices);
    if let Some(same) = &view.same {
        blocks.push(Block::Paragraph(vec![Span::Strong(same_call(voice, same))]));
        let call = FormAction::CallNow.token(view.stamp);
        for choice in choices.iter_mut().filter(|choice| choice.token == call) {
            choice.label = voice.say("button-call-as-well");
        }
    }
    Reply {
        body: Rich(blocks),
        choices,
        numbered: true,
        ..Reply::default()
    }
}

/// The service dials no extension, so the person who answers is told.
fn extension(voice: Voice, view: &CardView) -> Option<String> {
    let extension = view.extension.as_ref()?;
    let is_told = view.request.task.as_str().ends_with(extension.as_str());
    let key = match is_told {
        true => "card-extension",
        false => "card-extension-untold",
    };
    let values = [("extension", voice.quoted(extension).into())];
    Some(voice.fill(key, &values))
}

/// 'I guessed: 20:00, not 08:00; a restaurant.'
fn guesses(voice: Voice, view: &CardView) -> Option<String> {
    let details = &view.request.details;
    let of = |slot: &Slot| match slot {
        Slot::Time => {
            let time = details.time()?.at()?;
            let other = time.overflowing_add_signed(TimeDelta::hours(12)).0;
            Some(voice.fill(
                "guessed-time",
                &[
                    ("time", voice.time(time).into()),
                    ("other", voice.time(other).into()),
                ],
            ))
        }
        Slot::PartySize => voice.noted(&Value::PartySize(*details.party_size()?)),
        Slot::Category => voice.noted(&Value::Category(view.request.category)),
        _ => None,
    };
    let guessed: Vec<String> = view.guessed.iter().filter_map(of).collect();
    (!guessed.is_empty()).then(|| {
        let list = guessed.join("; ");
        voice.fill("card-guessed", &[("list", list.into())])
    })
}

/// 'Bob has asked for the same call, at 18:05. It's under way.'
fn same_call(voice: Voice, same: &SameCall) -> String {
    let at = same.at.with_timezone(&same.zone);
    let mut values = vec![("time", voice.time(at.time()).into())];
    values.extend(same.by.as_ref().map(|name| ("name", name.as_str().into())));
    values.extend(same.day.map(|day| ("date", voice.short_date(day).into())));
    let key = match (&same.by, same.day) {
        (None, None) => "same-call-yours",
        (None, Some(_)) => "same-call-yours-day",
        (Some(_), None) => "same-call-by",
        (Some(_), Some(_)) => "same-call-by-day",
    };
    let asked = voice.fill(key, &values);
    let state = match same.stage {
        CallStage::Confirmed => voice.say("same-call-confirmed"),
        CallStage::Running => voice.say("same-call-running"),
        CallStage::Doubtful | CallStage::Undecided => voice.say("same-call-unknown"),
        CallStage::Ended => match &same.status {
            // One sign is enough for a paragraph.
            Some(status) => calls::ended_as(voice, status)
                .trim_start_matches(['✅', '✖', '\u{fe0f}', ' '])
                .to_owned(),
            None => voice.say("same-call-untold"),
        },
    };
    format!("{asked} {state}")
}

pub(super) fn caution(voice: Voice, why: Caution) -> String {
    match why {
        Caution::SharedCost => voice.say("card-shared-cost"),
        Caution::Satellite => voice.say("card-satellite"),
        Caution::Unlisted(region) => match voice.country(region) {
            Some(country) => voice.fill("card-unlisted", &[("country", country.into())]),
            None => voice.say("card-unlisted-unnamed"),
        },
    }
}

pub(super) fn choose_field(
    voice: Voice,
    stamp: Stamp,
    slots: &[Slot],
    (tries, voicemail, call_at): (bool, Voicemail, bool),
) -> Reply {
    let how_often = match tries {
        true => FormAction::CallOnce,
        false => FormAction::KeepTrying,
    };
    let machine = [Voicemail::Leave, Voicemail::HangUp].into_iter();
    let machine = machine
        .filter(|what| *what != voicemail)
        .map(FormAction::Voicemail);
    let actions: Vec<FormAction> = slots
        .iter()
        .copied()
        .map(FormAction::EditSlot)
        .chain(call_at.then_some(FormAction::EditCallAt))
        .chain([how_often])
        .chain(machine)
        .chain([FormAction::ShowCard])
        .collect();
    let mut reply = said(voice, "choose-field");
    reply.choices = choices(voice, stamp, &actions);
    reply.numbered = true;
    reply
}

/// A request beside the open one, in short: the number and the task.
pub(super) fn new_request(
    voice: Voice,
    stamp: Stamp,
    phone: Option<&Phone>,
    task: Option<&Task>,
) -> Reply {
    let mut reply = said(voice, "new-request");
    let number = phone.map(Phone::international);
    reply.body.0.extend(number.map(paragraph));
    let quoted = task.map(|task| Block::Quote(voice.quoted(&capitalised(task.as_str()))));
    reply.body.0.extend(quoted);
    reply
        .body
        .0
        .push(paragraph(voice.say("new-request-instead")));
    let actions = [
        FormAction::KeepBoth,
        FormAction::Replace,
        FormAction::KeepThis,
    ];
    reply.choices = choices(voice, stamp, &actions);
    reply.numbered = true;
    reply
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Span::Plain(text)])
}

fn lead(voice: Voice, view: &CardView) -> Option<String> {
    let category = view.request.category;
    match &view.lead {
        Lead::None => None,
        Lead::Noted(noted) => {
            let key = if noted.len() > 1 {
                "changed"
            } else {
                "now-it-is"
            };
            Some(voice.noted_list(noted, key).join(" ")).filter(|text| !text.is_empty())
        }
        Lead::Linked => Some(voice.say("card-linked")),
        Lead::GoesOn => Some(voice.say("card-goes-on")),
        Lead::Undone => Some(voice.say("card-undone")),
        Lead::Other => Some(voice.say("card-other")),
        Lead::Lapsed => Some(voice.say("card-lapsed")),
        Lead::IsToday => Some(voice.say("card-is-today")),
        Lead::Late => Some(voice.say("card-late")),
        Lead::Restored => Some(voice.say("card-restored")),
        Lead::Unseen => Some(voice.say("card-unseen")),
        Lead::BareNumber(number) => Some(stopping::bare_number(voice, *number, category)),
        Lead::Already => Some(voice.say("card-already")),
        Lead::Tries(problem) => Some(tries::problem(voice, *problem)),
        Lead::CallAt(problem) => Some(call_at::problem(voice, *problem)),
        Lead::NowOrThen(next) => Some(call_at::now_or_then(voice, view, *next)),
        Lead::HoursNoted(hours) => Some(call_at::hours_noted(voice, hours)),
        Lead::Emptied(slot) => {
            let field = voice.say(&format!("slot-{}", slot.word()));
            Some(voice.fill("card-emptied", &[("field", field.into())]))
        }
        Lead::Issue(issue) => Some(question::said_of(voice, issue, Slot::Date)),
        Lead::NotUnderstood => Some(voice.say("card-not-understood")),
        Lead::TellThem => Some(voice.say("card-tell-them")),
        Lead::Aside(aside) => Some(voice.say(smalltalk::card_aside(*aside))),
    }
}

pub(super) fn fields(voice: Voice, card: &CallRequest, shared: bool) -> Vec<(String, String)> {
    let details = card.details.iter();
    let details = details.filter_map(|value| field(voice, card, value));
    let callback = card.callback.as_ref().map(|number| match shared {
        true => voice.say("callback-yours"),
        false => number.international(),
    });
    let callback = callback.map(|number| (voice.say("field-callback"), number));
    let spoken = (voice.say("field-language"), languages(voice, card));
    let machine = (!card.voicemail.is_usual()).then(|| {
        let what = voice.say(&format!("voicemail-{}", card.voicemail.word()));
        (voice.say("setting-voicemail"), what)
    });
    details
        .chain(callback)
        .chain([spoken])
        .chain(machine)
        .collect()
}

/// A detail with its label. Day and time share one line.
fn field(voice: Voice, card: &CallRequest, value: &Value) -> Option<(String, String)> {
    let hotel = card.category == Category::Hotel;
    let (key, text) = match value {
        Value::Time(_) if card.details.has(Slot::Date) => return None,
        Value::Date(_) | Value::Time(_) if hotel => ("field-arrival", when(voice, card)?),
        Value::Date(_) | Value::Time(_) => ("field-when", when(voice, card)?),
        Value::Business(name) => ("field-place", name.as_str().to_owned()),
        Value::Name(name) => ("field-name", name.as_str().to_owned()),
        Value::Nights(nights) => ("field-nights", nights.get().to_string()),
        Value::PartySize(count) if hotel => ("field-guests", count.get().to_string()),
        Value::PartySize(count) => ("field-people", count.get().to_string()),
        other => {
            let label = voice.say(&format!("slot-{}", other.slot().word()));
            return Some((label, voice.noted(other)?));
        }
    };
    Some((voice.say(key), text))
}

fn when(voice: Voice, card: &CallRequest) -> Option<String> {
    let time = card.details.time().map(|time| voice.time_of_day(time));
    let zone = voice.zone(card.timezone);
    let date = card.details.day().map(|day| match day {
        Day::On(date) => voice.full_date(*date),
        Day::Words { words } => voice.quoted(words.as_str()),
    });
    match (date, time) {
        (Some(date), Some(time)) => Some(voice.fill(
            "when-date-time",
            &[
                ("date", date.into()),
                ("time", time.into()),
                ("zone", zone.into()),
            ],
        )),
        (Some(date), None) => {
            Some(voice.fill("when-date", &[("date", date.into()), ("zone", zone.into())]))
        }
        (None, Some(time)) => {
            Some(voice.fill("when-time", &[("time", time.into()), ("zone", zone.into())]))
        }
        (None, None) => None,
    }
}

fn languages(voice: Voice, card: &CallRequest) -> String {
    let phone = voice.language_name(card.call_language.code());
    if card.call_language.code() == card.language.code() {
        return voice.fill("languages-same", &[("phone", phone.into())]);
    }
    let chat = voice.say(&format!("language-{}-within", card.language.code()));
    voice.fill(
        "languages",
        &[("phone", phone.into()), ("chat", chat.into())],
    )
}

/// The person's words begin with a capital, as a sentence does; nothing else
/// changes, and a link stays as it is.
pub(super) fn capitalised(text: &str) -> String {
    if text
        .split_whitespace()
        .next()
        .is_some_and(|first| first.contains("://"))
    {
        return text.to_owned();
    }
    let opening = text.find(char::is_alphanumeric).unwrap_or_default();
    let (marks, words) = text.split_at(opening);
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => marks
            .chars()
            .chain(first.to_uppercase())
            .chain(characters)
            .collect(),
        None => text.to_owned(),
    }
}
