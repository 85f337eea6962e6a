//! The role of a day or a time in a text: wanted, or said for another reason.
//!
//! 'My appointment is on Friday, can I come on Monday' names two days and wants
//! one. A value counts only if nothing around it says otherwise: a past, a
//! place's hours, another event, a day to call on, a word that takes it back.

use std::cell::RefCell;
use std::ops::Range;

use super::calendar::weekday;
use super::lexicon::WORDS;
use super::lexicon::asked::AnyOf;
use super::line::{Kind, Line};
use super::statement;

/// So many tokens of a clause before a value, and behind it, are looked at.
const LONGEST_CLAUSE: usize = 40;

/// So many days, and so many times, of a text are looked at.
pub(super) const MOST_CANDIDATES: usize = 40;

/// Why a day or a time was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is asked for.
    Wanted,
    /// It is the day or time to call at, if another one is asked for.
    Call,
    /// It is replaced, if a later one follows.
    Replaced,
    /// It is ruled out.
    RuledOut,
    /// It tells of something else.
    Context,
}

impl Role {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Call => "call",
            Self::Replaced => "replaced",
            Self::RuledOut => "ruled out",
            Self::Context => "context",
        }
    }
}

/// The places of the values that are asked for; a replaced one counts only if
/// no other follows. Without such a value, those of the call count.
pub(super) fn wanted(roles: &[Role]) -> Vec<usize> {
    let counts = |(index, role): (usize, &Role)| {
        let last = index + 1 == roles.len();
        (*role == Role::Wanted || (*role == Role::Replaced && last)).then_some(index)
    };
    let wanted: Vec<usize> = roles.iter().enumerate().filter_map(counts).collect();
    if !wanted.is_empty() {
        return wanted;
    }
    let calls = |index: &usize| roles[*index] == Role::Call;
    (0..roles.len()).filter(calls).collect()
}

/// The role of the tokens of a day or a time.
pub(super) fn role(line: &Line<'_>, span: &Range<usize>) -> Role {
    let text = Text::of(line);
    if text.is_ruled_out(span) {
        Role::RuledOut
    } else if text.is_second_choice(span) {
        Role::Context
    } else if text.replaced(span).is_some() || text.is_held(span) && !text.was_due(span) {
        match text.was_moved() {
            true => Role::RuledOut,
            false => Role::Replaced,
        }
    } else if text.is_past(span)
        || text.is_of_hours(span)
        || text.is_of_an_event(span)
        || text.is_a_reason(span)
        || text.is_of_a_day(span)
        || text.is_of_another(span)
    {
        Role::Context
    } else if text.is_for_the_call(span) {
        Role::Call
    } else {
        Role::Wanted
    }
}

/// Whether a value is told of the past: 'I said 6 people'.
pub(super) fn is_past(line: &Line<'_>, span: &Range<usize>) -> bool {
    Text::of(line).is_in_past_clause(span)
}

/// 'My flight lands on Saturday, I need a room that night': whether a day that was
/// told for another reason is asked for behind it.
pub(super) fn is_asked_for_behind(line: &Line<'_>, span: &Range<usize>) -> bool {
    let text = Text::of(line);
    let mut behind = span.end..line.tokens.len();
    behind.any(|index| text.at(index, WORDS.roles.same_day).is_some())
}

/// Whether a clause tells how something is: 'está en el taller desde el lunes'.
pub(super) fn is_of_a_state(line: &Line<'_>, span: &Range<usize>) -> bool {
    let text = Text::of(line);
    text.has(&text.clause(span), WORDS.roles.states)
}

/// Behind the words that replace a value: 'for 4, sorry, 5'.
pub(super) fn replaced_at(line: &Line<'_>, span: &Range<usize>) -> Option<usize> {
    Text::of(line).replaced(span)
}

