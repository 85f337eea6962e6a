//! Files of contact cards: fetched before their turn, and bounded while they are
//! read, since the size that an event names is its sender's word.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::ruma::OwnedMxcUri;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk_base::crypto::AttachmentDecryptor;
use serde_json::Value;
use tokio::sync::Semaphore;

use kally_engine::bridge::Card;
use kally_engine::chat::cards::{self, LARGEST};

/// A message waits for its file at most this long.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many files are being fetched at a time; others are not read.
static FETCHING: Semaphore = Semaphore::const_new(4);

/// Where homeservers keep files; older ones know the second place only.
const DOWNLOADS: [&str; 2] = [
    "_matrix/client/v1/media/download",
    "_matrix/media/v3/download",
];

/// The file of a message, if it holds contact cards.
pub(super) fn file_of(content: &Value) -> Option<MediaSource> {
    let is_file = content["msgtype"] == "m.file";
    let name = content["filename"].as_str().or(content["body"].as_str());
    let media_type = content["info"]["mimetype"].as_str();
    let size = content["info"]["size"].as_u64().unwrap_or_default();
    let fits = usize::try_from(size).is_ok_and(|size| size <= LARGEST);
    if !is_file || !fits || !cards::is_vcard(media_type, name) {
        return None;
    }
    serde_json::from_value(content.clone()).ok()
}

/// The cards of a file; none if it cannot be read.
pub(super) async fn read(client: &Client, source: MediaSource) -> Vec<Card> {
    let Ok(_permit) = FETCHING.try_acquire() else {
        return Vec::new();
    };
    match tokio::time::timeout(PATIENCE, fetch(client, source)).await {
        Ok(Some(bytes)) => cards::read(&bytes),
        Ok(None) | Err(_) => {
            tracing::warn!("a file of contact cards cannot be fetched");
            Vec::new()
        }
    }
}

async fn fetch(client: &Client, source: MediaSource) -> Option<Vec<u8>> {
    match source {
        MediaSource::Plain(uri) => download(client, &uri).await,
        MediaSource::Encrypted(file) => {
            let sealed = download(client, &file.url).await?;
            let mut sealed = Cursor::new(sealed);
            let mut opened = AttachmentDecryptor::new(&mut sealed, (*file).into()).ok()?;
            let mut bytes = Vec::new();
            opened.read_to_end(&mut bytes).ok()?;
            Some(bytes)
        }
    }
}

async fn download(client: &Client, uri: &OwnedMxcUri) -> Option<Vec<u8>> {
    let (server, id) = uri.parts().ok()?;
    let token = client.access_token()?;
    for place in DOWNLOADS {
        let mut url = client.homeserver();
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .extend(place.split('/'))
            .push(server.as_str())
            .push(id);
        let request = client.http_client().get(url).bearer_auth(&token);
        let mut response = request.send().await.ok()?;
        if response.status().as_u16() == 404 {
            continue;
        }
        if !response.status().is_success() {
            return None;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.ok()? {
            if bytes.len() + chunk.len() > LARGEST {
                return None;
            }
            bytes.extend_from_slice(&chunk);
        }
        return Some(bytes);
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_of_cards_is_told_from_others() {
        let file = |kind: &str, name: &str, media_type: &str, size: usize| {
            file_of(&json!({
                "msgtype": kind, "body": name, "url": "mxc://example.org/abc",
                "info": {"mimetype": media_type, "size": size},
            }))
            .is_some()
        };
        assert!(file("m.file", "pepe.vcf", "", 100));
        assert!(file("m.file", "pepe", "text/vcard", 100));
        assert!(!file("m.file", "pepe.pdf", "application/pdf", 100));
        assert!(!file("m.file", "pepe.vcf", "text/vcard", LARGEST + 1));
        assert!(!file("m.image", "pepe.vcf", "text/vcard", 100));
        assert!(file_of(&json!({"msgtype": "m.file", "body": "pepe.vcf"})).is_none());
    }
}
