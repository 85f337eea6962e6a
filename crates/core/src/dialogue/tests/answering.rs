//! Answers that say more, less or something else than the question wanted.

use super::*;
use crate::model::{Day, TimeOfDay};

/// At the question for a slot, with everything else told.
fn at(slot: Slot, request: &str) -> Talk {
    let mut talk = Talk::new(linked());
    talk.say(&format!("/call +1 415 555 2671, {request}"));
    talk.asks(slot);
    talk
}

fn for_day() -> Talk {
    at(Slot::Date, "table for 4 at 8pm under Ana")
}

fn for_time() -> Talk {
    at(Slot::Time, "table for 4 tomorrow under Ana")
}

fn for_people() -> Talk {
    at(Slot::PartySize, "table tomorrow at 8pm under Ana")
}

fn for_name() -> Talk {
    at(Slot::Name, "table for 4 tomorrow at 8pm")
}

fn at_card() -> Talk {
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for 4 tomorrow at 8pm under Ana");
    assert_eq!(talk.point(), Some(Point::Card));
    talk
}

/// Day, time, people and name on one line.
fn told(talk: &Talk) -> String {
    let values = &talk.form().values;
    let day = values.day().map(|day| match day {
        Day::On(date) => date.format("%m-%d").to_string(),
        Day::Words { words } => format!("~{}", words.as_str()),
    });
    let time = values.time().map(|time| match time {
        TimeOfDay::At(time) => time.format("%H:%M").to_string(),
        TimeOfDay::Words(words) => format!("~{}", words.as_str()),
    });
    let parts = [
        day,
        time,
        values.party_size().map(|count| count.get().to_string()),
        values.name().map(|name| name.as_str().to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(begun: fn() -> Talk, table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let mut talk = begun();
        talk.say(text);
        let found = match talk.point() {
            Some(Point::Card) => told(&talk),
            _ => "asks".to_owned(),
        };
        if found != *expected {
            wrong.push(format!("{text}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Today is Wednesday 28 January.
/// At the question for the number, with a task told.
fn for_number() -> Talk {
    let mut talk = Talk::new(linked());
    talk.say("please book a table at Casa Pepe");
    talk.asks(Slot::Phone);
    talk
}

#[test]
fn a_number_comes_with_the_rest_of_the_request() {
    for (text, expected) in [
        (
            "+1 415 555 2671, for 2 on 30 January at 9pm under Eva",
            "01-30, 21:00, 2, Eva",
        ),
        ("415 555 2671 on 30 January for six people", "01-30, 6"),
        ("415 555 2671", ""),
        // Their hours, not the person's wish.
        ("415 555 2671, they open at 1pm", ""),
        ("415 555 2671, closed on Mondays", ""),
    ] {
        let mut talk = for_number();
        talk.say(text);
        assert_eq!(told(&talk), expected, "{text}");
    }
    let mut talk = Talk::new(linked());
    talk.say("/call").say("make the call").asks(Slot::Phone);
    talk.say("+1 415 555 2671 table for 2 on 30 January at 9pm under Eva");
    assert_eq!(talk.point(), Some(Point::Card));
}

#[test]
fn days() {
    check(
        for_day,
        &[
            ("not tomorrow", "asks"),
            ("anything but Friday", "asks"),
            ("Friday or Saturday", "~Friday or Saturday, 20:00, 4, Ana"),
            ("after the 10th", "~after the 10th, 20:00, 4, Ana"),
            ("last Friday", "asks"),
            ("mañana no", "asks"),
            (
                "el viernes o el sábado",
                "~el viernes o el sábado, 20:00, 4, Ana",
            ),
            ("después del viernes", "~después del viernes, 20:00, 4, Ana"),
            ("the first Saturday of March", "03-07, 20:00, 4, Ana"),
            ("Easter Sunday", "04-05, 20:00, 4, Ana"),
            ("a week today", "02-04, 20:00, 4, Ana"),
            ("day after tmrw", "01-30, 20:00, 4, Ana"),
            ("5th", "02-05, 20:00, 4, Ana"),
            ("Saturday, for 5", "01-31, 20:00, 5, Ana"),
            ("tonight at 9", "01-28, 21:00, 4, Ana"),
            ("el sábado, somos 5", "01-31, 20:00, 5, Ana"),
            ("this weekend", "~this weekend, 20:00, 4, Ana"),
            ("next week sometime", "~next week sometime, 20:00, 4, Ana"),
            (
                "the weekend after next",
                "~the weekend after next, 20:00, 4, Ana",
            ),
            ("before Christmas", "~before Christmas, 20:00, 4, Ana"),
            ("not before the 10th", "~not before the 10th, 20:00, 4, Ana"),
            ("any day is fine", "~any day is fine, 20:00, 4, Ana"),
            ("this weekend, for 5", "~this weekend, 20:00, 5, Ana"),
            ("last weekend", "asks"),
            ("el finde", "~el finde, 20:00, 4, Ana"),
            ("la semana que viene", "~la semana que viene, 20:00, 4, Ana"),
            ("a partir del 10", "~a partir del 10, 20:00, 4, Ana"),
            ("entre el 10 y el 12", "~entre el 10 y el 12, 20:00, 4, Ana"),
            ("antes de Navidad", "~antes de Navidad, 20:00, 4, Ana"),
            ("I don't know yet", "20:00, 4, Ana"),
            ("el lunes 19", "asks"),
            ("pasado", "01-30, 20:00, 4, Ana"),
            ("Navidad", "12-25, 20:00, 4, Ana"),
            ("antes del 15", "~antes del 15, 20:00, 4, Ana"),
            ("cuando puedan", "~cuando puedan, 20:00, 4, Ana"),
        ],
    );
}

#[test]
fn times() {
    check(
        for_time,
        &[
            ("7;30", "01-29, 19:30, 4, Ana"),
            ("seven oh five", "01-29, 19:05, 4, Ana"),
            ("half past midnight", "01-29, 00:30, 4, Ana"),
            ("8 and a half", "01-29, 20:30, 4, Ana"),
            ("cuarto para las 9", "01-29, 20:45, 4, Ana"),
            ("21 h", "01-29, 21:00, 4, Ana"),
            ("7 or 8", "01-29, ~7 or 8, 4, Ana"),
            ("8pm or 8:30", "01-29, ~8pm or 8:30, 4, Ana"),
            ("7 til 8", "01-29, ~7 til 8, 4, Ana"),
            ("a las 9 o a las 10", "01-29, ~a las 9 o a las 10, 4, Ana"),
            ("entre 9 y 10", "01-29, ~entre 9 y 10, 4, Ana"),
            ("no antes de las 9", "01-29, ~no antes de las 9, 4, Ana"),
            ("8pm Eastern", "01-29, ~8pm Eastern, 4, Ana"),
            ("early", "01-29, ~early, 4, Ana"),
            ("pronto", "01-29, ~pronto, 4, Ana"),
            ("a las 9 para 5", "01-29, 21:00, 5, Ana"),
            ("8 for 5 people", "01-29, 20:00, 5, Ana"),
            ("8 on Friday", "01-30, 20:00, 4, Ana"),
            ("9,30", "01-29, 21:30, 4, Ana"),
            ("9-10", "01-29, ~9-10, 4, Ana"),
            ("el viernes a las 9", "01-30, 21:00, 4, Ana"),
        ],
    );
}

#[test]
fn people() {
    let all = |count: u32| format!("01-29, 20:00, {count}, Ana");
    let (three, four, five, twelve) = (all(3), all(4), all(5), all(12));
    check(
        for_people,
        &[
            ("me, my wife and our two kids", &four),
            ("mi mujer, los dos niños y yo", &four),
            ("2 + 2", &four),
            ("2&1", &three),
            ("dos y dos", &four),
            ("dozen", &twelve),
            ("4, no 5", &five),
            ("4 no, 5", &five),
            ("no 4", "asks"),
            ("not 4", "asks"),
            ("four hundred", "asks"),
            ("less than 5", "asks"),
            ("un montón", "asks"),
            ("2.5", "asks"),
            ("4 people at 9pm", "01-29, 21:00, 4, Ana"),
            ("4 personas a las 10", "01-29, 22:00, 4, Ana"),
        ],
    );
}

#[test]
fn names() {
    check(
        for_name,
        &[
            ("same as before", "asks"),
            ("my name", "01-29, 20:00, 4, Ana García"),
            ("it's for my boss", "asks"),
            ("I'd rather not say", "asks"),
            ("what name do you have?", "asks"),
            ("el mismo de siempre", "asks"),
            ("a mi nombre", "01-29, 20:00, 4, Ana García"),
            ("John Smith +1 212 555 0143", "01-29, 20:00, 4, John Smith"),
            (
                "Ana García, allergic to nuts",
                "01-29, 20:00, 4, Ana García",
            ),
            ("Eva, alérgica a los frutos secos", "01-29, 20:00, 4, Eva"),
            ("you can put Eva", "01-29, 20:00, 4, Eva"),
            ("pon Eva", "01-29, 20:00, 4, Eva"),
            ("My Linh", "01-29, 20:00, 4, My Linh"),
            ("reserve a table", "asks"),
            ("hurry up", "asks"),
            ("me", "01-29, 20:00, 4, Ana García"),
            ("my wife", "asks"),
            ("reserva una mesa", "asks"),
            ("date prisa", "asks"),
        ],
    );
}

#[test]
fn changes_by_their_distance() {
    check(
        at_card,
        &[
            ("one more person", "01-29, 20:00, 5, Ana"),
            ("two less", "01-29, 20:00, 2, Ana"),
            ("una persona más", "01-29, 20:00, 5, Ana"),
            ("somos uno más", "01-29, 20:00, 5, Ana"),
            ("half an hour earlier", "01-29, 19:30, 4, Ana"),
            ("una hora antes", "01-29, 19:00, 4, Ana"),
            ("the next day", "01-30, 20:00, 4, Ana"),
            ("el día siguiente", "01-30, 20:00, 4, Ana"),
            ("ten less", "01-29, 20:00, 4, Ana"),
        ],
    );
}

/// A change of something else is taken, and the question stays.
#[test]
fn a_change_at_another_question() {
    for (text, expected) in [
        ("one more person", "20:00, 5, Ana"),
        ("half an hour later", "20:30, 4, Ana"),
        ("and tell them it's a birthday", "20:00, 4, Ana"),
    ] {
        let mut talk = for_day();
        talk.say(text);
        talk.asks(Slot::Date);
        assert_eq!(told(&talk), expected, "{text}");
    }
    let mut talk = at(Slot::Name, "table for 4 at 8pm");
    talk.say("Saturday");
    assert_eq!(told(&talk), "01-31, 20:00, 4");
}

#[test]
fn a_wish_is_added_to_the_task() {
    let mut talk = at_card();
    for (wish, end) in [
        (
            "and tell them it's a birthday",
            "; tell them it's a birthday",
        ),
        (
            "pregunta además si hay parking",
            "; pregunta además si hay parking",
        ),
    ] {
        talk.say(wish);
        assert_eq!(talk.point(), Some(Point::Card));
        let task = talk
            .form()
            .values
            .task()
            .map(|task| task.as_str().to_owned());
        assert!(
            task.as_deref().is_some_and(|task| task.ends_with(end)),
            "{task:?}"
        );
    }
    assert_eq!(told(&talk), "01-29, 20:00, 4, Ana");
    // The task's old words still say four.
    talk.say("one more person");
    assert!(talk.form().corrected);
    talk.say("and mention the dog");
    assert!(talk.form().corrected);
}

#[test]
fn what_the_card_hears() {
    check(
        at_card,
        &[
            ("same but for Friday", "01-30, 20:00, 4, Ana"),
            ("lo mismo pero el viernes", "01-30, 20:00, 4, Ana"),
            ("cancel that, make it 6", "01-29, 20:00, 6, Ana"),
            ("make it 2.5 people", "01-29, 20:00, 4, Ana"),
            // Nine people, or nine in the evening?
            ("make it 9", "01-29, 20:00, 4, Ana"),
            ("que sea 9", "01-29, 20:00, 4, Ana"),
            ("seremos 9", "01-29, 20:00, 9, Ana"),
            ("a nombre de Domingo", "01-29, 20:00, 4, Domingo"),
            ("ponlo a nombre de Abril", "01-29, 20:00, 4, Abril"),
            ("call them at 5pm", "01-29, 20:00, 4, Ana"),
            ("llama mañana", "01-29, 20:00, 4, Ana"),
            (
                "call now please, and mention the allergy",
                "01-29, 20:00, 4, Ana",
            ),
        ],
    );
    for (fault, slot) in [
        ("that's not the number", Slot::Phone),
        ("wrong date", Slot::Date),
        ("está mal el nombre", Slot::Name),
        ("un poco más tarde", Slot::Time),
    ] {
        let mut talk = at_card();
        talk.say(fault);
        talk.asks(slot);
    }
    for yes in ["yess", "okey dale", "ándale", "confirmado gracias", "👌🏽"] {
        let mut talk = at_card();
        talk.say(yes);
        assert!(talk.point().is_none(), "{yes}: {:?}", talk.effects);
    }
}

#[test]
fn who_wants_to_start_over_is_asked() {
    for words in ["start over", "empezar de nuevo"] {
        let mut talk = for_name();
        talk.say(words);
        assert!(
            matches!(talk.effects[..], [Effect::Say(Prompt::FormOpen { .. })]),
            "{words}: {:?}",
            talk.effects
        );
        talk.say("Eva");
        assert_eq!(told(&talk), "01-29, 20:00, 4, Eva");
    }
    let mut talk = for_name();
    talk.say("let's leave it");
    assert!(talk.point().is_none(), "the request is dropped");
}

/// Its count is said, and its first sentences are offered.
#[test]
fn a_task_that_is_too_long_is_kept_and_offered_shortened() {
    let long = format!(
        "ask them about my order. {}",
        "It has not come. ".repeat(80)
    );
    let said = |talk: &Talk, needed: &str| {
        let text = talk.effects.iter().find_map(|effect| match effect {
            Effect::Say(prompt) => Some(text::render(prompt, Language::En).body.to_plain()),
            _ => None,
        });
        let text = text.unwrap_or_default();
        assert!(text.contains(needed), "{text}");
    };
    // In the first message, and as the answer to the question.
    let mut first = Talk::new(linked());
    first.say(&format!("/call +1 415 555 2671, {long}"));
    let mut asked = Talk::new(linked());
    asked.say("/call +1 415 555 2671").say(&long);
    for talk in [&mut first, &mut asked] {
        talk.asks(Slot::Task);
        said(
            talk,
            "characters, and KallyAI takes 1000 at most. I can take the first 9",
        );
        talk.say("Use the shortened version");
        let task = talk
            .form()
            .values
            .task()
            .map(|task| task.as_str().to_owned());
        let task = task.unwrap_or_default();
        assert!(
            task.ends_with("It has not come.") && task.len() > 900,
            "{task}"
        );
    }
    // Without a number the bot still says it, and asks for the number.
    let mut alone = Talk::new(linked());
    alone.say("/call").say(&"x".repeat(1_100));
    alone.asks(Slot::Phone);
    said(&alone, "That is 1100 characters");
    // A shorter one takes its place.
    let mut shorter = Talk::new(linked());
    shorter.say("/call +1 415 555 2671").say(&long);
    shorter.say("ask whether my order has come");
    assert_eq!(shorter.point(), Some(Point::Card));
}

/// The card says which values nobody said.
#[test]
fn the_card_marks_guesses() {
    for (request, guessed) in [
        (
            "table for 4 tomorrow at 8 under Ana",
            "I guessed: 20:00, not 08:00.",
        ),
        ("table for 4 tomorrow at 8pm under Ana", ""),
        ("table for 4 tomorrow at 20:00 under Ana", ""),
        ("table for 4 tomorrow evening at 8 under Ana", ""),
        (
            "table for me, my wife and our two kids tomorrow at 8pm under Ana",
            "I guessed: 4 people.",
        ),
    ] {
        let mut talk = Talk::new(linked());
        talk.say(&format!("/call +1 415 555 2671, {request}"));
        let card = talk.effects.iter().find_map(|effect| match effect {
            Effect::Say(prompt @ Prompt::Card(_)) => Some(text::render(prompt, Language::En)),
            _ => None,
        });
        let card = card.expect("a card").body.to_plain();
        match guessed {
            "" => assert!(!card.contains("guessed"), "{request}: {card}"),
            line => assert!(card.contains(line), "{request}: {card}"),
        }
    }
    // A value that is said afterwards is guessed no more.
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671, table for 4 tomorrow at 8 under Ana");
    assert_eq!(talk.form().guessed, [Slot::Time]);
    talk.say("make it 9pm");
    assert_eq!(talk.form().guessed, []);
    talk.say("make it at 7");
    assert_eq!(talk.form().guessed, [Slot::Time]);
}

/// A question for the place is offered to be asked; 'yes' to that is no 'yes' to
/// the call.
#[test]
fn a_question_for_the_place_is_asked_on_the_phone() {
    for (question, yes) in [
        ("how much does it cost?", "Ask that too"),
        ("¿tienen terraza?", "yes"),
    ] {
        let mut talk = at_card();
        talk.say(question).say(yes);
        assert_eq!(talk.point(), Some(Point::Card));
        let task = talk
            .form()
            .values
            .task()
            .map(|task| task.as_str().to_owned());
        assert!(
            task.is_some_and(|task| task.ends_with(question)),
            "{question}"
        );
        talk.say("yes");
        assert!(talk.point().is_none(), "now it is the call");
    }
    let mut talk = at_card();
    talk.say("how much does it cost?").say("no").say("yes");
    assert!(talk.point().is_none());
    // At the question for the task it is the task.
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671")
        .say("do they have gluten free pizza?");
    assert!(talk.form().is_filled(Slot::Task));
    for nothing in [
        "the same as last time",
        "asdf asdf asdf",
        "lo de siempre",
        "why do you ask?",
    ] {
        let mut talk = Talk::new(linked());
        talk.say("/call +1 415 555 2671").say(nothing);
        talk.asks(Slot::Task);
        assert!(!talk.form().is_filled(Slot::Task), "{nothing}");
    }
    // Details alone are kept, and no task.
    let mut talk = Talk::new(linked());
    talk.say("/call +1 415 555 2671").say("tomorrow at 8");
    talk.asks(Slot::Task);
    assert_eq!(told(&talk), "01-29, 08:00");
}

/// Days that are in doubt are offered, and none is written down.
#[test]
fn days_in_doubt_are_offered() {
    for (request, offered) in [
        (
            "table for 2 at 8pm under Ana. Friday is Tom's birthday. Saturday maybe",
            vec!["Fri 30 Jan", "Sat 31 Jan"],
        ),
        ("table for 2 by Friday at 8pm under Ana", vec!["Fri 30 Jan"]),
        (
            "table for 2 at 8pm under Ana",
            vec!["Today", "Tomorrow", "Fri 30 Jan"],
        ),
    ] {
        let mut talk = Talk::new(linked());
        talk.say(&format!("/call +1 415 555 2671, {request}"));
        talk.asks(Slot::Date);
        let labels: Vec<&str> = talk
            .offered
            .iter()
            .map(|(label, _)| label.as_str())
            .collect();
        assert!(labels.starts_with(&offered), "{request}: {labels:?}");
    }
}

/// Answers of sets of turns that were read wrong before anybody looked at them.
#[test]
fn days_and_times_of_people_who_do_not_know_the_bot() {
    check(
        for_day,
        &[
            (
                "whichever night they have room between Mon and Wed",
                "~between Mon and Wed, 20:00, 4, Ana",
            ),
            ("not this Friday, the one after", "02-06, 20:00, 4, Ana"),
            ("el sábado que viene no, el otro", "02-07, 20:00, 4, Ana"),
            ("pasado mañana, que mañana trabajo", "01-30, 20:00, 4, Ana"),
            (
                "el 2 o como mucho el 3 de feb",
                "~el 2 o como mucho el 3 de feb, 20:00, 4, Ana",
            ),
            (
                "the 4th of february i think, lemme check... yeah the 4th",
                "02-04, 20:00, 4, Ana",
            ),
            ("hang on checking w/ my wife", "asks"),
            ("uy, espera que lo miro en la agenda", "asks"),
        ],
    );
    check(
        for_time,
        &[
            ("8. A.M. not P.M., it's breakfast", "01-29, 08:00, 4, Ana"),
            (
                "did i say tomorrow? meant saturday. time's 6 on the dot",
                "01-31, 18:00, 4, Ana",
            ),
            ("a mediodía, sobre las dos y media", "01-29, 14:30, 4, Ana"),
            (
                "21.30 y si puede ser en la barra mejor",
                "01-29, 21:30, 4, Ana",
            ),
            (
                "las nueve, ah no, que mañana hay partido, a las once de la noche",
                "01-29, 23:00, 4, Ana",
            ),
        ],
    );
}

#[test]
fn counts_and_names_of_people_who_do_not_know_the_bot() {
    check(
        for_people,
        &[
            ("dos parejas", "01-29, 20:00, 4, Ana"),
            ("voy yo solita", "01-29, 20:00, 1, Ana"),
            (
                "party of ten, and they'll need to split the check",
                "01-29, 20:00, 10, Ana",
            ),
            ("for me n my 3 roomies", "01-29, 20:00, 4, Ana"),
            (
                "una parejita de amigos más mi novio y yo",
                "01-29, 20:00, 4, Ana",
            ),
            (
                "10, and it should be under Marcus Bell instead of Ana",
                "01-29, 20:00, 10, Marcus Bell",
            ),
            ("her, me and my two cousins, so 4", "01-29, 20:00, 4, Ana"),
        ],
    );
    check(
        for_name,
        &[
            (
                "al final somos tres eh, y lo pones como Nuria",
                "01-29, 20:00, 3, Nuria",
            ),
            ("¿y eso para qué lo quieren?", "asks"),
            (
                "hmm hold on let me ask my wife which of us should be on it",
                "asks",
            ),
            ("Priya. P-R-I-Y-A", "01-29, 20:00, 4, Priya"),
            (
                "the company, Harlow & Finch Architects",
                "01-29, 20:00, 4, Harlow & Finch Architects",
            ),
            (
                "Hernandez but we're gonna be 6 now, my cousins are in town",
                "01-29, 20:00, 6, Hernandez",
            ),
            (
                "Apunta a los Echevarría, que nos conocen",
                "01-29, 20:00, 4, los Echevarría",
            ),
            (
                "Mercedes, y que sea en la terraza si no llueve",
                "01-29, 20:00, 4, Mercedes",
            ),
        ],
    );
}

#[test]
fn changes_of_people_who_do_not_know_the_bot() {
    check(
        at_card,
        &[
            ("could we slide it an hour later", "01-29, 21:00, 4, Ana"),
            ("retrásalo media hora", "01-29, 20:30, 4, Ana"),
            ("retrásalo media horita", "01-29, 20:30, 4, Ana"),
            ("quita a dos", "01-29, 20:00, 2, Ana"),
            (
                "make sure they know one of us uses a wheelchair",
                "01-29, 20:00, 4, Ana",
            ),
            ("bring it forward half an hour", "01-29, 19:30, 4, Ana"),
            ("Hmm 4... Jake bailed so minus one", "01-29, 20:00, 3, Ana"),
            ("se descuelgan dos", "01-29, 20:00, 2, Ana"),
            ("two dropped out", "01-29, 20:00, 2, Ana"),
            (
                "leave the time, but Sunday not tomorrow",
                "02-01, 20:00, 4, Ana",
            ),
            (
                "No me convence mañana... qué tal el domingo?",
                "02-01, 20:00, 4, Ana",
            ),
            ("everything's right except the phone, it ends in 72", "asks"),
        ],
    );
}

#[test]
fn an_end_in_many_words() {
    for (begun, text) in [
        (
            for_name as fn() -> Talk,
            "ya know what scratch the whole thing, we're ordering in",
        ),
        (for_name, "buf déjalo estar, ya llamo yo luego"),
        (at_card, "ugh nvm my kid's sick"),
        (at_card, "nada, ya no hace falta"),
        (
            at_card,
            "scratch that I found a place online, don't bother calling",
        ),
    ] {
        let mut talk = begun();
        talk.say(text);
        assert!(talk.conversation.state.form().is_none(), "{text}");
        assert!(!talk.places_a_call(), "{text}");
    }
    for goes_on in [
        "never mind the time, make it 9",
        "scratch that, 5 people",
        "stop, it's Ana Gil",
    ] {
        let mut talk = at_card();
        talk.say(goes_on);
        assert!(talk.conversation.state.form().is_some(), "{goes_on}");
    }
}

#[test]
fn a_yes_in_many_words() {
    for text in [
        "looks good, go ahead and ring them",
        "venga va, llámales ya",
        "perfect, call now",
    ] {
        let mut talk = at_card();
        talk.say(text);
        assert!(talk.places_a_call(), "{text}");
    }
    for text in [
        "looks good, but ring them at 9",
        "venga va, llama ya que cierran",
        "call them and say yes",
    ] {
        let mut talk = at_card();
        talk.say(text);
        assert!(!talk.places_a_call(), "{text}");
    }
}

/// Words at the card that change nothing are offered to be told, and only then
/// told.
#[test]
fn other_words_are_offered_to_be_told() {
    for text in [
        "need step-free access, my dad uses a wheelchair",
        "ojo, que Ana es celíaca, díselo",
        "and what a loaf costs",
    ] {
        let mut talk = at_card();
        let before = talk.form().values.clone();
        talk.say(text);
        assert_eq!(talk.form().values, before, "{text}");
        talk.say("Tell them that too");
        let task = talk
            .form()
            .values
            .task()
            .map(|task| task.as_str().to_owned());
        assert!(task.is_some_and(|task| task.ends_with(text)), "{text}");
        assert_eq!(talk.point(), Some(Point::Card));
    }
    let mut talk = at_card();
    talk.say("do they know it's a robot calling?");
    assert!(
        talk.offered
            .iter()
            .all(|(label, _)| label != "Ask that too")
    );
}