/// Behind the words that join another choice, or the end of a stretch, to a day
/// or a time.
pub(super) fn behind_joint(line: &Line<'_>, end: usize) -> Option<usize> {
    let text = Text::of(line);
    text.at(end, WORDS.roles.alternatives)
        .or_else(|| text.at(end, WORDS.roles.stretches))
}

/// Where a choice or a stretch begins that ends with this day or time: '6 thru
/// 8pm'.
pub(super) fn before_joint(line: &Line<'_>, start: usize) -> Option<usize> {
    let text = Text::of(line);
    let joints = [WORDS.roles.alternatives, WORDS.roles.stretches];
    let joint = (1..=2.min(start)).map(|back| start - back).find(|at| {
        joints
            .iter()
            .any(|phrases| text.at(*at, phrases) == Some(start))
    })?;
    let mut number = joint.checked_sub(1)?;
    // '9.30 to 11.15'.
    let split = |number: usize| {
        number > 1
            && matches!(text.word(number - 1), "." | ":")
            && !line.tokens[number].spaced
            && line.tokens[number - 2].kind == Kind::Number
    };
    while split(number) {
        number -= 2;
    }
    let people = text.ends_before(number, WORDS.people.whom_for);
    (!people && line.tokens[number].kind == Kind::Number && text.word(number).len() <= 2)
        .then_some(number)
}

/// Behind the name of a timezone.
pub(super) fn behind_zone(line: &Line<'_>, end: usize) -> Option<usize> {
    Text::of(line).at(end, WORDS.roles.zones)
}

/// Whether the text moves an appointment: then the last day and the last time
/// are wanted.
pub(super) fn moves(line: &Line<'_>) -> bool {
    let text = Text::of(line);
    (0..line.tokens.len()).any(|index| {
        let changes = text.at(index, WORDS.roles.changing).is_some();
        // 'If they're full, try Saturday'.
        let supposed = index > 0 && text.at(index - 1, WORDS.roles.fallbacks).is_some();
        // 'Oil change'.
        let noun = index > 0 && text.at(index - 1, WORDS.roles.not_changing).is_some();
        changes && !supposed && !noun || is_changing_with_a_clitic(text.word(index))
    })
}

/// 'Pásame', 'cambiánosla'.
fn is_changing_with_a_clitic(word: &str) -> bool {
    let mut clitics = WORDS.roles.clitics.iter();
    clitics.any(|clitic| {
        let verb = word.strip_suffix(clitic);
        verb.is_some_and(|verb| verb.len() > 3 && WORDS.roles.changing.contains(&verb))
    })
}

/// Whether a number behind the words that move an appointment, and behind this
/// time, may be the new time: 'at 6pm … bump it to 7'.
pub(super) fn moves_to_more(line: &Line<'_>, span: &Range<usize>) -> bool {
    let text = Text::of(line);
    let moved =
        (span.end..line.tokens.len()).find_map(|index| text.at(index, WORDS.roles.changing));
    moved.is_some_and(|from| {
        let far = (from + 4).min(line.tokens.len());
        (from..far).any(|index| {
            let hour = line.tokens[index].folded.parse::<u32>();
            hour.is_ok_and(|hour| (1..=24).contains(&hour))
                && text.ends_before(index, WORDS.days.to_hour_or_day)
        })
    })
}

/// Whether two days or times are joined as alternatives, or as the ends of a
/// stretch.
pub(super) fn are_joined(line: &Line<'_>, first: &Range<usize>, second: &Range<usize>) -> bool {
    let text = Text::of(line);
    let joints = [WORDS.roles.alternatives, WORDS.roles.stretches];
    (first.end..second.start).any(|index| {
        joints
            .iter()
            .any(|phrases| text.at(index, phrases).is_some())
    }) && !(first.end..second.start).any(|index| text.breaks(index))
}

/// Whether 'or' stands between two values of one sentence.
pub(super) fn has_or_between(line: &Line<'_>, first: &Range<usize>, second: &Range<usize>) -> bool {
    let text = Text::of(line);
    let mut between = first.end..second.start;
    between
        .clone()
        .any(|index| text.at(index, WORDS.day_words.or).is_some())
        && !between.any(|index| text.breaks(index))
}

