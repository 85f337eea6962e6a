//! How far a place's name goes: 'Pier 39 Grill', 'House of Prime Rib', 'Baker,
//! Hughes & Associates', 'Hospital 12 de Octubre'. A street or a town behind it
//! is not a part of it.

use std::ops::Range;

use super::super::calendar::{month, weekday};
use super::super::category;
use super::super::given_names::is_given;
use super::super::lexicon::WORDS;
use super::super::party::party_at;
use super::is_place;
use super::words::Words;

/// Behind the name that begins at a token and is written as one. If it is set
/// off by marks or quotes, small words inside it are a part of it.
pub(super) fn end(words: &Words<'_, '_>, start: usize, set_off: bool) -> Option<usize> {
    let mut end = opening(words, start)?;
    for _ in 0..9 {
        match further(words, start, end, set_off) {
            Some(next) => end = next,
            None => break,
        }
    }
    let kind = words.is_kind(start) || words.leads_as_a_kind(start);
    let small = kind && !words.is_capital(start) && end == start + 1;
    if small || is_model(words, end) {
        return None;
    }
    let behind = words.eat(end, WORDS.businesses.suffixes);
    let end = behind.filter(|_| !words.breaks(end)).unwrap_or(end);
    is_name(words, start..end).then_some(end)
}

/// Behind a name whose first word is a day or a number: 'called Sunday in
/// Brooklyn'.
pub(super) fn end_of_called(words: &Words<'_, '_>, start: usize) -> Option<usize> {
    let mut end = start + 1;
    while let Some(next) = further(words, start, end, false).filter(|_| end < start + 9) {
        end = next;
    }
    (words.is_capital(start) && words.is_value(start)).then_some(end)
}

/// Whether figures touch a word in capitals: 'Canon R6' is a thing.
fn is_model(words: &Words<'_, '_>, index: usize) -> bool {
    words.is_capital(index) && words.is_figure(index + 1) && !words.spaced(index + 1)
}

/// Behind the first token of a name.
fn opening(words: &Words<'_, '_>, start: usize) -> Option<usize> {
    let next = start + 1;
    if words.is_figure(start) {
        return figures(words, start).filter(|_| !words.shouted);
    }
    if words.eat(start, WORDS.place_names.doctors).is_some() {
        let name = next + usize::from(words.word(next) == ".");
        return (words.is_capital(name) && !words.is_value(name)).then_some(name + 1);
    }
    let glued = words.is_figure(next) && !words.spaced(next);
    let signed = words.word(start).len() == 1 && words.word(next) == "/";
    if glued || signed || is_street(words, start) || is_feast(words, start) {
        return None;
    }
    if !words.is_capital(start) {
        if WORDS
            .place_names
            .small_openings
            .contains(&words.word(start))
        {
            return is_proper(words, next).then_some(next);
        }
        let lower = words.leads_as_a_kind(start);
        return lower.then_some(next);
    }
    if words.is_value(start) {
        return value_opening(words, start).then_some(next);
    }
    if words.at(next).article_before() {
        return (is_proper(words, next)
            || words.is_figure(next)
            || is_month_alone(words, next)
            || words.is_value(next) && words.is_capital(next) && value_opening(words, next))
        .then_some(next);
    }
    // 'No. 9'.
    if WORDS.place_names.numbered.contains(&words.word(start))
        && (words.word(next) == "." && words.is_figure(next + 1)
            || words.is_figure(next) && is_proper(words, next + 1))
    {
        return Some(next + 1 + usize::from(words.word(next) == "."));
    }
    if words.is_stop(start) {
        return stop_opening(words, start).then_some(next);
    }
    // 'Friday's slot' is not a place.
    let owner = words.word(start).trim_end_matches("'s");
    let day = owner != words.word(start) && (weekday(owner).is_some() || month(owner).is_some());
    let thing = words.is_word(next) && !words.is_capital(next) && !words.is_stop(next);
    (!(day && thing)).then_some(next)
}

/// 'La Mar': an abbreviated month where no day stands beside it.
fn is_month_alone(words: &Words<'_, '_>, index: usize) -> bool {
    let month = month(words.word(index)).is_some();
    month && words.is_capital(index) && !words.is_figure(index + 1) && !words.shouted
}

