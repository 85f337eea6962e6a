//! What is said about appointments, in both languages.

use super::ics::appointment;
use crate::dialogue::{AppointmentPrompt, AppointmentView, AppointmentsPage, Prompt};
use crate::model::{FollowUpKind, Language, Settings};
use crate::text::{appointments::task, render};

fn view(private: bool) -> Box<AppointmentView> {
    let appointment = appointment(1, "Europe/Madrid", "Casa Luigi", "2026-12-05 21:30");
    Box::new(AppointmentView {
        reminders: appointment.reminders(&Settings::default()),
        today: "2026-12-04".parse().unwrap(),
        private,
        appointment,
    })
}

fn all() -> Vec<AppointmentPrompt> {
    let page = |count: u16| {
        let kept = (0..count).map(|n| {
            let when = format!("2026-12-{:02} 21:30", n + 5);
            appointment(n.into(), "Europe/Madrid", "Casa Luigi", &when)
        });
        AppointmentPrompt::List(Box::new(AppointmentsPage {
            appointments: kept.collect(),
            page: 0,
            total: usize::from(count),
            more: count > 1,
        }))
    };
    let url = "https://bridge.example.org/calendar/SECRET.ics".to_owned();
    let feed = |renewed, room| AppointmentPrompt::Feed {
        url: url.clone(),
        renewed,
        room,
    };
    let known = |room| AppointmentPrompt::FeedKnown {
        since: "2026-12-01T12:00:00Z".parse().unwrap(),
        zone: chrono_tz::Europe::Madrid,
        room,
    };
    vec![
        page(0),
        page(1),
        page(2),
        AppointmentPrompt::Shown(view(true)),
        AppointmentPrompt::Kept(view(true)),
        AppointmentPrompt::Moved(view(true)),
        AppointmentPrompt::Unchanged(view(true)),
        AppointmentPrompt::Due(view(true)),
        AppointmentPrompt::Due(view(false)),
        AppointmentPrompt::File(view(true)),
        AppointmentPrompt::Cancelled(view(true)),
        AppointmentPrompt::Stays(view(true)),
        AppointmentPrompt::Removed(view(true)),
        feed(false, false),
        feed(true, true),
        known(false),
        known(true),
        AppointmentPrompt::FeedEnded { room: false },
        AppointmentPrompt::FeedEnded { room: true },
        AppointmentPrompt::NoFeed(Vec::new()),
        AppointmentPrompt::Past,
        AppointmentPrompt::Full,
        AppointmentPrompt::Unreadable,
    ]
}

fn said(language: Language) -> String {
    let mut said = String::new();
    for prompt in all() {
        let reply = render(&Prompt::Appointment(prompt), language);
        said.push_str(&reply.body.to_plain());
        for choice in &reply.choices {
            said.push_str(&format!(" [{}]", choice.label));
        }
        if let Some(document) = &reply.document {
            said.push_str(&format!(" ({}, {})", document.name, document.media_type));
        }
        said.push_str("\n\n");
    }
    let kept = appointment(1, "Europe/Madrid", "Casa Luigi", "2026-12-05 21:30");
    for kind in FollowUpKind::ALL {
        said.push_str(&task(&kept, kind, language));
        said.push('\n');
    }
    said
}

#[test]
fn in_english() {
    insta::assert_snapshot!(said(Language::En));
}

#[test]
fn in_spanish() {
    insta::assert_snapshot!(said(Language::Es));
}
