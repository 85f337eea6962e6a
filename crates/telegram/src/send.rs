//! Sends or edits one Telegram message. Link previews are off in all of them.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use teloxide::payloads::setters::*;
use teloxide::payloads::{EditMessageReplyMarkup, EditMessageText, SendMessage};
use teloxide::types::{
    ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ReplyMarkup, ReplyParameters,
    ThreadId,
};

use kally_core::model::MessageRef;
use kally_engine::chat::{File, Outgoing};

use super::html::{Run, runs};
use super::target::{Target, is_past_editing};
use super::upload::Upload;
use super::{ApiError, BotApi};

/// The needed fields of the answer to a method that sends a message.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

/// Sends a text; returns the message's number.
pub(super) async fn text(
    api: &BotApi,
    target: Target,
    text: &[Run],
    answers: Option<&MessageRef>,
    below: Option<ReplyMarkup>,
) -> Result<i32, ApiError> {
    let mut payload =
        SendMessage::new(ChatId(target.chat), target.text(text)).link_preview_options(no_preview());
    payload.parse_mode = target.parse_mode();
    payload.message_thread_id = target.thread.map(|thread| ThreadId(MessageId(thread)));
    payload.reply_parameters = reply_to(target, answers);
    payload.reply_markup = below;
    payload.disable_notification = target.quiet.then_some(true);
    let sent: Sent = api.ask(&payload).await?;
    Ok(sent.message_id)
}

/// Sends a message's file, with a text beside it; returns the message's number.
/// A sound that cannot be a voice or audio message is sent as a file; the words
/// for want of a file are said where it is too large.
pub(super) async fn file(
    api: &BotApi,
    target: Target,
    outgoing: &Outgoing,
    caption: &[Run],
    answers: Option<&MessageRef>,
    below: Option<ReplyMarkup>,
) -> Result<i32, ApiError> {
    let Some(file) = outgoing.file() else {
        return text(api, target, caption, answers, below).await;
    };
    let method = method(&file);
    let sent = upload(
        api,
        target,
        outgoing,
        method,
        caption,
        answers,
        below.as_ref(),
    )
    .await;
    let sent = match sent {
        Err(error) if method != DOCUMENT && is_no_voice(&error) => {
            upload(
                api,
                target,
                outgoing,
                DOCUMENT,
                caption,
                answers,
                below.as_ref(),
            )
            .await
        }
        other => other,
    };
    match sent {
        Err(error) if error.refusal().is_some_and(|(code, _)| code == 413) => {
            let instead = runs(&outgoing.instead_of_file());
            text(api, target, &instead, answers, below).await
        }
        other => other,
    }
}

/// A method that sends a file, and the name of the file's field.
type Method = (&'static str, &'static str);

const DOCUMENT: Method = ("sendDocument", "document");

/// Telegram plays Ogg as a voice message, MP3 and M4A as audio.
fn method(file: &File<'_>) -> Method {
    match (file.sound, file.media_type) {
        (Some(_), "audio/ogg") => ("sendVoice", "voice"),
        (Some(_), "audio/mpeg" | "audio/mp4") => ("sendAudio", "audio"),
        _ => DOCUMENT,
    }
}

/// Whether the person's settings allow no voice messages.
fn is_no_voice(error: &ApiError) -> bool {
    error
        .refusal()
        .is_some_and(|(code, words)| code == 400 && words.contains("VOICE_MESSAGES_FORBIDDEN"))
}

async fn upload(
    api: &BotApi,
    target: Target,
    outgoing: &Outgoing,
    (method, field): Method,
    caption: &[Run],
    answers: Option<&MessageRef>,
    below: Option<&ReplyMarkup>,
) -> Result<i32, ApiError> {
    let below = json(method, below)?;
    let answers = json(method, reply_to(target, answers).as_ref())?;
    let mut form = Upload::new(outgoing.message.0);
    if let Some(file) = outgoing.file() {
        form = form.file(field, &file);
        let length = file.sound.flatten().filter(|_| field != DOCUMENT.1);
        let length = length.map(|length| length.as_secs().to_string());
        form = form.optional("duration", length.as_deref());
    }
    let caption = (!caption.is_empty()).then(|| target.text(caption));
    let parse_mode = target
        .parse_mode()
        .filter(|_| caption.is_some())
        .map(|_| "HTML");
    let thread = target.thread.map(|thread| thread.to_string());
    let form = form
        .field("chat_id", &target.chat.to_string())
        .optional("message_thread_id", thread.as_deref())
        .optional("caption", caption.as_deref())
        .optional("parse_mode", parse_mode)
        .optional("disable_notification", target.quiet.then_some("true"))
        .optional("reply_parameters", answers.as_deref())
        .optional("reply_markup", below.as_deref());
    let sent: Sent = api.upload(method, form).await?;
    Ok(sent.message_id)
}

/// Edits a message; returns whether it shows this now, since it may be gone.
pub(super) async fn edit(
    api: &BotApi,
    target: Target,
    message: i32,
    text: &[Run],
    below: Option<InlineKeyboardMarkup>,
) -> Result<bool, ApiError> {
    let text = target.text(text);
    let mut payload = EditMessageText::new(ChatId(target.chat), MessageId(message), text)
        .link_preview_options(no_preview());
    payload.parse_mode = target.parse_mode();
    payload.reply_markup = below;
    match api.ask::<_, IgnoredAny>(&payload).await {
        Ok(_) => Ok(true),
        Err(error) => match error.refusal() {
            Some((400, words)) if words.contains("message is not modified") => Ok(true),
            Some((400, words)) if is_past_editing(words) => Ok(false),
            _ => Err(error),
        },
    }
}

/// Takes the buttons from a message; that it has none, or is gone, is as well.
pub(super) async fn strip(api: &BotApi, target: Target, message: i32) -> Result<(), ApiError> {
    let payload = EditMessageReplyMarkup::new(ChatId(target.chat), MessageId(message));
    match api.ask::<_, IgnoredAny>(&payload).await {
        Ok(_) => Ok(()),
        Err(error) => match error.refusal() {
            Some((400, _)) => Ok(()),
            _ => Err(error),
        },
    }
}

/// In a group, the person's message that this one answers.
fn reply_to(target: Target, answers: Option<&MessageRef>) -> Option<ReplyParameters> {
    if target.is_private() {
        return None;
    }
    let message = target.message_here(answers?)?;
    Some(ReplyParameters::new(MessageId(message)).allow_sending_without_reply())
}

fn json<T: Serialize>(method: &'static str, value: Option<&T>) -> Result<Option<String>, ApiError> {
    let text = value.map(serde_json::to_string).transpose();
    text.map_err(|source| ApiError::Unwritable { method, source })
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
