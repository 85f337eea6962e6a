//! Every weekday from every day of a week, every day of a year, and every five
//! minutes of an afternoon, in the forms that people write. What is right follows
//! from the calendar.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Timelike as _};

use super::{british, english, spanish};
use crate::model::TimeOfDay;
use crate::understand::{Context, sentence};

const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "lunes"),
    ("Tuesday", "martes"),
    ("Wednesday", "miércoles"),
    ("Thursday", "jueves"),
    ("Friday", "viernes"),
    ("Saturday", "sábado"),
    ("Sunday", "domingo"),
];

const MONTHS: [(&str, &str); 12] = [
    ("January", "enero"),
    ("February", "febrero"),
    ("March", "marzo"),
    ("April", "abril"),
    ("May", "mayo"),
    ("June", "junio"),
    ("July", "julio"),
    ("August", "agosto"),
    ("September", "septiembre"),
    ("October", "octubre"),
    ("November", "noviembre"),
    ("December", "diciembre"),
];

/// Reads a request for two people, and checks its day and its time.
#[track_caller]
fn check(text: &str, context: &Context, day: NaiveDate, time: NaiveTime) {
    let found = sentence(text, context);
    let told = (
        found.date().copied(),
        found.time().and_then(TimeOfDay::at),
        found.party_size().map(|count| count.get()),
    );
    let today = context.today();
    assert_eq!(told, (Some(day), Some(time), Some(2)), "{text:?}, {today}");
}

fn clock(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

/// The same some days later.
fn later(context: Context, days: i64) -> Context {
    Context {
        now: context.now + TimeDelta::days(days),
        ..context
    }
}

#[test]
fn weekdays_are_counted_from_any_day() {
    for days in 0..7 {
        let (english, spanish) = (later(british(), days), later(spanish(), days));
        let today = english.today();
        for (index, (name, dia)) in (0_u64..).zip(WEEKDAYS) {
            let back = u64::from(today.weekday().num_days_from_monday());
            let ahead = (index + 7 - back) % 7;
            let next = today + Days::new(if ahead == 0 { 7 } else { ahead });
            let week = today + Days::new(7 - back + index);
            let small = name.to_lowercase();
            for (form, day) in [
                (format!("on {name}"), next),
                (format!("this {small}"), today + Days::new(ahead)),
                (format!("next {name}"), week),
                (format!("{name} week"), next + Days::new(7)),
                (format!("a week on {small}"), next + Days::new(7)),
                (format!("{} next week", &name[..3]), week),
                (format!("next week {name}"), week),
                (format!("on the {small} of next week"), week),
            ] {
                let seven = clock(19, 0);
                check(&format!("table for 2 {form} at 7pm"), &english, day, seven);
                check(&format!("{form}, 2 people, 7pm"), &english, day, seven);
            }
            for (form, day) in [
                (format!("el {dia}"), next),
                (format!("este {dia}"), today + Days::new(ahead)),
                (format!("el próximo {dia}"), next),
                (format!("el {dia} que viene"), next),
                (format!("el {dia} de la semana que viene"), week),
                (format!("la semana que viene, el {dia}"), week),
                (format!("el {dia} en ocho días"), next + Days::new(7)),
            ] {
                let nine = clock(21, 0);
                check(
                    &format!("mesa para 2 {form} a las 21h"),
                    &spanish,
                    day,
                    nine,
                );
                let text = format!("{form} a las 9 de la noche, 2 personas");
                check(&text, &spanish, day, nine);
            }
        }
    }
}

#[test]
fn every_day_of_a_year_is_read() {
    let (american, british, spanish) = (english(), british(), spanish());
    for days in 1..364 {
        let date = american.today() + Days::new(days);
        let (day, year) = (date.day(), date.year());
        let (month, mes) = MONTHS[date.month0() as usize];
        let (name, dia) = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
        let number = date.month();
        let suffix = match (day, day % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        for form in [
            format!("{month} {day}"),
            format!("{} {day}{suffix}", &month[..3]),
            format!("the {day}{suffix} of {month}"),
            format!("{day} {}", month.to_lowercase()),
            format!("{month} {day}, {year}"),
            format!("{name} {month} {day}{suffix}"),
            format!("{number}/{day}"),
            format!("{number:02}-{day:02}-{year}"),
            date.to_string(),
        ] {
            let text = format!("table for 2 on {form} at 7pm");
            check(&text, &american, date, clock(19, 0));
        }
        let text = format!("2 people {day}/{number} 7pm");
        check(&text, &british, date, clock(19, 0));
        for form in [
            format!("el {day} de {mes}"),
            format!("{dia} {day} de {mes}"),
            format!("el día {day} de {mes} de {year}"),
            format!("{day}/{number}"),
            format!("{day}-{number}-{year}"),
        ] {
            let text = format!("mesa para 2 {form} a las 21h");
            check(&text, &spanish, date, clock(21, 0));
        }
    }
}

#[test]
fn every_five_minutes_are_read() {
    const ENGLISH: [&str; 7] = [
        "",
        "five",
        "ten",
        "quarter",
        "twenty",
        "twenty five",
        "half",
    ];
    const SPANISH: [&str; 7] = [
        "",
        "cinco",
        "diez",
        "cuarto",
        "veinte",
        "veinticinco",
        "media",
    ];
    let (british, spanish) = (british(), spanish());
    let tomorrow = british.today() + Days::new(1);
    for five in 0..11 * 12 {
        let time = clock(13, 0) + TimeDelta::minutes(5 * five);
        let (hour, minute) = (time.hour(), time.minute());
        let small = hour - 12;
        let mut forms = vec![
            format!("{small}:{minute:02}pm"),
            format!("at {small}.{minute:02} p.m."),
            format!("at {hour}:{minute:02}"),
        ];
        let part = if hour < 20 { "tarde" } else { "noche" };
        let article = if small == 1 { "a la" } else { "a las" };
        let mut formas = vec![
            format!("a las {hour}:{minute:02}"),
            format!("{hour}h{minute:02}"),
            format!("{article} {small}:{minute:02} de la {part}"),
        ];
        let step = (minute / 5) as usize;
        match step {
            0 => {}
            1..=6 => {
                forms.push(format!("at {} past {small} pm", ENGLISH[step]));
                formas.push(format!(
                    "{article} {small} y {} de la {part}",
                    SPANISH[step]
                ));
            }
            _ if small < 11 => {
                let (next, left) = (small + 1, 12 - step);
                forms.push(format!("at {} to {next} pm", ENGLISH[left]));
                let part = if next < 8 { "tarde" } else { "noche" };
                formas.push(format!("a las {next} menos {} de la {part}", SPANISH[left]));
            }
            _ => {}
        }
        for form in forms {
            let text = format!("table for 2 tomorrow {form}");
            check(&text, &british, tomorrow, time);
        }
        for form in formas {
            check(
                &format!("mesa para 2 mañana {form}"),
                &spanish,
                tomorrow,
                time,
            );
        }
    }
}
