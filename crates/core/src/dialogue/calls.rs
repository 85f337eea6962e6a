//! Calls in the conversation: what is shown while one goes on, how it ended,
//! and what can be done next. Status is not outcome: what the service said is
//! passed on in its words.

use crate::model::{CallId, CallRequest, TimeOfDay, TranscriptPolicy};

use super::action::Action;
use super::answering::With;
use super::door::DoorTo;
use super::form::Form;
use super::prompt::{Issue, Lead, LinkReason, OutcomeView, Prompt, StatusView};
use super::report::{
    CallReport, CallStage, CallView, ErrandReport, Outcome, Refusal, RefusalReason,
};
use super::{Effect, Linked, Turn};

impl Turn<'_> {
    pub(super) fn on_call(&mut self, report: CallReport) {
        let Some(call) = self.context.call.clone() else {
            return;
        };
        let phone = call.request.phone.clone();
        let is_over = report.is_over();
        match report {
            CallReport::Unreachable(patience) => {
                self.show(call.id, StatusView::Unreachable { patience });
            }
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
            CallReport::Undecided { known, silent } => {
                let call = call.id;
                if known {
                    self.say(Prompt::NeverEnding {
                        call,
                        phone,
                        silent,
                    });
                } else {
                    self.show(call, StatusView::Unknown);
                    self.say(Prompt::Undecided {
                        call,
                        phone,
                        silent,
                    });
                }
            }
            CallReport::SignedOut => self.offer_link(LinkReason::ToFollow, DoorTo::Login),
            CallReport::StopFailed => self.say(Prompt::CouldNotStop),
            CallReport::Ended(outcome) => self.on_ended(&call, outcome),
            CallReport::Refused(refusal) => self.on_refused(&call, refusal),
            CallReport::RefusedAgain(refusal) => self.on_refused_again(&call, refusal),
            CallReport::SignInNeeded => {
                self.show(call.id, StatusView::Withdrawn);
                match self.reopen(&call.request) {
                    Some(form) => self.wait_for_link(form, LinkReason::Revoked { form: true }),
                    None => self.offer_link(LinkReason::Revoked { form: false }, DoorTo::Login),
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
        if is_over {
            self.log_out_after();
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
            // In a room it is posted only when the requester says so.
            self.act(Effect::FetchTranscript {
                call: call.id,
                automatic: !call.transcript_wanted,
                privately: !self.context.private,
            });
        }
        let appointment = call.request.details.date().is_some() && outcome.status == "success";
        let mut actions = Vec::new();
        if talked && !self.context.private {
            actions.push(Action::TranscriptHere(call.id));
        }
        if talked && policy == TranscriptPolicy::Ask {
            actions.push(if self.context.private {
                Action::Transcript(call.id)
            } else {
                Action::TranscriptToMe(call.id)
            });
        }
        if appointment {
            actions.push(Action::Calendar(call.id));
        }
        if matches!(outcome.status.as_str(), "no_answer" | "busy" | "voicemail") {
            actions.push(Action::CallAgainIn(call.id, 10));
            actions.push(Action::CallAgainIn(call.id, 60));
            actions.push(Action::CallAgainAt(call.id));
            actions.push(Action::CallAgain(call.id));
            actions.push(Action::LeaveIt(call.id));
        } else {
            actions.push(Action::CallAgain(call.id));
        }
        let business = call.request.details.business().cloned();
        let details = &call.request.details;
        self.say(Prompt::Outcome(Box::new(OutcomeView {
            call: call.id,
            phone,
            business,
            when: details
                .date()
                .filter(|_| !self.context.private)
                .map(|date| (*date, details.time().and_then(TimeOfDay::at))),
            outcome,
            actions,
        })));
    }

    /// Back to the question that caused it, everything else kept.
    fn on_refused(&mut self, call: &CallView, refusal: Refusal) {
        self.show(call.id, StatusView::Withdrawn);
        let reopened = refusal
            .reason
            .slot()
            .and_then(|slot| Some((slot, self.reopen(&call.request)?)));
        match reopened {
            Some((slot, form)) => {
                self.ask(form, slot, 0, true, With::issue(Issue::Refused(refusal)));
            }
            None => self.say_refused(call.id, refusal),
        }
    }

    /// A second request was refused: whether the first was acted on is as
    /// open as before.
    fn on_refused_again(&mut self, call: &CallView, refusal: Refusal) {
        self.show(call.id, StatusView::Unknown);
        let (call, phone) = (call.id, call.request.phone.clone());
        let secret = !self.context.private && refusal.reason.is_about_account();
        if secret {
            self.act(Effect::SayPrivately(Prompt::RefusedAgain {
                call,
                phone: phone.clone(),
                refusal: Some(refusal.clone()),
            }));
        }
        self.say(Prompt::RefusedAgain {
            call,
            phone,
            refusal: Some(refusal).filter(|_| !secret),
        });
    }

    /// What the account has left is nobody else's business.
    fn say_refused(&mut self, call: CallId, refusal: Refusal) {
        if self.context.private || !refusal.reason.is_about_account() {
            return self.say(Prompt::Refused { call, refusal });
        }
        self.act(Effect::SayPrivately(Prompt::Refused { call, refusal }));
        self.say(Prompt::RefusedPrivately { call });
    }

    /// A form filled as the call was, unless another one is open.
    pub(super) fn reopen(&mut self, request: &CallRequest) -> Option<Form> {
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
            (
                Action::Transcript(_) | Action::TranscriptHere(_) | Action::TranscriptToMe(_),
                CallStage::Ended,
            ) => self.fetch_transcript(&call, action),
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
            (Action::CallAgainAt(_), CallStage::Ended) if !call.called_again => {
                self.ask_when_again(&call)
            }
            (Action::LeaveIt(_), CallStage::Ended) => self.leave_ended(),
            (Action::Undo(_) | Action::Stop(_), CallStage::Confirmed) if !call.made => {
                self.undo(&call);
            }
            (Action::Undo(_), CallStage::Running) => self.act(Effect::Alert(Prompt::TooLateToUndo)),
            (Action::Stop(_), CallStage::Running) => self.stop(&call),
            (
                Action::Calendar(_) | Action::CallAgain(_) | Action::EditCall(_),
                CallStage::Confirmed | CallStage::Running | CallStage::Doubtful,
            ) => self.say(Prompt::WhenOver),
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

    /// Fetched once, however often the button is tapped meanwhile.
    fn fetch_transcript(&mut self, call: &CallView, action: Action) {
        if call.transcript_wanted {
            return self.act(Effect::Alert(Prompt::TranscriptComing));
        }
        let here = self.context.private || matches!(action, Action::TranscriptHere(_));
        self.act(Effect::WantTranscript(call.id));
        self.act(Effect::FetchTranscript {
            call: call.id,
            automatic: false,
            privately: !here,
        });
        if !here {
            self.act(Effect::Alert(Prompt::SaidPrivately));
        }
    }

    pub(super) fn on_errand(&mut self, report: ErrandReport) {
        let call = self.context.call.clone();
        if let Some(call) = call.as_ref().filter(|call| call.transcript_wanted)
            && report.is_about_transcript()
        {
            self.act(Effect::TranscriptCame(call.id));
        }
        match (report, call) {
            (ErrandReport::Transcript(entries), Some(call)) => {
                let business = call.request.details.business().cloned();
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
            (ErrandReport::Plan { since, plan }, _) => self.say(Prompt::AlreadyLinked {
                since,
                zone: self.context.settings.timezone,
                plan,
            }),
            (
                ErrandReport::NewAccount {
                    since,
                    replaces,
                    usage,
                },
                _,
            ) => self.on_new_account(since, replaces, usage),
            (ErrandReport::NotLinked, _) if self.context.linked == Linked::Revoked => {
                self.offer_link(LinkReason::Revoked { form: false }, DoorTo::Login);
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
