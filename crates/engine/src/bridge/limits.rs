//! How many calls a person, and everybody together to one number, may have
//! placed. The counts are in the commit that confirms a call, so they are right
//! after a crash too.

use std::sync::atomic::Ordering;

use chrono::NaiveDate;

use kally_core::dialogue::{
    Action, CallLimit, Context, Input, Objector, Order, OtherAction, Point, Pressed, Prompt, State,
};
use kally_core::model::{ChatUser, Phone};
use kally_store::{Key, NumberRecord, NumberRefusalV1, QuotaRecord, StoreError, Stored, read_one};

use super::Bridge;
use super::apply::Draft;
use crate::access::person;

/// At most this many numbers of one person are never called; the oldest are
/// forgotten.
const MOST_NEVER: usize = 200;

/// The operator's limits.
#[derive(Debug, Clone, Copy)]
pub struct CallLimits {
    /// Calls of one person in a day.
    pub per_day: u32,
    /// Calls of one person that are not over.
    pub at_once: u32,
    /// Calls to one number in a day, from everybody together.
    pub per_number: u32,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            per_day: u32::MAX,
            at_once: u32::MAX,
            per_number: u32::MAX,
        }
    }
}

/// The counts that a call would add to.
pub(super) struct Counts {
    phone: Phone,
    quota: Stored<QuotaRecord>,
    number: Stored<NumberRecord>,
}

impl Bridge {
    /// The counts for the call that an input could place.
    pub(super) async fn counts(
        &self,
        user: &ChatUser,
        state: &State,
        input: &Input,
        context: &Context,
    ) -> Result<Option<Counts>, StoreError> {
        let phone = match input {
            Input::ChoicePressed(pressed) if matches!(pressed.action, Action::Call(..)) => {
                context.call.as_ref().map(|call| call.request.phone.clone())
            }
            Input::ChoicePressed(Pressed {
                action:
                    Action::Other(OtherAction::NobodyCalls(digits) | OtherAction::AnybodyCalls(digits)),
                ..
            }) => digits.phone(),
            Input::CallReported(_) => context.call.as_ref().map(|call| call.request.phone.clone()),
            Input::Ordered(Order::Call(order)) => order.phone(context),
            _ => match (state.point(), state) {
                (Some(Point::Card), _) => {
                    state.form().and_then(|form| form.values.phone().cloned())
                }
                (_, State::Scheduling { .. }) => {
                    context.call.as_ref().map(|call| call.request.phone.clone())
                }
                _ => None,
            },
        };
        let Some(phone) = phone else { return Ok(None) };
        let number = read_one(&*self.store, &phone.as_e164().to_owned()).await?;
        Ok(Some(Counts {
            quota: read_one(&*self.store, user).await?,
            number,
            phone,
        }))
    }
}

impl Counts {
    /// Why the call must not be placed now.
    /// `open` are the person's calls that are not over.
    pub(super) fn limit(
        &self,
        limits: CallLimits,
        day: NaiveDate,
        open: usize,
    ) -> Option<CallLimit> {
        let number = self.number.record();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        match number.and_then(|number| number.refused_by) {
            Some(NumberRefusalV1::Service) => return Some(CallLimit::Objection),
            Some(NumberRefusalV1::Admin) => return Some(CallLimit::Nobody),
            None => {}
        }
        if self.today(day) >= limits.per_day {
            return Some(CallLimit::PerDay(limits.per_day));
        }
        if open >= limits.at_once {
            return Some(CallLimit::AtOnce(limits.at_once));
        }
        let called = number.map_or(0, |number| called(number, day));
        (called >= limits.per_number).then_some(CallLimit::PerNumber(limits.per_number))
    }

    fn today(&self, day: NaiveDate) -> u32 {
        let quota = self.quota.record().filter(|quota| quota.day == day);
        quota.map_or(0, |quota| quota.calls)
    }

    fn fresh(&self, day: NaiveDate) -> NumberRecord {
        let before = self.number.record();
        NumberRecord {
            phone: self.phone.as_e164().to_owned(),
            day,
            calls: before.map_or(0, |number| called(number, day)),
            refused_by: before.and_then(|number| number.refused_by),
        }
    }
}

fn called(number: &NumberRecord, day: NaiveDate) -> u32 {
    if number.day == day { number.calls } else { 0 }
}

impl Draft<'_> {
    /// Counts a call that this turn confirms.
    pub(super) fn count(&mut self, phone: &Phone) {
        let Some(counts) = self.counts.as_ref().filter(|counts| counts.phone == *phone) else {
            return;
        };
        let day = self.now.date_naive();
        let user = self.id.chat_user();
        let mut number = counts.fresh(day);
        number.calls += 1;
        let quota = QuotaRecord {
            user: user.clone(),
            day,
            calls: counts.today(day) + 1,
        };
        self.commit.expect.extend([
            (Key::Quota(user), counts.quota.version()),
            (Key::Number(number.phone.clone()), counts.number.version()),
        ]);
        self.commit.put.extend([quota.into(), number.into()]);
        self.bridge.confirmed.fetch_add(1, Ordering::Relaxed);
    }

    /// Somebody wants a number never called.
    pub(super) fn never_call(&mut self, phone: Phone, objector: Objector) {
        match objector {
            Objector::Callee => self.refuse(&phone, Some(NumberRefusalV1::Service)),
            Objector::Admin => self.refuse(&phone, Some(NumberRefusalV1::Admin)),
            Objector::Person => {
                self.ask_admins(&phone);
                self.keep_never(|never| {
                    never.retain(|kept| *kept != phone);
                    never.push(phone);
                    never.drain(..never.len().saturating_sub(MOST_NEVER));
                });
            }
        }
    }

    pub(super) fn call_after_all(&mut self, phone: &Phone, objector: Objector) {
        match objector {
            Objector::Callee | Objector::Admin => self.refuse(phone, None),
            Objector::Person => self.keep_never(|never| never.retain(|kept| kept != phone)),
        }
    }

    /// Asks the admins whether it should hold for everybody.
    fn ask_admins(&mut self, phone: &Phone) {
        let user = self.id.chat_user();
        let sender = self.sender.as_ref();
        let name = sender.map_or("", |sender| sender.display_name.as_str());
        let handle = sender.and_then(|sender| sender.handle.as_deref());
        let prompt = Prompt::SomebodyObjects {
            who: person(&user, name, handle).who,
            phone: phone.clone(),
        };
        self.commit.send.extend(self.bridge.to_admins(&prompt));
    }

    /// From now on nobody calls a number, or everybody can again.
    fn refuse(&mut self, phone: &Phone, refused_by: Option<NumberRefusalV1>) {
        let Some(counts) = self.counts.as_ref().filter(|counts| counts.phone == *phone) else {
            return;
        };
        let number = NumberRecord {
            refused_by,
            ..counts.fresh(self.now.date_naive())
        };
        let key = Key::Number(number.phone.clone());
        self.commit.expect.push((key, counts.number.version()));
        self.commit.put.push(number.into());
    }
}
