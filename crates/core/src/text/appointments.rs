//! Appointments: kept, listed, reminded of, and as files for calendars; and the
//! task of another call about one.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::dialogue::{
    Action, AppointmentPrompt, AppointmentView, AppointmentsPage, CallAction, OtherAction, Stamp,
};
use crate::model::{
    Appointment, Block, Choice, Document, FollowUpKind, Language, Name, Reminder, Reply, Rich,
    Slot, Span, Value, When,
};

use super::{Voice, call_at, choices, ics, labels, said as sentence};

/// The task of another call about an appointment, as the card reads it back.
#[must_use]
pub fn task(kept: &Appointment, kind: FollowUpKind, language: Language) -> String {
    let voice = Voice::new(language);
    let key = format!("followup-{}-{}", kind.word(), kept.request.category.word());
    let task = voice.fill(&key, &[("when", moment_of(voice, kept.when).into())]);
    match &kept.code {
        Some(code) => voice.fill(
            "followup-with-code",
            &[("task", task.into()), ("code", code.as_str().into())],
        ),
        None => task,
    }
}

/// 'Saturday 5 December 2026, 21:30'.
fn moment_of(voice: Voice, when: When) -> String {
    match when.time {
        Some(time) => format!("{}, {}", voice.full_date(when.date), voice.time(time)),
        None => voice.full_date(when.date),
    }
}

/// 'Sat 5 Dec, 21:30'.
fn short_moment(voice: Voice, when: When) -> String {
    match when.time {
        Some(time) => format!("{}, {}", voice.button_date(when.date), voice.time(time)),
        None => voice.button_date(when.date),
    }
}

/// The label of a time that can be kept: of the one that was asked for, or of one
/// that they said.
pub(super) fn keep_label(voice: Voice, when: When, whose: &str) -> String {
    let when = short_moment(voice, when);
    voice.fill(&format!("button-keep-{whose}"), &[("when", when.into())])
}

/// 'You asked for Saturday 5 December, 20:00; they may have said: …'.
pub(super) fn differs(voice: Voice, actions: &[CallAction]) -> Option<String> {
    let said: Vec<String> = actions
        .iter()
        .filter_map(|action| match action {
            CallAction::KeepSaid(when) => Some(short_moment(voice, *when)),
            _ => None,
        })
        .collect();
    if said.is_empty() {
        return None;
    }
    let asked = actions.iter().find_map(|action| match action {
        CallAction::KeepAsked(when) => Some(short_moment(voice, *when)),
        _ => None,
    });
    let mut values = vec![("said", said.join("; ").into())];
    let key = match asked {
        Some(asked) => {
            values.push(("asked", asked.into()));
            "appointment-differs"
        }
        None => "appointment-said",
    };
    Some(voice.fill(key, &values))
}

/// Its place, by name or by number.
pub(super) fn place(kept: &Appointment) -> String {
    let business = kept.request.details.business().map(Name::as_str);
    business.map_or_else(|| kept.request.phone.international(), str::to_owned)
}

fn with_zone(voice: Voice, kept: &Appointment) -> String {
    let when = kept.when;
    let zone = voice.zone(kept.zone());
    let date = voice.full_date(when.date);
    match when.time {
        Some(time) => voice.fill(
            "when-date-time",
            &[
                ("date", date.into()),
                ("time", voice.time(time).into()),
                ("zone", zone.into()),
            ],
        ),
        None => voice.fill("when-date", &[("date", date.into()), ("zone", zone.into())]),
    }
}

pub(super) fn said(voice: Voice, what: &AppointmentPrompt) -> Reply {
    match what {
        AppointmentPrompt::List(page) => list(voice, page),
        AppointmentPrompt::Shown(view) => shown(voice, view),
        AppointmentPrompt::Kept(view) => kept(voice, view, "appointment-kept"),
        AppointmentPrompt::Moved(view) => kept(voice, view, "appointment-moved"),
        AppointmentPrompt::Unchanged(view) => kept(voice, view, "appointment-unchanged"),
        AppointmentPrompt::Due(view) => due(voice, view),
        AppointmentPrompt::File(view) => file(voice, view),
        AppointmentPrompt::Cancelled(view) => about(voice, view, "appointment-cancelled"),
        AppointmentPrompt::Stays(view) => about(voice, view, "appointment-stays"),
        AppointmentPrompt::Removed(view) => about(voice, view, "appointment-removed"),
        AppointmentPrompt::Feed { url, renewed, room } => feed_address(voice, url, *renewed, *room),
        AppointmentPrompt::FeedKnown { since, zone, room } => {
            feed_known(voice, *since, *zone, *room)
        }
        AppointmentPrompt::FeedEnded { room } => sentence(voice, of("feed-ended", *room)),
        AppointmentPrompt::NoFeed(kept) => no_feed(voice, kept),
        AppointmentPrompt::Past => sentence(voice, "appointment-past"),
        AppointmentPrompt::Full => sentence(voice, "appointments-full"),
        AppointmentPrompt::Unreadable => sentence(voice, "appointments-unreadable"),
    }
}

