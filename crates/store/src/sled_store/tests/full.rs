//! A disk that is full, gone or read-only: everything that was answered is
//! there afterwards, nothing else was answered, and the error says the reason.

use std::fs;
use std::path::Path;

use super::{child, folder, open, put, value};
use crate::sled_store::{SledOptions, SledStore};
use crate::{CommitError, Store};

/// Commits until the store refuses, for
/// [`a_full_disk_loses_nothing_that_was_answered`].
#[test]
#[ignore = "a part of a_full_disk_loses_nothing_that_was_answered"]
fn filled() {
    child::work(async |store| {
        for n in 1..100_000 {
            match store.commit(put(&n.to_string(), &"x".repeat(3_000))).await {
                Ok(()) => println!("answered {n}"),
                Err(error) => {
                    println!("refused {n}: {error}");
                    break;
                }
            }
        }
        let after = store.commit(put("after", "1")).await;
        println!("after: {}", after.expect_err("refused"));
    });
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_answered() {
    let folder = folder();
    let (mut child, lines) = child::start("full::filled", folder.path(), Some(1500));
    let lines: Vec<String> = lines.collect();
    child.wait().expect("ended");
    let answered: Vec<&str> = lines
        .iter()
        .filter_map(|line| Some(line.split_once("answered ")?.1))
        .collect();
    let refused = lines.iter().find(|line| line.contains("refused "));
    let refused = refused.unwrap_or_else(|| panic!("never full: {:?}", lines.last()));
    assert!(refused.contains("the store failed"), "{refused}");
    let after = lines.iter().find(|line| line.contains("after: "));
    let after = after.unwrap_or_else(|| panic!("it did not end well: {lines:?}"));
    assert!(
        after.contains("refuses everything until a restart"),
        "{after}"
    );
    assert!(answered.len() > 20, "{}", answered.len());
    // There is room again.
    let store = open(folder.path());
    for n in &answered {
        assert!(
            value(&store, n).await.is_some(),
            "{n} of {}",
            answered.len()
        );
    }
    store.commit(put("new", "1")).await.expect("it works again");
}

#[tokio::test]
async fn a_folder_that_is_removed_is_noticed_before_the_next_answer() {
    let folder = folder();
    let store = open(folder.path());
    store.commit(put("a", "1")).await.expect("committed");
    fs::remove_dir_all(folder.path()).expect("removed");
    let refused = store.commit(put("a", "2")).await.expect_err("refused");
    assert!(matches!(refused, CommitError::Store(_)));
    assert!(
        refused.to_string().contains("the store failed"),
        "{refused}"
    );
    assert!(store.commit(put("a", "3")).await.is_err(), "and stays so");
}

/// Another file has replaced the store's file: writes to ours would be
/// lost with it.
#[tokio::test]
async fn a_file_that_is_replaced_is_noticed_before_the_next_answer() {
    let folder = folder();
    let store = open(folder.path());
    store.commit(put("a", "1")).await.expect("committed");
    let file = folder.path().join("db");
    fs::copy(&file, folder.path().join("copy")).expect("copied");
    fs::rename(folder.path().join("copy"), &file).expect("replaced");
    let refused = store.commit(put("a", "2")).await.expect_err("refused");
    assert!(
        refused.to_string().contains("removed or replaced"),
        "{refused}"
    );
}

/// `/proc` accepts no folders: it answers like a read-only disk.
#[test]
fn a_disk_that_takes_no_files_is_an_error_that_names_the_folder() {
    let folder = Path::new("/proc/kally-bridge");
    let error = SledStore::open(folder, &SledOptions::default()).expect_err("refused");
    assert!(error.to_string().contains("/proc/kally-bridge"), "{error}");
}