/// The same where nothing else stands between the two: 'we land at 5 and want a
/// table at 8' are two times.
pub(super) fn are_joined_closely(
    line: &Line<'_>,
    first: &Range<usize>,
    second: &Range<usize>,
) -> bool {
    let (first, second) = match first.start <= second.start {
        true => (first, second),
        false => (second, first),
    };
    let behind = behind_joint(line, first.end)
        .or_else(|| behind_joint(line, first.end + 1).filter(|_| first.end < second.start));
    let text = Text::of(line);
    let mut at = behind.unwrap_or(usize::MAX);
    while at < second.start && WORDS.roles.articles.contains(&text.word(at)) {
        at += 1;
    }
    at != usize::MAX && at >= second.start
}

/// Whether a bound or a second choice follows: 'or later', 'como tarde', 'or 8'.
pub(super) fn is_open_ended(line: &Line<'_>, span: &Range<usize>) -> Option<usize> {
    Text::of(line).at(span.end, WORDS.roles.bounds_behind)
}

/// Whether a value is in a clause that asks for something: 'book', 'table for',
/// 'pide cita'.
pub(super) fn is_in_request(line: &Line<'_>, span: &Range<usize>) -> bool {
    let text = Text::of(line);
    let clause = text.clause(span);
    clause.clone().any(|index| {
        WORDS.requests.asking.contains(&text.word(index))
            || text.at(index, WORDS.requests.making).is_some()
            || text.at(index, WORDS.roles.things).is_some()
    })
}

/// Whether the clause of a value shows that it is asked for, or has no word that
/// may tell of something else: 'born 19 August', 'the flight lands at 18:40'.
/// Asked where a text names several.
pub(super) fn is_borne_out(line: &Line<'_>, span: &Range<usize>) -> bool {
    let text = Text::of(line);
    let clause = text.clause(span);
    is_in_request(line, span)
        || clause.clone().any(|index| {
            text.at(index, WORDS.roles.suits).is_some()
                || super::category(text.word(index)).is_some()
                || text.at(index, WORDS.people.people).is_some()
                || WORDS.roles.wishes.contains(&text.word(index))
        })
        || !clause.clone().any(|index| text.may_tell(index))
}

/// Whether another clause than that of a value asks for something: then the value
/// may tell of something else.
pub(super) fn is_asked_elsewhere(line: &Line<'_>, span: &Range<usize>) -> bool {
    let text = Text::of(line);
    let clause = text.clause(span);
    let asks = |index: usize| {
        WORDS.requests.asking.contains(&text.word(index))
            || WORDS.requests.calls.contains(&text.word(index))
            || text.at(index, WORDS.requests.making).is_some()
            || text.at(index, WORDS.roles.things).is_some()
    };
    let mut outside = (0..clause.start).chain(clause.end..line.tokens.len());
    outside.any(asks)
}

/// Whether a text asks for something besides a call.
pub(super) fn has_request(line: &Line<'_>) -> bool {
    let text = Text::of(line);
    (0..line.tokens.len()).any(|index| {
        text.at(index, WORDS.requests.making).is_some()
            || text.at(index, WORDS.roles.things).is_some()
    })
}

/// Where the words begin that make a bound of the value behind them: 'a más
/// tardar el', 'at most'.
pub(super) fn bound_start(line: &Line<'_>, span: &Range<usize>) -> Option<usize> {
    let text = Text::of(line);
    let mut before = span.start;
    while before > 0
        && (WORDS.roles.articles.contains(&text.word(before - 1))
            || WORDS.clock.at_hour.contains(&text.word(before - 1))
            || WORDS.clock.hour_articles.contains(&text.word(before - 1)))
    {
        before -= 1;
    }
    (1..=4.min(before))
        .map(|back| before - back)
        .find(|at| text.at(*at, WORDS.roles.bounds_before) == Some(before))
}