/// A sentence about one: its place and its time.
fn sentence_about(voice: Voice, view: &AppointmentView, key: &str) -> String {
    let kept = &view.appointment;
    let values = [
        ("place", place(kept).into()),
        ("when", with_zone(voice, kept).into()),
    ];
    voice.fill(key, &values)
}

fn about(voice: Voice, view: &AppointmentView, key: &str) -> Reply {
    Reply {
        body: Rich::plain(sentence_about(voice, view, key)),
        ..Reply::default()
    }
}

/// It was kept, or is at another time now; when the person will be reminded.
fn kept(voice: Voice, view: &AppointmentView, key: &str) -> Reply {
    let mut blocks = vec![strong(sentence_about(voice, view, key))];
    blocks.extend(reminders(voice, view).map(paragraph));
    Reply {
        body: Rich(blocks),
        choices: choices(voice, Stamp::default(), &actions(view)),
        numbered: true,
        ..Reply::default()
    }
}

/// 'I'll remind you: Friday 4 December 2026, 21:30 (Madrid); …'.
fn reminders(voice: Voice, view: &AppointmentView) -> Option<String> {
    let zone = view.appointment.zone();
    let at = |(_, at): &(Reminder, DateTime<Utc>)| call_at::moment(voice, *at, zone);
    let list: Vec<String> = view.reminders.iter().map(at).collect();
    let list = list.join("; ");
    (!list.is_empty()).then(|| voice.fill("appointment-reminders", &[("list", list.into())]))
}

fn actions(view: &AppointmentView) -> Vec<OtherAction> {
    let id = view.appointment.id;
    vec![
        OtherAction::AppointmentFile(id),
        OtherAction::ConfirmAppointment(id),
        OtherAction::MoveAppointment(id),
        OtherAction::CancelAppointment(id),
    ]
}

fn due(voice: Voice, view: &AppointmentView) -> Reply {
    let key = format!("reminder-{}", day_word(view));
    let id = view.appointment.id;
    let mut blocks = vec![strong(sentence_about(voice, view, &key))];
    if view.private {
        blocks.push(Block::Fields(fields(voice, view)));
    }
    Reply {
        body: Rich(blocks),
        choices: choices(
            voice,
            Stamp::default(),
            &[
                OtherAction::ConfirmAppointment(id),
                OtherAction::MoveAppointment(id),
                OtherAction::CancelAppointment(id),
            ],
        ),
        numbered: true,
        ..Reply::default()
    }
}

/// How far ahead it is, whenever the reminder comes.
fn day_word(view: &AppointmentView) -> &'static str {
    match (view.appointment.when.date - view.today).num_days() {
        0 => "today",
        1 => "tomorrow",
        _ => "soon",
    }
}

fn fields(voice: Voice, view: &AppointmentView) -> Vec<(String, String)> {
    let kept = &view.appointment;
    let details = &kept.request.details;
    let slot = |slot: Slot| voice.say(&format!("slot-{}", slot.word()));
    let mut fields = vec![(
        slot(Slot::Phone),
        voice.phone_with_country(&kept.request.phone),
    )];
    if let Some(name) = details.name() {
        fields.push((slot(Slot::Name), name.as_str().to_owned()));
    }
    for value in [
        details.party_size().map(|count| Value::PartySize(*count)),
        details.nights().map(|count| Value::Nights(*count)),
    ]
    .into_iter()
    .flatten()
    {
        let name = slot(value.slot());
        fields.extend(voice.noted(&value).map(|said| (name, said)));
    }
    if let Some(code) = &kept.code {
        fields.push((voice.say("field-code"), code.clone()));
    }
    fields
}

fn shown(voice: Voice, view: &AppointmentView) -> Reply {
    let id = view.appointment.id;
    let mut blocks = vec![strong(sentence_about(voice, view, "appointment-about"))];
    blocks.push(Block::Fields(fields(voice, view)));
    blocks.extend(reminders(voice, view).map(paragraph));
    let mut actions = actions(view);
    actions.extend([
        OtherAction::RemoveAppointment(id),
        OtherAction::AppointmentsPage(0),
    ]);
    Reply {
        body: Rich(blocks),
        choices: choices(voice, Stamp::default(), &actions),
        numbered: true,
        ..Reply::default()
    }
}

