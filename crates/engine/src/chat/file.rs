//! The file of a message: a document, or the sound of a call.

use std::borrow::Cow;
use std::time::Duration;

use kally_core::model::{Block, Rich, Span};

use super::Outgoing;

/// A file to send with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File<'a> {
    /// Its name, with an ending.
    pub name: Cow<'a, str>,
    /// Its media type, such as `text/plain`.
    pub media_type: &'a str,
    pub bytes: &'a [u8],
    /// It is a sound, of this length if that is known.
    pub sound: Option<Option<Duration>>,
}

impl File<'_> {
    /// Its words, if it is a plain text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self.media_type {
            "text/plain" => std::str::from_utf8(self.bytes).ok(),
            _ => None,
        }
    }
}

impl Outgoing {
    /// The file that goes with it.
    #[must_use]
    pub fn file(&self) -> Option<File<'_>> {
        let of_recording = self.reply.recording.as_ref().zip(self.sound.as_deref());
        if let Some((recording, sound)) = of_recording {
            return Some(File {
                name: format!("{}.{}", recording.name, sound.kind.extension()).into(),
                media_type: sound.kind.media_type(),
                bytes: &sound.bytes,
                sound: Some(sound.duration),
            });
        }
        let document = self.reply.document.as_ref()?;
        Some(File {
            name: document.name.as_str().into(),
            media_type: &document.media_type,
            bytes: document.text.as_bytes(),
            sound: None,
        })
    }

    /// The words for a server that takes no file, or none so large: a plain text
    /// is said instead, and a sound can be heard at its address.
    #[must_use]
    pub fn instead_of_file(&self) -> Rich {
        if let (Some(recording), Some(sound)) = (&self.reply.recording, &self.sound) {
            let owner_alone = self.to.is_private();
            let address = owner_alone.then_some(sound.address.as_str());
            return recording.too_large(address);
        }
        let Some(document) = &self.reply.document else {
            return Rich::default();
        };
        let mut body = Rich::plain(&document.refused);
        if document.media_type == "text/plain" {
            body.0
                .push(Block::Paragraph(vec![Span::Plain(document.text.clone())]));
        }
        body
    }
}