/// Whether a day comes again and again.
pub(super) fn is_repeated(line: &Line<'_>, span: &Range<usize>) -> bool {
    let plural = span.len() <= 2
        && span
            .clone()
            .any(|index| WORDS.days.plural.contains(&Text::of(line).word(index)));
    plural
        || Text::of(line).ends_before(span.start, WORDS.roles.every)
        || Text::of(line).at(span.start, WORDS.roles.every).is_some()
}

/// A text, taken words and all: understood words around a value still tell its
/// role.
struct Text<'l, 't> {
    line: &'l Line<'t>,
    /// The tokens that were asked about last, and their clause: a role asks for it
    /// again and again.
    last: RefCell<Option<(Range<usize>, Range<usize>)>>,
}

impl<'l, 't> Text<'l, 't> {
    fn of(line: &'l Line<'t>) -> Self {
        let last = RefCell::new(None);
        Self { line, last }
    }
}

impl Text<'_, '_> {
    fn word(&self, index: usize) -> &str {
        let token = self.line.tokens.get(index);
        token.map_or("", |token| token.folded.as_str())
    }

    /// Behind one of the phrases that stands at a token.
    fn at(&self, index: usize, phrases: &(impl AnyOf + ?Sized)) -> Option<usize> {
        self.line.behind_any(index, phrases)
    }

    /// Whether one of the phrases ends before a token.
    fn ends_before(&self, index: usize, phrases: &(impl AnyOf + ?Sized)) -> bool {
        (1..=4.min(index)).any(|back| self.at(index - back, phrases) == Some(index))
    }

    /// Whether a sentence ends between the token before and this one.
    fn breaks(&self, index: usize) -> bool {
        let Some(token) = self.line.tokens.get(index) else {
            return true;
        };
        if matches!(
            token.folded.as_str(),
            "." | ";" | "!" | "?" | "·" | "•" | "|" | "⋅"
        ) && !self.is_decimal(index)
        {
            return true;
        }
        let before = index
            .checked_sub(1)
            .and_then(|before| self.line.tokens.get(before));
        before
            .is_some_and(|before| self.line.text[before.span.end..token.span.start].contains('\n'))
    }

    fn is_decimal(&self, index: usize) -> bool {
        let number = |index: usize| {
            let token = self.line.tokens.get(index);
            token.is_some_and(|token| token.kind == Kind::Number && !token.spaced)
        };
        self.word(index) == "." && number(index + 1)
    }

    /// The tokens of the clause around a value: between punctuation marks or
    /// words that join clauses.
    fn clause(&self, span: &Range<usize>) -> Range<usize> {
        if let Some((asked, clause)) = &*self.last.borrow()
            && asked == span
        {
            return clause.clone();
        }
        let clause = self.clause_of(span);
        *self.last.borrow_mut() = Some((span.clone(), clause.clone()));
        clause
    }

    fn clause_of(&self, span: &Range<usize>) -> Range<usize> {
        let ends = |index: usize| {
            self.breaks(index)
                || matches!(self.word(index), "," | ":" | "(" | ")")
                    && !self.is_between_digits(index)
                    && !self.is_around_a_number(index)
                || self.at(index, WORDS.roles.joints).is_some()
        };
        let near = span.start.saturating_sub(LONGEST_CLAUSE);
        let start = (near..span.start).rev().find(|index| ends(*index));
        let start = start.map_or(near, |index| match self.breaks_before(index) {
            true => index,
            false => self.at(index, WORDS.roles.joints).unwrap_or(index + 1),
        });
        let start = start.min(span.start);
        let far = (span.end + LONGEST_CLAUSE).min(self.line.tokens.len());
        let end = (span.end..far).find(|index| ends(*index));
        start..end.unwrap_or(far)
    }

