//! What the sled store promises beyond the contract.

use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::store::contract::contract;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn open(folder: &Path) -> SledStore {
    SledStore::open(folder, &SledOptions::default()).expect("opened")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_keeps_the_contract() {
    let root = folder();
    let count = std::sync::atomic::AtomicUsize::new(0);
    let suite = contract(|| {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        open(&root.path().join(n.to_string()))
    });
    tokio::time::timeout(Duration::from_secs(120), suite)
        .await
        .expect("in time");
}
