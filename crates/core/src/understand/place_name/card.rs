//! Contact cards, entries of a map, and signatures of mails: the lines above a
//! telephone number, of which one is the place's name.

use std::ops::Range;

use super::super::given_names::is_given;
use super::super::lexicon::WORDS;
use super::super::line::Kind;
use super::announce::{Candidate, Sure, is_person, marked};
use super::extent;
use super::words::Words;

/// The name on a card, if the text holds one.
pub(super) fn name(words: &Words<'_, '_>, phone: Option<&Range<usize>>) -> Option<Candidate> {
    let lines = lines(words);
    let name = lines
        .iter()
        .find_map(|line| labelled(words, line, &lines))
        .or_else(|| above(words, &lines, phone))?;
    Some(Candidate {
        from: name.start,
        name,
        sure: Sure::Card,
    })
}

/// The tokens of each line of the text, without emojis and bullets before them.
fn lines(words: &Words<'_, '_>) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = (0..words.len()).filter(|at| words.breaks(*at)).collect();
    starts.push(words.len());
    let pairs = starts.windows(2);
    pairs
        .filter_map(|pair| {
            let (start, end) = (*pair.first()?, *pair.last()?);
            let bare = (start..end).find(|at| !is_sign(words, *at))?;
            Some(bare..end)
        })
        .collect()
}

fn is_sign(words: &Words<'_, '_>, index: usize) -> bool {
    let quote = super::announce::quoted(words, index).is_some();
    words
        .token(index)
        .is_some_and(|token| token.kind == Kind::Symbol)
        && !quote
}

/// 'Restaurant: Nobu', 'ORG:Northgate Plumbing'. 'Name' may be the guest's, so
/// it counts on a card that begins with it.
fn labelled(
    words: &Words<'_, '_>,
    line: &Range<usize>,
    lines: &[Range<usize>],
) -> Option<Range<usize>> {
    let label = words.eat(line.start, WORDS.place_names.labels);
    let own = || {
        let first = lines.first() == Some(line) && lines.len() > 1;
        words
            .eat(line.start, WORDS.place_names.own_labels)
            .filter(|_| first)
    };
    let shared = label.is_none();
    let at = label.or_else(own)?;
    let start = at + 1;
    if words.word(at) != ":" || start >= line.end {
        return None;
    }
    let name = super::announce::quoted(words, start)
        .or_else(|| Some(start..extent::end(words, start, true)?))?;
    let guest = shared && (is_person(words, &name) || name.len() == 1);
    (!guest).then_some(name)
}

/// The name in the lines above the number. In a signature it is the nearest, on
/// a card the first.
fn above(
    words: &Words<'_, '_>,
    lines: &[Range<usize>],
    phone: Option<&Range<usize>>,
) -> Option<Range<usize>> {
    let is_last = |line: &&Range<usize>| match phone {
        Some(phone) => line.contains(&phone.start),
        None => is_number(words, line),
    };
    let last = lines.iter().position(|line| is_last(&line))?;
    let block = lines.get(last.saturating_sub(5)..last)?;
    let name = |line: &Range<usize>| whole(words, line);
    let signed = lines
        .get(..last)?
        .iter()
        .any(|line| closes_a_mail(words, line));
    if signed {
        return block.iter().rev().find_map(name);
    }
    let first = block.iter().position(|line| name(line).is_some())?;
    let rest = block.get(first + 1..)?;
    let detailed = !rest.is_empty() && rest.iter().all(|line| is_detail(words, line));
    let found = block.get(first).and_then(name)?;
    let alone = rest.is_empty() && (found.len() > 1 || marked(words, &found));
    (detailed || alone).then_some(found)
}

/// A line of digits alone: a telephone number, although it is doubtful which
/// one is meant.
fn is_number(words: &Words<'_, '_>, line: &Range<usize>) -> bool {
    let digits: usize = (line.clone())
        .filter(|at| !words.is_word(*at))
        .map(|at| words.word(at).bytes().filter(u8::is_ascii_digit).count())
        .sum();
    digits >= 8 && line.clone().all(|at| !words.is_word(at))
}

/// 'Kind regards', '--'.
fn closes_a_mail(words: &Words<'_, '_>, line: &Range<usize>) -> bool {
    let end = words.eat(line.start, WORDS.place_names.closings);
    end.is_some_and(|end| end + 2 > line.end)
}

/// A line that is a name and nothing else, or a name before '·' or '('.
fn whole(words: &Words<'_, '_>, line: &Range<usize>) -> Option<Range<usize>> {
    let name = line.start..extent::end(words, line.start, true)?;
    let ends = name.end >= line.end || matches!(words.word(name.end), "·" | "(" | "|" | "-" | ",");
    let person = is_given(words.word(name.start), true) && !marked(words, &name);
    let other = name.clone().any(|at| {
        let word = words.word(at);
        WORDS.place_names.jobs.contains(&word) || WORDS.place_names.opening_times.contains(&word)
    });
    let opener = name.len() == 1 && WORDS.place_names.openers.contains(&words.word(name.start));
    let listed = words.word(name.end) == "," && is_detail(words, &(name.end..line.end));
    let ends = ends && (words.word(name.end) != "," || listed);
    (ends && !person && !other && !opener).then_some(name)
}

/// An address, a rating, opening times: a line that holds no request.
fn is_detail(words: &Words<'_, '_>, line: &Range<usize>) -> bool {
    let mut tokens = line.clone();
    let figures = line.clone().any(|at| {
        words
            .token(at)
            .is_some_and(|token| token.kind == Kind::Number)
    });
    let capitals = line
        .clone()
        .all(|at| !words.is_word(at) || words.is_capital(at));
    let asks = tokens.any(|at| WORDS.requests.asking.contains(&words.word(at)));
    (figures || capitals) && !asks
}