/// '21 Club', '28-50': figures that begin a name, and no address.
fn figures(words: &Words<'_, '_>, start: usize) -> Option<usize> {
    let next = start + 1;
    let figure = |index: usize| words.word(index).parse::<u32>().unwrap_or_default();
    let joined = words.word(next) == "-" && !words.spaced(next) && !words.spaced(next + 1);
    let two = |index: usize| words.is_figure(index) && (25..100).contains(&figure(index));
    if joined && two(start) && two(next + 1) && words.spaced(next + 2) {
        return Some(next + 2);
    }
    let address = (next..next + 5).any(|at| WORDS.businesses.street_ends.contains(&words.word(at)));
    let named = words.spaced(next)
        && is_proper(words, next)
        && !is_street(words, next)
        && party_at(words.at(start)).is_none();
    (named && !address && words.word(start).len() <= 3).then_some(next)
}

/// 'Tuesday Club', 'March & Co', 'Martes y Trece': a day or a number opens a
/// name only if more of it follows.
fn value_opening(words: &Words<'_, '_>, start: usize) -> bool {
    let next = start + 1;
    if is_proper(words, next) && !words.breaks(next) {
        return words.spaced(next);
    }
    let joined = WORDS.place_names.joints.contains(&words.word(next))
        || (words.is_small_day(start) && WORDS.businesses.particles.contains(&words.word(next)));
    let further = next + 1;
    let day = weekday(words.word(further)).is_some();
    joined && words.is_capital(further) && !day && month(words.word(further)).is_none()
}

/// 'Under the Stars', 'A Fuego Lento': a small word that is written large.
fn stop_opening(words: &Words<'_, '_>, start: usize) -> bool {
    let at = behind_particles(words, start + 1);
    let next = at == start + 1 && words.is_capital(at) && !words.is_value(at);
    let named = is_proper(words, at) || (next && words.word(start).len() > 1);
    !words.shouted && !words.is_person_word(start) && named
}

/// Behind small words that stand within names.
fn behind_particles(words: &Words<'_, '_>, mut at: usize) -> usize {
    for _ in 0..2 {
        let inside = WORDS.businesses.particles.contains(&words.word(at))
            || WORDS.place_names.inside.contains(&words.word(at));
        at += usize::from(inside && words.is_word(at) && !words.is_capital(at));
    }
    at
}

/// Whether a word alone could be a name.
fn is_proper(words: &Words<'_, '_>, index: usize) -> bool {
    words.is_capital(index) && !words.is_value(index) && !words.is_stop(index)
}

/// Behind the next part of a name.
fn further(words: &Words<'_, '_>, start: usize, end: usize, set_off: bool) -> Option<usize> {
    if words.breaks(end) || words.is_phone(end) {
        return None;
    }
    let next = end + 1;
    if words.is_figure(end) {
        return number(words, start, end);
    }
    if words.is_capital(end) {
        return capital(words, start, end);
    }
    match words.word(end) {
        "&" | "+" => (words.is_capital(next) || firm(words, next)).then_some(next + 1),
        "-" => {
            (!words.spaced(end) && !words.spaced(next) && words.is_word(next)).then_some(next + 1)
        }
        "." => {
            let short = words.before(end);
            let stops = short.chars().count() == 1 || WORDS.names.titles.contains(&short);
            (stops && words.is_word(end - 1) && is_proper(words, next)).then_some(next + 1)
        }
        "," => listed(words, next),
        _ => particle(words, start, end, set_off).or_else(|| small(words, start, end)),
    }
}

/// 'Baker, Hughes & Associates': names before the last one of a firm.
fn listed(words: &Words<'_, '_>, index: usize) -> Option<usize> {
    let joint = index + 1;
    let joined = WORDS.place_names.joints.contains(&words.word(joint));
    (is_proper(words, index) && joined && firm(words, joint + 1)).then_some(joint)
}

pub(super) fn firm(words: &Words<'_, '_>, index: usize) -> bool {
    WORDS.place_names.firms.contains(&words.word(index))
}

/// Whether a word in capitals goes on with the name.
fn capital(words: &Words<'_, '_>, start: usize, end: usize) -> Option<usize> {
    let next = end + 1;
    let ahead = behind_particles(words, next);
    let goes_on = is_proper(words, next) && words.spaced(next) && !words.breaks(next);
    let kind_only = end == start + 1 && words.is_kind(start);
    let fits = if words.is_value(end) {
        let before_figures = words.is_figure(next) && !words.is_phone(next);
        let named = (words.is_small_day(end) || kind_only) && !before_figures;
        let article = words.is_article(end - 1) && words.is_capital(end - 1) && end > start;
        named || goes_on || article && !before_figures || follows_a_joint(words, end)
    } else if words.is_stop(end) {
        let before = words.word(end - 1);
        let inside = is_proper(words, ahead) && !words.breaks(next) && ahead - next < 3;
        let noun = WORDS.place_names.nouns.contains(&words.word(end));
        let named = (noun || words.is_small_stop(end)) && words.spaced(end);
        !words.shouted && (inside || named || before == "-" && !words.spaced(end))
    } else {
        !words.is_figure(next) || words.spaced(next)
    };
    fits.then_some(next)
}