    fn begins_a_line(&self, index: usize) -> bool {
        let token = self.line.tokens.get(index);
        let before = self.line.tokens.get(index.wrapping_sub(1));
        let gap = before
            .zip(token)
            .map(|(before, token)| before.span.end..token.span.start);
        gap.is_some_and(|gap| self.line.text[gap].contains('\n'))
    }

    /// Whether a new line, and no mark, ends the clause before this token.
    fn breaks_before(&self, index: usize) -> bool {
        let token = self.line.tokens.get(index);
        token.is_some_and(|token| token.kind != Kind::Symbol)
            && self.at(index, WORDS.roles.joints).is_none()
    }

    /// The brackets of '(0114 496 0144)' part no clause.
    fn is_around_a_number(&self, index: usize) -> bool {
        let taken = |index: usize| {
            let token = self.line.tokens.get(index);
            token.is_some_and(|token| token.taken && token.kind == Kind::Number)
        };
        self.word(index) == "(" && taken(index + 1)
            || self.word(index) == ")" && taken(index.wrapping_sub(1))
    }

    fn is_between_digits(&self, index: usize) -> bool {
        let number = |token: Option<&super::line::Token>| {
            token.is_some_and(|token| token.kind == Kind::Number)
        };
        number(index.checked_sub(1).and_then(|at| self.line.tokens.get(at)))
            && number(self.line.tokens.get(index + 1))
    }

    fn has(&self, clause: &Range<usize>, phrases: &(impl AnyOf + ?Sized)) -> bool {
        clause
            .clone()
            .any(|index| self.at(index, phrases).is_some_and(|end| end <= clause.end))
    }

    fn is_ruled_out(&self, span: &Range<usize>) -> bool {
        let struck = self.word(span.end) == "~" && self.ends_before(span.start, &["~"]);
        let mut before = span.start;
        while before > 0 && WORDS.roles.articles.contains(&self.word(before - 1)) {
            before -= 1;
        }
        let not_asked = || {
            let clause = self.clause(span);
            (clause.start..span.start).any(|index| self.at(index, WORDS.roles.not_asking).is_some())
        };
        struck
            || self.ends_before(before, WORDS.roles.instead_of)
            || self.is_taken_back(span)
            || not_asked()
    }

    /// Whether a word in small letters is long enough to be a verb or a noun, and
    /// no reader has understood it.
    fn may_tell(&self, index: usize) -> bool {
        const LONGEST_SMALL_WORD: usize = 3;
        let token = self.line.tokens.get(index);
        token.is_some_and(|token| {
            token.kind == Kind::Word
                && !token.taken
                && !token.capital
                && token.folded.len() > LONGEST_SMALL_WORD
                && self.at(index, WORDS.names.courtesies).is_none()
                && self.at(index, WORDS.messages.fillers).is_none()
                && weekday(&token.folded).is_none()
                && super::calendar::month(&token.folded).is_none()
        })
    }

    /// 'mañana no, pasado mañana', 'Thursday, no, Friday'.
    fn is_taken_back(&self, span: &Range<usize>) -> bool {
        let mut at = span.end;
        while matches!(self.word(at), "," | "." | "…" | "-" | "–") {
            at += 1;
        }
        let taken_back = matches!(self.word(at + 1), "," | "." | ";" | "")
            || self.at(at + 1, WORDS.roles.behind_no).is_some();
        WORDS.roles.no.contains(&self.word(at)) && taken_back || self.is_denied_at_the_end(span)
    }

    /// 'El 24 en casa no, el 23': the clause ends with the word that takes it back.
    fn is_denied_at_the_end(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let last = clause.end.wrapping_sub(1);
        let joined = self
            .at(last.wrapping_sub(1), WORDS.roles.alternatives)
            .is_some();
        let closer = |index: usize| self.line.tokens.get(index).is_some_and(|it| it.taken);
        last >= span.end
            && !(span.end..last).any(closer)
            && WORDS.roles.no.contains(&self.word(last))
            && matches!(self.word(clause.end), "," | ";")
            && !joined
    }

