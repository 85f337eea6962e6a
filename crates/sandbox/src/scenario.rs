//! The scenario of a call, chosen by the last four digits of its number.

/// The scenario of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scenario {
    /// It is dialled and ends with this status.
    Ends(&'static str),
    /// The request is answered at once with this status; polling shows the
    /// final one.
    AnswersEarly(&'static str),
    /// Nobody is reached by the first two calls to the number, then it succeeds.
    AnswersThird,
    /// It succeeds, and they say when to call again.
    SaysWhen,
    /// It succeeds; the transcript appears a little later.
    LateTranscript,
    /// It succeeds; the transcript has 200 entries.
    LongTranscript,
    /// It succeeds; this is its recording.
    Recorded(Take),
    Refused(u16, &'static str),
    /// It is refused with a flat 402.
    FlatQuota,
    /// A 500 the first time, success the next.
    FailsOnce,
    /// It is dialled, and the connection drops.
    DialsThenDrops,
    /// The connection drops before it is dialled.
    Drops,
    /// A gateway's page; it is not dialled.
    GatewayPage,
    /// It is dialled, and the answer breaks off.
    CutAnswer,
}

/// The recording of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    Mp3,
    Wav,
    Ogg,
    /// It appears a little later.
    Late,
    /// A file of 40 MiB.
    Huge,
    /// A page instead of a sound.
    Page,
    /// Its address is in a private network.
    Private,
    /// Its address leads on to another host.
    Moved,
}

impl Scenario {
    /// The scenario of a number.
    pub(super) fn of(number: &str) -> Self {
        let digits = number.len().checked_sub(4).and_then(|at| number.get(at..));
        match digits.unwrap_or_default() {
            "0101" => Self::Ends("no_answer"),
            "0102" => Self::Ends("busy"),
            "0103" => Self::Ends("failed"),
            "0104" => Self::Ends("voicemail"),
            "0105" => Self::Ends("cancelled"),
            "0106" => Self::Ends("terminated"),
            "0107" => Self::AnswersEarly("in_progress"),
            "0108" => Self::LateTranscript,
            "0109" => Self::LongTranscript,
            "0110" => Self::AnswersEarly("queued"),
            "0111" => Self::AnswersEarly("scheduled"),
            "0112" => Self::Recorded(Take::Wav),
            "0113" => Self::Recorded(Take::Ogg),
            "0114" => Self::Recorded(Take::Late),
            "0115" => Self::Recorded(Take::Huge),
            "0116" => Self::Recorded(Take::Page),
            "0117" => Self::Recorded(Take::Private),
            "0118" => Self::Recorded(Take::Moved),
            "0140" => Self::SaysWhen,
            "0141" => Self::AnswersThird,
            "0120" => Self::Refused(402, "quota_exceeded"),
            "0121" => Self::Refused(403, "country_restriction"),
            "0122" => Self::Refused(422, "safety_violation"),
            "0123" => Self::Refused(422, "scheduling_violation"),
            "0124" => Self::Refused(403, "suppression_violation"),
            "0125" => Self::FlatQuota,
            "0130" => Self::FailsOnce,
            "0131" => Self::DialsThenDrops,
            "0132" => Self::Drops,
            "0133" => Self::GatewayPage,
            "0134" => Self::CutAnswer,
            _ => Self::Ends("success"),
        }
    }

    /// How a call of this scenario ends, after so many others to the number.
    pub(super) fn end(self, before: usize) -> &'static str {
        match (self, before) {
            (Self::Ends(status), _) => status,
            (Self::AnswersThird, 0) => "no_answer",
            (Self::AnswersThird, 1) => "busy",
            _ => "success",
        }
    }

    /// Whether the call waits before it is dialled, and in which status.
    pub(super) fn waits(self) -> Option<&'static str> {
        match self {
            Self::AnswersEarly(status @ ("queued" | "scheduled")) => Some(status),
            _ => None,
        }
    }
}