/// 'Martes y Trece'.
fn follows_a_joint(words: &Words<'_, '_>, index: usize) -> bool {
    WORDS.place_names.joints.contains(&words.before(index))
}

/// Whether figures go on with the name: 'Pier 39 Grill', 'Bar 61', 'Hospital 12
/// de Octubre'.
fn number(words: &Words<'_, '_>, start: usize, end: usize) -> Option<usize> {
    let next = end + 1;
    let of = next + usize::from(WORDS.roles.of.contains(&words.word(next)));
    if words.spaced(end) && month(words.word(of)).is_some() && of > next {
        return (words.is_capital(of) || words.is_kind(end - 1)).then_some(of + 1);
    }
    let hour =
        matches!(words.word(next), ":" | ".") || WORDS.clock.hour_signs.contains(&words.word(next));
    if !words.spaced(end) || (!words.spaced(next) && hour) {
        return None;
    }
    let unit = words.is_stop(next)
        && (WORDS.names.hour_marks.contains(&words.word(next))
            || WORDS.roles.meridiems.contains(&words.word(next)));
    let counted = WORDS.people.people.contains(&words.word(next))
        || WORDS.people.children.contains(&words.word(next))
        || WORDS.clock.counted.contains(&words.word(next));
    let located = WORDS.place_names.in_town.contains(&words.word(next));
    let address = !located
        && (next..next + 4).any(|at| WORDS.businesses.street_ends.contains(&words.word(at)));
    if unit || counted || address {
        return None;
    }
    let goes_on = is_proper(words, next) && words.spaced(next) && !words.breaks(next);
    let head = WORDS.place_names.numbered.contains(&words.before(end))
        || WORDS.businesses.kinds.contains(&words.before(end))
        || (end == start + 1 && words.is_article(start));
    let has = WORDS.place_names.has.contains(&words.word(next))
        || is_no_value(words, end) && !words.is_figure(next);
    (goes_on || head || has || is_spare(words, end)).then_some(next)
}

/// 'Pho 75', 'Visión 2000 (': figures that are no hour, no day and no count.
fn is_no_value(words: &Words<'_, '_>, index: usize) -> bool {
    let value = words.word(index).parse::<u32>().unwrap_or_default();
    let next = index + 1;
    let told = matches!(words.word(next), "(" | ",") || words.phone_begins(next);
    let street = WORDS.place_names.in_town.contains(&words.word(next));
    let high = (51..1000).contains(&value);
    let year = value >= 1000 && words.word(next) == "(";
    (high || year) && (told || street || next >= words.len())
}

/// Whether figures are no hour, and the text names a time and a count beside
/// them: 'Harbour 18 on Sunday at 11 for 6'.
fn is_spare(words: &Words<'_, '_>, index: usize) -> bool {
    let high = words.word(index).parse::<u32>().is_ok_and(|it| it > 12);
    let others = || (0..words.len()).filter(|at| *at != index && words.is_figure(*at));
    high && others().take(2).count() == 2
}

/// Small words inside a name, with the capital behind them.
fn particle(words: &Words<'_, '_>, start: usize, end: usize, set_off: bool) -> Option<usize> {
    let next = end + 1;
    if WORDS.place_names.joints.contains(&words.word(end)) {
        let named = words.is_capital(next)
            && (!words.is_value(next)
                || (words.is_small_day(next) && !words.is_figure(next + 1))
                || (words.is_value(start) && end == start + 1));
        let end = next + usize::from(!named);
        return (named || firm(words, next)).then_some(end);
    }
    let lone = end == start + 1 && (words.is_kind(start) || words.is_value(start));
    let styled = words.eat(end, WORDS.place_names.styled).is_some();
    let kitchen = behind_particles(words, next);
    if styled && lone && !words.is_value(start) && is_proper(words, kitchen) {
        return Some(kitchen);
    }
    let head = end - 1;
    let whole = set_off || words.is_article(start);
    if let Some(behind) = words.eat(end, WORDS.place_names.inside) {
        // 'Pets at Home': outside a name, 'home' has no capital.
        if words.is_capital(behind) && words.is_stop(behind) && !words.is_article(behind) {
            return (!words.shouted && !words.is_person_word(behind)).then_some(behind + 1);
        }
        let article = behind > next || words.is_article(behind);
        let at = behind_particles(words, behind);
        let fits = (whole || lone) && (article || words.is_value(start));
        return (fits && is_proper(words, at)).then_some(at);
    }
    if !WORDS.businesses.particles.contains(&words.word(end)) {
        return None;
    }
    let at = behind_particles(words, end);
    let of = WORDS.place_names.of_towns.contains(&words.word(end));
    // 'El centro de Madrid' is no name.
    if of && !words.is_capital(start) && words.is_kind(start) {
        return None;
    }
    let of = of && !set_off;
    let kept = !of || takes_of(words, start, head, at);
    let house = WORDS.businesses.house_articles.contains(&words.word(at)) && words.is_capital(at);
    (kept && (is_proper(words, at) || house)).then_some(at)
}