    /// 'If they're full, try Saturday': the task keeps it.
    fn is_second_choice(&self, span: &Range<usize>) -> bool {
        let near = span.start.saturating_sub(LONGEST_CLAUSE)..span.start;
        let mut sentence = near.rev().take_while(|index| !self.breaks(*index + 1));
        // '8, or 9 if that's full, tomorrow': it closes the choice before it.
        let opens = |index: usize| {
            let before = self.line.tokens.get(index.wrapping_sub(1));
            before.is_none_or(|token| !token.taken && token.kind != Kind::Number)
        };
        sentence.any(|index| self.at(index, WORDS.roles.fallbacks).is_some() && opens(index))
    }

    /// 'My slot is Monday at 9, could they do Tuesday?': the day of an appointment
    /// that is to be moved.
    fn is_held(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        // 'El paquete tenía que llegar el martes' holds nothing.
        let longer = |index: usize, end: usize| {
            self.at(index, WORDS.roles.past)
                .is_some_and(|past| past > end)
        };
        (clause.start..span.start).any(|index| {
            let end = self.at(index, WORDS.roles.held);
            end.is_some_and(|end| !longer(index, end))
        })
    }

    /// 'Tenía cita el 12 pero me la cambiaron': the day that was held is over, and the
    /// new one may not be told.
    fn was_moved(&self) -> bool {
        (0..self.line.tokens.len()).any(|index| self.at(index, WORDS.roles.was_moved).is_some())
    }

    /// 'It was supposed to be Tuesday and nobody came'.
    fn was_due(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        (clause.start..span.start).any(|index| self.at(index, WORDS.roles.was_due).is_some())
    }

    /// 'Friday, I mean Saturday': behind the words that replace it.
    fn replaced(&self, span: &Range<usize>) -> Option<usize> {
        // 'At 7 tomorrow, scratch that': values that are understood stand between.
        let mut at = span.end;
        while self.line.tokens.get(at).is_some_and(|token| token.taken) {
            at += 1;
        }
        while matches!(self.word(at), "," | "-" | "." | "…" | "(" | "?") {
            at += 1;
        }
        let mut end = self.at(at, WORDS.roles.replacing)?;
        // 'A las 9 mejor que a las 10'.
        let compared = WORDS.roles.that.contains(&self.word(end))
            && (WORDS.roles.articles.contains(&self.word(end + 1))
                || WORDS.clock.hour_articles.contains(&self.word(end + 1)));
        if compared {
            return None;
        }
        while self.word(end) == "," {
            end += 1;
        }
        (end < self.line.tokens.len()).then_some(end)
    }

    fn is_past(&self, span: &Range<usize>) -> bool {
        let mut before = span.start;
        if WORDS
            .roles
            .articles
            .contains(&self.word(before.wrapping_sub(1)))
        {
            before -= 1;
        }
        if self.ends_before(before, WORDS.roles.past_before)
            || self.at(span.end, WORDS.roles.past_behind).is_some()
        {
            return true;
        }
        self.is_in_past_clause(span)
    }

    /// 'We were 5', 'I ordered it on Friday': the verb of the clause is in the past.
    fn is_in_past_clause(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let asks = |index: usize| {
            self.line.voseo && WORDS.roles.voseo.contains(&self.word(index))
                || self.at(index, WORDS.roles.polite_past).is_some()
        };
        let mut told = clause.clone().filter(|index| !asks(*index));
        told.any(|index| {
            self.at(index, WORDS.roles.past)
                .is_some_and(|end| end <= clause.end)
                || self.is_past_as_written(index)
        }) || self.has_past_verb(&clause)
            || self.is_past_before(&clause, span)
    }