fn list(voice: Voice, page: &AppointmentsPage) -> Reply {
    if page.total == 0 {
        return sentence(voice, "appointments-none");
    }
    let total = page.total.into();
    let header = strong(voice.fill("appointments-header", &[("total", total)]));
    let line = |kept: &Appointment| format!("{} · {}", place(kept), short_moment(voice, kept.when));
    let lines = (1..).zip(&page.appointments);
    let lines = lines.map(|(number, kept)| paragraph(format!("{number}. {}", line(kept))));
    let rows = page
        .appointments
        .iter()
        .map(|kept| choice(line(kept), OtherAction::Appointment(kept.id)));
    let to = |page: u16, key: &str| choice(voice.say(key), OtherAction::AppointmentsPage(page));
    let before = page.page.checked_sub(1);
    let before = before.map(|page| to(page, "button-contacts-before"));
    let after = page.more.then(|| page.page.saturating_add(1));
    let after = after.map(|page| to(page, "button-contacts-after"));
    Reply {
        body: Rich([header].into_iter().chain(lines).collect()),
        choices: rows.chain(before).chain(after).collect(),
        numbered: true,
        ..Reply::default()
    }
}

/// A file for a calendar.
fn file(voice: Voice, view: &AppointmentView) -> Reply {
    let entry = entry(voice, &view.appointment, view.private);
    Reply {
        document: Some(Document {
            name: voice.say("calendar-file-name"),
            media_type: "text/calendar".to_owned(),
            text: ics::calendar(None, &[entry]),
            refused: voice.say("file-refused"),
        }),
        ..sentence(voice, "calendar-ready")
    }
}

/// The key of a sentence about a person's address, or about a room's.
fn of(key: &'static str, room: bool) -> &'static str {
    match (key, room) {
        ("feed-ended", true) => "feed-ended-room",
        ("feed-known", true) => "feed-known-room",
        ("feed-given", true) => "feed-given-room",
        ("feed-how", true) => "feed-how-room",
        (key, _) => key,
    }
}

fn feed_address(voice: Voice, url: &str, renewed: bool, room: bool) -> Reply {
    let mut blocks = vec![
        paragraph(voice.say(of("feed-given", room))),
        Block::Paragraph(vec![Span::Code(url.to_owned())]),
    ];
    if renewed {
        blocks.push(paragraph(voice.say("feed-renewed")));
    }
    blocks.push(paragraph(voice.say(of("feed-how", room))));
    Reply {
        body: Rich(blocks),
        ..Reply::default()
    }
}

/// An address is said once. A room's is changed in the room.
fn feed_known(voice: Voice, since: DateTime<Utc>, zone: Tz, room: bool) -> Reply {
    let date = voice.day_of(since, zone);
    let text = voice.fill(of("feed-known", room), &[("date", date.into())]);
    let actions: &[OtherAction] = match room {
        true => &[],
        false => &[OtherAction::NewFeed, OtherAction::EndFeed],
    };
    Reply {
        body: Rich::plain(text),
        choices: choices(voice, Stamp::default(), actions),
        numbered: true,
        ..Reply::default()
    }
}

fn no_feed(voice: Voice, kept: &[Appointment]) -> Reply {
    let entries: Vec<_> = kept.iter().map(|kept| entry(voice, kept, true)).collect();
    let document = (!entries.is_empty()).then(|| Document {
        name: voice.say("calendar-file-name"),
        media_type: "text/calendar".to_owned(),
        text: ics::calendar(None, &entries),
        refused: voice.say("file-refused"),
    });
    Reply {
        document,
        ..sentence(voice, "feed-none")
    }
}

/// All appointments of one person, or of one room, as a calendar to subscribe to.
/// In a room's there is nothing about the person who asked.
#[must_use]
pub fn feed(language: Language, kept: &[Appointment], private: bool) -> String {
    let voice = Voice::new(language);
    let entries: Vec<_> = kept
        .iter()
        .map(|kept| entry(voice, kept, private))
        .collect();
    ics::calendar(Some(&voice.say("calendar-name")), &entries)
}

/// An appointment as a calendar shows it.
fn entry(voice: Voice, kept: &Appointment, private: bool) -> ics::Entry {
    let phone = kept.request.phone.international();
    let mut lines = vec![phone];
    if private {
        let details = &kept.request.details;
        let name = details.name().cloned().map(Value::Name);
        let people = details.party_size().copied().map(Value::PartySize);
        let told = [name, people].into_iter().flatten();
        lines.extend(told.filter_map(|value| voice.noted(&value)));
        let code = kept.code.as_deref();
        lines.extend(code.map(|code| voice.fill("appointment-code", &[("code", code.into())])));
    }
    let nights = kept.request.details.nights();
    ics::Entry {
        uid: kept.uid,
        sequence: kept.sequence,
        cancelled: kept.cancelled,
        changed_at: kept.changed_at,
        when: kept.when,
        nights: nights.map_or(0, |nights| nights.get()),
        zone: kept.zone(),
        category: kept.request.category,
        title: place(kept),
        description: lines.join("\n"),
    }
}

fn choice(label: String, action: OtherAction) -> Choice {
    let action = Action::Other(action);
    Choice {
        label,
        token: action.token(Stamp::default()),
        sign: labels::sign(action),
    }
}

fn strong(text: String) -> Block {
    Block::Paragraph(vec![Span::Strong(text)])
}

fn paragraph(text: String) -> Block {
    Block::Paragraph(vec![Span::Plain(text)])
}