/// Whether 'de' leads to a part of the name rather than to a town: 'El Rincón de
/// Juan', but 'El Brillante de Atocha'.
fn takes_of(words: &Words<'_, '_>, start: usize, head: usize, at: usize) -> bool {
    let noun = words.word(head);
    let owner = is_given(words.word(at), true)
        || WORDS.businesses.house_articles.contains(&words.word(at))
        || WORDS.businesses.kinds.contains(&words.word(at));
    let heads = WORDS.place_names.heads.contains(&noun)
        || WORDS.names.relatives.contains(&noun)
        || words.is_stop(head)
        || words.is_kind(head)
        || words.is_value(head);
    let long = head > start && !words.is_kind(start) && !words.is_article(start);
    heads || owner || long || (head == start && at > head + 2)
}

/// 'farmacia lopez': a name in small letters behind its kind.
fn small(words: &Words<'_, '_>, start: usize, end: usize) -> Option<usize> {
    let kind = !words.is_capital(start)
        && end <= start + 2
        && WORDS.businesses.kinds.contains(&words.word(start));
    let word = words.word(end);
    let name = words.is_word(end)
        && super::super::name::is_name_word(words.at(end))
        && !words.is_article(end)
        && !WORDS.businesses.particles.contains(&word)
        && !WORDS.place_names.common.contains(&word)
        && category::category(word).is_none();
    (kind && name).then_some(end + 1)
}

/// Whether a word begins a street's name.
fn is_street(words: &Words<'_, '_>, start: usize) -> bool {
    let street = |index: usize| WORDS.businesses.streets.contains(&words.word(index));
    let lodging = WORDS.businesses.lodging.contains(&words.word(start));
    let behind = behind_particles(words, start + 1);
    street(start) || (words.is_kind(start) && street(behind) && !lodging)
}

/// Whether a feast is named: 'at Christmas'.
fn is_feast(words: &Words<'_, '_>, start: usize) -> bool {
    let at = words.at(start);
    let ends = |phrase| {
        let end = at.eat(phrase).map(|at| at.index);
        end.is_some_and(|end| !is_proper(words, end) || words.shouted)
    };
    let mut fixed = at.beginning(WORDS.days.festivals);
    let mut moving = at.beginning(WORDS.days.of_easter);
    fixed.any(|(it, _)| ends(it))
        || moving.any(|(it, _)| ends(it))
        || WORDS.names.things.contains(&words.word(start))
}

/// Whether tokens are a name rather than a kind of place, a town, or words that
/// happen to be in capitals.
fn is_name(words: &Words<'_, '_>, name: Range<usize>) -> bool {
    let plain = |index: usize| {
        let word = words.word(index);
        words.is_kind(index)
            || words.is_stop(index)
            || words.is_article(index)
            || WORDS.businesses.generic.contains(&word)
            || WORDS.place_names.common.contains(&word)
    };
    let first = name.start + usize::from(words.is_article(name.start));
    let label = WORDS.phones.labels.contains(&words.word(first));
    let alone = first + 1 >= name.end;
    if alone && (label || words.word(first).chars().count() < 2) {
        return false;
    }
    // 'En La Terraza': a small word would have no capital there.
    let titled = first > name.start
        && [name.start, first].iter().all(|at| words.is_capital(*at))
        && !words.opens(name.start)
        && !words.shouted
        && !words.is_stop(first);
    if alone && (plain(first) && !titled || words.is_value(first) && first == name.start) {
        return false;
    }
    let shouted = words.shouted && (first..name.end).all(plain);
    !shouted && !is_town(words, name)
}

/// Whether a whole name is one of a town or a country.
fn is_town(words: &Words<'_, '_>, name: Range<usize>) -> bool {
    if name.len() > 4 {
        return false;
    }
    let text = super::super::line::fold(words.line.slice(name));
    if WORDS.place_names.no_towns.contains(&text.as_str()) {
        return false;
    }
    WORDS.place_names.towns.contains(&text.as_str()) || is_place(&text)
}
