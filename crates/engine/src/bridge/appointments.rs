//! A person's appointments in a turn: read where the event can need them, and
//! written in the turn's commit.

use kally_core::dialogue::{Action, CallAction, Command, Errand, Input, OtherAction};
use kally_core::model::{Appointment, AppointmentId, ConversationId};
use kally_store::{AppointmentRecord, Key, Record, Store, StoreError, Stored, Version, Work};

use super::apply::Draft;
use super::{Bridge, WorkerPart};

/// The appointments that a turn knows.
#[derive(Debug, Default)]
pub(super) struct Kept {
    records: Vec<(Version, AppointmentRecord)>,
    /// One of them cannot be read: none is changed.
    unreadable: bool,
}

impl Kept {
    /// Those that may be mentioned in a conversation: in a room those that were
    /// kept there. `None` if one cannot be read.
    pub(super) fn mentioned_in(&self, id: &ConversationId) -> Option<Vec<Appointment>> {
        let here =
            |record: &AppointmentRecord| id.is_private() || record.conversation.chat == id.chat;
        let records = self.records.iter().map(|(_, record)| record);
        let found = records.filter(|record| here(record));
        let found = found.map(|record| record.appointment.clone());
        (!self.unreadable).then(|| found.collect())
    }

    /// How many there are in all.
    pub(super) fn total(&self) -> usize {
        self.records.len()
    }

    fn get(&self, id: AppointmentId) -> Option<&(Version, AppointmentRecord)> {
        self.records.iter().find(|(_, record)| record.id == id)
    }
}

/// Whether an event can need the person's appointments.
pub(super) fn are_needed(input: &Input) -> bool {
    let is_theirs = |command: Option<Command>| {
        matches!(command, Some(Command::Appointments | Command::Calendar))
    };
    match input {
        Input::AppointmentDue(..) => true,
        Input::CommandGiven(command, _) => is_theirs(Some(*command)),
        Input::TextReceived(words) => is_theirs(Command::spoken(words)),
        Input::ErrandReported(Errand::Command { key, .. }, _) => is_theirs(Command::from_key(key)),
        Input::ChoicePressed(pressed) => match pressed.action {
            Action::Call(_, action) => matches!(
                action,
                CallAction::Keep
                    | CallAction::KeepAsked(_)
                    | CallAction::KeepSaid(_)
                    | CallAction::CalledOff
                    | CallAction::StillOn
            ),
            Action::Other(action) => {
                let follows = matches!(
                    action,
                    OtherAction::AppointmentFile(_)
                        | OtherAction::ConfirmAppointment(_)
                        | OtherAction::MoveAppointment(_)
                        | OtherAction::CancelAppointment(_)
                        | OtherAction::Give(Command::Appointments | Command::Calendar)
                );
                follows || is_theirs(action.shown_by())
            }
            Action::Form(_) => false,
        },
        _ => false,
    }
}

/// Reads the appointments of a list; `None` in the place of one that cannot be
/// read.
pub(crate) async fn listed(
    store: &dyn Store,
    work: Work,
) -> Result<Vec<Option<(Version, AppointmentRecord)>>, StoreError> {
    // Some more than are kept: two turns may have kept one at the same time.
    let ids = store.open_work(work, None, 2 * Appointment::MOST).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let keys = ids.into_iter().map(AppointmentId).map(Key::Appointment);
    let found = store.read(&keys.collect::<Vec<_>>()).await?;
    let read = |stored| match stored {
        Stored::Found {
            version,
            record: Record::Appointment(record),
        } => Some(Some((version, *record))),
        Stored::Absent => None,
        _ => Some(None),
    };
    Ok(found.into_iter().filter_map(read).collect())
}

impl Bridge {
    /// The appointments of a conversation's person; the one that a worker brings
    /// is in its new state.
    pub(super) async fn kept(
        &self,
        id: &ConversationId,
        with: &WorkerPart,
    ) -> Result<Kept, StoreError> {
        let brought = with.put.iter().find_map(|record| match record {
            Record::Appointment(record) => Some((Version::default(), (**record).clone())),
            _ => None,
        });
        if let Some(brought) = brought {
            return Ok(Kept {
                records: vec![brought],
                unreadable: false,
            });
        }
        let found = listed(&*self.store, Work::AppointmentsOf(id.chat_user())).await?;
        let unreadable = found.iter().any(Option::is_none);
        if unreadable {
            tracing::error!(user = %id.chat_user(), "an appointment cannot be read");
        }
        Ok(Kept {
            records: found.into_iter().flatten().collect(),
            unreadable,
        })
    }
}

impl Draft<'_> {
    /// If another turn of the person has changed it meanwhile, this one is decided
    /// again.
    pub(super) fn keep_appointment(&mut self, appointment: Appointment) {
        let id = appointment.id;
        let known = self.loaded.appointments.get(id);
        let version = known.map_or_else(Version::default, |(version, _)| *version);
        let conversation = known.map_or_else(
            || self.id.clone(),
            |(_, record)| record.conversation.clone(),
        );
        self.commit.expect.push((Key::Appointment(id), version));
        let record = AppointmentRecord {
            id,
            conversation,
            appointment,
        };
        self.commit.put.push(record.into());
    }

    pub(super) fn forget_appointment(&mut self, id: AppointmentId) {
        if let Some((version, _)) = self.loaded.appointments.get(id) {
            self.commit.expect.push((Key::Appointment(id), *version));
            self.commit.delete.push(Key::Appointment(id));
        }
    }
}
