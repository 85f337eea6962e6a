//! English: words that say whether a day or a time is wanted.

use crate::understand::lexicon::topics::Roles;

#[rustfmt::skip]
pub(super) const WORDS: Roles = Roles {
    articles: &["on", "for", "the"],
    no: &["no"],
    behind_no: &[],
    meridiems: &["am", "pm"],
    of: &["of"],
    joints: &[
        "and", "but", "so", "then", "to ask", "to book", "to reserve", "to make", "to get",
    ],
    and: &["and"],
    asking: &[
        "if", "whether", "when", "what", "which", "how",
    ],
    hours: &[
        "they serve", "serves", "serve brunch", "serve lunch", "serve dinner", "serve food", "closed", "closes", "close", "opens", "open until", "open till", "open from",
        "opening hours", "opening times", "hours :", "they open", "kitchen closes",
    ],
    closed: &["closed", "shut", "close", "don't open", "do not open", "not open"],
    open: &["open", "opens", "opening hours", "opening times", "opening", "hours"],
    of_hours: &[
        "on", "the", "they", "they're", "it", "it's", "is", "are", "from", "between", "and", "at",
        "they are", "it is", "kitchen",
    ],
    up_to: &["to", "until", "till", "-"],
    every_day: &["every day", "daily", "all week", "seven days a week", "all days"],
    working_days: &["weekdays", "working days", "on weekdays"],
    weekends: &["weekends", "at weekends", "weekend"],
    events: &[
        "birthday is", "operation is", "surgery is", "funeral is", "party is", "inspection is", "the wedding", "our wedding", "lands", "flight's at", "flight's on", "born", "naps", "follows me", "rang on", "years on", "check - in from", "check in from", "checkin from", "anniversary is", "flight is", "flight leaves", "flight lands", "flight arrives", "plane lands", "plane leaves",
        "train arrives", "train is",
        "train leaves", "runs out", "run out", "lease is", "lease ends", "graduates", "turns", "gets in",
        "lets out", "finishes", "ends at", "starts", "begins", "it's our anniversary on", "its our anniversary on", "it's my birthday on", "its my birthday on", "theatre tickets", "theater tickets", "concert tickets", "have tickets", "got tickets", "show is", "show starts", "movie is", "movie's", "film is", "film's", "trip on", "trip is", "i've an", "interview on", "meeting on", "my exam on", "his exam on", "her exam on", "an interview", "an exam", "a meeting at", "ends", "end on", "runs until", "runs till", "is due on", "wedding on", "get off work", "off work at",
        "get off at", "fly out", "fly back", "fly home", "get back", "gets back", "i'm away",
        "we're away", "finish work", "finish school", "gets off", "is up on", "film ends", "game ends", "expires", "expire", "expired", "born on", "born in", "wedding is",
        "valid until", "valid till",
        "avail", "available from", "available on", "avail from", "flying in", "arrives on",
    ],
    held: &[
        "our booking at", "needs to be earlier", "needs to be later", "has to be earlier", "has to be later",
        "appointment is", "booking is", "reservation is", "table is", "slot is", "slot was",
        "appointment was", "i'm booked", "we're booked", "is booked for", "was booked for",
        "cancel", "supposed to be", "originally", "they gave me", "they offered",
    ],
    suits: &["works", "suits", "is good", "is fine", "would be", "is ok", "is best", "prefer", "ideally", "preferably", "if possible", "for me", "let's", "lets", "make it", "actually", "instead", "available", "free", "i can", "we can", "i'd", "we'd", "i'll", "we'll", "can i", "can we", "could i", "could we"],
    was_due: &["it was supposed to", "was supposed to be delivered", "was supposed to arrive", "was supposed to come", "they were supposed to", "was due", "were due", "it was meant to", "they were meant to"],
    subjects: &["i", "we", "they", "he", "she"],
    inverted: &[
        "can", "could", "may", "might", "should", "shall", "will", "would", "do", "does", "did",
        "if", "whether", "when", "where", "must",
    ],
    adverbs: &["also", "just", "only", "really", "still", "actually", "kinda", "then", "do", "both", "all"],
    wishes: &[
        "need", "needs", "want", "wants", "wanna", "would", "like", "love", "prefer", "prefers",
        "could", "can", "can't", "cant", "cannot", "will", "won't", "wont", "might", "may",
        "should", "must", "hope", "wish", "wonder", "am", "are", "is", "be", "have", "has", "got",
        "gotta", "think", "guess", "mean", "ask", "come", "arrive", "check", "check in", "know",
        "book", "require", "request", "plan", "intend", "expect", "suggest", "said", "say",
        "don't", "dont", "doesn't", "couldn't", "wouldn't", "was", "were", "had", "did",
        "eat", "dine", "stay", "to", "for", "on", "at", "in", "under", "not", "never", "take",
        "get", "see", "bring", "try", "open", "close", "offer", "offered", "gave", "moved",
        "pick", "drop", "collect", "send", "do", "care", "trust", "promise", "insist", "mind",
    ],
    own_day: &[],
    having: &["i have", "we have", "i've got", "we've got", "ive got", "weve got", "she has", "he has", "i've", "we've", "i got"],
    having_time: &[
        "to", "free", "off", "time", "until", "till", "got", "a free", "a gap", "the afternoon", "the morning",
        "the day", "an allergy", "a question", "a table", "an appointment", "a booking",
        "a reservation", "a slot", "a couple", "a few", "a preference", "a large", "a group", "a party",
    ],
    same_day: &["that night", "that same night", "that day", "that same day", "the same night"],
    reasons: &["because", "cause", "cuz", "coz", "as i'm", "as we're", "since i'm", "since we're"],
    that: &[],
    past: &[
        "appointment was", "booking was", "reservation was", "table was",
        "should've", "should have", "was supposed", "were supposed", "was due", "were due", "was meant",
        "waiting since", "order from", "invoice from", "invoice of", "receipt from",
        "the last time on", "the last time was", "i have called", "i've called", "we've called", "i have rung", "charged me", "charged us", "charged my", "billed me", "billed us", "overcharged", "double charged",
        "bill from", "letter of", "email of", "booking from", "dated",
    ],
    voseo: &[],
    pronouns: &[
        "i", "we", "they", "he", "she", "it", "you", "who", "that",
    ],
    past_verbs: &[
        "was", "were", "had", "left", "bought", "went", "came", "ate", "paid", "got", "forgot",
        "lost", "made", "spoke", "saw", "sent", "met", "lived", "took", "brought", "gave",
        "told", "wrote", "rang", "broke", "fell", "hurt", "tore", "began", "shut", "did", "slept", "drove", "flew", "found",
    ],
    was_moved: &[
        "they moved it", "they've moved it", "they changed it", "they've changed it", "they moved me", "they bumped me",
        "they pushed it", "got moved", "was moved", "has been moved", "got changed", "was changed", "got rescheduled",
        "was rescheduled", "they rescheduled",
    ],
    not_changing: &[
        "oil change", "tire change", "tyre change", "tires change", "filter change", "battery change",
        "tyre switch", "tire swap", "tyre swap", "night shift", "late shift", "early shift", "day shift", "my shift",
        "his shift", "her shift", "a shift",
    ],
    determiners: &["my", "our", "the", "her", "his", "their", "a", "an", "one of my", "one of our"],
    verb_ends: &["s", "ed", "ing"],
    verbs_of_nouns: &[
        "go", "come", "fly", "leave", "land", "start", "finish", "arrive", "travel", "die", "break", "close",
        "visit", "move", "has", "gets",
    ],
    before_verbs: &["is", "are", "'s", "will", "also", "just", "always", "only", "usually", "'re", "was", "were", "will be"],
    subjects_behind: &[],
    fallbacks: &[
        "if they're full", "if theyre full", "if they are full", "if it's full", "if full",
        "if they're booked", "if that's full", "if that's taken", "if it's taken", "if they can't",
        "if they don't have", "if that doesn't work", "if that's not possible", "if unavailable",
        "if nothing", "if there's nothing",
    ],
    before_events: &[
        "before my", "before her", "before his", "before our", "before their", "before the",
        "after my", "after her", "after his", "after our", "after their", "after the",
        "until my", "until our", "until her", "until his",
    ],
    since: &["since"],
    perfect: &["got", "gets", "i've", "we've", "they've", "he's", "she's", "have", "has", "ive", "theyve"],
    participle_ends: &["ed"],
    clitics: &[],
    states: &[],
    past_auxiliaries: &["was", "were", "had been", "has been", "have been", "had to", "never came", "never arrived", "hasn't", "haven't", "didn't"],
    polite_past: &[
        "was wondering", "were wondering", "was hoping", "were hoping", "was thinking",
        "were thinking", "was looking", "were looking", "was planning", "were planning",
        "was going to", "were going to", "decided on", "agreed on", "hoped", "wanted",
    ],
    past_ends: &[
        "ed",
    ],
    past_written: &[],
    future_written: &[],
    no_past: &[
        "need", "indeed", "feed", "wed", "ed",
    ],
    past_before: &[
        "last", "since", "past",
    ],
    past_behind: &[
        "was cancelled", "was canceled", "was postponed", "ago",
    ],
    replacing: &[
        "hang on", "hold on", "oh wait", "i mean", "i meant", "sorry", "scratch that", "no wait", "wait no", "make that",
        "make it", "or rather", "rather", "correction", "no sorry", "oops", "my bad",
        "strike that", "better",
        "oh no", "ah no", "er no", "no hang on", "no hold on",
        "meant",
        "actually no", "no actually", "actually make it", "but better", "but rather", "but actually",
    ],
    instead_of: &[
        "instead of", "rather than", "can't make", "cannot make", "can't do", "not", "in place of", "no longer",
        "day but", "any but", "time but", "night but", "evening but", "days but", "anytime but", "week but", "doesn't suit", "not keen on",
        "anything but", "couldn't get", "could not get", "can't get", "didn't get", "except",
        "except for", "except on", "except at", "apart from", "other than",
    ],
    not_asking: &[
        "don't book", "don't reserve", "do not book", "do not reserve", "don't make", "not book",
        "don't ask",
    ],
    changing: &[
        "move", "moved", "reschedule", "change", "postpone", "switch", "swap", "instead",
        "make it", "can i come", "could i come", "can we come", "could we come", "but i need",
        "make that", "actually make", "hang on", "hold on", "oh wait", "no wait", "but we need", "book one", "move it", "bring forward", "push back", "push", "bump", "bring",
        "shift", "could it be", "can it be", "now it's", "it's now", "something came up",
        "is now", "instead", "actually no", "they're full", "is full", "are full", "fully booked",
        "booked up", "they're booked", "nothing left", "no room", "no space", "scrub", "forget",
        "strike", "sold out", "see if they have", "ask for the",
    ],
    every: &[
        "every", "each", "every other", "alternate", "any",
    ],
    bounds_behind: &[
        "at the latest", "at the earliest", "or later", "or earlier", "or after", "or before",
        "onwards", "onward", "latest", "tops", "max", "at most", "at least", "maximum", "minimum", "at a push",
    ],
    bounds_before: &[
        "at most", "any day from", "any time from", "any day after", "at the latest", "at the earliest", "no later than", "not later than",
        "no earlier than", "not earlier than", "week of", "up until", "up to",
    ],
    things: &[
        "table", "appointment", "reservation", "booking", "haircut", "taxi", "cab", "room",
        "lunch", "dinner", "brunch", "breakfast", "seats", "tickets", "slot", "session", "lesson",
        "pickup", "pick up", "delivery", "checkup", "check up", "viewing", "massage", "eye exam", "eye test",
    ],
    alternatives: &[
        "if not", "or if not", "failing that",
        "or", "and", "/", "or maybe", "or else", "or even", "or on", "and on",
    ],
    stretches: &[
        "to", "through", "thru", "until", "untill", "till", "til", "-",
    ],
    zones: &[
        "pst", "pdt", "est", "edt", "cst", "cdt", "mst", "mdt", "gmt", "utc", "cet", "cest",
        "bst", "pt", "et", "pacific", "eastern", "london time", "new york time",
    ],
    before_names: &[
        "at", "call", "at the", "called", "to", "from", "ring", "named",
    ],
    before_dated_names: &[
        "room", "suite", "platform",
    ],
};
