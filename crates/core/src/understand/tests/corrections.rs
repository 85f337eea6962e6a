//! Corrections, and messages that only look like one.

use super::{english, spanish, told};
use crate::model::Category;
use crate::understand::{correction, correction_for};

#[test]
fn plain_corrections() {
    let table = [
        ("no, 5 people", "5p"),
        ("make it 9pm", "21:00"),
        ("actually under Ana", "@Ana"),
        ("change the date to friday", "01-30"),
        ("mejor a las 10", "10:00"),
        ("que sean 5", "5p"),
        ("sorry, I meant Friday", "01-30"),
        ("actually we are 6", "6p"),
        ("not 4, 5", "5p"),
        ("change the time to 9pm", "21:00"),
        ("no, tomorrow", "01-29"),
        ("perdón, somos 6", "6p"),
        ("make it 5", "5p"),
        ("en realidad el viernes", "01-30"),
        ("mejor el sábado", "01-31"),
        ("friday instead", "01-30"),
        ("a las 22:00 mejor", "22:00"),
        ("the name is Ana García", "@Ana García"),
        ("5 people instead of 4", "5p"),
        ("cambia la hora a las 21:30", "21:30"),
        ("cambia el nombre a Luis", "@Luis"),
        ("no, +34 912 345 678", "+34912345678"),
        ("wait, 8:30pm", "20:30"),
        ("no wait, for 3", "3p"),
        ("let's do saturday at 7pm", "01-31, 19:00"),
        ("oh sorry, 3 nights", "3n"),
        ("change the party size to 6", "6p"),
    ];
    for (text, expected) in table {
        let found = correction(text, &spanish()).map(|found| told(&found));
        assert_eq!(found.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn the_place_decides_the_half_of_the_day() {
    let found = correction_for("mejor a las 10", Some(Category::Restaurant), &spanish());
    assert_eq!(found.map(|found| told(&found)).as_deref(), Some("22:00"));
}

#[test]
fn no_corrections() {
    for text in [
        "table for 4 tomorrow at 8",
        "Ana García",
        "5",
        "friday",
        "no",
        "no thanks",
        "mejor",
        "wait",
        "",
        "actually",
        "hello",
        "not sure",
        "why not",
        "por la tarde",
        "actually never mind",
        "change the tyres on friday",
        "change my reservation from friday to saturday for 4",
        "cambia mi cita del lunes al martes",
    ] {
        assert_eq!(correction(text, &english()), None, "{text}");
    }
}