    /// 'My card was declined on Saturday': the clause is in the past, whoever its
    /// subject is.
    fn is_past_before(&self, clause: &Range<usize>, span: &Range<usize>) -> bool {
        (clause.start..span.start).any(|index| {
            let past = self.at(index, WORDS.roles.past_auxiliaries).is_some()
                || self.at(index, WORDS.roles.since).is_some()
                    && self.at(index, WORDS.roles.reasons).is_none()
                || self.is_perfect(index)
                || index == clause.start && self.is_past_verb_alone(index);
            past && self.at(index, WORDS.roles.polite_past).is_none()
        })
    }

    /// 'Me han cobrado', 'they've billed me'.
    fn is_perfect(&self, index: usize) -> bool {
        let participle = self.word(index + 1);
        let mut ends = WORDS.roles.participle_ends.iter();
        self.at(index, WORDS.roles.perfect).is_some()
            && !WORDS.roles.no_past.contains(&participle)
            && ends.any(|end| participle.len() > end.len() + 1 && participle.ends_with(end))
    }

    /// 'Paid the deposit on 12 November': its subject is left out.
    fn is_past_verb_alone(&self, index: usize) -> bool {
        let word = self.word(index);
        let mut ends = WORDS.roles.past_ends.iter();
        let past = WORDS.roles.past_verbs.contains(&word)
            || ends.any(|end| word.len() > end.len() + 2 && word.ends_with(end))
                && !WORDS.roles.no_past.contains(&word);
        let next = self.word(index + 1);
        past && (WORDS.people.whose.contains(&next) || WORDS.numbers.a.contains(&next))
    }

    /// 'reservé', 'pedí', 'llegó': only the accent tells the past.
    fn is_past_as_written(&self, index: usize) -> bool {
        let Some(token) = self.line.tokens.get(index) else {
            return false;
        };
        let ends = |ends: &[&str]| {
            let written = &self.line.text[token.span.clone()];
            ends.iter().any(|end| written.ends_with(end))
        };
        token.folded.len() > 3
            && !token.capital
            && ends(WORDS.roles.past_written)
            && !ends(WORDS.roles.future_written)
            && !WORDS.roles.no_past.contains(&token.folded.as_str())
    }

    /// 'I ordered', 'we stayed': a verb in the past right behind its subject.
    fn has_past_verb(&self, clause: &Range<usize>) -> bool {
        clause.clone().any(|index| {
            let word = self.word(index + 1);
            let past = WORDS.roles.past_verbs.contains(&word)
                || WORDS
                    .roles
                    .past_ends
                    .iter()
                    .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
                    && !WORDS.roles.no_past.contains(&word);
            let polite = self.at(index + 1, WORDS.roles.polite_past).is_some();
            index + 1 < clause.end
                && past
                && !polite
                && WORDS.roles.pronouns.contains(&self.word(index))
        })
    }

    /// 'Closed on Sunday', 'Opens 5 PM Thu', 'Fri–Sat 5–11 PM'.
    fn is_of_hours(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let asks = clause
            .clone()
            .any(|index| WORDS.requests.asking.contains(&self.word(index)));
        if asks || self.has(&clause, WORDS.roles.asking) || self.word(clause.end) == "?" {
            return false;
        }
        self.has(&clause, WORDS.roles.hours) || self.is_timetable(&clause)
    }

    /// A line of a table of hours: a stretch of figures, and no request.
    fn is_timetable(&self, clause: &Range<usize>) -> bool {
        let asks = clause.clone().any(|index| {
            WORDS.requests.asking.contains(&self.word(index))
                || super::category(self.word(index)).is_some()
                || WORDS.people.whom_for.contains(&self.word(index))
        });
        let stretch = clause.clone().any(|index| {
            let token = |index: usize| self.line.tokens.get(index);
            let figure = |index: usize| {
                token(index)
                    .is_some_and(|token| token.kind == Kind::Number && token.folded.len() <= 2)
            };
            let meridiem = |index: usize| WORDS.roles.meridiems.contains(&self.word(index));
            let date = self.word(index.wrapping_sub(2)) == "-" || self.word(index + 2) == "-";
            self.word(index) == "-"
                && !date
                && index > clause.start
                && (figure(index - 1) || meridiem(index - 1))
                && figure(index + 1)
                && self.at(index + 2, WORDS.people.people).is_none()
        });
        // Each line of a table names its day, or stands below it.
        let named = clause
            .clone()
            .any(|index| weekday(self.word(index)).is_some());
        let line = clause.start > 0 && self.begins_a_line(clause.start);
        stretch && !asks && (named || line) && !self.is_of_one_day(clause)
    }

