//! Calling again after an end that was none: now, in a while, or at a time that
//! the person tells.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::understand::{self, Control, DateProblem, TimeProblem};

use super::answering::With;
use super::card::off;
use super::prompt::{Issue, Lead, Prompt, StatusView};
use super::report::{CallStage, CallView};
use super::{Effect, Turn};

/// A call can be put off for so long.
const FURTHEST: TimeDelta = TimeDelta::days(7);

impl Turn<'_> {
    pub(super) fn again(&mut self, call: &CallView, lead: Lead) {
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

    pub(super) fn again_in(&mut self, call: &CallView, minutes: u16) {
        self.again_at(
            call,
            self.context.now + TimeDelta::minutes(i64::from(minutes)),
        );
    }

    /// Places the call again then, unless what it is for is past by then: then
    /// that is asked for.
    fn again_at(&mut self, call: &CallView, at: DateTime<Utc>) {
        if let Some((slot, issue)) = off(&call.request, at) {
            self.conversation.scheduling = None;
            return match self.reopen(&call.request) {
                Some(form) => self.ask(form, slot, 0, true, With::issue(issue)),
                None => self.remind(),
            };
        }
        let zone = self.context.settings.timezone;
        let day = at.with_timezone(&zone).date_naive();
        let today = self.context.now.with_timezone(&zone).date_naive();
        let status = StatusView::Scheduled {
            at,
            zone,
            day: (day != today).then_some(day),
        };
        self.conversation.scheduling = None;
        self.act(Effect::CalledAgain(call.id));
        self.place(None, call.request.clone(), at, status);
    }

    /// *Choose a time*: the next words tell it.
    pub(super) fn ask_when_again(&mut self, call: &CallView) {
        if let Some((form, _)) = &self.conversation.form
            && !form.is_empty()
        {
            let stamp = form.stamp();
            return self.say(Prompt::FormOpen { stamp });
        }
        self.conversation.form = None;
        self.conversation.scheduling = Some(call.id);
        self.say(Prompt::AskWhenAgain {
            call: call.id,
            issue: None,
        });
    }

    /// Words while a time for calling again was asked for; whether they were taken.
    pub(super) fn on_when_again(&mut self, text: &str) -> bool {
        let call = self.context.call.clone().filter(|call| {
            self.conversation.scheduling == Some(call.id)
                && call.stage == CallStage::Ended
                && !call.called_again
        });
        let Some(call) = call else {
            self.conversation.scheduling = None;
            return false;
        };
        if let Some(Control::Cancel | Control::No | Control::Back | Control::Skip) =
            understand::control(text)
        {
            self.leave_ended();
            return true;
        }
        match self.time_told(text) {
            Ok(at) => self.again_at(&call, at),
            Err(issue) => self.say(Prompt::AskWhenAgain {
                call: call.id,
                issue: Some(issue),
            }),
        }
        true
    }

    /// The person lets a call be that has ended.
    pub(super) fn leave_ended(&mut self) {
        self.conversation.scheduling = None;
        self.say(Prompt::LeftAlone);
    }

    fn time_told(&self, text: &str) -> Result<DateTime<Utc>, Issue> {
        let reading = self.context.reading();
        let time = understand::time(text, None, &reading).map_err(Issue::Time)?;
        let date = match understand::date(text, &reading) {
            Ok(date) => Some(date),
            Err(DateProblem::NotADate) => None,
            Err(problem) => return Err(Issue::Date(problem)),
        };
        let zone = self.context.settings.timezone;
        let at = next_time(date, time, zone, self.context.now)
            .ok_or(Issue::Time(TimeProblem::NoSuchTime))?;
        if at < self.context.now {
            return Err(Issue::Past);
        }
        if at - self.context.now > FURTHEST {
            return Err(Issue::TooFarAhead);
        }
        Ok(at)
    }
}

/// That time on that day; without a day, when it comes next. Of a time that a
/// change of clocks makes twice, the one to come; one that it leaves out is
/// none.
fn next_time(
    date: Option<NaiveDate>,
    time: NaiveTime,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let on = |day: NaiveDate| {
        let local = zone.from_local_datetime(&day.and_time(time));
        let first = local.earliest().filter(|at| *at >= now);
        first.or(local.latest()).map(|at| at.with_timezone(&Utc))
    };
    if let Some(date) = date {
        return on(date);
    }
    let here = now.with_timezone(&zone).naive_local();
    if here.time() < time {
        return on(here.date());
    }
    let again = on(here.date()).filter(|at| *at >= now);
    again.or_else(|| on(here.date().checked_add_days(Days::new(1))?))
}
