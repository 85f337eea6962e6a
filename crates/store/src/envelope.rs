//! A sealed reply in the outbox. The address of a link is for one person's
//! eyes, and the outbox is on the disk.

use std::sync::Arc;

use kally_core::model::{ChatUser, Reply};

use super::{SealError, SealedReply, Sealer};

const PURPOSE: &str = "reply";

/// Seals a reply to the person that it is for; the nonce must be random.
#[must_use]
pub fn seal_reply(
    sealer: &Sealer,
    owner: &ChatUser,
    nonce: [u8; 24],
    reply: &Reply,
) -> SealedReply {
    // A reply is made of texts and lists of them, so writing one cannot fail.
    // If it did, the sealed bytes would not open as a reply.
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(reply).unwrap_or_default());
    SealedReply(sealer.seal(owner, PURPOSE, nonce, &plain))
}

/// Opens a reply that was sealed to this person.
///
/// # Errors
/// When it was altered, or sealed with another key or to somebody else.
pub fn open_reply(
    sealer: &Sealer,
    owner: &ChatUser,
    sealed: &SealedReply,
) -> Result<Reply, SealError> {
    let plain = sealer.open(owner, PURPOSE, &sealed.0)?;
    serde_json::from_slice(&plain).map_err(|_| SealError::NotOpened)
}

/// Seals a reply anew: opened with any of the old keys, sealed with the new one.
///
/// # Errors
/// When none of them opens it.
pub(crate) fn resealed(
    open_with: &[Arc<Sealer>],
    seal_with: &Sealer,
    owner: &ChatUser,
    nonce: [u8; 24],
    sealed: &SealedReply,
) -> Result<SealedReply, SealError> {
    let opened = open_with
        .iter()
        .find_map(|sealer| sealer.open(owner, PURPOSE, &sealed.0).ok());
    let plain = opened.ok_or(SealError::NotOpened)?;
    Ok(SealedReply(seal_with.seal(owner, PURPOSE, nonce, &plain)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_core::model::{Platform, Rich};
    use secrecy::SecretBox;

    fn user(id: &str) -> ChatUser {
        ChatUser {
            platform: Platform::Telegram,
            id: id.to_owned(),
        }
    }

    #[test]
    fn a_reply_opens_for_its_owner_only() {
        let sealer = Sealer::from_key(SecretBox::new(Box::new([3; 32])));
        let reply = Reply {
            body: Rich::plain("https://x.example/link/secret"),
            ..Reply::default()
        };
        let mut sealed = seal_reply(&sealer, &user("1"), [9; 24], &reply);
        assert_eq!(open_reply(&sealer, &user("1"), &sealed).unwrap(), reply);
        assert!(open_reply(&sealer, &user("2"), &sealed).is_err());
        let moved = sealer.seal(&user("1"), "account", [9; 24], b"{}");
        assert!(open_reply(&sealer, &user("1"), &SealedReply(moved)).is_err());
        sealed.0[30] ^= 1;
        assert!(open_reply(&sealer, &user("1"), &sealed).is_err());
    }
}
