//! Calls in the conversation: what is shown while one goes on, how it ended,
//! and what can be done next. Status is not outcome: what the service said is
//! passed on in its words.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{CallId, CallRequest, TranscriptPolicy};

use super::action::Action;
use super::answering::With;
use super::form::{Form, Slot};
use super::prompt::{Issue, Lead, LinkReason, OutcomeView, Prompt, StatusView};
use super::{Effect, Turn};

/// A call as the dialogue sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallView {
    /// Which.
    pub id: CallId,
    /// What was asked for.
    pub request: CallRequest,
    /// How far it has come.
    pub stage: CallStage,
    /// It was called again from its outcome already.
    pub called_again: bool,
    /// The person asked for the transcript while it was going on.
    pub transcript_wanted: bool,
}

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallStage {
    /// Confirmed, and not placed yet.
    Confirmed,
    /// Being placed, or going on.
    Running,
    /// Contact was lost; the history is watched.
    Doubtful,
    /// It could not be found out.
    Undecided,
    /// Over.
    Ended,
}

/// What a call's worker reports.
#[derive(Debug, Clone, PartialEq)]
pub enum CallReport {
    /// The request is about to leave.
    Placing,
    /// It has been going on for this long.
    Progress(Duration),
    /// Contact was lost; the history is watched for this long.
    LostContact(Duration),
    /// Patience is over.
    Undecided {
        /// The service has it and says that it still goes on; else the history
        /// did not show it.
        known: bool,
    },
    /// It is over.
    Ended(Outcome),
    /// The service refused it; nothing was called.
    Refused(Refusal),
    /// The service wants the person to sign in again; nothing was called.
    SignInNeeded,
    /// It could not be placed in time; nothing was called.
    Lapsed,
    /// The service would not hang up.
    StopFailed,
}

/// How a call ended, in the service's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// `success`, `no_answer`, …, or a word that is not known here.
    pub status: String,
    /// What was found out.
    pub highlights: Option<String>,
    /// What to do next.
    pub next_steps: Option<String>,
    /// How long they talked.
    pub duration: Option<Duration>,
}

/// Why the service refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// What it means for the person.
    pub reason: RefusalReason,
    /// The service's words.
    pub message: Option<String>,
    /// What support would ask for, short.
    pub reference: Option<String>,
    /// Where more can be bought.
    pub upgrade_url: Option<String>,
}

/// What a refusal means for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// Nothing is left of the plan.
    Quota,
    /// A budget has to be raised or approved.
    Budget,
    /// The number is missing.
    MissingPhone,
    /// An emergency number.
    Emergency,
    /// A premium-rate number.
    Toll,
    /// The task must be worded otherwise.
    Safety,
    /// Another date or time is needed.
    Scheduling,
    /// The service's terms must be accepted.
    Consent,
    /// Neither English nor Spanish.
    Language,
    /// The country is not served.
    Country,
    /// The number may not be called.
    Blocked,
    /// A permission is missing.
    Forbidden,
    /// Too many requests.
    RateLimited,
    /// Anything else.
    Other,
}

impl RefusalReason {
    /// The question that can mend it.
    #[must_use]
    pub fn slot(self) -> Option<Slot> {
        match self {
            Self::MissingPhone | Self::Emergency | Self::Toll | Self::Country | Self::Blocked => {
                Some(Slot::Phone)
            }
            Self::Safety => Some(Slot::Task),
            Self::Scheduling => Some(Slot::Date),
            Self::Language => Some(Slot::CallLanguage),
            Self::Quota
            | Self::Budget
            | Self::Consent
            | Self::Forbidden
            | Self::RateLimited
            | Self::Other => None,
        }
    }
}

/// What an errand brought.
#[derive(Debug, Clone, PartialEq)]
pub enum ErrandReport {
    /// A transcript, in order.
    Transcript(Vec<Speaker>),
    /// There is none (yet).
    NoTranscript {
        /// Nobody asked for it by hand.
        automatic: bool,
    },
    /// An appointment.
    Calendar(String),
    /// There is none.
    NoCalendar,
    /// What the account has left; nothing if the service did not answer.
    Usage {
        /// Since when it is linked.
        since: DateTime<Utc>,
        /// What the service says.
        usage: Option<Usage>,
    },
    /// No account is linked any more.
    NotLinked,
}

/// One thing that was said on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The assistant, not the person who answered; none where it is not said.
    pub assistant: Option<bool>,
    /// The words.
    pub words: String,
    /// When, as the service writes it: `00:00:05`.
    pub at: Option<String>,
}

