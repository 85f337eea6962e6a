//! The file stays in proportion to its content, and lets go of what was removed.

use std::time::Duration;

use super::{folder, put};
use crate::sled_store::{SledOptions, SledStore};
use crate::{Commit, Durability, Key, Store};

const RECORDS: usize = 1_000;

async fn write(store: &SledStore, number: usize, text: &str) {
    let name = (number * 7_919 % RECORDS).to_string();
    let commit = Commit {
        durability: Durability::Soon,
        ..put(&name, text)
    };
    store.commit(commit).await.expect("committed");
}

/// The content of the file, whether it is in use or not.
fn content(folder: &std::path::Path) -> Vec<u8> {
    std::fs::read(folder.join("db")).expect("read")
}

#[tokio::test]
async fn what_is_not_in_use_is_tidied_away() {
    let folder = folder();
    let options = SledOptions {
        tidy_every: Duration::from_millis(1),
        ..SledOptions::default()
    };
    let store = SledStore::open(folder.path(), &options).expect("opened");
    let secret = "what Ana said";
    store
        .commit(put("secret", secret))
        .await
        .expect("committed");
    let text = "x".repeat(2_000);
    for number in 0..RECORDS {
        write(&store, number, &text).await;
    }
    let delete = Commit {
        delete: vec![Key::Cursor("secret".to_owned())],
        ..Commit::default()
    };
    store.commit(delete).await.expect("deleted");
    let tidied = async {
        for number in 0.. {
            write(&store, number, &text).await;
            if number % 500 == 499 {
                let content = content(folder.path());
                let stays = content
                    .windows(secret.len())
                    .any(|it| it == secret.as_bytes());
                // Segments are emptied when half of them is in use.
                if number > 5_000 && !stays && content.len() < 4 * RECORDS * text.len() {
                    return;
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), tidied)
        .await
        .expect("the file shrinks");
}
