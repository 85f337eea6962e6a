//! The effects of a decision on the person's account and settings: a link
//! session, the forms that wait for it, the settings.

use kally_core::dialogue::{
    Errand, Invited, LinkReason, MemberChange, Prompt, SettingChange, SettingOf,
};
use kally_core::model::{OwnSettings, Phone, SettingValue, UserTag, Whose};
use kally_store::{
    AccountRecord, DeliveryModeV1, Key, LinkRecord, LinkStageV1, SettingsRecord, Version,
    WaitingRecord, key_of,
};

use super::apply::Draft;
use super::strangers::put;
use super::{LinkRequest, TooManyLinks, never_of, own_settings};
use kally_metrics::LINKS;

/// At most this many conversations of a person wait for the account; beyond it,
/// the oldest ones learn of the account only when somebody writes in them.
const MOST_WAITING: usize = 16;

impl Draft<'_> {
    /// Links the account that was signed in to: from now on the bot calls with
    /// it.
    pub(super) fn link_account(&mut self) {
        let Some(session) = self.loaded.signed_in.record() else {
            return;
        };
        let LinkStageV1::SignedIn { browser, .. } = &session.stage else {
            return;
        };
        let browser = browser.clone();
        let Some(account) = self.bridge.links.account(session, self.now) else {
            return;
        };
        tracing::info!(user = %account.owner, "an account was linked");
        let key = Key::Account(account.owner.clone());
        self.commit
            .expect
            .push((key, self.loaded.account.version()));
        // The sign-in's data key goes on with the account.
        let key = key_of(&account.sealed);
        self.commit.put.push(account.into());
        self.discard_account();
        self.end_sign_in(LinkStageV1::Joined { browser });
        self.discarded.retain(|discarded| Some(*discarded) != key);
    }

    /// The tokens that are linked now open no more.
    fn discard_account(&mut self) {
        let account = self.loaded.account.record();
        let key = account.and_then(|account| key_of(&account.sealed));
        self.discarded.extend(key);
    }

    /// Ends the session in which somebody signed in; its tokens go.
    pub(super) fn end_sign_in(&mut self, stage: LinkStageV1) {
        let Some(session) = self.loaded.signed_in.record() else {
            return;
        };
        self.discarded.extend(session.sealed().and_then(key_of));
        let open = Key::OpenLink(session.user.clone());
        let ended = LinkRecord {
            stage,
            ..session.clone()
        };
        self.commit.expect.extend([
            (open.clone(), self.loaded.open_link.version()),
            (Key::Link(ended.id.clone()), self.loaded.signed_in.version()),
        ]);
        self.commit.put.push(ended.into());
        self.commit.delete.push(open);
    }

    /// Nothing is linked afterwards, and no link that was given leads to an
    /// account. Their versions are expected even where there is no record, so
    /// that a browser that finishes meanwhile is either before this commit or
    /// fails.
    pub(super) fn forget_account(&mut self) {
        let user = self.id.chat_user();
        for (key, version) in [
            (Key::Account(user.clone()), self.loaded.account.version()),
            (Key::OpenLink(user), self.loaded.open_link.version()),
        ] {
            self.commit.expect.push((key.clone(), version));
            self.commit.delete.push(key);
        }
        self.discard_account();
        self.end_sign_in(LinkStageV1::Used);
    }

    /// The account stays until no call is open any more.
    pub(super) fn forget_account_later(&mut self) {
        if let Some(record) = self.loaded.account.record() {
            let leaving = AccountRecord {
                leaving: true,
                ..record.clone()
            };
            let key = Key::Account(record.owner.clone());
            self.commit
                .expect
                .push((key, self.loaded.account.version()));
            self.commit.put.push(leaving.into());
        }
    }

    pub(super) fn offer_link(&mut self, reason: LinkReason) {
        self.note_told();
        let sender = self.sender.clone();
        let opened = self.bridge.links.open(LinkRequest {
            conversation: self.private(),
            display_name: sender
                .as_ref()
                .map(|sender| sender.display_name.clone())
                .unwrap_or_default(),
            handle: sender.and_then(|sender| sender.handle),
            language: self.settings.language,
            wide: reason == LinkReason::Permission,
            ordered: false,
            now: self.now,
        });
        let link = match opened {
            Ok(link) => link,
            Err(TooManyLinks(wait)) => {
                LINKS.count(&["too_many"]);
                let one_works = self.loaded.has_open_link(self.now);
                return self.say_privately(&Prompt::TooManyLinks { wait, one_works });
            }
        };
        // This link ends the one that was the newest until now.
        let newest = Key::OpenLink(link.record.user.clone());
        let version = self.loaded.open_link.version();
        self.commit.expect.push((newest, version));
        let message = self.fresh_message();
        let closes = self.id.platform.abilities().has_buttons;
        self.commit
            .put
            .push(link.newest(closes.then_some(message)).into());
        self.commit
            .expect
            .push((Key::Link(link.record.id.clone()), Version::default()));
        self.commit.put.push(link.record.into());
        let offer = Prompt::LinkOffer {
            reason,
            way: link.way,
            url: link.url,
            code: link.code,
            valid: link.valid,
        };
        let mode = match closes {
            true => DeliveryModeV1::SendToEdit,
            false => DeliveryModeV1::Send,
        };
        self.send_privately(message, &offer, mode);
    }

    /// Records that the person was told to sign in again, so that the bot does
    /// not tell them a second time.
    fn note_told(&mut self) {
        let account = &self.loaded.account;
        let untold = account
            .record()
            .filter(|record| record.revoked && !record.told);
        if let Some(record) = untold {
            let key = Key::Account(record.owner.clone());
            let told = AccountRecord {
                told: true,
                ..record.clone()
            };
            self.commit.expect.push((key, account.version()));
            self.commit.put.push(told.into());
        }
    }

    /// Records that a form of this conversation waits for the account.
    pub(super) fn await_account(&mut self) {
        let user = self.id.chat_user();
        let mut conversations = self
            .loaded
            .waiting
            .record()
            .map(|record| record.conversations.clone())
            .unwrap_or_default();
        conversations.retain(|waiting| waiting != self.id);
        conversations.push(self.id.clone());
        let old = conversations.len().saturating_sub(MOST_WAITING);
        conversations.drain(..old);
        self.commit
            .expect
            .push((Key::Waiting(user.clone()), self.loaded.waiting.version()));
        let record = WaitingRecord {
            user,
            conversations,
        };
        self.commit.put.push(record.into());
    }

    /// Notifies the other conversations that wait for the account.
    pub(super) fn tell_waiting(&mut self) {
        let Some(record) = self.loaded.waiting.record().cloned() else {
            return;
        };
        let key = Key::Waiting(record.user);
        self.commit
            .expect
            .push((key.clone(), self.loaded.waiting.version()));
        self.commit.delete.push(key);
        for conversation in record.conversations {
            if conversation != *self.id {
                self.errand(conversation, Errand::Linked);
            }
        }
    }

    /// Makes a code, and says it.
    pub(super) fn invite(&mut self, whom: Invited) {
        let random = self.bridge.ids.bytes();
        let room = whom == Invited::Room;
        let (changed, code, until) = self.bridge.access.invited(random, room, self.now);
        put(&mut self.commit, changed);
        let until = until.with_timezone(&self.settings.timezone).date_naive();
        self.say(&Prompt::Invitation { code, whom, until });
    }

    /// Changes whether a person may use the bot, and tells them if they may.
    pub(super) fn change_member(&mut self, tag: UserTag, change: MemberChange) {
        let Some((changed, user)) = self.bridge.access.changed(tag, change, self.now) else {
            return;
        };
        put(&mut self.commit, changed);
        if change == MemberChange::Admit {
            let prompt = Prompt::Admitted { admin: false };
            let message = self.bridge.message_to(&user, &prompt);
            self.commit.send.push(message);
        }
    }

    pub(super) fn set(&mut self, whose: Whose, value: SettingValue) {
        match whose {
            Whose::Person => self.keep_settings(|own, _| own.put(value)),
            Whose::Room => self.change_room(SettingChange::Set(value)),
        }
    }

    pub(super) fn unset(&mut self, SettingOf { setting, whose }: SettingOf) {
        match whose {
            Whose::Person => self.keep_settings(|own, _| own.clear(setting)),
            Whose::Room => self.change_room(SettingChange::Clear(setting)),
        }
    }

    /// Changes the numbers that the person wants never called.
    pub(super) fn keep_never(&mut self, change: impl FnOnce(&mut Vec<Phone>)) {
        self.keep_settings(|_, never| change(never));
    }

    fn keep_settings(&mut self, change: impl FnOnce(&mut OwnSettings, &mut Vec<Phone>)) {
        let before = &self.loaded.settings;
        let user = self.id.chat_user();
        let mut own = own_settings(before);
        let mut never = never_of(before);
        change(&mut own, &mut never);
        let (room, sender) = (&self.loaded.room, self.sender.as_ref());
        self.settings = own.over(&self.bridge.defaults_in(room, sender));
        self.commit
            .expect
            .push((Key::Settings(user.clone()), before.version()));
        let record = SettingsRecord { user, own, never };
        self.commit.put.push(record.into());
    }
}