/// What an account has left.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the names are the service's")]
pub struct Usage {
    pub plan: Option<String>,
    pub minutes_remaining: Option<f64>,
    pub calls_remaining: Option<u64>,
    pub credits_remaining: Option<f64>,
    pub period_end: Option<chrono::NaiveDate>,
}

impl Turn<'_> {
    pub(super) fn on_call(&mut self, report: CallReport) {
        let Some(call) = self.context.call.clone() else {
            return;
        };
        let phone = call.request.phone.clone();
        match report {
            CallReport::Placing => self.show(
                call.id,
                StatusView::Calling {
                    phone,
                    elapsed: None,
                },
            ),
            CallReport::Progress(elapsed) => {
                self.show(
                    call.id,
                    StatusView::Calling {
                        phone,
                        elapsed: Some(elapsed),
                    },
                );
            }
            CallReport::LostContact(patience) => {
                self.show(call.id, StatusView::Doubtful { patience })
            }
            CallReport::Undecided { known } => {
                self.show(call.id, StatusView::Unknown);
                let call = call.id;
                self.say(if known {
                    Prompt::NeverEnding { call, phone }
                } else {
                    Prompt::Undecided { call, phone }
                });
            }
            CallReport::StopFailed => self.say(Prompt::CouldNotStop),
            CallReport::Ended(outcome) => self.on_ended(&call, outcome),
            CallReport::Refused(refusal) => self.on_refused(&call, refusal),
            CallReport::SignInNeeded => {
                self.show(call.id, StatusView::Withdrawn);
                match self.reopen(&call.request) {
                    Some(form) => self.wait_for_link(form, LinkReason::Revoked { form: true }),
                    None => self.act(Effect::OfferLink(LinkReason::Revoked { form: false })),
                }
            }
            CallReport::Lapsed => {
                self.show(call.id, StatusView::Withdrawn);
                match self.reopen(&call.request) {
                    Some(form) => self.show_card(form, Lead::Lapsed),
                    None => self.say(refused(call.id, RefusalReason::Other)),
                }
            }
        }
    }

    fn show(&mut self, call: CallId, status: StatusView) {
        self.act(Effect::ShowStatus(call, status));
    }

    fn on_ended(&mut self, call: &CallView, outcome: Outcome) {
        let phone = call.request.phone.clone();
        self.show(
            call.id,
            StatusView::Over {
                phone: phone.clone(),
            },
        );
        let policy = self.context.settings.transcript;
        let talked = !matches!(outcome.status.as_str(), "no_answer" | "busy" | "cancelled");
        if talked && (policy == TranscriptPolicy::Always || call.transcript_wanted) {
            self.act(Effect::FetchTranscript {
                call: call.id,
                automatic: !call.transcript_wanted,
            });
        }
        let appointment = call.request.details.date.is_some() && outcome.status == "success";
        let mut actions = Vec::new();
        if talked && policy == TranscriptPolicy::Ask {
            actions.push(Action::Transcript(call.id));
        }
        if appointment {
            actions.push(Action::Calendar(call.id));
        }
        if matches!(outcome.status.as_str(), "no_answer" | "busy" | "voicemail") {
            actions.push(Action::CallAgainIn(call.id, 10));
            actions.push(Action::CallAgainIn(call.id, 60));
        }
        actions.push(Action::CallAgain(call.id));
        let business = call.request.business.clone();
        self.say(Prompt::Outcome(Box::new(OutcomeView {
            call: call.id,
            phone,
            business,
            outcome,
            actions,
        })));
    }

    /// Back to the question that caused it, everything else kept.
    fn on_refused(&mut self, call: &CallView, refusal: Refusal) {
        self.show(call.id, StatusView::Withdrawn);
        let Some(slot) = refusal.reason.slot() else {
            return self.say(Prompt::Refused {
                call: call.id,
                refusal,
            });
        };
        match self.reopen(&call.request) {
            Some(form) => self.ask(form, slot, 0, true, With::issue(Issue::Refused(refusal))),
            None => self.say(Prompt::Refused {
                call: call.id,
                refusal,
            }),
        }
    }

    /// A form filled as the call was, unless another one is open.
    fn reopen(&mut self, request: &CallRequest) -> Option<Form> {
        match &self.conversation.form {
            Some((open, _)) if !open.is_empty() => None,
            _ => Some(Form::from_request(self.context.fresh_form, request)),
        }
    }

    pub(super) fn on_call_press(&mut self, id: CallId, action: Action) {
        let Some(call) = self.context.call.clone().filter(|call| call.id == id) else {
            return self.act(Effect::Alert(Prompt::Stale));
        };
        match (action, call.stage) {
            (Action::Transcript(_), CallStage::Ended) => {
                self.act(Effect::FetchTranscript {
                    call: id,
                    automatic: false,
                });
            }
            (
                Action::Transcript(_),
                CallStage::Confirmed | CallStage::Running | CallStage::Doubtful,
            ) => {
                self.act(Effect::WantTranscript(id));
                self.say(Prompt::TranscriptLater);
            }
            (Action::Calendar(_), CallStage::Ended) => self.act(Effect::FetchCalendar(id)),
            (Action::CallAgain(_) | Action::EditCall(_), CallStage::Ended) => {
                self.again(&call, Lead::None)
            }
            (Action::CallAgainIn(_, minutes), CallStage::Ended) if !call.called_again => {
                self.again_in(&call, minutes)
            }
            (Action::Undo(_) | Action::Stop(_), CallStage::Confirmed) => self.undo(id),
            (Action::Undo(_), CallStage::Running) => self.act(Effect::Alert(Prompt::TooLateToUndo)),
            (Action::Stop(_), CallStage::Running) => {
                self.act(Effect::Stop(id));
                self.show(id, StatusView::Stopping);
            }
            (Action::CheckAgain(_), CallStage::Undecided) => {
                self.act(Effect::CheckAgain(id));
                self.say(Prompt::Status(
                    id,
                    StatusView::Doubtful {
                        patience: self.context.doubt,
                    },
                ));
            }
            (Action::CallAnyway(_), CallStage::Undecided) => self.act(Effect::CallAnyway(id)),
            (Action::LeaveIt(_), CallStage::Undecided) => {
                self.act(Effect::Withdraw(id));
                self.say(Prompt::LeftAlone);
            }
            _ => self.act(Effect::Alert(Prompt::Stale)),
        }
    }

    fn again(&mut self, call: &CallView, lead: Lead) {
        match self.reopen(&call.request) {
            Some(form) => self.show_card(form, lead),
            None => {
                if let Some((form, _)) = &self.conversation.form {
                    let stamp = form.stamp();
                    self.say(Prompt::FormOpen { stamp });
                }
            }
        }
    }

    fn again_in(&mut self, call: &CallView, minutes: u16) {
        let at = self.context.now + TimeDelta::minutes(i64::from(minutes));
        let zone = self.context.settings.timezone;
        let status = StatusView::Scheduled { at, zone };
        self.act(Effect::CalledAgain(call.id));
        self.place(call.request.clone(), at, status);
    }

    /// Takes a confirmed call back; its form is open again.
    pub(super) fn undo(&mut self, id: CallId) {
        let Some(call) = self.context.call.clone() else {
            return;
        };
        self.act(Effect::Withdraw(id));
        self.show(id, StatusView::Withdrawn);
        match self.reopen(&call.request) {
            Some(form) => self.show_card(form, Lead::Undone),
            None => self.say(Prompt::Cancelled),
        }
    }

    pub(super) fn on_errand(&mut self, report: ErrandReport) {
        let call = self.context.call.clone();
        match (report, call) {
            (ErrandReport::Transcript(entries), Some(call)) => {
                let business = call.request.business;
                self.say(Prompt::Transcript {
                    phone: call.request.phone,
                    business,
                    entries,
                });
            }
            (ErrandReport::NoTranscript { automatic: true }, _) => {}
            (ErrandReport::NoTranscript { .. }, Some(call)) => {
                self.say(Prompt::NoTranscript { call: call.id })
            }
            (ErrandReport::Calendar(ics), _) => self.say(Prompt::Calendar { ics }),
            (ErrandReport::NoCalendar, _) => self.say(Prompt::NoCalendar),
            (ErrandReport::Usage { since, usage }, _) => {
                self.say(Prompt::Usage {
                    since,
                    zone: self.context.settings.timezone,
                    usage,
                });
            }
            (ErrandReport::NotLinked, _) => self.say(Prompt::NotLinked),
            (ErrandReport::Transcript(_) | ErrandReport::NoTranscript { .. }, None) => {}
        }
    }
}

fn refused(call: CallId, reason: RefusalReason) -> Prompt {
    Prompt::Refused {
        call,
        refusal: Refusal {
            reason,
            message: None,
            reference: None,
            upgrade_url: None,
        },
    }
}