    /// '1pm-2pm tomorrow', '9-11 on Thursday': a table of hours has no such
    /// words.
    fn is_of_one_day(&self, clause: &Range<usize>) -> bool {
        clause.clone().any(|index| {
            let mut relative = WORDS.days.relative.iter();
            relative.any(|(phrase, _)| self.at(index, &[*phrase]).is_some())
                || self.at(index, WORDS.days.this).is_some()
                || self.at(index, WORDS.days.on).is_some()
        })
    }

    /// 'My birthday is December 4'.
    fn is_of_an_event(&self, span: &Range<usize>) -> bool {
        self.has(&self.clause(span), WORDS.roles.events) || self.is_of_a_bound(span)
    }

    /// 'Before her trip on December 9', 'antes de la boda del 12'.
    fn is_of_a_bound(&self, span: &Range<usize>) -> bool {
        const LONGEST: usize = 5;
        let near = span.start.saturating_sub(LONGEST)..span.start;
        near.into_iter().any(|index| {
            let Some(event) = self.at(index, WORDS.roles.before_events) else {
                return false;
            };
            let noun = self.line.tokens.get(event);
            let whole = (index..span.start).all(|at| {
                let token = self.line.tokens.get(at);
                token.is_some_and(|token| token.kind == Kind::Word && !token.taken)
            });
            event < span.start && noun.is_some() && whole && weekday(self.word(event)).is_none()
        })
    }

    /// 'I finish at 5.30', 'they fly in on Thursday and leave on Monday'.
    fn is_of_a_day(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        if statement::tells(self.line, &clause, span) {
            return true;
        }
        // The clause before is looked at only where this one goes on with it.
        let before = clause.start.checked_sub(2);
        let before = before.filter(|_| statement::goes_on(self.line, &clause));
        before.is_some_and(|before| {
            let before = self.clause_of(&(before..before + 1));
            statement::tells(self.line, &before, &(before.end..before.end))
        })
    }

    /// 'The plumber is coming on Thursday': another clause asks for something.
    fn is_of_another(&self, span: &Range<usize>) -> bool {
        statement::is_of_another(self.line, &self.clause(span), span)
            && !is_in_request(self.line, span)
            && is_asked_elsewhere(self.line, span)
    }

    /// 'The day after tomorrow, because tomorrow I work', 'que mañana trabajo'.
    fn is_a_reason(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let gives =
            (clause.start..span.start).any(|index| self.at(index, WORDS.roles.reasons).is_some());
        let mut before = span.start;
        while before > clause.start && WORDS.roles.articles.contains(&self.word(before - 1)) {
            before -= 1;
        }
        // 'Que el lunes cierran': a verb follows; 'que el lunes' alone asks.
        let that = before == clause.start + 1
            && WORDS.roles.that.contains(&self.word(clause.start))
            && clause.end > span.end;
        gives || that
    }

    /// 'Call tomorrow and book …': in the clause of the call, which asks for
    /// nothing else.
    fn is_for_the_call(&self, span: &Range<usize>) -> bool {
        let clause = self.clause(span);
        let calls = clause
            .clone()
            .any(|index| WORDS.requests.calls.contains(&self.word(index)));
        let asks = clause.clone().any(|index| {
            WORDS.requests.asking.contains(&self.word(index))
                || self.at(index, WORDS.requests.making).is_some()
        });
        calls && !asks
    }
}
